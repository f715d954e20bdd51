"""The reward for paying on time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from gulir.core.arrears import Payment
from gulir.core.incentive import all_on_time, iptw
from gulir.core.schedule import Terms, schedule

T2 = schedule(
    Terms(principal=5_000_000, instalments=10, rate_percent=Fraction(3, 2), disbursed_on=date(2026, 1, 15))
).instalments
ON_TIME = [Payment(line.due_on, line.principal, line.jasa) for line in T2]


def test_t6_all_on_time_earns_ten_percent_of_the_jasa():
    assert iptw(T2, ON_TIME, Fraction(10)) == 75_000


@pytest.mark.parametrize(("days", "tolerance", "earned"), [(-5, 0, 75_000), (1, 0, 0), (3, 3, 75_000), (4, 3, 0)])
def test_one_late_instalment_loses_it_beyond_the_tolerance(days, tolerance, earned):
    moved = [*ON_TIME[:6], Payment(T2[6].due_on + timedelta(days=days), 500_000, 75_000), *ON_TIME[7:]]
    assert iptw(T2, moved, Fraction(10), tolerance_days=tolerance) == earned


def test_paying_ahead_covers_what_falls_due_later():
    whole = [Payment(T2[0].due_on, 5_000_000, 750_000)]
    assert all_on_time(T2, whole)


def test_an_instalment_short_by_one_rupiah_is_late():
    assert not all_on_time(T2, [Payment(T2[0].due_on, 499_999, 75_000), *ON_TIME[1:]])
