"""Laws of money and dates: what is shared adds up, what is written is read back, what is monthly never drifts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gulir.core.calendars import national_holidays
from gulir.core.dates import Period, add_months, long_date, month_end, months_between, next_working_day, parse_date
from gulir.core.money import (
    LARGEST_AMOUNT,
    Rounding,
    half_up,
    half_up_ratio,
    parse_rupiah,
    rupiah,
    split,
    split_lines,
    to_unit,
)
from gulir.core.problems import Problem
from gulir.core.sums import parse_amount_expression
from gulir.core.terbilang import MOST, number_from_words, terbilang

AMOUNTS = st.integers(0, LARGEST_AMOUNT)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@given(st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT), WEIGHTS)
def test_the_parts_of_a_shared_sum_add_up_to_it(amount, weights):
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(AMOUNTS, WEIGHTS)
def test_no_part_is_a_rupiah_away_from_its_fair_share(amount, weights):
    for part, weight in zip(split(amount, weights), weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@given(AMOUNTS, WEIGHTS)
def test_a_larger_weight_never_gets_less(amount, weights):
    shared = sorted(zip(weights, split(amount, weights), strict=True))
    for (weight, part), (heavier, more) in pairwise(shared):
        assert weight == heavier or part <= more


LINES = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


@given(LINES, WEIGHTS)
def test_shared_lines_add_up_both_ways(lines, weights):
    shared = split_lines(lines, weights)
    assert [sum(parts) for parts in shared] == lines
    assert tuple(sum(column) for column in zip(*shared, strict=True)) == split(sum(lines), weights)


@given(LINES, WEIGHTS)
def test_after_every_line_each_has_a_fair_share_of_all_so_far(lines, weights):
    given_so_far, all_so_far = [0] * len(weights), 0
    for line, parts in zip(lines, split_lines(lines, weights), strict=True):
        given_so_far = [before + part for before, part in zip(given_so_far, parts, strict=True)]
        all_so_far += line
        for mine, part, weight in zip(given_so_far, parts, weights, strict=True):
            assert abs(mine - Fraction(all_so_far * weight, sum(weights))) < 1
            assert part >= 0 or Fraction(line * weight, sum(weights)) < 2


@given(st.fractions(-(10**12), 10**12), st.sampled_from([1, 100, 500, 1_000]), st.sampled_from(list(Rounding)))
def test_rounding_goes_to_the_right_side_and_less_than_a_unit(value, unit, direction):
    rounded = to_unit(value, unit, direction)
    assert rounded % unit == 0
    assert abs(rounded - value) < unit
    if direction is Rounding.UP:
        assert rounded >= value
    elif direction is Rounding.DOWN:
        assert rounded <= value
    else:
        assert 2 * abs(rounded - value) <= unit


@given(st.fractions(0, 10**12))
def test_half_up_mirrors(value):
    assert half_up(-value) == -half_up(value)
    assert half_up(value) == half_up_ratio(value.numerator, value.denominator)


@given(AMOUNTS)
def test_what_is_shown_is_read_back(amount):
    shown = rupiah(amount)
    for text in (shown, f"{shown},-", f"{shown},00", shown.replace("Rp", "Rp "), f"{amount}", f" {amount:,} "):
        if text.strip().count(",") != 1 or "." in text or text.startswith("Rp"):
            assert parse_rupiah(text) == amount
    assert parse_amount_expression(shown) == amount


@given(st.integers(0, 10**6), st.sampled_from([("rb", 10**3), ("jt", 10**6)]))
def test_thousands_and_millions_are_read(count, scale):
    word, size = scale
    assert parse_rupiah(f"{count} {word}") == count * size


def answer(read, text):
    """The amount, or the code of the refusal."""
    try:
        return read(text)
    except Problem as problem:
        return problem.code


@given(st.text(alphabet="0123456789.,-Rp jtrbku()+*/x=%\u00a0", max_size=24))
@settings(max_examples=300)
@example("1.25")
@example("Rp 1.250.000,-")
def test_any_text_is_an_amount_within_bounds_or_one_refusal(text):
    for read in (parse_rupiah, parse_amount_expression):
        found = answer(read, text)
        assert found.startswith("Amount") if isinstance(found, str) else 0 <= found <= LARGEST_AMOUNT


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 10**4)), max_size=6), st.integers(0, 10**6))
def test_a_small_sum_is_what_arithmetic_says(steps, first):
    text = str(first) + "".join(f"{sign}{number}" for sign, number in steps)
    value = eval(text)  # our own digits and signs only
    expected = "AmountNegative" if value < 0 else "AmountTooLarge" if value > LARGEST_AMOUNT else value
    assert answer(parse_amount_expression, text) == expected


@given(st.integers(0, 10**12))
@settings(max_examples=500)
@example(1_001_000)
@example(901_893)
@example(10**12)
def test_words_say_the_number_and_no_other(number):
    assert number_from_words(terbilang(number)) == number


@given(st.integers(-MOST, MOST))
def test_every_number_has_words_of_its_own(number):
    assert number_from_words(terbilang(number)) == number


@given(DAYS, st.integers(-480, 480))
def test_months_keep_the_day_or_end_the_month(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


@given(DAYS)
def test_forty_years_of_months_never_drift(day):
    """The day of every month of 480 is the first day's own, whatever short months lie between."""
    for n in range(481):
        moved = add_months(day, n)
        assert moved.day == day.day or moved == month_end(moved)
        assert months_between(day, moved) == n


@given(DAYS, DAYS)
def test_whole_months_between_never_pass_the_end(one, other):
    start, end = sorted((one, other))
    months = months_between(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


@given(DAYS)
def test_a_working_day_is_the_first_from_there_on(day):
    holidays = national_holidays(day.year).keys() | national_holidays(day.year + 1).keys()
    found = next_working_day(day, holidays)
    assert found.weekday() < 5
    assert found not in holidays
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert all(d.weekday() >= 5 or d in holidays for d in between)


@given(DAYS)
def test_a_date_in_words_is_read_back(day):
    texts = [long_date(day), long_date(day, "en"), day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}"]
    assert {parse_date(text) for text in texts} == {day}


@given(DAYS, st.integers(1, 500), st.integers(0, 500))
def test_a_period_has_exactly_its_days(start, length, offset):
    period = Period(start, start + timedelta(days=length))
    assert (start + timedelta(days=offset) in period) == (offset < length)
    assert period.days == length
