"""When those who were helped are asked again; businesses given up are not left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.followups import ROUNDS, BusinessReading, income_change, rounds, still_alive
from gulir.core.problems.measuring import ItemUnknown

BASE = date(2025, 8, 31)


@pytest.mark.parametrize(("kind", "days"), [
    ("loan", ["2026-02-28", "2026-08-31"]), ("jobs", ["2025-11-30", "2026-08-31"]),
    ("production", ["2026-02-28", "2026-08-31"]), ("marketing", ["2025-11-30", "2026-02-28"]),
    ("training", ["2025-08-31", "2025-09-30", "2026-02-28"]),
])  # fmt: skip
def test_the_rounds_of_the_handbook(kind, days):
    assert [one.due_on.isoformat() for one in rounds(kind, baseline=BASE, done=[], on=BASE)] == days


@pytest.mark.parametrize(("on", "states"), [
    (date(2026, 2, 27), ["coming", "coming"]), (date(2026, 2, 28), ["due", "coming"]),
    (date(2026, 8, 30), ["due", "coming"]), (date(2026, 8, 31), ["missed", "due"]),
    (date(2030, 1, 1), ["missed", "due"]),
])  # fmt: skip
def test_a_round_is_missed_once_the_next_one_is_due(on, states):
    assert [one.state for one in rounds("loan", baseline=BASE, done=[], on=on)] == states


def test_a_kind_of_help_nobody_follows_up_is_refused():
    with pytest.raises(ItemUnknown):
        rounds("singing", baseline=BASE, done=[], on=BASE)


@given(st.sampled_from(sorted(ROUNDS)), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-100, 900), st.data())
def test_at_most_one_round_is_due_and_an_answer_is_never_lost(kind, baseline, later, data):
    keys = [one.key for one in ROUNDS[kind]]
    done = data.draw(st.sets(st.sampled_from(keys)))
    found = rounds(kind, baseline=baseline, done=done, on=baseline + timedelta(days=later))
    assert [one.round for one in found] == keys
    assert sum(one.state == "due" for one in found) <= 1
    assert {one.round for one in found if one.state == "done"} == done
    assert all(one.days >= 0 for one in found)


def test_the_change_of_income_counts_who_gave_up():
    first = {str(n): BusinessReading(row=f"u{n}", alive=True, sales=1_000, goods=400, costs=100) for n in range(8)}
    later = {str(n): BusinessReading(row=f"v{n}", alive=n > 5, sales=2_000, goods=400, costs=100) for n in range(7)}
    found = income_change(first, later)
    assert (found.asked, found.followed, found.rose, found.fell, found.lost) == (8, 7, 1, 6, ("7",))
    assert found.middle.median == -500
    assert still_alive(first, later) == (1, 6, 1)


def test_a_business_can_lose_money_and_one_given_up_does_not():
    reading = BusinessReading(row="u", alive=True, sales=100, goods=90, costs=50)
    assert reading.net == -40
    assert BusinessReading(row="u", alive=False, sales=100, goods=90, costs=50).net == 0
