"""When those who were helped are asked again; businesses given up are not left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.followups import ROUNDS, BusinessReading, Start, income_change, rounds, start_of, still_alive
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


DAY = st.dates(date(2024, 1, 1), date(2024, 3, 1))
DATED = st.dictionaries(st.sampled_from("abcdef"), DAY).map(lambda found: list(found.items()))


@given(DATED, DATED, st.randoms(use_true_random=False))
def test_the_start_is_the_first_loan_with_a_form_before_it(forms, loans, chance):
    found = start_of(forms, loans)
    able = [(on, loan) for loan, on in loans if any(filled <= on for _, filled in forms)]
    assert (found is None) == (not able)
    if found is not None:
        assert (found.paid_out, found.loan) == min(able)
        filled = dict(forms)[found.form]
        assert filled <= found.paid_out
        assert not any(filled < on <= found.paid_out for _, on in forms)
    mixed = list(forms), list(loans)
    chance.shuffle(mixed[0])
    chance.shuffle(mixed[1])
    assert start_of(*mixed) == found  # whatever order the rows come in


@given(DATED, DATED, DAY.map(lambda day: day + timedelta(days=61)))
def test_what_comes_later_never_moves_a_start(forms, loans, later):
    found = start_of(forms, loans)
    if found is not None:
        assert start_of([*forms, ("new", later)], [*loans, ("new", later)]) == found


def test_a_form_of_the_day_of_the_payout_counts_as_before():
    day = date(2025, 2, 20)
    assert start_of([("f", day)], [("l", day)]) == Start(form="f", loan="l", paid_out=day)
    assert start_of([("f", day + timedelta(days=1))], [("l", day)]) is None
    assert start_of([], [("l", day)]) is start_of([("f", day)], []) is None
