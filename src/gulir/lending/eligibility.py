"""Whether a KSM may borrow: enough members, enough women, nothing in arrears, nothing still running (R02, R03, R60)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.community.models import Group
from gulir.community.queries import members
from gulir.core.problems.lending import (
    GroupHasArrears,
    GroupHasLoan,
    GroupTooFewWomen,
    GroupTooSmall,
    LendingIsSuspended,
)
from gulir.core.rules import Rules
from gulir.lending.models import Loan, Suspension
from gulir.lending.queries.cards import standing_of_loans

__all__ = ["check_borrower", "check_lending_goes_on"]


def check_borrower(book: UUID, group: Group, on: date, rules: Rules) -> None:
    """Pass, or refuse with the first thing that stands in the way."""
    people = members(group.pk, on)
    least = rules.count("group.members_min")
    if len(people) < least:
        raise GroupTooSmall(ksm=group.name, members=len(people), least=least)
    women = sum(1 for person in people if person.sex == "P")
    share = rules.percent("group.women_percent_min")
    if women * 100 < share * len(people):
        raise GroupTooFewWomen(ksm=group.name, percent=women * 100 // len(people), least=int(share))
    running = list(Loan.objects.filter(book_id=book, group=group, state="active", withdrawn=False))
    for row in standing_of_loans(running, on, rules):
        if row.missed_instalments:
            raise GroupHasArrears(ksm=group.name, loan=row.loan_no)
    if running:
        raise GroupHasLoan(ksm=group.name, loan=running[0].loan_no)


def check_lending_goes_on(book: UUID) -> None:
    """Pass while new loans are not suspended."""
    stopped = Suspension.objects.filter(book_id=book, until=None).first()
    if stopped is not None:
        raise LendingIsSuspended(since=stopped.since, reason=stopped.reason)
