"""What a KSM did in its own affairs: that it met is told to all, its money to its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["GroupRulesAgreed", "KsmMeetingCorrected", "KsmMeetingHeld"]


@dataclass(frozen=True, kw_only=True)
class GroupRulesAgreed(Fact):
    """A KSM agreed on its rules, or on other ones; amounts in rupiah."""

    PUBLIC = ("group", "number", "starts_on")
    group: str
    number: int
    starts_on: date
    group_id: str
    every: str
    savings: int
    fine: int
    quorum_percent: int
    loan_most: int
    loan_months: int
    loan_jasa_bp: int


@dataclass(frozen=True, kw_only=True)
class KsmMeetingHeld(Fact):
    """A KSM met, and closed its record; amounts in rupiah."""

    PUBLIC = ("group", "number", "on", "present", "expected")
    group: str
    number: int
    on: date
    present: int
    expected: int
    meeting_id: str
    group_id: str
    opening: int
    counted: int
    lent: int


@dataclass(frozen=True, kw_only=True)
class KsmMeetingCorrected(Fact):
    """A newer record took the place of one that was wrong, and names it; amounts in rupiah."""

    PUBLIC = ("group", "number", "on", "present", "expected")
    group: str
    number: int
    on: date
    present: int
    expected: int
    meeting_id: str
    corrects_id: str
    reason: str
    counted_before: int
    counted: int
