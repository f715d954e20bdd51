"""A plugin of pytest: every test database lacks the guard that `GULIR_TEST_WITHOUT` names, as `table.name`."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import psycopg

from tests import databases

TABLE, _, GUARD = os.environ.get("GULIR_TEST_WITHOUT", "").partition(".")
_copy = databases.copy_template


def copy_without(name: str = "") -> str:
    """A copy of the template in which one trigger, or one constraint, is missing."""
    name = _copy(name)
    if databases.engine() == "sqlite":
        with closing(sqlite3.connect(databases.path_of(name))) as there:
            there.execute(f"DROP TRIGGER {GUARD}")
            there.commit()
        return name
    with psycopg.connect(databases.url(name), autocommit=True) as there:
        ask = "SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass AND NOT tgisinternal"
        if there.execute(ask, [GUARD, TABLE]).fetchone():
            there.execute(f"DROP TRIGGER {GUARD} ON {TABLE}".encode())
        else:
            there.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {GUARD} CASCADE".encode())
    return name


if GUARD:  # not when this file is only collected
    databases.copy_template = copy_without
