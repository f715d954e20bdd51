"""The one function that says how many instalments are missed, and what hangs on it: class, provision, ageing.

An instalment is missed when it has fallen due and all payments together do not cover all that fell due up to it
(domain 3.12 and 3.13). Payments of another loan, penalties and savings do not count. Nothing here reads a clock:
`as_of` is the close of that day. A further payment never worsens any figure; time alone never improves one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from gulir.core.dates import add_months, months_between
from gulir.core.money import half_up_ratio

__all__ = [
    "AGEING_EDGES",
    "NO_RULES",
    "Aged",
    "Arrears",
    "ArrearsRules",
    "MissedFrom",
    "Pause",
    "Payment",
    "Scheduled",
    "ageing",
    "arrears",
    "arrears_of",
]


class Scheduled(Protocol):
    """One instalment of a schedule, whoever keeps it."""

    @property
    def due_on(self) -> date:
        """When it falls due."""

    @property
    def principal(self) -> int:
        """Its principal, rupiah."""

    @property
    def jasa(self) -> int:
        """Its jasa, rupiah."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid on a day."""

    date: date
    principal: int
    jasa: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which arrears do not age: from the close of one day to the close of another."""

    starts_on: date
    ends_on: date


class MissedFrom(StrEnum):
    """Whether an unpaid instalment counts as missed at the close of its due day, or from the next day on."""

    DUE_DAY = "due_day"
    DAY_AFTER = "day_after"


@dataclass(frozen=True, slots=True)
class ArrearsRules:
    """How a board counts lateness.

    Without days of grace an instalment unpaid at the close of its due day is missed (domain 3.13). Days of grace
    say that the due day is never late, so counting then starts the day after the last of them. `missed_from`
    overrides either. Grace and pauses hold back ageing and the count, not the amounts that fell due.
    """

    grace_days: int = 0
    pauses: tuple[Pause, ...] = ()
    missed_from: MissedFrom | None = None

    @property
    def first_day(self) -> int:
        """The first age in days at which an instalment counts."""
        if self.missed_from is None:
            return 1 if self.grace_days else 0
        return 1 if self.missed_from is MissedFrom.DAY_AFTER else 0

    def age(self, due_on: date, as_of: date) -> int:
        """Days since an instalment fell due, less grace and pauses; below zero while it is not due."""
        days = (as_of - due_on).days - self.grace_days
        if days <= 0 or not self.pauses:
            return days
        return days - _paused(self.pauses, due_on + timedelta(days=self.grace_days), as_of)


NO_RULES = ArrearsRules()


def _paused(pauses: Sequence[Pause], start: date, end: date) -> int:
    """Days between two closes that lie in some pause, overlapping pauses counted once."""
    days = 0
    for pause in sorted(pauses, key=lambda p: p.starts_on):
        first, last = max(pause.starts_on, start), min(pause.ends_on, end)
        if last > first:
            days += (last - first).days
            start = last
    return days


@dataclass(frozen=True, slots=True)
class Arrears:
    """How a loan stands at the close of a day. Amounts in rupiah.

    `missed` is the count of scheduled instalments; `after_term` the periods since the last of them fell due while
    something is still owed; `periods_late` both together, which decides class and lending stops.
    """

    missed: int
    after_term: int
    days_late: int
    principal: int
    jasa: int
    balance: int
    principal_due: int
    jasa_due: int
    ended_months: int

    @property
    def periods_late(self) -> int:
        """Missed instalments, counted on after the term is over (domain 3.12)."""
        return self.missed + self.after_term


def arrears(
    instalments: Sequence[Scheduled], payments: Sequence[Payment], as_of: date, *, rules: ArrearsRules = NO_RULES
) -> Arrears:
    """How a loan stands at the close of a day, from its schedule (in order of due dates) and its payments.

    >>> t2 = [Payment(date(2026, i, 15), 500_000, 75_000) for i in range(2, 12)]           # as instalments
    >>> from gulir.core.schedule import Instalment
    >>> lines = [Instalment(i, p.date, p.principal, p.jasa, 0) for i, p in enumerate(t2, 1)]
    >>> t5 = arrears(lines, [*t2[:2], Payment(date(2026, 6, 20), 0, 50_000)], date(2026, 6, 30))
    >>> t5.missed, t5.principal, t5.jasa, t5.balance                                       # domain T5
    (3, 1500000, 175000, 4000000)
    """
    paid = [payment for payment in payments if payment.date <= as_of]
    return arrears_of(instalments, sum(p.principal for p in paid), sum(p.jasa for p in paid), as_of, rules=rules)


def arrears_of(
    instalments: Sequence[Scheduled],
    principal_paid: int,
    jasa_paid: int,
    as_of: date,
    *,
    rules: ArrearsRules = NO_RULES,
) -> Arrears:
    """The same from what was paid in all up to that day, for readings over many loans."""
    paid = principal_paid + jasa_paid
    principal_due = jasa_due = scheduled = principal = missed = days_late = 0
    first_amount_day = rules.first_day
    for line in instalments:
        principal += line.principal
        scheduled += line.principal + line.jasa
        raw = (as_of - line.due_on).days
        if raw >= first_amount_day:
            principal_due += line.principal
            jasa_due += line.jasa
        if scheduled > paid and raw >= 0:
            age = rules.age(line.due_on, as_of)
            missed += age >= first_amount_day
            days_late = max(days_late, age)
    owing = scheduled > paid
    after_term, ended = _after_term(instalments, as_of, rules) if owing else (0, 0)
    return Arrears(
        missed=missed,
        after_term=after_term,
        days_late=days_late,
        principal=max(0, principal_due - principal_paid),
        jasa=max(0, jasa_due - jasa_paid),
        balance=max(0, principal - principal_paid),
        principal_due=principal_due,
        jasa_due=jasa_due,
        ended_months=ended,
    )


def _after_term(instalments: Sequence[Scheduled], as_of: date, rules: ArrearsRules) -> tuple[int, int]:
    """Whole periods and started months since the last instalment fell due; a day over three months makes four."""
    last = instalments[-1].due_on
    age = rules.age(last, as_of)
    if age <= 0:
        return 0, 0
    aged = last + timedelta(days=age)
    months = months_between(last, aged)
    started = months + (add_months(last, months) < aged)
    return _periods(instalments, last, aged, months), started


def _periods(instalments: Sequence[Scheduled], last: date, aged: date, months: int) -> int:
    """How often the interval of the schedule fits; its mean, as holidays may have moved single dates.

    From 24 days on it is a rhythm of months (a month is 30.44 days), below it one of days.
    """
    gaps = len(instalments) - 1
    if not gaps:
        return months
    days = (last - instalments[0].due_on).days
    if days >= 24 * gaps:
        return months // max(1, half_up_ratio(days * 100, 3044 * gaps))
    return (aged - last).days // max(1, half_up_ratio(days, gaps))


AGEING_EDGES = (0, 30, 60, 90, 180)
"""Upper edges in days of the ageing table; what is older stands in one more bucket."""


@dataclass(frozen=True, slots=True)
class Aged:
    """Unpaid amounts of instalments that are late by a number of days within two edges; the last has no upper one."""

    days_from: int
    days_to: int | None
    instalments: int
    principal: int
    jasa: int


def ageing(
    instalments: Sequence[Scheduled],
    principal_paid: int,
    jasa_paid: int,
    as_of: date,
    *,
    edges: Sequence[int] = AGEING_EDGES,
    rules: ArrearsRules = NO_RULES,
) -> tuple[Aged, ...]:
    """What has fallen due and is unpaid, by how late it is; payments cover the oldest instalments first.

    >>> from gulir.core.schedule import Instalment
    >>> lines = [Instalment(i, date(2026, i, 15), 500_000, 75_000, 0) for i in (2, 3, 4)]
    >>> [a for a in ageing(lines, 500_000, 75_000, date(2026, 4, 20)) if a.days_to == 60]
    [Aged(days_from=31, days_to=60, instalments=1, principal=500000, jasa=75000)]
    """
    uppers: list[int | None] = [*edges, None]
    rows = [[0, 0, 0] for _ in uppers]
    for line in instalments:
        unpaid_principal = max(0, line.principal - max(0, principal_paid))
        unpaid_jasa = max(0, line.jasa - max(0, jasa_paid))
        principal_paid -= line.principal
        jasa_paid -= line.jasa
        if (as_of - line.due_on).days < rules.first_day or not unpaid_principal + unpaid_jasa:
            continue
        age = max(0, rules.age(line.due_on, as_of))
        row = rows[next(i for i, upper in enumerate(uppers) if upper is None or age <= upper)]
        row[0] += 1
        row[1] += unpaid_principal
        row[2] += unpaid_jasa
    lowers = [0, *(edge + 1 for edge in edges)]
    return tuple(Aged(low, up, *row) for low, up, row in zip(lowers, uppers, rows, strict=True))
