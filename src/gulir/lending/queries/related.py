"""Who in a loan belongs to the board or its units, or is kin of someone who does (R17)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.community.queries import offices_at, relatives

__all__ = ["INSIDERS", "Related", "related"]

INSIDERS = frozenset(
    {"upk_manager", "loan_officer", "cashier", "bookkeeper", "secretary", "trustee", "coordinator", "overseer"}
)
"""A loan to one of these, or to a relative of one, is a matter of the full board (R17, domain 1.3)."""


@dataclass(frozen=True, kw_only=True)
class Related:
    """A borrower who is an office-holder, or kin of one: whose, and in which office."""

    person: UUID
    holder: UUID
    name: str
    office: str

    @property
    def own(self) -> bool:
        """Whether the borrower holds the office in person."""
        return self.person == self.holder


def related(book: UUID, people: Collection[UUID], on: date) -> list[Related]:
    """These people's ties to the board and its units on a day, one for each office: three queries and one a person."""
    holders = [holder for holder in offices_at(book, on) if holder.office in INSIDERS]
    found = []
    for person in people:
        kin = relatives(book, person)
        found += [
            Related(person=person, holder=holder.person, name=holder.name, office=holder.office)
            for holder in holders
            if holder.person == person or holder.person in kin
        ]
    return found
