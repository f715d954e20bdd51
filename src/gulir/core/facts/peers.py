"""One KSM mentoring another: that it does is told to all, what they worked on to their own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = [
    "PeerMentoringAgreed",
    "PeerMentoringBegun",
    "PeerMentoringEnded",
    "PeerMentoringOffered",
    "PeerOfferDeclined",
    "PeerSessionHeld",
    "PeerSessionTakenBack",
]


@dataclass(frozen=True, kw_only=True)
class PeerMentoringOffered(Fact):
    """Somebody offered that one KSM mentors another; `agreed` names the KSM whose officer it was, if it was one."""

    PUBLIC = ("mentor", "mentee", "on")
    mentor: str
    mentee: str
    on: date
    topics: str
    agreed: str
    pair_id: str


@dataclass(frozen=True, kw_only=True)
class PeerMentoringAgreed(Fact):
    """One of the two KSM agreed."""

    PUBLIC = ("mentor", "mentee", "group", "on")
    mentor: str
    mentee: str
    group: str
    on: date
    pair_id: str


@dataclass(frozen=True, kw_only=True)
class PeerMentoringBegun(Fact):
    """Both KSM have agreed, so that one mentors the other from that day on."""

    PUBLIC = ("mentor", "mentee", "on")
    mentor: str
    mentee: str
    on: date
    pair_id: str


@dataclass(frozen=True, kw_only=True)
class PeerSessionHeld(Fact):
    """The two KSM sat together."""

    PUBLIC = ("mentor", "mentee", "on", "number")
    mentor: str
    mentee: str
    on: date
    number: int
    came: int
    shown: str
    pair_id: str


@dataclass(frozen=True, kw_only=True)
class PeerSessionTakenBack(Fact):
    """What was written of a session was wrong: it stays, says why, and counts no more."""

    PUBLIC = ("mentor", "mentee", "on", "number")
    mentor: str
    mentee: str
    on: date
    number: int
    reason: str
    pair_id: str


@dataclass(frozen=True, kw_only=True)
class PeerMentoringEnded(Fact):
    """A mentoring that had begun ended."""

    PUBLIC = ("mentor", "mentee", "on")
    mentor: str
    mentee: str
    on: date
    reason: str
    pair_id: str


@dataclass(frozen=True, kw_only=True)
class PeerOfferDeclined(Fact):
    """An offer was declined, or taken back, before both KSM had agreed."""

    PUBLIC = ("mentor", "mentee", "on")
    mentor: str
    mentee: str
    on: date
    reason: str
    pair_id: str
