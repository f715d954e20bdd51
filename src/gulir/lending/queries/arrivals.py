"""What the three sides of a disbursement have told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from gulir.core.three_sides import Hand, Sides
from gulir.lending.models import Arrival, Loan, Share

__all__ = ["live_arrivals", "named_shares", "sides_in", "sides_of"]


def live_arrivals(loan: Loan) -> dict[UUID | None, Arrival]:
    """The word of each member that stands, and the treasurer's under None; what was corrected is left out."""
    rows = Arrival.objects.filter(loan=loan, correction=None).select_related("told_by").order_by("id")
    return {row.person_id: row for row in rows}


def named_shares(loan: Loan) -> list[Share]:
    """The members' parts of a loan, in the order in which they were written."""
    return list(loan.shares.filter(live=True, person__isnull=False).select_related("person").order_by("id"))


def sides_of(loan: Loan) -> Sides:
    """The three sides of one loan, its members as their names."""
    return sides_in(loan, named_shares(loan), live_arrivals(loan))


def sides_in(loan: Loan, shares: Sequence[Share], told: Mapping[UUID | None, Arrival]) -> Sides:
    """The three sides of shares and words that were read already."""
    hands = [
        Hand(member=share.person.name, share=share.principal, arrived=told[key].amount if key in told else None)
        for share in shares
        if share.person is not None and (key := share.person_id) is not None
    ]
    treasurer = told[None].amount if None in told else None
    return Sides(paid=loan.principal, treasurer=treasurer, hands=hands)
