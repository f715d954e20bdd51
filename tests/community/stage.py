"""The people of the tests: one kelurahan, its board's officers and its groups, made through the acts alone.

`make_board("karang-anyar")` gives a `Stage`: `stage.book`, `stage.siti` … and `stage.actor("cashier")` for who acts,
`stage.people["Siti"]` for public ids, `stage.groups["Melati"]`. Every act of the stage happened at `MORNING`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from gulir.base.commands import Command
from gulir.base.models import Actor
from gulir.base.policy import Standing
from gulir.community import services
from gulir.community.passwords import Password
from gulir.community.queries import founding_actor, installation_book, standing

__all__ = ["CAST", "FIRST", "MORNING", "PASSWORD", "TODAY", "Stage", "empty_board", "make_board", "nik"]

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FIRST = date(2026, 1, 1)
PASSWORD = "melati-di-teras-rumah"
CAST: Mapping[str, tuple[str, str]] = {
    "Bu Endang": ("P", "secretary"),
    "Pak Darto": ("L", "upk_manager"),
    "Joko": ("L", "loan_officer"),
    "Siti": ("P", "cashier"),
    "Wulan": ("P", "bookkeeper"),
    "Pak Slamet": ("L", "overseer"),
    "Pak Hadi": ("L", "auditor"),
    "Mas Bayu": ("L", "facilitator"),
    "Bu Nur": ("P", "forum"),
    "Tari": ("P", "trustee"),
    "Pak Karno": ("L", "trustee"),
    "Bu Lastri": ("P", "trustee"),
    "Pak Wiryo": ("L", "trustee"),
    "Bu Rahma": ("P", "coordinator"),
}
"""Who holds which office; the coordinator comes last, because with her the founder's rights end."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Melati": ("Yuni", "Karti", "Sumi", "Parti", "Agus"),
    "Mawar": ("Tini", "Rukmi", "Sulis", "Warno", "Giyem"),
}
MEN = frozenset({"Agus", "Warno"})
_numbers = count(1)


def nik(number: int) -> str:
    """A NIK that nobody has: its shape is right, its place is Surakarta."""
    return f"337201520380{number:04d}"


@dataclass(kw_only=True)
class Stage:
    """One board and its people."""

    code: str
    book: UUID
    surname: str = ""
    at: datetime = MORNING
    people: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    terms: dict[str, UUID] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)

    def actor(self, office: str) -> Actor:
        """Who acts in this office (`cashier`, …); the first of several."""
        return next(self.actors[name] for name, (_, held) in CAST.items() if held == office)

    def does(self, who: Actor | str, act: Command[Any], *, at: datetime | None = None, **body: Any) -> dict[str, Any]:
        """Let someone do an act with a key of its own; `who` is an actor, a name or an office."""
        if isinstance(who, str):
            who = self.actors[who] if who in self.actors else self.actor(who)
        return act(book=self.book, key=f"stage-{next(_numbers)}", actor=who, at=at or self.at, **body)

    def full(self, name: str) -> str:
        """A name as this board's books have it: the surname of the stage makes it one that no other board has."""
        return f"{name} {self.surname}".strip()

    def stands(self, who: str, on: date = TODAY) -> Standing:
        """Where a person (by name) or the holder of an office stands on a day."""
        actor = self.actors[who] if who in self.actors else self.actor(who)
        return standing(actor.pk, self.book, on)

    def person(self, name: str, sex: str = "P", **more: Any) -> UUID:
        """Register one more person, as the secretary (or the founder while there is none)."""
        who = self.actors["Bu Endang"] if "Bu Endang" in self.terms else founding_actor()
        made = self.does(who, services.register_person, name=self.full(name), sex=sex, **more)
        self.people[name] = UUID(made["person"])
        return self.people[name]


def empty_board(code: str = "karang-anyar", *, surname: str = "", **more: Any) -> Stage:
    """A board in which nobody holds an office yet: the founder may do everything."""
    made = services.found_board(
        book=installation_book().pk,
        key=f"found-{code}",
        actor=founding_actor(),
        at=MORNING,
        code=code,
        name=code.replace("-", " ").title(),
        opened_on=FIRST,
        **more,
    )
    return Stage(code=code, book=UUID(made["book"]), surname=surname)


def make_board(code: str = "karang-anyar", *, logins: bool = True, groups: bool = True, surname: str = "") -> Stage:
    """A board with all its officers since 1 January 2026, and two groups of five; all of one `surname`, if given."""
    stage, founder = empty_board(code, surname=surname), founding_actor()
    for name, (sex, _) in CAST.items():
        stage.person(name, sex)
        if logins:
            login = f"{name.split()[-1].lower()}.{code}"[:40]
            made = stage.does(
                founder,
                services.add_login,
                person=stage.people[name],
                username=login,
                password=Password(PASSWORD),
            )
            stage.actors[name] = Actor.objects.get(pk=made["actor"])
        else:
            stage.actors[name] = Actor.objects.create(person=stage.people[name], name=stage.full(name))
    if groups:
        _form_groups(stage, founder)
    for name, (_, office) in CAST.items():
        made = stage.does(founder, services.take_office, person=stage.people[name], office=office, starts_on=FIRST)
        stage.terms[name] = UUID(made["term"])
    return stage


def _form_groups(stage: Stage, founder: Actor) -> None:
    for number, (group, names) in enumerate(GROUPS.items(), start=1):
        made = stage.does(
            founder,
            services.form_group,
            code=f"K{number:02d}{stage.surname[:3]}",
            name=stage.full(group),
            rw=f"{number:02d}",
            formed_on=FIRST,
        )
        stage.groups[group] = UUID(made["group"])
        for name, role in zip(names, ("chair", "secretary", "treasurer", "member", "member"), strict=True):
            sex = "L" if name in MEN else "P"
            told = stage.does(founder, services.register_person, name=stage.full(name), sex=sex, poor_listed=True)
            stage.people[name] = person = UUID(told["person"])
            stage.actors[name] = Actor.objects.create(person=person, name=stage.full(name))
            stage.does(founder, services.join_group, group=stage.groups[group], person=person, on=FIRST, role=role)
