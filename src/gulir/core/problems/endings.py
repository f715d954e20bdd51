"""Refusals of acts that end a loan unpaid, and of what comes back afterwards."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "CauseNotHelped",
    "ClaimTooSmall",
    "DeathCoverNotDecided",
    "DeathDayUnlikely",
    "DeathLetterMissing",
    "HeldCanStillPay",
    "LoanNotLate",
    "MarginIsFixed",
    "MarginIsNone",
    "NewScheduleDoesNotFit",
    "NewScheduleNotDecided",
    "NoClaim",
    "NobodyGoesOn",
    "NothingToCover",
    "RebateTooLarge",
    "RescheduledBefore",
    "ResultIsShared",
    "RiskFundTooSmall",
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


# ---------------------------------------------------------------- a member who died


class DeathLetterMissing(Problem):
    """The number of the death letter is not given."""


class DeathDayUnlikely(Problem):
    """The day of death is after today, or before the loan was paid out."""

    loan: str
    on: date


class NothingToCover(Problem):
    """Nothing of this member's part is unpaid."""

    loan: str


class NobodyGoesOn(Problem):
    """The member who died was the only borrower: no one goes on with a rest."""

    loan: str


class DeathCoverNotDecided(Problem):
    """The board has not decided to cover exactly this, or something was paid since."""

    loan: str


class RiskFundTooSmall(Problem):
    """Less was set aside for members who died than this asks."""

    held: int
    wanted: int


# ---------------------------------------------------------------- a margin


class MarginIsNone(Problem):
    """A rebate is granted on a fixed margin; this loan has none."""

    loan: str


class MarginIsFixed(Problem):
    """What is owed of a sale is not lent on under new terms: its margin would grow."""

    loan: str


class RebateTooLarge(Problem):
    """Nothing, or more than the margin of the instalments to come."""

    loan: str
    amount: int
    most: int
