"""Refusals about products by harvest and by shared result, and about the reports a shared result needs."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "HarvestTooFar",
    "ResultInUse",
    "ResultNotExpected",
    "ResultNotNext",
    "ResultNotReported",
    "ResultTooEarly",
    "ShareNotAllowed",
    "SheetChanged",
]


class HarvestTooFar(Problem):
    """Two harvests of a product lie further apart than the rulebook lets a loan wait."""

    months: int
    most: int


class ShareNotAllowed(Problem):
    """The fund's share of the result is larger than the rulebook allows."""

    percent: str
    most: str


class SheetChanged(Problem):
    """Today's schedule is not the plain sheet that was signed: its sums or its named days differ."""

    status = 409
    application: str


class ResultNotExpected(Problem):
    """This loan shares no result, or every period of it was reported."""

    loan: str


class ResultNotNext(Problem):
    """Results are reported period by period, in order."""

    status = 409
    loan: str
    no: int
    next: int


class ResultTooEarly(Problem):
    """A period has to begin before its result can be known."""

    loan: str
    no: int
    begins_on: date


class ResultNotReported(Problem):
    """A period is over and the group has not said yet what it earned."""

    loan: str
    no: int


class ResultInUse(Problem):
    """Something was paid on this report, or another one followed: that goes back first."""

    status = 409
    loan: str
    no: int
