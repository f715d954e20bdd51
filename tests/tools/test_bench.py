"""Every measure runs for a blink and gives numbers of the right shape; how big they are is nobody's test."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import psycopg
import pytest

from bench import peers
from bench.__main__ import measured
from bench.anchors import postgres_copy, sqlite_minimum
from bench.board import DAY, crowded
from bench.parts import PAGES, PARTS, against
from bench.runs import Run
from bench.table import HEAD, Line, machine, of_pairs
from tests import postgres
from tests.shape.rules import ROOT

SHAPES = {
    "repay": {"per_second", "p95_ms"},
    "login": {"ms", "per_second", "cpu_ms"},
    "receipts": {"thousand_s", "one_ms"},
    "bring_in": {"per_second", "peak_mb"},
    "reports": {"trial_ms", "indicators_ms"},
}
AMOUNT = {"bring_in": "300"}
BOARD = {"bring_in": "lama", "reports": "ramai"}
TARGETS = {"1", "2", "3", "5", "6", "10", "12", "13", "14", "17"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    home = tmp_path_factory.mktemp("bench")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GULIR_")}
    return {**kept, "GULIR_HOME": str(home), "GULIR_DATABASE": f"sqlite:///{home}/b.sqlite3", "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def measure(house):
    def run(what, amount, board="-"):
        words = [sys.executable, "-m", "bench.ours", what, amount, board]
        done = subprocess.run(words, env=house, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])

    run("prepare", "40", "satu")
    run("crowd", "3", "ramai")
    return run


@pytest.mark.parametrize("what", SHAPES)
def test_a_measure_gives_its_numbers(measure, what):
    found = measure(what, AMOUNT.get(what, "0.05"), BOARD.get(what, "satu"))
    assert set(found) == SHAPES[what]
    assert all(isinstance(value, float) and value > 0 for value in found.values())


@pytest.mark.parametrize("what", ["workbook", "read_in"])
def test_a_file_is_measured_beside_another_program(measure, what):
    pairs = measure(what, "300")["pairs"]
    assert len(pairs) == 5
    assert all(theirs > 0 and ours > 0 for theirs, ours in pairs)


def test_pages_are_measured_with_their_statements(measure):
    shown = measure("pages", "1", "ramai")
    assert set(shown) == set(PAGES)
    assert all(page["ms"] > 0 and page["statements"] > 0 for page in shown.values())


def test_the_least_write_is_a_rate():
    assert sqlite_minimum(seconds=0.05) > 0


# ---------------------------------------------------------------- the table


def test_a_line_tells_the_ratio_and_both_distances():
    row = of_pairs("1", "x", [(100.0, 20.0), (100.0, 30.0), (100.0, 25.0)], 0.5, 1.0)
    assert str(row) == "| 1 | x | 100 | 25 | **0.25** | ≥ 0.5 (50 %) | ≥ 1 (25 %) |"
    assert str(row).count("|") == HEAD[0].count("|")


def test_where_less_is_better_the_distance_turns_round():
    row = Line(target="6", what="x", ours="5 ms", value=5, floor=10, goal=2.5, unit=" ms", at_most=True)
    assert str(row) == "| 6 | x |  | 5 ms |  | ≤ 10 ms (200 %) | ≤ 2.5 ms (50 %) |"


def test_the_head_names_machine_and_versions():
    told = machine(5)
    assert {"cores", "Python", "Django", "SQLite"} <= set(told.replace(",", "").split())
    assert told.endswith("Medians of 5 rounds.")


def test_a_peer_that_cannot_be_installed_is_said_to_be():
    assert "not installed here" in str(against("hordak", [], 2.5, 4))
    assert "**2.00**" in str(against("hordak", [(250.0, 500.0)], 2.5, 4))


# ---------------------------------------------------------------- peers


def peer_that(tmp_path, script):
    file = tmp_path / "peer.py"
    file.write_text(script, encoding="utf-8")
    return peers.Peer([sys.executable, str(file)])


def test_a_peer_answers_each_number_of_seconds(tmp_path):
    scripts = str(ROOT / "bench" / "peer_scripts")
    peer = peer_that(tmp_path, f"import sys; sys.path.insert(0, {scripts!r})\nfrom answers import answer\nanswer(int)")
    assert peer.ready()
    assert [rate > 0 for rate in (peer.measure(0.02), peer.measure(0.02))] == [True, True]
    peer.stop()


def test_a_peer_that_dies_is_left_out(tmp_path, capsys):
    peer = peer_that(tmp_path, "raise SystemExit('no database')")
    assert not peer.ready()
    assert peer.measure(0.01) is None
    peer.stop()
    assert "no database" in capsys.readouterr().err


def test_a_package_that_is_not_there_is_told_and_left_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(peers, "HERE", tmp_path)
    monkeypatch.setattr(peers, "_with_pip", lambda: str(tmp_path / "no-such-python"))
    assert peers._environment("x", "no-such-package") is None
    assert "no-such-python" in capsys.readouterr().err


@pytest.mark.skipif(postgres.find() is None, reason=postgres.MISSING)
def test_on_a_server_the_naive_mapper_posts_and_rows_are_copied(house, tmp_path):
    cluster = postgres.start()
    try:
        peer = peers.open_peer("the ORM, written naively", cluster)
        assert peer is not None
        assert peer.measure(0.1) > 0
        peer.stop()
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE blink")
        env = {**house, "GULIR_HOME": str(tmp_path), "GULIR_DATABASE": cluster.url("blink")}
        run = Run(rounds=1, seconds=0.1, rows=30, env=env, cluster=cluster)
        run.ours("prepare", 0, "")
        assert run.ours("bring_in", 30, "lama")["per_second"] > 0
        assert postgres_copy(run.url, "lama") > 0
    finally:
        cluster.stop()


# ---------------------------------------------------------------- the parts


def test_one_part_alone_gives_its_lines():
    lines = list(measured(["sqlite"], rounds=1, seconds=0.05, rows=30))
    assert [(line.target, line.ratio > 0) for line in lines] == [("17", True)]


def test_together_the_parts_are_the_targets():
    told = " ".join(part.measure.__doc__ for part in PARTS.values())
    assert {word.strip(",:.") for word in told.replace("Targets", "").split() if word.strip(",:.").isdigit()} >= TARGETS


def test_it_is_asked_for_by_name():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(name in done.stdout for name in PARTS)
    wrong = subprocess.run([sys.executable, "-m", "bench", "--only", "x"], cwd=ROOT, capture_output=True, check=False)
    assert wrong.returncode == 2


def test_the_crowded_board_is_in_order(db):
    from gulir.community.queries import board_of
    from gulir.lending.queries import control_findings, loans

    crowded("ramai", people=60, groups=3)
    book = board_of("ramai").book_id
    assert [row.missed_instalments for row in loans(book, as_of=DAY)] == [4, 0, 0]
    assert control_findings(book, as_of=DAY) == []
