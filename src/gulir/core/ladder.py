"""The ladder of arrears: a reminder before the due day, then step by step what is done about a loan that is late.

The days are the board's own (domain 3.11): a call, a visit, three warnings, the case team, a decision. No letter is
passed over: whoever is found late after a year still gets the first one first. Time alone never leads a step down, and
a payment never leads one up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

__all__ = ["IN_ORDER", "LATE", "WARNINGS", "Cause", "Ladder", "Next", "Step", "Taken", "next_step"]


class Step(StrEnum):
    """What is done about a loan, from before its due day on."""

    REMINDER = "reminder"
    CALL = "call"
    VISIT = "visit"
    WARNING_1 = "warning_1"
    WARNING_2 = "warning_2"
    WARNING_3 = "warning_3"
    TEAM = "team"
    DECISION = "decision"


LATE = tuple(Step)[1:]
"""The steps after the due day, in order."""
WARNINGS = (Step.WARNING_1, Step.WARNING_2, Step.WARNING_3)
"""The letters of warning."""
IN_ORDER = (*WARNINGS, Step.TEAM)
"""Steps that are never passed over: each is taken before what comes after it."""


class Cause(StrEnum):
    """Why a group does not pay, as the case team finds it (domain 3.11)."""

    UNABLE = "unable"
    UNWILLING = "unwilling"
    BUSINESS_FAILED = "business_failed"
    MISUSED = "misused"
    DISASTER = "disaster"
    FICTITIOUS = "fictitious"
    DEATH = "death"


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """How many days before the due day a group is reminded, and after how many days late each step begins.

    `gap_days` lie between two steps, so that the group can answer.
    """

    reminder_days: int = 3
    starts_at: tuple[int, ...] = (1, 8, 30, 60, 90, 91, 180)
    gap_days: int = 7

    def __post_init__(self) -> None:
        if len(self.starts_at) != len(LATE) or any(a >= b for a, b in pairwise(self.starts_at)):
            raise ValueError("each step begins after the one before it")

    def reached(self, days_late: int) -> tuple[Step, ...]:
        """The steps that so many days late have reached, in order.

        >>> [step.value for step in Ladder().reached(30)]
        ['call', 'visit', 'warning_1']
        """
        return tuple(step for step, start in zip(LATE, self.starts_at, strict=True) if start <= days_late)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and on which day."""

    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class Next:
    """The step that is to be taken, and the day from which on: never before that day."""

    step: Step
    from_day: date


def next_step(
    ladder: Ladder, *, on: date, days_late: int, due_on: date | None, taken: Sequence[Taken] = ()
) -> Next | None:
    """What is to be done about a loan on a day, or nothing.

    `days_late` counts its oldest unpaid instalment; `due_on` is the next instalment of a loan that is not late;
    `taken` are the steps since that instalment fell due. Of the steps reached, the last one counts; but no letter and
    no case team is passed over, and nobody calls once a letter is due.

    >>> late = date(2026, 3, 15)
    >>> next_step(Ladder(), on=date(2026, 4, 14), days_late=30, due_on=None)
    Next(step=<Step.WARNING_1: 'warning_1'>, from_day=datetime.date(2026, 4, 14))
    >>> told = [Taken(Step.WARNING_1, date(2026, 4, 14))]
    >>> next_step(Ladder(), on=date(2026, 4, 20), days_late=36, due_on=None, taken=told) is None
    True
    >>> next_step(Ladder(), on=date(2026, 3, 12), days_late=0, due_on=late).step.value
    'reminder'
    """
    if days_late <= 0:
        return _reminder(ladder, on, due_on, taken)
    done = {row.step for row in taken}
    ahead = [step for step in ladder.reached(days_late) if step not in done and not _passed(step, done)]
    if not ahead:
        return None
    step = next((step for step in ahead if step in IN_ORDER), ahead[-1])
    last = max((row.on for row in taken if row.step is not Step.REMINDER), default=None)
    return Next(step, on if last is None else max(on, last + timedelta(days=ladder.gap_days)))


def _passed(step: Step, done: set[Step]) -> bool:
    """Whether a later step was taken already: nobody calls after a letter."""
    return any(LATE.index(other) > LATE.index(step) for other in done if other in LATE)


def _reminder(ladder: Ladder, on: date, due_on: date | None, taken: Sequence[Taken]) -> Next | None:
    """A reminder in the days before the next instalment, once for each."""
    if due_on is None or not timedelta(0) <= due_on - on <= timedelta(days=ladder.reminder_days):
        return None
    first = due_on - timedelta(days=ladder.reminder_days)
    if any(row.step is Step.REMINDER and row.on >= first for row in taken):
        return None
    return Next(Step.REMINDER, on)
