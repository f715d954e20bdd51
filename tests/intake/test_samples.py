"""The sample that is handed out is accepted by its own importer, dry and for real."""

from __future__ import annotations

import pytest

from gulir.intake.columns import form, sample
from gulir.intake.kinds import KINDS
from gulir.intake.models import Import
from tests.intake.stage import found

ROAD = (
    "chart", "roles", "people", "households", "ksm", "ksm-members", "opening", "vouchers", "loans", "loan-transactions",
    "loan-members", "statement",
)  # fmt: skip
DAY = "2025-12-31"


def test_every_kind_has_its_place_on_the_road():
    assert set(ROAD) == set(KINDS)


@pytest.mark.parametrize("kind", ROAD)
def test_a_sample_shows_every_column(kind):
    first = sample(kind).decode().splitlines()[0].split(";")
    shown = {name for name in first if not name.startswith("balance_")}
    if kind == "statement":
        shown.add("amount")  # a statement has either one signed column or two
    assert shown >= {column.name for column in form(kind).columns}


def test_all_samples_are_accepted_one_after_the_other(board):
    from datetime import date

    for kind in ROAD:
        dated = date.fromisoformat(DAY) if kind == "opening" else None
        before = board.tables()

        tried = board.bring(kind, sample(kind), dated=dated, dry_run=True)

        assert found([f for f in tried.findings if f.level == "error"]) == [], kind
        assert (tried.done, tried.import_id) == (True, None)
        assert board.tables() == before, f"a dry run of {kind} left something"

        done = board.bring(kind, sample(kind), dated=dated)

        assert done.done, kind
        assert done.counts == tried.counts
        assert sum(done.counts.values()) > 0
        assert Import.objects.get(pk=done.import_id).rows > 0
