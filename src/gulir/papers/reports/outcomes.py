"""What changed after a loan, to take along: figures only, as few as whoever asks may read, never a name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gulir.core.jobs import Jobs
from gulir.core.money import half_up
from gulir.governance.queries import rules_at
from gulir.mentoring.queries.outcomes import Measured, Outcomes, RoundOutcome, outcomes
from gulir.papers.reports.asked import Asked
from gulir.papers.values import Column, Report, Row, Section

__all__ = ["outcomes_report"]

NUMBERS = frozenset({"asked", "followed", "rose", "fell", "same", "members", "persons"})
MONEY = frozenset({"lower", "median", "upper"})
PERCENTS = frozenset({"chance", "fte"})


def outcomes_report(asked: Asked) -> Report:
    """Change by round and measure, who was lost, jobs and repeat loans. Refused: `NotAllowed`."""
    rules = rules_at(asked.book, asked.as_of)
    good_above = rules.percent("indicator.repeat_rate_good")
    found = outcomes(asked.book, asked.standing, on=asked.as_of, good_above=good_above)
    rounds = [one for one in found.rounds if one.asked]
    return Report(
        name="outcomes",
        heading=asked.heading(),
        sections=[_changes(asked, rounds), _lost(asked, rounds), _work(asked, found), _repeat(asked, found)],
        data=_data(asked, found),
        notes=[asked.words("outcome_note"), asked.rules_used(rules)],
        signs=asked.signs,
        landscape=True,
    )


def _columns(asked: Asked, *keys: str, wide: str) -> list[Column]:
    kinds: dict[str, Any] = {
        **dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(MONEY, "money"), **dict.fromkeys(PERCENTS, "percent"),
    }  # fmt: skip
    return [
        Column(label=asked.words.column(key), kind=kinds.get(key, "text"), wide=key == wide, key=key) for key in keys
    ]


def _changes(asked: Asked, rounds: list[RoundOutcome]) -> Section:
    keys = (
        "round", "measure", "asked", "followed", "lower", "median", "upper", "rose", "fell", "same", "chance", "says",
    )  # fmt: skip
    rows: list[Row] = [
        (asked.words(one.round), asked.words(f"outcome_{name}"), one.asked, one.followed, *_change(asked, measured))
        for one in rounds
        for name, measured in (one.measures or {}).items()
    ]
    return Section(columns=_columns(asked, *keys, wide="measure"), rows=rows, empty=asked.words("outcome_few"))


def _change(asked: Asked, measured: Measured) -> Row:
    middle, test = measured.change.middle, measured.change.test
    return (
        *((half_up(middle.lower), half_up(middle.median), half_up(middle.upper)) if middle else (None, None, None)),
        *(measured.counted or (None, None, None)),
        _decimal(test.p * 100) if test else None,
        asked.words(measured.change.says),
    )


def _decimal(value: Fraction) -> str:
    """Two decimals, half up."""
    whole, part = divmod(half_up(value * 100), 100)
    return f"{whole}.{part:02d}"


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


def _data(asked: Asked, found: Outcomes) -> dict[str, Any]:
    """The same figures for machines; what is not to be shown is null."""
    return {
        "as_of": asked.as_of.isoformat(),
        "rounds": [
            {
                "round": one.round, "asked": one.asked, "followed": one.followed,
                "attrition": dict(one.attrition) if one.attrition else None,
                "measures": {name: _measure(measured) for name, measured in (one.measures or {}).items()},
            }
            for one in found.rounds
        ],
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
