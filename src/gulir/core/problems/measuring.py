"""What cannot be measured: answers an instrument does not know, hours no week has, prices nobody typed in."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AnswerUnknown",
    "HoursImpossible",
    "ItemComputed",
    "ItemUnknown",
    "PriceBaseUnclear",
    "PriceIndexDiffers",
    "PriceIndexEmpty",
    "PriceIndexImpossible",
    "PriceIndexMissing",
    "PriceIndexTwice",
    "PriceSourceMissing",
]


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


class PriceIndexEmpty(Problem):
    """A list of price indexes without a month."""


class PriceSourceMissing(Problem):
    """A price index of which nobody says where it was published."""


class PriceBaseUnclear(Problem):
    """The year that counts as 100 is none, or has not come."""

    base_year: int


class PriceIndexTwice(Problem):
    """The list names this month twice."""

    month: date


class PriceIndexImpossible(Problem):
    """The number of this month is none, or the month has not begun."""

    month: date


class PriceIndexDiffers(Problem):
    """The month stands with another number, and nobody says why it changes."""

    status = 409
    month: date
