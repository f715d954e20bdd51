"""When each instalment of a loan was paid, and whether all were in time: what a reward for it rests on (R36)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from gulir.lending.dues import Line, schedules_of
from gulir.lending.models import CardEntry, Instalment, Loan, Repayment

__all__ = ["paid_days", "paid_on_time"]

PAYING = ("principal_payment", "jasa_payment")


def paid_on_time(loan: Loan, schedule: Sequence[Instalment | Line], *, tolerance_days: int = 0) -> bool:
    """Whether, on each due day plus the tolerance, everything that had fallen due by then was paid.

    What an early settlement spared counts as paid. Rows that were reversed weigh nothing together with their mirrors
    once both have happened, and count as paid in between.
    """
    moves = [(row.received_on, row.principal + row.jasa + row.waived) for row in Repayment.objects.filter(loan=loan)]
    old = CardEntry.objects.filter(loan=loan, withdrawn=False, type__in=PAYING)
    moves += list(old.values_list("on", "amount"))
    return all(
        _sum_until(moves, line.due_on + timedelta(days=tolerance_days)) >= line.cum_principal + line.cum_jasa
        for line in schedule
    )


def _sum_until(moves: Sequence[tuple[date, int]], day: date) -> int:
    return sum(amount for on, amount in moves if on <= day)


def paid_days(loans: Sequence[Loan]) -> dict[UUID, list[tuple[Line, date | None]]]:
    """Each instalment with the day from which on it stood paid in full, None while it does not; three statements.

    A payment that was taken back later did not pay. What a loan that left the books still owed is left out from the
    day it left; an old book may call a loan paid off whose last jasa never came: it was paid that day.
    """
    ids = [loan.pk for loan in loans]
    moves: dict[UUID, list[tuple[date, int]]] = defaultdict(list)
    for row in Repayment.objects.filter(loan__in=ids).only("loan_id", "received_on", "principal", "jasa", "waived"):
        moves[row.loan_id].append((row.received_on, row.principal + row.jasa + row.waived))
    old = CardEntry.objects.filter(loan__in=ids, withdrawn=False, type__in=PAYING)
    for loan_id, on, amount in old.values_list("loan_id", "on", "amount"):
        moves[loan_id].append((on, amount))
    schedules = schedules_of(ids)
    return {
        loan.pk: [
            (line, paid)
            for line, paid in _met(schedules[loan.pk], moves[loan.pk], settled_on=loan.settled_on)
            if paid is not None or loan.ended_on is None or line.due_on < loan.ended_on
        ]
        for loan in loans
    }


def _met(
    schedule: Sequence[Line], moves: Sequence[tuple[date, int]], *, settled_on: date | None
) -> list[tuple[Line, date | None]]:
    days: dict[date, int] = defaultdict(int)
    for on, amount in moves:
        days[on] += amount
    met: dict[int, date] = {}
    so_far = 0
    for on in sorted(days):
        so_far += days[on]
        for line in schedule:
            if so_far < line.cum_principal + line.cum_jasa:
                met.pop(line.no, None)
            else:
                met.setdefault(line.no, on)
    return [(line, met.get(line.no, settled_on)) for line in schedule]
