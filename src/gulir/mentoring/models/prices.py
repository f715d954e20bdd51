"""The consumer price index of a month, as the statistics office published it: typed in with its source, never guessed.

A correction is a whole new row; the highest version stands.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import models
from django.db.models import Q

from gulir.base.models import Actor, Book

__all__ = ["PriceIndex"]


class PriceIndex(models.Model):
    """One month of the series whose `base_year` counts as 100; `hundredths` of a point: 106.37 is 10637."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    base_year = models.IntegerField()
    year = models.IntegerField()
    month = models.IntegerField()
    version = models.IntegerField(default=1)
    hundredths = models.IntegerField()
    source = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("book", "base_year", "year", "month", "version"), name="a_price_index_is_written_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    month__gte=1,
                    month__lte=12,
                    year__gte=1990,
                    year__lte=2999,
                    base_year__gte=1990,
                    base_year__lte=2999,
                ),
                name="a_price_index_is_of_a_month",
            ),
            models.CheckConstraint(
                condition=Q(hundredths__gte=1, hundredths__lte=1_000_000) & ~Q(source=""),
                name="a_price_index_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gte=2) & ~Q(reason=""),
                name="a_corrected_price_index_has_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.hundredths}"

    @property
    def on(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def value(self) -> Fraction:
        """The index in points."""
        return Fraction(self.hundredths, 100)
