"""Refusals of what is done about loans that are late."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AddresseeMissing",
    "CauseMissing",
    "CauseUnknown",
    "StepNotDue",
    "StepTooEarly",
    "StepUnknown",
    "WayUnknown",
]


class StepUnknown(Problem):
    """The ladder of arrears has no such step."""

    step: str
    known: tuple[str, ...]


class StepNotDue(Problem):
    """Something else is to be done about this loan, or nothing."""

    loan: str
    step: str
    next: str


class StepTooEarly(Problem):
    """The group is given time to answer, or the day of the step lies ahead."""

    loan: str
    from_day: date


class AddresseeMissing(Problem):
    """Nobody is named to whom it was said or handed over."""

    loan: str


class WayUnknown(Problem):
    """It was handed over in a way the programme does not know."""

    way: str
    known: tuple[str, ...]


class CauseMissing(Problem):
    """The case team has to say why the group does not pay."""

    loan: str


class CauseUnknown(Problem):
    """The programme does not know this cause."""

    cause: str
    known: tuple[str, ...]
