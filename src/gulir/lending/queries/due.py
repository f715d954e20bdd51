"""What each KSM is to pay: the rows of the collection page, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum

from gulir.base.policy import Standing
from gulir.lending.models import Instalment, Loan
from gulir.lending.queries.cards import loans_seen

__all__ = ["DueRow", "due", "next_of"]


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """One active loan on a day: what is due by then, what comes next, what is left. Rupiah."""

    loan: UUID
    loan_no: str
    ksm: str
    rw: str
    group: UUID | None
    due: int
    due_jasa: int
    overdue: bool
    next_on: date | None
    next_amount: int
    balance: int

    @property
    def expected(self) -> int:
        """What the amount box is filled with: everything due, or the next instalment when nothing is."""
        return self.due or self.next_amount


def due(book: UUID, *, on: date, standing: Standing, group: UUID | None = None, search: str = "") -> list[DueRow]:
    """The active loans with what is due on a day, most urgent first: three queries, whatever the size."""
    found = loans_seen(book, standing).filter(state="active")
    if group is not None:
        found = found.filter(group_id=group)
    if search:
        found = found.filter(Q(ksm__icontains=search) | Q(loan_no__iexact=search) | Q(rw=search))
    running = list(found)
    ids = [loan.pk for loan in running]
    lines = Instalment.objects.filter(loan_id__in=ids)
    asked = {
        row["loan_id"]: row
        for row in lines.filter(due_on__lte=on)
        .values("loan_id")
        .annotate(principal=Sum("principal"), jasa=Sum("jasa"), last=Max("due_on"))
    }
    ahead = _later_lines(lines, on)
    rows = [_row(loan, asked.get(loan.pk), ahead.get(loan.pk, []), on) for loan in running]
    return sorted(rows, key=lambda r: (not r.overdue, r.next_on or date.max, r.ksm, r.loan_no))


def next_of(loan: Loan, later: Sequence[Instalment], due_now: int) -> tuple[date | None, int]:
    """When the next instalment falls due that is not paid ahead in full, and what it still asks beyond `due_now`.

    Without such a line the balance is what is left to pay.
    """
    for line in later:
        principal = max(0, line.cum_principal - loan.principal_paid)
        jasa = max(0, line.cum_jasa - loan.jasa_paid - loan.jasa_waived)
        if principal + jasa > due_now:
            return line.due_on, principal + jasa - due_now
    return None, loan.balance


def _later_lines(lines: QuerySet[Instalment], on: date) -> dict[UUID, list[Instalment]]:
    later: dict[UUID, list[Instalment]] = {}
    for line in lines.filter(due_on__gt=on).order_by("loan_id", "no"):
        later.setdefault(line.loan_id, []).append(line)
    return later


def _row(loan: Loan, asked: Any, later: Sequence[Instalment], on: date) -> DueRow:
    principal = int(asked["principal"]) if asked else 0
    jasa = int(asked["jasa"]) if asked else 0
    open_jasa = max(0, jasa - loan.jasa_paid - loan.jasa_waived)
    open_principal = max(0, principal - loan.principal_paid)
    last = asked["last"] if asked else None
    next_on, next_amount = next_of(loan, later, open_jasa + open_principal)
    return DueRow(
        loan=loan.pk,
        loan_no=loan.loan_no,
        ksm=loan.ksm,
        rw=loan.rw,
        group=loan.group_id,
        due=open_jasa + open_principal,
        due_jasa=open_jasa,
        overdue=bool(open_jasa + open_principal) and last is not None and last < on,
        next_on=next_on,
        next_amount=next_amount,
        balance=loan.balance,
    )
