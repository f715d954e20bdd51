"""Months that do not drift, periods that do not overlap, days of three zones, dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gulir.core.calendars import holidays_in, national_holidays
from gulir.core.dates import (
    Period,
    Zone,
    add_months,
    business_date,
    long_date,
    month_end,
    month_name,
    months_between,
    next_working_day,
    parse_date,
    roman_month,
    weekday_name,
)
from gulir.core.problems import Problem
from gulir.core.problems.money import PeriodBackwards


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 2, "2023-03-31"),
        ("2023-12-15", 1, "2024-01-15"),
        ("2023-03-31", -1, "2023-02-28"),
        ("2023-01-15", -1, "2022-12-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-05-31", 0, "2023-05-31"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_a_wished_day_comes_back_after_a_short_month():
    assert add_months(day("2023-02-28"), 1, keep_day=31) == day("2023-03-31")
    assert add_months(day("2023-02-28"), 2, keep_day=31) == day("2023-04-30")


@pytest.mark.parametrize("months", [12 * 8_000, -12 * 2_100])
def test_months_end_with_the_calendar(months):
    with pytest.raises(OverflowError):
        add_months(day("2023-01-31"), months)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-15", "2026-01-15", 0),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2026-01-31", "2026-02-28", 1),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2027-01-30", 11),
        ("2026-05-01", "2026-01-01", 0),
    ],
)
def test_whole_months_are_counted(start, end, months):
    assert months_between(day(start), day(end)) == months


def test_a_period_is_half_open():
    march = Period.month(2026, 3)
    assert day("2026-03-01") in march
    assert day("2026-03-31") in march
    assert day("2026-04-01") not in march
    assert day("2026-02-28") not in march
    assert (march.days, march.last_day) == (31, day("2026-03-31"))
    assert Period.month(2026, 12).ends_before == day("2027-01-01")
    assert Period.year(2024).days == 366


def test_an_open_period_goes_on():
    term = Period(day("2026-01-01"))
    assert day("9999-12-31") in term
    assert (term.days, term.last_day) == (None, None)


@pytest.mark.parametrize("end", ["2026-01-01", "2025-12-31"])
def test_a_period_that_ends_before_it_starts_is_refused(end):
    with pytest.raises(PeriodBackwards):
        Period(day("2026-01-01"), day(end))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Period.month(2026, 3), Period.month(2026, 4), False),
        (Period.month(2026, 3), Period.year(2026), True),
        (Period(day("2026-03-01")), Period.month(2026, 2), False),
        (Period(day("2026-03-01")), Period.month(2026, 3), True),
        (Period(day("2026-03-01")), Period(day("2030-01-01")), True),
    ],
)
def test_periods_overlap_or_not_both_ways(one, other, overlap):
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-18", "2026-03-18"),  # an ordinary Wednesday, no holidays given
        ("2026-03-21", "2026-03-23"),  # Saturday
        ("2026-03-22", "2026-03-23"),  # Sunday
    ],
)
def test_a_day_of_rest_moves_to_the_next_working_day(start, end):
    assert next_working_day(day(start), set()) == day(end)


def test_idul_fitri_moves_a_due_date_past_the_joint_leave():
    holidays = national_holidays(2026)
    assert next_working_day(day("2026-03-18"), holidays) == day("2026-03-25")


def test_a_board_that_works_on_saturdays_rests_on_sundays_only():
    assert next_working_day(day("2026-03-21"), set(), rest_days={6}) == day("2026-03-21")


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="no working day"):
        next_working_day(day("2026-03-21"), set(), rest_days=range(7))


@pytest.mark.parametrize(
    ("zone", "instant", "on"),
    [
        (Zone.WIB, datetime(2026, 11, 23, 16, 59, tzinfo=UTC), "2026-11-23"),
        (Zone.WIB, datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "2026-11-24"),
        (Zone.WITA, datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "2026-11-24"),
        (Zone.WIT, datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "2026-11-24"),
        (Zone.WIT, datetime(2026, 12, 31, 14, 59, tzinfo=UTC), "2026-12-31"),
    ],
)
def test_the_day_is_the_boards_own(zone, instant, on):
    assert business_date(instant, zone) == day(on)


def test_an_instant_without_a_zone_belongs_to_no_day():
    with pytest.raises(ValueError, match="without a zone"):
        business_date(datetime(2026, 11, 23, 16, 59), Zone.WIB)  # noqa: DTZ001


def test_dates_and_months_in_words():
    assert long_date(day("2026-11-23")) == "23 November 2026"
    assert long_date(day("2026-08-03")) == "3 Agustus 2026"
    assert long_date(day("2026-08-03"), "en", weekday=True) == "Monday, 3 August 2026"
    assert [roman_month(m) for m in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]
    assert (month_name(5), weekday_name(day("2026-11-27"))) == ("Mei", "Jumat")
    assert month_end(day("2026-02-01")) == day("2026-02-28")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-11-23", "2026-11-23"),
        ("23/11/2026", "2026-11-23"),
        ("23-11-2026", "2026-11-23"),
        ("23.11.2026", "2026-11-23"),
        ("3/8/2026", "2026-08-03"),
        ("23 November 2026", "2026-11-23"),
        ("23 november 2026", "2026-11-23"),
        ("23 Nov 2026", "2026-11-23"),
        ("23 Nop 2026", "2026-11-23"),
        ("23-Nov-2026", "2026-11-23"),
        ("3 Agustus 2026", "2026-08-03"),
        ("3 Agt 2026", "2026-08-03"),
        ("3 Agt. 2026", "2026-08-03"),
        ("3 Aug 2026", "2026-08-03"),
        ("3 Mei 2026", "2026-05-03"),
        ("3 May 2026", "2026-05-03"),
        ("1 Pebruari 2026", "2026-02-01"),
        ("  29   Februari  2024 ", "2024-02-29"),
    ],
)
def test_a_date_is_read_as_people_here_write_it(text, on):
    assert parse_date(text) == day(on)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            (text, "DateUnclear")
            for text in (
                *(
                    "",
                    " ",
                    "kemarin",
                    "23/11/26",
                    "26-11-23",
                    "2026/11/23",
                    "2026.11.23",
                    "23/11-2026",
                    "20261123",
                    "46349",
                ),
                *(
                    "23 Foo 2026",
                    "November 2026",
                    "23 November",
                    "2026-1-5",
                    "23 11 2026",
                    "23,11,2026",
                    "1-2-3",
                    "２３/11/2026",
                ),
                *("2026-11-23T00:00:00", "23/11/2026 10:00", "Senin, 23 November 2026", "31 Febtober 2026"),
            )
        ],
        *[
            (text, "DateImpossible")
            for text in (
                *("2026-02-30", "31/02/2026", "29 Februari 2026", "2026-13-01", "13/13/2026", "0/1/2026", "1/0/2026"),
                *("32/1/2026", "31 April 2026", "2026-00-10", "1/1/0000", "31.6.2026"),
            )
        ],
    ],
)
def test_what_is_no_date_is_refused(text, code):
    with pytest.raises(Problem) as refused:
        parse_date(text)
    assert refused.value.code == code


def test_2026_has_seventeen_national_days_and_eight_joint_leaves():
    year = national_holidays(2026)
    assert sum(not h.joint for h in year.values()) == 17
    assert sum(h.joint for h in year.values()) == 8
    assert not any(h.estimated for h in year.values())
    assert year[day("2026-08-17")].name == "Hari Kemerdekaan Republik Indonesia"


def test_moon_days_of_2027_are_marked_as_estimated():
    estimated = {h.day for h in national_holidays(2027).values() if h.estimated}
    assert day("2027-03-10") in estimated
    assert not any("perkiraan" in h.name for h in national_holidays(2027).values())


def test_a_board_lays_its_own_days_over_the_national_ones():
    own = {
        day("2027-03-10"): None,
        day("2027-03-08"): "Hari jadi kelurahan",
        day("2029-01-01"): "elsewhere",
        day("2027-07-01"): None,
    }
    year = holidays_in([2027, 2027], override=own)
    assert day("2027-03-10") not in year
    assert year[day("2027-03-08")].name == "Hari jadi kelurahan"
    assert day("2029-01-01") not in year
    assert list(year) == sorted(year)


def test_a_year_beyond_the_source_has_no_holidays():
    assert dict(national_holidays(2500)) == {}
