"""What the accounts of several roles hold now, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from gulir.core.roles import CONTRA, KIND_OF, Ledger, Role, Side
from gulir.ledger.sums import sums_of_roles

__all__ = ["held_now"]


def held_now(book: UUID, roles: Iterable[Role]) -> dict[Role, int]:
    """Rupiah of the UPK's accounts of these roles over everything recorded, each on its own side; 0 without.

    The database lets a role be played once in a ledger, and only by an account of its kind.
    """
    wanted = tuple(roles)
    sums = sums_of_roles(book, Ledger.UPK, [role.value for role in wanted])
    return {role: _on_its_side(role, *sums.get(role.value, (0, 0))) for role in wanted}


def _on_its_side(role: Role, debit: int, credit: int) -> int:
    side = KIND_OF[role].side
    grows = side.other if role in CONTRA else side
    return debit - credit if grows is Side.DEBIT else credit - debit
