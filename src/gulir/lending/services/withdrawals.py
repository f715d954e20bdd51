"""Taking back what files brought in: card lines with the sums they made, and the split of a loan among members.

Steps of an importer's undo, which has asked before that nothing later stands on them; they tell no fact.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from gulir.base.commands import Act
from gulir.lending.models import CardEntry, Loan, Share

__all__ = ["join_shares", "withdraw_card_entries"]


def withdraw_card_entries(act: Act, *, import_ref: UUID) -> int:
    """Withdraw the card lines of an import and take what they paid off their loans again; gives how many lines."""
    entries = CardEntry.objects.filter(loan__book=act.book, import_ref=import_ref, withdrawn=False)
    loans = {loan.pk: loan for loan in Loan.objects.filter(pk__in=entries.values("loan"))}
    for row in entries.values("loan", "type").annotate(sum=Sum("amount")):
        loan = loans[row["loan"]]
        loan.principal_paid -= row["sum"] if row["type"] == "principal_payment" else 0
        loan.jasa_paid -= row["sum"] if row["type"] == "jasa_payment" else 0
    for loan in loans.values():
        if loan.state == "settled" and loan.balance:
            loan.state, loan.settled_on = "active", None
    Loan.objects.bulk_update(loans.values(), ["principal_paid", "jasa_paid", "state", "settled_on"], batch_size=200)
    return entries.update(withdrawn=True)


def join_shares(act: Act, *, loan: UUID) -> None:
    """Put one share without a name in the place of the members' shares of an imported loan."""
    row = Loan.objects.get(book=act.book, pk=loan)
    Share.objects.filter(loan=row, live=True).update(live=False)
    Share.objects.create(loan=row, principal=row.principal)
