"""Who acts in the demonstration, with a clock of its own: every act happens at a minute of an invented working day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gulir.base.commands import ZONES, Command
from gulir.base.models import Actor
from gulir.base.policy import Standing
from gulir.community.queries import MemberRow, members
from gulir.core.roles import Role
from gulir.ledger.queries import account_for, balance_at
from gulir.ledger.services import close_through

if TYPE_CHECKING:
    from gulir.ledger.models import Account

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

    `books_of` is the day whose books are worked on when that is not today. Of the open day it remembers whether
    anything was booked, which ledgers' cash boxes `moved`, and which `savings` (in cash, at the bank) still have to be
    brought to the account of the savings.
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
    seats: dict[str, list[MemberRow]] = field(default_factory=dict)
    boxes: dict[tuple[str, str], Account] = field(default_factory=dict)
    books_of: date | None = None
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

    def open_books(self) -> None:
        """Before something is booked: confirm the empty days before, so that the day it belongs to is the open one."""
        day = self.books_of or self.today
        if self.open_day < day:
            self.do("cashier", close_through, through=day - timedelta(days=1))
            self.open_day = day

    def books(self, who: str, act: Command[Any], **body: Any) -> dict[str, Any]:
        """Let someone do an act that writes a voucher of the UPK's ledger."""
        self.open_books()
        done = self.do(who, act, **body)
        self.booked = True
        self.moved.add("upk")
        return done

    def members(self, code: str) -> list[MemberRow]:
        """Who sits in a group: in two years nobody joins or leaves."""
        if code not in self.seats:
            self.seats[code] = members(self.groups[code], self.today)
        return self.seats[code]

    def box(self, role: Role, ledger: str = "upk") -> Account:
        """The money account of a role."""
        if (ledger, role.value) not in self.boxes:
            self.boxes[ledger, role.value] = account_for(self.book, role, ledger)
        return self.boxes[ledger, role.value]

    def holds(self, role: Role, ledger: str = "upk") -> int:
        """What a money account holds now, in rupiah."""
        return balance_at(self.box(role, ledger))

    def do(self, who: str, act: Command[Any], **body: Any) -> dict[str, Any]:
        """Let the holder of an office do an act, two minutes after the act before."""
        self.now += BETWEEN_ACTS
        self.acts += 1
        return act(book=self.book, key=f"demo-{self.acts:05d}", actor=self.actors[who], at=self.now, **body)


Happening = tuple[date, Callable[[Office], None]]
"""A day, and what happens on it."""
