"""The waiting list: in which order approved loans are paid out while there is not money for all, and why.

Whom the fund put first with a reason comes first, then groups that always paid in time (their reward where there is no
other, domain 3.10), then by the day of the decision. The list promises nothing that the cash does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Place", "Waiting", "Why", "in_order"]


class Why(StrEnum):
    """Why a place is where it is."""

    PUT_FIRST = "put_first"
    PUNCTUAL = "punctual"
    DECIDED = "decided"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An approved application that waits for its money, rupiah. `first`: the reason for which it was put first."""

    application: str
    ksm: str
    amount: int
    decided_on: date
    punctual: bool = False
    first: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the list: why there, whether the money at hand reaches it, and what is left or lacks after it."""

    number: int
    waiting: Waiting
    why: Why
    left: int

    @property
    def fits(self) -> bool:
        """Whether the money reaches as far as here, everybody before being paid."""
        return self.left >= 0


def in_order(rows: Iterable[Waiting], *, money: int, punctual_first: bool) -> list[Place]:
    """The list in order, the money at hand counted down along it; nobody behind is paid before somebody ahead.

    >>> day = date(2026, 3, 2)
    >>> rows = [Waiting(application="PGJ-1", ksm="Melati", amount=5_000_000, decided_on=day),
    ...         Waiting(application="PGJ-2", ksm="Mawar", amount=4_000_000, decided_on=day, punctual=True),
    ...         Waiting(application="PGJ-3", ksm="Anggrek", amount=3_000_000, decided_on=day, first="Kebakaran")]
    >>> [(p.waiting.ksm, p.why.value, p.fits) for p in in_order(rows, money=7_500_000, punctual_first=True)]
    [('Anggrek', 'put_first', True), ('Mawar', 'punctual', True), ('Melati', 'decided', False)]
    >>> [p.waiting.ksm for p in in_order(rows, money=0, punctual_first=False)]
    ['Anggrek', 'Melati', 'Mawar']
    """
    order = list(Why)

    def place(row: Waiting) -> tuple[int, date, str]:
        return order.index(_why(row, punctual_first=punctual_first)), row.decided_on, row.application

    left, made = money, []
    for number, row in enumerate(sorted(rows, key=place), start=1):
        left -= row.amount
        made.append(Place(number=number, waiting=row, why=_why(row, punctual_first=punctual_first), left=left))
    return made


def _why(row: Waiting, *, punctual_first: bool) -> Why:
    if row.first:
        return Why.PUT_FIRST
    return Why.PUNCTUAL if row.punctual and punctual_first else Why.DECIDED
