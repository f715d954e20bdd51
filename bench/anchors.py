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
from typing import Any

import psycopg

from tests import postgres

__all__ = ["build_anchor", "postgres_copy", "postgres_full", "sqlite_minimum"]

HERE = Path(__file__).parent
FUNDS, ACCOUNTS, LOANS = 1_000, 10, 100
"""Funds of an anchor, and accounts and loans of each fund; 12 instalments to a loan."""
SCRIPT = f"\\set loan random(1, {FUNDS * LOANS})\nSELECT repay(:loan, 575000);\n"
SQLITE_SCHEMA = """
CREATE TABLE fund (id INTEGER PRIMARY KEY);
CREATE TABLE account (id INTEGER PRIMARY KEY, fund INTEGER NOT NULL REFERENCES fund (id));
CREATE TABLE loan (id INTEGER PRIMARY KEY, fund INTEGER NOT NULL REFERENCES fund (id), paid INTEGER NOT NULL DEFAULT 0);
CREATE TABLE entry (id INTEGER PRIMARY KEY, fund INTEGER NOT NULL REFERENCES fund (id),
  loan INTEGER NOT NULL REFERENCES loan (id), made TEXT NOT NULL);
CREATE TABLE line (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entry (id),
  account INTEGER NOT NULL REFERENCES account (id), amount INTEGER NOT NULL CHECK (amount <> 0));
CREATE INDEX line_entry ON line (entry);
CREATE INDEX line_account ON line (account);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, body TEXT NOT NULL);
"""


def build_anchor(cluster: postgres.Cluster) -> None:
    """The anchor's schema and its 100,000 loans, in a database of their own."""
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


PLAIN = {"ledger_voucher": "plain_voucher", "ledger_transfer": "plain_transfer"}


def postgres_copy(url: str, board: str) -> float:
    """Transfers a second of a plain COPY of a board's vouchers and transfers into empty tables of the same make.

    Indexes, checks and foreign keys are live as in ours; triggers, and everything before the COPY, are not there.
    """
    with psycopg.connect(url) as connection:
        for table, plain in PLAIN.items():
            connection.execute(f"DROP TABLE IF EXISTS {plain} CASCADE")
            connection.execute(f"CREATE TABLE {plain} (LIKE {table} INCLUDING ALL)")
        rows = {table: _as_plain(connection, table, plain, board) for table, plain in PLAIN.items()}
        connection.commit()
        number, start = 0, time.perf_counter()
        for table, plain in PLAIN.items():
            with connection.cursor() as cursor:
                with cursor.copy(f"COPY {plain} FROM STDIN") as copy:
                    copy.write(rows[table])
                number = cursor.rowcount
        connection.commit()
        return number / (time.perf_counter() - start)


def _as_plain(connection: psycopg.Connection[Any], table: str, plain: str, board: str) -> bytes:
    """Give a plain table the foreign keys of its model, and take the board's rows out as COPY writes them."""
    keys = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
    )
    for name, says in connection.execute(keys, [table]).fetchall():
        here = re.sub(r"REFERENCES (\w+)\(", lambda key: f"REFERENCES {PLAIN.get(key[1], key[1])}(", says)
        connection.execute(f"ALTER TABLE {plain} ADD CONSTRAINT {name} {here}")
    chosen = f"SELECT x.* FROM {table} x JOIN base_book b ON b.id = x.book_id WHERE b.code = '{board}'"
    with connection.cursor().copy(f"COPY ({chosen}) TO STDOUT") as copy:
        return b"".join(copy)


def sqlite_minimum(*, seconds: float) -> float:
    """Repayments a second of the least write: one entry, three lines, one outbox row, one loan; WAL, FULL."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "anchor.sqlite3", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(SQLITE_SCHEMA)
        _fill(connection)
        dice, count, start = random.Random(1), 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            _write_one(connection, dice.randrange(FUNDS * LOANS))
            count += 1
        took = time.perf_counter() - start
        connection.close()
    return count / took


def _fill(connection: sqlite3.Connection) -> None:
    funds = range(FUNDS)
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO fund (id) VALUES (?)", [(f,) for f in funds])
    connection.executemany(
        "INSERT INTO account (id, fund) VALUES (?, ?)", [(f * ACCOUNTS + n, f) for f in funds for n in range(ACCOUNTS)]
    )
    connection.executemany(
        "INSERT INTO loan (id, fund) VALUES (?, ?)", [(f * LOANS + n, f) for f in funds for n in range(LOANS)]
    )
    connection.execute("COMMIT")


def _write_one(connection: sqlite3.Connection, loan: int) -> None:
    fund = loan // LOANS
    cash = fund * ACCOUNTS
    connection.execute("BEGIN IMMEDIATE")
    entry = connection.execute(
        "INSERT INTO entry (fund, loan, made) VALUES (?, ?, '2026-11-24')", (fund, loan)
    ).lastrowid
    connection.execute(
        "INSERT INTO line (entry, account, amount) VALUES (?, ?, 575000), (?, ?, -500000), (?, ?, -75000)",
        (entry, cash, entry, cash + 1, entry, cash + 2),
    )
    connection.execute("UPDATE loan SET paid = paid + 575000 WHERE id = ?", (loan,))
    connection.execute("INSERT INTO outbox (entry, body) VALUES (?, 'repayment')", (entry,))
    connection.execute("COMMIT")
