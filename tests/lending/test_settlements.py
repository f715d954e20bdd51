"""Paying off early, and paying what is due out of titipan or savings: no rupiah appears or goes."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.lending import (
    LoanNotActive,
    MethodUnknown,
    NothingDue,
    QuoteChanged,
    SavingsTooSmall,
    SurplusTooSmall,
)
from gulir.core.roles import Role
from gulir.ledger.models import Transfer
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Loan, Repayment
from gulir.lending.queries import card, control_findings, loans, quote_early
from gulir.lending.queries.paid import savings_held, surplus_held
from tests.lending.days import advance

pytestmark = pytest.mark.django_db
DUE_DAY = date(2026, 4, 2)


@pytest.fixture
def loan(fund):
    return fund.lend()


def now(loan):
    return Loan.objects.get(pk=loan.pk)


# ---------------------------------------------------------------- early settlement


def test_the_quote_is_all_principal_and_the_jasa_of_the_running_month(fund, loan):
    quote = quote_early(fund.book, loan.pk, on=fund.today, standing=fund.stage.stands("cashier"))
    assert (quote.total, quote.waived) == (5_075_000, 675_000)


def test_what_was_quoted_is_what_is_booked(fund, loan):
    done = fund.do("cashier", lending.settle_early, loan=loan.pk, expected=5_075_000)
    assert (done["amount"], done["waived"]) == (5_075_000, 675_000)
    paid = now(loan)
    assert (paid.state, paid.principal_paid, paid.jasa_paid, paid.jasa_waived) == (
        "settled",
        5_000_000,
        75_000,
        675_000,
    )
    assert control_findings(fund.book, as_of=fund.today) == []


def test_another_sum_than_was_quoted_is_not_booked(fund, loan):
    fund.pay(loan, 575_000)
    with pytest.raises(QuoteChanged) as refused:
        fund.do("cashier", lending.settle_early, loan=loan.pk, expected=5_075_000)
    assert refused.value.facts["total"] == 4_575_000


def test_a_loan_in_arrears_owes_the_jasa_of_the_past_too(fund, loan):
    advance(fund, date(2026, 5, 10))
    done = fund.do("cashier", lending.settle_early, loan=loan.pk)
    assert done["amount"] == 5_000_000 + 3 * 75_000


def test_a_loan_paid_off_early_is_in_no_arrears_later(fund, loan):
    """The jasa that was spared never becomes arrears, however long ago the term ended."""
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    [row] = loans(fund.book, as_of=date(2028, 1, 1))
    assert (row.balance, row.missed_instalments, row.arrears_jasa, row.collectibility) == (0, 0, 0, 1)


def test_it_is_told_as_early_and_on_time(fund, loan):
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    told = Fact.objects.get(kind="LoanSettled").public
    assert (told["early"], told["on_time"]) == (True, True)


def test_a_loan_that_was_late_once_is_not_told_as_on_time(fund, loan):
    advance(fund, date(2026, 4, 3))
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    assert Fact.objects.get(kind="LoanSettled").public["on_time"] is False


def test_a_loan_paid_to_the_day_is_on_time_and_not_early(fund, loan):
    advance(fund, DUE_DAY)
    fund.pay(loan, 5_750_000)
    assert Fact.objects.get(kind="LoanSettled").public["on_time"] is True


def test_nothing_is_quoted_for_a_loan_that_is_paid_off(fund, loan):
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    assert quote_early(fund.book, loan.pk, on=fund.today, standing=fund.stage.stands("cashier")).total == 0
    with pytest.raises(LoanNotActive):
        fund.do("cashier", lending.settle_early, loan=loan.pk)


def test_a_stranger_gets_no_quote(fund, loan):
    with pytest.raises(NotFound):
        quote_early(fund.book, loan.pk, on=fund.today, standing=fund.stage.stands("Tini"))
    assert quote_early(fund.book, loan.pk, on=fund.today, standing=fund.stage.stands("Yuni")).total


@pytest.mark.parametrize("method", ["", "qris", "savings", "surplus", "Cash"])
def test_an_unknown_way_to_pay_is_refused(fund, loan, method):
    with pytest.raises(MethodUnknown):
        fund.do("cashier", lending.settle_early, loan=loan.pk, method=method)


def test_a_name_of_a_payer_has_an_end(fund, loan):
    with pytest.raises(NoteTooLong):
        fund.do("cashier", lending.settle_early, loan=loan.pk, payer="x" * 121)


# ---------------------------------------------------------------- out of titipan


@pytest.fixture
def with_titipan(fund, loan):
    """A loan whose reversal left titipan is not to be had; a payment beyond the whole loan leaves some."""
    fund.pay(loan, 5_750_000 + 300_000)
    return loan


def test_titipan_waits_for_something_to_fall_due(fund, loan):
    with pytest.raises(SurplusTooSmall):
        fund.do("cashier", lending.apply_surplus, loan=loan.pk)


def test_titipan_is_given_back_after_the_loan_is_paid_off(fund, with_titipan):
    done = fund.do("cashier", lending.refund_surplus, loan=with_titipan.pk, amount=300_000)
    assert (done["held"], surplus_held(with_titipan.pk)) == (0, 0)
    assert control_balance(fund.book, [Role.SURPLUS])["surplus"] == 0


@pytest.mark.parametrize("amount", [0, -1, 300_001])
def test_no_more_titipan_goes_than_is_held(fund, with_titipan, amount):
    with pytest.raises(SurplusTooSmall):
        fund.do("cashier", lending.refund_surplus, loan=with_titipan.pk, amount=amount)


def test_a_card_shows_titipan_given_back(fund, with_titipan):
    fund.do("cashier", lending.refund_surplus, loan=with_titipan.pk, amount=100_000, out_of="bank")
    lines = card(fund.book, with_titipan.pk, as_of=fund.today).lines
    assert [(line.what, line.surplus) for line in lines[1:]] == [("repayment", 300_000), ("surplus_out", -100_000)]


# ---------------------------------------------------------------- titipan under the rule that nothing is paid ahead


@pytest.fixture
def nothing_ahead(fund, monkeypatch):
    """A board that holds what is paid ahead as titipan instead of spreading it (R15)."""
    from gulir.core.repayment import Advance
    from gulir.lending.services import repayments

    order = repayments._order
    monkeypatch.setattr(repayments, "_order", lambda rules: (order(rules)[0], Advance.NONE))


def test_titipan_pays_what_falls_due_later(fund, loan, nothing_ahead):
    assert fund.pay(loan, 1_000_000)["surplus"] == 1_000_000
    with pytest.raises(NothingDue):
        fund.do("cashier", lending.apply_surplus, loan=loan.pk)
    advance(fund, DUE_DAY)
    done = fund.do("cashier", lending.apply_surplus, loan=loan.pk)
    assert (done["used"], done["held"], surplus_held(loan.pk)) == (575_000, 425_000, 425_000)
    assert now(loan).balance == 4_500_000
    assert control_findings(fund.book, as_of=fund.today) == []


def test_titipan_used_is_a_voucher_without_money(fund, loan, nothing_ahead):
    fund.pay(loan, 1_000_000)
    advance(fund, DUE_DAY)
    done = fund.do("cashier", lending.apply_surplus, loan=loan.pk)
    assert done["number"].startswith("PB-")
    assert Repayment.objects.get(pk=done["repayment"]).amount == 0


def test_titipan_used_and_taken_back_is_held_again(fund, loan, nothing_ahead):
    fund.pay(loan, 1_000_000)
    advance(fund, DUE_DAY)
    done = fund.do("cashier", lending.apply_surplus, loan=loan.pk)
    fund.do("upk_manager", lending.reverse_repayment, repayment=uuid_of(done["repayment"]), reason="Keliru")
    assert (surplus_held(loan.pk), now(loan).balance) == (1_000_000, 5_000_000)
    assert control_findings(fund.book, as_of=fund.today) == []


def test_a_payment_whose_titipan_is_gone_is_not_taken_back(fund, loan, nothing_ahead):
    paid = fund.pay(loan, 1_000_000)
    fund.do("cashier", lending.refund_surplus, loan=loan.pk, amount=600_000)
    with pytest.raises(SurplusTooSmall):
        fund.do("upk_manager", lending.reverse_repayment, repayment=uuid_of(paid["repayment"]), reason="Keliru")


def test_titipan_can_settle_a_loan(fund, loan, nothing_ahead):
    fund.pay(loan, 5_750_000)
    advance(fund, date(2027, 1, 2))
    assert fund.do("cashier", lending.apply_surplus, loan=loan.pk)["used"] == 5_750_000
    assert now(loan).state == "settled"
    assert Fact.objects.filter(kind="LoanSettled").count() == 1


# ---------------------------------------------------------------- out of savings


def test_savings_pay_what_is_overdue_oldest_first(fund, loan):
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=200_000)
    advance(fund, DUE_DAY)
    done = fund.do("cashier", lending.set_off_savings, loan=loan.pk, amount=150_000)
    assert (done["used"], done["held"]) == (150_000, 50_000)
    paid = now(loan)
    assert (paid.jasa_paid, paid.principal_paid) == (75_000, 75_000)
    assert control_findings(fund.book, as_of=fund.today) == []


def test_no_more_savings_are_used_than_is_due(fund, loan):
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=900_000)
    advance(fund, DUE_DAY)
    done = fund.do("cashier", lending.set_off_savings, loan=loan.pk, amount=900_000)
    assert (done["used"], savings_held(loan.pk)) == (575_000, 325_000)


def test_savings_wait_for_something_to_fall_due(fund, loan):
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=200_000)
    with pytest.raises(NothingDue):
        fund.do("cashier", lending.set_off_savings, loan=loan.pk, amount=200_000)


@pytest.mark.parametrize("amount", [0, -1, 200_001])
def test_no_more_savings_go_than_are_held(fund, loan, amount):
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=200_000)
    advance(fund, DUE_DAY)
    with pytest.raises(SavingsTooSmall):
        fund.do("cashier", lending.set_off_savings, loan=loan.pk, amount=amount)


@pytest.mark.parametrize(("banked", "moved"), [(0, 0), (60_000, 60_000), (200_000, 200_000)])
def test_as_much_moves_between_the_banks_as_lies_in_that_of_the_savings(fund, loan, banked, moved):
    """Savings of 200,000 pay arrears; what of it lies in the savings' own bank account moves to the loan fund's."""
    if banked:
        fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=banked, method="bank_tr")
    if banked < 200_000:
        fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=200_000 - banked)
    advance(fund, DUE_DAY)
    done = fund.do("cashier", lending.set_off_savings, loan=loan.pk, amount=200_000)
    voucher = Repayment.objects.get(pk=done["repayment"]).voucher
    between = Transfer.objects.filter(voucher=voucher, debit__role="bank", credit__role="bank_tr")
    assert [row.amount for row in between] == ([moved] if moved else [])


@pytest.mark.parametrize("act", [lending.apply_surplus, lending.settle_early])
def test_a_loan_of_nowhere_is_not_found(fund, act):
    with pytest.raises(NotFound):
        fund.do("cashier", act, loan=uuid4())


@pytest.mark.parametrize("who", ["upk_manager", "bookkeeper", "loan_officer", "coordinator", "overseer", "Yuni"])
@pytest.mark.parametrize("act", [lending.apply_surplus, lending.settle_early])
def test_only_the_cashier_does_these(fund, loan, act, who):
    with pytest.raises(NotAllowed):
        fund.do(who, act, loan=loan.pk)


def uuid_of(text):
    from uuid import UUID

    return UUID(text)
