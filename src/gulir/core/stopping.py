"""When a fund lends no more: LAR or PAR in the class of suspension, unless the members' meeting said until when (R31).

The way out of the class is to collect what is overdue. The members' meeting (RWT) may let lending go on nevertheless,
for a time it names beforehand; afterwards the indicators rule again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gulir.core.dates import add_months
from gulir.core.indicators import FundIndicators
from gulir.core.problems.applications import LiftTooLong, LiftTooShort

__all__ = ["MEASURES", "Lift", "check_lift", "lift_at", "stopping"]

MEASURES = ("LAR", "PAR")
"""The indicators of which the class of suspension stops new loans."""


@dataclass(frozen=True, kw_only=True)
class Lift:
    """A decision of the members' meeting that lending goes on from the day it was made up to and with `until`."""

    decision: str
    decided_on: date
    until: date


def stopping(found: FundIndicators, *, stops: bool) -> tuple[str, ...]:
    """Which measures stop new loans; none where the board's rulebook says that they do not (`stops`).

    >>> from gulir.core.indicators import LoanStanding, indicators
    >>> late = [LoanStanding("Melati", 1_000_000, 3, 300_000), LoanStanding("Mawar", 9_000_000, 0, 0)]
    >>> fund = indicators(late, income=0, expense=0, capital=0, months=1)      # LAR 50 percent, PAR 10 percent
    >>> stopping(fund, stops=True), stopping(fund, stops=False)
    (('LAR',), ())
    """
    return tuple(name for name in MEASURES if stops and name in found.suspended)


def lift_at(lifts: Iterable[Lift], on: date) -> Lift | None:
    """The lift in force on a day, the one that lasts longest; none before it was decided or after it ended.

    >>> rwt = Lift(decision="KPT-2026-004", decided_on=date(2026, 3, 2), until=date(2026, 5, 31))
    >>> [lift_at([rwt], day) is not None for day in (date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))]
    [False, True, False]
    """
    running = [lift for lift in lifts if lift.decided_on <= on <= lift.until]
    return max(running, key=lambda lift: (lift.until, lift.decision), default=None)


def check_lift(*, on: date, until: date, months: int) -> None:
    """Pass when what is asked of the members' meeting ends after today and at most so many months from now.

    Refused: `LiftTooShort`, `LiftTooLong`.
    """
    if until <= on:
        raise LiftTooShort(until=until)
    latest = add_months(on, months)
    if until > latest:
        raise LiftTooLong(until=until, latest=latest)
