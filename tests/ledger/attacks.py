"""Direct SQL against the books, as someone with the database's own console would write it, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from gulir.base.ids import new_id
from tests.ledger.stage import Village

SQLITE = "sqlite"
NOON = datetime(2026, 1, 1, 5, tzinfo=UTC)


def fit(value: Any) -> Any:
    """A value as Django keeps it in this engine."""
    if connection.vendor == SQLITE:
        if isinstance(value, UUID):
            return value.hex
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, date):
            return value.isoformat()
    return value


def run(statement: str, *values: Any) -> Any:
    """One statement, past every rule that Python knows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [fit(value) for value in values])


def insert(table: str, row: dict[str, Any], *, verb: str = "INSERT", tail: str = "") -> Any:
    """One row."""
    marks = ", ".join(["%s"] * len(row))
    run(f"{verb} INTO {table} ({', '.join(row)}) VALUES ({marks}) {tail}", *row.values())


def transfer(village: Village, voucher: UUID, *, verb: str = "INSERT", tail: str = "", **more: Any) -> Any:
    """One transfer of stationery paid in cash, or what `more` says instead."""
    row = {
        "book_id": village.book.pk, "voucher_id": voucher, "line": 1, "debit_id": village.account("51030").pk,
        "credit_id": village.account("11010").pk, "amount": 26_000, "loan_no": "", "ksm": "", **more,
    }  # fmt: skip
    insert("ledger_transfer", row, verb=verb, tail=tail)


def header(village: Village, voucher: UUID, *, verb: str = "INSERT", tail: str = "", **more: Any) -> Any:
    """The header of a cash-out voucher on the open day, or what `more` says instead."""
    on: date = more.pop("dated", None) or village.state.open_day or date.min
    number = more.pop("number", 1)
    row = {
        "id": voucher, "book_id": village.book.pk, "ledger": "upk", "type": "KK", "kind": "ordinary", "number": number,
        "year": on.year, "label": f"KK-{on.year}-{number:05d}", "dated": on, "for_year": on.year, "effective_on": on,
        "original_on": None, "description": "ATK", "reference": "", "reverses_id": None, "total": 26_000,
        "made_by_id": village.people["budi"].pk, "approved_by_id": None, "recorded_at": NOON,
        "import_ref": None, **more,
    }  # fmt: skip
    insert("ledger_voucher", row, verb=verb, tail=tail)


def write(village: Village, **more: Any) -> UUID:
    """A whole voucher, transfers first: what the database must accept."""
    voucher = new_id()
    lines = more.pop("lines", [{}])
    for n, line in enumerate(lines, start=1):
        transfer(village, voucher, line=n, **line)
    header(village, voucher, **more)
    return voucher


def drop(rule: str) -> Any:
    """Take a protection away: a trigger by name, wherever it hangs."""
    if connection.vendor == SQLITE:
        run(f"DROP TRIGGER {rule}")
        return
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = %s", [rule]
        )
        (table,) = cursor.fetchone()
    run(f"DROP TRIGGER {rule} ON {table}")
    run("SET CONSTRAINTS ALL DEFERRED")
