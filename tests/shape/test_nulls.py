"""A missing value slips through no CHECK: every one that reads a column which may be empty has its verdict written."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.models import CheckConstraint, F, Q

from gulir.ledger.models import BookState
from gulir.lending.models import Application
from tests.shape.nulls import all_subsets, checks, read, verdicts

WRITTEN = Path(__file__).with_name("nulls.txt")
CHECKS = list(checks())

pytestmark = pytest.mark.django_db


def line(name: str, missing: tuple[str, ...], said: str) -> str:
    return f"{name}: without {' and '.join(missing)}: {said}"


def test_every_check_has_its_verdict_when_something_is_missing():
    """`nulls.txt` is read by people: does a row without this make sense? `UNKNOWN` never does."""
    told = [
        line(constraint.name, missing, said)
        for model, constraint in CHECKS
        for missing, said in verdicts(model, constraint).items()
    ]
    assert [row for row in told if row.endswith("UNKNOWN")] == []
    written = WRITTEN.read_text(encoding="utf-8").splitlines()
    assert sorted(set(told) - set(written)) == [], f"read these and, where they make sense, add them to {WRITTEN.name}"
    assert sorted(set(written) - set(told)) == [], f"these are gone: take them out of {WRITTEN.name}"


def test_every_column_that_may_be_empty_is_tried_empty():
    for model, constraint in CHECKS:
        empty = sorted(field.name for field in read(model, constraint) if field.null)
        assert set(verdicts(model, constraint)) == set(all_subsets(empty)), constraint.name


@pytest.mark.parametrize(
    ("model", "condition", "missing"),
    [
        (BookState, Q(live_on=None, open_day=None) | Q(live_on__isnull=False, open_day__gte=F("live_on")), "open_day"),
        (Application, Q(decided=None) | Q(decided__gte=0, decided__lte=F("verified")), "verified"),
        (Application, Q(decided__lte=5), "decided"),
        (BookState, ~Q(open_day__lt=F("live_on")) & Q(open_day__gte=F("opens_on")), "open_day"),
    ],
)
def test_a_check_that_lets_nothing_pass_as_something_would_be_found(model, condition, missing):
    """Negative control: how two of them were written once, and how one easily writes the next."""
    told = verdicts(model, CheckConstraint(condition=condition, name="one_more"))
    assert told[missing,] == "UNKNOWN"
