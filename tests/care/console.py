"""The database's console in an attacker's hands: guards put away one by one, statements tried and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from gulir.base.ids import new_id
from gulir.base.models import Actor, Attachment, Book, Fact, Outbox
from gulir.community.models import Kinship, LoginChange, Person, User
from gulir.governance.models import AgendaItem, AgendaParty, Decision, Interest
from gulir.lending.models import CardEntry, Loan, Product, Share, Suspension
from gulir.mentoring.models import Visit, VisitPhoto
from tests.care.house import AT

__all__ = ["add_what_lacks", "alone", "asleep", "copied", "key_of", "tried"]


@contextmanager
def asleep(table: str, *, but: str = "") -> Iterator[None]:
    """The triggers of a table put away while something is written; `but` stays awake."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name <> %s",
                [table, but],
            )
            kept = cursor.fetchall()
            for name, _ in kept:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _, made in kept:
                cursor.execute(made)
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            if but:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {but}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tried(statement: str) -> str:
    """The database's refusal, or nothing when it let the statement through (which is then taken back)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount != 0, "the statement touched no row"
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        return str(refusal)
    return ""


FIRM = {
    "community_officeterm": "ALTER TABLE community_officeside DROP CONSTRAINT community_officeside_term_id_fkey",
}
"""What holds a row at once, where other references wait for the end of the transaction."""


def alone(table: str, guard: str, statement: str) -> tuple[str, str]:
    """What a statement meets with only this guard awake, and with none at all."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and table in FIRM:
            with connection.cursor() as cursor:
                cursor.execute(FIRM[table])
        with asleep(table, but=guard):
            awake = tried(statement)
        with asleep(table):
            gone = tried(statement)
        transaction.set_rollback(True)
    return awake, gone


def key_of(table):
    """The key column of a table, and another value for it."""
    model = next((m for m in apps.get_models() if m._meta.db_table == table), None)
    assert model is not None, table
    kind = model._meta.pk.target_field if model._meta.pk.is_relation else model._meta.pk
    if isinstance(kind, models.UUIDField):
        new = new_id()
        return model._meta.pk.column, f"'{new.hex if connection.vendor == 'sqlite' else new}'"
    if isinstance(kind, models.CharField):
        return model._meta.pk.column, "'z'"
    return model._meta.pk.column, "987654321"


def copied(table: str, *, verb: str = "INSERT", where: str = "", **changes: str) -> str:
    """A second row like the first one of a table (under `where`), with some columns as given; its key is another."""
    key, other = key_of(table)
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    values = {**{column: f'"{column}"' for column in columns}, key: other, **changes}
    names = ", ".join(f'"{column}"' for column in values)
    taken = f"SELECT {', '.join(values.values())} FROM {table} {where} ORDER BY {key} LIMIT 1"
    return f"{verb} INTO {table} ({names}) {taken}"


def add_what_lacks() -> None:
    """Two rows in every table that the demonstration leaves empty."""
    book = Book.objects.exclude(code="").get()
    one, other, third = sorted(Person.objects.all()[:3], key=lambda person: person.pk)
    actor = Actor.objects.first()
    users = list(User.objects.all()[:2])
    facts, decisions, items = Fact.objects.all()[:2], Decision.objects.all()[:2], AgendaItem.objects.all()[:2]
    calls = list(Visit.objects.all()[:2])
    product, loans = Product.objects.first(), list(Loan.objects.all()[:2])
    assert product is not None
    product.pk, product.code = new_id(), "LAIN"
    day = date(2026, 1, 5)
    lacking: list[Any] = [
        *(Attachment(sha256=c * 64, name="x", media_type="image/png", size=1, added_at=AT) for c in "ab"),
        *(VisitPhoto(visit=of, line=n, file_id=c * 64) for of, n, c in zip(calls, (8, 9), "ab", strict=True)),
        *(Outbox(book=book, fact=fact, kind="sms") for fact in facts),
        *(Kinship(book=book, one=one, other=o, relation="child", declared_on=day) for o in (other, third)),
        *(AgendaParty(item=item, person=one) for item in items),
        *(Interest(decision=decision, person=one, relation="saudara") for decision in decisions),
        *(Suspension(book=book, since=day, reason="x", until=until) for until in (day, None)),
        *(Share(loan=of, principal=1) for of in loans),
        *(CardEntry(loan=loans[0], line=n, on=day, type="principal_payment", amount=1) for n in (1, 2)),
        *(LoginChange(book=book, user=u, kind="password", password="x", asked_by=actor, asked_at=AT) for u in users),
        product,
    ]  # fmt: skip
    kinds: dict[Any, None] = dict.fromkeys(type(row) for row in lacking)
    for model in kinds:
        with asleep(model._meta.db_table):
            model.objects.bulk_create([row for row in lacking if type(row) is model])
