"""An active loan as an act meets it: the loan, its schedule, and the open day of the books, read in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.commands import Act
from gulir.base.rows import Row, ask, day_of, id_of
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import LoanNotActive, MethodUnknown
from gulir.core.repayment import Due
from gulir.core.roles import Role
from gulir.lending.dues import Line, open_dues
from gulir.lending.models import Loan

__all__ = ["INTO", "Owed", "any_loan", "money_role", "owed_in", "read_loan"]

INTO = {"cash": Role.CASH, "bank": Role.BANK}


@dataclass(frozen=True, kw_only=True)
class Owed:
    """An active loan, its schedule, and the day on which the act happens: the open day, never the wall clock."""

    loan: Loan
    schedule: Sequence[Line]
    on: date

    @property
    def dues(self) -> list[Due]:
        """What is still unpaid of each instalment that can be paid: of a shared result, those that were reported."""
        reported = self.loan.reported
        return [line for line in self.unpaid if reported is None or line.no <= reported]

    @property
    def unpaid(self) -> list[Due]:
        """What is still unpaid of each instalment, as far as it is known."""
        return open_dues(self.loan, self.schedule)

    @property
    def due_now(self) -> list[Due]:
        """What has fallen due by the day of the act."""
        return [line for line in self.dues if line.due_on <= self.on]


def read_loan(act: Act, loan: UUID, *, on: date | None = None) -> Owed:
    """An active loan of this board, else `NotFound` or `LoanNotActive`; while books load, `on` or today is the day."""
    rows = ask(OWED, [loan, act.book.pk])
    return owed_in(act, loan, rows[0][6:] if rows else (), [row[:6] for row in rows], on=on)


OWED = """
SELECT i.no, i.due_on, i.principal, i.jasa, i.cum_principal, i.cum_jasa, s.open_day, l.book_id, l.loan_no, l.group_id,
  l.ksm, l.principal, l.jasa, l.state, l.principal_paid, l.jasa_paid, l.jasa_waived, l.reported
FROM lending_loan l JOIN lending_instalment i ON i.loan_id = l.id
LEFT JOIN ledger_bookstate s ON s.book_id = l.book_id
WHERE l.id = %s AND l.book_id = %s AND NOT l.withdrawn ORDER BY i.no
"""
READ = (
    "id", "book_id", "loan_no", "group_id", "ksm", "principal", "jasa", "state", "principal_paid", "jasa_paid",
    "jasa_waived", "reported",
)  # fmt: skip


def owed_in(act: Act, loan: UUID, head: Row, lines: Sequence[Row], *, on: date | None) -> Owed:
    """The active loan that the parts of `OWED` tell; its other fields are read when somebody asks for them."""
    if not lines:
        raise NotFound(what="pinjaman", name=str(loan))
    opened, book, number, group, *rest = head
    found = Loan.from_db("default", READ, [loan, id_of(book), number, group and id_of(group), *rest])
    if found.state != "active":
        raise LoanNotActive(loan=found.loan_no, state=found.state)
    schedule = [Line(no, day_of(due_on), *amounts) for no, due_on, *amounts in lines]
    return Owed(loan=found, schedule=schedule, on=day_of(opened) if opened else on or act.today)


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
