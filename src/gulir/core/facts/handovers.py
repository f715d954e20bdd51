"""The hand-over ladder: how far residents do the programme's routines themselves is told to all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["HandoverAnswered", "HandoverRead"]


@dataclass(frozen=True, kw_only=True)
class HandoverRead(Fact):
    """A quarter was read: how many of the routines residents do alone, and with the facilitator there."""

    PUBLIC = ("on", "number", "alone", "routines")
    on: date
    number: int
    alone: int
    routines: int
    levels: tuple[tuple[str, int], ...]
    reading_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HandoverAnswered(Fact):
    """The board answered a reading in its own words."""

    PUBLIC = ("on", "number")
    on: date
    number: int
    reading_id: str
    reply_id: str
    said: str
