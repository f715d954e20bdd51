"""Every attack there is, by name, and those of no room: the wrong hands, next door, an old key, an old clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gulir.base.commands import COMMANDS, Command
from gulir.community.queries import standing
from gulir.ledger import services as ledger
from tests.machine import (
    hostile_applications,
    hostile_books,
    hostile_farewells,
    hostile_groups,
    hostile_inherited,
    hostile_listening,
    hostile_loans,
)
from tests.machine.attempts import Attack
from tests.machine.town import Town

__all__ = ["ATTACKS", "ROOMS", "attack_from"]

ROOMS = ("lending", "ledger", "mentoring")
STRANGERS = ("Pak Hadi", "Bu Nur", "Tari", "Agus", "Siti", "Joko", "Mas Bayu", "Wulan", "Rusdi", "Bu Endang")
"""An auditor, somebody of the forum, a trustee, a member …: whoever an act does not name may not do it."""


def acts() -> list[Command[Any]]:
    """Every act of the three rooms."""
    return [act for name, act in sorted(COMMANDS.items()) if name.split(".")[0] in ROOMS]


def forbidden(town: Town, pick: int) -> bool:
    """Somebody without the office, at an act drawn from all of them."""
    every = acts()
    act = every[(pick * 7 + town.fund.ticks) % len(every)]
    for name in (*STRANGERS[pick % 10 :], *STRANGERS[: pick % 10]):
        actor = town.fund.stage.actors.get(name)
        if actor is not None and not act.may.allows(standing(actor.pk, town.book, town.today)):
            town.break_in(actor, act, ("NotAllowed",))
            return True
    return False


def from_next_door(town: Town, pick: int) -> bool:
    """An officer of another board, at an act drawn from all of them."""
    every = acts()
    act = every[(pick * 5 + town.fund.ticks) % len(every)]
    town.break_in(town.away.stage.actor(("cashier", "upk_manager", "coordinator")[pick % 3]), act, ("NotAllowed",))
    return True


def into_next_door(town: Town, pick: int) -> bool:
    """An officer of this board at the books of another."""
    every = acts()
    act = every[(pick * 3 + town.fund.ticks) % len(every)]
    who = ("cashier", "upk_manager", "coordinator", "bookkeeper")[pick % 4]
    town.break_in(who, act, ("NotAllowed",), book=town.away.book)
    return True


def with_an_old_key(town: Town, pick: int) -> bool:
    """The key of the last act with another body."""
    if town.last is None:
        return False
    entries = [{"debit": "51030", "credit": "11010", "amount": 1_000}]
    town.break_in(
        "bookkeeper", ledger.record_voucher, ("KeyReused",), key=town.last.key, description="Lain", entries=entries
    )
    return True


def with_an_old_clock(town: Town, pick: int) -> bool:
    """From a machine whose clock stands before the last thing recorded."""
    every = acts()
    town.break_in("cashier", every[pick % len(every)], ("ClockBehind",), at=town.noon() - timedelta(days=1 + pick % 40))
    return True


ANYWHERE: dict[str, Attack] = {
    "forbidden": forbidden, "forbidden again": forbidden, "from next door": from_next_door,
    "into next door": into_next_door, "an old key": with_an_old_key, "an old clock": with_an_old_clock,
}  # fmt: skip
ATTACKS: dict[str, Attack] = {
    **ANYWHERE, **hostile_applications.ATTACKS, **hostile_loans.ATTACKS, **hostile_books.ATTACKS,
    **hostile_groups.ATTACKS, **hostile_farewells.ATTACKS, **hostile_listening.ATTACKS,
    **hostile_inherited.ATTACKS,
}  # fmt: skip
NAMES = tuple(ATTACKS)
FAR = 5
"""How many attacks after the drawn one are looked at, until one of those that always go is taken."""


def attack_from(number: int, town: Town, pick: int) -> str:
    """Try the attack of this number, or one of the next that finds something to try; gives back its name."""
    for step in range(FAR):
        name = NAMES[(number + step) % len(NAMES)]
        if ATTACKS[name](town, pick):
            return name
    forbidden(town, pick)
    return "forbidden"
