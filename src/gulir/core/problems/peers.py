"""Refusals of one KSM mentoring another."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "MenteeTaken",
    "MentorInArrears",
    "MentorNotReady",
    "MentorStageLower",
    "MentorUnread",
    "PeerDayImpossible",
    "PeerEnded",
    "PeerItself",
    "PeerNobodyCame",
    "PeerNotAgreed",
    "PeerOfferOpen",
    "PeerSecondPerson",
    "PeerSessionWritten",
    "PeerTakenBackBefore",
    "PeerUntold",
]


class PeerItself(Problem):
    """A KSM does not mentor itself."""

    group: str


class PeerUntold(Problem):
    """Nobody says what it is about or what was shown."""


class PeerDayImpossible(Problem):
    """The day lies before the beginning or after today."""

    earliest: date
    latest: date


class MentorInArrears(Problem):
    """The mentor has missed more instalments than the rulebook allows."""

    group: str


class MentorUnread(Problem):
    """The mentor was never read, so that nobody knows its stage."""

    group: str


class MentorStageLower(Problem):
    """The mentor stands on a lower stage than the mentee."""

    mentor: str
    mentee: str


class MentorNotReady(Problem):
    """The mentor cannot mentor this KSM now; what speaks against it is not for whoever asks to read."""

    mentor: str
    mentee: str


class PeerNobodyCame(Problem):
    """A session at which nobody of the mentored KSM was, or more than belong to it."""

    group: str
    members: int


class MenteeTaken(Problem):
    """The mentee has a mentor already."""

    status = 409
    group: str


class PeerOfferOpen(Problem):
    """The same offer waits for its answer already."""

    status = 409
    mentor: str
    mentee: str


class PeerSecondPerson(Problem):
    """One person cannot say yes for both KSM; an officer of the other one does."""

    group: str


class PeerNotAgreed(Problem):
    """Not both KSM have agreed yet."""

    status = 409


class PeerEnded(Problem):
    """The mentoring has ended, or this KSM has agreed already."""

    status = 409


class PeerSessionWritten(Problem):
    """The session of this day stands already: who wrote it, and when."""

    status = 409
    on: date
    by: str
    written: date


class PeerTakenBackBefore(Problem):
    """This session was taken back already."""

    status = 409
    number: int
