"""What the accounts of several roles hold now, in two queries."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from gulir.core.roles import Ledger, Role
from gulir.ledger.models import Account
from gulir.ledger.sums import balances_of

__all__ = ["held_now"]


def held_now(book: UUID, roles: Iterable[Role]) -> dict[Role, int]:
    """Rupiah of the UPK's accounts of these roles over everything recorded, each on its own side; 0 without."""
    wanted = tuple(roles)
    found = list(Account.objects.filter(book_id=book, ledger=Ledger.UPK.value, role__in=[r.value for r in wanted]))
    net = balances_of([account.pk for account in found])
    own = {Role(a.role): a.as_core().balance(debit=net[a.pk], credit=0) for a in found}
    return {role: own.get(role, 0) for role in wanted}
