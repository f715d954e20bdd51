"""What stands against an application, and refusals of what comes before a loan: who may ask, for how much, when."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AboveCapacity",
    "BusinessesAlike",
    "ComesFirstAlready",
    "ExceptionWaits",
    "FormOfAnother",
    "FormUnclear",
    "IndicatorsStopLending",
    "LadderClimbed",
    "LiabilityNotSigned",
    "LiftTooLong",
    "LiftTooShort",
    "MemberInOtherFund",
    "MemberSeemsToBorrow",
    "MembersNotListedPoor",
    "NothingStopsLending",
    "NothingToAllow",
    "PledgeInFuture",
    "PledgedAlready",
    "SameHouseholdAsks",
    "SamePersonAsks",
    "SamePhoneAsks",
    "ScoreUnclear",
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


class AboveCapacity(Problem):
    """A share asks more a month than the household can carry (domain 3.5); `fits` is about what it could be."""

    member: str
    monthly: int
    ceiling: int
    fits: int


class ExceptionWaits(Problem):
    """A share above what the household can carry waits for somebody to allow it."""

    status = 409
    application: str
    member: str


class NothingToAllow(Problem):
    """This share lies within what the household can carry, or was allowed already."""

    status = 409
    member: str


class ScoreUnclear(Problem):
    """Each heading of a survey is judged from 1 (weak) to 4 (strong); 0 leaves it open."""

    member: str
    score: int


class LiabilityNotSigned(Problem):
    """Not every member has signed that they answer together (R05)."""

    ksm: str
    members: tuple[str, ...]


class FormUnclear(Problem):
    """A member's form has an amount below zero, or a year or a number of people that cannot be."""

    field: str


class FormOfAnother(Problem):
    """A member fills in their own form; for others the loan officer does."""

    status = 403


class PledgeInFuture(Problem):
    """A signature bears a day on which the person was no member yet, or one to come."""

    member: str
    on: date


class PledgedAlready(Problem):
    """This member has signed joint liability already; one signature holds while the person belongs to the group."""

    status = 409
    member: str


class SamePersonAsks(Problem):
    """One person, as it seems, asks in another group's application too."""

    member: str
    other: str
    ksm: str
    application: str


class SamePhoneAsks(Problem):
    """Two who ask have one telephone number."""

    member: str
    other: str
    ksm: str
    application: str


class SameHouseholdAsks(Problem):
    """Two who ask in different groups cook together."""

    member: str
    other: str
    ksm: str
    application: str


class BusinessesAlike(Problem):
    """Two who ask in different groups describe their business in the same words."""

    member: str
    other: str
    ksm: str
    application: str


class ComesFirstAlready(Problem):
    """This application was put first before."""

    status = 409
    application: str
