"""The ladder of arrears: what is done when, never out of turn."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.ladder import IN_ORDER, LATE, Ladder, Step, Taken, next_step

DUE = date(2026, 3, 15)
LADDER = Ladder()


def asked(days, taken=(), ladder=LADDER):
    """The step asked for so many days after the due day (below zero: before it)."""
    found = next_step(ladder, on=DUE + timedelta(days=days), days_late=max(0, days), due_on=DUE, taken=taken)
    return found.step.value if found else None


def done(*steps):
    return [Taken(Step(step), DUE + timedelta(days=day)) for step, day in steps]


@pytest.mark.parametrize(
    ("days", "step"),
    [(-4, None), (-3, "reminder"), (0, "reminder"), (1, "call"), (7, "call"), (8, "visit"), (29, "visit"),
     (30, "warning_1"), (89, "warning_1"), (400, "warning_1")],
)  # fmt: skip
def test_who_was_never_told_anything_begins_at_the_first_letter(days, step):
    assert asked(days) == step


def test_each_letter_comes_after_the_one_before_and_the_team_before_the_decision():
    letters = [("warning_1", 30), ("warning_2", 60), ("warning_3", 90)]
    assert asked(59, done(*letters[:1])) is None
    assert asked(60, done(*letters[:1])) == "warning_2"
    assert asked(95, done(*letters[:1])) == "warning_2"
    assert asked(90, done(*letters[:2])) == "warning_3"
    assert asked(200, done(*letters)) == "team"
    assert asked(200, done(*letters, ("team", 180))) == "decision"
    assert asked(300, done(*letters, ("team", 180), ("decision", 200))) is None


def test_nobody_calls_after_a_letter_and_nobody_calls_twice():
    assert asked(5, done(("call", 2))) is None
    assert asked(9, done(("warning_1", 9))) is None
    assert asked(9, done(("call", 2))) == "visit"


def test_the_group_is_given_time_to_answer():
    late = next_step(LADDER, on=DUE + timedelta(days=100), days_late=100, due_on=None, taken=done(("warning_1", 98)))
    assert (late.step, late.from_day) == (Step.WARNING_2, DUE + timedelta(days=105))
    soon = next_step(LADDER, on=DUE + timedelta(days=105), days_late=105, due_on=None, taken=done(("warning_1", 98)))
    assert soon.from_day == DUE + timedelta(days=105)


def test_a_reminder_is_given_once_for_each_instalment():
    assert asked(-1, done(("reminder", -3))) is None
    assert asked(-1, done(("reminder", -33))) == "reminder"


def test_a_board_has_its_own_days():
    strict = Ladder(reminder_days=7, starts_at=(1, 2, 3, 4, 5, 6, 7), gap_days=0)
    assert asked(-7, ladder=strict) == "reminder"
    assert asked(3, ladder=strict) == "warning_1"
    with pytest.raises(ValueError, match="after the one before"):
        Ladder(starts_at=(1, 8, 30, 30, 90, 91, 180))


RANK: dict[str | None, int] = {None: -1, **{str(step.value): place for place, step in enumerate(Step)}}


@given(st.integers(1, 500), st.integers(1, 500))
def test_time_alone_never_leads_a_step_down(one, other):
    """Read backwards: whoever pays, and so is less late, is never asked for a higher step."""
    less, more = sorted((one, other))
    assert RANK[asked(less)] <= RANK[asked(more)]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_whoever_takes_every_step_takes_the_letters_in_order(waits):
    """Whatever the days on which the officer looks: no letter twice, none passed over, each after its time."""
    taken, day = [], 0
    for wait in waits:
        day += wait
        on = DUE + timedelta(days=day)
        found = next_step(LADDER, on=on, days_late=day, due_on=None, taken=taken)
        if found is not None and found.from_day <= on:
            taken.append(Taken(found.step, on))
    steps = [row.step for row in taken]
    assert len(steps) == len(set(steps))
    assert [LATE.index(step) for step in steps] == sorted(LATE.index(step) for step in steps)
    letters = [step for step in steps if step in IN_ORDER]
    assert letters == list(IN_ORDER[: len(letters)])
    gaps = [(b.on - a.on).days for a, b in pairwise(taken)]
    assert all(gap >= LADDER.gap_days for gap in gaps)
