"""Refusals of acts that end a loan unpaid, and of what comes back afterwards."""

from __future__ import annotations

from gulir.core.problems import Problem

__all__ = ["ClaimTooSmall", "HeldCanStillPay", "LoanNotLate", "NoClaim", "WriteOffNotDecided"]


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
