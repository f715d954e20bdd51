"""What changed after a loan, to take along: figures only, as few as whoever asks may read, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gulir.core.jobs import Jobs
from gulir.core.money import half_up
from gulir.core.outcomes import Seen
from gulir.governance.queries import rules_at
from gulir.mentoring.queries.outcomes import Measured, Outcomes, RoundOutcome, outcomes
from gulir.papers.reports.asked import Asked
from gulir.papers.text import BELOW
from gulir.papers.values import Column, Report, Row, Section
from gulir.papers.words import Words

__all__ = ["ChangeLine", "change_lines", "index_notes", "outcomes_report", "price_note"]

NOTHING = (None, None, None)

NUMBERS = frozenset({"asked", "followed", "rose", "fell", "same", "members", "persons", "numerator", "denominator"})
MONEY = frozenset({"lower", "median", "upper"})
LEAST = Fraction(1, 1000)
"""A chance below this is said to be below it: its own figure would be read as certainty."""


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One line of change as page and papers say it: its words, of how many, and every figure as it is shown.

    `chance` is a percent already rounded, `said` the verdict in words; what is not to be shown is missing.
    """

    label: str
    judged: int
    middle: tuple[int, int, int] | None
    counted: tuple[int, int, int] | None
    chance: str | None
    says: Seen
    said: str


def change_lines(words: Words, one: RoundOutcome) -> list[ChangeLine]:
    """The measures of one round, the income in prices of the first form after the income of its time."""
    return [
        ChangeLine(
            label=words(f"outcome_{line.name}"),
            judged=line.judged,
            middle=_middle(line.measured),
            counted=line.measured.counted,
            chance=_chance(line.measured),
            says=line.measured.change.says,
            said=words(line.measured.change.says),
        )
        for line in one.lines
    ]


def price_note(words: Words, found: Outcomes) -> str:
    """Whether what prices rose is taken out of a line, and how."""
    return words("outcome_prices" if any(one.real for one in found.rounds) else "outcome_no_prices")


def index_notes(words: Words, found: Outcomes) -> list[str]:
    """Each index the incomes in first prices rest on, with its source."""
    return [words("outcome_index", base=str(base), source=source.rstrip(".")) for base, source in found.indexes]


def outcomes_report(asked: Asked) -> Report:
    """Change by round and measure, who was lost, jobs and repeat loans. Refused: `NotAllowed`."""
    rules = rules_at(asked.book, asked.as_of)
    good_above = rules.percent("indicator.repeat_rate_good")
    found = outcomes(asked.book, asked.standing, on=asked.as_of, good_above=good_above)
    rounds = [one for one in found.rounds if one.asked]
    return Report(
        name="outcomes",
        heading=asked.heading(),
        sections=[
            _changes(asked, rounds), _lost(asked, rounds), _work(asked, found), _repeat(asked, found),
            *_indexes(asked, found),
        ],
        data=_data(asked, found),
        notes=[asked.words("outcome_note"), price_note(asked.words, found), asked.rules_used(rules)],
        signs=asked.signs,
        landscape=True,
    )  # fmt: skip


def _columns(asked: Asked, *keys: str, wide: str) -> list[Column]:
    kinds: dict[str, Any] = {
        **dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(MONEY, "money"), "chance": "percent", "value": "percent",
        "fte": "decimal",
    }  # fmt: skip
    return [
        Column(label=asked.words.column(key), kind=kinds.get(key, "text"), wide=key == wide, key=key) for key in keys
    ]


def _changes(asked: Asked, rounds: list[RoundOutcome]) -> Section:
    keys = (
        "round", "measure", "asked", "followed", "lower", "median", "upper", "rose", "fell", "same", "chance", "says",
    )  # fmt: skip
    rows: list[Row] = [
        (
            asked.words(one.round), line.label, one.asked, line.judged, *(line.middle or NOTHING),
            *(line.counted or NOTHING), line.chance, line.said,
        )
        for one in rounds
        for line in change_lines(asked.words, one)
    ]  # fmt: skip
    columns = _columns(asked, *keys, wide="measure")
    return Section(columns=columns, rows=rows, title=asked.words("outcome_change"), empty=asked.words("outcome_few"))


def _middle(measured: Measured) -> tuple[int, int, int] | None:
    middle = measured.change.middle
    return (half_up(middle.lower), half_up(middle.median), half_up(middle.upper)) if middle else None


def _chance(measured: Measured) -> str | None:
    """How often chance alone would do this, in percent with one decimal."""
    test = measured.change.test
    if test is None:
        return None
    return f"{BELOW}{_rounded(LEAST * 100, 1)}" if test.p < LEAST else _rounded(test.p * 100, 1)


def _rounded(value: Fraction, places: int) -> str:
    """A number that is not below zero with so many decimals, half up."""
    whole, part = divmod(half_up(value * 10**places), 10**places)
    return f"{whole}.{part:0{places}d}"


def _decimal(value: Fraction) -> str:
    return _rounded(value, 2)


def _lost(asked: Asked, rounds: list[RoundOutcome]) -> Section:
    rows: list[Row] = [
        (asked.words(one.round), asked.words(f"fate_{fate}"), count)
        for one in rounds
        for fate, count in (one.attrition or {}).items()
        if count
    ]
    columns = _columns(asked, "round", "fate", "members", wide="fate")
    return Section(columns=columns, rows=rows, title=asked.words("outcome_lost"), empty=asked.words("outcome_few"))


def _work(asked: Asked, found: Outcomes) -> Section:
    columns = _columns(asked, "who", "persons", "fte", wide="who")
    title = asked.words("outcome_jobs")
    if found.work is None:
        return Section(columns=columns, rows=[], title=title, empty=asked.words("outcome_few"))
    work = found.work
    lines: list[tuple[str, Jobs]] = [(f"worker_{who}", one) for who, one in (work.by_who or {}).items()]
    lines += [(name, one) for name, one in (("worker_women", work.women), ("worker_poor", work.poor)) if one]
    rows: list[Row] = [(asked.words(name), one.persons, _decimal(one.fte)) for name, one in lines]
    total = (asked.words("total"), work.all.persons, _decimal(work.all.fte))
    return Section(columns=columns, rows=rows, title=title, total=total)


def _repeat(asked: Asked, found: Outcomes) -> Section:
    figure = found.repeat
    columns = _columns(asked, "indicator", "value", "numerator", "denominator", wide="indicator")
    value = str(figure.value_percent) if figure.value_percent is not None else None
    return Section(columns=columns, rows=[(asked.words("outcome_repeat"), value, figure.numerator, figure.denominator)])


def _indexes(asked: Asked, found: Outcomes) -> list[Section]:
    """The price indexes used, a section of their own so that the CSV names them too."""
    rows: list[Row] = [(str(base), source) for base, source in found.indexes]
    title = asked.words("outcome_indexes")
    return (
        [Section(columns=_columns(asked, "base_year", "source", wide="source"), rows=rows, title=title)] if rows else []
    )


def _data(asked: Asked, found: Outcomes) -> dict[str, Any]:
    """The same figures for machines; what is not to be shown is null."""
    return {
        "as_of": asked.as_of.isoformat(),
        "rounds": [
            {
                "round": one.round, "asked": one.asked, "followed": one.followed,
                "attrition": dict(one.attrition) if one.attrition else None,
                "measures": {name: _measure(measured) for name, measured in (one.measures or {}).items()},
                "in_first_prices": {**_measure(one.real.measured), "judged": one.real.judged} if one.real else None,
            }
            for one in found.rounds
        ],
        "price_indexes": [{"base_year": base, "source": source} for base, source in found.indexes],
        "jobs": {"persons": found.work.all.persons, "fte": _decimal(found.work.all.fte)} if found.work else None,
        "repeat": found.repeat.plain,
    }  # fmt: skip


def _measure(measured: Measured) -> dict[str, Any]:
    middle, test = measured.change.middle, measured.change.test
    return {
        "median": half_up(middle.median) if middle else None,
        "p_percent": _decimal(test.p * 100) if test else None,
        "says": measured.change.says,
        "proof_of_effect": measured.change.proof_of_effect,
    }
