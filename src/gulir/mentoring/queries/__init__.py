"""The readings of mentoring, one file per noun."""

from __future__ import annotations

from gulir.mentoring.queries.books import (
    LoanRow,
    books_of,
    last_meeting,
    open_loans,
    open_promises,
    rules_at,
    terms_of,
)
from gulir.mentoring.queries.lived import lived
from gulir.mentoring.queries.meetings import MeetingRecord, meetings_seen, record_of

__all__ = [
    "LoanRow",
    "MeetingRecord",
    "books_of",
    "last_meeting",
    "lived",
    "meetings_seen",
    "open_loans",
    "open_promises",
    "record_of",
    "rules_at",
    "terms_of",
]
