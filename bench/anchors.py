"""What the machine can do: one full repayment inside PostgreSQL, and the least that SQLite can write for one."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from tests import postgres

__all__ = ["build_anchor", "postgres_full", "sqlite_minimum"]

HERE = Path(__file__).parent
SCRIPT = "\\set loan random(1, 10000)\nSELECT repay(:loan, 575000);\n"
SQLITE_SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, loan INTEGER NOT NULL REFERENCES loan (id), made TEXT NOT NULL);
CREATE TABLE line (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entry (id), account INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount <> 0));
CREATE INDEX line_entry ON line (entry);
CREATE INDEX line_account ON line (account);
CREATE TABLE loan (id INTEGER PRIMARY KEY, paid INTEGER NOT NULL DEFAULT 0);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, body TEXT NOT NULL);
"""


def build_anchor(cluster: postgres.Cluster) -> None:
    """The anchor's schema and its 10,000 loans, in a database of their own."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE anchor")
    with psycopg.connect(cluster.url("anchor"), autocommit=True) as connection:
        for part in (HERE / "anchor_postgres.sql").read_text(encoding="utf-8").split("\n--;"):
            if part.strip():
                connection.execute(part.encode())


def postgres_full(cluster: postgres.Cluster, *, clients: int, seconds: int) -> float:
    """Repayments a second of the full PL/pgSQL function, by pgbench with prepared statements."""
    programs = postgres.find()
    if programs is None:
        raise SystemExit(postgres.MISSING)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        done = subprocess.run(
            [str(programs / "pgbench"), "-n", "-M", "prepared", "-f", script.name, "-T", str(seconds),
             "-c", str(clients), "-j", str(min(clients, 2)), "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "gulir",
             "anchor"],
            env={**os.environ, "PGPASSWORD": cluster.password}, check=True, capture_output=True, text=True,
        )  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise SystemExit(done.stdout)
    return float(found[1])


def sqlite_minimum(*, seconds: float) -> float:
    """Repayments a second of the least write: one entry, three lines, one outbox row, one loan; WAL, FULL."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "anchor.sqlite3", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(SQLITE_SCHEMA)
        connection.executemany("INSERT INTO loan (id) VALUES (?)", [(n,) for n in range(1, 10_001)])
        dice, count, start = random.Random(1), 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            _write_one(connection, dice.randrange(1, 10_001))
            count += 1
        took = time.perf_counter() - start
        connection.close()
    return count / took


def _write_one(connection: sqlite3.Connection, loan: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    entry = connection.execute("INSERT INTO entry (loan, made) VALUES (?, '2026-11-24')", (loan,)).lastrowid
    connection.execute(
        "INSERT INTO line (entry, account, amount) VALUES (?, 1, 575000), (?, 2, -500000), (?, 3, -75000)",
        (entry, entry, entry),
    )
    connection.execute("UPDATE loan SET paid = paid + 575000 WHERE id = ?", (loan,))
    connection.execute("INSERT INTO outbox (entry, body) VALUES (?, 'repayment')", (entry,))
    connection.execute("COMMIT")
