"""Every measure runs for a blink and gives numbers of the right shape; how big they are is nobody's test."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from bench.__main__ import _against, _row
from tests.shape.rules import ROOT

SHAPES = {
    "repay": {"per_second", "p95_ms"},
    "indicators": {"ms"},
    "trial_balance": {"ms"},
    "login": {"ms"},
    "bring_in": {"per_second", "peak_mb"},
}
AMOUNT = {"bring_in": "300"}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    home = tmp_path_factory.mktemp("bench")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GULIR_")}
    env = {**kept, "GULIR_HOME": str(home), "GULIR_DATABASE": f"sqlite:///{home}/b.sqlite3", "PYTHONPATH": str(ROOT)}

    def measure(what, amount, board):
        words = [sys.executable, "-m", "bench.ours", what, amount, board]
        done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])

    measure("prepare", "4", "satu")
    return measure


@pytest.mark.parametrize("what", SHAPES)
def test_a_measure_gives_its_numbers(measured, what):
    found = measured(what, AMOUNT.get(what, "0.05"), "lama" if what == "bring_in" else "satu")
    assert set(found) == SHAPES[what]
    assert all(isinstance(value, float) and value > 0 for value in found.values())


def test_a_row_tells_the_ratio_and_both_distances():
    row = _row("1", "x", [(100.0, 20.0), (100.0, 30.0), (100.0, 25.0)], "0.50", "1.00")
    assert row == "| 1 | x | 100 | 25 | **0.25** | 0.50 (50 %) | 1.00 (25 %) |"


def test_a_peer_that_cannot_be_installed_is_said_to_be():
    assert "could not be installed" in _against("hordak", None, 500.0)
    assert "**2.0**" in _against("hordak", 250.0, 500.0)
