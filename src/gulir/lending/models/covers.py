"""Who paid for whom inside a KSM, and what was paid back: between members, never in the UPK's books."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Person
from gulir.lending.models.loans import Loan
from gulir.lending.models.repayments import Repayment

__all__ = ["ENDS", "Cover", "CoverMove"]

ENDS = ("paid", "forgiven", "mistake")
"""How a claim grows smaller: paid back, forgiven by whom it is owed to, or it was recorded by mistake."""


class Cover(models.Model):
    """One member's part of one instalment that another paid; `creditor` is empty for the KSM's own savings."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="covers")
    repayment = models.ForeignKey(Repayment, on_delete=models.PROTECT, related_name="covers")
    debtor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    creditor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    amount = RupiahField()
    on = models.DateField()
    promise_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    told_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_cover_pays_something"),
            models.CheckConstraint(
                condition=Q(creditor=None) | ~Q(creditor=F("debtor")), name="nobody_covers_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(promise_on=None) | Q(promise_on__gte=F("on")), name="a_promise_is_for_a_later_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.loan_id} {self.amount}"


class CoverMove(models.Model):
    """What made one claim smaller, in rupiah; taken back by a row below zero that names it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=8)
    amount = RupiahField()
    on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    told_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ENDS), name="a_claim_ends_in_a_known_way"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="only_what_is_taken_back_opens_a_claim_again",
            ),
            models.CheckConstraint(
                condition=Q(kind="paid", reverses=None) | ~Q(reason=""), name="a_claim_that_is_not_paid_has_its_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
