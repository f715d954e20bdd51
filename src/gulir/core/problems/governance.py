"""Refusals of meetings and decisions."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AttendanceTwice",
    "MeetingClosedAlready",
    "MeetingInFuture",
    "MeetingKindUnknown",
    "OutcomeDiffers",
    "ShownChanged",
    "SubjectNotWaiting",
]


class MeetingKindUnknown(Problem):
    """There is no such kind of meeting."""

    kind: str


class MeetingInFuture(Problem):
    """A meeting is recorded when it was held, not before."""

    held_on: date


class MeetingClosedAlready(Problem):
    """The meeting was closed; it takes no more decisions."""

    status = 409
    meeting: str


class AttendanceTwice(Problem):
    """The same person stands twice on the list of those who came."""

    name: str


class SubjectNotWaiting(Problem):
    """The subject does not wait to be decided: it was decided, withdrawn, or never put on the agenda."""

    status = 409
    subject: str


class ShownChanged(Problem):
    """What was shown when the decision was made is not what stands there now."""

    status = 409
    subject: str


class OutcomeDiffers(Problem):
    """The votes do not give the outcome that was written down."""

    outcome: str
    votes_for: int
    against: int
