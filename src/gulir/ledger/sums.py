"""What accounts hold at this moment: a rebuildable cache plus the transfers since."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from gulir.core.roles import Ledger

__all__ = ["balances_of", "refresh_sums", "sums_of", "sums_of_roles"]

SUMS = """
SELECT {head}, coalesce(s.debit, 0) + (
  SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t WHERE {debit}),
  coalesce(s.credit, 0) + (
  SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t WHERE {credit})
FROM ledger_account a LEFT JOIN ledger_accountsum s ON s.account_id = a.id WHERE {which}
"""
SINCE = {
    "sqlite": "t.{side}_id = a.id AND t.id > coalesce(s.through, 0)",
    "postgresql": "t.{side}_id = a.id AND (t.{side}_id, t.id) > (a.id, coalesce(s.through, 0))",
}
"""What an account moved since its sum was kept. PostgreSQL's planner, told only `t.id > …`, reads everything that any
board has posted since; told of the pair, it can only walk the account's own index, from that place on."""
BY_ID = "a.id IN ({marks})"
BY_LEDGER = "a.book_id = %s AND a.ledger = %s"
BY_ROLE = "a.book_id = %s AND a.ledger = %s AND a.role IN ({marks})"
REFRESH = """
INSERT INTO ledger_accountsum (account_id, debit, credit, through)
SELECT now.*, (SELECT coalesce(max(id), 0) FROM ledger_transfer) FROM ({sums}) AS now
WHERE true
ON CONFLICT (account_id) DO UPDATE SET debit = excluded.debit, credit = excluded.credit, through = excluded.through
"""


def _sums(which: str, *, head: str = "a.id") -> str:
    """The statement that adds up the accounts of a condition, as this engine reads it best."""
    since = SINCE[connection.vendor]
    return SUMS.format(head=head, debit=since.format(side="debit"), credit=since.format(side="credit"), which=which)


def balances_of(accounts: Collection[int]) -> dict[int, int]:
    """Net balance (debit less credit, rupiah) of accounts over everything recorded so far, by account id."""
    if not accounts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_sums(BY_ID.format(marks=", ".join(["%s"] * len(accounts)))), list(accounts))
        return {row[0]: int(row[1] - row[2]) for row in cursor.fetchall()}


def sums_of(book_id: UUID, ledger: Ledger) -> dict[int, tuple[int, int]]:
    """Debit and credit of every account of a ledger over everything recorded so far, by account id."""
    with connection.cursor() as cursor:
        cursor.execute(_sums(BY_LEDGER), [book_id.hex if connection.vendor == "sqlite" else book_id, ledger.value])
        return {row[0]: (int(row[1]), int(row[2])) for row in cursor.fetchall()}


def sums_of_roles(book_id: UUID, ledger: Ledger, roles: Collection[str]) -> dict[str, tuple[int, int]]:
    """Debit and credit of the accounts that play these roles in a ledger, by role; a role nobody plays is left out."""
    if not roles:
        return {}
    book = book_id.hex if connection.vendor == "sqlite" else book_id
    statement = _sums(BY_ROLE.format(marks=", ".join(["%s"] * len(roles))), head="a.role")
    with connection.cursor() as cursor:
        cursor.execute(statement, [book, ledger.value, *roles])
        return {role: (int(debit), int(credit)) for role, debit, credit in cursor.fetchall()}


def refresh_sums(book_id: Any) -> None:
    """Bring the cache of a board's accounts up to now, in one statement; called under the lock when a day closes."""
    with connection.cursor() as cursor:
        book = book_id.hex if connection.vendor == "sqlite" else book_id
        cursor.execute(REFRESH.format(sums=_sums("a.book_id = %s")), [book])
