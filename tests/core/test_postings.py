"""Posting rules by role: each event of the programme, and T6 and T9 of the handbook."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gulir.core import postings as rule
from gulir.core.accounts import Account
from gulir.core.problems import Problem
from gulir.core.roles import KIND_OF, Kind, Ledger, Role
from gulir.core.vouchers import Entry, totals

CODES = {role: role.value for role in Role}


def shape(postings) -> list[tuple[str, str, int]]:
    return [(p.debit.value, p.credit.value, p.amount) for p in postings]


def code_of(act) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return refused.value.code


EVENTS = [
    (rule.disbursement(5_000_000), [("loans", "bank", 5_000_000)]),
    (rule.disbursement(5_000_000, out_of=Role.CASH), [("loans", "cash", 5_000_000)]),
    (rule.repayment(principal=500_000, jasa=75_000), [("cash", "loans", 500_000), ("cash", "jasa_income", 75_000)]),
    (
        rule.repayment(principal=1, jasa=2, penalty=3, savings=4, ksm_fee=5, surplus=6, into=Role.BANK),
        [
            ("bank", "loans", 1),
            ("bank", "jasa_income", 2),
            ("bank", "other_income", 3),
            ("bank", "tr_savings", 4),
            ("bank", "ksm_fee", 5),
            ("bank", "surplus", 6),
        ],
    ),
    (rule.surplus_applied(principal=3, jasa=1), [("surplus", "loans", 3), ("surplus", "jasa_income", 1)]),
    (rule.surplus_returned(3), [("surplus", "cash", 3)]),
    (rule.ksm_fee_received(19_000), [("cash", "ksm_fee", 19_000)]),
    (rule.ksm_fee_returned(19_000), [("ksm_fee", "cash", 19_000)]),
    (rule.savings_received(50_000), [("cash", "tr_savings", 50_000)]),
    (rule.savings_banked(50_000), [("bank_tr", "cash", 50_000)]),
    (rule.savings_returned(50_000), [("tr_savings", "bank_tr", 50_000)]),
    (
        rule.savings_set_off(principal=90, jasa=10),
        [("tr_savings", "loans", 90), ("tr_savings", "jasa_income", 10), ("bank", "bank_tr", 100)],
    ),
    (rule.capital_received(70), [("bank", "granted_capital", 70)]),
    (rule.move(9, out_of=Role.BANK, into=Role.CASH), [("cash", "bank", 9)]),
    (rule.expense(26_000), [("operating_expense", "cash", 26_000)]),
    (rule.bank_interest(10, tax=2), [("bank", "bank_interest", 10), ("bank_expense", "bank", 2)]),
    (rule.bank_fee(5), [("bank_expense", "bank", 5)]),
    (rule.depreciation(7), [("depreciation_expense", "accumulated_depreciation", 7)]),
    (
        rule.depreciation(7, of=Role.BUILDINGS),
        [("depreciation_expense", "accumulated_depreciation_buildings", 7)],
    ),
    (rule.provision(held=3, needed=5), [("provision_expense", "provision", 2)]),
    (rule.provision(held=5, needed=3), [("provision", "provision_expense", 2)]),
    (rule.provision(held=5, needed=5), []),
    (rule.write_off(10, held=20), [("provision", "loans", 10)]),
    (rule.write_off(10, held=4), [("provision", "loans", 4), ("provision_expense", "loans", 6)]),
    (rule.write_off(10, held=-4), [("provision_expense", "loans", 10)]),
    (
        rule.write_off(10, held=10, register=True),
        [("provision", "loans", 10), ("written_off", "written_off_offset", 10)],
    ),
    (rule.recovery(4), [("cash", "recovered_income", 4)]),
    (rule.recovery(4, listed=4), [("cash", "recovered_income", 4), ("written_off_offset", "written_off", 4)]),
    (rule.iptw_promised(75_000), [("iptw_expense", "iptw_payable", 75_000)]),
    (rule.iptw_paid(75_000), [("iptw_expense", "cash", 75_000)]),
    (rule.iptw_paid(75_000, promised=True), [("iptw_payable", "cash", 75_000)]),
    (rule.cash_difference(booked=10, counted=8), [("cash_difference", "cash", 2)]),
    (rule.cash_difference(booked=8, counted=10), [("cash", "cash_difference", 2)]),
    (rule.cash_difference(booked=8, counted=8), []),
    (rule.carry_result(9), [("result_of_year", "result_carried", 9)]),
    (rule.carry_result(-9), [("result_carried", "result_of_year", 9)]),
    (
        rule.profit_allocation([(Role.CAPITAL_FROM_PROFIT, 50), (Role.SOCIAL_FUND, 0), (Role.BOP_FUND, 10)]),
        [("result_carried", "capital_from_profit", 50), ("result_carried", "bop_fund", 10)],
    ),
]


@pytest.mark.parametrize(("made", "expected"), EVENTS)
def test_an_event_is_posted_by_roles_and_parts_of_nothing_are_left_out(made, expected):
    assert shape(made) == expected
    assert all(e.amount > 0 for e in rule.to_entries(made, CODES))


NEGATIVE = [
    lambda: rule.disbursement(-1), lambda: rule.repayment(principal=-1, jasa=0),
    lambda: rule.repayment(principal=1, jasa=-1), lambda: rule.repayment(principal=1, jasa=0, surplus=-1),
    lambda: rule.surplus_applied(principal=-1, jasa=0), lambda: rule.savings_received(-5),
    lambda: rule.savings_set_off(principal=-1, jasa=2), lambda: rule.expense(-1), lambda: rule.bank_interest(5, tax=-1),
    lambda: rule.depreciation(-1), lambda: rule.write_off(-1, held=0),
    lambda: rule.move(-1, out_of=Role.BANK, into=Role.CASH),
    lambda: rule.profit_allocation([(Role.SOCIAL_FUND, -1)]), lambda: rule.allocate_profit(-1, {"capital": 100}),
    lambda: rule.between_ledgers(-1, payer=Ledger.UPK, receiver=Ledger.SECRETARIAT),
]  # fmt: skip


@pytest.mark.parametrize("act", NEGATIVE)
def test_no_event_goes_below_zero(act):
    assert code_of(act) == "AmountNegative"


def test_t6_the_reward_of_a_loan_paid_on_time_is_a_tenth_of_its_jasa():
    """T6: T2 all on time, IPTW 10 %: P x r x n x 10 % = 75,000."""
    jasa = 5_000_000 * Fraction(3, 200) * 10
    assert shape(rule.iptw_promised(int(jasa * Fraction(10, 100)))) == [("iptw_expense", "iptw_payable", 75_000)]


def test_t9_the_two_receipts_of_one_day_give_the_published_column_totals():
    """T9: 575,000 and 3,450,000: 11010 D 4,025,000; 11030 C 3,500,000; 41010 C 525,000."""
    codes = {Role.CASH: "11010", Role.LOANS: "11030", Role.JASA_INCOME: "41010"}
    made = [
        *rule.to_entries(rule.repayment(principal=500_000, jasa=75_000), codes),
        *rule.to_entries(rule.repayment(principal=3_000_000, jasa=450_000), codes),
    ]
    assert totals(made) == {"11010": (4_025_000, 0), "11030": (0, 3_500_000), "41010": (0, 525_000)}


def test_a_role_without_an_account_is_refused_by_name():
    with pytest.raises(Problem) as refused:
        rule.to_entries(rule.savings_received(5), {Role.CASH: "1010"})
    assert (refused.value.code, refused.value.facts) == ("RoleWithoutAccount", {"role": "tr_savings"})


@pytest.mark.parametrize("payer", list(Ledger))
@pytest.mark.parametrize("receiver", list(Ledger))
def test_money_crosses_ledgers_by_a_pair_that_mirrors_itself(payer, receiver):
    if payer is receiver:
        assert code_of(lambda: rule.between_ledgers(5, payer=payer, receiver=receiver)) == "LedgersAreTheSame"
        return
    lent = rule.between_ledgers(5, payer=payer, receiver=receiver)
    assert shape(lent.paying) == [(f"due_from_{receiver.value}", "cash", 5)]
    assert shape(lent.receiving) == [("cash", f"due_to_{payer.value}", 5)]
    back = rule.between_ledgers(5, payer=receiver, receiver=payer, settles=True)
    claims = totals(rule.to_entries([*lent.paying, *back.receiving], CODES))
    debts = totals(rule.to_entries([*lent.receiving, *back.paying], CODES))
    assert all(debit == credit for debit, credit in [*claims.values(), *debts.values()])


def test_a_year_close_brings_contrary_balances_to_zero_too():
    jasa = Account(code="41010", name="Jasa", kind=Kind.INCOME)
    lost = Account(code="41020", name="Bunga", kind=Kind.INCOME)
    refund = Account(code="51030", name="ATK", kind=Kind.EXPENSE)
    kas = Account(code="11010", name="Kas", kind=Kind.ASSET)
    made = rule.year_close([(refund, -5), (jasa, -100), (lost, 7), (kas, 98)], result="32020")
    assert made == (Entry("41010", "32020", 100), Entry("32020", "41020", 7), Entry("51030", "32020", 5))


def test_roles_are_found_in_a_chart():
    chart = [
        Account(code="1", name="Kas", kind=Kind.ASSET, role=Role.CASH),
        Account(code="2", name="Lain", kind=Kind.ASSET),
    ]
    assert rule.play_roles(chart) == {Role.CASH: "1"}


@pytest.mark.parametrize("percents", [
    {"capital": 99}, {"capital": 101}, {"capital": 50, "social": 49}, {}, {"capital": 110, "social": -10},
    {"capital": Fraction(100, 3)},
])  # fmt: skip
def test_a_profit_split_that_is_not_whole_is_refused(percents):
    assert code_of(lambda: rule.allocate_profit(1_000, percents)) == "ProfitSplitNotWhole"


def test_the_observed_split_of_one_fund_comes_out_to_the_rupiah():
    """Karangtengah 2015 (S54): 522,101,425 as 50/35/15; the published parts are rounded by hand, ours add up."""
    made = rule.allocate_profit(522_101_425, {"capital": 50, "institution": 35, "social": 15})
    assert sum(made.values()) == 522_101_425
    assert made["institution"] == 182_735_499


def test_thirds_of_a_profit_are_exact():
    third = Fraction(100, 3)
    assert list(rule.allocate_profit(100, {"a": third, "b": third, "c": third}).values()) == [34, 33, 33]


def test_every_part_of_the_profit_split_has_a_place_and_no_place_is_a_cost():
    assert all(KIND_OF[role] in {Kind.EQUITY, Kind.LIABILITY} for role in rule.PROFIT_ROLES.values())
