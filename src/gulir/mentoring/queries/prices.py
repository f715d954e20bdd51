"""The price index that was typed in: every month that stands, and the series by base year for the rules of the core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from uuid import UUID

from gulir.base.policy import Standing, require
from gulir.core.outcomes import Series
from gulir.mentoring.models import PriceIndex
from gulir.mentoring.policy import READS_OUTCOMES

__all__ = ["in_series", "price_rows", "price_series", "standing_prices"]


def price_rows(book: UUID, standing: Standing) -> list[PriceIndex]:
    """What stands, newest month first; for who may read outcomes. Refused: `NotAllowed`."""
    require(READS_OUTCOMES, standing, act="mentoring.prices")
    return sorted(standing_prices(book), key=lambda row: (row.on, row.base_year), reverse=True)


def price_series(book: UUID) -> Series:
    """By base year, the index of each month by its first day; one statement."""
    return in_series(standing_prices(book))


def in_series(rows: Iterable[PriceIndex]) -> Series:
    """Rows that stand, by base year and month."""
    found: dict[int, dict[date, Fraction]] = defaultdict(dict)
    for row in rows:
        found[row.base_year][row.on] = row.value
    return found


def standing_prices(book: UUID) -> list[PriceIndex]:
    """Of each month the newest version; one statement."""
    rows = PriceIndex.objects.filter(book_id=book).select_related("written_by").order_by("version")
    return list({(row.base_year, row.on): row for row in rows}.values())
