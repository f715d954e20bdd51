"""A board that lends: officers in place, books live, one product, a KSM of five with a loan of five million."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from gulir.base.commands import Command
from gulir.community.queries import members
from gulir.core.approval import shown_digest
from gulir.ledger import services as ledger
from gulir.ledger.models import BookState
from gulir.ledger.queries import open_day
from gulir.lending import services as lending
from gulir.lending.models import Application, Loan, Pledge
from tests.community.stage import Stage, make_board

OPENS = date(2026, 3, 2)
EACH = 1_000_000


@dataclass(kw_only=True)
class Fund:
    """The stage of the community with live books and a clock of its own: noon of `today`, a second later each act."""

    stage: Stage
    today: date = OPENS
    ticks: int = 0

    @property
    def book(self) -> UUID:
        """The book everything is written in."""
        return self.stage.book

    def do(self, who: str, act: Command[Any], *, key: str = "", **body: Any) -> dict[str, Any]:
        """Let an office-holder do an act today."""
        self.ticks += 1
        at = datetime.combine(self.today, time(5, 0), tzinfo=UTC) + timedelta(seconds=self.ticks)
        actor = self.stage.actors.get(who) or self.stage.actor(who)
        return act(book=self.book, key=key or f"fund-{self.ticks}", actor=actor, at=at, **body)

    def move_to(self, day: date) -> None:
        """Close every day up to `day` and stand on it: the cash is counted as the books say, by two people."""
        from tests.ledger.stage import close_until

        close_until(self, day)
        self.today = day

    def apply(self, group: str = "Melati", *, each: int = EACH) -> UUID:
        """An application of all members of a group, signed by both: ready to be paid out."""
        who = MEMBERS[group]
        self.pledge(group)
        shares = [lending.AskedShare(person=self.stage.people[name], amount=each) for name in who]
        return UUID(
            self.do(
                "loan_officer", lending.submit_application, group=self.stage.groups[group], product=self.product,
                shares=shares, purpose="Modal warung",
            )["application"]
        )  # fmt: skip

    def pledge(self, group: str = "Melati") -> None:
        """Every member of a group who has not signed joint liability yet signs it today."""
        key = self.stage.groups[group]
        signed = set(Pledge.objects.filter(group=key).values_list("person_id", flat=True))
        people = [row.person for row in members(key, self.today) if row.person not in signed]
        if people:
            self.do("loan_officer", lending.see_pledges, group=key, people=people, signed_on=self.today)

    def verify(self, application: UUID) -> UUID:
        """Every member visited, every amount found right."""
        rows = Application.objects.get(pk=application).shares.all()
        found = [lending.VerifiedShare(person=row.person_id, amount=row.asked) for row in rows]
        self.do("loan_officer", lending.verify_application, application=application, shares=found)
        return application

    def sign(self, application: UUID, who: str) -> dict[str, Any]:
        """One signature on what is shown now."""
        asked = Application.objects.select_related("group", "product").get(pk=application)
        digest = shown_digest(lending.shown(asked))
        return self.do(who, lending.sign_application, application=application, digest=digest)

    def approve(self, application: UUID) -> UUID:
        """Both signatures."""
        self.sign(application, "upk_manager")
        self.sign(application, "coordinator")
        return application

    def lend(self, group: str = "Melati", *, each: int = EACH) -> Loan:
        """A loan paid out today."""
        application = self.approve(self.verify(self.apply(group, each=each)))
        return Loan.objects.get(pk=self.do("cashier", lending.disburse, application=application)["loan"])

    def pay(self, loan: Loan, amount: int, **more: Any) -> dict[str, Any]:
        """A repayment in cash today."""
        return self.do("cashier", lending.record_repayment, loan=loan.pk, amount=amount, **more)

    @property
    def product(self) -> UUID:
        """The one product on offer, made on first use."""
        from gulir.lending.models import Product

        found = Product.objects.filter(book_id=self.book).first()
        if found is not None:
            return found.pk
        made = self.do("upk_manager", lending.define_product, code="PDB10", name="Pinjaman 10 bulan", instalments=10)
        return UUID(made["product"])

    def open_day(self) -> date | None:
        """The board's open day."""
        return open_day(self.book)


MEMBERS = {
    "Melati": ("Yuni", "Karti", "Sumi", "Parti", "Agus"),
    "Mawar": ("Tini", "Rukmi", "Sulis", "Warno", "Giyem"),
}


def make_fund(
    *, cash: int = 50_000_000, bank: int = 100_000_000, code: str = "melati", surname: str = "", logins: bool = True,
    old_books: Callable[[Fund], Sequence[dict[str, Any]]] | None = None,
) -> Fund:  # fmt: skip
    """A board whose books are live on `OPENS`, with capital in cash and bank; `surname` marks all its people.

    `old_books` loads what the board had before and gives back the rows that its opening balance has beside them.
    """
    fund = Fund(stage=make_board(code, surname=surname, logins=logins))
    rows = [
        {"code": "11010", "debit": cash, "credit": 0},
        {"code": "11021", "debit": bank, "credit": 0},
        {"code": "31010", "debit": 0, "credit": cash + bank},
    ]
    if old_books is not None:
        rows += old_books(fund)
    else:
        fund.do("bookkeeper", ledger.use_programme_chart)
    fund.do("bookkeeper", ledger.post_opening, rows=rows)
    draft = fund.do("upk_manager", ledger.go_live, on=OPENS).get("draft")
    if draft:
        from gulir.ledger.models import Draft

        fund.do("coordinator", ledger.approve_draft, draft=UUID(draft), digest=Draft.objects.get(pk=draft).digest)
    assert BookState.objects.get(book_id=fund.book).open_day == OPENS
    return fund


@contextmanager
def standing_fund(blocker: Any) -> Iterator[Fund]:
    """A fund for all stories of a file, in a transaction that ends with it: each rolls back to the first morning."""
    with blocker.unblock(), transaction.atomic():
        yield make_fund()
        transaction.set_rollback(True)
