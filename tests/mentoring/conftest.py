"""The KSM of the stories: made once for each file of tests, and rolled back to that state after every story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction

from tests.mentoring.stage import Ksm, make_ksm


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Ksm]:
    """A board with a KSM, inside a transaction that ends with the file."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_ksm()
        transaction.set_rollback(True)


@pytest.fixture
def ksm(founded: Ksm, db: None) -> Ksm:
    """The KSM before its first meeting, whatever the story before did."""
    return replace(founded)
