"""The price index of months, typed in from a publication, so that incomes of different years can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.core.facts.followups import PriceIndexWritten
from gulir.core.problems.measuring import (
    PriceBaseUnclear,
    PriceIndexDiffers,
    PriceIndexEmpty,
    PriceIndexImpossible,
    PriceIndexTwice,
    PriceSourceMissing,
)
from gulir.mentoring.models import PriceIndex
from gulir.mentoring.policy import WRITES_PRICES

__all__ = ["PriceTold", "write_price_index"]

EARLIEST = 1990
MOST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class PriceTold:
    """The index of the month this day lies in, in hundredths of a point: 106.37 is 10637."""

    month: date
    hundredths: int


@command("mentoring.write_price_index", may=WRITES_PRICES)
def write_price_index(act: Act, *, base_year: int, source: str, rows: Sequence[PriceTold], reason: str = "") -> Result:
    """The consumer price index of some months, of the series in which `base_year` is 100 (methods 7.3).

    A month that stands with the same number stays; one with another number is corrected, and the reason says why. Gives
    `{"written": n, "known": n}`. Refused: `PriceIndexEmpty`, `PriceSourceMissing`, `PriceBaseUnclear`,
    `PriceIndexTwice` (a month twice in the list), `PriceIndexImpossible` (a number that is none, a month that has not
    begun), `PriceIndexDiffers` (another number and no reason), `NoteTooLong`.
    """
    whence, why = source.strip(), reason.strip()
    check_text(source=(whence, 120), reason=(why, 200))
    if not rows:
        raise PriceIndexEmpty
    if not whence:
        raise PriceSourceMissing
    if not EARLIEST <= base_year <= act.today.year:
        raise PriceBaseUnclear(base_year=base_year)
    new = _new(act, base_year, rows, why)

    PriceIndex.objects.bulk_create(
        PriceIndex(
            book=act.book, base_year=base_year, year=one.month.year, month=one.month.month, version=version,
            hundredths=one.hundredths, source=whence, reason=why if version > 1 else "", written_by=act.actor,
            written_at=act.at,
        )
        for one, version in new
    )  # fmt: skip

    act.tell(
        PriceIndexWritten(
            on=act.today,
            base_year=base_year,
            months=tuple(f"{one.month:%Y-%m}={one.hundredths}" for one, _ in new),
            source=whence,
            reason=why,
        )
    )
    return {"written": len(new), "known": len(rows) - len(new)}


def _new(act: Act, base_year: int, rows: Sequence[PriceTold], why: str) -> list[tuple[PriceTold, int]]:
    """What is not written yet, each with its version, or the first refusal."""
    stands = {
        (row.year, row.month): row
        for row in PriceIndex.objects.filter(book=act.book, base_year=base_year).order_by("version")
    }
    seen: set[tuple[int, int]] = set()
    new = []
    for one in rows:
        place = (one.month.year, one.month.month)
        if place in seen:
            raise PriceIndexTwice(month=one.month)
        seen.add(place)
        if not 1 <= one.hundredths <= MOST or not (EARLIEST, 1) <= place <= (act.today.year, act.today.month):
            raise PriceIndexImpossible(month=one.month)
        known = stands.get(place)
        if known is None:
            new.append((one, 1))
        elif known.hundredths != one.hundredths:
            if not why:
                raise PriceIndexDiffers(month=one.month)
            new.append((one, known.version + 1))
    return new
