"""`python3 run.py bench [--rounds N] [--seconds S]`: measures in turn and writes a table of ratios.

Every ratio is of one run on one machine; the rounds alternate between the anchor and Gulir, and medians are kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import django
import psycopg

from bench.anchors import build_anchor, postgres_full, sqlite_minimum
from bench.cluster import durable
from bench.peers import PEERS, peer
from tests import postgres

OUT = Path(__file__).parent / "out"
BOARDS = ("satu", "dua", "tiga", "empat")
PAID, READ = 2_000, 500
"""Loans of a board that is paid on (each instalment is paid once), and of one that is read."""


def main() -> None:
    """Measure, print, and keep the table in bench/out/table.md."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seconds", type=float, default=3)
    options = asked.parse_args()
    lines = [
        _machine(),
        "",
        "| target | what | anchor | Gulir | ratio | floor | goal |",
        "|---|---|---|---|---|---|---|",
    ]
    with durable() as cluster, tempfile.TemporaryDirectory() as home:
        lines += _on_postgres(cluster, home, options.rounds, options.seconds)
    with tempfile.TemporaryDirectory() as home:
        lines += _on_sqlite(home, options.rounds, options.seconds)
    text = "\n".join(lines) + "\n"
    OUT.mkdir(exist_ok=True)
    (OUT / "table.md").write_text(text, encoding="utf-8")
    print(text)


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Django {django.get_version()}, psycopg {psycopg.__version__}"
    )


def _on_postgres(cluster: postgres.Cluster, home: str, rounds: int, seconds: float) -> list[str]:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE gulir_bench")
    env = {"GULIR_HOME": home, "GULIR_DATABASE": cluster.url("gulir_bench")}
    _ours("prepare", PAID, ",".join(BOARDS), env)
    _ours("prepare", READ, "baca", env)
    build_anchor(cluster)
    one: list[tuple[float, float]] = []
    four: list[tuple[float, float]] = []
    p95: list[float] = []
    for _ in range(rounds):
        mine = _ours("repay", seconds, BOARDS[0], env)
        one.append((postgres_full(cluster, clients=1, seconds=int(seconds)), mine["per_second"]))
        together = _together(seconds, env)
        four.append((postgres_full(cluster, clients=4, seconds=int(seconds)), sum(t["per_second"] for t in together)))
        p95.append(max(t["p95_ms"] for t in together))
    alone = median(mine for _, mine in one)
    peers = [_against(name, peer(name, cluster, seconds=seconds), alone) for name in PEERS]
    brought = _ours("bring_in", 100_000, "lama", env)
    crowd = _ours("pages", 1, "ramai", env)
    read = _ours("indicators", 1, "baca", env)["ms"]
    trial = _ours("trial_balance", 1, BOARDS[0], env)["ms"]
    return [
        _row("1", "one repayment, 1 client, PostgreSQL (a second)", one, "0.35", "0.60"),
        _row("1", "one repayment, 4 clients, PostgreSQL (a second)", four, "0.40", "0.75"),
        *peers,
        (
            f"| 5 | import of 100,000 rows with all checks (a second), peak {brought['peak_mb']:.0f} MB | | "
            f"{brought['per_second']:,.0f} | | ≥ 10,000 | |"
        ),
        f"| 3 | p95 of a repayment, 4 at once | | {median(p95):.1f} ms | | ≤ 10 ms | ≤ 4 ms |",
        *(
            f"| – | {name}, 500 KSM, 10,000 people | | {page['ms']:.0f} ms, {page['statements']} statements | | | |"
            for name, page in crowd.items()
        ),
        f"| 6 | trial balance of one fund | | {trial:.1f} ms | | ≤ 10 ms | ≤ 3 ms |",
        f"| 10 | indicators of one fund, 500 loans | | {read:.1f} ms | | ≤ 20 ms | ≤ 5 ms |",
    ]


def _on_sqlite(home: str, rounds: int, seconds: float) -> list[str]:
    env = {"GULIR_HOME": home, "GULIR_DATABASE": f"sqlite:///{home}/bench.sqlite3"}
    _ours("prepare", PAID, BOARDS[0], env)
    pairs = [
        (sqlite_minimum(seconds=seconds), _ours("repay", seconds, BOARDS[0], env)["per_second"]) for _ in range(rounds)
    ]
    paper, sheet, login = (_ours(what, 1, BOARDS[0], env) for what in ("receipts", "workbook", "login"))
    return [
        _row("17", "one repayment, SQLite (a second)", pairs, "0.25", "0.50"),
        (
            f"| 13 | 1,000 receipts / one warm | | {paper['thousand_s']:.2f} s / {paper['one_ms']:.1f} ms | "
            "| ≤ 5 s / 30 ms | ≤ 1.2 s / 5 ms |"
        ),
        (
            f"| 14 | workbook of 100,000 rows | openpyxl {sheet['openpyxl_s']:.1f} s | {sheet['ours_s']:.1f} s | "
            f"{sheet['openpyxl_s'] / sheet['ours_s']:.1f} | ≤ 6 s | ≤ 1.5 s, ≥ 6 |"
        ),
        f"| 12 | one password checked | | {login['ms']:.0f} ms | | ≤ 300 ms | ≤ 80 ms |",
    ]


def _row(target: str, what: str, pairs: list[tuple[float, float]], floor: str, goal: str) -> str:
    anchor, ours = median(p[0] for p in pairs), median(p[1] for p in pairs)
    ratio = median(mine / theirs for theirs, mine in pairs)
    short = f"{floor} ({100 * ratio / float(floor):.0f} %)"
    far = f"{goal} ({100 * ratio / float(goal):.0f} %)"
    return f"| {target} | {what} | {anchor:,.0f} | {ours:,.0f} | **{ratio:.2f}** | {short} | {far} |"


def _against(name: str, theirs: float | None, ours: float) -> str:
    """A repayment through the whole act against one bare posting of a peer."""
    _, _, floor, goal = PEERS[name]
    if theirs is None:
        return f"| 2 | one posting by {name}: it could not be installed here | | | | {floor} | {goal} |"
    ratio = ours / theirs
    return (
        f"| 2 | one posting by {name} (a second) | {theirs:,.0f} | {ours:,.0f} | **{ratio:.1f}** | {floor} | {goal} |"
    )


def _command(what: str, seconds: float, board: str) -> list[str]:
    return [sys.executable, "-m", "bench.ours", what, str(seconds), board]


def _ours(what: str, seconds: float, board: str, env: dict[str, str]) -> Any:
    done = subprocess.run(
        _command(what, seconds, board), env={**os.environ, **env}, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def _together(seconds: float, env: dict[str, str]) -> list[Any]:
    """Four processes at once, each on a board of its own: boards never wait for one another."""
    running = [
        subprocess.Popen(
            _command("repay", seconds, board), env={**os.environ, **env}, stdout=subprocess.PIPE, text=True
        )
        for board in BOARDS
    ]
    return [json.loads(process.communicate()[0].strip().splitlines()[-1]) for process in running]


if __name__ == "__main__":
    main()
