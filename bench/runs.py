"""One run of the bench on one engine: measures of ours, each in a process of its own, alone or several at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.cluster import durable
from tests import postgres

__all__ = ["ENGINES", "Run"]


@dataclass(kw_only=True)
class Run:
    """One run: how often, how long, how many rows, and the settings of the house that is measured."""

    rounds: int
    seconds: float
    rows: int
    env: dict[str, str]
    cluster: postgres.Cluster | None = None

    def ours(self, what: str, amount: float, board: str = "-") -> Any:
        """One measure of ours, in a process of its own."""
        done = subprocess.run(
            _command(what, amount, board), env={**os.environ, **self.env}, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{what}: {done.stderr.strip()[-1000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def together(self, what: str, amount: float, boards: tuple[str, ...]) -> list[Any]:
        """Several processes at once, each on a board of its own: boards never wait for one another."""
        running = [
            subprocess.Popen(
                _command(what, amount, board), env={**os.environ, **self.env}, stdout=subprocess.PIPE, text=True
            )
            for board in boards
        ]
        return [json.loads(process.communicate()[0].strip().splitlines()[-1]) for process in running]

    def times(self, what: str, amount: float, board: str = "-") -> list[Any]:
        """The same measure once a round."""
        return [self.ours(what, amount, board) for _ in range(self.rounds)]

    @property
    def url(self) -> str:
        """The database that is measured."""
        return self.env["GULIR_DATABASE"]


def _command(what: str, amount: float, board: str) -> list[str]:
    return [sys.executable, "-m", "bench.ours", what, str(amount), board]


@contextmanager
def _postgres() -> Iterator[tuple[dict[str, str], postgres.Cluster | None]]:
    with durable() as cluster, tempfile.TemporaryDirectory() as home:
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE gulir_bench")
        yield {"GULIR_HOME": home, "GULIR_DATABASE": cluster.url("gulir_bench")}, cluster


@contextmanager
def _sqlite() -> Iterator[tuple[dict[str, str], postgres.Cluster | None]]:
    with tempfile.TemporaryDirectory() as home:
        yield {"GULIR_HOME": home, "GULIR_DATABASE": f"sqlite:///{home}/bench.sqlite3"}, None


ENGINES = {"PostgreSQL": _postgres, "SQLite": _sqlite}
"""A fresh house on each engine, gone when it was measured."""
