"""Turns of a KSM's own rhythm, and which passed without a meeting: examples, and laws for any rules and meetings."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gulir.core.rhythm import Agreed, Turn, missed_turns, turns

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
RULES = st.lists(
    st.builds(Agreed, starts_on=DAYS, every=st.sampled_from(("week", "fortnight", "month"))), max_size=3
).map(lambda rows: sorted(rows, key=lambda one: one.starts_on))


def test_the_turn_that_still_runs_is_not_judged():
    weekly = [Agreed(starts_on=date(2026, 3, 2), every="week")]
    assert missed_turns(weekly, [], until=date(2026, 3, 8)) == []
    assert missed_turns(weekly, [], until=date(2026, 3, 9)) == [Turn(begins=date(2026, 3, 2), ends=date(2026, 3, 8))]


def test_a_month_that_begins_on_its_last_day_stays_on_the_last_day():
    monthly = [Agreed(starts_on=date(2026, 1, 31), every="month")]
    assert [one.begins for one in turns(monthly, until=date(2026, 5, 1))] == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31),
    ]  # fmt: skip


def test_newer_rules_cut_the_running_turn_short():
    agreed = [Agreed(starts_on=date(2026, 1, 1), every="month"), Agreed(starts_on=date(2026, 1, 20), every="week")]
    assert [one.begins for one in turns(agreed, until=date(2026, 2, 1))] == [date(2026, 1, 20)]


def test_rules_of_the_same_day_leave_only_the_later_ones():
    agreed = [Agreed(starts_on=date(2026, 1, 1), every="week"), Agreed(starts_on=date(2026, 1, 1), every="month")]
    assert len(turns(agreed, until=date(2026, 2, 1))) == 1


@given(RULES, DAYS)
def test_turns_follow_each_other_and_end_before_the_day(agreed, until):
    found = turns(agreed, until=until)
    assert all(one.begins <= one.ends < until for one in found)
    assert all(one.ends < two.begins for one, two in pairwise(found))


@given(RULES, DAYS, st.sets(DAYS, max_size=8), DAYS)
def test_a_meeting_more_never_makes_more_turns_missed(agreed, until, held, one_more):
    before = missed_turns(agreed, held, until=until)
    after = missed_turns(agreed, held | {one_more}, until=until)
    assert set(after) <= set(before)
    assert not any(day in turn for turn in before for day in held)


@given(RULES, DAYS)
def test_who_meets_in_every_turn_misses_none(agreed, until):
    found = turns(agreed, until=until)
    assert missed_turns(agreed, [turn.ends for turn in found], until=until) == []
    assert missed_turns(agreed, [], until=until) == found


@given(RULES, DAYS, st.integers(min_value=0, max_value=400), st.sets(DAYS, max_size=8))
def test_what_was_missed_stays_missed(agreed, until, later, held):
    assert set(missed_turns(agreed, held, until=until)) <= set(
        missed_turns(agreed, held, until=until + timedelta(days=later))
    )
