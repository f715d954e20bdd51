"""Vital signs: what was done out of what was to be done, with the records behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.base.reference import instrument
from gulir.core.dates import Period
from gulir.core.instruments import score
from gulir.core.vital_signs import (
    BooksSeen,
    InstalmentDue,
    InternalLoanSeen,
    Meeting,
    fell,
    five_habits,
    habit_points,
    kotaku_readings,
)

ON = date(2026, 3, 31)
MARCH = Period.month(2026, 3)
KOTAKU = instrument("ksm_kotaku", ON)
HABITS = instrument("ksm_five_habits", ON)
FIVE = frozenset({"Yuni", "Karti", "Tini", "Siti", "Rini"})


def meeting(row, day, *, held=True, present=FIVE, savers=FIVE, members=FIVE):
    return Meeting(row=row, planned_on=day, held=held, members=members, present=present, savers=savers)


def monthly(count=3, **more):
    return [meeting(f"m{n}", date(2026, 3 - n, 10), **more) for n in range(count)]


def points(meetings, missed=None, item="meetings"):
    return kotaku_readings(KOTAKU, on=ON, meetings=meetings, missed_instalments=missed or {})[item].points


# ---------------------------------------------------------------- five habits


def test_a_group_that_does_everything_stands_on_its_own():
    signs = five_habits(
        MARCH,
        on=ON,
        meetings=[meeting(f"m{day}", date(2026, 3, day)) for day in (2, 9, 16, 23)],
        internal=[InternalLoanSeen(row="i1", due_on=ON)],
        instalments=[InstalmentDue(row="a1", due_on=date(2026, 3, 15), paid_on=date(2026, 3, 15))],
        books=[BooksSeen(row="k1", on=date(2026, 3, 20), in_order=True)],
    )
    given_ = habit_points(signs, HABITS)
    assert set(given_.values()) == {4}
    assert score(HABITS, computed=given_, told={}).stage == "mandiri"


def test_each_habit_names_the_record_that_failed():
    signs = five_habits(
        MARCH,
        on=ON,
        meetings=[
            meeting("m1", date(2026, 3, 2), savers=frozenset({"Yuni"})),
            meeting("m2", date(2026, 3, 9), held=False),
        ],
        internal=[InternalLoanSeen(row="i1", due_on=date(2026, 3, 30)), InternalLoanSeen(row="i2", due_on=ON)],
        instalments=[
            InstalmentDue(row="a1", due_on=date(2026, 3, 15), paid_on=date(2026, 3, 16)),
            InstalmentDue(row="a2", due_on=date(2026, 3, 20)),
            InstalmentDue(row="a3", due_on=date(2026, 3, 22), paid_on=date(2026, 3, 1)),
        ],
        books=[BooksSeen(row="k1", on=date(2026, 3, 20), in_order=False)],
    )
    assert {key: (sign.did, sign.of, sign.missed) for key, sign in signs.items()} == {
        "meetings": (1, 2, ("m2",)),
        "attendance": (5, 5, ()),
        "saving": (1, 5, ("m1",)),
        "lending": (1, 2, ("i1",)),
        "repayment": (1, 3, ("a1", "a2")),
        "bookkeeping": (0, 1, ("k1",)),
    }
    assert habit_points(signs, HABITS) == {"meetings": 1, "saving": 0, "lending": 1, "repayment": 0, "bookkeeping": 0}


def test_what_is_not_due_yet_is_no_failure():
    signs = five_habits(
        MARCH,
        on=date(2026, 3, 15),
        meetings=[meeting("m1", date(2026, 3, 16), held=False)],
        instalments=[InstalmentDue(row="a1", due_on=date(2026, 3, 15))],
    )
    assert [sign.of for sign in signs.values()] == [0] * 6
    assert set(habit_points(signs, HABITS).values()) == {None}


def test_the_tolerance_of_the_board_counts():
    owed = [InstalmentDue(row="a1", due_on=date(2026, 3, 10), paid_on=date(2026, 3, 13))]
    did = [five_habits(MARCH, on=ON, meetings=[], instalments=owed, tolerance_days=n)["repayment"].did for n in (2, 3)]
    assert did == [0, 1]


def test_an_instalment_that_may_still_be_paid_in_time_is_not_judged():
    owed = [InstalmentDue(row="a1", due_on=date(2026, 3, 10), paid_on=date(2026, 3, 20))]
    counted = [
        five_habits(MARCH, on=date(2026, 3, day), meetings=[], instalments=owed, tolerance_days=3)["repayment"].of
        for day in (10, 13, 14)
    ]
    assert counted == [0, 0, 1]


def test_a_guest_who_saves_is_not_counted_as_a_member():
    signs = five_habits(MARCH, on=ON, meetings=[meeting("m1", date(2026, 3, 2), savers=FIVE | {"Guest"})])
    assert (signs["saving"].did, signs["saving"].of) == (5, 5)


def test_a_habit_without_records_leaves_the_stage_open():
    signs = five_habits(MARCH, on=ON, meetings=[meeting("m1", date(2026, 3, 2))])
    found = score(HABITS, computed=habit_points(signs, HABITS), told={})
    assert (found.points, found.stage, found.sure) == (8, "tumbuh", False)
    assert found.open == ("lending", "repayment", "bookkeeping")


MEETINGS = st.lists(
    st.builds(
        lambda day, held, present, savers: (day, held, frozenset(present), frozenset(savers)),
        st.integers(0, 200),
        st.booleans(),
        st.sets(st.sampled_from(sorted(FIVE))),
        st.sets(st.sampled_from(sorted(FIVE))),
    ),
    max_size=15,
)


def built(drawn):
    return [
        meeting(f"m{n}", date(2025, 11, 1) + timedelta(days=day), held=held, present=present, savers=savers)
        for n, (day, held, present, savers) in enumerate(drawn)
    ]


@given(MEETINGS)
def test_nobody_does_more_than_there_is_to_do_and_every_miss_is_among_the_rows(drawn):
    for sign in five_habits(Period(date(2025, 11, 1)), on=ON, meetings=built(drawn)).values():
        assert 0 <= sign.did <= sign.of
        assert set(sign.missed) <= set(sign.rows)
        assert (sign.did == sign.of) == (not sign.missed)


# ---------------------------------------------------------------- the Kotaku form


@pytest.mark.parametrize(("days", "worth"), [
    ([], 0), ([(3, 5)], 1), ([(3, 5), (3, 6), (3, 7)], 1), ([(3, 5), (2, 5), (1, 5)], 2),
    ([(3, 5), (3, 20), (2, 5), (2, 20), (1, 5), (1, 20)], 3), ([(3, 5), (3, 6), (2, 5), (2, 20), (1, 5)], 2),
])  # fmt: skip
def test_how_often_a_group_meets(days, worth):
    held = [meeting(f"m{n}", date(2026, month, day)) for n, (month, day) in enumerate(days)]
    assert points([*held, meeting("old", date(2025, 1, 1))]) == worth


def test_a_group_that_never_planned_a_meeting_has_no_answer():
    assert points([]) is None


def test_a_meeting_of_more_than_three_months_ago_or_of_tomorrow_does_not_count():
    found = kotaku_readings(
        KOTAKU,
        on=ON,
        meetings=[meeting("old", date(2025, 12, 31)), meeting("new", date(2026, 4, 1))],
        missed_instalments={},
    )
    assert (found["meetings"].points, found["meetings"].rows) == (0, ())


@pytest.mark.parametrize(("savers", "worth"), [
    ([set(), set(), set()], 0), ([{"Yuni"}, set(), set()], 1), ([FIVE, set(), FIVE], 2), ([FIVE, FIVE, FIVE], 3),
    ([FIVE - {"Tini"}, FIVE - {"Tini"}, FIVE - {"Tini"}], 1), ([FIVE - {"Tini"}, FIVE - {"Yuni"}, FIVE], 2),
])  # fmt: skip
def test_who_saves_and_how_regularly(savers, worth):
    held = [meeting(f"m{n}", date(2026, 3 - n, 10), savers=frozenset(who)) for n, who in enumerate(savers)]
    assert points(held, item="savings") == worth


@pytest.mark.parametrize(("missed", "worth"), [
    ({}, None), ({"PB-1": 0}, 3), ({"PB-1": 1}, 2), ({"PB-1": 0, "PB-2": 2}, 1), ({"PB-1": 3}, 0), ({"PB-1": 12}, 0),
])  # fmt: skip
def test_the_worst_loan_answers_for_repayment(missed, worth):
    assert points([], missed, item="repayment") == worth


def test_the_loan_that_is_behind_is_named():
    found = kotaku_readings(KOTAKU, on=ON, meetings=[], missed_instalments={"PB-1": 0, "PB-2": 2})
    assert (found["repayment"].rows, found["repayment"].figures) == (("PB-2",), {"missed": 2})


def test_the_records_give_the_computed_answers_and_people_the_others():
    found = kotaku_readings(KOTAKU, on=ON, meetings=monthly(), missed_instalments={"PB-1": 0})
    computed = {key: reading.points for key, reading in found.items()}
    assert computed == {"meetings": 2, "attendance": 3, "savings": 3, "repayment": 3}
    told = {"agenda": 2, "rules": 2, "records": 2, "safety": 2, "partners": 1, "issues": 2}
    whole = score(KOTAKU, computed=computed, told=told)
    assert (whole.points, whole.stage, whole.sure, whole.open) == (22, "tumbuh", True, ())


@given(MEETINGS)
def test_points_are_always_answers_of_the_form(drawn):
    found = kotaku_readings(KOTAKU, on=ON, meetings=built(drawn), missed_instalments={"PB-1": len(drawn)})
    score(KOTAKU, computed={key: reading.points for key, reading in found.items()}, told={})
    assert all(set(one.rows) <= {*(f"m{n}" for n in range(15)), "PB-1"} for one in found.values())


@pytest.mark.parametrize(("before", "now", "by"), [
    ("kembang", "tunas", 2), ("tumbuh", "tunas", 1), ("tunas", "tumbuh", 0), ("tunas", "tunas", 0), ("", "tunas", 0),
])  # fmt: skip
def test_a_fall_is_counted_in_stages(before, now, by):
    assert fell(KOTAKU, before, now) == by
