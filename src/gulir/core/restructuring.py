"""A loan that cannot be paid as agreed gets a new schedule: what is left of it, laid out anew, and nothing on top.

What the group owes never grows by it: unpaid jasa is carried along and bears none (domain 3.11). In place, every open
What the group owes never grows by it: unpaid jasa is carried along and bears none (domain 3.11). In place, each open
of the principal is lent on under new terms. No money moves: it is never a payment out with a repayment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from gulir.core.arrears import Payment, Scheduled
from gulir.core.ladder import Cause
from gulir.core.money import half_up, split
from gulir.core.problems.endings import NewScheduleDoesNotFit
from gulir.core.repayment import Due
from gulir.core.schedule import Terms, due_dates, schedule
from gulir.core.terms import Unit

__all__ = ["HELPED", "Kind", "Line", "Wanted", "class_floor", "in_time", "laid_out", "rounded"]


class Kind(StrEnum):
    """What is changed about a schedule."""

    HOLIDAY = "holiday"
    MOVED = "moved"
    EXTRA_TERMS = "extra_terms"
    RATE_CUT = "rate_cut"
    RESCHEDULED = "rescheduled"


HELPED = frozenset({Cause.UNABLE, Cause.BUSINESS_FAILED, Cause.DISASTER, Cause.DEATH})
"""Causes for which a schedule is changed: who will not pay, or misused the money, is not helped by it."""


class Line(NamedTuple):
    """One instalment of the new schedule, in rupiah."""

    due_on: date
    principal: int
    jasa: int


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: from which day on, in which rhythm, and what the kind needs beside.

    `instalments` is how many there will be (more terms, rescheduled); `rate_percent` is the new jasa per instalment, in
    percent of the old rate's base (lowered), or of what is left (rescheduled).
    """

    kind: Kind
    first_due_on: date
    every: int = 1
    unit: Unit = Unit.MONTH
    instalments: int = 0
    rate_percent: Fraction = Fraction(0)
    old_rate_percent: Fraction = Fraction(0)
    round_to: int = 1_000


def laid_out(dues: Sequence[Due], on: date, wanted: Wanted) -> tuple[Line, ...]:
    """The new schedule of what is unpaid (`dues`, oldest first) on a day; principal adds up to what was left, always.

    Refused (`NewScheduleDoesNotFit`): nothing is left, the first day is not after today, fewer instalments than are
    open where more are asked for, a rate that is not lower where it is to be lowered.

    >>> open_ = [Due(9, date(2026, 3, 2), 500_000, 75_000), Due(10, date(2026, 4, 2), 500_000, 75_000)]
    >>> later = Wanted(kind=Kind.HOLIDAY, first_due_on=date(2026, 7, 2))
    >>> [(line.due_on.month, line.principal, line.jasa) for line in laid_out(open_, date(2026, 4, 10), later)]
    [(7, 500000, 75000), (8, 500000, 75000)]
    >>> wider = Wanted(kind=Kind.EXTRA_TERMS, first_due_on=date(2026, 5, 2), instalments=4)
    >>> [line.principal + line.jasa for line in laid_out(open_, date(2026, 4, 10), wider)]
    [288000, 288000, 288000, 286000]
    """
    _refuse(dues, on, wanted)
    if wanted.kind is Kind.RESCHEDULED:
        return _lent_on(dues, on, wanted)
    if wanted.kind is Kind.EXTRA_TERMS:
        return _spread(dues, wanted)
    days = _days(wanted, len(dues))
    return tuple(Line(day, due.principal, _jasa(due, on, wanted)) for day, due in zip(days, dues, strict=True))


def _refuse(dues: Sequence[Due], on: date, wanted: Wanted) -> None:
    more = wanted.kind is Kind.EXTRA_TERMS and wanted.instalments <= len(dues)
    none = wanted.kind is Kind.RESCHEDULED and wanted.instalments < 1
    rate = wanted.kind is Kind.RATE_CUT and not 0 <= wanted.rate_percent < wanted.old_rate_percent
    if not sum(due.principal for due in dues) or wanted.first_due_on <= on or more or none or rate:
        raise NewScheduleDoesNotFit(kind=wanted.kind.value)


def _days(wanted: Wanted, count: int) -> tuple[date, ...]:
    return due_dates(
        Terms(
            principal=count, instalments=count, first_due_on=wanted.first_due_on, every=wanted.every, unit=wanted.unit
        )
    )


def _jasa(due: Due, on: date, wanted: Wanted) -> int:
    """The jasa of one instalment; lowered only where it has not fallen due yet."""
    if wanted.kind is not Kind.RATE_CUT or due.due_on <= on:
        return due.jasa
    return half_up(due.jasa * wanted.rate_percent / wanted.old_rate_percent)


def _spread(dues: Sequence[Due], wanted: Wanted) -> tuple[Line, ...]:
    """The same rupiah over more instalments; each but the last comes to a round sum, the last takes what is left."""
    count, left = wanted.instalments, sum(due.principal for due in dues)
    if left < count:
        raise NewScheduleDoesNotFit(kind=wanted.kind.value)
    shares, even = split(sum(due.jasa for due in dues), (1,) * count), -(-left // count)
    made: list[Line] = []
    for place, (day, jasa) in enumerate(zip(_days(wanted, count), shares, strict=True)):
        later = count - place - 1
        rounded = -(-(even + jasa) // wanted.round_to) * wanted.round_to - jasa
        principal = min(rounded, left - later) if later else left
        made.append(Line(day, principal, jasa))
        left -= principal
    return tuple(made)


def _lent_on(dues: Sequence[Due], on: date, wanted: Wanted) -> tuple[Line, ...]:
    """What is left of the principal under new terms; jasa that had fallen due is carried along and bears none."""
    carried = split(sum(due.jasa for due in dues if due.due_on <= on), (1,) * wanted.instalments)
    made = schedule(
        Terms(
            principal=sum(due.principal for due in dues),
            instalments=wanted.instalments,
            rate_percent=wanted.rate_percent,
            first_due_on=wanted.first_due_on,
            every=wanted.every,
            unit=wanted.unit,
            round_to=wanted.round_to,
        )
    )
    return tuple(
        Line(line.due_on, line.principal, line.jasa + extra)
        for line, extra in zip(made.instalments, carried, strict=True)
    )


def rounded(dues: Sequence[Due], *, round_to: int) -> tuple[Line, ...]:
    """What is left on its own days, each sum but the last brought up to a round one; the last takes what is left.

    Neither principal nor jasa changes in all: what is brought up earlier is less to pay later.

    >>> rest = [Due(n, date(2026, n, 2), 333_333, 60_000) for n in (6, 7, 8)]
    >>> [line.principal + line.jasa for line in rounded(rest, round_to=1_000)]
    [394000, 394000, 391999]
    """
    left, made = sum(due.principal for due in dues), []
    for place, due in enumerate(dues, start=1):
        up = -(-(due.principal + due.jasa) // round_to) * round_to - due.jasa
        principal = left if place == len(dues) else min(up, left)
        left -= principal
        made.append(Line(due.due_on, principal, due.jasa))
    return tuple(line for line in made if line.principal or line.jasa)


# ---------------------------------------------------------------- how such a loan is classed


def in_time(instalments: Sequence[Scheduled], payments: Sequence[Payment]) -> int:
    """How many instalments were covered on their due day or before; a payment ahead counts at once.

    So time alone never adds one, and a further payment never takes one away.
    """
    covered = scheduled = 0
    for line in instalments:
        scheduled += line.principal + line.jasa
        covered += sum(p.principal + p.jasa for p in payments if p.date <= line.due_on) >= scheduled
    return covered


def class_floor(on_time: int, *, floor: int, until: int) -> int:
    """The best class a loan with a new schedule may have: `floor`, until so many instalments came on time.

    >>> class_floor(2, floor=3, until=3), class_floor(3, floor=3, until=3)
    (3, 1)
    """
    return floor if on_time < until else 1
