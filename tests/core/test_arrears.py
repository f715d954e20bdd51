"""One function says how many instalments are missed; class, provision and ageing follow from it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from gulir.core.arrears import ArrearsRules, MissedFrom, Pause, Payment, ageing, arrears, arrears_of
from gulir.core.collectibility import DEFAULT_TABLE, ClassTable, collectibility, provision, table_at
from gulir.core.schedule import Instalment, Terms, Unit, schedule


def day(text):
    return date.fromisoformat(text)


def t2(**more):
    """Vector T2: ten instalments of 500,000 + 75,000 on the 15th, from 15 February 2026."""
    terms = {
        "principal": 5_000_000,
        "instalments": 10,
        "rate_percent": Fraction(3, 2),
        "disbursed_on": day("2026-01-15"),
    }
    return schedule(Terms(**terms | more)).instalments


def paid(on, principal=500_000, jasa=75_000):
    return Payment(day(on), principal, jasa)


T5 = [paid("2026-02-15"), paid("2026-03-15"), paid("2026-06-20", 0, 50_000)]


def test_t5_three_instalments_are_missed():
    found = arrears(t2(), T5, day("2026-06-30"))
    assert found.principal_due + found.jasa_due == 2_875_000
    assert (found.missed, found.principal, found.jasa, found.balance) == (3, 1_500_000, 175_000, 4_000_000)
    assert found.days_late == (day("2026-06-30") - day("2026-04-15")).days
    kol = collectibility(found)
    assert (kol, provision(found.balance, kol)) == (2, 400_000)


@pytest.mark.parametrize(
    ("on", "missed", "days_late"),
    [("2026-02-14", 0, 0), ("2026-02-15", 1, 0), ("2026-02-16", 1, 1), ("2026-04-15", 3, 59)],
)
def test_an_instalment_is_missed_at_the_close_of_its_due_day(on, missed, days_late):
    found = arrears(t2(), [], day(on))
    assert (found.missed, found.days_late) == (missed, days_late)


def test_a_board_may_count_from_the_day_after():
    rules = ArrearsRules(missed_from=MissedFrom.DAY_AFTER)
    assert [arrears(t2(), [], day(on), rules=rules).missed for on in ("2026-02-15", "2026-02-16")] == [0, 1]
    assert arrears(t2(), [], day("2026-02-15"), rules=rules).principal == 0


@pytest.mark.parametrize(
    ("on", "missed", "days_late"), [("2026-02-18", 0, 0), ("2026-02-19", 1, 1), ("2026-03-18", 1, 28)]
)
def test_days_of_grace_hold_back_the_count_and_not_the_amount(on, missed, days_late):
    found = arrears(t2(), [], day(on), rules=ArrearsRules(grace_days=3))
    assert (found.missed, found.days_late) == (missed, days_late)
    assert found.principal == (500_000 if on < "2026-03-15" else 1_000_000)


def test_grace_may_still_count_on_its_last_day():
    rules = ArrearsRules(grace_days=3, missed_from=MissedFrom.DUE_DAY)
    assert arrears(t2(), [], day("2026-02-18"), rules=rules).missed == 1


def test_a_pause_stops_ageing_and_overlapping_pauses_count_once():
    flood = (Pause(day("2026-03-01"), day("2026-03-11")), Pause(day("2026-03-05"), day("2026-03-21")))
    rules = ArrearsRules(pauses=flood)
    plain = arrears(t2(), [], day("2026-04-30"))
    paused = arrears(t2(), [], day("2026-04-30"), rules=rules)
    assert plain.days_late - paused.days_late == 20
    assert arrears(t2(), [], day("2026-03-10"), rules=rules).days_late == 14
    assert paused.principal == plain.principal


def test_a_pause_before_the_due_date_changes_nothing():
    rules = ArrearsRules(pauses=(Pause(day("2026-01-01"), day("2026-02-10")),))
    assert arrears(t2(), [], day("2026-02-20"), rules=rules) == arrears(t2(), [], day("2026-02-20"))


def test_payments_after_the_day_do_not_count():
    assert arrears(t2(), [paid("2026-02-16")], day("2026-02-15")).missed == 1
    assert arrears(t2(), [paid("2026-02-15")], day("2026-02-15")).missed == 0


def test_a_payment_short_by_one_rupiah_leaves_the_instalment_missed():
    assert arrears(t2(), [paid("2026-02-15", 499_999)], day("2026-02-20")).missed == 1


def test_who_paid_ahead_owes_nothing_yet():
    found = arrears_of(t2(), 2_000_000, 300_000, day("2026-03-20"))
    assert (found.missed, found.principal, found.jasa, found.days_late) == (0, 0, 0, 0)


def test_a_settled_loan_is_not_late_ever_after():
    found = arrears_of(t2(), 5_000_000, 750_000, day("2030-01-01"))
    assert (found.periods_late, found.balance, found.ended_months, collectibility(found)) == (0, 0, 0, 1)


def test_more_paid_than_owed_leaves_no_negative_balance():
    assert arrears_of(t2(), 5_000_100, 750_000, day("2030-01-01")).balance == 0


@pytest.mark.parametrize(
    ("on", "after_term", "ended", "kol"),
    [
        ("2026-11-15", 0, 0, 2),
        ("2026-11-16", 0, 1, 2),
        ("2026-12-14", 0, 1, 2),
        ("2026-12-15", 1, 1, 2),
        ("2027-02-15", 3, 3, 3),
        ("2027-02-16", 3, 4, 5),
    ],
)
def test_a_loan_whose_term_is_over_goes_on_counting(on, after_term, ended, kol):
    """Only the last instalment is unpaid; more than three months after the term it is in the worst class."""
    found = arrears_of(t2(), 4_500_000, 675_000, day(on))
    assert (found.missed, found.after_term, found.ended_months) == (1, after_term, ended)
    assert found.periods_late == 1 + after_term
    assert collectibility(found) == kol


@pytest.mark.parametrize(
    ("more", "on", "after_term"),
    [
        ({"unit": Unit.WEEK}, "2026-04-09", 2),
        ({"unit": Unit.WEEK, "every": 2}, "2026-07-02", 2),
        ({"every": 3}, "2028-10-14", 0),
        ({"every": 3}, "2028-10-15", 1),
        ({"instalments": 1}, "2026-04-20", 2),
        ({"unit": Unit.DAY, "every": 1}, "2026-01-30", 5),
    ],
)
def test_after_the_term_the_interval_of_the_schedule_is_counted(more, on, after_term):
    assert arrears_of(t2(**more), 0, 0, day(on)).after_term == after_term


def test_a_holiday_that_moved_one_date_does_not_change_the_interval():
    """15 March moved to the 25th: the month to 15 April is still a month."""
    lines = [Instalment(n, day(on), 100, 0, 0) for n, on in enumerate(("2026-03-25", "2026-04-20"), 1)]
    assert arrears_of(lines, 0, 0, day("2026-06-19")).after_term == 1
    assert arrears_of(lines, 0, 0, day("2026-06-20")).after_term == 2


def test_two_last_instalments_on_one_day_count_days():
    """A holiday may move two daily instalments onto the same day."""
    lines = [Instalment(n, day("2026-01-05"), 100, 0, 0) for n in (1, 2)]
    assert arrears_of(lines, 0, 0, day("2026-01-08")).after_term == 3


@pytest.mark.parametrize(("missed", "kol"), [(0, 1), (1, 2), (3, 2), (4, 3), (6, 3), (7, 4), (9, 4), (10, 5)])
def test_each_edge_of_the_classes(missed, kol):
    on = day("2026-01-15") if not missed else t2()[missed - 1].due_on
    found = arrears(t2(), [], on)
    assert (found.missed, collectibility(found)) == (missed, kol)


def test_a_fictitious_group_is_in_the_worst_class_at_once():
    assert collectibility(arrears(t2(), [], day("2026-01-20")), flagged=True) == 5


def test_a_table_without_the_rule_for_ended_terms():
    table = ClassTable(ended_months=None)
    found = arrears_of(t2(), 4_500_000, 675_000, day("2027-02-16"))
    assert collectibility(found, table=table) == 3


def test_the_table_in_force_is_the_latest_that_had_begun():
    old, new = ClassTable(), ClassTable(starts_at=(0, 1, 3, 5, 7), since=day("2026-07-01"))
    assert table_at([old, new], day("2026-06-30")) is old
    assert table_at([old, new], day("2026-07-01")) is new
    assert table_at([], day("2026-07-01")) is DEFAULT_TABLE
    assert table_at([new], day("2026-06-30")) is DEFAULT_TABLE


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"starts_at": (0, 1)}, "as many"),
        ({"starts_at": (), "percents": ()}, "as many"),
        ({"starts_at": (1, 2, 3, 4, 5)}, "as many"),
        ({"starts_at": (0, 2, 2, 4, 5)}, "one after another"),
        ({"percents": (Fraction(101),) * 5}, "between"),
    ],
)
def test_a_table_that_cannot_be_is_refused(more, why):
    with pytest.raises(ValueError, match=why):
        ClassTable(**more)


@pytest.mark.parametrize(("kol", "asked"), [(1, 40_000), (2, 400_000), (3, 1_000_000), (4, 2_000_000), (5, 4_000_000)])
def test_each_class_asks_its_provision(kol, asked):
    assert provision(4_000_000, kol) == asked


def test_a_half_rupiah_of_provision_goes_up():
    assert [provision(n, 1) for n in (49, 50, 149, 150)] == [0, 1, 1, 2]


def test_savings_are_deducted_only_where_the_board_says_so():
    table = ClassTable(savings_from_class=3)
    assert provision(1_000_000, 2, table=table, savings=400_000) == 100_000
    assert provision(1_000_000, 3, table=table, savings=400_000) == 150_000
    assert provision(1_000_000, 3, table=table, savings=2_000_000) == 0
    assert provision(1_000_000, 3, savings=400_000) == 250_000


def test_ageing_puts_each_unpaid_instalment_into_its_bucket():
    rows = ageing(t2(), 500_000, 75_000, day("2026-10-01"))
    assert [(r.days_from, r.days_to, r.instalments) for r in rows] == [
        (0, 0, 0),
        (1, 30, 1),
        (31, 60, 1),
        (61, 90, 1),
        (91, 180, 3),
        (181, None, 1),
    ]
    whole = arrears_of(t2(), 500_000, 75_000, day("2026-10-01"))
    assert sum(r.principal for r in rows) == whole.principal
    assert sum(r.jasa for r in rows) == whole.jasa


def test_ageing_counts_what_is_left_of_a_part_paid_instalment():
    rows = ageing(t2(), 0, 50_000, day("2026-02-15"))
    assert (rows[0].instalments, rows[0].principal, rows[0].jasa) == (1, 500_000, 25_000)
    assert sum(r.instalments for r in ageing(t2(), 0, 0, day("2026-02-14"))) == 0


def test_a_year_of_reminders_asks_one_function():
    """Day by day from disbursement: never a jump of more than one missed instalment."""
    counts = [arrears(t2(), [], day("2026-01-15") + timedelta(days=n)).missed for n in range(365)]
    assert all(b - a in (0, 1) for a, b in pairwise(counts))
    assert counts[-1] == 10
