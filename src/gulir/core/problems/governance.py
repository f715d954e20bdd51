"""Refusals of meetings and decisions."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AttendanceTwice",
    "BoardNotOdd",
    "BoardTooLarge",
    "BoardTooSmall",
    "InterestUnclear",
    "InvitedUnclear",
    "MannerUnknown",
    "MeetingClosedAlready",
    "MeetingDecidesNothing",
    "MeetingInFuture",
    "MeetingKindUnknown",
    "MinutesMissing",
    "OfficeVacant",
    "OutcomeDiffers",
    "OutcomeUnknown",
    "OverseersTooFew",
    "OverseersTooMany",
    "RepeatWithoutFirst",
    "ShownChanged",
    "StaffTooFew",
    "SubjectNotWaiting",
    "TermEndsSoon",
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


class InvitedUnclear(Problem):
    """At least one person is invited to a meeting, and not more than a kelurahan has."""

    invited: int


class RepeatWithoutFirst(Problem):
    """A members' meeting is repeated only when one in the thirty days before had no quorum."""

    held_on: date


class MinutesMissing(Problem):
    """A meeting ends with its minutes."""

    meeting: str


class MeetingDecidesNothing(Problem):
    """The forum and the units advise; the board and the members' meeting decide."""

    meeting: str
    kind: str


class OutcomeUnknown(Problem):
    """A decision approves, rejects or returns."""

    outcome: str


class MannerUnknown(Problem):
    """A meeting decides by consensus or by vote."""

    manner: str


class InterestUnclear(Problem):
    """Whoever steps aside says what relates them to the subject."""

    relation: str


# ---------------------------------------------------------------- what a board lacks (findings of `composition`)


class OfficeVacant(Problem):
    """Nobody holds an office without which the fund cannot work."""

    office: str


class BoardTooSmall(Problem):
    """The board has fewer members than its rulebook asks (R55)."""

    members: int
    least: int


class BoardTooLarge(Problem):
    """The board has more members than its rulebook allows (R55)."""

    members: int
    most: int


class BoardNotOdd(Problem):
    """The board has an even number of members, so that a vote can end in a tie (R55)."""

    members: int


class StaffTooFew(Problem):
    """The UPK has fewer people than four eyes need (R20)."""

    staff: int
    least: int


class OverseersTooFew(Problem):
    """Fewer overseers than the rulebook asks (R21)."""

    overseers: int
    least: int


class OverseersTooMany(Problem):
    """More overseers than the rulebook allows (R21)."""

    overseers: int
    most: int


class TermEndsSoon(Problem):
    """A term ends within 180, 90 or 30 days (domain 1.2)."""

    office: str
    ends_before: date
    days_left: int
