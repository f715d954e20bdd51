"""The rupiah of a repayment, followed into the next KSM's loan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gulir.lending.queries.rolling import where_it_went
from tests.lending.stage import make_fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund():
    return make_fund()


def test_a_repayment_waits_until_the_next_loan_is_paid_out(fund):
    loan = fund.lend()
    fund.move_to(fund.today + timedelta(days=1))
    fund.pay(loan, 575_000)
    (row,) = where_it_went(loan, until=fund.today)
    assert (row.principal, row.onward, row.waiting) == (500_000, (), 500_000)
    fund.move_to(fund.today + timedelta(days=1))
    fund.lend("Mawar")
    (row,) = where_it_went(loan, until=fund.today)
    assert [(part.ksm, part.on, part.amount) for part in row.onward] == [("Mawar", fund.today, 500_000)]
    assert row.waiting == 0
    assert where_it_went(loan, until=fund.today - timedelta(days=1))[0].onward == ()


def test_what_was_taken_back_went_nowhere(fund):
    loan = fund.lend()
    paid = fund.pay(loan, 575_000)
    fund.lend("Mawar")
    from gulir.lending import services as lending

    fund.do("upk_manager", lending.reverse_repayment, repayment=paid["repayment"], reason="Salah")
    assert where_it_went(loan, until=fund.today) == []


def test_two_statements_whatever_the_number(fund, django_assert_num_queries):
    loan = fund.lend()
    for _ in range(3):
        fund.pay(loan, 575_000)
    fund.lend("Mawar")
    with django_assert_num_queries(2):
        assert len(where_it_went(loan, until=fund.today)) == 3
