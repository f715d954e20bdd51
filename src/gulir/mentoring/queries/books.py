"""Where a KSM's own books stand, and what is known before its next meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gulir.core.group_books import GroupBooks, GroupTerms, Line
from gulir.mentoring.models import GroupEntry, GroupMeeting, GroupRules, InternalLoan, Promise, PromiseResult

__all__ = ["LoanRow", "books_of", "last_meeting", "open_loans", "open_promises", "rules_at", "terms_of"]

LIVE = Q(meeting__correction=None)


@dataclass(frozen=True, kw_only=True)
class LoanRow:
    """One internal loan that is still owed: who, how much in rupiah, until when, and a month's jasa on the rest."""

    id: UUID
    person: UUID
    name: str
    amount: int
    balance: int
    due_on: date
    jasa: int
    purpose: str


def rules_at(group: UUID, on: date) -> GroupRules | None:
    """The KSM's rules in force on a day: the newest that had begun."""
    return GroupRules.objects.filter(group_id=group, starts_on__lte=on).order_by("-number").first()


def terms_of(rules: GroupRules) -> GroupTerms:
    """The numbers of one version as the rules of the core take them."""
    return GroupTerms(
        every=rules.every,
        savings=rules.savings,
        fine=rules.fine,
        quorum_percent=rules.quorum_percent,
        loan_most=rules.loan_most,
        loan_months=rules.loan_months,
        loan_jasa_bp=rules.loan_jasa_bp,
    )


def last_meeting(group: UUID) -> GroupMeeting | None:
    """The newest record that stands."""
    return GroupMeeting.objects.filter(group_id=group, correction=None).order_by("-number").first()


def books_of(group: UUID, *, before: int | None = None) -> GroupBooks:
    """The KSM's books from every line of records that stand; `before` leaves out that meeting and later ones."""
    return GroupBooks().added(
        Line(kind=kind, amount=amount, person=person, loan=loan)
        for kind, amount, person, loan in _live(GroupEntry.objects.all(), group, before).values_list(
            "kind", "amount", "person_id", "loan_id"
        )
    )


def open_loans(group: UUID, *, before: int | None = None) -> list[LoanRow]:
    """The internal loans that are still owed, oldest promise first."""
    owed = books_of(group, before=before).owed
    rows = _live(InternalLoan.objects.select_related("person"), group, before).order_by("due_on", "id")
    return [
        LoanRow(
            id=row.pk,
            person=row.person_id,
            name=row.person.name,
            amount=row.amount,
            balance=owed[row.pk],
            due_on=row.due_on,
            jasa=GroupTerms.jasa_at(owed[row.pk], row.jasa_bp),
            purpose=row.purpose,
        )
        for row in rows
        if owed.get(row.pk)
    ]


def open_promises(group: UUID, *, before: int | None = None) -> list[Promise]:
    """What was promised and is neither kept nor broken yet, oldest first."""
    told = PromiseResult.objects.filter(LIVE, meeting__group_id=group).exclude(result="waiting")
    ended = (told if before is None else told.filter(meeting__number__lt=before)).values("promise_id")
    found = Promise.objects.filter(LIVE, meeting__group_id=group).exclude(pk__in=ended)
    if before is not None:
        found = found.filter(meeting__number__lt=before)
    return list(found.select_related("person", "meeting").order_by("meeting__number", "line"))


def _live(rows: QuerySet, group: UUID, before: int | None) -> QuerySet:  # type: ignore[type-arg]
    found = rows.filter(LIVE, group_id=group)
    return found if before is None else found.filter(meeting__number__lt=before)
