"""What a KSM agreed with itself, version by version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.models import Actor, Book
from gulir.community.models import Group

__all__ = ["EVERY", "GroupRules"]

EVERY = ("week", "fortnight", "month")


class GroupRules(models.Model):
    """One version of a KSM's rules, in force from `starts_on` until a later number begins; amounts in rupiah.

    `loan_jasa_bp` is the jasa of an internal loan per month in hundredths of a percent (150 is 1.5 %).
    """

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    starts_on = models.DateField()
    every = models.CharField(max_length=9)
    savings = RupiahField()
    fine = RupiahField()
    quorum_percent = models.IntegerField()
    loan_most = RupiahField()
    loan_months = models.IntegerField()
    loan_jasa_bp = models.IntegerField()
    told_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "number"), name="rules_of_a_ksm_are_numbered_once"),
            models.CheckConstraint(condition=Q(every__in=EVERY), name="a_ksm_meets_in_a_known_rhythm"),
            models.CheckConstraint(
                condition=Q(
                    number__gte=1,
                    savings__gte=0,
                    fine__gte=0,
                    quorum_percent__gte=1,
                    quorum_percent__lte=100,
                    loan_most__gte=0,
                    loan_months__gte=1,
                    loan_months__lte=36,
                    loan_jasa_bp__gte=0,
                    loan_jasa_bp__lte=1000,
                ),
                name="rules_of_a_ksm_stay_in_their_bounds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"
