"""A board that loads its history, and a short way to bring files in."""

from __future__ import annotations

import pytest

from tests.intake.stage import Loading, loading_board


@pytest.fixture
def board(db: None) -> Loading:
    """A board with the programme's charts, still loading; its books begin on 1 January 2026."""
    return loading_board()
