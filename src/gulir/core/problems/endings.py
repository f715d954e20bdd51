"""Refusals of acts that end a loan unpaid, and of what comes back afterwards."""

from __future__ import annotations

from gulir.core.problems import Problem

__all__ = [
    "CauseNotHelped",
    "ClaimTooSmall",
    "HeldCanStillPay",
    "LoanNotLate",
    "NewScheduleDoesNotFit",
    "NewScheduleNotDecided",
    "NoClaim",
    "RescheduledBefore",
    "ResultIsShared",
    "WriteOffNotDecided",
]


class LoanNotLate(Problem):
    """Nothing of this loan is late: there is nothing to write off."""

    loan: str


class HeldCanStillPay(Problem):
    """Savings or titipan of the group can still pay a part of what is due."""

    loan: str
    held: int


class WriteOffNotDecided(Problem):
    """The members' meeting (RWT) has not decided to write off exactly this."""

    loan: str


class NoClaim(Problem):
    """Nothing of this loan was written off."""

    loan: str


class ClaimTooSmall(Problem):
    """More than is still owed of what was written off."""

    loan: str
    left: int
    amount: int


# ---------------------------------------------------------------- a new schedule


class NewScheduleDoesNotFit(Problem):
    """What is asked for does not make a schedule of this kind."""

    kind: str


class NewScheduleNotDecided(Problem):
    """The meeting has not decided on exactly this new schedule, or its first day has come."""

    loan: str


class RescheduledBefore(Problem):
    """A loan gets a new schedule only so often."""

    loan: str
    most: int


class CauseNotHelped(Problem):
    """A new schedule helps those who cannot pay, not those who will not."""

    loan: str
    cause: str


class ResultIsShared(Problem):
    """Where the result is shared, the schedule follows the business and is not changed."""

    loan: str
