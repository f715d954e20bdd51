"""Kelurahan Karang Anyar's board on stage: who holds which office, and a short way to let them act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import F

from gulir.base.commands import Act, Command
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.base.policy import standing_of
from gulir.community.models import Board, OfficeTerm, Person, Resident
from gulir.ledger import queries, services
from gulir.ledger.models import Account, BookState, Voucher

OPENS = date(2026, 1, 1)
OFFICES = {
    "siti": "cashier",  # UPK cashier
    "budi": "bookkeeper",  # UPK bookkeeper
    "ratna": "upk_manager",  # UPK manager
    "dewi": "secretary",  # secretary of the board
    "tuti": "upl",  # environment unit
    "hasan": "coordinator",  # coordinator of the board
    "rini": "overseer",  # overseer of the UPK
    "joko": "",  # a resident without office
}


@dataclass
class Village:
    """A board with its people. The clock is the village's own: noon of `today`, a second later at every act."""

    book: Book
    people: dict[str, Actor]
    founder: Actor
    today: date = OPENS
    ticks: int = field(default=0)

    def do(self, command: Command[Any], who: str = "budi", *, key: str = "", **body: Any) -> dict[str, Any]:
        """Let someone do something, today."""
        self.ticks += 1
        at = datetime.combine(self.today, time(5, 0), tzinfo=UTC) + timedelta(seconds=self.ticks)
        actor = self.founder if who == "founder" else self.people[who]
        return command(book=self.book.pk, key=key or str(new_id()), actor=actor, at=at, **body)

    @contextmanager
    def act(self, who: str = "budi") -> Iterator[Act]:
        """A running act, as a command of another context would have it: board locked, one transaction."""
        self.ticks += 1
        at = datetime.combine(self.today, time(5, 0), tzinfo=UTC) + timedelta(seconds=self.ticks)
        actor = self.founder if who == "founder" else self.people[who]
        with transaction.atomic():
            Book.objects.filter(pk=self.book.pk).update(acts=F("acts") + 1)
            book = Book.objects.get(pk=self.book.pk)
            standing = standing_of(actor=actor.pk, book=book.pk, on=self.today)
            yield Act(book=book, actor=actor, at=at, command="tests.act", key=str(new_id()), standing=standing)

    def post(self, entries: Any, who: str = "budi", **body: Any) -> Voucher:
        """Post as another context would inside its own act: by role, any account."""
        with self.act(who) as act:
            return services.post(act, entries=entries, **{"description": "Uji", **body})

    def live(self, *, on: date = OPENS, earned: int = 0) -> Village:
        """Programme charts, an opening balance with capital, and the first day open."""
        self.do(services.use_programme_chart)
        self.do(services.post_opening, rows=opening(earned=earned))
        self.today = max(self.today, on)
        draft = self.do(services.go_live, "ratna", on=on)["draft"]
        digest = self.digest(draft)
        self.do(services.approve_draft, "hasan", draft=draft, digest=digest)
        return self

    def digest(self, draft: Any) -> str:
        """What the second person sees of a draft."""
        from gulir.ledger.models import Draft

        return Draft.objects.get(pk=draft).digest

    def spend(self, amount: int = 26_000, who: str = "budi", **more: Any) -> Voucher:
        """A small expense: stationery out of the cash box."""
        body = {"description": "ATK", "entries": [{"debit": "51030", "credit": "11010", "amount": amount}], **more}
        return Voucher.objects.get(pk=self.do(services.record_voucher, who, **body)["voucher"])

    def account(self, code: str, ledger: str = "upk") -> Account:
        """An account of the board by code."""
        return Account.objects.get(book=self.book, ledger=ledger, code=code)

    @property
    def state(self) -> BookState:
        """Where the books stand."""
        return BookState.objects.get(book=self.book)


def opening(*, earned: int = 0) -> list[dict[str, Any]]:
    """The opening balance of the UPK (cash 5 million, bank 50 million) and of the secretariat; `earned` in 2025."""
    return [
        {"code": "11010", "debit": 5_000_000},
        {"code": "11021", "debit": 50_000_000},
        {"code": "41010", "credit": earned},
        {"code": "31010", "credit": 55_000_000 - earned},
        {"book": "secretariat", "code": "11010", "debit": 1_000_000},
        {"book": "secretariat", "code": "31010", "credit": 1_000_000},
    ]


def raise_village(code: str = "KARANG", opens_on: date = OPENS) -> Village:
    """A board whose offices are all held, before its first chart."""
    book = Book.objects.create(code=code)
    Board.objects.create(book=book, code=code, name=f"BKM {code.title()}", opened_on=opens_on)
    people = {}
    for name, office in OFFICES.items():
        person = Person.objects.create(name=name.title(), sex="P")
        Resident.objects.create(book=book, person=person, since=date(2020, 1, 1))
        people[name] = Actor.objects.create(person=person.pk, name=person.name)
        if office:
            OfficeTerm.objects.create(book=book, person=person, office=office, starts_on=date(2025, 1, 1))
    founder = Actor.objects.create(name="Pendiri", founder=True)
    return Village(book=book, people=people, founder=founder, today=opens_on)


def pieces(amount: int) -> dict[str, int]:
    """Notes and coins that make up an amount of whole hundreds."""
    made = {}
    for denomination in (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100):
        made[str(denomination)], amount = divmod(amount, denomination)
    return made


class Fund(Protocol):
    """A board that closes its days: `do(office, act, **body)` lets an office-holder act today."""

    today: date

    @property
    def book(self) -> UUID:
        """Whose books."""

    def do(self, who: str, act: Command[Any], **body: Any) -> dict[str, Any]:
        """Let an office-holder do an act today."""


class ByOffice:
    """A village whose people are called by their office."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.named = {office: name for name, office in OFFICES.items() if office}

    @property
    def book(self) -> UUID:
        """Whose books."""
        return self.village.book.pk

    @property
    def today(self) -> date:
        """The village's own day."""
        return self.village.today

    @today.setter
    def today(self, day: date) -> None:
        self.village.today = day

    def do(self, who: str, act: Command[Any], **body: Any) -> dict[str, Any]:
        """Let an office-holder do an act today."""
        return self.village.do(act, self.named[who], **body)


def close_until(fund: Fund, day: date) -> None:
    """Close every day before `day`: counted as the books say where money moved, empty otherwise, by two people."""
    last = day - timedelta(days=1)
    opened = queries.open_day(fund.book)
    fund.today = max(fund.today, last)
    if opened is not None and opened <= last and Voucher.objects.filter(book=fund.book, dated=opened).exists():
        boxes = queries.cash_to_count(fund.book, opened).values()
        counts = [
            {"account": a.code, "ledger": a.ledger, "reason": "Recehan", "denominations": pieces(queries.balance_at(a))}
            for a in boxes
        ]
        fund.do("cashier", services.close_day, counts=counts)
        fund.do("upk_manager", services.confirm_day)
        opened += timedelta(days=1)
    if opened is not None and opened <= last:
        fund.do("upk_manager", services.close_through, through=last)
