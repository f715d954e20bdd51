"""What roles hold now: the same as each account's own balance, in one statement, each on its own side."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gulir.core.roles import Role
from gulir.ledger.queries import account_for, balance_at
from gulir.ledger.queries.held import held_now
from gulir.lending import services as lending
from tests.lending.stage import make_fund

pytestmark = pytest.mark.django_db
ROLES = (Role.CASH, Role.BANK, Role.BANK_TR, Role.LOANS, Role.PROVISION, Role.TR_SAVINGS, Role.JASA_INCOME)


def test_every_role_holds_what_its_account_says(django_assert_num_queries):
    fund = make_fund()
    loan = fund.lend()
    fund.pay(loan, 600_000, savings=25_000)
    fund.move_to(fund.today + timedelta(days=75))
    fund.do("bookkeeper", lending.post_provision, as_of=fund.today)
    wanted = {role: balance_at(account_for(fund.book, role)) for role in ROLES}
    with django_assert_num_queries(1):
        assert held_now(fund.book, ROLES) == wanted
    assert wanted[Role.PROVISION] > 0
    assert wanted[Role.TR_SAVINGS] == 25_000


def test_a_role_nobody_plays_holds_nothing_and_other_boards_do_not_count():
    fund = make_fund()
    make_fund(code="lain", cash=7)
    assert held_now(fund.book, [Role.CASH, Role.WRITTEN_OFF]) == {Role.CASH: 50_000_000, Role.WRITTEN_OFF: 0}
    assert held_now(fund.book, []) == {}
