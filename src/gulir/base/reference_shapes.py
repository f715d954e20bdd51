"""The records that the reference folder is read into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gulir.core.roles import Kind, Role

__all__ = [
    "Conflict",
    "IndicatorText",
    "InstrumentText",
    "ItemText",
    "Office",
    "ReferenceBroken",
    "RuleText",
    "StatementLine",
    "StatementMap",
    "Text",
]


class ReferenceBroken(Exception):
    """The reference folder says something that cannot be; the message names the file and the key."""


class Text(NamedTuple):
    """One text in the two languages of the product."""

    id: str
    en: str

    def to(self, language: str) -> str:
        """The text in a language; Indonesian for any that we do not speak."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True, kw_only=True)
class Office:
    """An office at a board, or in a group (then `unit` and `desk` are empty)."""

    key: str
    name: Text
    duty: Text
    unit: str
    desk: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two classes of offices that one natural person may never hold at the same time (domain 1.3)."""

    key: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    reason: Text
    rule: str
    source: str

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every pair of offices that exclude each other, once, sorted within the pair."""
        yield from sorted({(min(a, b), max(a, b)) for a in self.one for b in self.other})


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """What people read about a rule."""

    name: Text
    meaning: Text


@dataclass(frozen=True, kw_only=True)
class IndicatorText:
    """What people read about an indicator; `classes` is the rule that holds its limits, empty when it has none.

    `unit` is that of its value, `counts` what it divides: rupiah, or things by the key of their column in the reports.
    """

    key: str
    name: Text
    meaning: Text
    formula: Text
    unit: str
    counts: str
    source: str
    classes: str
    reads: str


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """What people read of one question: its name, and each answer by its points."""

    name: Text
    answers: Mapping[int, Text]


@dataclass(frozen=True, kw_only=True)
class InstrumentText:
    """What people read of an instrument: its name, its questions and its stages by key."""

    name: Text
    items: Mapping[str, ItemText]
    stages: Mapping[str, Text]


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """A line of a published statement and the accounts that belong to it."""

    key: str
    section: Kind
    name: Text
    roles: frozenset[Role]
    rest: bool
    takes_result: bool


@dataclass(frozen=True, kw_only=True)
class StatementMap:
    """How accounts are gathered into the lines of an accounting standard."""

    standard: str
    name: Text
    position: Text
    income: Text
    lines: tuple[StatementLine, ...]

    def line_of(self, kind: Kind, role: Role | None) -> StatementLine:
        """The line an account belongs to: by its role, else the line that takes the rest of its kind."""
        for line in self.lines:
            if line.section is kind and role in line.roles:
                return line
        return next(line for line in self.lines if line.rest and line.section is kind)
