"""Where the money went next: each rupiah of principal that came back goes into the next loan that is paid out.

A convention, told as one: what came back first is lent first, and money that came back is lent before other capital. So
every repayment names the loans it became, and what is still waiting in the till or the bank.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

__all__ = ["Back", "Lent", "Next", "rolled"]


@dataclass(frozen=True)
class Back:
    """Principal that came back on a day, in rupiah; `key` names the repayment, `order` its place within the day."""

    key: str
    on: date
    amount: int
    order: str = ""


@dataclass(frozen=True)
class Lent:
    """A loan paid out on a day, in rupiah; `key` names the loan, `order` its place within the day."""

    key: str
    on: date
    amount: int
    order: str = ""


@dataclass(frozen=True)
class Next:
    """So many rupiah of a repayment became a part of this loan."""

    loan: str
    amount: int


def rolled(back: Iterable[Back], lent: Iterable[Lent]) -> Mapping[str, tuple[Next, ...]]:
    """What each repayment became. Money that comes in may be lent the same day; nothing is lent before it came.

    >>> spring = [Back("KW-1", date(2026, 3, 2), 500_000), Back("KW-2", date(2026, 3, 9), 500_000)]
    >>> loans = [Lent("7", date(2026, 3, 1), 900_000), Lent("8", date(2026, 3, 10), 700_000)]
    >>> {key: [(n.loan, n.amount) for n in became] for key, became in rolled(spring, loans).items()}
    {'KW-1': [('8', 500000)], 'KW-2': [('8', 200000)]}
    """
    became: dict[str, list[Next]] = {}
    waiting: deque[Back] = deque()
    came = deque(sorted(back, key=lambda one: (one.on, one.order)))
    for loan in sorted(lent, key=lambda one: (one.on, one.order)):
        while came and (came[0].on, came[0].order) <= (loan.on, loan.order):
            waiting.append(came.popleft())
            became[waiting[-1].key] = []
        _fill(loan, waiting, became)
    became.update({late.key: [] for late in came})
    return {key: tuple(parts) for key, parts in became.items()}


def _fill(loan: Lent, waiting: deque[Back], became: dict[str, list[Next]]) -> None:
    """Take a loan out of what waits longest."""
    wanted = loan.amount
    while wanted and waiting:
        first = waiting.popleft()
        part = min(wanted, first.amount)
        became[first.key].append(Next(loan.key, part))
        wanted -= part
        if part < first.amount:
            waiting.appendleft(replace(first, amount=first.amount - part))
