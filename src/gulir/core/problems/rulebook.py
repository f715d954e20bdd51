"""Refusals of the rulebook: values that cannot be adopted, and when they cannot."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "RuleIsFixed",
    "RuleOutOfRange",
    "RuleOverlaps",
    "RuleStepsUnclear",
    "RuleTooSoon",
    "RuleUnchanged",
    "RuleUnknown",
    "RuleValueUnclear",
    "SharesNotWhole",
]


class RuleUnknown(Problem):
    """There is no rule of this key."""

    status = 404
    rule: str


class RuleIsFixed(Problem):
    """This rule is what the programme is; a board cannot decide otherwise."""

    rule: str


class RuleValueUnclear(Problem):
    """The value is not of the rule's type; `expected` says which (`rupiah`, `percent`, `flag`, …)."""

    rule: str
    text: str
    expected: str


class RuleOutOfRange(Problem):
    """The value lies outside what the rule allows."""

    rule: str
    value: str
    least: str
    most: str


class RuleStepsUnclear(Problem):
    """A list of limits has the wrong number of steps, or its steps do not go one way."""

    rule: str
    text: str


class SharesNotWhole(Problem):
    """Shares must add up to one hundred percent."""

    rule: str
    percent: str


class RuleTooSoon(Problem):
    """A new value takes effect on the day after it was decided at the earliest."""

    rule: str
    effective_on: date
    earliest: date


class RuleOverlaps(Problem):
    """Another value already begins on that day or after it; rows in use are never edited."""

    rule: str
    effective_on: date
    other_on: date


class RuleUnchanged(Problem):
    """This is already the value on that day."""

    rule: str
    value: str
