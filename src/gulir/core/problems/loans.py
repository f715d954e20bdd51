"""Refusals of the loan rules: terms that cannot be, and payments that cannot be spread.

`path` names the field of the terms that has to change, as it is called in `gulir compute schedule`.
"""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "DueDatesCountDiffers",
    "DueDatesOutOfOrder",
    "FirstDueBeforeDisbursement",
    "GraceTooLong",
    "InstalmentCountOutOfRange",
    "IntervalOutOfRange",
    "MarginOnlyCostPlus",
    "OwedAmountNegative",
    "PartsDoNotFit",
    "PrincipalOutOfRange",
    "PrincipalTooSmallToSpread",
    "RateOutOfRange",
    "RatesCountDiffers",
    "RepaymentNegative",
    "RoundingUnitOutOfRange",
    "ScheduleBeyondCalendar",
    "ScheduleWithoutStart",
    "SeasonImpossible",
    "SeasonTwice",
    "SeasonUnclear",
    "SharingHasNoJasa",
    "SharingRatioOutOfRange",
]


class PrincipalOutOfRange(Problem):
    """A loan is at least one rupiah and at most the largest amount."""

    path: str
    principal: int
    limit: int


class InstalmentCountOutOfRange(Problem):
    """A loan has at least one instalment, and no more than anyone can count."""

    path: str
    instalments: int
    limit: int


class IntervalOutOfRange(Problem):
    """An instalment comes every 1 to 366 months, weeks or days."""

    path: str
    every: int
    limit: int


class RateOutOfRange(Problem):
    """A rate per period lies between nothing and the whole."""

    path: str
    rate_percent: str
    limit: int


class RatesCountDiffers(Problem):
    """Where each instalment has its own rate, there must be as many rates as instalments."""

    path: str
    rates: int
    instalments: int


class RoundingUnitOutOfRange(Problem):
    """Instalments are rounded to a multiple of at least one rupiah and at most a million."""

    path: str
    round_to: int
    limit: int


class GraceTooLong(Problem):
    """At least the last instalment pays."""

    path: str
    grace: int
    instalments: int


class MarginOnlyCostPlus(Problem):
    """A fixed margin belongs to a cost-plus (murabahah) loan, and lies between zero and the largest amount."""

    path: str
    margin: int


class ScheduleWithoutStart(Problem):
    """Without a day of disbursement, a first due date or a list of due dates nothing can fall due."""

    path: str


class FirstDueBeforeDisbursement(Problem):
    """No instalment falls due before the money was paid out."""

    path: str
    first_due_on: date
    disbursed_on: date


class DueDatesCountDiffers(Problem):
    """Where due dates are given, there must be as many as instalments."""

    path: str
    due_dates: int
    instalments: int


class DueDatesOutOfOrder(Problem):
    """Given due dates must come one after another."""

    path: str
    due_on: date
    before: date


class ScheduleBeyondCalendar(Problem):
    """The last due date would lie beyond the calendar."""

    path: str
    instalments: int


class PrincipalTooSmallToSpread(Problem):
    """The principal is smaller than the number of instalments, so some instalment would carry none."""

    path: str
    principal: int
    instalments: int


class PartsDoNotFit(Problem):
    """Parts of the principal are whole numbers from 1 to 100, one for each instalment, and never for an annuity."""

    path: str
    instalments: int


class SeasonImpossible(Problem):
    """A harvest has a name, a month from 1 to 12, a day from 1 to 31, and a part from 1 to 100."""

    path: str
    name: str


class SeasonTwice(Problem):
    """A calendar of harvests names at least one, and each month once: jasa is counted in months between them."""

    path: str
    month: int


class SeasonUnclear(Problem):
    """A harvest is written as a name, a day with its month, and a part where it weighs more than one."""

    text: str


class SharingHasNoJasa(Problem):
    """Where the result is shared nothing else is asked for the money: no rate, no margin."""

    path: str


class SharingRatioOutOfRange(Problem):
    """The fund's part of a profit or of a loss, in percent, lies within these bounds."""

    path: str
    percent: str
    least: int
    most: int


class RepaymentNegative(Problem):
    """A repayment cannot be below zero; what was wrong is reversed."""

    path: str
    amount: int


class OwedAmountNegative(Problem):
    """What is owed on an instalment cannot be below zero."""

    path: str
    no: int
