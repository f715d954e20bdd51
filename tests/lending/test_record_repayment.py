"""One repayment: spread by the rulebook, booked once, told with its receipt."""

from __future__ import annotations

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.lending import LoanNotActive, NothingToRepay, PaidMeanwhile
from gulir.core.roles import Role
from gulir.ledger.models import Voucher
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Repayment
from gulir.lending.queries import control_findings
from gulir.lending.queries.paid import savings_held, surplus_held
from tests.lending.stage import Fund, make_fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund() -> Fund:
    return make_fund()


def test_an_ordinary_instalment_pays_jasa_and_principal(fund: Fund) -> None:
    loan = fund.lend()
    paid = fund.pay(loan, 575_000)
    assert (paid["principal"], paid["jasa"], paid["surplus"], paid["balance"]) == (500_000, 75_000, 0, 4_500_000)


def test_the_receipt_carries_the_number_of_its_voucher(fund: Fund) -> None:
    paid = fund.pay(fund.lend(), 575_000)
    assert paid["receipt"] == f"KW-{Voucher.objects.get(pk=paid['voucher']).label}"


def test_cards_and_books_agree_after_it(fund: Fund) -> None:
    fund.pay(fund.lend(), 575_000)
    assert control_findings(fund.book, as_of=fund.today) == []
    assert control_balance(fund.book, [Role.LOANS])["loans"] == 4_500_000


def test_the_last_rupiah_settles_the_loan(fund: Fund) -> None:
    loan = fund.lend()
    assert fund.pay(loan, 5_750_000)["state"] == "settled"
    assert Fact.objects.filter(kind="LoanSettled").count() == 1


def test_what_is_too_much_is_held_for_the_group(fund: Fund) -> None:
    loan = fund.lend()
    assert fund.pay(loan, 5_800_000)["surplus"] == 50_000
    assert surplus_held(loan.pk) == 50_000
    assert control_balance(fund.book, [Role.SURPLUS])["surplus"] == 50_000


def test_savings_in_the_payment_are_held_apart(fund: Fund) -> None:
    loan = fund.lend()
    paid = fund.pay(loan, 600_000, savings=25_000)
    assert (paid["principal"] + paid["jasa"], savings_held(loan.pk)) == (575_000, 25_000)


def test_a_second_press_of_the_button_has_no_second_effect(fund: Fund) -> None:
    loan = fund.lend()
    first = fund.do("cashier", lending.record_repayment, key="press", loan=loan.pk, amount=575_000)
    again = fund.do("cashier", lending.record_repayment, key="press", loan=loan.pk, amount=575_000)
    assert first == again
    assert Repayment.objects.count() == 1


def test_a_settled_loan_takes_no_more(fund: Fund) -> None:
    loan = fund.lend()
    fund.pay(loan, 5_750_000)
    with pytest.raises(LoanNotActive):
        fund.pay(loan, 1_000)


@pytest.mark.parametrize(("amount", "savings"), [(0, 0), (-5, 0), (1_000, 1_000), (1_000, 2_000), (1_000, -1)])
def test_a_payment_of_nothing_is_refused(fund: Fund, amount: int, savings: int) -> None:
    loan = fund.lend()
    with pytest.raises(NothingToRepay):
        fund.pay(loan, amount, savings=savings)


def test_a_loan_that_is_not_there_is_not_found(fund: Fund) -> None:
    with pytest.raises(NotFound):
        fund.do("cashier", lending.record_repayment, loan=fund.book, amount=1_000)


@pytest.mark.parametrize("who", ["bookkeeper", "loan_officer", "upk_manager", "coordinator", "overseer", "Tari"])
def test_only_the_cashier_receives(fund: Fund, who: str) -> None:
    loan = fund.lend()
    with pytest.raises(NotAllowed):
        fund.do(who, lending.record_repayment, loan=loan.pk, amount=575_000)


def test_what_was_paid_meanwhile_is_told_and_nothing_is_recorded(fund):
    loan = fund.lend()
    fund.pay(loan, 100_000, paid_before=0)
    with pytest.raises(PaidMeanwhile) as refused:
        fund.pay(loan, 100_000, paid_before=0)
    assert refused.value.facts == {"loan": "1", "before": 0, "now": 100_000}
    fund.pay(loan, 100_000, paid_before=100_000)
    assert Repayment.objects.count() == 2
