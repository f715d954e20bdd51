"""One schedule engine: what falls due when, for every method and rounding of the contract.

Flat, annuity, equal principal and cost-plus; weekly, fortnightly (`every=2`), monthly or by days; grace on
principal and on jasa; the principal in equal or in weighed parts, as harvests bring it in. The parts always add up to
the whole, each at least zero: the last instalment takes what is left, unrounded (R16; domain 3.13). Where the result is
shared (mudharabah, musyarakah) the schedule knows the principal alone; `sharing` says the rest, period by period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from gulir.core.dates import add_months, next_working_day
from gulir.core.money import Rounding, half_up, split, to_unit
from gulir.core.problems.loans import ScheduleBeyondCalendar
from gulir.core.terms import (
    LARGEST_ROUNDING_UNIT,
    MOST_INSTALMENTS,
    WIDEST_INTERVAL,
    Method,
    RoundOn,
    Shift,
    Terms,
    Unit,
)

__all__ = [
    "LARGEST_ROUNDING_UNIT",
    "MOST_INSTALMENTS",
    "WIDEST_INTERVAL",
    "Instalment",
    "Method",
    "RoundOn",
    "Schedule",
    "Shift",
    "Terms",
    "Unit",
    "due_dates",
    "schedule",
]

LAST_DAY = date(2999, 12, 31)
"""No loan runs beyond this day; it leaves room for shifts and grace before the calendar itself ends."""

SMALLER_UNITS = (500, 100, 1)
"""Where rounding would leave an instalment without principal, the next smaller of these is tried (T4)."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One line of a schedule: rupiah due on a day, and the principal still owed after it."""

    no: int
    due_on: date
    principal: int
    jasa: int
    balance: int

    @property
    def total(self) -> int:
        """Principal and jasa together."""
        return self.principal + self.jasa


@dataclass(frozen=True)
class Schedule:
    """All instalments of a loan, and the unit they were rounded to in the end (smaller than agreed under T4)."""

    terms: Terms
    instalments: tuple[Instalment, ...]
    rounded_to: int

    @property
    def total_principal(self) -> int:
        """The loan."""
        return sum(i.principal for i in self.instalments)

    @property
    def total_jasa(self) -> int:
        """What the loan costs over its term."""
        return sum(i.jasa for i in self.instalments)

    @property
    def total(self) -> int:
        """What is to be paid in all."""
        return self.total_principal + self.total_jasa


def schedule(terms: Terms) -> Schedule:
    """The instalments of a loan: principal adds up to the loan, each part at least zero, the last takes the rest.

    Jasa is rounded half up to the rupiah. With `round_on` total the rounded sum is the instalment and principal
    takes the difference; with principal the jasa stands beside it. Source: domain 3.13, R16, vectors T1 to T4.

    >>> start = date(2026, 1, 15)
    >>> t1 = schedule(Terms(principal=5_000_000, instalments=24, rate_percent=Fraction(3, 2), disbursed_on=start))
    >>> t1.instalments[0].total, t1.instalments[0].principal, t1.instalments[-1].total, t1.total
    (284000, 209000, 268000, 6800000)
    >>> t4 = schedule(Terms(principal=100_000, instalments=24, rate_percent=Fraction(3, 2), disbursed_on=start))
    >>> t4.rounded_to, t4.instalments[0].total, t4.instalments[-1].principal
    (100, 5700, 3400)
    """
    days = due_dates(terms)
    for unit, rounding in _attempts(terms):
        parts = _parts(terms, unit, rounding)
        if all(principal > 0 for principal, _ in parts[terms.grace_principal :]):
            break
    lines, balance = [], terms.principal
    for no, (day, (principal, jasa)) in enumerate(zip(days, parts, strict=True), start=1):
        balance -= principal
        lines.append(Instalment(no, day, principal, jasa, balance))
    return Schedule(terms, tuple(lines), unit)


def _attempts(terms: Terms) -> list[tuple[int, Rounding]]:
    """Units to try, from the agreed one down; the last, whole rupiah down, always leaves principal in each."""
    units = [terms.round_to, *(u for u in SMALLER_UNITS if u < terms.round_to)]
    return [(unit, terms.rounding) for unit in units] + [(1, Rounding.DOWN)]


def _parts(terms: Terms, unit: int, rounding: Rounding) -> list[tuple[int, int]]:
    """Principal and jasa of each instalment; a principal of zero where the unit is too coarse."""
    n, balance, put_off = terms.instalments, terms.principal, 0
    rates, margins, levels = terms.rates, _margins(terms), _levels(terms)
    parts: list[tuple[int, int]] = []
    for i in range(n):
        accrued = margins[i] if margins else half_up(_jasa_base(terms, balance) * rates[i])
        put_off += accrued
        jasa = put_off if i >= terms.grace_jasa else 0
        put_off -= jasa
        if i < terms.grace_principal:
            parts.append((0, jasa))
            continue
        target = levels[i] - accrued if terms.method is Method.ANNUITY else levels[i]
        if i == n - 1:
            principal = balance
        elif terms.round_on is RoundOn.TOTAL:
            principal = min(max(0, to_unit(target + jasa, unit, rounding) - jasa), balance)
        else:
            principal = min(max(0, to_unit(target, unit, rounding)), balance)
        balance -= principal
        parts.append((principal, jasa))
    return parts


def _jasa_base(terms: Terms, balance: int) -> int:
    return terms.principal if terms.method is Method.FLAT else balance


def _margins(terms: Terms) -> tuple[int, ...]:
    """The fixed margin of a cost-plus loan, spread evenly or as the principal is; nothing for other methods."""
    if terms.method is not Method.MURABAHAH:
        return ()
    margin = half_up(terms.principal * sum(terms.rates)) if terms.margin is None else terms.margin
    return split(margin, terms.parts or (1,) * terms.instalments)


def _levels(terms: Terms) -> tuple[Fraction, ...]:
    """The part of each instalment before rounding: as its harvest weighs, else equal ones."""
    if terms.parts:
        whole = sum(terms.parts[terms.grace_principal :])
        return tuple(Fraction(terms.principal * part, whole) for part in terms.parts)
    return (_level(terms),) * terms.instalments


def _level(terms: Terms) -> Fraction:
    """The equal part before rounding: of the whole instalment for an annuity, of the principal otherwise."""
    n = terms.instalments - terms.grace_principal
    if terms.method is not Method.ANNUITY:
        return Fraction(terms.principal, n)
    paying = terms.rates[terms.grace_principal :]
    if not terms.rate_percent_by_instalment:
        rate = paying[0]
        return terms.principal * rate / (1 - 1 / (1 + rate) ** n) if rate else Fraction(terms.principal, n)
    worth = Fraction(0)
    for rate in reversed(paying):
        worth = (1 + worth) / (1 + rate)
    return terms.principal / worth


def due_dates(terms: Terms) -> tuple[date, ...]:
    """When instalments fall due: counted from the first date (or the disbursement), so the day never drifts.

    Given `due_dates` replace the calendar. A holiday moves a date only where the terms say so (`shift`).
    """
    days = terms.due_dates or tuple(_calendar(terms))
    if days[-1] > LAST_DAY:
        raise ScheduleBeyondCalendar(path="instalments", instalments=terms.instalments)
    if terms.shift is Shift.NONE:
        return days
    return tuple(next_working_day(day, terms.holidays) for day in days)


def _calendar(terms: Terms) -> list[date]:
    if terms.first_due_on:
        anchor, steps = terms.first_due_on, range(terms.instalments)
    else:
        assert terms.disbursed_on is not None
        anchor, steps = terms.disbursed_on, range(1, terms.instalments + 1)
    try:
        if terms.unit is Unit.MONTH:
            return [add_months(anchor, i * terms.every) for i in steps]
        days = 7 if terms.unit is Unit.WEEK else 1
        return [anchor + timedelta(days=i * terms.every * days) for i in steps]
    except OverflowError:
        raise ScheduleBeyondCalendar(path="instalments", instalments=terms.instalments) from None
