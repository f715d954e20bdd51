"""Who acts in the demonstration, with a clock of its own: every act happens at a minute of an invented working day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from gulir.base.commands import ZONES, Command
from gulir.base.models import Actor
from gulir.base.policy import Standing

__all__ = ["EVERYTHING", "Happening", "Held", "Office"]

WIB = ZONES["WIB"]
EIGHT = time(8, 0)
BEGINS = datetime.combine(date(2024, 11, 18), EIGHT, tzinfo=WIB)
BETWEEN_ACTS = timedelta(minutes=2)
EVERYTHING = Standing(founder=True)
"""Whoever builds the demonstration reads everything in it."""


@dataclass(kw_only=True)
class Held:
    """A loan on its way: its application, then the loan with what it asks each time, and what was saved with it."""

    application: UUID
    loan: UUID | None = None
    amounts: tuple[int, ...] = ()
    saving: int = 0
    paid: int = 0
    saved: int = 0


@dataclass(kw_only=True)
class Office:
    """The board's book, the actors by office, and the clock. Time only runs forward.

    Of the open day it remembers whether anything was booked, which ledgers' cash boxes `moved`, and which `savings`
    (in cash, at the bank) still have to be brought to the account of the savings.
    """

    book: UUID
    actors: dict[str, Actor] = field(default_factory=dict)
    now: datetime = BEGINS
    acts: int = 0
    people: dict[str, UUID] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)
    product: UUID | None = None
    loans: dict[tuple[int, int], Held] = field(default_factory=dict)
    open_day: date = date(2024, 12, 1)
    told: int = 0
    booked: bool = False
    moved: set[str] = field(default_factory=set)
    agenda: dict[str, Any] = field(default_factory=dict)
    decision: UUID | None = None
    savings: dict[str, int] = field(default_factory=lambda: {"cash": 0, "bank": 0})

    @property
    def today(self) -> date:
        """The day the clock shows."""
        return self.now.date()

    def go_to(self, day: date) -> None:
        """Eight o'clock of a later day; on the same day the clock just runs on."""
        self.now = max(self.now, datetime.combine(day, EIGHT, tzinfo=WIB))

    def do(self, who: str, act: Command[Any], **body: Any) -> dict[str, Any]:
        """Let the holder of an office do an act, two minutes after the act before."""
        self.now += BETWEEN_ACTS
        self.acts += 1
        return act(book=self.book, key=f"demo-{self.acts:05d}", actor=self.actors[who], at=self.now, **body)


Happening = tuple[date, Callable[[Office], None]]
"""A day, and what happens on it."""
