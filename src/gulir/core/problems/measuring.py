"""What cannot be measured: answers an instrument does not know, hours no week has, prices nobody typed in."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = ["AnswerUnknown", "HoursImpossible", "ItemComputed", "ItemUnknown", "PriceIndexMissing"]


class ItemUnknown(Problem):
    """The instrument has no such question."""

    item: str
    instrument: str


class AnswerUnknown(Problem):
    """The question has no answer with so many points."""

    item: str
    points: int


class ItemComputed(Problem):
    """The answer comes from the records; a person may comment on it, not overwrite it."""

    item: str


class HoursImpossible(Problem):
    """Hours below zero, or more than there are."""

    hours: int
    most: int


class PriceIndexMissing(Problem):
    """For that month no price index was typed in."""

    month: date
