"""Strict reading of a JSON document: every field by its path, nothing guessed, nothing unknown let through."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from numbers import Number
from typing import Any, Final, TypeVar

from gulir.core.money import LARGEST_AMOUNT, LARGEST_RATE_PERCENT, parse_rate
from gulir.core.problems import Problem
from gulir.core.problems.money import BadInput, RateUnclear

__all__ = ["REQUIRED", "Reader", "json_number"]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2999
LONGEST_TEXT = 200


class _Required:
    """Stands where a field has no default."""


REQUIRED: Final = _Required()


def json_number(value: Decimal) -> Any:
    """A percentage as a JSON number of the same digits; it is shown, never reckoned with again.

    >>> json_number(Decimal("36.48")), json_number(Decimal("18"))
    (36.48, 18)
    """
    return json.loads(format(value, "f"))


class Reader:
    """One object of the document. Each method takes a field; `close` refuses what was not taken."""

    def __init__(self, document: Any, path: str = "") -> None:
        self.path = path
        if not isinstance(document, dict):
            raise BadInput(path=path or "$", expected="an object")
        self._fields = document
        self._known: list[str] = []

    def at(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def close(self) -> None:
        """Refuse fields that nobody asked for."""
        for name in self._fields:
            if name not in self._known:
                shown = self.at(str(name)[:40])
                raise BadInput(path=shown, expected=f"one of the fields {', '.join(sorted(self._known))}")

    def has(self, name: str) -> bool:
        """Whether the field is there (null counts as absent)."""
        self._known.append(name)
        return self._fields.get(name) is not None

    def _take(self, name: str, expected: str, default: Any) -> Any:
        if self.has(name):
            return self._fields[name]
        if default is REQUIRED:
            raise BadInput(path=self.at(name), expected=expected)
        return REQUIRED

    def whole(self, name: str, least: int, most: int, default: Any = REQUIRED) -> Any:
        """A whole number within bounds; `true`, `1.0` and `"1"` are none."""
        expected = f"a whole number from {least} to {most}"
        value = self._take(name, expected, default)
        if value is REQUIRED:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise BadInput(path=self.at(name), expected=expected)
        return value

    def amount(self, name: str, *, least: int = 0, default: Any = REQUIRED) -> Any:
        """Whole rupiah."""
        return self.whole(name, least, LARGEST_AMOUNT, default)

    def flag(self, name: str, default: Any = REQUIRED) -> Any:
        """True or false."""
        value = self._take(name, "true or false", default)
        if value is REQUIRED:
            return default
        if not isinstance(value, bool):
            raise BadInput(path=self.at(name), expected="true or false")
        return value

    def text(self, name: str) -> str:
        """Text of at most 200 characters."""
        expected = f"text of at most {LONGEST_TEXT} characters"
        value = self._take(name, expected, REQUIRED)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise BadInput(path=self.at(name), expected=expected)
        return value

    def day(self, name: str, default: Any = REQUIRED) -> Any:
        """A date `YYYY-MM-DD`."""
        value = self._take(name, DATE_EXPECTED, default)
        return default if value is REQUIRED else _day(value, self.at(name))

    def days(self, name: str) -> tuple[date, ...]:
        """A list of dates; empty when absent."""
        return tuple(_day(value, path) for value, path in self._items(name, DATES_MOST, default=()))

    def rate(self, name: str, default: Any = REQUIRED) -> Any:
        """A percentage: a number, `"1.5"` or `"6/13"`, exact."""
        value = self._take(name, RATE_EXPECTED, default)
        return default if value is REQUIRED else _rate(value, self.at(name))

    def rates(self, name: str, most: int) -> tuple[Fraction, ...]:
        """A list of percentages; empty when absent."""
        return tuple(_rate(value, path) for value, path in self._items(name, most, default=()))

    def choice(self, name: str, kind: type[E], default: Any = REQUIRED) -> Any:
        """One of a closed set."""
        value = self._take(name, _one_of(kind), default)
        return default if value is REQUIRED else _choice(value, kind, self.at(name))

    def choices(self, name: str, kind: type[E]) -> tuple[E, ...]:
        """A list of different members of a closed set; empty when absent."""
        found: list[E] = []
        for value, path in self._items(name, len(kind), default=()):
            member = _choice(value, kind, path)
            if member in found:
                raise BadInput(path=path, expected="a word not used before")
            found.append(member)
        return tuple(found)

    def wholes(self, name: str, least: int, most: int, *, entries: int) -> tuple[int, ...]:
        """A list of whole numbers; empty when absent."""
        found = []
        for value, path in self._items(name, entries, default=()):
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                raise BadInput(path=path, expected=f"a whole number from {least} to {most}")
            found.append(value)
        return tuple(found)

    def rows(
        self, name: str, read: Callable[[Reader], T], most: int, *, least: int = 0, optional: bool = False
    ) -> list[T]:
        """A list of objects, each read by the same function and closed after it."""
        rows = []
        for value, path in self._items(name, most, default=() if optional else REQUIRED, least=least):
            row = Reader(value, path)
            rows.append(read(row))
            row.close()
        return rows

    def part(self, name: str) -> Reader | None:
        """An object within the object; nothing when absent. Whoever takes it closes it."""
        return Reader(self._fields[name], self.at(name)) if self.has(name) else None

    def _items(self, name: str, most: int, *, default: Any, least: int = 0) -> Iterator[tuple[Any, str]]:
        expected = f"a list of {least} to {most} entries"
        value = self._take(name, expected, default)
        if value is REQUIRED:
            return
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise BadInput(path=self.at(name), expected=expected)
        for i, item in enumerate(value):
            yield item, f"{self.at(name)}[{i}]"

    @contextmanager
    def located(self, name: str) -> Iterator[None]:
        """What is refused inside also says which field it was."""
        try:
            yield
        except Problem as problem:
            problem.facts.setdefault("path", self.at(name))
            raise


DATE_EXPECTED = f"a date YYYY-MM-DD from {FIRST_YEAR} to {LAST_YEAR}"
DATES_MOST = 10_000
RATE_EXPECTED = f'a percentage from 0 to {LARGEST_RATE_PERCENT} such as 1.5, "1.5" or "6/13"'


def _day(value: Any, path: str) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and DAY.match(value) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(path=path, expected=DATE_EXPECTED)
    return day


def _rate(value: Any, path: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (str, Number)):
        raise BadInput(path=path, expected=RATE_EXPECTED)
    try:
        return parse_rate(str(value))
    except RateUnclear:
        raise BadInput(path=path, expected=RATE_EXPECTED) from None


def _one_of(kind: type[StrEnum]) -> str:
    return f"one of {', '.join(kind)}"


def _choice(value: Any, kind: type[E], path: str) -> E:
    if not isinstance(value, str) or value not in list(kind):
        raise BadInput(path=path, expected=_one_of(kind))
    return kind(value)
