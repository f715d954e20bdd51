"""A new schedule of what is left: nothing on top, nothing lost, and no better class before three payments on time."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.arrears import Payment
from gulir.core.problems.endings import NewScheduleDoesNotFit
from gulir.core.repayment import Due
from gulir.core.restructuring import Kind, Line, Wanted, class_floor, in_time, laid_out
from gulir.core.schedule import Terms, schedule

ON = date(2026, 4, 10)
FIRST = date(2026, 5, 2)
OPEN = [Due(no, date(2026, no, 2), 500_000, 75_000) for no in range(3, 11)]
"""Eight of ten unpaid; those of March and April fell due."""


def sums(lines):
    return sum(line.principal for line in lines), sum(line.jasa for line in lines)


def test_in_a_holiday_every_unpaid_instalment_keeps_its_sum_and_gets_a_later_day():
    made = laid_out(OPEN, ON, Wanted(kind=Kind.HOLIDAY, first_due_on=date(2026, 8, 2)))
    assert [line.due_on for line in made[:3]] == [date(2026, 8, 2), date(2026, 9, 2), date(2026, 10, 2)]
    assert {(line.principal, line.jasa) for line in made} == {(500_000, 75_000)}
    assert len(made) == 8


def test_a_moved_day_keeps_the_sums_too():
    made = laid_out(OPEN, ON, Wanted(kind=Kind.MOVED, first_due_on=date(2026, 4, 15), every=2))
    assert [line.due_on for line in made[:2]] == [date(2026, 4, 15), date(2026, 6, 15)]
    assert sums(made) == (4_000_000, 600_000)


def test_more_terms_spread_the_same_rupiah_wider():
    made = laid_out(OPEN, ON, Wanted(kind=Kind.EXTRA_TERMS, first_due_on=FIRST, instalments=16))
    assert len(made) == 16
    assert sums(made) == (4_000_000, 600_000)
    assert {line.principal + line.jasa for line in made[:-1]} == {288_000}


def test_a_lower_rate_spares_what_has_not_fallen_due():
    lower = Wanted(kind=Kind.RATE_CUT, first_due_on=FIRST, rate_percent=Fraction(1), old_rate_percent=Fraction(3, 2))
    made = laid_out(OPEN, ON, lower)
    assert [line.jasa for line in made] == [75_000, 75_000, *[50_000] * 6]
    assert sums(made)[0] == 4_000_000


def test_rescheduled_the_rest_is_lent_on_and_overdue_jasa_bears_none():
    new = Wanted(kind=Kind.RESCHEDULED, first_due_on=FIRST, instalments=20, rate_percent=Fraction(1), round_to=1_000)
    made = laid_out(OPEN, ON, new)
    plain = schedule(
        Terms(principal=4_000_000, instalments=20, rate_percent=Fraction(1), first_due_on=FIRST)
    ).instalments
    assert [line.jasa - ours.jasa for line, ours in zip(made, plain, strict=True)] == [7_500] * 20
    assert sums(made) == (4_000_000, 20 * 40_000 + 150_000)


def cut(rate: int) -> Wanted:
    """A cut of two percent to this."""
    return Wanted(
        kind=Kind.RATE_CUT, first_due_on=FIRST, rate_percent=Fraction(rate), old_rate_percent=Fraction(2)
    )  # fmt: skip


BAD: tuple[tuple[str, Any, Any], ...] = (
    ("a day that is over", OPEN, Wanted(kind=Kind.HOLIDAY, first_due_on=ON)),
    ("fewer terms", OPEN, Wanted(kind=Kind.EXTRA_TERMS, first_due_on=FIRST, instalments=8)),
    ("none at all", OPEN, Wanted(kind=Kind.RESCHEDULED, first_due_on=FIRST)),
    ("no lower rate", OPEN, cut(2)),
    ("a rate below zero", OPEN, cut(-1)),
    ("nothing left", [], Wanted(kind=Kind.HOLIDAY, first_due_on=FIRST)),
    ("jasa alone", [Due(1, FIRST, 0, 5)], Wanted(kind=Kind.HOLIDAY, first_due_on=FIRST)),
    ("more terms than rupiah", [Due(1, FIRST, 2, 5)], Wanted(kind=Kind.EXTRA_TERMS, first_due_on=FIRST, instalments=3)),
)  # fmt: skip


@pytest.mark.parametrize(("what", "dues", "wanted"), BAD, ids=[row[0] for row in BAD])
def test_what_makes_no_schedule_is_refused(what, dues, wanted):
    with pytest.raises(NewScheduleDoesNotFit):
        laid_out(dues, ON, wanted)


amounts = st.tuples(st.integers(1, 5_000_000), st.integers(0, 200_000))


@given(
    st.lists(amounts, min_size=1, max_size=24),
    st.sampled_from([Kind.HOLIDAY, Kind.MOVED, Kind.EXTRA_TERMS, Kind.RATE_CUT]),
    st.integers(1, 24),
    st.integers(0, 30),
)
def test_nobody_owes_more_than_before_and_no_principal_is_lost(parts, kind, extra, day):
    dues = [Due(no, date(2026, 1 + no % 12, 1 + day % 28), *part) for no, part in enumerate(parts)]
    wanted = Wanted(
        kind=kind, first_due_on=FIRST, instalments=len(dues) + extra, rate_percent=Fraction(1),
        old_rate_percent=Fraction(2),
    )  # fmt: skip
    principal, jasa = sum(d.principal for d in dues), sum(d.jasa for d in dues)
    if kind is Kind.EXTRA_TERMS and principal < len(dues) + extra:
        return
    made = laid_out(dues, ON, wanted)
    assert sums(made)[0] == principal
    assert sums(made)[1] <= jasa if kind is Kind.RATE_CUT else sums(made)[1] == jasa
    assert all(line.principal >= 0 and line.jasa >= 0 for line in made)
    assert [line.due_on for line in made] == sorted({line.due_on for line in made})
    assert made[0].due_on == FIRST


# ---------------------------------------------------------------- the class until three came on time

NEW = [Line(date(2026, month, 2), 100_000, 0) for month in range(5, 11)]


def paid(*days):
    return [Payment(day, 100_000, 0) for day in days]


def test_three_on_their_day_free_the_loan_and_a_late_one_does_not_count():
    assert in_time(NEW, paid(date(2026, 5, 2), date(2026, 6, 2), date(2026, 7, 1))) == 3
    late = paid(date(2026, 5, 3), date(2026, 6, 2), date(2026, 7, 2))
    assert in_time(NEW, late) == 2
    assert class_floor(in_time(NEW, late), floor=3, until=3) == 3


@given(
    st.lists(st.dates(date(2026, 4, 10), date(2026, 12, 1)), max_size=8), st.dates(date(2026, 4, 10), date(2026, 12, 1))
)
def test_a_further_payment_never_takes_one_away(days, another):
    assert in_time(NEW, paid(*days, another)) >= in_time(NEW, paid(*days))
