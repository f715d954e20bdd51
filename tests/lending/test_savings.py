"""Joint-liability savings: taken in beside any instalment, blocked while the loan runs, given back after it (R06)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.ledger import CashBelowZero
from gulir.core.problems.lending import LoanNotActive, MethodUnknown, NothingToRepay, SavingsBlocked, SavingsTooSmall
from gulir.core.roles import Role
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Repayment
from gulir.lending.queries import card, control_findings
from gulir.lending.queries.paid import savings_by_loan, savings_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(fund):
    return fund.lend()


def take(fund, loan, amount=50_000, who="cashier", **more):
    return fund.do(who, lending.receive_savings, loan=loan.pk, amount=amount, **more)


@pytest.mark.parametrize(("method", "role"), [("cash", Role.CASH), ("bank", Role.BANK), ("bank_tr", Role.BANK_TR)])
def test_savings_come_into_cash_or_bank(fund, loan, method, role):
    before = control_balance(fund.book, [role])[role.value]
    assert take(fund, loan, method=method)["held"] == 50_000
    assert control_balance(fund.book, [role])[role.value] == before + 50_000
    assert control_findings(fund.book, as_of=fund.today) == []


def test_savings_of_instalments_and_beside_them_are_one_sum(fund, loan):
    take(fund, loan)
    fund.pay(loan, 600_000, savings=25_000)
    assert savings_held(loan.pk) == 75_000
    assert savings_by_loan(fund.book, as_of=fund.today) == {loan.pk: 75_000}


def test_savings_are_blocked_while_the_loan_runs(fund, loan):
    take(fund, loan)
    with pytest.raises(SavingsBlocked):
        fund.do("cashier", lending.return_savings, loan=loan.pk, amount=50_000)


def test_savings_go_back_when_the_loan_is_paid_off(fund, loan):
    fund.pay(loan, 5_750_000 + 250_000, savings=250_000)
    done = fund.do("cashier", lending.return_savings, loan=loan.pk, amount=250_000)
    assert (done["held"], savings_held(loan.pk)) == (0, 0)
    assert control_findings(fund.book, as_of=fund.today) == []
    assert Fact.objects.get(kind="SavingsReturned").public["balance"] == 0


@pytest.mark.parametrize("amount", [0, -1, 250_001])
def test_no_more_goes_back_than_was_saved(fund, loan, amount):
    fund.pay(loan, 5_750_000 + 250_000, savings=250_000)
    with pytest.raises(SavingsTooSmall):
        fund.do("cashier", lending.return_savings, loan=loan.pk, amount=amount)


def test_savings_do_not_come_out_of_a_bank_that_has_none(fund, loan):
    fund.pay(loan, 5_750_000 + 250_000, savings=250_000)
    with pytest.raises(CashBelowZero):
        fund.do("cashier", lending.return_savings, loan=loan.pk, amount=250_000, out_of="bank_tr")


def test_a_payment_whose_savings_are_gone_is_not_taken_back(fund, loan):
    paid = fund.pay(loan, 5_750_000 + 250_000, savings=250_000)
    fund.do("cashier", lending.return_savings, loan=loan.pk, amount=200_000)
    with pytest.raises(SavingsTooSmall):
        fund.do("upk_manager", lending.reverse_repayment, repayment=UUID(paid["repayment"]), reason="Keliru")
    assert Repayment.objects.filter(loan=loan).count() == 1


def test_the_card_shows_them_in_a_column_of_their_own(fund, loan):
    take(fund, loan)
    fund.pay(loan, 600_000, savings=25_000)
    lines = card(fund.book, loan.pk, as_of=fund.today).lines
    assert [(line.what, line.savings, line.balance) for line in lines[1:]] == [
        ("savings_in", 50_000, 5_000_000), ("repayment", 25_000, 4_500_000),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_saving(fund, loan, amount):
    with pytest.raises(NothingToRepay):
        take(fund, loan, amount)


@pytest.mark.parametrize("method", ["", "tabungan", "loans"])
def test_an_unknown_place_is_refused(fund, loan, method):
    with pytest.raises(MethodUnknown):
        take(fund, loan, method=method)


def test_a_settled_loan_takes_no_more(fund, loan):
    fund.pay(loan, 5_750_000)
    with pytest.raises(LoanNotActive):
        take(fund, loan)


def test_a_loan_of_nowhere_is_not_found(fund, loan):
    for act in (lending.receive_savings, lending.return_savings, lending.refund_surplus):
        with pytest.raises(NotFound):
            fund.do("cashier", act, loan=uuid4(), amount=1)


@pytest.mark.parametrize("who", ["upk_manager", "bookkeeper", "loan_officer", "coordinator", "Yuni"])
def test_only_the_cashier_takes_savings(fund, loan, who):
    with pytest.raises(NotAllowed):
        take(fund, loan, who=who)
