"""The reward for paying on time (IPTW): part of the jasa given back to a group that was never late."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.models import Actor, Book
from gulir.ledger.models import Voucher
from gulir.lending.models.loans import Loan

__all__ = ["Reward"]


class Reward(models.Model):
    """One reward, paid when the loan was paid off (R36), once; it counts until its voucher is undone."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="rewards")
    on = models.DateField()
    amount = RupiahField()
    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="a_reward_gives_something"),)

    def __str__(self) -> str:
        return f"{self.loan_id} {self.amount}"
