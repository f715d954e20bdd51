"""What happened in meetings: who came (as counts), what was decided, which rules changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = [
    "AgendaItemAdded",
    "AttendanceRecorded",
    "DecisionTaken",
    "InterestDeclared",
    "MeetingCalled",
    "MeetingClosed",
    "MeetingHeld",
    "MinutesFiled",
    "MotionRejected",
    "RuleAdopted",
]


@dataclass(frozen=True, kw_only=True)
class MeetingCalled(Fact):
    """A meeting was called."""

    PUBLIC = ("meeting", "type", "on", "invited")
    meeting: str
    type: str
    on: date
    invited: int
    meeting_id: str


@dataclass(frozen=True, kw_only=True)
class AgendaItemAdded(Fact):
    """Something was put on the agenda; the subject is named by kind, public id and digest."""

    PUBLIC = ("meeting", "subject_kind", "digest")
    meeting: str
    subject_kind: str
    digest: str
    subject_id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class AttendanceRecorded(Fact):
    """Who came was written down, as counts by sex and by poor or not poor."""

    PUBLIC = ("meeting", "invited", "present", "women", "poor")
    meeting: str
    invited: int
    present: int
    women: int
    poor: int
    meeting_id: str


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Fact):
    """A meeting was opened with or without its quorum."""

    PUBLIC = ("meeting", "type", "on", "invited", "present", "quorum")
    meeting: str
    type: str
    on: date
    invited: int
    present: int
    quorum: bool
    meeting_id: str


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Fact):
    """A meeting ended, with how many decisions."""

    PUBLIC = ("meeting", "decisions")
    meeting: str
    decisions: int
    meeting_id: str


@dataclass(frozen=True, kw_only=True)
class MinutesFiled(Fact):
    """The minutes of a meeting were filed under their digest."""

    PUBLIC = ("meeting", "sha256")
    meeting: str
    sha256: str
    meeting_id: str


@dataclass(frozen=True, kw_only=True)
class InterestDeclared(Fact):
    """Someone declared an interest and stepped aside."""

    PUBLIC = ("meeting", "subject_kind")
    meeting: str
    subject_kind: str
    subject_id: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class DecisionTaken(Fact):
    """A meeting decided; `digest` is that of exactly what was shown."""

    PUBLIC = (
        "number", "meeting", "subject_kind", "digest", "manner", "votes_for", "against", "abstained", "aside", "on",
    )  # fmt: skip
    number: str
    meeting: str
    subject_kind: str
    digest: str
    manner: str
    votes_for: int
    against: int
    abstained: int
    aside: int
    on: date
    subject_id: str
    decision_id: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class MotionRejected(Fact):
    """A motion did not reach the votes it needed."""

    PUBLIC = ("meeting", "subject_kind", "votes_for", "against", "abstained", "aside", "on")
    meeting: str
    subject_kind: str
    votes_for: int
    against: int
    abstained: int
    aside: int
    on: date
    subject_id: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleAdopted(Fact):
    """The board adopted another value of a rule, from a day on, by a decision."""

    PUBLIC = ("rule", "value", "effective_on", "decision")
    rule: str
    value: str
    effective_on: date
    decision: str
