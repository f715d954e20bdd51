"""What is agreed about a loan before signing, and terms that cannot be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from gulir.core.money import LARGEST_AMOUNT, LARGEST_RATE_PERCENT, Rounding
from gulir.core.problems.loans import (
    DueDatesCountDiffers,
    DueDatesOutOfOrder,
    FirstDueBeforeDisbursement,
    GraceTooLong,
    InstalmentCountOutOfRange,
    IntervalOutOfRange,
    MarginOnlyCostPlus,
    PartsDoNotFit,
    PrincipalOutOfRange,
    PrincipalTooSmallToSpread,
    RateOutOfRange,
    RatesCountDiffers,
    RoundingUnitOutOfRange,
    ScheduleWithoutStart,
    SharingHasNoJasa,
)

__all__ = [
    "LARGEST_PART",
    "LARGEST_ROUNDING_UNIT",
    "MOST_INSTALMENTS",
    "WIDEST_INTERVAL",
    "Method",
    "RoundOn",
    "Shift",
    "Terms",
    "Unit",
]

MOST_INSTALMENTS = 1_000
WIDEST_INTERVAL = 366
LARGEST_ROUNDING_UNIT = 10**6
LARGEST_PART = 100


class Method(StrEnum):
    """How jasa and principal are spread."""

    FLAT = "flat"
    ANNUITY = "annuity"
    EQUAL_PRINCIPAL = "equal_principal"
    MURABAHAH = "murabahah"
    MUDHARABAH = "mudharabah"
    MUSYARAKAH = "musyarakah"

    @property
    def shares_result(self) -> bool:
        """Whether a share of what the business earned is paid instead of jasa: no rupiah of it is known beforehand.

        >>> [method.value for method in Method if method.shares_result]
        ['mudharabah', 'musyarakah']
        """
        return self in {Method.MUDHARABAH, Method.MUSYARAKAH}


class Unit(StrEnum):
    """What an interval is counted in."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"

    @property
    def per_year(self) -> int:
        """How many make a year when yearly rates are told."""
        return {"month": 12, "week": 52, "day": 365}[self.value]


class RoundOn(StrEnum):
    """What is rounded: the instalment (principal takes the difference) or the principal (jasa stands beside it)."""

    TOTAL = "total"
    PRINCIPAL = "principal"


class Shift(StrEnum):
    """What a holiday does to a due date."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is agreed before signing. Amounts in rupiah; rates in percent per instalment period, exact.

    `rate_percent` is of the original principal (flat, murabahah) or of the balance (annuity, equal principal).
    `rate_percent_by_instalment` replaces it where periods differ. `margin` fixes the whole margin of a cost-plus
    loan in rupiah; without it the margin is principal x rate x instalments. `parts` weigh the principal of each
    instalment (2 and 1: two thirds, then one third); without them all are equal. Defaults are those of new loans (R16).
    """

    principal: int
    instalments: int
    rate_percent: Fraction = Fraction(0)
    rate_percent_by_instalment: tuple[Fraction, ...] = ()
    method: Method = Method.FLAT
    margin: int | None = None
    every: int = 1
    unit: Unit = Unit.MONTH
    disbursed_on: date | None = None
    first_due_on: date | None = None
    due_dates: tuple[date, ...] = ()
    parts: tuple[int, ...] = ()
    grace_principal: int = 0
    grace_jasa: int = 0
    round_to: int = 1_000
    round_on: RoundOn = RoundOn.TOTAL
    rounding: Rounding = Rounding.UP
    shift: Shift = Shift.NONE
    holidays: frozenset[date] = field(default=frozenset(), repr=False)

    def __post_init__(self) -> None:
        _refuse_impossible_amounts(self)
        _refuse_impossible_rates(self)
        _refuse_impossible_dates(self)

    @property
    def rates(self) -> tuple[Fraction, ...]:
        """The rate of each instalment as a share of one (not percent)."""
        percents = self.rate_percent_by_instalment or (self.rate_percent,) * self.instalments
        return tuple(percent / 100 for percent in percents)

    @property
    def periods_per_year(self) -> Fraction:
        """How many instalment periods make a year."""
        return Fraction(self.unit.per_year, self.every)


def _refuse_impossible_amounts(terms: Terms) -> None:
    if not 1 <= terms.principal <= LARGEST_AMOUNT:
        raise PrincipalOutOfRange(path="principal", principal=terms.principal, limit=LARGEST_AMOUNT)
    if not 1 <= terms.instalments <= MOST_INSTALMENTS:
        raise InstalmentCountOutOfRange(path="instalments", instalments=terms.instalments, limit=MOST_INSTALMENTS)
    if not 1 <= terms.every <= WIDEST_INTERVAL:
        raise IntervalOutOfRange(path="every", every=terms.every, limit=WIDEST_INTERVAL)
    if not 1 <= terms.round_to <= LARGEST_ROUNDING_UNIT:
        raise RoundingUnitOutOfRange(path="round_to", round_to=terms.round_to, limit=LARGEST_ROUNDING_UNIT)
    for path, grace in (("grace_principal", terms.grace_principal), ("grace_jasa", terms.grace_jasa)):
        if not 0 <= grace < terms.instalments:
            raise GraceTooLong(path=path, grace=grace, instalments=terms.instalments)
    if terms.principal < terms.instalments - terms.grace_principal:
        raise PrincipalTooSmallToSpread(path="instalments", principal=terms.principal, instalments=terms.instalments)
    _refuse_impossible_parts(terms)


def _refuse_impossible_parts(terms: Terms) -> None:
    parts = terms.parts
    if not parts:
        return
    fit = len(parts) == terms.instalments and all(1 <= part <= LARGEST_PART for part in parts)
    if not fit or terms.method is Method.ANNUITY:
        raise PartsDoNotFit(path="parts", instalments=terms.instalments)
    if terms.principal * min(parts) < sum(parts):
        raise PrincipalTooSmallToSpread(path="parts", principal=terms.principal, instalments=terms.instalments)


def _refuse_impossible_rates(terms: Terms) -> None:
    given = terms.rate_percent_by_instalment
    if given and len(given) != terms.instalments:
        raise RatesCountDiffers(path="rate_percent_by_instalment", rates=len(given), instalments=terms.instalments)
    named = [("rate_percent_per_period", terms.rate_percent)]
    named += [(f"rate_percent_by_instalment[{i}]", rate) for i, rate in enumerate(given)]
    for path, rate in named:
        if not 0 <= rate <= LARGEST_RATE_PERCENT:
            raise RateOutOfRange(path=path, rate_percent=str(rate), limit=LARGEST_RATE_PERCENT)
    if terms.margin is not None and (terms.method is not Method.MURABAHAH or not 0 <= terms.margin <= LARGEST_AMOUNT):
        raise MarginOnlyCostPlus(path="margin", margin=terms.margin)
    if terms.method.shares_result and any(terms.rates):
        raise SharingHasNoJasa(path="rate_percent_per_period")


def _refuse_impossible_dates(terms: Terms) -> None:
    given, count = terms.due_dates, terms.instalments
    if not (given or terms.first_due_on or terms.disbursed_on):
        raise ScheduleWithoutStart(path="disbursed_on")
    if given and len(given) != count:
        raise DueDatesCountDiffers(path="due_dates", due_dates=len(given), instalments=count)
    for i in range(1, len(given)):
        if given[i] <= given[i - 1]:
            raise DueDatesOutOfOrder(path=f"due_dates[{i}]", due_on=given[i], before=given[i - 1])
    first = given[0] if given else terms.first_due_on
    if first and terms.disbursed_on and first < terms.disbursed_on:
        path = "due_dates[0]" if given else "first_due_on"
        raise FirstDueBeforeDisbursement(path=path, first_due_on=first, disbursed_on=terms.disbursed_on)
