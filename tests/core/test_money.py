"""Amounts as people write them, sums shared out, and rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gulir.core import money
from gulir.core.money import Rounding, half_up, half_up_ratio, parse_rate, parse_rupiah, rupiah, split, to_unit
from gulir.core.problems import Problem
from gulir.core.problems.money import NothingToShareBy
from gulir.core.sums import parse_amount_expression

READ = [
    ("0", 0),
    ("7", 7),
    ("1250000", 1_250_000),
    ("1.250.000", 1_250_000),
    ("1.250", 1_250),
    ("12.500", 12_500),
    ("Rp 1.250.000,-", 1_250_000),
    ("Rp. 1.250.000,-", 1_250_000),
    ("Rp1.250.000,00", 1_250_000),
    ("RP1.250.000", 1_250_000),
    ("IDR 1.250.000", 1_250_000),
    ("1.250.000,--", 1_250_000),
    ("1.250.000.-", 1_250_000),
    ("1.250.000,=", 1_250_000),
    ("1250000,00", 1_250_000),
    ("1250000,0", 1_250_000),
    ("1,250,000", 1_250_000),
    ("1,250,000.00", 1_250_000),
    ("1,250.00", 1_250),
    ("1 250 000", 1_250_000),
    ("1\u00a0250\u00a0000", 1_250_000),
    ("  575.000  ", 575_000),
    ("575.000 rupiah", 575_000),
    ("1,25 jt", 1_250_000),
    ("1,25jt", 1_250_000),
    ("1,25 juta", 1_250_000),
    ("1,25 jt.", 1_250_000),
    ("Rp 1,25 jt", 1_250_000),
    ("250rb", 250_000),
    ("250 rb", 250_000),
    ("250 ribu", 250_000),
    ("250 ribu rupiah", 250_000),
    ("250K", 250_000),
    ("2,5 rb", 2_500),
    ("1.250 rb", 1_250_000),
    ("3 jt", 3_000_000),
    ("1 miliar", 10**9),
    ("1,5 milyar", 1_500_000_000),
    ("1000 miliar", 10**12),
    ("1.000.000.000.000", 10**12),
]

REFUSED = [
    *[(text, "AmountMissing") for text in ("", " ", "\t", "\u00a0", "  \n ")],
    *[
        (text, "AmountUnclear")
        for text in (
            *("1.25", "12.50", "1.2500", "1.5", "0.5", "1,250", "12,500", "0,500", "0.500", "1.250.00", "1.25.000"),
            *("1.250,000", "1,250.000", "1.250.0000", "1250.000", "12345.678", "1,2,3", "1..250", "1,,250", "007"),
            *("0012.500", "01.250", "1.250,", "1,250,", "1. 250", "1 25", "1250 00", "1.25 jt", "1.5jt", "1,250 jt"),
            *("2,125 rb", "01 jt", "1.2.3 jt", "1250000.00", "1,250,000.0", "1,250,000,00", "1.250.000.00"),
            *("1 250,000", "1,25 jt".replace(",", "..")),
        )
    ],
    *[
        (text, "AmountHasFraction")
        for text in (
            "1,5",
            "1,25",
            "0,5",
            "1.250,50",
            "Rp1.250.000,01",
            "1,250,000.50",
            "1250000,5",
            "1,2345678 jt",
            "0,0005 rb",
            "1 250,75",
        )
    ],
    *[
        (text, "AmountNegative")
        for text in (
            "-1",
            "-1.250.000",
            "- 5000",
            "\u22125000",
            "\u20135000",
            "Rp -5.000",
            "Rp-5000",
            "(5.000)",
            "(Rp 5.000)",
            "(5 000)",
        )
    ],
    *[
        (text, "AmountNotANumber")
        for text in (
            *(
                "abc",
                "seribu",
                "Rp",
                "Rp.",
                "rupiah",
                "12a",
                "a12",
                "1.250.000 x",
                "12:30",
                "=SUM(A1:A3)",
                "1e6",
                "1_000",
            ),
            *("12%", "$5", "5 USD", "١٢٣", "１２３", "½", "NaN", "inf", "0x10", "#REF!", "2026-01-15", "1.000;2.000"),
            *("()", "(abc)", ",", ".", "jt", "rb 5", "5 jt 300 rb", "1.250.000,-,-", "9" * 61, "'5000", "5000'"),
        )
    ],
    *[
        (text, "AmountTooLarge")
        for text in ("1000000000001", "1.000.000.000.001", "1001 miliar", "1.000.001 jt", "9" * 60)
    ],
]


@pytest.mark.parametrize(("text", "amount"), READ)
def test_an_amount_is_read_as_it_was_meant(text, amount):
    assert parse_rupiah(text) == amount
    assert parse_amount_expression(text) == amount


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_an_amount_that_cannot_be_meant_is_refused_with_its_own_code(text, code):
    with pytest.raises(Problem) as refused:
        parse_rupiah(text)
    assert refused.value.code == code


def test_a_refusal_repeats_no_more_than_a_line_of_what_was_written():
    with pytest.raises(Problem) as refused:
        parse_rupiah("x" * 10_000)
    assert len(refused.value.facts["text"]) == money.SHOWN


SUMS = [
    ("575000*2+5000", 1_155_000),
    ("575000x2", 1_150_000),
    ("575.000 × 2", 1_150_000),
    ("2*(575.000+5.000)", 1_160_000),
    ("600.000-25.000", 575_000),
    ("1.000.000/4", 250_000),
    ("1.000.000:4", 250_000),
    ("100000/3*3", 100_000),
    ("10+2*3-4/2", 14),
    ("((5))", 5),
    ("(1000+2)*(3+4)", 7_014),
    ("Rp 1.250.000,- + 250rb", 1_500_000),
    ("1,25 jt + 250 ribu", 1_500_000),
    ("5-5", 0),
    ("5000", 5_000),
]

SUMS_REFUSED = [
    *[
        (text, "AmountSumUnclear")
        for text in (
            *("1+", "1*/2", "1++2", "(1+2", "1+2)", "()", "1+()", "2(3)", "5000/0", "5/(2-2)", "1+a", "=1+1"),
            *("1+2;3", "a*b", "12%+1", "1+" * 80 + "1", "5 jt 300 rb + 1", "2**3", "1+1=2", "1.000,-5"),
        )
    ],
    *[(text, "AmountHasFraction") for text in ("10/3", "1,5*2", "5:2", "1000/3+1", "1,25+1")],
    *[(text, "AmountNegative") for text in ("-5", "-5+10", "5-10", "(5.000)", "2*3-7")],
    *[(text, "AmountTooLarge") for text in ("1000000*1000001", "1000000000000+1", "9999999999999-1", "9999999999999")],
    *[(text, "AmountUnclear") for text in ("1.25", "1.25*2", "2+1,250", "12.50+12.50")],
    *[(text, "AmountMissing") for text in ("", "  ")],
    *[(text, "AmountNotANumber") for text in ("+1", "*2", "1^2", "x", "abc")],
]


@pytest.mark.parametrize(("text", "amount"), SUMS)
def test_a_small_sum_is_reckoned(text, amount):
    assert parse_amount_expression(text) == amount


@pytest.mark.parametrize(("text", "code"), SUMS_REFUSED)
def test_a_sum_that_cannot_be_read_is_refused(text, code):
    with pytest.raises(Problem) as refused:
        parse_amount_expression(text)
    assert refused.value.code == code


RATES = [
    ("1.5", Fraction(3, 2)),
    ("6/13", Fraction(6, 13)),
    ("0", 0),
    ("100", 100),
    (" 2 ", 2),
    ("0.05", Fraction(1, 20)),
    ("12/12", 1),
]
RATES_REFUSED = [
    *(
        "",
        " ",
        "abc",
        "1,5",
        "-1",
        "+1",
        "101",
        "100.01",
        "6/0",
        "1/2/3",
        "1e1",
        ".5",
        "1.",
        "/3",
        "6/",
        "nan",
        "inf",
        "1 5",
    ),
    *("1_0", "１", "1.5%", "6.5/13", "1" * 10, "1.1234567890", "1/1234567890", "201/2"),
]


@pytest.mark.parametrize(("text", "rate"), RATES)
def test_a_percentage_is_exact(text, rate):
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", RATES_REFUSED)
def test_an_unclear_percentage_is_refused(text):
    with pytest.raises(Problem) as refused:
        parse_rate(text)
    assert refused.value.code == "RateUnclear"


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (2, [1, 1, 1], (1, 1, 0)),
        (0, [3, 4], (0, 0)),
        (10, [0, 0, 7], (0, 0, 10)),
        (7, [5], (7,)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (5_000_000, [500, 500, 1_500], (1_000_000, 1_000_000, 3_000_000)),
        (100, [50, 20, 10, 5, 10, 5], (50, 20, 10, 5, 10, 5)),
    ],
)
def test_a_sum_is_shared_by_largest_remainder(amount, weights, parts):
    assert split(amount, weights) == parts


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1], [-1]])
def test_nothing_can_be_shared_by_no_weight(weights):
    with pytest.raises(NothingToShareBy):
        split(100, weights)


@pytest.mark.parametrize(
    ("value", "unit", "up", "nearest", "down"),
    [
        (283_333, 1_000, 284_000, 283_000, 283_000),
        (283_500, 1_000, 284_000, 284_000, 283_000),
        (284_000, 1_000, 284_000, 284_000, 284_000),
        (Fraction(2_083_333, 10), 500, 208_500, 208_500, 208_000),
        (Fraction(1, 2), 1, 1, 1, 0),
        (Fraction(-1, 2), 1, 0, -1, -1),
        (0, 1_000, 0, 0, 0),
    ],
)
def test_an_amount_is_brought_to_its_unit(value, unit, up, nearest, down):
    assert [to_unit(value, unit, d) for d in (Rounding.UP, Rounding.NEAREST, Rounding.DOWN)] == [up, nearest, down]


def test_a_half_goes_away_from_zero():
    assert [half_up(Fraction(n, 2)) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]
    assert half_up_ratio(-3, 2) == -2


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "Rp0"),
        (999, "Rp999"),
        (1_000, "Rp1.000"),
        (1_250_000, "Rp1.250.000"),
        (-1, "-Rp1"),
        (-575_000, "-Rp575.000"),
    ],
)
def test_an_amount_is_shown_as_people_here_write_it(amount, shown):
    assert rupiah(amount) == shown
