"""The people of the stories about the books."""

from __future__ import annotations

import pytest

from tests.ledger.stage import Village, raise_village


@pytest.fixture
def village(db: None) -> Village:
    """A board with its officers, before its first chart."""
    return raise_village()


@pytest.fixture
def live(village: Village) -> Village:
    """The same board with charts, opening balance and its first day (1 January 2026) open."""
    return village.live()


@pytest.fixture
def unclosed(village: Village) -> Village:
    """The same, with jasa of 2025 (1,000,000) that no year close has carried yet: 2025 is the year to close next."""
    return village.live(earned=1_000_000)
