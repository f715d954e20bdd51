"""Whoever pays every instalment on time gets part of the jasa back, once, when the loan is paid off (R36)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.lending import MethodUnknown
from gulir.core.problems.rewards import RewardNotEarned, RewardPaidBefore
from gulir.core.roles import Role
from gulir.ledger import services as ledger
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Repayment, Reward
from tests.lending.stage import Fund

pytestmark = pytest.mark.django_db


def pay_reward(fund: Fund, loan, **more):
    return fund.do("cashier", lending.pay_reward, loan=loan.pk, **more)


@pytest.fixture
def settled(fund):
    """Paid back whole on the first due day: no instalment was late, all jasa was paid."""
    loan = fund.lend()
    fund.move_to(date(2026, 4, 2))
    fund.pay(loan, 5_750_000)
    return loan


def test_a_tenth_of_the_jasa_goes_back_as_a_cost_of_the_fund(fund, settled):
    done = pay_reward(fund, settled)
    assert done["amount"] == 75_000
    assert control_balance(fund.book, [Role.IPTW_EXPENSE])["iptw_expense"] == 75_000
    fact = Fact.objects.get(kind="RewardPaid")
    assert (fact.public["amount"], fact.public["number"]) == (75_000, done["number"])


def test_once_until_its_voucher_is_undone(fund, settled):
    done = pay_reward(fund, settled, out_of="bank")
    with pytest.raises(RewardPaidBefore) as refused:
        pay_reward(fund, settled)
    assert refused.value.facts["number"] == done["number"]
    fund.do("upk_manager", ledger.reverse_voucher, voucher=UUID(done["voucher"]), reason="Salah KSM")
    assert pay_reward(fund, settled)["amount"] == 75_000
    assert Reward.objects.count() == 2


def test_one_late_instalment_loses_it(fund):
    loan = fund.lend()
    fund.move_to(date(2026, 4, 3))
    fund.pay(loan, 5_750_000)
    with pytest.raises(RewardNotEarned):
        pay_reward(fund, loan)


def test_jasa_that_was_spared_earns_nothing(fund):
    """Settled on the first due day with the jasa of that month alone: a tenth of 75,000."""
    loan = fund.lend()
    fund.move_to(date(2026, 4, 2))
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    assert pay_reward(fund, loan)["amount"] == 7_500


def test_a_loan_that_runs_has_earned_none(fund):
    with pytest.raises(RewardNotEarned):
        pay_reward(fund, fund.lend())


def test_a_payment_is_not_taken_back_while_its_reward_stands(fund, settled):
    done = pay_reward(fund, settled)
    paid = Repayment.objects.get(loan=settled)
    with pytest.raises(RewardPaidBefore):
        fund.do("upk_manager", lending.reverse_repayment, repayment=paid.pk, reason="Salah")
    fund.do("upk_manager", ledger.reverse_voucher, voucher=UUID(done["voucher"]), reason="Salah")
    fund.do("upk_manager", lending.reverse_repayment, repayment=paid.pk, reason="Salah")


BAD = (
    ("another place", {"out_of": "pocket"}, MethodUnknown),
    ("no such loan", {"loan": UUID(int=0)}, NotFound),
)


@pytest.mark.parametrize(("given", "body", "problem"), BAD, ids=[row[0] for row in BAD])
def test_what_is_refused(fund, settled, given, body, problem):
    with pytest.raises(problem):
        fund.do("cashier", lending.pay_reward, **{"loan": settled.pk, **body})


def test_a_manager_pays_nothing_out(fund, settled):
    with pytest.raises(NotAllowed):
        fund.do("upk_manager", lending.pay_reward, loan=settled.pk)


def test_the_database_lets_a_loan_be_rewarded_once_and_only_when_paid_off(fund, settled):
    pay_reward(fund, settled)
    row = Reward.objects.get()
    running = fund.lend("Mawar", each=100_000)
    for change in ({}, {"loan_id": running.pk}):
        again = Reward(book_id=row.book_id, loan_id=row.loan_id, on=row.on, amount=1, made_by=row.made_by)
        again.voucher_id = Repayment.objects.get(loan=settled).voucher_id
        for name, value in change.items():
            setattr(again, name, value)
        with pytest.raises(DatabaseError, match="a_reward_is_earned_once"), transaction.atomic():
            again.save()
