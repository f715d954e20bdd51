"""A board of 500 KSM and 10,000 people asks the database as often as one of five and a hundred."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.board import crowded
from gulir.community.models import Group, Resident
from gulir.lending.models import Loan

pytestmark = pytest.mark.django_db
SIZES = {"kecil": (5, 100), "ramai": (500, 10_000)}
MOST = 15
PAGES = {
    "officers:home": "KSM",
    "officers:collect": "KSM",
    "officers:loans": "KSM",
    "officers:groups": "KSM",
    "officers:people": "Warga",
}
"""The busiest pages, each with a word that a page full of rows shows."""


@pytest.fixture(scope="module")
def logins(django_db_setup, django_db_blocker):
    """The manager of each board, brought in by files once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {code: crowded(code, people=people, groups=groups) for code, (groups, people) in SIZES.items()}
        transaction.set_rollback(True)


def statements(login, address):
    """How often a page asked the database, and what it shows; the first look is not counted."""
    client = Client()
    client.force_login(login)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(address)
    assert page.status_code == 200
    return len(seen), page.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_whatever_the_size(logins, db, name):
    (few, _), (many, shown) = (statements(login, reverse(name)) for login in logins.values())
    assert few == many <= MOST
    assert PAGES[name] in shown


def test_the_boards_are_as_large_as_they_say(logins, db):
    for code, (groups, people) in SIZES.items():
        assert Loan.objects.filter(book__code=code).count() == Group.objects.filter(book__code=code).count() == groups
        assert Resident.objects.filter(book__code=code).count() >= people


def test_a_page_that_asks_once_a_row_would_be_seen(logins, db, monkeypatch):
    """The negative control: a reading for each loan, and the two boards no longer cost the same."""
    from gulir.web.officers import loans as view

    usual = view.loans
    monkeypatch.setattr(view, "loans", lambda *a, **k: [_once_more(row) for row in usual(*a, **k)])
    few, many = (statements(login, reverse("officers:loans"))[0] for login in logins.values())
    assert many - few == SIZES["ramai"][0] - SIZES["kecil"][0]


def _once_more(row):
    Loan.objects.filter(pk=row.id).exists()
    return row
