"""Paired change, Wilcoxon counted out, who was lost; the vectors of methods 7.3."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.indicators import repeat_rate
from gulir.core.jobs import Job, Labour, days_of_work, jobs
from gulir.core.outcomes import FEW, change, deflated, middle, safe_cells, signed_ranks
from gulir.core.problems.measuring import HoursImpossible, PriceIndexMissing

BEFORE = (300, 450, 500, 250, 600, 400, 350, 700)
AFTER = (380, 430, 620, 310, 600, 520, 345, 810)
PAIRS = [after - before for before, after in zip(BEFORE, AFTER, strict=True)]


def counted_out(differences):
    """W and p by writing down every sign there could be."""
    sizes = [abs(d) for d in differences if d]
    rising = sorted(sizes)
    ranks = [Fraction(2 * rising.index(s) + rising.count(s) + 1, 2) for s in sizes]
    plus = sum(r for r, d in zip(ranks, (d for d in differences if d), strict=True) if d > 0)
    w = min(plus, sum(ranks) - plus)
    sums = [
        sum(r for r, sign in zip(ranks, signs, strict=True) if sign) for signs in product((0, 1), repeat=len(ranks))
    ]
    return w, min(Fraction(1), Fraction(2 * sum(s <= w for s in sums), len(sums)))


def test_the_vector_of_the_handbook():
    found = change(dict(enumerate_keys(BEFORE)), dict(enumerate_keys(AFTER)))
    assert PAIRS == [80, -20, 120, 60, 0, 120, -5, 110]
    assert found.middle.median == 70
    assert (found.test.n, found.test.w, float(found.test.p)) == (7, 3, 0.078125)
    assert (found.rose, found.fell, found.same) == (5, 2, 1)


def enumerate_keys(values):
    return ((f"u{n}", value) for n, value in enumerate(values))


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=9))
def test_the_exact_test_is_what_counting_out_gives(differences):
    found = signed_ranks(differences)
    if not any(differences):
        assert found is None
        return
    assert (found.w, found.p) == counted_out(differences)


@given(st.lists(st.integers(-(10**9), 10**9), max_size=60))
def test_turning_every_sign_changes_nothing_but_the_direction(differences):
    one, other = signed_ranks(differences), signed_ranks([-d for d in differences])
    assert one == other
    assert one is None or 0 < one.p <= 1


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=40))
def test_median_and_quartiles_are_those_of_the_textbook(values):
    found = middle(values)
    assert found.median == Fraction(median([Fraction(v) for v in values]))
    lower, _, upper = quantiles([Fraction(v) for v in values], n=4, method="inclusive")
    assert (found.lower, found.upper) == (lower, upper)


def test_one_value_is_its_own_middle_and_none_has_none():
    assert (middle([7]).lower, middle([7]).upper) == (7, 7)
    assert middle([]) is None


def test_four_hundred_pairs_are_still_exact():
    found = signed_ranks([*range(1, 401)])
    assert (found.w, found.p) == (0, Fraction(2, 2**400))


@pytest.mark.parametrize(("differences", "says"), [
    ([], "nobody_twice"), ([0, 0, 0], "unchanged"), ([1, 2, 3, 4, 5], "too_few"), ([1, 2, 3, 4, 5, 6], "rose"),
    ([-1, -2, -3, -4, -5, -6], "fell"), ([1, -2, 3, -4, 5, -6], "not_seen"), (PAIRS, "not_seen"),
])  # fmt: skip
def test_what_may_be_said(differences, says):
    before = dict.fromkeys((f"u{n}" for n in range(len(differences))), 0)
    after = dict(enumerate_keys(differences))
    assert change(before, after).says == says


def test_many_who_stayed_the_same_are_not_hidden_behind_a_few_who_rose():
    """Six that rise are seen by the test, yet with twenty unchanged the middle person did not rise."""
    found = change(dict.fromkeys((f"u{n}" for n in range(26)), 0), dict(enumerate_keys([0] * 20 + [1, 2, 3, 4, 5, 6])))
    assert found.test.p < Fraction(1, 20)
    assert found.says == "not_seen"


@given(
    st.dictionaries(st.text(max_size=2), st.integers(0, 9), max_size=12),
    st.dictionaries(st.text(max_size=2), st.integers(0, 9), max_size=12),
)
def test_everybody_asked_is_followed_or_lost(before, after):
    found = change(before, after)
    assert set(found.rows) | set(found.lost) == set(before)
    assert found.asked == found.followed + len(found.lost)
    assert found.rose + found.fell + found.same == found.followed
    assert found.proof_of_effect is False


def test_who_was_asked_only_later_has_no_change():
    found = change({"a": 1}, {"a": 2, "b": 900})
    assert (found.asked, found.followed, found.rows, found.followed_percent) == (1, 1, ("a",), 100)
    assert change({}, {"b": 1}).followed_percent is None


def test_prices_of_another_month_need_both_months():
    index = {date(2025, 1, 1): Fraction(100), date(2026, 1, 1): Fraction(104)}
    assert deflated(1_040, index, earned=date(2026, 1, 9), prices_of=date(2025, 1, 20)) == 1_000
    assert deflated(-1_040, index, earned=date(2026, 1, 9), prices_of=date(2025, 1, 20)) == -1_000
    with pytest.raises(PriceIndexMissing) as refused:
        deflated(1, index, earned=date(2026, 2, 9), prices_of=date(2025, 1, 1))
    assert refused.value.month == date(2026, 2, 1)
    with pytest.raises(PriceIndexMissing):
        deflated(1, {**index, date(2026, 2, 1): Fraction(0)}, earned=date(2026, 2, 9), prices_of=date(2025, 1, 1))


# ---------------------------------------------------------------- work


def job(person, hours, business="warung", row=None, **more):
    return Job(row=row or f"{business}-{person}", business=business, person=person, weekly_hours=hours, **more)


def test_nobody_is_more_than_one_full_job():
    found = jobs([job("Yuni", 30), job("Yuni", 30, business="kue"), job("Tini", 10)])
    assert (found.persons, found.fte, found.paid) == (2, Fraction(5, 4), 2)


@pytest.mark.parametrize("turned", [False, True])
def test_the_job_of_a_loan_and_of_a_grant_in_one_business_is_one(turned):
    two = [job("Yuni", 20, row="loan"), job("Yuni", 16, row="grant", through="grant")]
    found = jobs(two[::-1] if turned else two)
    assert (found.persons, found.fte, found.rows, found.twice) == (1, Fraction(1, 2), ("loan",), ("grant",))


def test_a_person_without_hours_has_no_job():
    assert jobs([job("Yuni", 0)]).persons == 0


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(0, 168)), max_size=20))
def test_every_report_is_counted_or_named_as_told_twice(reported):
    lines = [job(person, hours, business=b, row=str(n)) for n, (person, b, hours) in enumerate(reported)]
    found = jobs(lines)
    assert sorted([*found.rows, *found.twice], key=int) == [line.row for line in lines]
    assert 0 <= found.fte <= found.persons


def test_six_persons_five_hours_ten_days_are_thirty_seven_and_a_half_days():
    found = days_of_work([Labour(row=str(n), hours=5, paid=n < 30) for n in range(60)])
    assert (found.total, found.paid, found.free) == (Fraction("37.5"), Fraction("18.75"), Fraction("18.75"))
    assert (found.women_percent, found.poor_percent) == (0, 0)
    assert days_of_work([]).poor_percent is None


@pytest.mark.parametrize("hours", [-1, 169])
def test_hours_that_no_week_has_cannot_be_judged(hours):
    with pytest.raises(HoursImpossible):
        jobs([job("Yuni", hours)])
    with pytest.raises(HoursImpossible):
        days_of_work([Labour(row="a", hours=hours, paid=True)])


def test_repeat_borrowing_of_the_source():
    rate = repeat_rate([2] * 132 + [1] * 302)
    assert (rate.numerator, rate.denominator, f"{float(rate.value):.1f}") == (132, 434, "30.4")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_parts_are_shown_only_where_none_of_them_points_at_anyone(counts):
    assert safe_cells(*counts) == (not any(1 <= count < FEW for count in counts))
    if safe_cells(*counts):
        assert safe_cells(sum(counts))  # what is safe in parts is safe as a whole
        assert all(safe_cells(*counts[:place], *counts[place + 1 :]) for place in range(len(counts)))


def test_five_is_enough_and_four_is_not():
    assert [safe_cells(count, 20) for count in range(7)] == [True, False, False, False, False, True, True]
