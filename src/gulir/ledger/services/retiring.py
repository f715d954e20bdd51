"""Accounts that an import brought in by mistake: put out of use, and back in when the same code comes again.

An account is never deleted. The steps of an importer; they tell no fact.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from gulir.base.commands import Act
from gulir.core.accounts import Account as CoreAccount
from gulir.core.problems.intake import ImportUsed
from gulir.ledger.models import Account, Transfer

__all__ = ["retire_accounts", "revive_accounts"]

Place = tuple[str, str]


def retire_accounts(act: Act, places: Collection[Place]) -> int:
    """Put accounts, by (ledger, code), out of use and free their roles; gives how many.

    Refused with `ImportUsed` when a voucher names one of them.
    """
    accounts = _at(act, places)
    used = Transfer.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    for debit, credit in used.values_list("debit_id", "credit_id")[:1]:
        raise ImportUsed(what=next(a.code for a in accounts if a.pk in {debit, credit}))
    for account in accounts:
        account.active, account.role = False, ""
    Account.objects.bulk_update(accounts, ["active", "role"])
    return len(accounts)


def revive_accounts(act: Act, rows: Collection[CoreAccount]) -> list[Place]:
    """Bring accounts that were put out of use back, with the name and role of these rows; gives which."""
    wanted = {(row.ledger.value, row.code): row for row in rows}
    sleeping = [account for account in _at(act, wanted) if not account.active]
    for account in sleeping:
        row = wanted[account.ledger, account.code]
        account.active, account.name = True, row.name
        account.role = row.role.value if row.role and not _played(act, account.ledger, row.role.value) else ""
    Account.objects.bulk_update(sleeping, ["active", "name", "role"])
    return [(account.ledger, account.code) for account in sleeping]


def _at(act: Act, places: Collection[Place]) -> list[Account]:
    found = Account.objects.filter(book=act.book, code__in={code for _, code in places})
    return [account for account in found if (account.ledger, account.code) in places]


def _played(act: Act, ledger: str, role: str) -> bool:
    return Account.objects.filter(book=act.book, ledger=ledger, role=role).exists()
