"""How a KSM was found: that it was read is told to all, what was found to its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["KsmAssessed", "KsmAssessmentReplied"]


@dataclass(frozen=True, kw_only=True)
class KsmAssessed(Fact):
    """A reading of a KSM was kept: instrument, version, points and stage."""

    PUBLIC = ("group", "on", "number")
    group: str
    on: date
    number: int
    instrument: str
    version: int
    points: int
    reach: int
    stage: str
    open: tuple[str, ...]
    assessment_id: str
    group_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class KsmAssessmentReplied(Fact):
    """An officer of the KSM answered a reading in their own words."""

    PUBLIC = ("group", "on", "number")
    group: str
    on: date
    number: int
    instrument: str
    assessment_id: str
    reply_id: str
    said: str
