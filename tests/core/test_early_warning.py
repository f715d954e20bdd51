"""Early warnings: each rule at its edge, with its figure and its limit; no score behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.base.reference import rule_definitions
from gulir.core.early_warning import (
    RULES,
    BusinessLook,
    Candidate,
    Dated,
    Known,
    LoanUser,
    Warned,
    WarningRules,
    coverage,
    next_week,
    warnings,
)
from gulir.core.rules import Rules
from gulir.core.vital_signs import BooksSeen, InstalmentDue, Meeting

ON = date(2026, 3, 10)
DEFINITIONS = {definition.key: definition for definition in rule_definitions()}
LIMITS = WarningRules.of(Rules(on=ON, definitions=DEFINITIONS, rows={}))
FOUR = frozenset("abcd")
WELL = Known(since=date(2025, 1, 1), last_visit=Dated(row="v1", on=date(2026, 3, 1)))


def meeting(n, *, held=True, present=FOUR, savers=FOUR):
    day = date(2025, 9, 1) + timedelta(days=7 * n)
    return Meeting(row=f"m{n}", planned_on=day, held=held, members=FOUR, present=present, savers=savers)


def fired(on=ON, rules=LIMITS, **known):
    return {one.key: one for one in warnings(replace(WELL, **known), on=on, rules=rules)}


def test_the_rulebook_holds_the_limits_of_the_handbook():
    assert WarningRules(
        missed_meetings=2, attendance_fall=Fraction(20), attendance_meetings=3, savings_stopped=2,
        first_instalment_days=0, leader_months=3, coverage_days=60, business_months=1, books_behind=1, other_users=1,
        hard_months=(1, 7), visit_points=3, visit_days=7,
    ) == LIMITS  # fmt: skip


def test_there_are_ten_rules_and_a_group_that_is_well_meets_none():
    assert len(RULES) == 10
    assert fired() == {}


def test_every_rule_named_is_in_the_rulebook_with_its_limit():
    """All ten at once: each says the key of its limit, and the limit is what the rulebook holds."""
    meetings = [meeting(n) for n in range(3)]
    meetings += [meeting(n, present=frozenset("a"), savers=frozenset()) for n in range(3, 6)]
    meetings += [meeting(6, held=False), meeting(7, held=False)]
    found = fired(
        on=date(2026, 6, 15),
        meetings=meetings,
        first_instalments=[InstalmentDue(row="a1", due_on=date(2026, 6, 14))],
        leader_changed=Dated(row="o1", on=date(2026, 5, 1)),
        last_visit=None,
        businesses=[BusinessLook(row="p1", paid_out=date(2026, 5, 14))],
        books=[BooksSeen(row="k1", on=date(2026, 3, 1), in_order=False)],
        users=[LoanUser(row="u1", borrower_uses=False)],
    )
    assert len(found) == 10
    for one in found.values():
        if one.key != "hard_months":
            assert DEFINITIONS[one.rule].default_at(ON)[1] == one.limit
    assert DEFINITIONS[found["hard_months"].rule].default_at(ON)[1] == (1, 7)


@pytest.mark.parametrize(("held", "rows"), [
    ((True, True, False), None), ((True, False, False), ("m1", "m2")), ((False, False, True), None), ((), None),
    ((False, True, False, False, False), ("m2", "m3", "m4")),
])  # fmt: skip
def test_meetings_missed_in_a_row(held, rows):
    found = fired(meetings=[meeting(n, held=one) for n, one in enumerate(held)]).get("missed_meetings")
    assert (found.rows if found else None) == rows
    assert found is None or (found.figure, found.limit) == (len(rows), 2)


def test_a_meeting_of_tomorrow_is_not_missed_and_the_order_of_rows_does_not_matter():
    planned = [meeting(n, held=n < 27) for n in range(40)]
    assert planned[27].planned_on == ON - timedelta(days=1)
    assert "missed_meetings" not in fired(meetings=planned)
    assert fired(meetings=[meeting(n, held=False) for n in (2, 0, 1)])["missed_meetings"].rows == ("m0", "m1", "m2")


@pytest.mark.parametrize(("came", "fall"), [
    ((4, 4, 4, 3, 3, 4), None), ((4, 4, 4, 3, 3, 3), Fraction(25)), ((4, 4, 4, 1, 1), None), ((3, 3, 3, 4, 4, 4), None),
    ((0, 0, 4, 4, 4, 1, 1, 1), Fraction(75)), ((4, 4, 2, 2, 2, 4), None),
])  # fmt: skip
def test_attendance_that_falls_by_more_than_twenty_points(came, fall):
    held = [meeting(n, present=frozenset("abcd"[:count])) for n, count in enumerate(came)]
    found = fired(meetings=held).get("attendance_fall")
    assert (found.figure if found else None) == fall
    assert found is None or (found.limit, len(found.rows)) == (20, 6)


def test_a_fall_of_exactly_twenty_points_is_no_warning():
    five = frozenset("abcde")
    held = [replace(meeting(n), members=five, present=five if n < 3 else frozenset("abcd")) for n in range(6)]
    assert "attendance_fall" not in fired(meetings=held)


@pytest.mark.parametrize(("savers", "stopped"), [
    ("110", False), ("100", True), ("00", False), ("0100", True), ("1", False), ("1001", False),
])  # fmt: skip
def test_savings_that_stopped_had_begun(savers, stopped):
    held = [meeting(n, savers=FOUR if saved == "1" else frozenset()) for n, saved in enumerate(savers)]
    assert ("savings_stopped" in fired(meetings=held)) is stopped


@pytest.mark.parametrize(("due", "paid", "days"), [
    (ON, None, None), (ON - timedelta(days=1), None, 1), (date(2026, 2, 1), date(2026, 2, 1), None),
    (date(2026, 2, 1), date(2026, 2, 4), 3), (date(2026, 2, 1), date(2026, 4, 1), 37),
])  # fmt: skip
def test_a_first_instalment_that_came_late(due, paid, days):
    found = fired(first_instalments=[InstalmentDue(row="a1", due_on=due, paid_on=paid)]).get("first_instalment_days")
    assert (found.figure if found else None) == days


@pytest.mark.parametrize(("changed", "warned"), [
    (ON, True), (date(2025, 12, 11), True), (date(2025, 12, 10), False), (date(2026, 3, 11), False),
])  # fmt: skip
def test_a_new_leader_is_a_risk_for_three_months(changed, warned):
    assert ("leader_months" in fired(leader_changed=Dated(row="o1", on=changed))) is warned


@pytest.mark.parametrize(("last", "days"), [(date(2026, 1, 9), None), (date(2026, 1, 8), 61), (None, 433)])
def test_a_visit_is_overdue_after_sixty_days(last, days):
    found = fired(last_visit=Dated(row="v1", on=last) if last else None).get("coverage_days")
    assert (found.figure if found else None) == days


@pytest.mark.parametrize(("paid_out", "seen", "warned"), [
    (date(2026, 2, 10), None, False), (date(2026, 2, 9), None, True), (date(2026, 1, 1), date(2026, 3, 10), False),
    (date(2026, 1, 1), date(2026, 3, 11), True),
])  # fmt: skip
def test_a_business_is_to_be_seen_within_a_month(paid_out, seen, warned):
    look = BusinessLook(row="p1", paid_out=paid_out, seen_on=seen)
    assert ("visit_after_months" in fired(businesses=[look])) is warned


@pytest.mark.parametrize(("order", "warned"), [((True, False), True), ((False, True), False), ((), False)])
def test_the_last_check_of_the_books_counts(order, warned):
    seen = [BooksSeen(row=f"k{n}", on=date(2026, 1, 1 + n), in_order=one) for n, one in enumerate(order)]
    assert ("books_behind" in fired(books=seen[::-1])) is warned


@pytest.mark.parametrize(("on", "warned"), [
    (date(2026, 6, 1), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False), (date(2026, 12, 31), True),
    (date(2026, 1, 31), False),
])  # fmt: skip
def test_a_hard_month_is_announced_in_the_month_before(on, warned):
    found = fired(on=on, last_visit=Dated(row="v1", on=on))
    assert ("hard_months" in found) is warned


def test_another_limit_of_the_board_is_obeyed():
    loose = replace(LIMITS, missed_meetings=3, other_users=2)
    users = [LoanUser(row="u1", borrower_uses=False), LoanUser(row="u2", borrower_uses=True)]
    two = [meeting(0, held=False), meeting(1, held=False)]
    assert {"missed_meetings", "other_users"} <= set(fired(meetings=two, users=users))
    assert fired(meetings=two, users=users, rules=loose) == {}


# ---------------------------------------------------------------- next week

ONE = Warned(key="books_behind", figure=1, limit=1, rule="mentoring.books_behind")
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        name=st.text("abc", min_size=1, max_size=4),
        warned=st.integers(0, 5).map(lambda n: (ONE,) * n),
        stages_fallen=st.integers(0, 2),
        days_unvisited=st.integers(0, 200),
    ),
    max_size=12,
)


@given(CANDIDATES, st.randoms())
def test_the_list_does_not_depend_on_the_order_it_was_asked_in(candidates, chance):
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert next_week(candidates, on=ON, rules=LIMITS) == next_week(shuffled, on=ON, rules=LIMITS)


@given(CANDIDATES)
def test_who_cannot_wait_comes_first_and_nobody_without_a_reason_comes(candidates):
    found = next_week(candidates, on=ON, rules=LIMITS)
    assert len(found) == sum(bool(one.warned or one.stages_fallen) for one in candidates)
    soon = [row.visit_by is not None for row in found]
    assert soon == sorted(soon, reverse=True)
    assert {row.visit_by for row in found} <= {None, ON + timedelta(days=7)}
    for row in found:
        assert (row.visit_by is not None) == (len(row.warned) >= 3)


def test_among_equal_warnings_the_fallen_stage_then_the_wait_then_the_name():
    rows = [
        Candidate(name="d", warned=(ONE,), days_unvisited=9),
        Candidate(name="c", warned=(ONE,), days_unvisited=50),
        Candidate(name="b", warned=(ONE,), stages_fallen=1),
        Candidate(name="a", warned=(ONE,), days_unvisited=9),
    ]
    assert [row.name for row in next_week(rows, on=ON, rules=LIMITS)] == ["b", "c", "a", "d"]


def test_coverage_counts_every_group_and_names_those_left_alone():
    seen = {"a": (ON, ON), "b": (None, date(2025, 1, 1)), "c": (date(2026, 1, 8), ON), "d": (date(2026, 1, 9), ON)}
    found = coverage(seen, on=ON, most_days=60)
    assert found.alarmed == (("b", 433), ("c", 61))
    assert (found.groups, found.percent) == (4, 50)
    assert coverage({}, on=ON, most_days=60).percent is None
