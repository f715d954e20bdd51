"""Refusals of readings of the hand-over ladder and of answers to them."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = ["HandoverRepeated", "HandoverReplyEmpty", "NothingRead", "RungUnexplained"]


class HandoverRepeated(Problem):
    """The quarter was read already, and nobody says why again."""

    status = 409
    on: date


class NothingRead(Problem):
    """A reading without one routine is none."""


class RungUnexplained(Problem):
    """A routine stands on another rung than before, and nobody says what was seen."""

    routine: str


class HandoverReplyEmpty(Problem):
    """A reply says nothing."""
