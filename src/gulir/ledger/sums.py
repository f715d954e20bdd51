"""What accounts hold at this moment: a rebuildable cache plus the transfers since."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from gulir.core.roles import Ledger

__all__ = ["balances_of", "refresh_sums", "sums_of"]

SUMS = """
SELECT a.id, coalesce(s.debit, 0) + (
  SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t WHERE t.debit_id = a.id AND t.id > coalesce(s.through, 0)),
  coalesce(s.credit, 0) + (
  SELECT coalesce(sum(t.amount), 0) FROM ledger_transfer t WHERE t.credit_id = a.id AND t.id > coalesce(s.through, 0))
FROM ledger_account a LEFT JOIN ledger_accountsum s ON s.account_id = a.id WHERE {which}
"""
BY_ID = SUMS.format(which="a.id IN ({marks})")
BY_LEDGER = SUMS.format(which="a.book_id = %s AND a.ledger = %s")
REFRESH = f"""
INSERT INTO ledger_accountsum (account_id, debit, credit, through)
SELECT now.*, (SELECT coalesce(max(id), 0) FROM ledger_transfer) FROM ({SUMS.format(which="a.book_id = %s")}) AS now
WHERE true
ON CONFLICT (account_id) DO UPDATE SET debit = excluded.debit, credit = excluded.credit, through = excluded.through
"""  # noqa: S608  (the one thing put in is the constant above)


def balances_of(accounts: Collection[int]) -> dict[int, int]:
    """Net balance (debit less credit, rupiah) of accounts over everything recorded so far, by account id."""
    if not accounts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BY_ID.replace("{marks}", ", ".join(["%s"] * len(accounts))), list(accounts))
        return {row[0]: int(row[1] - row[2]) for row in cursor.fetchall()}


def sums_of(book_id: UUID, ledger: Ledger) -> dict[int, tuple[int, int]]:
    """Debit and credit of every account of a ledger over everything recorded so far, by account id."""
    with connection.cursor() as cursor:
        cursor.execute(BY_LEDGER, [book_id.hex if connection.vendor == "sqlite" else book_id, ledger.value])
        return {row[0]: (int(row[1]), int(row[2])) for row in cursor.fetchall()}


def refresh_sums(book_id: Any) -> None:
    """Bring the cache of a board's accounts up to now, in one statement; called under the lock when a day closes."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, [book_id.hex if connection.vendor == "sqlite" else book_id])
