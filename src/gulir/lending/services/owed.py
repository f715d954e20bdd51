"""An active loan as an act meets it: the loan, its schedule, and the open day of the books, read in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Subquery

from gulir.base.commands import Act
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import LoanNotActive, MethodUnknown, NoteTooLong
from gulir.core.repayment import Due
from gulir.core.roles import Role
from gulir.ledger.models import BookState
from gulir.lending.dues import open_dues
from gulir.lending.models import Instalment, Loan

__all__ = ["INTO", "Owed", "any_loan", "check_text", "money_role", "read_loan"]

INTO = {"cash": Role.CASH, "bank": Role.BANK}


@dataclass(frozen=True, kw_only=True)
class Owed:
    """An active loan, its schedule, and the day on which the act happens: the open day, never the wall clock."""

    loan: Loan
    schedule: Sequence[Instalment]
    on: date

    @property
    def dues(self) -> list[Due]:
        """What is still unpaid of each instalment."""
        return open_dues(self.loan, self.schedule)

    @property
    def due_now(self) -> list[Due]:
        """What has fallen due by the day of the act."""
        return [line for line in self.dues if line.due_on <= self.on]


def read_loan(act: Act, loan: UUID, *, on: date | None = None) -> Owed:
    """An active loan of this board, else `NotFound` or `LoanNotActive`; while books load, `on` or today is the day."""
    opened = BookState.objects.filter(book=act.book).values("open_day")
    schedule = list(
        Instalment.objects.filter(loan_id=loan, loan__book=act.book, loan__withdrawn=False)
        .select_related("loan")
        .annotate(opened=Subquery(opened))
        .order_by("no")
    )
    if not schedule:
        raise NotFound(what="pinjaman", name=str(loan))
    owed = schedule[0].loan
    if owed.state != "active":
        raise LoanNotActive(loan=owed.loan_no, state=owed.state)
    return Owed(loan=owed, schedule=schedule, on=schedule[0].opened or on or act.today)


def any_loan(act: Act, loan: UUID) -> Loan:
    """A loan of this board in whatever state, else `NotFound`."""
    found = Loan.objects.filter(book=act.book, pk=loan, withdrawn=False).first()
    if found is None:
        raise NotFound(what="pinjaman", name=str(loan))
    return found


def money_role(method: str) -> Role:
    """Where the money goes in or out: cash box or bank; another word is refused (`MethodUnknown`)."""
    if method not in INTO:
        raise MethodUnknown(method=method[:20], known=tuple(INTO))
    return INTO[method]


def check_text(**texts: tuple[str, int]) -> None:
    """Refuse a text longer than its column: `check_text(payer=(payer, 120))`."""
    for field, (text, limit) in texts.items():
        if len(text) > limit:
            raise NoteTooLong(field=field, limit=limit)
