"""A repayment recorded by mistake is taken back by its mirror; nothing is edited and nothing is left over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import AlreadyReversed, RepaymentNotLast
from gulir.core.roles import Role
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Loan, Repayment
from gulir.lending.queries import control_findings, loans
from gulir.lending.queries.paid import savings_held, surplus_held
from tests.lending.days import advance

pytestmark = pytest.mark.django_db


def undo(fund, paid, who="upk_manager", reason="Salah KSM"):
    return fund.do(who, lending.reverse_repayment, repayment=UUID(paid["repayment"]), reason=reason)


def test_the_balance_is_back_where_it_was(fund):
    loan = fund.lend()
    undone = undo(fund, fund.pay(loan, 600_000, savings=25_000))
    assert undone["balance"] == 5_000_000
    assert savings_held(loan.pk) == 0
    assert control_findings(fund.book, as_of=fund.today) == []


def test_whoever_received_the_money_does_not_take_it_back(fund):
    paid = fund.pay(fund.lend(), 575_000)
    with pytest.raises(NotAllowed):
        undo(fund, paid, who="Siti")


@pytest.mark.parametrize("who", ["loan_officer", "coordinator", "overseer", "secretary"])
def test_others_than_the_unit_do_not_take_it_back(fund, who):
    paid = fund.pay(fund.lend(), 575_000)
    with pytest.raises(NotAllowed):
        undo(fund, paid, who=who)


def test_it_needs_a_reason(fund):
    paid = fund.pay(fund.lend(), 575_000)
    with pytest.raises(ReasonMissing):
        undo(fund, paid, reason="  ")


def test_it_is_taken_back_once(fund):
    paid = fund.pay(fund.lend(), 575_000)
    undo(fund, paid)
    with pytest.raises(AlreadyReversed):
        undo(fund, paid)


def test_a_mirror_is_not_taken_back_itself(fund):
    undone = undo(fund, fund.pay(fund.lend(), 575_000))
    with pytest.raises(NotFound):
        undo(fund, undone)


def test_the_last_one_goes_first(fund):
    loan = fund.lend()
    first = fund.pay(loan, 575_000)
    fund.pay(loan, 575_000)
    with pytest.raises(RepaymentNotLast):
        undo(fund, first)


def test_one_after_another_all_can_be_taken_back(fund):
    loan = fund.lend()
    paid = [fund.pay(loan, 575_000) for _ in range(3)]
    for one in reversed(paid):
        undo(fund, one)
    assert Loan.objects.get(pk=loan.pk).principal_paid == 0
    assert Repayment.objects.filter(loan=loan).count() == 6


def test_a_loan_that_it_had_settled_runs_again(fund):
    loan = fund.lend()
    undo(fund, fund.pay(loan, 5_750_000))
    assert (Loan.objects.get(pk=loan.pk).state, Loan.objects.get(pk=loan.pk).settled_on) == ("active", None)


def test_early_settlement_taken_back_owes_the_spared_jasa_again(fund):
    loan = fund.lend()
    paid = fund.do("cashier", lending.settle_early, loan=loan.pk)
    undo(fund, paid)
    again = Loan.objects.get(pk=loan.pk)
    assert (again.state, again.principal_paid, again.jasa_paid, again.jasa_waived) == ("active", 0, 0, 0)


def test_titipan_that_paid_is_titipan_again(fund):
    """Setting titipan off is a repayment without cash; taken back, the titipan is there again, in cards and books."""
    loan = fund.lend()
    fund.pay(loan, 5_750_000 + 100_000)
    first = Repayment.objects.get(loan=loan)
    undo(fund, {"repayment": str(first.pk)})
    assert surplus_held(loan.pk) == 0
    assert control_balance(fund.book, [Role.SURPLUS])["surplus"] == 0


def test_savings_that_paid_are_savings_again(fund):
    loan = fund.lend()
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=200_000)
    advance(fund, date(2026, 4, 2))
    fund.do("cashier", lending.set_off_savings, loan=loan.pk, amount=200_000)
    undo(fund, {"repayment": str(Repayment.objects.get(loan=loan).pk)})
    assert savings_held(loan.pk) == 200_000
    assert control_findings(fund.book, as_of=fund.today) == []


def test_a_card_of_yesterday_still_shows_what_was_taken_back_today(fund):
    """What was true at the end of a day stays true of that day (I10)."""
    loan = fund.lend()
    paid = fund.pay(loan, 575_000)
    advance(fund, date(2026, 3, 3))
    undo(fund, paid)
    balances = {day: loans(fund.book, as_of=day)[0].balance for day in (date(2026, 3, 2), date(2026, 3, 3))}
    assert balances == {date(2026, 3, 2): 4_500_000, date(2026, 3, 3): 5_000_000}


def test_it_is_told_with_its_reason_in_the_private_part(fund):
    undo(fund, fund.pay(fund.lend(), 575_000))
    fact = Fact.objects.get(kind="RepaymentReversed")
    assert fact.public["amount"] == 575_000
    assert "reason" not in fact.public
    assert fact.secret.private["reason"] == "Salah KSM"
