"""Instruments: questions with answers worth points, and the stages a sum of points reaches.

An instrument has versions; each is in force from a day on and is never edited: an old reading can be read again.
Some answers are computed from records: a person may comment on those, not overwrite them. Source: methods 6.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gulir.core.problems.measuring import AnswerUnknown, ItemComputed, ItemUnknown
from gulir.core.rules import Tag

__all__ = ["Answer", "Instrument", "Item", "Score", "Stage", "in_force", "points_at", "score"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer and its points; `at_least` or `above`: the percentage from which it is the answer."""

    points: int
    at_least: Fraction | None = None
    above: Fraction | None = None

    def reached(self, percent: Fraction) -> bool:
        """Whether so many percent reach this answer; one without a limit is reached by all."""
        if self.above is not None:
            return percent > self.above
        return self.at_least is None or percent >= self.at_least


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question; `computed`: its answer comes from records."""

    key: str
    answers: tuple[Answer, ...]
    computed: bool = False

    @property
    def most(self) -> int:
        """The points of its best answer."""
        return max(answer.points for answer in self.answers)

    @property
    def least(self) -> int:
        """The points of its poorest answer."""
        return min(answer.points for answer in self.answers)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage and the fewest points that reach it."""

    key: str
    least: int


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One version of an instrument; stages rise."""

    key: str
    version: int
    since: date
    source: str
    tag: Tag
    items: tuple[Item, ...]
    stages: tuple[Stage, ...] = ()

    @property
    def most(self) -> int:
        """The points of who has the best answer everywhere."""
        return sum(item.most for item in self.items)

    def item(self, key: str) -> Item:
        """One question by its key; refused when there is none (`ItemUnknown`)."""
        for item in self.items:
            if item.key == key:
                return item
        raise ItemUnknown(item=key[:40], instrument=self.key)

    def stage(self, points: int) -> Stage | None:
        """The highest stage that so many points reach."""
        return next((stage for stage in reversed(self.stages) if points >= stage.least), None)

    def rank(self, stage: str) -> int | None:
        """The place of a stage from the bottom, 0 the lowest; nothing for one it does not know."""
        return next((place for place, one in enumerate(self.stages) if one.key == stage), None)


def in_force(versions: Iterable[Instrument], on: date) -> Instrument | None:
    """The version in force on a day: the last that had begun; nothing before the first."""
    begun = [one for one in versions if one.since <= on]
    return max(begun, key=lambda one: one.since, default=None)


def points_at(item: Item, percent: Fraction | None) -> int | None:
    """The points of the best answer that a percentage reaches; nothing while there is none.

    >>> attendance = Item(key="attendance", answers=(Answer(points=0), Answer(points=1, at_least=Fraction(50)),
    ...                   Answer(points=2, at_least=Fraction(70)), Answer(points=3, above=Fraction(90))))
    >>> [points_at(attendance, Fraction(p)) for p in (49, 50, 70, 90, 91)]
    [0, 1, 2, 2, 3]
    """
    if percent is None:
        return None
    return max((answer.points for answer in item.answers if answer.reached(percent)), default=item.least)


@dataclass(frozen=True, kw_only=True)
class Score:
    """Points that are shown, the stage they prove, and what is still open.

    `reach`: the points if every open question had its best answer. `sure`: whether the stage stays the same then.
    """

    points: int
    reach: int
    stage: str
    sure: bool
    open: tuple[str, ...]


def score(instrument: Instrument, *, computed: Mapping[str, int | None], told: Mapping[str, int]) -> Score:
    """The sum of answers from records and from people; what nobody knows yet counts as its poorest answer and is named.

    Refused: a question it does not have (`ItemUnknown`), points no answer has (`AnswerUnknown`), and a person's answer
    to a question that the records answer (`ItemComputed`).

    >>> yes_no = (Answer(points=0), Answer(points=1))
    >>> short = Instrument(key="short", version=1, since=date(2026, 1, 1), source="example", tag=Tag.DEFAULT,
    ...     items=(Item(key="meets", answers=yes_no, computed=True), Item(key="rules", answers=yes_no)),
    ...     stages=(Stage(key="low", least=0), Stage(key="high", least=2)))
    >>> score(short, computed={"meets": 1}, told={})
    Score(points=1, reach=2, stage='low', sure=False, open=('rules',))
    >>> score(short, computed={"meets": 1}, told={"rules": 1}).stage
    'high'
    """
    for key in told:
        if instrument.item(key).computed:
            raise ItemComputed(item=key)
    given = {**computed, **told}
    for key, points in given.items():
        if points is not None and points not in {answer.points for answer in instrument.item(key).answers}:
            raise AnswerUnknown(item=key, points=points)
    unknown = tuple(item.key for item in instrument.items if given.get(item.key) is None)
    sums = [
        sum(chosen if (chosen := given.get(item.key)) is not None else other for item, other in rows)
        for rows in (
            [(item, item.least) for item in instrument.items],
            [(item, item.most) for item in instrument.items],
        )
    ]
    stages = [stage.key if (stage := instrument.stage(points)) else "" for points in sums]
    return Score(points=sums[0], reach=sums[1], stage=stages[0], sure=stages[0] == stages[1], open=unknown)
