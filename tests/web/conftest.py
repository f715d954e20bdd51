"""The hall of the web tests: `hall` is a board that lends and the browsers of its people."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.web.stage import make_hall


@pytest.fixture
def hall(db, monkeypatch):
    """A board with live books, on its first day; nobody is locked out from an earlier test."""
    cache.clear()
    return make_hall(monkeypatch)
