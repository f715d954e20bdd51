"""Counting cash by denomination."""

from __future__ import annotations

import pytest

from gulir.core.cash import DENOMINATIONS, CashCount, count
from gulir.core.problems import Problem


def code_of(act) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return refused.value.code


def test_the_denominations_in_circulation_from_the_largest():
    assert DENOMINATIONS == (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50)


def test_one_of_each():
    assert CashCount(dict.fromkeys(DENOMINATIONS, 1)).total == 188_850


def test_the_real_cash_box_of_291_350_is_counted_to_the_rupiah():
    """The real books end at Rp291.350 in cash; without a coin of 50 they could not be counted."""
    pieces = {"100000": 2, "50000": 1, "20000": 2, "1000": 1, "200": 1, "100": 1}
    assert count({**pieces, "50": 1}).difference(booked=291_350) == 0
    assert count(pieces).difference(booked=291_350) == -50


def test_a_form_comes_as_text_and_empty_boxes_count_as_none():
    assert count({"100.000": "2", "50,000": "", "500": " 3 ", "200": None}).plain == {"100000": 2, "500": 3}


def test_the_same_denomination_written_twice_is_added_up():
    assert count({"1000": 1, "1.000": 2}).total == 3_000


BAD = [
    ({"75000": 1}, "DenominationUnknown"), ({"0": 1}, "DenominationUnknown"), ({"-100": 1}, "DenominationUnknown"),
    ({"": 1}, "DenominationUnknown"), ({"seribu": 1}, "DenominationUnknown"), ({"1e3": 1}, "DenominationUnknown"),
    ({"10": 1}, "DenominationUnknown"), ({"1000000": 1}, "DenominationUnknown"),
    ({"100000000000": 1}, "DenominationUnknown"),
    ({"100": "x"}, "DenominationUnclear"), ({"100": "1.5"}, "DenominationUnclear"),
    ({"100": 1.5}, "DenominationUnclear"),
    ({"100": True}, "DenominationUnclear"), ({"100": [1]}, "DenominationUnclear"),
    ({"100": "1.000"}, "DenominationUnclear"),
    ({"100": "=1+1"}, "DenominationUnclear"), ({"100": "9999999999"}, "DenominationUnclear"),
    ({"100": {}}, "DenominationUnclear"),
    ({"100": -1}, "PiecesNegative"), ({"100": "-1"}, "PiecesNegative"), ({"100000": 10_000_001}, "AmountTooLarge"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "code"), BAD)
def test_what_cannot_be_counted_is_refused(raw, code):
    assert code_of(lambda: count(raw)) == code


def test_a_count_made_inside_is_checked_too():
    assert code_of(lambda: CashCount({75_000: 1})) == "DenominationUnknown"


def test_an_empty_box_is_a_count():
    assert (count({}).total, count({}).plain) == (0, {})
