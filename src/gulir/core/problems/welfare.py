"""Refusals of what a KSM tells of its deeds, of its members' problems, and of whom they would ask for help."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "DeedKindUnknown",
    "DeedTakenBack",
    "DeedUntold",
    "HelpAskedTwice",
    "HelpFromOneself",
    "HelpNamesTooMany",
    "HelpRepeated",
    "HelpTooFew",
    "ProblemClosed",
    "ProblemEndEmpty",
]


class DeedKindUnknown(Problem):
    """A deed is not of a known kind."""

    kind: str
    known: tuple[str, ...]


class DeedUntold(Problem):
    """Nobody says what was done."""


class DeedTakenBack(Problem):
    """The deed was taken back already, or takes back another one."""

    status = 409


class ProblemClosed(Problem):
    """The problem is closed already."""

    status = 409


class ProblemEndEmpty(Problem):
    """A problem is closed with how it was solved."""


class HelpTooFew(Problem):
    """A network needs at least two members who were asked."""

    asked: int


class HelpAskedTwice(Problem):
    """A member stands twice among those who were asked."""

    member: str


class HelpFromOneself(Problem):
    """A member named themselves, or the same person twice."""

    member: str


class HelpNamesTooMany(Problem):
    """A member named more people than are asked for."""

    member: str
    most: int


class HelpRepeated(Problem):
    """The members were asked today already, and nobody says why again."""

    status = 409
    group: str
    on: date
