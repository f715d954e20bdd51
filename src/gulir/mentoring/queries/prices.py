"""The price index that was typed in: every month that stands, and the series by base year for the rules of the core."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from uuid import UUID

from gulir.base.policy import Standing, require
from gulir.core.outcomes import Series
from gulir.mentoring.models import PriceIndex
from gulir.mentoring.policy import READS_OUTCOMES

__all__ = ["price_rows", "price_series"]


def price_rows(book: UUID, standing: Standing) -> list[PriceIndex]:
    """What stands, newest month first; for who may read outcomes. Refused: `NotAllowed`."""
    require(READS_OUTCOMES, standing, act="mentoring.prices")
    return sorted(_standing(book), key=lambda row: (row.on, row.base_year), reverse=True)


def price_series(book: UUID) -> Series:
    """By base year, the index of each month by its first day; one statement."""
    found: dict[int, dict[date, Fraction]] = defaultdict(dict)
    for row in _standing(book):
        found[row.base_year][row.on] = row.value
    return found


def _standing(book: UUID) -> list[PriceIndex]:
    """Of each month the newest version."""
    rows = PriceIndex.objects.filter(book_id=book).select_related("written_by").order_by("version")
    return list({(row.base_year, row.on): row for row in rows}.values())
