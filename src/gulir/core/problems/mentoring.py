"""Refusals of a KSM's own meetings, books and rules."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AttendanceIncomplete",
    "BoxShort",
    "CollectedLess",
    "CountDiffers",
    "ExcuseMissing",
    "GroupRuleOutOfBounds",
    "GroupRulesBackwards",
    "GroupRulesMissing",
    "InternalLoanTooLarge",
    "KsmMeetingFollowed",
    "KsmMeetingOutOfOrder",
    "KsmWordUnknown",
    "LineEmpty",
    "LineNotOfThisKind",
    "NobodyCame",
    "OwedLess",
    "QuorumMissed",
    "RhythmUnknown",
    "SavedLess",
    "SavingsGivenAway",
]


class RhythmUnknown(Problem):
    """A KSM meets every week, every two weeks or every month."""

    every: str
    known: tuple[str, ...]


class GroupRuleOutOfBounds(Problem):
    """A number of the KSM's own rules lies outside what can be meant."""

    rule: str
    least: int
    most: int


class GroupRulesMissing(Problem):
    """The KSM has not agreed on its rules yet."""

    status = 409
    group: str


class GroupRulesBackwards(Problem):
    """Rules begin no sooner than those they follow, and never before a meeting that was already held."""

    group: str
    from_day: date


class KsmMeetingOutOfOrder(Problem):
    """A meeting of that day or later is closed already."""

    status = 409
    on: date
    last: date


class KsmMeetingFollowed(Problem):
    """Only the newest record can be corrected; later ones stand on this one."""

    status = 409
    number: int


class AttendanceIncomplete(Problem):
    """Of some members it is not said whether they came."""

    missing: int


class NobodyCame(Problem):
    """A meeting to which nobody came was none."""


class ExcuseMissing(Problem):
    """A member is excused, and the reason is not written."""

    member: str


class QuorumMissed(Problem):
    """Too few came to decide, to lend or to spend."""

    present: int
    needed: int


class BoxShort(Problem):
    """More would go out of the box than lies in it."""

    short: int


class SavedLess(Problem):
    """A member takes out more than was saved."""

    member: str
    saved: int
    asked: int


class OwedLess(Problem):
    """A member pays back more than is owed."""

    member: str
    owed: int
    paid: int


class CollectedLess(Problem):
    """More is handed on to the UPK than members brought for it."""

    collected: int
    handed: int


class SavingsGivenAway(Problem):
    """What is spent is more than is the group's own: the rest would be the members' savings."""

    own: int
    spent: int


class CountDiffers(Problem):
    """The money in the box is not what the books say, and nobody says why."""

    booked: int
    counted: int


class InternalLoanTooLarge(Problem):
    """A loan is above what the KSM lends to one member, with what that member still owes."""

    member: str
    asked: int
    most: int


class LineEmpty(Problem):
    """A line says nothing, or a spending does not say what for."""

    line: int


class LineNotOfThisKind(Problem):
    """A line names a member or a loan that a sum of its kind has not, or leaves out one that it has."""

    kind: str


class KsmWordUnknown(Problem):
    """A choice is not on the list."""

    word: str
    known: tuple[str, ...]
