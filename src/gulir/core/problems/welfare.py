"""Refusals of what a KSM tells of its deeds, of its members' problems, and of whom they would ask for help."""

from __future__ import annotations

from gulir.core.problems import Problem

__all__ = ["DeedKindUnknown", "DeedTakenBack", "DeedUntold", "ProblemClosed", "ProblemEndEmpty"]


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
