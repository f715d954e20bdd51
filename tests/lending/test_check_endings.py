"""Loans that ended by a decision, changed behind the guards' back: each is found, and named."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.base.models import Book
from gulir.care.check import check_board
from gulir.care.checks.endings import check_endings
from gulir.ledger import services as ledger
from gulir.ledger.models import Account, Transfer
from gulir.lending import services as lending
from gulir.lending.models import Ending, Loan, Recovery, Saving
from tests.care.tampering import tamper
from tests.lending.test_deaths import covered
from tests.lending.test_endings import LATE, LEFT, decide, write_off
from tests.lending.test_endings import propose as propose_loss
from tests.lending.test_restructurings import renewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(fund):
    found = fund.lend()
    fund.move_to(date(2026, 4, 2))
    fund.pay(found, 575_000)
    fund.move_to(LATE)
    return found


@pytest.fixture
def held(fund):
    """A loan in time with 10,000 of savings, carried on."""
    found = fund.lend()
    fund.do("cashier", lending.receive_savings, loan=found.pk, amount=10_000)
    renewed(fund, found, first_due_on=date(2026, 6, 2))
    return Loan.objects.get(pk=found.pk)


def found_in(fund) -> list[tuple[str, dict[str, object]]]:
    return [(one.code, dict(one.facts)) for one in check_endings(Book.objects.get(pk=fund.book))]


def lost(fund, loan) -> Ending:
    propose_loss(fund, loan)
    decide(fund)
    write_off(fund, loan)
    fund.do("cashier", lending.recover, loan=loan.pk, amount=40_000)
    return Ending.objects.get()


def test_a_board_whose_loans_ended_rightly_has_no_findings(fund, loan):
    covered(fund, loan)
    assert check_board(Book.objects.get(pk=fund.book), on=fund.today) == []


def test_a_loss_with_what_came_back_and_was_undone_has_no_findings(fund, loan):
    lost(fund, loan)
    wrong = Recovery.objects.get()
    fund.do("upk_manager", ledger.reverse_voucher, voucher=wrong.voucher_id, reason="Salah KSM")
    fund.do("cashier", lending.recover, loan=loan.pk, amount=15_000)
    assert check_board(Book.objects.get(pk=fund.book), on=fund.today) == []


def test_a_loan_marked_rescheduled_that_goes_on_nowhere_is_found(fund, loan):
    assert tamper("UPDATE lending_loan SET state = 'rescheduled' WHERE id = %s", loan.pk) == 1
    assert found_in(fund) == [("LoanNotCarriedOn", {"loan": "1", "left": LEFT, "carried": 0})]


def test_a_successor_that_was_cut_off_is_found(fund, loan):
    new = renewed(fund, loan)
    tamper("UPDATE lending_loan SET replaces_id = NULL WHERE id = %s", new.pk)
    assert found_in(fund) == [("LoanNotCarriedOn", {"loan": "1", "left": LEFT, "carried": 0})]


def test_a_successor_of_another_sum_is_found(fund, loan):
    new = covered(fund, loan)
    tamper("UPDATE lending_loan SET principal = principal - 1 WHERE id = %s", new.pk)
    rest = LEFT - 900_000
    assert found_in(fund) == [("LoanNotCarriedOn", {"loan": "1", "left": rest, "carried": rest - 1})]


def test_savings_that_stayed_behind_are_found(fund, held):
    assert found_in(fund) == []
    tamper("DELETE FROM lending_saving WHERE loan_id = %s AND voucher_id IS NULL", held.pk)
    assert found_in(fund) == [
        ("HeldLeftBehind", {"loan": "1", "held": 10_000}), ("HeldLeftBehind", {"loan": "1", "held": -10_000}),
    ]  # fmt: skip


def test_savings_that_never_arrived_are_found(fund, held):
    tamper("DELETE FROM lending_saving WHERE loan_id <> %s", held.pk)
    assert found_in(fund) == [("HeldLeftBehind", {"loan": "1", "held": 10_000})]
    assert Saving.objects.count() == 2


def test_an_end_that_says_less_than_its_voucher_is_found(fund, loan):
    lost(fund, loan)
    tamper("UPDATE lending_ending SET written_off = written_off - 1 WHERE loan_id = %s", loan.pk)
    codes = [code for code, _ in found_in(fund)]
    assert "EndingDiffers" in codes


def test_an_end_whose_voucher_took_something_else_is_found(fund, loan):
    covered(fund, loan)
    row = Transfer.objects.get(voucher=Ending.objects.get().voucher_id)
    tamper("UPDATE ledger_transfer SET amount = amount - 1 WHERE id = %s", row.pk)
    assert ("EndingDiffers", {"loan": "1", "kept": 900_000, "booked": 899_999}) in found_in(fund)


def test_a_recovery_changed_on_the_register_is_found(fund, loan):
    lost(fund, loan)
    assert found_in(fund) == []
    tamper("UPDATE lending_recovery SET amount = amount + 1 WHERE amount = 40000")
    assert found_in(fund) == [("RecoveriesDiffer", {"loan": "1", "register": 40_001, "booked": 40_000})]


def test_a_recovery_taken_off_the_register_is_found(fund, loan):
    lost(fund, loan)
    tamper("DELETE FROM lending_recovery WHERE amount = 40000")
    assert found_in(fund) == [("RecoveriesDiffer", {"loan": "1", "register": 0, "booked": 40_000})]


def test_money_booked_as_other_income_is_found(fund, loan):
    lost(fund, loan)
    other = Account.objects.get(book_id=fund.book, ledger="upk", code="41020")
    row = Transfer.objects.get(voucher=Recovery.objects.get().voucher_id, credit__role="recovered_income")
    tamper("UPDATE ledger_transfer SET credit_id = %s WHERE id = %s", other.pk, row.pk)
    assert found_in(fund) == [("RecoveriesDiffer", {"loan": "1", "register": 40_000, "booked": 0})]
