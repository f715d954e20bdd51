"""What a rule is, and how a value of it is read from text or JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gulir.core.money import parse_rupiah
from gulir.core.problems import Problem
from gulir.core.problems.rulebook import RuleOutOfRange, RuleStepsUnclear, RuleValueUnclear, SharesNotWhole

__all__ = ["RuleDef", "RuleKind", "RuleType", "Tag", "Value", "plain_value", "show_value"]

Value = Any
"""int, bool, str, Fraction, a tuple of them, or a tuple of rows (mappings); which one, the rule's type says."""


class RuleType(StrEnum):
    """What a value is."""

    RUPIAH = "rupiah"
    COUNT = "count"
    PERCENT = "percent"
    CHOICE = "choice"
    FLAG = "flag"
    WORDS = "words"
    COUNTS = "counts"
    PERCENTS = "percents"
    SHARES = "shares"
    TABLE = "table"


class RuleKind(StrEnum):
    """C: a board may decide otherwise. F: the programme itself. D: a table that follows law or the market."""

    CONFIGURABLE = "C"
    FIXED = "F"
    DATA = "D"


class Tag(StrEnum):
    """How well the default is founded: read in a source, worked out from one, or our own choice."""

    SOURCED = "sourced"
    INFERRED = "inferred"
    DEFAULT = "default"


@dataclass(frozen=True, kw_only=True)
class RuleDef:
    """One rule as the reference gives it. `defaults` are dated: the last one that has begun is in force."""

    key: str
    code: str
    type: RuleType
    unit: str
    defaults: tuple[tuple[date, Value], ...]
    source: str
    tag: Tag
    kind: RuleKind
    choices: tuple[str, ...] = ()
    least: Fraction | None = None
    most: Fraction | None = None
    steps: int | None = None
    order: str = ""
    columns: Mapping[str, RuleType] = field(default_factory=dict)
    under_warning: bool = False

    @property
    def changeable(self) -> bool:
        """Whether a board may adopt another value; `under_warning` rules may, with a standing warning."""
        return self.kind is not RuleKind.FIXED or self.under_warning

    def default_at(self, on: date) -> tuple[date, Value]:
        """The default in force on a day, and since when; before the first, the first."""
        begun = [row for row in self.defaults if row[0] <= on]
        return begun[-1] if begun else self.defaults[0]

    def read(self, raw: object) -> Value:
        """The value from text or JSON; refused when it is of another type or outside the range.

        >>> rate = RuleDef(key="loan.rate_percent", code="R12", type=RuleType.PERCENT, unit="percent_per_month",
        ...                defaults=((date(2008, 1, 1), Fraction(3, 2)),), source="S2", tag=Tag.SOURCED,
        ...                kind=RuleKind.CONFIGURABLE, least=Fraction(0), most=Fraction(5))
        >>> rate.read("1.5"), rate.read("6/13")
        (Fraction(3, 2), Fraction(6, 13))
        >>> rate.read("7")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        gulir.core.problems.rulebook.RuleOutOfRange: RuleOutOfRange {..., 'value': '7', 'least': '0', 'most': '5'}
        """
        return _READERS[self.type](self, raw)


NUMBER = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,9}|/[1-9][0-9]{0,8})?\Z", re.ASCII)
WORD = re.compile(r"[a-z][a-z0-9_]{0,39}\Z", re.ASCII)
YES, NO = frozenset({"true", "yes", "ya", "1"}), frozenset({"false", "no", "tidak", "0"})


def _unclear(rule: RuleDef, raw: object) -> RuleValueUnclear:
    return RuleValueUnclear(rule=rule.key, text=str(raw)[:40], expected=rule.type.value)


def _number(rule: RuleDef, raw: object) -> Fraction:
    if isinstance(raw, bool) or not isinstance(raw, (int, str, Fraction)):
        raise _unclear(rule, raw)
    text = str(raw).strip()
    if not NUMBER.match(text):
        raise _unclear(rule, raw)
    return Fraction(text)


def _within(rule: RuleDef, value: Fraction) -> Fraction:
    if (rule.least is not None and value < rule.least) or (rule.most is not None and value > rule.most):
        raise RuleOutOfRange(rule=rule.key, value=str(value), least=_limit(rule.least), most=_limit(rule.most))
    return value


def _limit(value: Fraction | None) -> str:
    return "" if value is None else str(value)


def _percent(rule: RuleDef, raw: object) -> Fraction:
    return _within(rule, _number(rule, raw))


def _count(rule: RuleDef, raw: object) -> int:
    value = _number(rule, raw)
    if value.denominator != 1:
        raise _unclear(rule, raw)
    return int(_within(rule, value))


def _rupiah(rule: RuleDef, raw: object) -> int:
    if isinstance(raw, str) and not NUMBER.match(raw.strip()):
        try:
            raw = parse_rupiah(raw)
        except Problem:
            raise _unclear(rule, raw) from None
    return _count(rule, raw)


def _flag(rule: RuleDef, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower() if isinstance(raw, (str, int)) else ""
    if word in YES:
        return True
    if word in NO:
        return False
    raise _unclear(rule, raw)


def _choice(rule: RuleDef, raw: object) -> str:
    if not isinstance(raw, str) or raw.strip() not in rule.choices:
        raise _unclear(rule, raw)
    return raw.strip()


def _items(rule: RuleDef, raw: object) -> list[object]:
    if isinstance(raw, str):
        return [item.strip() for item in re.split(r"[;,\n]", raw) if item.strip()]
    if isinstance(raw, (list, tuple)):
        return list(raw)
    raise _unclear(rule, raw)


def _in_order(rule: RuleDef, values: tuple[Any, ...], raw: object) -> tuple[Any, ...]:
    """The right number of steps, all rising or all falling as the rule says."""
    steps = list(pairwise(values))
    rising, falling = all(a < b for a, b in steps), all(a > b for a, b in steps)
    wrong = (rule.order == "rising" and not rising) or (rule.order == "falling" and not falling)
    if wrong or (rule.steps is not None and len(values) != rule.steps) or not values:
        raise RuleStepsUnclear(rule=rule.key, text=str(raw)[:80])
    return values


def _counts(rule: RuleDef, raw: object) -> tuple[int, ...]:
    return _in_order(rule, tuple(_count(rule, item) for item in _items(rule, raw)), raw)


def _percents(rule: RuleDef, raw: object) -> tuple[Fraction, ...]:
    return _in_order(rule, tuple(_percent(rule, item) for item in _items(rule, raw)), raw)


def _words(rule: RuleDef, raw: object) -> tuple[str, ...]:
    words = tuple(str(item) for item in _items(rule, raw))
    if not words or any(w not in rule.choices for w in words) or len(set(words)) != len(words):
        raise _unclear(rule, raw)
    return _in_order(rule, words, raw)


def _shares(rule: RuleDef, raw: object) -> Mapping[str, Fraction]:
    """Parts by name, in the order of the rule's choices; together one hundred percent."""
    if not isinstance(raw, Mapping) or set(raw) - set(rule.choices):
        raise _unclear(rule, raw)
    shares = {name: _percent(rule, raw[name]) for name in rule.choices if name in raw}
    whole = sum(shares.values(), Fraction(0))
    if whole != 100:
        raise SharesNotWhole(rule=rule.key, percent=str(whole))
    return shares


def _table(rule: RuleDef, raw: object) -> tuple[Mapping[str, Value], ...]:
    if not isinstance(raw, (list, tuple)) or not raw:
        raise _unclear(rule, raw)
    rows = []
    for row in raw:
        if not isinstance(row, Mapping) or set(row) != set(rule.columns):
            raise _unclear(rule, row)
        rows.append({name: _cell(rule, rule.columns[name], row[name]) for name in rule.columns})
    return tuple(rows)


def _cell(rule: RuleDef, type_: RuleType, raw: object) -> Value:
    if type_ is RuleType.PERCENT:
        return _number(rule, raw)
    if type_ is RuleType.CHOICE:
        if not isinstance(raw, str) or not WORD.match(raw):
            raise _unclear(rule, raw)
        return raw
    value = _number(rule, raw)
    if value.denominator != 1:
        raise _unclear(rule, raw)
    return int(value)


_READERS = {
    RuleType.RUPIAH: _rupiah,
    RuleType.COUNT: _count,
    RuleType.PERCENT: _percent,
    RuleType.CHOICE: _choice,
    RuleType.FLAG: _flag,
    RuleType.WORDS: _words,
    RuleType.COUNTS: _counts,
    RuleType.PERCENTS: _percents,
    RuleType.SHARES: _shares,
    RuleType.TABLE: _table,
}


def plain_value(value: Value) -> Any:
    """The value as JSON can carry it: fractions as text, lists as lists.

    >>> plain_value((Fraction(10), Fraction(1, 2)))
    ['10', '1/2']
    """
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {name: plain_value(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    return value


def show_value(value: Value) -> str:
    """The value in one line, without a language: what reports print beside a rule.

    >>> show_value((Fraction(10), Fraction(20))), show_value({"capital": Fraction(50)}), show_value(True)
    ('10, 20', 'capital 50', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {show_value(part)}" for name, part in value.items())
    if isinstance(value, tuple):
        joint = "; " if value and isinstance(value[0], Mapping) else ", "
        return joint.join(show_value(part) for part in value)
    return str(value)
