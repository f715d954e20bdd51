"""Joint liability as money: who paid an instalment for whom inside a KSM, what was paid back, what is still owed.

The claims are between members, or between a member and the KSM's own savings. The UPK's books know nothing of them: to
the UPK the instalment was paid. Open claims are always what was covered less what was paid back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["AGES", "GROUP", "Claim", "ageing", "nets", "open_sum"]

GROUP = ""
"""The creditor of a claim that the KSM's own savings paid."""
AGES = (30, 60, 90)
"""Claims are told by age: up to 30 days, up to 60, up to 90, older."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One cover: `creditor` paid `amount` rupiah for `debtor` on a day; so much of it came back."""

    debtor: str
    creditor: str
    amount: int
    back: int = 0
    on: date
    promise_on: date | None = None

    @property
    def open(self) -> int:
        """What is still owed, in rupiah."""
        return self.amount - self.back

    def age(self, on: date) -> int:
        """Days since it was paid for the other, while something is owed."""
        return max(0, (on - self.on).days) if self.open else 0

    def broken(self, on: date) -> bool:
        """Whether the promised day has passed and something is owed.

        >>> claim = Claim(debtor="Yuni", creditor="Karti", amount=100, on=date(2026, 3, 2), promise_on=date(2026, 3, 9))
        >>> claim.broken(date(2026, 3, 9)), claim.broken(date(2026, 3, 10))
        (False, True)
        """
        return bool(self.open) and self.promise_on is not None and self.promise_on < on


def open_sum(claims: Iterable[Claim]) -> int:
    """All that is still owed inside the KSM, in rupiah."""
    return sum(claim.open for claim in claims)


def nets(claims: Iterable[Claim]) -> Mapping[str, int]:
    """What each one has to get (above zero) or to give (below zero), rupiah; together they are zero.

    >>> day = date(2026, 3, 2)
    >>> melati = [
    ...     Claim(debtor="Yuni", creditor="Karti", amount=100_000, back=40_000, on=day),
    ...     Claim(debtor="Karti", creditor=GROUP, amount=25_000, on=day),
    ... ]
    >>> dict(nets(melati)), open_sum(melati)
    ({'Yuni': -60000, 'Karti': 35000, '': 25000}, 85000)
    """
    found: dict[str, int] = defaultdict(int)
    for claim in claims:
        found[claim.debtor] -= claim.open
        found[claim.creditor] += claim.open
    return dict(found)


def ageing(claims: Iterable[Claim], on: date) -> tuple[int, ...]:
    """What is owed by age, one sum more than `AGES`, in rupiah.

    >>> old = Claim(debtor="Yuni", creditor=GROUP, amount=500, on=date(2026, 1, 1))
    >>> new = Claim(debtor="Yuni", creditor=GROUP, amount=70, on=date(2026, 3, 1))
    >>> ageing([old, new], date(2026, 3, 2))
    (70, 500, 0, 0)
    """
    sums = [0] * (len(AGES) + 1)
    for claim in claims:
        place = sum(claim.age(on) > age for age in AGES)
        sums[place] += claim.open
    return tuple(sums)
