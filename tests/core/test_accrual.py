"""The accrual bridge: the same loan as an auditor would tell it."""

from __future__ import annotations

from datetime import date

from gulir.core.accrual import Event, EventKind, Recognise, accrual_bridge
from gulir.core.repayment import Due

PLAN = [Due(n, date(2026, n + 1, 15), 500_000, 75_000) for n in (1, 2)]
OUT = Event(date(2026, 1, 15), EventKind.DISBURSE, 1_000_000)


def moves(bridge):
    return [(line.date.isoformat(), line.debit, line.credit, line.amount) for line in bridge.lines]


def test_jasa_up_front_is_receivable_from_the_first_day():
    assert moves(accrual_bridge(PLAN, [OUT])) == [
        ("2026-01-15", "loans", "cash", 1_000_000),
        ("2026-01-15", "jasa_receivable", "jasa_income", 150_000),
    ]


def test_jasa_by_due_date_waits_for_it():
    pay = Event(date(2026, 2, 20), EventKind.REPAYMENT, 600_000)
    bridge = accrual_bridge(PLAN, [OUT, pay], recognise=Recognise.DUE, until=date(2026, 3, 1))
    assert moves(bridge) == [
        ("2026-01-15", "loans", "cash", 1_000_000),
        ("2026-02-15", "jasa_receivable", "jasa_income", 75_000),
        ("2026-02-20", "cash", "loans", 500_000),
        ("2026-02-20", "cash", "jasa_receivable", 100_000),
    ]
    assert bridge.jasa_income == 75_000
    assert bridge.jasa_receivable == -25_000  # paid ahead of what is recognised


def test_without_an_end_all_of_the_term_is_recognised():
    assert accrual_bridge(PLAN, [OUT], recognise=Recognise.DUE).jasa_income == 150_000


def test_penalties_go_their_own_way():
    plan = [Due(1, date(2026, 2, 15), 500_000, 75_000, 5_000)]
    pay = Event(date(2026, 3, 1), EventKind.REPAYMENT, 600_000)
    bridge = accrual_bridge(plan, [OUT, pay])
    assert ("2026-03-01", "cash", "penalty_receivable", 5_000) in moves(bridge)
    assert bridge.surplus == 20_000


def test_a_waiver_never_takes_more_than_is_owed():
    waive = Event(date(2026, 3, 1), EventKind.WAIVE_JASA, 200_000)
    bridge = accrual_bridge(PLAN, [OUT, waive])
    assert moves(bridge)[-1] == ("2026-03-01", "jasa_waived", "jasa_receivable", 150_000)
    assert bridge.jasa_receivable == 0
    assert accrual_bridge(PLAN, [OUT, waive, waive]).lines == bridge.lines
