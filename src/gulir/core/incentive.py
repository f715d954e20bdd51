"""The reward for paying on time (IPTW): part of the jasa of a loan given back when no instalment was late (R36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from gulir.core.arrears import Payment, Scheduled
from gulir.core.money import half_up_ratio

__all__ = ["all_on_time", "iptw", "reward_of"]


def all_on_time(instalments: Sequence[Scheduled], payments: Sequence[Payment], *, tolerance_days: int = 0) -> bool:
    """Whether each instalment was covered by all payments together on its due day or within the tolerance.

    >>> from datetime import date
    >>> plan = [Payment(date(2026, i, 15), 500_000, 75_000) for i in (2, 3)]
    >>> from gulir.core.schedule import Instalment
    >>> lines = [Instalment(i, p.date, p.principal, p.jasa, 0) for i, p in enumerate(plan, 1)]
    >>> late = [plan[0], Payment(date(2026, 3, 16), 500_000, 75_000)]
    >>> all_on_time(lines, plan), all_on_time(lines, late), all_on_time(lines, late, tolerance_days=1)
    (True, False, True)
    """
    scheduled = 0
    for line in instalments:
        scheduled += line.principal + line.jasa
        last = line.due_on + timedelta(days=tolerance_days)
        if sum(p.principal + p.jasa for p in payments if p.date <= last) < scheduled:
            return False
    return True


def iptw(
    instalments: Sequence[Scheduled], payments: Sequence[Payment], percent: Fraction, *, tolerance_days: int = 0
) -> int:
    """What the group gets back when the loan is settled: a percentage of all its jasa, half up, or nothing (domain T6).

    >>> from datetime import date
    >>> plan = [Payment(date(2026, i, 15), 500_000, 75_000) for i in range(2, 12)]
    >>> from gulir.core.schedule import Instalment
    >>> lines = [Instalment(i, p.date, p.principal, p.jasa, 0) for i, p in enumerate(plan, 1)]
    >>> iptw(lines, plan, Fraction(10)), iptw(lines, plan[:-1], Fraction(10))
    (75000, 0)
    """
    if not all_on_time(instalments, payments, tolerance_days=tolerance_days):
        return 0
    return reward_of(sum(line.jasa for line in instalments), percent)


def reward_of(jasa: int, percent: Fraction) -> int:
    """The part of a loan's jasa that a punctual group gets back, or of a member's jasa, half up to the rupiah.

    >>> reward_of(750_000, Fraction(10)), reward_of(15, Fraction(10))
    (75000, 2)
    """
    return half_up_ratio(jasa * percent.numerator, 100 * percent.denominator)
