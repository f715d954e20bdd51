"""Refusals when a member is asked again after a loan."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "FollowUpCorrectedBefore",
    "FollowUpInFuture",
    "FollowUpNotOpen",
    "FollowUpUnclear",
    "FollowUpWritten",
    "GoneBusinessEarns",
    "JobsExceedWorkers",
    "LostAnswers",
    "NothingToCompare",
]


class NothingToCompare(Problem):
    """Who filled in no form before a loan cannot be compared with how it was."""

    member: str


class FollowUpInFuture(Problem):
    """An answer is written down when it was given, not before."""

    on: date


class FollowUpNotOpen(Problem):
    """A round is asked from the day it falls due until the next one does; an answer of another time is none of it."""

    status = 409
    due_on: date
    on: date


class FollowUpWritten(Problem):
    """This round of this member is written already; what was wrong in it is corrected."""

    status = 409
    on: date


class FollowUpCorrectedBefore(Problem):
    """A newer record has taken the place of this one already; that one is corrected."""

    status = 409


class FollowUpUnclear(Problem):
    """An answer cannot be: an amount, a number, a word that is not on the list."""

    field: str


class LostAnswers(Problem):
    """Whoever was lost gave no answers."""


class GoneBusinessEarns(Problem):
    """A business that was given up sells nothing, costs nothing and employs nobody."""


class JobsExceedWorkers(Problem):
    """More people at work are described than work there."""

    told: int
    workers: int
