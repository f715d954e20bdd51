"""Refusals of visits to a KSM."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "FindingWithoutAdvice",
    "LoanUseMissing",
    "LoanVisitTooEarly",
    "NobodyMet",
    "PhotoUnclear",
    "PromiseBeforeVisit",
    "UseNotSeen",
    "VisitFollowed",
    "VisitInFuture",
    "VisitLineEmpty",
    "VisitMinutesUnclear",
    "VisitOutOfOrder",
    "VisitWordUnknown",
]


class VisitInFuture(Problem):
    """A visit is written down when it was made, not before."""

    on: date


class VisitOutOfOrder(Problem):
    """A later visit is written already."""

    status = 409
    on: date
    last: date


class VisitFollowed(Problem):
    """Only the newest record can be corrected; later ones stand on this one."""

    status = 409
    number: int


class VisitMinutesUnclear(Problem):
    """A visit, or what was taught, takes at least one minute and at most ten hours."""

    minutes: int
    most: int


class NobodyMet(Problem):
    """A visit at which nobody was met was none."""


class VisitWordUnknown(Problem):
    """A choice is not on the list."""

    word: str
    known: tuple[str, ...]


class VisitLineEmpty(Problem):
    """A line of the record says nothing."""

    line: int


class FindingWithoutAdvice(Problem):
    """A finding says what is the case and what to do."""


class PromiseBeforeVisit(Problem):
    """A promise, or the next visit, is for a day after this visit."""

    due_on: date
    on: date


class LoanVisitTooEarly(Problem):
    """The use of a loan is seen after it was paid out."""

    loan: str
    paid_out: date


class LoanUseMissing(Problem):
    """A visit about a loan says of at least one borrower who uses it and for what."""

    loan: str


class UseNotSeen(Problem):
    """Of the business there is no photo, and nothing says why."""

    member: str


class PhotoUnclear(Problem):
    """The file is no photo that can be kept."""

    name: str
    most: int
