"""The hall of the web tests: `hall` is a board that lends and the browsers of its people.

The board is made once for each file of tests, and rolled back to its first day after every story.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.lending.stage import standing_fund
from tests.web.stage import make_hall


@pytest.fixture(scope="module")
def founded(django_db_setup, django_db_blocker):
    """The board of a file; each hall takes a copy of its names."""
    with standing_fund(django_db_blocker) as fund:
        yield fund


@pytest.fixture
def hall(founded, db, monkeypatch):
    """A board with live books, on its first day; nobody is locked out from an earlier test."""
    cache.clear()
    return make_hall(monkeypatch, founded)
