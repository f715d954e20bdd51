"""Members asked again after a loan: that it was done is told to all, who it was and what they said to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["FollowUpCorrected", "FollowUpRecorded", "PriceIndexWritten"]


@dataclass(frozen=True, kw_only=True)
class FollowUpRecorded(Fact):
    """A member of a KSM was asked again, or was lost; the answers stay in the record."""

    PUBLIC = ("group", "round", "on")
    group: str
    round: str
    on: date
    followup_id: str
    person_id: str
    loan_id: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class FollowUpCorrected(Fact):
    """A newer record of an asking took the place of one that was wrong, and names it."""

    PUBLIC = ("group", "round", "on")
    group: str
    round: str
    on: date
    followup_id: str
    corrects_id: str
    answer: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PriceIndexWritten(Fact):
    """Months of a price index were copied from a publication: `months` as 2026-03=10825, in hundredths of a point."""

    PUBLIC = ("on", "base_year", "months", "source", "reason")
    on: date
    base_year: int
    months: tuple[str, ...]
    source: str
    reason: str
