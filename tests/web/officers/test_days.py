"""Closed days stand month by month, the latest first, and every one of them is a link or two away."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gulir.core.dates import add_months
from gulir.ledger.models import Day
from gulir.ledger.queries import closed_days_by_month
from tests.web.stage import words

pytestmark = pytest.mark.django_db
ONE = re.compile(r'href="(?:/upk/hari/(\d{4}-\d\d-\d\d)/)"')


def days_on(answer):
    return [date.fromisoformat(day) for day in ONE.findall(answer.content.decode())]


def months_on(answer):
    return set(re.findall(r'href="\?bulan=(\d{4}-\d\d)"', answer.content.decode()))


@pytest.fixture
def later(hall):
    """The hall three months on, every day closed."""
    hall.move_to(hall.fund.today + timedelta(days=95))
    return hall


def closed(hall):
    return set(Day.objects.filter(book_id=hall.fund.book, closed_at__isnull=False).values_list("day", flat=True))


def test_before_the_first_day_is_closed_the_page_says_what_to_do(hall):
    answer = hall.see("cashier", "officers:days")
    assert "Belum ada hari yang ditutup." in words(answer)
    assert months_on(answer) == set()


def test_the_latest_month_stands_open_with_its_newest_day_on_top(later):
    answer = later.see("cashier", "officers:days")
    shown = days_on(answer)
    assert shown == sorted(shown, reverse=True)
    assert set(shown) == {day for day in closed(later) if (day.year, day.month) == (shown[0].year, shown[0].month)}
    assert shown[0] == max(closed(later))


def test_every_closed_day_is_found_through_its_month(later):
    first = later.see("cashier", "officers:days")
    found = set(days_on(first))
    for month in months_on(first):
        found |= set(days_on(later.see("cashier", "officers:days", bulan=month)))
    assert found == closed(later)
    assert len(months_on(first)) == len(closed_days_by_month(later.fund.book)) >= 4


@pytest.mark.parametrize("asked", ["1999-01", "x", "2026-13", ""])
def test_a_month_that_is_not_there_shows_the_latest(later, asked):
    assert days_on(later.see("cashier", "officers:days", bulan=asked)) == days_on(later.see("cashier", "officers:days"))


def test_a_page_asks_as_often_with_many_months_as_with_one(hall):
    def asked():
        hall.see("cashier", "officers:days")
        with CaptureQueriesContext(connection) as seen:
            assert hall.see("cashier", "officers:days").status_code == 200
        return len(seen)

    hall.move_to(hall.fund.today + timedelta(days=3))
    few = asked()
    hall.move_to(hall.fund.today + timedelta(days=150))
    assert asked() == few <= 15


@pytest.mark.parametrize("page", ["officers:day", "officers:days", "officers:month", "officers:year"])
def test_a_trustee_who_reads_the_days_is_shown_no_door_that_stays_shut(later, page):
    shown = later.see("trustee", page).content.decode().partition("<main")[2]
    doors = set(re.findall(r'href="(/upk/[^"#]*)"', shown))
    assert doors
    assert {door for door in doors if later.at("trustee").get(door).status_code != 200} == set()


def test_an_officer_is_led_to_empty_days_and_to_the_provision(later):
    assert reverse("officers:day_empty") in later.see("cashier", "officers:day").content.decode()
    assert reverse("officers:provision") in later.see("cashier", "officers:month").content.decode()


def test_older_months_are_folded_below_the_last_twelve(later, monkeypatch):
    def shown(count):
        who = SimpleNamespace(name="Rini")
        months = [
            SimpleNamespace(
                first=add_months(date(2025, 12, 1), -n), closed_by=who, closed_at=None, totals={}, checks=[]
            )
            for n in range(count)
        ]
        monkeypatch.setattr("gulir.web.officers.month.closed_months", lambda book: months)
        return later.see("bookkeeper", "officers:month").content.decode().partition("<details>")

    assert shown(12)[1] == ""
    recent, _, older = shown(14)
    assert "Januari 2025" in recent
    assert "November 2024" in older
    assert "November 2024" not in recent
