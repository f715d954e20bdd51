"""Where the lending as a whole stands: stopped or not, and the provision posted to the books."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.models import Book
from gulir.ledger.models import Voucher

__all__ = ["Provision", "Suspension"]


class Suspension(models.Model):
    """New lending is stopped from `since` on, until it is lifted by a decision (R31)."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    reason = models.CharField(max_length=200)
    until = models.DateField(null=True)
    decision = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("book",), condition=Q(until=None), name="lending_is_stopped_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_suspension_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.since}"


class Provision(models.Model):
    """The provision needed at a day, and the voucher that brought the books to it (none when they already agreed)."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    needed = RupiahField()
    change = RupiahField()
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(needed__gte=0), name="a_provision_is_never_negative"),)

    def __str__(self) -> str:
        return f"{self.as_of} {self.needed}"
