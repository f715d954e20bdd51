"""The walks through every door begin each on a board of their own: they weigh all rows there are before and after."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.web.stage import make_hall


@pytest.fixture
def hall(db, monkeypatch):
    """A board with live books, on its first day; nobody is locked out from an earlier test."""
    cache.clear()
    return make_hall(monkeypatch)
