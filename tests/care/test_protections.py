"""Every protection of the database with its control: awake, it refuses; taken away, the same statement goes through.

The lists are the product's own: the guards of `reference/guards/` and the constraints of the models. A new one without
a way to break it here, or in the tests of its room, fails this file.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import connection, models, transaction

from gulir.care.check import check_house
from gulir.care.checks.guards import check_guards, guards_listed
from tests import databases
from tests.care.console import alone, asleep, key_of, tried
from tests.care.protections import BESIDE, BROKEN, column_of, once, rules

ENGINE = "sqlite" if databases.engine() == "sqlite" else "postgresql"
GUARDS = guards_listed(ENGINE)
RULES = {rule.name: (model, rule) for model, rule in rules()}
ROWS = re.compile(r"rows_of_(\w+?)_are_never_(changed|changed_replace|deleted|deleted_at_once)")
NAMES = [guard.partition(".")[2] for guard in GUARDS]
FROZEN = {name: found.groups() for name in NAMES if (found := ROWS.fullmatch(name))}
POINTED_AT = {"a_household_lies_in_its_book", "a_group_lies_in_its_book"}
"""What others point to: the key itself already stands once, so nothing is held by these alone."""


# ---------------------------------------------------------------- rows that are never changed


def attack(table: str, how: str) -> str:
    """What someone with the database's console would write."""
    key, other = key_of(table)
    first = f"{key} = (SELECT {key} FROM {table} LIMIT 1)"
    return {
        "changed": f"UPDATE {table} SET {key} = {other} WHERE {first}",
        "deleted": f"DELETE FROM {table} WHERE {first}",
        "changed_replace": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {first}",
        "deleted_at_once": f"TRUNCATE {table} CASCADE",
    }[how]


@pytest.mark.parametrize("guard", [name for name, (_, how) in FROZEN.items() if how != "deleted_at_once"])
def test_a_row_that_is_never_changed_is_kept_by_its_guard_alone(sql, guard):
    table, how = FROZEN[guard]
    awake, gone = alone(table, guard, attack(table, how))
    assert guard.removesuffix("_replace") in awake
    assert gone == ""


@pytest.mark.postgres_only
@pytest.mark.parametrize("guard", [name for name, (_, how) in FROZEN.items() if how == "deleted_at_once"])
def test_a_table_that_is_never_emptied_is_kept_by_its_guard_alone(sql, guard):
    """The tables that would be emptied with it are left without theirs."""
    table = FROZEN[guard][0]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for other, (of, how) in FROZEN.items():
            if how == "deleted_at_once" and other != guard:
                cursor.execute(f"ALTER TABLE {of} DISABLE TRIGGER {other}")
        if table != "community_officeside" and "sides_follow_their_terms_at_once" in NAMES:
            cursor.execute("ALTER TABLE community_officeside DISABLE TRIGGER sides_follow_their_terms_at_once")
        assert guard.removesuffix("_at_once") in tried(attack(table, "deleted_at_once"))
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
    assert tried(attack(table, "deleted_at_once")) == ""


# ---------------------------------------------------------------- constraints


def broken(name: str) -> str:
    """The statement that breaks a constraint on one row."""
    model, rule = RULES[name]
    if isinstance(rule, models.UniqueConstraint):
        return once(model, rule)
    table, key = model._meta.db_table, model._meta.pk.column
    return f"UPDATE {table} SET {BROKEN[name]} WHERE {key} = (SELECT {key} FROM {table} LIMIT 1)"


def told_by(name: str, refusal: str) -> bool:
    """Whether it was this constraint: SQLite names the columns of a rule of `only once`."""
    model, rule = RULES[name]
    if connection.vendor != "sqlite" or not isinstance(rule, models.UniqueConstraint):
        return name in refusal
    columns = ", ".join(f"{model._meta.db_table}.{column_of(model, field)}" for field in rule.fields)
    return columns in refusal or name in refusal


@contextmanager
def without(name: str, statement: str) -> Iterator[str]:
    """The constraint gone; gives the statement as it reads then.

    SQLite cannot lose one: a check is ignored, and for `only once` the rows lie in a table that never had it.
    """
    model, rule = RULES[name]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            held = isinstance(rule, models.UniqueConstraint) and rule.condition is not None
            cursor.execute(f'DROP INDEX "{name}"' if held else f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield statement
        elif isinstance(rule, models.UniqueConstraint):
            cursor.execute(f"CREATE TEMP TABLE bare AS SELECT * FROM {table}")
            yield re.sub(rf"\b{table}\b", "bare", statement)
            cursor.execute("DROP TABLE bare")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield statement
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_there_are_rows_to_break_every_constraint_on(sql):
    assert {model.__name__ for model, _ in RULES.values() if not model._default_manager.exists()} == set()


def test_every_check_has_its_way_to_be_broken():
    checks = {name for name, (_, rule) in RULES.items() if not isinstance(rule, models.UniqueConstraint)}
    assert set(BROKEN) == checks


@pytest.mark.parametrize("name", sorted(set(RULES) - POINTED_AT))
def test_a_constraint_refuses_and_nothing_else_does(sql, name):
    statement = broken(name)
    with transaction.atomic():
        with ExitStack() as put_away:
            put_away.enter_context(asleep(RULES[name][0]._meta.db_table))
            if name in BESIDE and connection.vendor == "postgresql":
                put_away.enter_context(without(BESIDE[name], ""))
            refusal = tried(statement)
            gone = tried(put_away.enter_context(without(name, statement)))
        transaction.set_rollback(True)
    assert told_by(name, refusal), refusal
    assert gone == "", gone


# ---------------------------------------------------------------- the check misses whatever is gone


def take_away(table: str, guard: str) -> None:
    """A guard taken away as the owner of the database would: a trigger, a constraint, an index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type FROM sqlite_master WHERE name = %s AND tbl_name = %s", [guard, table])
            found = cursor.fetchone()
            if found:
                cursor.execute(f"DROP {found[0]} {guard}")
                return
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            made = cursor.fetchone()[0]
            cursor.execute("PRAGMA writable_schema = ON")
            cursor.execute(
                "UPDATE sqlite_master SET sql = %s WHERE name = %s",
                [made.replace(f'CONSTRAINT "{guard}"', f'CONSTRAINT "x{len(guard)}"'), table],
            )
            cursor.execute("PRAGMA writable_schema = OFF")
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass FROM pg_trigger WHERE tgname = %(n)s"
            " AND NOT tgisinternal AND tgrelid = %(t)s::regclass UNION ALL SELECT 'ALTER TABLE ' || conrelid::regclass"
            " || ' DROP CONSTRAINT \"' || conname || '\" CASCADE' FROM pg_constraint WHERE conname = %(n)s"
            " AND conrelid = %(t)s::regclass"
            " UNION ALL SELECT 'DROP INDEX ' || relname FROM pg_class WHERE relname = %(n)s AND relkind = 'i'",
            {"n": guard, "t": table},
        )  # fmt: skip
        cursor.execute(cursor.fetchone()[0])


def test_every_guard_that_is_taken_away_is_missed_by_the_check(sql, tmp_path):
    assert [f.code for f in check_house(tmp_path) if f.code == "GuardMissing"] == []
    missed = []
    for guard in GUARDS:
        with transaction.atomic():
            take_away(*guard.split("."))
            missed.append(guard in {str(f.facts["guard"]) for f in check_guards()})
            transaction.set_rollback(True)
    assert [guard for guard, found in zip(GUARDS, missed, strict=True) if not found] == []


# ---------------------------------------------------------------- triggers with a name of their own


PLAIN = re.compile(r".*(_fk_|_fkey|_fk|_uniq|_check|_key).*")
"""What Django names by itself: references and types, which every story of the suite leans on."""
NAMED = [
    guard for guard in GUARDS if not {(name := guard.partition(".")[2])} & {*FROZEN, *RULES} and not PLAIN.match(name)
]
ROOMS = {
    "base": ("tests/base/test_witness.py",),
    "community": ("tests/community",),
    "governance": ("tests/governance/test_direct_sql.py",),
    "ledger": ("tests/ledger/test_direct_sql.py", "tests/intake/test_vouchers_in_bulk.py"),
    "lending": (
        "tests/lending/test_endings.py",
        "tests/lending/test_handling.py",
        "tests/lending/test_rewards.py",
        "tests/lending/test_witness.py",
        "tests/lending/test_bring_in.py",
        "tests/lending/test_results.py",
        "tests/lending/test_states.py",
    ),
    "mentoring": (
        "tests/mentoring/test_witness.py",
        "tests/mentoring/test_visits.py",
        "tests/mentoring/test_signs.py",
        "tests/mentoring/test_followups.py",
        "tests/mentoring/test_gathering.py",
        "tests/mentoring/test_handovers.py",
        "tests/mentoring/test_network.py",
        "tests/mentoring/test_peers.py",
        "tests/mentoring/test_peer_sessions.py",
    ),
}
ROOT = Path(__file__).resolve().parents[2]


def test_every_trigger_with_a_name_of_its_own_hangs_in_a_room_with_attacks():
    assert len(NAMED) > 30
    assert {guard.partition("_")[0] for guard in NAMED} <= set(ROOMS)
    assert all((ROOT / path).exists() for paths in ROOMS.values() for path in paths)


@pytest.mark.long
@pytest.mark.parametrize("guard", NAMED)
def test_without_its_trigger_a_test_of_its_room_fails(template_db, guard):
    """The tests of the room run on databases that lack this one: at least one of them must notice."""
    env = {**os.environ, "GULIR_TEST_WITHOUT": guard, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "GULIR_TEST_FOLDER", "GULIR_TEST_POSTGRES"):
        env.pop(name, None)
    words = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "tests.care.without_one"]
    words += [*ROOMS[guard.partition("_")[0]], "tests/care/test_named_guards.py"]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, " failed" in done.stdout) == (1, True), done.stdout[-600:]
