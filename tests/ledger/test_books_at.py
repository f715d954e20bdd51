"""Balances and the income of the year in one reading: whichever way it takes, it says what the two readings say."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest

from gulir.core.roles import Ledger, Role
from gulir.ledger import queries, services
from tests.ledger.stage import opening, raise_village
from tests.ledger.test_months_and_years import close_month, close_months

pytestmark = pytest.mark.django_db
LEDGERS = tuple(Ledger)
room = import_module("gulir.ledger.queries.balances")


def agree(village, *days):
    """Both readings of every ledger on each of these days."""
    for day in days:
        for ledger in LEDGERS:
            held, year = queries.books_at(village.book.pk, ledger, as_of=day)
            assert held == queries.balances(village.book.pk, ledger, as_of=day)
            assert year == queries.income(village.book.pk, ledger, from_=date(day.year, 1, 1), as_of=day)


def adds_up_the_year(village, day, monkeypatch):
    """Whether the year's vouchers are read for it."""
    asked = []
    usual = room._sums
    monkeypatch.setattr(room, "_sums", lambda *a, **k: asked.append(k) or usual(*a, **k))
    queries.books_at(village.book.pk, as_of=day)
    monkeypatch.setattr(room, "_sums", usual)
    return bool(asked)


def test_on_new_books_the_year_is_what_the_accounts_hold(live, monkeypatch):
    live.spend(26_000)
    live.post([(Role.CASH, Role.JASA_INCOME, 75_000)])
    assert not adds_up_the_year(live, live.today, monkeypatch)
    agree(live, date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2027, 3, 1))
    _, year = queries.books_at(live.book.pk, as_of=live.today)
    assert (year.total_income, year.total_expense) == (75_000, 26_000)


def test_books_that_still_load_are_added_up(village):
    village.do(services.use_programme_chart)
    village.do(services.post_opening, rows=opening(earned=1_000_000))
    agree(village, date(2025, 12, 31), date(2026, 1, 1))


def test_a_year_brought_in_open_is_not_taken_for_this_one(unclosed, monkeypatch):
    unclosed.post([(Role.CASH, Role.JASA_INCOME, 75_000)])
    assert adds_up_the_year(unclosed, unclosed.today, monkeypatch)
    agree(unclosed, date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31))
    assert queries.books_at(unclosed.book.pk, as_of=unclosed.today)[1].result == 75_000
    unclosed.do(services.close_year, "ratna", year=2025)
    assert not adds_up_the_year(unclosed, unclosed.today, monkeypatch)
    agree(unclosed, date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31))


def test_after_a_year_was_worked_and_closed(live, monkeypatch):
    live.post([(Role.CASH, Role.JASA_INCOME, 600_000)])
    live.spend(26_000)
    close_months(live, 2026)
    agree(live, date(2026, 12, 31), date(2027, 1, 1))
    live.do(services.close_year, "ratna", year=2026)
    live.post([(Role.CASH, Role.JASA_INCOME, 5_000)])
    assert not adds_up_the_year(live, date(2027, 1, 1), monkeypatch)
    agree(live, date(2026, 6, 30), date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1))
    assert queries.books_at(live.book.pk, as_of=date(2027, 1, 1))[1].result == 5_000


def old_and_even():
    """Old books in which 2024 earned what 2025 gave back: the account holds nothing, and neither year was closed."""
    village = raise_village(opens_on=date(2024, 1, 1))
    village.today = date(2026, 1, 1)
    village.do(services.use_programme_chart)
    village.do(services.post_opening, rows=opening())
    village.post([(Role.CASH, Role.JASA_INCOME, 40_000)], dated=date(2024, 5, 1))
    village.post([(Role.JASA_INCOME, Role.CASH, 40_000)], dated=date(2025, 5, 1))
    draft = village.do(services.go_live, "ratna", on=date(2025, 12, 1))["draft"]
    village.do(services.approve_draft, "hasan", draft=draft, digest=village.digest(draft))
    return village


def test_old_books_that_came_to_nothing_still_tell_each_year(db, monkeypatch):
    village = old_and_even()
    assert village.state.year_open == 2025
    assert adds_up_the_year(village, date(2025, 12, 1), monkeypatch)
    agree(village, date(2024, 12, 31), date(2025, 5, 1), date(2025, 12, 1), date(2026, 1, 1))
    assert queries.books_at(village.book.pk, as_of=date(2025, 12, 1))[1].result == -40_000


def test_without_the_look_at_earlier_years_this_would_be_wrong(db, monkeypatch):
    village = old_and_even()
    monkeypatch.setattr(room, "_closed_before", lambda *a: True)
    with pytest.raises(AssertionError):
        agree(village, date(2025, 12, 1))


def test_many_old_vouchers_are_not_looked_into(db, monkeypatch):
    village = raise_village(opens_on=date(2025, 1, 1))
    village.do(services.use_programme_chart)
    village.do(services.post_opening, rows=opening())
    village.today = date(2026, 1, 1)
    for day in range(1, room.FEW + 1):
        village.post([(Role.CASH, Role.BANK, 1_000)], dated=date(2025, 5, day))
    draft = village.do(services.go_live, "ratna", on=date(2026, 1, 1))["draft"]
    village.do(services.approve_draft, "hasan", draft=draft, digest=village.digest(draft))
    assert adds_up_the_year(village, village.today, monkeypatch)
    agree(village, date(2025, 12, 31), date(2026, 1, 1))


def test_the_reading_costs_four_queries(live, django_assert_num_queries):
    with django_assert_num_queries(4):
        queries.books_at(live.book.pk, as_of=live.today)
    close_month(live, date(2026, 1, 1))
    with django_assert_num_queries(4):
        queries.books_at(live.book.pk, as_of=date(2026, 3, 1))
