"""Whole files that cannot be brought in are told by their code and change nothing, whatever kind they should be."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.bad_cells import SHEETS
from tests.intake.bad_files import bad_files, good_file
from tests.intake.stage import Loading, loading_board

FILES = {f"{kind}: {story}": (kind, content, code) for kind, story, content, code in bad_files()}


@pytest.fixture(scope="module")
def village(django_db_setup, django_db_blocker):
    """A board that loads its history; nothing of these stories stays in it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield loading_board()
        transaction.set_rollback(True)


def bring(board: Loading, kind: str, content: bytes, **more):
    dated = date(2025, 12, 31) if kind == "opening" else None
    return board.bring(kind, content, dated=dated, account="11021" if kind == "statement" else "", **more)


@pytest.mark.parametrize("story", FILES)
def test_a_file_that_cannot_be_brought_in_says_why_and_changes_nothing(village, db, story):
    kind, content, code = FILES[story]
    before = village.tables()
    outcome = bring(village, kind, content)
    assert code in {f.code for f in outcome.findings if f.level == "error"}, [f.code for f in outcome.findings]
    assert not outcome.done
    assert village.tables() == before


@pytest.mark.parametrize("kind", SHEETS)
def test_the_file_they_are_made_of_is_read(village, db, kind):
    """Negative control: its headings, its encoding and its rows are not what is refused above."""
    about_files = {code for _, _, code in FILES.values()}
    outcome = bring(village, kind, good_file(kind), dry_run=True)
    assert not about_files & {f.code for f in outcome.findings if f.level == "error"}
