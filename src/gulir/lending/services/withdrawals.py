"""Taking back what files brought in: loans, card lines with the sums they made, and the split of a loan among members.

Steps of an importer's undo, which has asked before that nothing later stands on them; they tell no fact.
"""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act
from gulir.lending.models import CardEntry, Loan, Share

__all__ = ["join_shares", "withdraw_card_entries", "withdraw_loans"]


def withdraw_loans(act: Act, *, import_ref: UUID) -> int:
    """Mark the loans that an import brought in as withdrawn, with every line on their cards; gives how many loans."""
    loans = Loan.objects.filter(book=act.book, import_ref=import_ref, withdrawn=False)
    CardEntry.objects.filter(loan__in=loans.values("pk"), withdrawn=False).update(withdrawn=True)
    return loans.update(withdrawn=True)


def withdraw_card_entries(act: Act, *, import_ref: UUID) -> int:
    """Withdraw the card lines of an import; the database takes what they paid off their loans. Gives how many lines."""
    entries = CardEntry.objects.filter(loan__book=act.book, import_ref=import_ref, withdrawn=False)
    return entries.update(withdrawn=True)


def join_shares(act: Act, *, loan: UUID) -> None:
    """Take the members' names off the shares of an imported loan: all of it is unassigned again."""
    Share.objects.filter(loan__book=act.book, loan=loan, live=True, person__isnull=False).update(live=False)
