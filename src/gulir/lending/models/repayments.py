"""Money that came back: repayments with how each was spread, savings held for joint liability, surplus held."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group
from gulir.ledger.models import Voucher
from gulir.lending.models.loans import Loan

__all__ = ["Repayment", "Saving", "SurplusMove"]


class Repayment(models.Model):
    """One payment of a KSM on its loan, never changed: principal + jasa + surplus + savings - borne is the amount.

    `amount` is the money that came in. Paid out of savings or titipan, it is zero and `savings` or `surplus` is below
    zero. A loss that the fund bears by contract moves no money either: `borne` is the principal it gives up. `parts` is
    how it was spread: `[[no, principal, jasa], …]`. A mistake is undone by another row, its mirror.
    The database adds every row to the sums of its loan, and settles the loan when nothing is owed any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="repayments")
    receipt = models.CharField(max_length=30)
    received_on = models.DateField()
    amount = RupiahField()
    principal = RupiahField()
    jasa = RupiahField()
    surplus = RupiahField(default=0)
    savings = RupiahField(default=0)
    waived = RupiahField(default=0, help_text="jasa forgiven by early settlement")
    borne = RupiahField(default=0, help_text="principal the fund gives up: its part of a loss")
    parts = models.JSONField(default=list)
    method = models.CharField(max_length=7, default="cash")
    payer = models.CharField(max_length=120, blank=True)
    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", db_index=False)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "receipt"), name="a_receipt_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(amount=F("principal") + F("jasa") + F("surplus") + F("savings") - F("borne")),
                name="the_parts_of_a_repayment_are_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gte=0, principal__gte=0, jasa__gte=0, waived__gte=0, borne__gte=0)
                | Q(reverses__isnull=False, amount__lte=0, principal__lte=0, jasa__lte=0, waived__lte=0, borne__lte=0),
                name="only_a_reversal_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(method__in=("cash", "bank"), borne=0)
                & (
                    Q(reverses=None, amount__gt=0, surplus__gte=0, savings__gte=0)
                    | Q(reverses__isnull=False, amount__lt=0)
                )
                | Q(method="savings", amount=0, surplus=0, borne=0)
                | Q(method="surplus", amount=0, savings=0, borne=0)
                | Q(method="loss", amount=0, jasa=0, surplus=0, savings=0, waived=0) & ~Q(borne=0),
                name="money_comes_in_or_is_taken_from_what_is_held",
            ),
            models.CheckConstraint(
                condition=Q(method__in=("cash", "bank", "savings", "surplus", "loss")),
                name="a_repayment_has_a_known_method",
            ),
        )
        indexes = (models.Index(fields=("book", "received_on"), name="lending_repayment_day"),)

    def __str__(self) -> str:
        return self.receipt


class Saving(models.Model):
    """Joint-liability savings received or given back beside any repayment; `amount` is negative when money goes out.

    What the UPK holds for a KSM is these, plus `savings` of its repayments, plus the savings of its old card. Without
    a voucher it moves from the card of a loan to that of the loan that carries it on: no money moves.
    """

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="savings_moves")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    amount = RupiahField()
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(amount=0), name="a_saving_moves_something"),)

    def __str__(self) -> str:
        return f"{self.loan_id} {self.amount}"


class SurplusMove(models.Model):
    """Titipan given back, below zero; what is held for a KSM is these plus `surplus` of its repayments.

    Without a voucher it moves from the card of a loan to that of the loan that carries it on.
    """

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="surplus_moves")
    on = models.DateField()
    amount = RupiahField()
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(amount=0), name="a_surplus_moves_something"),)

    def __str__(self) -> str:
        return f"{self.loan_id} {self.amount}"
