"""The hand-over ladder and the test before a facilitator leaves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.base.reference import instrument
from gulir.core.handover import ROUTINES, Ladder, exit_test, handover_index, quarter_of
from gulir.core.problems.measuring import AnswerUnknown, ItemUnknown

END = date(2026, 12, 31)
READY = dict.fromkeys(ROUTINES, 4) | {"plan": 3, "report": 3}


def ladder(month, levels, row=None):
    return Ladder(row=row or f"h{month}", on=date(2026, month, 28), levels=levels)


def test_the_rungs_are_those_of_the_instrument():
    one = instrument("handover", END)
    assert tuple(item.key for item in one.items) == ROUTINES
    assert {answer.points for item in one.items for answer in item.answers} == {1, 2, 3, 4}


@pytest.mark.parametrize(("level", "index"), [(1, 0), (2, Fraction(1, 3)), (3, Fraction(2, 3)), (4, 1)])
def test_the_index_goes_from_nothing_to_one(level, index):
    assert handover_index(ladder(3, dict.fromkeys(ROUTINES, level))) == index


def test_the_index_of_a_mixed_reading():
    levels = dict(zip(ROUTINES, (1, 2, 3, 4, 1, 2, 3, 4), strict=True))
    assert handover_index(ladder(3, levels)) == Fraction(1, 2)


def test_a_routine_that_was_not_read_leaves_the_index_open():
    part = {key: 4 for key in ROUTINES if key != "collect"}
    assert handover_index(ladder(3, part)) is None
    assert ladder(3, part).unread == ladder(3, part).below == ("collect",)


@pytest.mark.parametrize(("levels", "passes"), [
    (READY, True), (READY | {"plan": 2}, False), (READY | {"lead": 3}, False), (dict.fromkeys(ROUTINES, 4), True),
    ({key: 4 for key in ROUTINES if key != "plan"}, False),
])  # fmt: skip
def test_six_alone_and_none_below_three(levels, passes):
    assert exit_test([ladder(9, levels), ladder(12, levels)], ends_on=END).passed is passes


@pytest.mark.parametrize(("months", "quarters"), [
    ((9, 12), 2), ((6, 9), 2), ((3, 6), 0), ((6, 12), 1), ((12,), 1), ((), 0), ((3, 6, 9, 12), 4), ((10, 12), 1),
])  # fmt: skip
def test_two_quarters_in_a_row_up_to_the_end(months, quarters):
    found = exit_test([ladder(month, READY) for month in months], ends_on=END)
    assert (found.quarters, found.passed) == (quarters, quarters >= 2)


def test_the_last_reading_of_a_quarter_counts_and_says_what_is_missing():
    found = exit_test([ladder(9, READY), ladder(10, READY), ladder(12, READY | {"books": 1})], ends_on=END)
    assert (found.passed, found.quarters, found.below, found.alone, found.rows) == (False, 0, ("books",), 5, ("h12",))


def test_a_reading_after_the_end_helps_nobody():
    late = Ladder(row="late", on=date(2027, 1, 1), levels=READY)
    assert exit_test([ladder(12, READY), late], ends_on=END).quarters == 1
    assert exit_test([late], ends_on=END).below == ROUTINES


def test_a_new_year_does_not_break_the_row():
    turn = [Ladder(row="a", on=date(2025, 12, 1), levels=READY), Ladder(row="b", on=date(2026, 1, 1), levels=READY)]
    assert exit_test(turn, ends_on=date(2026, 3, 1)).rows == ("a", "b")
    assert quarter_of(date(2026, 3, 31)) + 1 == quarter_of(date(2026, 4, 1))


@pytest.mark.parametrize("level", [0, 5, -1])
def test_a_rung_the_ladder_has_not_is_refused(level):
    with pytest.raises(AnswerUnknown):
        ladder(3, {"call": level})
    with pytest.raises(ItemUnknown):
        ladder(3, {"sing": 1})


LEVELS = st.dictionaries(st.sampled_from(ROUTINES), st.integers(1, 4))


@given(st.dictionaries(st.integers(1, 12), LEVELS), st.sampled_from(ROUTINES))
def test_climbing_never_loses_what_was_passed(readings, routine):
    before = exit_test([ladder(m, levels) for m, levels in readings.items()], ends_on=END)
    after = exit_test([ladder(m, levels | {routine: 4}) for m, levels in readings.items()], ends_on=END)
    assert after.quarters >= before.quarters
    assert before.passed <= after.passed
