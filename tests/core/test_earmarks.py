"""Earmarks R21 to R23 over the whole programme chart."""

from __future__ import annotations

import pytest

from gulir.base.reference import programme_chart, rule_definitions
from gulir.core.accounts import Account
from gulir.core.earmarks import EARMARKS, Purpose, bearer_role, check_earmark, forbidden_pairs
from gulir.core.problems import Problem
from gulir.core.roles import KIND_OF, Kind, Ledger, Role

PAIRS = sorted(forbidden_pairs())


def account(role: Role, ledger: Ledger = Ledger.UPK) -> Account:
    return Account(code="1", name="x", kind=KIND_OF[role], role=role, ledger=ledger)


@pytest.mark.parametrize(("role", "purpose"), PAIRS)
def test_every_forbidden_pair_of_account_and_purpose_is_refused(role, purpose):
    with pytest.raises(Problem) as refused:
        check_earmark(account(role), purpose)
    assert refused.value.code == "EarmarkForbids"
    assert refused.value.facts["rule"] in {"R21", "R22", "R23"}


def test_there_are_many_forbidden_pairs_and_some_allowed_ones():
    assert len(PAIRS) > 200
    assert len(PAIRS) + sum(len(e.bearers) for e in EARMARKS) == len(Role) * len(Purpose)


@pytest.mark.parametrize(("role", "purpose"), [(r, e.purpose) for e in EARMARKS for r in sorted(e.bearers)])
def test_what_the_rules_allow_passes(role, purpose):
    check_earmark(account(role), purpose)


@pytest.mark.parametrize(("role", "purpose", "rule"), [
    (Role.OPERATING_EXPENSE, Purpose.OVERSEER_PAY, "R21"), (Role.OPERATING_EXPENSE, Purpose.BOARD_COST, "R22"),
    (Role.GRANTED_CAPITAL, Purpose.UPK_COST, "R23"), (Role.OPERATING_EXPENSE, Purpose.ACTIVITY, "R23"),
    (Role.TR_SAVINGS, Purpose.UPK_COST, "R23"), (Role.CAPITAL_FROM_PROFIT, Purpose.ACTIVITY, "R23"),
])  # fmt: skip
def test_the_three_rules_speak_for_themselves(role, purpose, rule):
    with pytest.raises(Problem) as refused:
        check_earmark(account(role), purpose)
    assert refused.value.facts["rule"] == rule


def test_no_cost_account_of_the_programme_bears_the_board_or_the_overseers():
    for one in programme_chart(Ledger.UPK):
        if one.kind is not Kind.EXPENSE:
            continue
        for purpose in (Purpose.BOARD_COST, Purpose.OVERSEER_PAY, Purpose.ACTIVITY, Purpose.LOAN):
            with pytest.raises(Problem):
                check_earmark(one, purpose)


def test_a_board_that_decided_otherwise_is_not_refused():
    check_earmark(
        account(Role.OPERATING_EXPENSE), Purpose.BOARD_COST, in_force={"earmark.no_board_cost_from_upk": False}
    )


def test_a_decision_about_one_earmark_leaves_the_others_in_force():
    with pytest.raises(Problem):
        check_earmark(
            account(Role.OPERATING_EXPENSE), Purpose.OVERSEER_PAY, in_force={"earmark.no_board_cost_from_upk": False}
        )


@pytest.mark.parametrize("ledger", [Ledger.SECRETARIAT, Ledger.ACTIVITIES])
def test_the_other_ledgers_hold_no_loan_fund(ledger):
    check_earmark(account(Role.OPERATING_EXPENSE, ledger=ledger), Purpose.BOARD_COST)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_account_without_a_role_counts_as_the_plainest_of_its_kind(kind):
    assert KIND_OF[bearer_role(Account(code="1", name="x", kind=kind))] is kind


def test_every_purpose_has_one_row_and_every_rule_is_in_the_rulebook():
    assert sorted(e.purpose for e in EARMARKS) == sorted(Purpose)
    keys = {d.key for d in rule_definitions() if d.under_warning}
    assert {e.rule for e in EARMARKS} == keys
