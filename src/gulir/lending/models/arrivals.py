"""What each side of a disbursement says reached its hands; said once, corrected by another row that names the first."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gulir.base.fields import RupiahField
from gulir.base.models import Actor, Book
from gulir.community.models import Person
from gulir.lending.models.loans import Loan

__all__ = ["WAYS", "Arrival"]

WAYS = ("treasurer", "login", "slip", "witness")
"""The treasurer's record; the member's own word at their login, with the code of a slip, or before a witness."""


class Arrival(models.Model):
    """One side's word on one loan, in rupiah: the KSM's treasurer (`person` is empty) or one member."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="arrivals")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=9)
    amount = RupiahField()
    on = models.DateField()
    told_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("loan", "person"), condition=Q(corrects=None), name="a_member_first_tells_of_a_loan_once"
            ),
            models.UniqueConstraint(
                fields=("loan",),
                condition=Q(corrects=None, person=None),
                name="the_treasurer_first_tells_of_a_loan_once",
            ),
            models.CheckConstraint(
                condition=Q(way="treasurer", person=None) | Q(way__in=WAYS[1:], person__isnull=False),
                name="the_treasurer_or_a_member_tells",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="an_arrival_is_never_negative"),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="") | Q(corrects__isnull=False) & ~Q(reason=""),
                name="a_corrected_arrival_has_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.way} {self.amount}"
