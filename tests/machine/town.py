"""The town of the machine: a board that lends to its KSM, a board next door, and what happened in plain numbers.

Acts go through `do` (honest: it may be refused) and `break_in` (hostile: it must be refused). Each of them keeps the
promises that every act makes: a refusal changes nothing and leaves one fact, an effect leaves one reply and its facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from gulir.base.commands import Command
from gulir.base.models import Actor
from gulir.base.rows import ask
from gulir.community import services as community
from gulir.core.problems import Problem
from gulir.ledger.queries import open_day
from gulir.lending import services as lending
from gulir.lending.models import Application, Loan
from gulir.mentoring import services as mentoring
from tests.community.stage import FIRST
from tests.lending.stage import MEMBERS, Fund, make_fund
from tests.mentoring.stage import RULES

__all__ = ["EVERYBODY", "FOUND", "KSM", "Last", "Town", "bound", "build"]

MORE = {
    "Kenanga": ("Ani", "Budiyah", "Citra", "Dewi", "Endro"),
    "Dahlia": ("Fitri", "Gina", "Hesti", "Ika", "Jumadi"),
    "Kecil": ("Kartini", "Lina", "Marni"),
    "Bapak": ("Narto", "Oman", "Paijo", "Qodir", "Rusdi"),
}
"""Dahlia's Fitri is kin of a trustee, Kecil is too small, Bapak has no women."""
KSM = ("Melati", "Mawar", "Kenanga", "Dahlia")
EVERYBODY: dict[str, tuple[str, ...]] = {**MEMBERS, **MORE}
MEN = {"Endro", "Jumadi", *MORE["Bapak"]}
OPENING = 150_000_000
FOUND = "T-"
"""How the numbers of old cards begin that turned up after the books went live."""
PICTURE = """
SELECT (SELECT facts FROM base_book WHERE id = %(book)s),
  (SELECT count(*) FROM base_reply WHERE book_id = %(book)s),
  (SELECT count(*) FROM ledger_voucher WHERE book_id = %(book)s),
  (SELECT sum(amount) FROM ledger_transfer WHERE book_id = %(book)s),
  (SELECT count(*) FROM ledger_day WHERE book_id = %(book)s),
  (SELECT count(*) FROM ledger_draft WHERE book_id = %(book)s AND state = 'waiting'),
  (SELECT sum(principal_paid) + 3 * sum(jasa_paid) + 7 * sum(jasa_waived) + count(*) FROM lending_loan
   WHERE book_id = %(book)s),
  (SELECT count(*) FROM lending_repayment WHERE book_id = %(book)s),
  (SELECT coalesce(sum(asked), 0) + coalesce(sum(verified), 0) + coalesce(sum(decided), 0) FROM lending_application
   WHERE book_id = %(book)s),
  (SELECT count(*) FROM lending_signature),
  (SELECT coalesce(sum(amount), 0) + count(*) FROM lending_cover WHERE book_id = %(book)s),
  (SELECT coalesce(sum(amount), 0) FROM lending_covermove WHERE book_id = %(book)s),
  (SELECT count(*) FROM lending_ending WHERE book_id = %(book)s),
  (SELECT count(*) FROM governance_agendaitem WHERE book_id = %(book)s AND status = 'waiting'),
  (SELECT coalesce(sum(amount), 0) + count(*) FROM mentoring_groupentry WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_visit WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_assessment WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_helpround WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_welfaredeed WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_peerpair WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_peersession s JOIN mentoring_peerpair p ON p.id = s.pair_id
   WHERE p.book_id = %(book)s),
  (SELECT count(*) FROM mentoring_peersessionback b JOIN mentoring_peersession s ON s.id = b.session_id
   JOIN mentoring_peerpair p ON p.id = s.pair_id WHERE p.book_id = %(book)s),
  (SELECT count(*) FROM mentoring_handoverreading WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_priceindex WHERE book_id = %(book)s),
  (SELECT count(*) FROM mentoring_followup WHERE book_id = %(book)s),
  (SELECT coalesce(sum(amount), 0) + count(*) FROM lending_cardentry e JOIN lending_loan l ON l.id = e.loan_id
   WHERE l.book_id = %(book)s),
  (SELECT count(*) FROM lending_share s JOIN lending_loan l ON l.id = s.loan_id WHERE l.book_id = %(book)s),
  (SELECT count(*) FROM ledger_account WHERE book_id = %(book)s),
  (SELECT count(*) FROM ledger_year WHERE book_id = %(book)s)
"""


@dataclass(frozen=True, kw_only=True)
class Last:
    """The last act that had an effect: to press its button twice."""

    who: str
    act: Command[Any]
    key: str
    body: dict[str, Any]
    made: dict[str, Any]


@dataclass(kw_only=True)
class Town:
    """Everything a walk knows. `money` is what lies in cash and bank, `boxes` what each KSM's treasurer noted."""

    fund: Fund
    away: Fund
    strange: dict[str, Any]
    money: int = OPENING
    boxes: dict[str, list[list[tuple[str, str, int]]]] = field(default_factory=dict)
    closed: dict[date, int] = field(default_factory=dict)
    states: dict[Any, str] = field(default_factory=dict)
    read: dict[date, Any] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    last: Last | None = None
    pictured: tuple[Any, ...] | None = None
    tried: bool = False

    # ------------------------------------------------------------ who and where

    @property
    def book(self) -> UUID:
        """The board's book."""
        return self.fund.book

    @property
    def today(self) -> date:
        """The day it is for everybody: the open day of the books."""
        return self.fund.today

    def group(self, name: str) -> UUID:
        """A KSM's key."""
        return self.fund.stage.groups[name]

    def person(self, name: str) -> UUID:
        """A resident's key."""
        return self.fund.stage.people[name]

    def loans(self, *states: str) -> list[Loan]:
        """The board's loans in these states (or all), oldest first."""
        rows = Loan.objects.filter(book_id=self.book).order_by("disbursed_on", "loan_no")
        return list(rows.filter(state__in=states) if states else rows)

    def applications(self, *states: str) -> list[Application]:
        """The board's applications in these states, oldest first."""
        rows = Application.objects.filter(book_id=self.book).select_related("group", "product")
        return list(rows.filter(state__in=states).order_by("number") if states else rows.order_by("number"))

    def live(self) -> date:
        """The open day."""
        found = open_day(self.book)
        assert found is not None
        return found

    # ------------------------------------------------------------ acting

    def do(self, who: str, act: Command[Any], *, key: str = "", **body: Any) -> dict[str, Any] | None:
        """An honest act; None when it is refused."""
        before, self.tried = self.picture(), True
        key = key or f"town-{self.fund.ticks + 1}"
        try:
            made = self.fund.do(who, act, key=key, **body)
        except Problem as refusal:
            self.refused(refusal, before)
            self.tally["refused honest"] += 1
            return None
        self.last = Last(who=who, act=act, key=key, body=body, made=made)
        self.tally[act.name] += 1
        self.pictured = None
        return made

    def break_in(
        self, who: str | Actor, act: Command[Any], expected: Sequence[str], /, *, at: datetime | None = None,
        book: UUID | None = None, key: str = "", **body: Any,
    ) -> None:  # fmt: skip
        """A hostile act: it must be refused, with one of the expected codes."""
        before, self.tried = self.picture(), True
        self.fund.ticks += 1
        actor = who if isinstance(who, Actor) else self.fund.stage.actors.get(who) or self.fund.stage.actor(who)
        clock = at or self.noon()
        refusal: Problem | None = None
        try:
            act(book=book or self.book, key=key or f"hostile-{self.fund.ticks}", actor=actor, at=clock, **body)
        except Problem as problem:
            refusal = problem
        assert refusal is not None, f"{act.name} by {who} went through: {body}"
        silent = refusal.code == "ClockBehind" or book is not None
        self.refused(refusal, before, told=0 if silent else 1)
        assert refusal.code in expected, f"{act.name} was refused as {refusal}, not as {' or '.join(expected)}"

    def noon(self) -> datetime:
        """Noon of today and a second for each act."""
        return datetime.combine(self.today, time(5, 0), tzinfo=UTC) + timedelta(seconds=self.fund.ticks)

    def refused(self, refusal: Problem, before: tuple[Any, ...], *, told: int = 1) -> None:
        """Nothing changed but the one fact that something was refused."""
        self.codes[refusal.code] += 1
        self.pictured = None
        after = self.picture()
        assert after == (before[0] + told, *before[1:]), f"{refusal} left something behind: {before} -> {after}"

    def picture(self) -> tuple[Any, ...]:
        """What an act may change, in one line; and since the last one every effect left a reply and a fact."""
        if self.pictured is None:
            (row,) = ask(*bound(PICTURE, self.book))
            self.pictured = tuple(row)
        return self.pictured

    def press_again(self) -> None:
        """The last button pressed once more: the same reply and no other effect, not even a fact."""
        last, before, self.tried = self.last, self.picture(), True
        assert last is not None
        made = self.fund.do(last.who, last.act, key=last.key, **last.body)
        self.pictured = None
        assert made == last.made, f"{last.act.name} answered otherwise the second time"
        assert self.picture() == before, f"{last.act.name} had a second effect"


def bound(statement: str, book: UUID) -> tuple[str, list[Any]]:
    """A statement with the book in every place, as both drivers take it."""
    from gulir.base.rows import over_the_wire

    count = statement.count("%(book)s")
    return statement.replace("%(book)s", "%s"), [book if over_the_wire() else book.hex] * count


# ---------------------------------------------------------------- building it


def build(old_books: Callable[[Fund], Sequence[dict[str, Any]]] | None = None) -> Town:
    """The town on its first day: rules agreed on, a product on offer, a trustee's kin declared, a board next door."""
    fund = make_fund(logins=False, old_books=old_books)
    fund.stage.at = datetime.combine(fund.today, time(5, 0), tzinfo=UTC) + timedelta(minutes=1)
    for number, (name, people) in enumerate(MORE.items(), start=3):
        _form(fund, name, people, number)
    stage = fund.stage
    stage.does("secretary", community.declare_kin, person=stage.people["Fitri"], other=stage.people["Pak Wiryo"],
               relation="sibling")  # fmt: skip
    fund.ticks = 100  # later than all that the community did
    assert fund.product != fund.book  # made on first use
    away = make_fund(code="seberang", surname="Seberang", logins=False)
    loan = away.lend()
    strange: dict[str, Any] = {"loan": loan.pk, "application": loan.application_id, "group": loan.group_id}
    town = Town(fund=fund, away=away, strange=strange)
    for name in KSM:
        chair = EVERYBODY[name][0]
        town.fund.do(chair, mentoring.agree_on_rules, group=town.group(name), starts_on=FIRST, **RULES)
        town.boxes[name] = []
    return town


def _form(fund: Fund, name: str, people: Sequence[str], number: int) -> None:
    """One more KSM with its officers."""
    stage = fund.stage
    made = stage.does(
        "loan_officer", community.form_group, code=f"K{number:02d}", name=name, rw=f"{number:02d}", formed_on=FIRST
    )
    stage.groups[name] = UUID(made["group"])
    roles = ("chair", "secretary", "treasurer", *["member"] * len(people))
    for who, role in zip(people, roles, strict=False):
        key = stage.person(who, "L" if who in MEN else "P", poor_listed=True)
        stage.actors[who] = Actor.objects.create(person=key, name=who)
        stage.does("loan_officer", community.join_group, group=stage.groups[name], person=key, on=FIRST, role=role)


def lend_to(
    town: Town, name: str, *, each: int = 1_000_000, product: UUID | None = None, people: int = 5
) -> dict[str, Any] | None:
    """A loan as far as it goes, by the honest road in one go: for the scenes with which a walk begins."""
    fund = town.fund
    fund.pledge(name)
    shares = [lending.AskedShare(person=town.person(who), amount=each) for who in EVERYBODY[name][:people]]
    asked = town.do(
        "loan_officer", lending.submit_application, group=town.group(name), product=product or fund.product,
        shares=shares, purpose="Modal warung",
    )  # fmt: skip
    if asked is None:
        return None
    application = UUID(asked["application"])
    fund.approve(fund.verify(application))
    town.pictured = None
    made = town.do("cashier", lending.disburse, application=application)
    town.money -= each * len(shares) if made else 0
    return made
