"""The rows of mentoring, one file per noun."""

from __future__ import annotations

from gulir.mentoring.models.entries import GroupEntry, InternalLoan
from gulir.mentoring.models.followups import FollowUp, FollowUpJob
from gulir.mentoring.models.handovers import HandoverLevel, HandoverReading, HandoverReply
from gulir.mentoring.models.meetings import AgendaItem, Attendance, GroupMeeting, Promise, PromiseResult
from gulir.mentoring.models.network import HelpAnswer, HelpRound, HelpTie
from gulir.mentoring.models.peers import PeerAgreement, PeerEnd, PeerPair, PeerSession, PeerSessionBack
from gulir.mentoring.models.prices import PriceIndex
from gulir.mentoring.models.rules import GroupRules
from gulir.mentoring.models.signs import Assessment, AssessmentAnswer, AssessmentReply
from gulir.mentoring.models.visits import (
    LoanUse,
    Visit,
    VisitMet,
    VisitNote,
    VisitPhoto,
    VisitPromise,
    VisitPromiseResult,
    VisitReply,
)
from gulir.mentoring.models.welfare import ProblemEnd, WelfareDeed

__all__ = [
    "AgendaItem",
    "Assessment",
    "AssessmentAnswer",
    "AssessmentReply",
    "Attendance",
    "FollowUp",
    "FollowUpJob",
    "GroupEntry",
    "GroupMeeting",
    "GroupRules",
    "HandoverLevel",
    "HandoverReading",
    "HandoverReply",
    "HelpAnswer",
    "HelpRound",
    "HelpTie",
    "InternalLoan",
    "LoanUse",
    "PeerAgreement",
    "PeerEnd",
    "PeerPair",
    "PeerSession",
    "PeerSessionBack",
    "PriceIndex",
    "ProblemEnd",
    "Promise",
    "PromiseResult",
    "Visit",
    "VisitMet",
    "VisitNote",
    "VisitPhoto",
    "VisitPromise",
    "VisitPromiseResult",
    "VisitReply",
    "WelfareDeed",
]
