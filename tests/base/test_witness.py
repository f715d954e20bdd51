"""The database refuses what no writer may do, and the tests can tell when it does not."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.models import Fact, Secret
from tests.base.bells import NOON, ring, village

pytestmark = pytest.mark.django_db

ATTACKS = {
    "change a fact": ("UPDATE base_fact SET kind = 'Nothing'", "rows_of_base_fact_are_never_changed"),
    "delete a fact": ("DELETE FROM base_fact", "rows_of_base_fact_are_never_deleted"),
    "change a reply": ("UPDATE base_reply SET result = '{}'", "rows_of_base_reply_are_never_changed"),
    "delete a reply": ("DELETE FROM base_reply", "rows_of_base_reply_are_never_deleted"),
    "change a secret": ("UPDATE base_secret SET private = '{}'", "rows_of_base_secret_are_never_changed"),
}
SQLITE_ATTACKS = {
    "replace a reply": "INSERT OR REPLACE INTO base_reply SELECT * FROM base_reply",
    "upsert a reply": "INSERT INTO base_reply SELECT * FROM base_reply WHERE 1 ON CONFLICT DO UPDATE SET key = 'x'",
}
REST = "kind, command, actor_id, happened_on, recorded_at, public, commitment, leaf"
SKIPPED_NUMBER = f"INSERT INTO base_fact (book_id, sequence, {REST}) SELECT book_id, 9, {REST} FROM base_fact"


def try_sql(statement: str) -> str:
    """The database's refusal, or nothing when it let it through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as refusal:
        return str(refusal)
    return ""


def drop(trigger: str, table: str) -> None:
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{on}")


@pytest.fixture(autouse=True)
def one_fact() -> None:
    book, siti = village()
    ring(book=book.pk, key="k1", actor=siti, at=NOON, times=3)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_by_plain_sql_is_refused_by_name(attack: str) -> None:
    statement, name = ATTACKS[attack]
    assert name in try_sql(statement)


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_its_trigger_the_attack_succeeds(attack: str) -> None:
    statement, name = ATTACKS[attack]
    if attack == "delete a fact":
        Secret.objects.all().delete()
    drop(name, statement.replace("DELETE FROM", "UPDATE").split()[1])
    assert try_sql(statement) == ""


@pytest.mark.sqlite_only
@pytest.mark.parametrize("attack", SQLITE_ATTACKS)
def test_replacing_is_no_way_around(attack: str) -> None:
    assert "rows_of_base_reply_are_never_changed" in try_sql(SQLITE_ATTACKS[attack])


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", ["base_fact", "base_reply", "base_secret"])
def test_a_table_cannot_be_emptied_at_once(table: str) -> None:
    try_sql("SET CONSTRAINTS ALL IMMEDIATE")
    assert "never_deleted" in try_sql(f"TRUNCATE {table} CASCADE")


def test_a_fact_cannot_skip_a_number() -> None:
    assert "facts_are_numbered_without_gaps" in try_sql(SKIPPED_NUMBER)


def test_without_its_trigger_a_number_can_be_skipped() -> None:
    drop("facts_are_numbered_without_gaps", "base_fact")
    assert try_sql(SKIPPED_NUMBER) == ""


def test_a_secret_can_be_erased_and_the_fact_stays() -> None:
    Secret.objects.all().delete()
    assert Fact.objects.get().public == {"times": 3}
