"""The rulebook: which value of a rule is in force on a day, and what a new decision may change (design 7).

A rule's definition carries its type, unit, default, source and whether that default is sourced, inferred or ours. A
board's own values are dated rows, each from a decision; a row is never edited, takes effect after the day of its
decision, and holds until the next row begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from gulir.core.problems.rulebook import RuleIsFixed, RuleOverlaps, RuleTooSoon, RuleUnchanged, RuleUnknown
from gulir.core.rule_values import RuleDef, RuleKind, RuleType, Tag, Value, plain_value, show_value

__all__ = [
    "RuleDef",
    "RuleKind",
    "RuleRow",
    "RuleType",
    "Rulebook",
    "Rules",
    "Tag",
    "Used",
    "plain_value",
    "show_value",
]


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """A value a board adopted: from a day on, by a decision. Never edited; the next row ends it."""

    key: str
    value: Value
    effective_on: date
    decision: str
    adopted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Used:
    """Which version of a rule a figure rests on: the board's own (with its decision) or the programme's default.

    `since` is empty for a default that has always been so.
    """

    key: str
    code: str
    value: str
    since: date | None
    decision: str = ""
    tag: Tag = Tag.DEFAULT

    def __str__(self) -> str:
        origin = f"decision {self.decision}" if self.decision else self.tag.value
        since = f" since {self.since.isoformat()}" if self.since else ""
        return f"{self.code} {self.key} = {self.value}{since} ({origin})"


@dataclass(frozen=True)
class Rules:
    """The rules in force on one day. Every value asked for is remembered, so that a report can print its versions."""

    on: date
    definitions: Mapping[str, RuleDef]
    rows: Mapping[str, RuleRow]
    seen: set[str] = field(default_factory=set, compare=False)

    def value(self, key: str) -> Value:
        """The value in force, of whatever type; an unknown key is refused (`RuleUnknown`)."""
        definition = self.definitions.get(key)
        if definition is None:
            raise RuleUnknown(rule=key)
        self.seen.add(key)
        row = self.rows.get(key)
        return definition.default_at(self.on)[1] if row is None else row.value

    @property
    def asked(self) -> dict[str, Used]:
        """Which version of each rule asked for so far is in force."""
        return {key: _in_force(self.definitions[key], self.rows.get(key), self.on) for key in self.seen}

    def count(self, key: str) -> int:
        """A whole number of whatever the rule's unit says: members, months, days, instalments."""
        return int(self._typed(key, RuleType.COUNT))

    def rupiah(self, key: str) -> int:
        """An amount in whole rupiah."""
        return int(self._typed(key, RuleType.RUPIAH))

    def percent(self, key: str) -> Fraction:
        """An exact percentage."""
        return Fraction(self._typed(key, RuleType.PERCENT))

    def flag(self, key: str) -> bool:
        """Yes or no."""
        return bool(self._typed(key, RuleType.FLAG))

    def choice(self, key: str) -> str:
        """One word of the rule's choices."""
        return str(self._typed(key, RuleType.CHOICE))

    def words(self, key: str) -> tuple[str, ...]:
        """Words of the rule's choices, in order."""
        return tuple(self._typed(key, RuleType.WORDS))

    def counts(self, key: str) -> tuple[int, ...]:
        """A ladder of whole numbers."""
        return tuple(self._typed(key, RuleType.COUNTS))

    def percents(self, key: str) -> tuple[Fraction, ...]:
        """A ladder of percentages."""
        return tuple(self._typed(key, RuleType.PERCENTS))

    def shares(self, key: str) -> Mapping[str, Fraction]:
        """Parts that add up to one hundred percent."""
        return dict(self._typed(key, RuleType.SHARES))

    def table(self, key: str) -> tuple[Mapping[str, Value], ...]:
        """Rows of a table."""
        return tuple(self._typed(key, RuleType.TABLE))

    def _typed(self, key: str, type_: RuleType) -> Value:
        value = self.value(key)
        if self.definitions[key].type is not type_:
            raise TypeError(f"rule {key} is a {self.definitions[key].type.value}, not a {type_.value}")
        return value

    @property
    def versions(self) -> list[str]:
        """The version of each rule asked for so far, one line each: what a report prints."""
        return [str(used) for used in sorted(self.asked.values(), key=lambda used: (used.code, used.key))]


def _in_force(definition: RuleDef, row: RuleRow | None, on: date) -> Used:
    since, value = definition.default_at(on)
    decision = ""
    if row is not None:
        since, value, decision = row.effective_on, row.value, row.decision
    return Used(
        key=definition.key,
        code=definition.code,
        value=show_value(value),
        since=None if since == date.min else since,
        decision=decision,
        tag=definition.tag,
    )


class Rulebook:
    """The programme's definitions and one board's adopted rows.

    >>> late = RuleDef(key="indicator.late_instalments", code="R30", type=RuleType.COUNT, unit="instalments",
    ...                defaults=((date(2008, 1, 1), 3),), source="default", tag=Tag.DEFAULT,
    ...                kind=RuleKind.CONFIGURABLE, least=Fraction(1), most=Fraction(12))
    >>> adopted = RuleRow(key=late.key, value=4, effective_on=date(2026, 3, 1), decision="KPT-2026-007")
    >>> book = Rulebook([late], [adopted])
    >>> book.at(date(2026, 2, 28)).count(late.key), book.at(date(2026, 3, 1)).count(late.key)
    (3, 4)
    >>> today = book.at(date(2026, 3, 1)); _ = today.count(late.key); today.versions
    ['R30 indicator.late_instalments = 4 since 2026-03-01 (decision KPT-2026-007)']
    """

    def __init__(self, definitions: Iterable[RuleDef], rows: Sequence[RuleRow] = ()) -> None:
        self.definitions: dict[str, RuleDef] = {d.key: d for d in definitions}
        self.rows: dict[str, list[RuleRow]] = {}
        for row in sorted(rows, key=lambda r: r.effective_on):
            self.definition(row.key)
            earlier = self.rows.setdefault(row.key, [])
            if earlier and earlier[-1].effective_on == row.effective_on:
                raise RuleOverlaps(rule=row.key, effective_on=row.effective_on, other_on=row.effective_on)
            earlier.append(row)

    def definition(self, key: str) -> RuleDef:
        """The rule of this key, or `RuleUnknown`."""
        if key not in self.definitions:
            raise RuleUnknown(rule=key)
        return self.definitions[key]

    def at(self, on: date) -> Rules:
        """The rules in force on a day."""
        rows = {}
        for key, history in self.rows.items():
            begun = [row for row in history if row.effective_on <= on]
            if begun:
                rows[key] = begun[-1]
        return Rules(on=on, definitions=self.definitions, rows=rows)

    def history(self, key: str) -> list[Used]:
        """Every version of a rule, the programme's and the board's, in the order in which they came into force."""
        definition = self.definition(key)
        rows = self.rows.get(key, [])
        starts = {since for since, _ in definition.defaults if not rows or since < rows[0].effective_on}
        starts |= {row.effective_on for row in rows}
        return [_in_force(definition, self.at(day).rows.get(key), day) for day in sorted(starts)]

    def propose(self, key: str, raw: object, *, effective_on: date, adopted_on: date, decision: str) -> RuleRow:
        """The row that a decision of `adopted_on` would add; nothing is changed here.

        Refused: `RuleUnknown`, `RuleIsFixed`, a value that cannot be read or lies outside (`RuleValueUnclear`,
        `RuleOutOfRange`, `RuleStepsUnclear`, `SharesNotWhole`), effect before the next day (`RuleTooSoon`), another
        row on or after that day (`RuleOverlaps`), and the value that is already in force (`RuleUnchanged`).
        """
        definition = self.definition(key)
        if not definition.changeable:
            raise RuleIsFixed(rule=key)
        value = definition.read(raw)
        earliest = adopted_on + timedelta(days=1)
        if effective_on < earliest:
            raise RuleTooSoon(rule=key, effective_on=effective_on, earliest=earliest)
        history = self.rows.get(key, [])
        if history and history[-1].effective_on >= effective_on:
            raise RuleOverlaps(rule=key, effective_on=effective_on, other_on=history[-1].effective_on)
        if self.at(effective_on).value(key) == value:
            raise RuleUnchanged(rule=key, value=show_value(value))
        return RuleRow(key=key, value=value, effective_on=effective_on, decision=decision, adopted_on=adopted_on)

    def warnings(self, on: date) -> list[str]:
        """Keys of rules under a standing warning in which the board differs from the programme (R21 to R23)."""
        rules = self.at(on)
        return [
            key
            for key, definition in self.definitions.items()
            if definition.under_warning and rules.value(key) != definition.default_at(on)[1]
        ]
