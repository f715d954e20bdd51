"""Where a payment goes: the programme's order, its options, penalties, and paying off early."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from gulir.core.problems import Problem
from gulir.core.repayment import (
    Advance,
    Component,
    Due,
    Part,
    PenaltyBase,
    PenaltyRule,
    SettlementRule,
    allocate,
    settlement,
)

JASA, PRINCIPAL, PENALTY = Component.JASA, Component.PRINCIPAL, Component.PENALTY


def owed(*months, penalty=None):
    """Instalments of 500,000 + 75,000 due on the 15th of each month of 2026."""
    return [Due(m, date(2026, m, 15), 500_000, 75_000, penalty) for m in months]


def day(month, number):
    return date(2026, month, number)


def test_jasa_of_all_due_comes_before_the_oldest_principal():
    paid = allocate(owed(2, 3, 4, 5), day(4, 15), 300_000)
    assert paid.parts == (Part(2, 75_000, 75_000), Part(3, 0, 75_000), Part(4, 0, 75_000))
    assert (paid.jasa, paid.principal, paid.surplus) == (225_000, 75_000, 0)


def test_t5_fifty_thousand_of_june_pay_the_oldest_jasa():
    paid = allocate(owed(4, 5, 6, 7), day(6, 20), 50_000)
    assert paid.parts == (Part(4, 0, 50_000),)


def test_an_instalment_due_today_is_due():
    assert allocate(owed(3, 4), day(3, 15), 575_000).parts == (Part(3, 500_000, 75_000),)
    assert allocate(owed(3, 4), day(3, 14), 575_000).parts == (Part(3, 500_000, 75_000),)


def test_what_is_paid_ahead_fills_the_next_instalments_one_by_one():
    paid = allocate(owed(3, 4, 5), day(3, 1), 700_000)
    assert paid.parts == (Part(3, 500_000, 75_000), Part(4, 50_000, 75_000))


def test_what_is_paid_ahead_may_shorten_the_loan_from_its_end():
    paid = allocate(owed(3, 4, 5, 6), day(3, 20), 1_275_000, advance=Advance.LAST)
    assert paid.parts == (Part(3, 500_000, 75_000), Part(5, 50_000, 75_000), Part(6, 500_000, 75_000))


def test_what_is_paid_ahead_may_be_held_for_the_payer():
    paid = allocate(owed(3, 4), day(3, 20), 600_000, advance=Advance.NONE)
    assert (paid.parts, paid.surplus) == ((Part(3, 500_000, 75_000),), 25_000)


def test_more_than_all_that_is_owed_is_held_for_the_payer():
    paid = allocate(owed(3, 4), day(3, 20), 2_000_000)
    assert (paid.principal, paid.jasa, paid.surplus) == (1_000_000, 150_000, 850_000)


def test_a_payment_on_a_loan_that_owes_nothing_is_held():
    assert allocate([], day(3, 1), 10_000).surplus == 10_000
    assert allocate(owed(3), day(3, 1), 0).parts == ()


def test_penalties_come_last_unless_told_otherwise():
    due = owed(2, 3, penalty=5_000)
    assert allocate(due, day(3, 15), 1_155_000).parts == (Part(2, 500_000, 75_000, 5_000), Part(3, 500_000, 75_000, 0))
    first = allocate(due, day(3, 15), 12_000, order=[PENALTY, JASA])
    assert first.parts == (Part(2, 0, 2_000, 5_000), Part(3, 0, 0, 5_000))
    assert first.penalty == 10_000


def test_a_component_left_out_of_the_order_is_still_paid_after_the_others():
    paid = allocate(owed(2, penalty=5_000), day(3, 15), 580_000, order=[PRINCIPAL])
    assert paid.parts == (Part(2, 500_000, 75_000, 5_000),)
    assert paid.parts[0].total == 580_000


def test_principal_first_is_possible():
    assert allocate(owed(2, 3), day(3, 15), 600_000, order=[PRINCIPAL, JASA]).parts[1] == Part(3, 100_000)


def test_instalments_may_come_in_any_order():
    assert allocate(owed(5, 3, 4), day(4, 20), 400_000) == allocate(owed(3, 4, 5), day(4, 20), 400_000)


@pytest.mark.parametrize(
    ("rule", "on", "penalty"),
    [
        (PenaltyRule(flat=5_000), day(3, 15), 0),
        (PenaltyRule(flat=5_000), day(3, 16), 5_000),
        (PenaltyRule(flat=5_000, grace_days=3), day(3, 18), 0),
        (PenaltyRule(flat=5_000, grace_days=3), day(3, 19), 5_000),
        (PenaltyRule(percent=Fraction(3, 2)), day(4, 1), 7_500),
        (PenaltyRule(percent=Fraction(3, 2), of=PenaltyBase.TOTAL), day(4, 1), 8_625),
        (PenaltyRule(flat=500, percent=Fraction(1, 3)), day(4, 1), 2_167),
        (PenaltyRule(), day(4, 1), 0),
    ],
)
def test_a_fine_is_taken_once_of_what_is_late(rule, on, penalty):
    assert rule.on(owed(3)[0], on) == penalty


def test_a_penalty_already_charged_is_not_charged_again():
    paid = allocate(owed(2, penalty=0), day(4, 1), 600_000, penalty_rule=PenaltyRule(flat=5_000))
    assert (paid.penalty, paid.surplus) == (0, 25_000)
    fresh = allocate(owed(2), day(4, 1), 600_000, penalty_rule=PenaltyRule(flat=5_000))
    assert (fresh.penalty, fresh.surplus) == (5_000, 20_000)


def test_an_instalment_that_is_paid_has_no_fine():
    assert PenaltyRule(flat=5_000).on(Due(1, day(1, 1), 0, 0), day(4, 1)) == 0


@pytest.mark.parametrize(
    ("due", "amount", "code", "path"),
    [
        (owed(3), -1, "RepaymentNegative", "amount"),
        ([Due(1, day(1, 1), -1, 0)], 10, "OwedAmountNegative", "due"),
        ([Due(1, day(1, 1), 0, -1)], 10, "OwedAmountNegative", "due"),
        ([Due(1, day(1, 1), 0, 0, -1)], 10, "OwedAmountNegative", "due"),
    ],
)
def test_nothing_below_zero_is_spread(due, amount, code, path):
    with pytest.raises(Problem) as refused:
        allocate(due, day(3, 1), amount)
    assert (refused.value.code, refused.value.facts["path"]) == (code, path)


@pytest.mark.parametrize(
    ("on", "total", "waived"),
    [
        (day(3, 1), 2_075_000, 225_000),  # before the first: its own jasa
        (day(3, 15), 2_075_000, 225_000),  # on the due day: that instalment is the running one
        (day(3, 16), 2_150_000, 150_000),  # the next period has begun
        (day(6, 15), 2_300_000, 0),
        (day(12, 1), 2_300_000, 0),  # the term is over: all jasa is due
    ],
)
def test_paying_off_early_owes_the_running_jasa_only(on, total, waived):
    quote = settlement(owed(3, 4, 5, 6), on)
    assert (quote.total, quote.waived) == (total, waived)
    assert sum(part.principal for part in quote.parts) == 2_000_000


def test_a_board_may_ask_the_jasa_of_the_full_term():
    quote = settlement(owed(3, 4), day(3, 1), rule=SettlementRule.FULL_TERM)
    assert (quote.total, quote.waived_jasa) == (1_150_000, ())


def test_paying_off_late_owes_the_fines_too():
    quote = settlement(owed(3, 4), day(4, 1), penalty_rule=PenaltyRule(flat=5_000))
    assert quote.parts[0] == Part(3, 500_000, 75_000, 5_000)


def test_an_instalment_that_owes_nothing_is_not_in_the_quote():
    quote = settlement([Due(1, day(1, 1), 0, 0), *owed(3)], day(2, 1))
    assert [part.no for part in quote.parts] == [3]
    late = settlement([*owed(3), Due(9, day(9, 1), 0, 0)], day(2, 1))
    assert late.waived_jasa == ()
