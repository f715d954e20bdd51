"""The fund of the stories: made once for each file of tests, and rolled back to that state after every story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.lending.stage import Fund, standing_fund


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Fund]:
    """A live board with two groups, inside a transaction that ends with the file."""
    with standing_fund(django_db_blocker) as made:
        yield made


@pytest.fixture
def fund(founded: Fund, db: None) -> Fund:
    """The board at its first morning, whatever the story before did."""
    return replace(founded)
