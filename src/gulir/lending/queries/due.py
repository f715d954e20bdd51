"""What each KSM is to pay: the rows of the collection page, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from gulir.base.policy import Standing
from gulir.core.money import split
from gulir.lending.dues import Line, schedules_of
from gulir.lending.models import Loan, Share
from gulir.lending.queries.cards import loans_seen

__all__ = ["DueRow", "brought_by", "due", "due_of"]


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """One active loan on a day: what is due by then, what comes next, what is left, what was paid so far. Rupiah.

    `unreported`: the result of that instalment's period is shared and not reported yet; money for it is held.
    """

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
    paid: int = 0
    unreported: bool = False

    @property
    def expected(self) -> int:
        """What the amount box is filled with: everything due, or the next instalment when nothing is."""
        return self.due or self.next_amount


def due(book: UUID, *, on: date, standing: Standing, group: UUID | None = None, search: str = "") -> list[DueRow]:
    """The active loans with what is due on a day, most urgent first: two queries, whatever the size."""
    found = loans_seen(book, standing).filter(state="active")
    if group is not None:
        found = found.filter(group_id=group)
    if search:
        found = found.filter(Q(ksm__icontains=search) | Q(loan_no__iexact=search) | Q(rw=search))
    running = list(found)
    lines = schedules_of(loan.pk for loan in running)
    rows = [due_of(loan, lines[loan.pk], on) for loan in running]
    return sorted(rows, key=lambda r: (not r.overdue, r.next_on or date.max, r.ksm, r.loan_no))


def due_of(loan: Loan, schedule: Sequence[Line], on: date) -> DueRow:
    """What one active loan is to pay on a day, from what was paid in all so far.

    It is overdue when something that fell due before that day is unpaid. The next line asks for what is left of it.
    """
    past = [line for line in schedule if line.due_on <= on]
    ahead = next((line for line in schedule if line.due_on > on and _left(loan, line)), None)
    jasa, principal = _open(loan, past[-1] if past else None)
    late = [line for line in past if line.due_on < on]
    return DueRow(
        loan=loan.pk,
        loan_no=loan.loan_no,
        ksm=loan.ksm,
        rw=loan.rw,
        group=loan.group_id,
        due=jasa + principal,
        due_jasa=jasa,
        overdue=sum(_open(loan, late[-1] if late else None)) > 0,
        next_on=ahead.due_on if ahead else None,
        next_amount=sum(_left_parts(loan, ahead)) if ahead else 0,
        balance=loan.balance,
        paid=loan.principal_paid + loan.jasa_paid,
        unreported=_unreported(loan, past[-1] if jasa + principal else ahead),
    )


def _unreported(loan: Loan, asked: Line | None) -> bool:
    """Whether what is asked now is of a period that nobody has reported."""
    return loan.reported is not None and asked is not None and asked.no > loan.reported


def _open(loan: Loan, line: Line | None) -> tuple[int, int]:
    """Jasa and principal asked up to a line and not paid yet."""
    if line is None:
        return 0, 0
    jasa = max(0, line.cum_jasa - loan.jasa_paid - loan.jasa_waived)
    return jasa, max(0, line.cum_principal - loan.principal_paid)


def _left_parts(loan: Loan, line: Line) -> tuple[int, int]:
    """Jasa and principal of one line that are not paid yet: both sums fill the schedule from its oldest line on."""
    jasa, principal = _open(loan, line)
    return min(line.jasa, jasa), min(line.principal, principal)


def _left(loan: Loan, line: Line) -> bool:
    return sum(_left_parts(loan, line)) > 0


def brought_by(book: UUID, group: UUID, *, until: date, standing: Standing, held: int = 0) -> dict[UUID, int]:
    """What each member of a KSM brings to a meeting for the UPK, in rupiah, by person.

    All that falls due by `until`, the eve of the next meeting, less what already lies in the KSM's box (`held`), shared
    by the members' parts to the rupiah. What falls on a part that is nobody's yet is left out.
    """
    brought: dict[UUID, int] = {}
    for row in due(book, on=until, standing=standing, group=group):
        asked, held = max(0, row.due - held), max(0, held - row.due)
        parts = list(Share.objects.filter(loan_id=row.loan, live=True).order_by("id"))
        if not asked or not parts:
            continue
        for share, amount in zip(parts, split(asked, [part.principal for part in parts]), strict=True):
            if share.person_id is not None:
                brought[share.person_id] = brought.get(share.person_id, 0) + amount
    return brought
