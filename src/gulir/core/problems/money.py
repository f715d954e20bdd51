"""Refusals about amounts, dates and rates as people write them."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AmountHasFraction",
    "AmountMissing",
    "AmountNegative",
    "AmountNotANumber",
    "AmountSumUnclear",
    "AmountTooLarge",
    "AmountUnclear",
    "BadInput",
    "ComputationUnknown",
    "DateImpossible",
    "DateUnclear",
    "NothingToShareBy",
    "PeriodBackwards",
    "RateUnclear",
    "WordsNotANumber",
]


class AmountMissing(Problem):
    """The box for the amount is empty."""


class AmountNotANumber(Problem):
    """What was written is not an amount at all."""

    text: str


class AmountUnclear(Problem):
    """The amount can be read in two ways (`1.25` may be 125, 1,250,000 or one and a quarter), so we ask."""

    text: str


class AmountHasFraction(Problem):
    """The amount is not a whole number of rupiah."""

    text: str


class AmountNegative(Problem):
    """The amount is below zero."""

    text: str


class AmountTooLarge(Problem):
    """The amount is above the most that one figure may hold."""

    text: str
    limit: int


class AmountSumUnclear(Problem):
    """A small sum such as `575000*2+5000` cannot be read."""

    text: str


class NothingToShareBy(Problem):
    """A sum cannot be shared: there are no weights, a weight is below zero, or all are zero."""

    amount: int


class RateUnclear(Problem):
    """A percentage is neither a number such as `1.5` nor a fraction such as `6/13`, or lies outside the range."""

    text: str
    limit: int


class DateUnclear(Problem):
    """What was written is not a date in one of the forms we read."""

    text: str


class DateImpossible(Problem):
    """The date has the right form but is not in the calendar (31 February)."""

    text: str


class PeriodBackwards(Problem):
    """A period must end after it starts."""

    starts_on: date
    ends_before: date


class WordsNotANumber(Problem):
    """The words do not spell a number."""

    text: str


class BadInput(Problem):
    """A field of the input is missing, unknown or of another kind; `path` names it (`instalments[3].due_on`)."""

    path: str
    expected: str


class ComputationUnknown(Problem):
    """There is no computation of this name."""

    status = 404
    name: str
    known: str
