"""Calendars of harvests: named days that come round every year, and what a loan may have to wait for them."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.dates import add_months
from gulir.core.harvests import Season, check_seasons, harvests, least_term, least_wait, parse_season
from gulir.core.problems import Problem
from gulir.core.problems.loans import SeasonImpossible, SeasonTwice, SeasonUnclear

CALENDARS = st.lists(
    st.builds(Season, name=st.just("Panen"), month=st.integers(1, 12), day=st.integers(1, 31)),
    min_size=1, max_size=5, unique_by=lambda season: season.month,
)  # fmt: skip
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@given(seasons=CALENDARS, after=DAYS, count=st.integers(1, 12))
def test_they_come_one_after_another_and_are_counted_in_months(seasons, after, count):
    found = harvests(seasons, after, count)
    assert len(found) == count
    before = after
    for harvest in found:
        assert harvest.on > before
        assert harvest.months == (harvest.on.year - before.year) * 12 + harvest.on.month - before.month >= 1
        before = harvest.on
    named = {season.month for season in seasons}
    first = found[0].on
    passed = {add_months(after.replace(day=1), n).month for n in range(1, found[0].months)}
    assert first.month in named
    assert not passed & named, "a harvest was left out"


@given(seasons=CALENDARS, after=DAYS, count=st.integers(1, 12))
def test_no_loan_waits_less_than_the_least(seasons, after, count):
    found = harvests(seasons, after, count)
    assert max(harvest.months for harvest in found) >= least_wait(seasons, count)
    assert sum(harvest.months for harvest in found) >= least_term(seasons, count)


@given(seasons=CALENDARS, count=st.integers(1, 12))
def test_the_least_is_reached_by_a_loan_of_the_month_before(seasons, count):
    months = [add_months(date(2026, season.month, 1), -1) for season in seasons]
    made = [harvests(seasons, month, count) for month in months]
    assert min(max(h.months for h in found) for found in made) == least_wait(seasons, count)
    assert min(sum(h.months for h in found) for found in made) == least_term(seasons, count)


def test_a_harvest_in_the_month_of_the_payout_is_left_out():
    [first] = harvests([Season("Panen raya", 4, 15)], date(2026, 4, 1), 1)
    assert (first.on, first.months) == (date(2027, 4, 15), 12)


def test_the_last_day_of_a_month_is_kept_to_its_month():
    assert [h.on for h in harvests([Season("Panen", 2, 31)], date(2027, 1, 1), 2)] == [
        date(2027, 2, 28), date(2028, 2, 29),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seasons", "problem"),
    [
        ([], SeasonTwice),
        ([Season("Raya", 4), Season("Gadu", 4, 20)], SeasonTwice),
        ([Season("", 4)], SeasonImpossible),
        ([Season(" Raya", 4)], SeasonImpossible),
        ([Season("x" * 41, 4)], SeasonImpossible),
        ([Season("Raya", 0)], SeasonImpossible),
        ([Season("Raya", 13)], SeasonImpossible),
        ([Season("Raya", 4, 0)], SeasonImpossible),
        ([Season("Raya", 4, 32)], SeasonImpossible),
        ([Season("Raya", 4, 1, 0)], SeasonImpossible),
        ([Season("Raya", 4, 1, 101)], SeasonImpossible),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(seasons, problem):
    for ask in (check_seasons, lambda s: harvests(s, date(2026, 1, 1), 1), lambda s: least_wait(s, 1)):
        with pytest.raises(problem):
            ask(seasons)


@pytest.mark.parametrize(
    ("text", "month", "day", "part"),
    [
        ("Panen raya, 15 April", 4, 15, 1),
        ("Panen raya,15-4,3", 4, 15, 3),
        ("Panen raya, 31 Juli, 2", 7, 31, 2),
        ("Main harvest, 29 February", 2, 29, 1),
    ],
)
def test_harvests_are_read_as_people_write_them(text, month, day, part):
    found = parse_season(text)
    assert (found.month, found.day, found.part) == (month, day, part)


@pytest.mark.parametrize(
    "text",
    ["", "Panen raya", "Panen raya, April", "Panen, 31 April", "Panen, 15 April, dua", "Panen, 15 April, -1",
     "Panen, 15 April, 1, 2", "Panen, 15 April 2026", "Panen, 15 April, ²", "Panen, 15 April, 9999"],
)  # fmt: skip
def test_what_is_unclear_is_asked_again(text):
    with pytest.raises(SeasonUnclear):
        parse_season(text)


@given(text=st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text):
    with contextlib.suppress(Problem):
        check_seasons([parse_season(text)])
