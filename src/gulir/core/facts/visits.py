"""Visits to a KSM: that it was visited is told to all, what was seen there to its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["KsmVisitCorrected", "KsmVisitReplied", "KsmVisited"]


@dataclass(frozen=True, kw_only=True)
class KsmVisited(Fact):
    """A KSM was visited, and the record closed; photos by their digests."""

    PUBLIC = ("group", "number", "on", "purpose")
    group: str
    number: int
    on: date
    purpose: str
    visit_id: str
    group_id: str
    loan_id: str
    stage: str
    weak: tuple[str, ...]
    promises: int
    photos: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class KsmVisitCorrected(Fact):
    """A newer record took the place of one that was wrong, and names it."""

    PUBLIC = ("group", "number", "on")
    group: str
    number: int
    on: date
    visit_id: str
    corrects_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class KsmVisitReplied(Fact):
    """An officer of the visited KSM answered a record in their own words."""

    PUBLIC = ("group", "number", "on")
    group: str
    number: int
    on: date
    visit_id: str
    reply_id: str
    said: str
