"""A KSM that has agreed on its rules, and the sheets it hands in: five members, 10,000 each a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from gulir.base.commands import Command
from gulir.mentoring import services as mentoring
from gulir.mentoring.services import Came, Lent, Money, Sheet
from tests.community.stage import GROUPS, Stage, make_board

__all__ = ["FIRST", "RULES", "Ksm", "make_ksm"]

FIRST = date(2026, 3, 2)
EACH = 10_000
RULES: dict[str, Any] = {
    "every": "week", "savings": EACH, "fine": 1_000, "quorum_percent": 60, "loan_most": 500_000, "loan_months": 3,
    "loan_jasa_bp": 150,
}  # fmt: skip


@dataclass(kw_only=True)
class Ksm:
    """KSM Melati at its own table; `day` is today, noon, a second later with each act."""

    stage: Stage
    day: date = FIRST
    ticks: int = 0
    names: tuple[str, ...] = field(default=GROUPS["Melati"])

    @property
    def group(self) -> UUID:
        """The KSM's key."""
        return self.stage.groups["Melati"]

    def who(self, name: str) -> UUID:
        """A member's key."""
        return self.stage.people[name]

    def do(self, who: str, act: Command[Any], *, key: str = "", **body: Any) -> dict[str, Any]:
        """An act of somebody today."""
        self.ticks += 1
        at = datetime.combine(self.day, time(5, 0), tzinfo=UTC) + timedelta(seconds=self.ticks)
        actor = self.stage.actors.get(who) or self.stage.actor(who)
        return act(book=self.stage.book, key=key or f"ksm-{self.ticks}", actor=actor, at=at, **body)

    def agree(self, who: str = "Yuni", **other: Any) -> dict[str, Any]:
        """The KSM's rules, from the first day on."""
        given: dict[str, Any] = {"starts_on": date(2026, 1, 1), **RULES, **other}
        return self.do(who, mentoring.agree_on_rules, group=self.group, **given)

    def came(self, *, away: Mapping[str, str] | None = None) -> tuple[Came, ...]:
        """Everyone present, but those who are away: with a reason, or without one when it is empty."""
        gone = away or {}
        return tuple(
            Came(person=self.who(name), came="present")
            if name not in gone
            else Came(person=self.who(name), came="excused" if gone[name] else "absent", reason=gone[name])
            for name in self.names
        )

    def saved(self, each: int = EACH) -> tuple[Money, ...]:
        """What everyone brings as savings."""
        return tuple(Money(kind="savings", amount=each, person=self.who(name)) for name in self.names)

    def sheet(self, counted: int, **more: Any) -> Sheet:
        """A sheet of an ordinary meeting: all came, all saved, `counted` lies in the box."""
        given: dict[str, Any] = {"attendance": self.came(), "money": self.saved(), **more}
        return Sheet(counted=counted, **given)

    def meet(self, counted: int, *, who: str = "Yuni", on: date | None = None, **more: Any) -> UUID:
        """A meeting of today, closed."""
        made = self.do(
            who, mentoring.hold_meeting, group=self.group, on=on or self.day, sheet=self.sheet(counted, **more)
        )
        return UUID(made["meeting"])

    def lend(self, name: str, amount: int) -> Lent:
        """A loan out of the box."""
        return Lent(person=self.who(name), amount=amount, purpose="Dagangan")

    def a_week_later(self) -> None:
        """The day of the next meeting."""
        self.day += timedelta(days=7)


def make_ksm(code: str = "melati") -> Ksm:
    """A board with KSM Melati, whose rules are agreed on."""
    ksm = Ksm(stage=make_board(code, logins=False))
    ksm.agree()
    return ksm
