"""The books of a real UPK: 24 loans, 952,039,400 rupiah, one known difference, and what the cards tell of them."""

from __future__ import annotations

import pytest

from gulir.ledger.queries import trial_balance
from gulir.lending.queries import control_findings, control_totals, loans
from tests.lending import old_books
from tests.lending.old_books import YEAR_END

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def brought_in(django_db_setup, django_db_blocker):
    """The real books, brought in once for all the stories of this file and rolled back after them."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield old_books.bring_in()
        transaction.set_rollback(True)


def test_the_trial_balance_closes_to_the_rupiah(brought_in):
    balance = trial_balance(brought_in.book.pk, as_of=YEAR_END)
    assert (balance.total_debit, balance.total_credit) == (1_303_701_504, 1_303_701_504)


def test_each_of_the_24_balances_is_that_of_the_file(brought_in):
    found = {row.loan_no: row.balance for row in loans(brought_in.book.pk, as_of=YEAR_END)}
    assert found == old_books.claimed()
    assert sum(found.values()) == 952_039_400


def test_the_cards_differ_from_the_books_in_one_place_only(brought_in):
    [finding] = control_findings(brought_in.book.pk, as_of=YEAR_END)
    assert finding.facts == {"role": "ksm_fee", "cards": 0, "books": 2_984_000, "difference": 2_984_000}


def test_the_loan_cards_are_the_control_account(brought_in):
    control = {row.role.value: (row.cards, row.books) for row in control_totals(brought_in.book.pk, as_of=YEAR_END)}
    assert control["loans"] == (952_039_400, 952_039_400)
    assert control["tr_savings"] == control["surplus"] == (0, 0)
