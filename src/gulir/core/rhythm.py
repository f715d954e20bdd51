"""When a KSM was to meet by its own rules, and which of these turns passed without a meeting.

A rhythm begins with each version of the rules: one turn a week, fortnight or month. A turn in which nobody met is one
meeting that was not held; a turn that still runs, or that newer rules cut short, is not judged. Source: domain 5.5.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gulir.core.dates import add_months
from gulir.core.group_books import DAYS

__all__ = ["Agreed", "Turn", "missed_turns", "turns"]


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """From a day on a KSM meets every `week`, `fortnight` or `month`."""

    starts_on: date
    every: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The days, both counted, in which one meeting was to be held."""

    begins: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends


def turns(agreed: Sequence[Agreed], *, until: date) -> list[Turn]:
    """The whole turns that ended before a day, oldest first; `agreed` stands in the order it was agreed on.

    >>> agreed = [Agreed(starts_on=date(2026, 1, 31), every="month"), Agreed(starts_on=date(2026, 3, 10), every="week")]
    >>> [(one.begins.isoformat(), one.ends.isoformat()) for one in turns(agreed, until=date(2026, 3, 20))]
    [('2026-01-31', '2026-02-27'), ('2026-03-10', '2026-03-16')]
    """
    found: list[Turn] = []
    for place, one in enumerate(agreed):
        later = [other.starts_on for other in agreed[place + 1 :]]
        stops = min([until, *later])
        number = 0
        while (after := _step(one, number + 1)) <= stops:
            found.append(Turn(begins=_step(one, number), ends=after - timedelta(days=1)))
            number += 1
    return found


def missed_turns(agreed: Sequence[Agreed], held: Collection[date], *, until: date) -> list[Turn]:
    """The turns that ended before a day without a meeting.

    >>> weekly = [Agreed(starts_on=date(2026, 3, 2), every="week")]
    >>> held = [date(2026, 3, 4), date(2026, 3, 17)]
    >>> [one.begins.day for one in missed_turns(weekly, held, until=date(2026, 3, 23))]
    [9]
    """
    return [turn for turn in turns(agreed, until=until) if not any(day in turn for day in held)]


def _step(one: Agreed, number: int) -> date:
    if one.every in DAYS:
        return one.starts_on + timedelta(days=DAYS[one.every] * number)
    return add_months(one.starts_on, number)
