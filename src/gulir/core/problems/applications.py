"""What stands against an application, and refusals of what comes before a loan: who may ask, for how much, when."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "IndicatorsStopLending",
    "LadderClimbed",
    "LiftTooLong",
    "LiftTooShort",
    "MemberInOtherFund",
    "MemberSeemsToBorrow",
    "MembersNotListedPoor",
    "NothingStopsLending",
]


class MembersNotListedPoor(Problem):
    """Not every member is on the local poor list (R07)."""

    ksm: str
    listed: int
    members: int


class MemberSeemsToBorrow(Problem):
    """A member resembles somebody with a running loan in another KSM: name, birthday or telephone."""

    member: str
    other: str
    ksm: str


class MemberInOtherFund(Problem):
    """A member has a running loan in the fund of another board, of which nothing more is told."""

    member: str


class LadderClimbed(Problem):
    """Members have had as many or as large loans as the fund gives, and are taken to a bank or cooperative (R10)."""

    ksm: str
    members: tuple[str, ...]


class IndicatorsStopLending(Problem):
    """LAR or PAR is in the class of suspension, and no members' meeting lets lending go on today (R31)."""

    status = 409
    measure: str
    percent: str
    limit: str


class NothingStopsLending(Problem):
    """No indicator stops new loans, so there is nothing to ask of the members' meeting."""

    status = 409


class LiftTooShort(Problem):
    """What lets lending go on ends on a day to come."""

    until: date


class LiftTooLong(Problem):
    """The members' meeting lets lending go on for so many months at most (R31)."""

    until: date
    latest: date
