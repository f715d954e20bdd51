"""The rows of mentoring, one file per noun."""

from __future__ import annotations

from gulir.mentoring.models.entries import GroupEntry, InternalLoan
from gulir.mentoring.models.meetings import AgendaItem, Attendance, GroupMeeting, Promise, PromiseResult
from gulir.mentoring.models.rules import GroupRules

__all__ = [
    "AgendaItem",
    "Attendance",
    "GroupEntry",
    "GroupMeeting",
    "GroupRules",
    "InternalLoan",
    "Promise",
    "PromiseResult",
]
