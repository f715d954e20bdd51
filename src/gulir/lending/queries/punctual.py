"""Whether every instalment of a loan was paid in time: what a reward for punctuality rests on (R36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gulir.lending.dues import Line
from gulir.lending.models import CardEntry, Instalment, Loan, Repayment

__all__ = ["paid_on_time"]


def paid_on_time(loan: Loan, schedule: Sequence[Instalment | Line], *, tolerance_days: int = 0) -> bool:
    """Whether, on each due day plus the tolerance, everything that had fallen due by then was paid.

    What an early settlement spared counts as paid. Rows that were reversed weigh nothing together with their mirrors
    once both have happened, and count as paid in between.
    """
    moves = [(row.received_on, row.principal + row.jasa + row.waived) for row in Repayment.objects.filter(loan=loan)]
    old = CardEntry.objects.filter(loan=loan, withdrawn=False, type__in=("principal_payment", "jasa_payment"))
    moves += list(old.values_list("on", "amount"))
    return all(
        _sum_until(moves, line.due_on + timedelta(days=tolerance_days)) >= line.cum_principal + line.cum_jasa
        for line in schedule
    )


def _sum_until(moves: Sequence[tuple[date, int]], day: date) -> int:
    return sum(amount for on, amount in moves if on <= day)
