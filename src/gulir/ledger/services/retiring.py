"""Accounts an import brought in: put out of use and back in again, and contra corrected before any voucher.

An account is never deleted. The steps of an importer; they tell no fact.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from gulir.base.commands import Act
from gulir.core.accounts import Account as CoreAccount
from gulir.core.problems.intake import ImportUsed
from gulir.ledger.models import Account, Transfer

__all__ = ["retire_accounts", "revive_accounts", "settle_contra"]

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


def settle_contra(act: Act, wanted: Mapping[Place, bool]) -> int:
    """Say which accounts are contra accounts, by (ledger, code); gives how many changed.

    A chart file often does not say it, a table of roles does. Refused once a voucher names the account (`ImportUsed`).
    """
    changed = [a for a in _at(act, wanted) if a.contra is not wanted[a.ledger, a.code]]
    used = Transfer.objects.filter(Q(debit__in=changed) | Q(credit__in=changed))
    for debit, credit in used.values_list("debit_id", "credit_id")[:1]:
        raise ImportUsed(what=next(a.code for a in changed if a.pk in {debit, credit}))
    for account in changed:
        account.contra = not account.contra
    Account.objects.bulk_update(changed, ["contra"])
    return len(changed)


def _at(act: Act, places: Collection[Place]) -> list[Account]:
    found = Account.objects.filter(book=act.book, code__in={code for _, code in places})
    return [account for account in found if (account.ledger, account.code) in places]


def _played(act: Act, ledger: str, role: str) -> bool:
    return Account.objects.filter(book=act.book, ledger=ledger, role=role).exists()
