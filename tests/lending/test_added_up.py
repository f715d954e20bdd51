"""The loans of a fund for its indicators, added up by the database: one by one they stand as the cards say."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from gulir.core.arrears import ArrearsRules, arrears_of
from gulir.core.indicators import LoanStanding
from gulir.governance.queries import rules_at
from gulir.lending import services as lending
from gulir.lending.dues import schedules_of
from gulir.lending.queries import loans
from gulir.lending.queries import standings as room
from gulir.lending.queries.standings import standings
from tests.lending import old_books
from tests.lending.days import advance

pytestmark = pytest.mark.django_db


def by_card(book, day):
    """What the cards tell, loan by loan."""
    return sorted(
        (
            LoanStanding(row.ksm, row.balance, row.periods_late, row.arrears_principal)
            for row in loans(book, as_of=day, with_balance=True)
        ),
        key=str,
    )


def added_up(book, day):
    """The same by the reading of the indicators."""
    rules = ArrearsRules(grace_days=rules_at(book, day).count("arrears.grace_days"))
    return sorted(standings(book, as_of=day, rules=rules), key=str)


def days_between(first, last, step):
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]


@pytest.fixture(scope="module")
def village(django_db_setup, django_db_blocker):
    """The real books, made once for this file."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield old_books.live()
        transaction.set_rollback(True)


def test_the_real_cards_stand_the_same_on_every_day(village, db):
    seen = set()
    for day in days_between(date(2022, 1, 1), date(2024, 6, 30), 11):
        found = added_up(village.book.pk, day)
        assert found == by_card(village.book.pk, day), day
        seen |= {one.missed_instalments > 0 for one in found}
    assert seen == {True, False}


def test_paid_late_paid_back_and_forgiven(fund):
    melati, mawar = fund.lend("Melati"), fund.lend("Mawar")
    advance(fund, date(2026, 4, 2))
    fund.pay(melati, 300_000)
    advance(fund, date(2026, 5, 4))
    paid = fund.pay(melati, 1_000_000)
    fund.do("upk_manager", lending.reverse_repayment, repayment=UUID(paid["repayment"]), reason="Salah catat")
    fund.do("cashier", lending.settle_early, loan=mawar.pk)
    for day in days_between(date(2026, 3, 1), date(2026, 12, 1), 5):
        assert added_up(fund.book, day) == by_card(fund.book, day), day
    assert [one.ksm for one in standings(fund.book, as_of=date(2026, 5, 4), rules=ArrearsRules())] == ["Melati"]


def test_days_of_grace_hold_the_count_back_here_too(fund):
    loan = fund.lend()
    lines = schedules_of([loan.pk])[loan.pk]
    for grace in (0, 1, 3, 45):
        rules = ArrearsRules(grace_days=grace)
        for day in days_between(date(2026, 3, 28), date(2026, 7, 1), 1):
            (one,) = standings(fund.book, as_of=day, rules=rules)
            expected = arrears_of(lines, 0, 0, day, rules=rules)
            assert (one.missed_instalments, one.arrears_principal) == (expected.periods_late, expected.principal)


def test_a_sum_that_does_not_follow_the_cards_would_be_seen(fund, monkeypatch):
    loan = fund.lend()
    advance(fund, date(2026, 4, 2))
    fund.pay(loan, 575_000)
    day = date(2026, 4, 1)
    assert added_up(fund.book, day) == by_card(fund.book, day)
    monkeypatch.setattr(room, "PAID_AND_DUE", room.PAID_AND_DUE.replace("received_on > %s", "received_on >= %s"))
    assert added_up(fund.book, date(2026, 4, 2)) != by_card(fund.book, date(2026, 4, 2))
