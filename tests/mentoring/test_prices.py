"""The price index that is typed in, and incomes of different years beside each other in the same prices."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError

from gulir.base.models import Fact
from gulir.community.queries import standing
from gulir.core.problems.access import NotAllowed, NoteTooLong
from gulir.core.problems.measuring import (
    PriceBaseUnclear,
    PriceIndexDiffers,
    PriceIndexEmpty,
    PriceIndexImpossible,
    PriceIndexTwice,
    PriceSourceMissing,
)
from gulir.mentoring.models import PriceIndex
from gulir.mentoring.queries.prices import price_rows, price_series
from gulir.mentoring.services import PriceTold, write_price_index
from tests.mentoring.direct_sql import write

pytestmark = pytest.mark.django_db
BPS = "BPS, IHK umum"
JAN, FEB, NEXT = date(2026, 1, 1), date(2026, 2, 28), date(2026, 4, 1)


def told(**months: int) -> list[PriceTold]:
    """`jan=10000`: hundredths by month of 2026."""
    places = {"jan": JAN, "feb": FEB, "next": NEXT}
    return [PriceTold(month=places[name], hundredths=value) for name, value in months.items()]


def put(ksm, *, who="facilitator", base=2022, source=BPS, reason="", rows=None, **months):
    given = told(**months) if rows is None else rows
    return ksm.do(who, write_price_index, base_year=base, source=source, rows=given, reason=reason)


def test_a_month_is_written_with_its_source_and_told(ksm):
    assert put(ksm, jan=10_637, feb=10_700) == {"written": 2, "known": 0}
    assert price_series(ksm.stage.book) == {2022: {JAN: Fraction(10_637, 100), FEB.replace(day=1): Fraction(107)}}
    fact = Fact.objects.get(book_id=ksm.stage.book, kind="PriceIndexWritten")
    assert fact.public["months"] == ["2026-01=10637", "2026-02=10700"]
    assert fact.public["source"] == BPS


def test_the_same_number_again_is_known_and_another_needs_a_reason(ksm):
    put(ksm, jan=10_637)
    assert put(ksm, jan=10_637, feb=10_700) == {"written": 1, "known": 1}
    with pytest.raises(PriceIndexDiffers):
        put(ksm, jan=10_638)
    assert put(ksm, jan=10_638, reason="Salah salin")["written"] == 1
    assert price_series(ksm.stage.book)[2022][JAN] == Fraction(10_638, 100)
    assert [row.version for row in PriceIndex.objects.filter(month=1).order_by("version")] == [1, 2]
    assert put(ksm, jan=10_100, base=2018)["written"] == 1  # a series of its own
    eyes = standing(ksm.stage.actor("coordinator").pk, ksm.stage.book, ksm.day)
    assert [(row.base_year, row.hundredths) for row in price_rows(ksm.stage.book, eyes)] == [
        (2022, 10_700), (2022, 10_638), (2018, 10_100),
    ]  # fmt: skip


WRONG = {
    "no month": ({"rows": []}, PriceIndexEmpty),
    "no source": ({"jan": 1, "source": "  "}, PriceSourceMissing),
    "a long source": ({"jan": 1, "source": "x" * 121}, NoteTooLong),
    "a year to come": ({"jan": 1, "base": 2027}, PriceBaseUnclear),
    "a year before all series": ({"jan": 1, "base": 1989}, PriceBaseUnclear),
    "a month twice": ({"rows": [*told(jan=1), PriceTold(month=date(2026, 1, 31), hundredths=2)]}, PriceIndexTwice),
    "nothing": ({"jan": 0}, PriceIndexImpossible),
    "far too much": ({"jan": 1_000_001}, PriceIndexImpossible),
    "a month to come": ({"next": 10_000}, PriceIndexImpossible),
    "a month long ago": ({"rows": [PriceTold(month=date(1989, 12, 1), hundredths=1)]}, PriceIndexImpossible),
}


@pytest.mark.parametrize("story", WRONG)
def test_what_no_publication_says_is_refused(ksm, story):
    given, problem = WRONG[story]
    with pytest.raises(problem):
        put(ksm, **given)
    assert not PriceIndex.objects.exists()


@pytest.mark.parametrize("who", ["Yuni", "cashier", "trustee", "overseer"])
def test_only_who_asks_again_or_keeps_the_papers_writes_it(ksm, who):
    with pytest.raises(NotAllowed):
        put(ksm, who=who, jan=10_000)
    assert put(ksm, who="secretary", jan=10_000)["written"] == 1


def test_who_reads_no_outcomes_reads_no_index(ksm):
    with pytest.raises(NotAllowed):
        price_rows(ksm.stage.book, standing(ksm.stage.actors["Yuni"].pk, ksm.stage.book, ksm.day))


BROKEN = {
    "a_price_index_is_of_a_month": {"month": 13},
    "a_price_index_has_its_source": {"source": ""},
    "a_corrected_price_index_has_its_reason": {"version": 2},
    "a_price_index_is_written_once": {},
}


@pytest.mark.parametrize("rule", BROKEN)
def test_the_database_takes_no_other_row(ksm, rule):
    """Negative control beside it: the same row with its own version and reason goes in."""
    put(ksm, jan=10_000)
    row = {
        "book_id": ksm.stage.book, "base_year": 2022, "year": 2026, "month": 1, "version": 1, "hundredths": 10_000,
        "source": BPS, "reason": "", "written_by_id": ksm.stage.actor("facilitator").pk,
        "written_at": "2026-03-02 05:00:00+00:00",
    }  # fmt: skip
    with pytest.raises(DatabaseError):
        write(
            "priceindex", **{**row, **({"month": 2} if rule != "a_price_index_is_written_once" else {}), **BROKEN[rule]}
        )
    write("priceindex", **{**row, "version": 2, "reason": "Salah salin"})
