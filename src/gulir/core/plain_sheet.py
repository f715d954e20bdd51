"""The one plain sheet a member sees before signing: received, to pay in all, per instalment, and the true yearly rate.

A flat 1.5 % a month sounds like 18 % a year; on a debt that shrinks it is 31.5 %, compounded 36.5 % (domain 3.5,
example 3). Both are told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from gulir.core.schedule import Schedule

__all__ = ["PlainSheet", "YearlyRates", "plain_sheet", "yearly_rates"]

EXACT = Context(prec=34)
HUNDREDTH = Decimal("0.01")
TOLERANCE = Decimal("1e-12")
HIGHEST_RATE = Decimal(2) ** 20
"""Rates per period beyond this are told as this: a loan repaid almost whole by its first jasa."""


@dataclass(frozen=True)
class YearlyRates:
    """Percent a year: the internal rate per period times the periods in a year, and the same compounded."""

    nominal_percent: Decimal
    effective_percent: Decimal


@dataclass(frozen=True)
class PlainSheet:
    """What the loan means, in rupiah and percent."""

    received: int
    to_pay: int
    cost: int
    instalments: int
    per_instalment: int
    last_instalment: int
    first_due_on: date
    last_due_on: date
    rates: YearlyRates


def plain_sheet(schedule: Schedule) -> PlainSheet:
    """The sheet for a schedule; `per_instalment` is the amount paid most often (the first of them when several tie).

    >>> from fractions import Fraction
    >>> from gulir.core.schedule import Terms, schedule
    >>> t2 = Terms(principal=5_000_000, instalments=10, rate_percent=Fraction(3, 2), disbursed_on=date(2026, 1, 15))
    >>> sheet = plain_sheet(schedule(t2))
    >>> sheet.received, sheet.to_pay, sheet.per_instalment, str(sheet.rates.effective_percent)
    (5000000, 5750000, 575000, '36.48')
    """
    lines = schedule.instalments
    (per_instalment, _), *_ = Counter(line.total for line in lines).most_common(1)
    return PlainSheet(
        received=schedule.total_principal,
        to_pay=schedule.total,
        cost=schedule.total_jasa,
        instalments=len(lines),
        per_instalment=per_instalment,
        last_instalment=lines[-1].total,
        first_due_on=lines[0].due_on,
        last_due_on=lines[-1].due_on,
        rates=yearly_rates(schedule),
    )


def yearly_rates(schedule: Schedule) -> YearlyRates:
    """The internal rate of what is received and paid back, nominal and compounded, to two decimals, half up.

    Instalments count as evenly spaced; where dates were given by hand and the day of disbursement is known, days
    count instead (a year is 365 days).

    >>> from fractions import Fraction
    >>> from gulir.core.schedule import Terms, schedule
    >>> t = Terms(principal=12_000_000, instalments=12, rate_percent=Fraction(3, 2), disbursed_on=date(2026, 1, 15))
    >>> yearly_rates(schedule(t))                                # domain 3.5: 31.7 % and 36.8 %
    YearlyRates(nominal_percent=Decimal('31.72'), effective_percent=Decimal('36.76'))
    """
    with localcontext(EXACT):
        per_year = Decimal(schedule.terms.periods_per_year.numerator) / schedule.terms.periods_per_year.denominator
        rate = _internal_rate(schedule.total_principal, _flows(schedule, per_year))
        nominal = rate * per_year * 100
        effective = ((1 + rate) ** per_year - 1) * 100
        return YearlyRates(_two_decimals(nominal), _two_decimals(effective))


def _two_decimals(value: Decimal) -> Decimal:
    """Two decimals, half up; a figure too large for them is told in fewer digits."""
    return value.quantize(HUNDREDTH, ROUND_HALF_UP) if value.adjusted() < EXACT.prec - 4 else value


def _flows(schedule: Schedule, per_year: Decimal) -> list[tuple[Decimal, int]]:
    """Each instalment's distance from the disbursement, in periods, and its amount."""
    terms, lines = schedule.terms, schedule.instalments
    if terms.due_dates and terms.disbursed_on:
        start = terms.disbursed_on
        return [(Decimal((line.due_on - start).days) * per_year / 365, line.total) for line in lines]
    return [(Decimal(line.no), line.total) for line in lines]


def _internal_rate(received: int, flows: list[tuple[Decimal, int]]) -> Decimal:
    """The rate per period at which what is paid back is worth what was received, by halving the interval."""
    if sum(amount for _, amount in flows) <= received:
        return Decimal(0)
    low, high = Decimal(0), Decimal(1)
    while _worth(flows, high) > received and high < HIGHEST_RATE:
        low, high = high, high * 2
    while high - low > TOLERANCE * (1 + low):
        middle = (low + high) / 2
        low, high = (middle, high) if _worth(flows, middle) > received else (low, middle)
    return (low + high) / 2


def _worth(flows: list[tuple[Decimal, int]], rate: Decimal) -> Decimal:
    """What the flows are worth on the day of disbursement; multiplied up step by step from the last."""
    worth, later = Decimal(0), flows[-1][0]
    steps: dict[Decimal, Decimal] = {}
    for at, amount in reversed(flows):
        step = later - at
        if step not in steps:
            steps[step] = (1 + rate) ** -step
        worth, later = worth * steps[step] + amount, at
    return worth * (1 + rate) ** -later
