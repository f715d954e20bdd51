"""The same two years on PostgreSQL: slower to build, so only in the long run."""

from __future__ import annotations

import pytest

from gulir.care.check import check_board
from gulir.cli.demo import build
from gulir.community.queries import board_of
from gulir.ledger.queries import trial_balance

pytestmark = [pytest.mark.long, pytest.mark.postgres_only]


def test_the_two_years_can_be_lived_through_on_postgresql(fresh_database):
    made = build(lambda words: None)
    board = board_of(made.board).book
    assert check_board(board, on=made.open_day) == []
    trial = trial_balance(board.pk, "upk", as_of=made.open_day)
    assert trial.total_debit == trial.total_credit > 300_000_000
