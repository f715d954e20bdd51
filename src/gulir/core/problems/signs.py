"""Refusals of readings of a KSM and of its answers to them."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = ["AssessmentRepeated", "InstrumentUnknown", "ReplyEmpty"]


class InstrumentUnknown(Problem):
    """There is no such instrument for a KSM."""

    instrument: str
    known: tuple[str, ...]


class AssessmentRepeated(Problem):
    """The KSM was read with this instrument today already, and nobody says why again."""

    status = 409
    group: str
    on: date


class ReplyEmpty(Problem):
    """A reply says nothing."""
