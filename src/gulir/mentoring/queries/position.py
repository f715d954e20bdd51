"""The KSM's own position: what it has and whose it is, and the figures of a savings group over its last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from gulir.base.policy import Standing
from gulir.community.models import Group
from gulir.community.queries import members
from gulir.core.dates import add_months
from gulir.core.group_books import GroupBooks, Line
from gulir.core.group_ratios import GroupYear, average, group_ratios, return_on_assets
from gulir.core.indicators import Figure
from gulir.governance.queries import rules_at
from gulir.lending.models import Loan
from gulir.lending.queries.cards import standing_of_loans
from gulir.mentoring.models import GroupEntry, GroupMeeting, InternalLoan
from gulir.mentoring.queries.signs import group_seen

__all__ = ["Position", "position_of", "position_seen"]

MONTHS = 12
EARNED = {"jasa": 1, "fine": 1, "over": 1, "cost": -1, "short": -1}
"""What a group earns and what running it costs; gifts and welfare are neither."""
GIVEN = {"gift": 1, "welfare": -1}


@dataclass(frozen=True, kw_only=True)
class Position:
    """A KSM's own books on a day, amounts in rupiah, and its figures since a day; `earned` and `given` of that time."""

    group: Group
    on: date
    since: date
    books: GroupBooks
    late: int
    upk: int
    year: GroupYear
    figures: Mapping[str, Figure]
    given: int
    savings_each: int | None
    loan_each: int | None


def position_seen(book: UUID, group: UUID, standing: Standing, *, on: date) -> Position | None:
    """The same for those who may know, else `NotFound`."""
    return position_of(group_seen(book, group, standing), on)


def position_of(group: Group, on: date) -> Position | None:
    """Where the KSM stands over the last twelve months, or since its first meeting; nothing before that."""
    first = GroupMeeting.objects.filter(group=group, correction=None, held_on__lte=on).order_by("number").first()
    if first is None:
        return None
    begins = add_months(on, -MONTHS) + timedelta(days=1)
    since = max(begins, first.held_on)
    lines = _lines(group, on)
    before = GroupBooks().added(line for day, line in lines if day < since)
    books = GroupBooks().added(line for _, line in lines)
    moved = [line for day, line in lines if day >= since]
    owed = {loan: balance for loan, balance in books.owed.items() if balance}
    rows = list(InternalLoan.objects.filter(pk__in=owed).values_list("pk", "person_id", "due_on"))
    year = GroupYear(
        members_start=[str(row.person) for row in members(group.pk, since)],
        members_end=[str(row.person) for row in members(group.pk, on)],
        borrowers=len({person for _, person, _ in rows}),
        savings=books.savings,
        cash=books.cash,
        loans=books.lent,
        late_loans=sum(owed[loan] for loan, _, due_on in rows if due_on < on),
        written_off=0,
        debt=_owed_to_upk(group, on),
        profit=sum(EARNED.get(line.kind, 0) * line.amount for line in moved),
        assets_start=before.cash + before.lent,
        months=_months(since, on),
    )
    return Position(
        group=group,
        on=on,
        since=since,
        books=books,
        late=year.late_loans,
        upk=year.debt,
        year=year,
        figures={**group_ratios(year), "return": return_on_assets(year)},
        given=sum(GIVEN.get(line.kind, 0) * line.amount for line in moved),
        savings_each=average(books.savings, len(year.members_end)),
        loan_each=average(books.lent, len(rows)),
    )


def _lines(group: Group, on: date) -> list[tuple[date, Line]]:
    """Every line of the box with its day, in the order it was written."""
    found = GroupEntry.objects.filter(group=group, meeting__correction=None, meeting__held_on__lte=on)
    rows = found.order_by("meeting__number", "line").values_list(
        "meeting__held_on", "kind", "amount", "person_id", "loan_id"
    )
    return [(day, Line(kind=kind, amount=amount, person=person, loan=loan)) for day, kind, amount, person, loan in rows]


def _owed_to_upk(group: Group, on: date) -> int:
    """What the KSM owes the UPK, principal alone."""
    loans = list(Loan.objects.filter(book_id=group.book_id, group=group, withdrawn=False, disbursed_on__lte=on))
    return sum(row.balance for row in standing_of_loans(loans, on, rules_at(group.book_id, on)))


def _months(since: date, on: date) -> int:
    """Months begun between two days, at least one."""
    months = 1
    while add_months(since, months) <= on:
        months += 1
    return months
