"""What a group reported of its business where the result is shared: profit or loss of one period, said once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.models import Actor, Book
from gulir.lending.models.loans import Loan
from gulir.lending.models.repayments import Repayment

__all__ = ["Result"]


class Result(models.Model):
    """The result of one period of a loan, never changed, in rupiah; below zero it is a loss.

    `share` is what the fund gets of a profit, `borne` what it bears of a loss (`loss`, the row that lowers the
    principal). Periods are reported in order. A report made by mistake is taken back by its mirror, then made anew. The
    database puts each share into its line of the schedule and into the jasa of its loan.
    """

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="results")
    no = models.IntegerField(help_text="the instalment whose period it is")
    result = RupiahField()
    share = RupiahField()
    borne = RupiahField()
    reported_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    loss = models.OneToOneField(Repayment, null=True, on_delete=models.PROTECT, related_name="+")
    takes_back = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="taken_back")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(takes_back=None, share__gte=0, borne__gte=0)
                | Q(takes_back__isnull=False, share__lte=0, borne__lte=0),
                name="only_what_is_taken_back_is_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(takes_back=None, result__gte=F("share"), borne=0)
                | Q(takes_back=None, result__lt=0, result__lte=0 - F("borne"), share=0)
                | Q(takes_back__isnull=False),
                name="nobody_gets_more_of_a_result_than_there_is",
            ),
            models.CheckConstraint(
                condition=Q(borne=0, loss=None) | ~Q(borne=0) & Q(loss__isnull=False),
                name="a_loss_that_is_borne_has_its_row",
            ),
        )

    def __str__(self) -> str:
        return f"{self.loan_id} {self.no} {self.result}"
