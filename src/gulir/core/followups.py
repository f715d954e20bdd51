"""When those who were helped are asked again, and what a business earned at each asking.

A round that was not asked before the next one fell due is missed: an answer of month twelve is none of month six.
Nothing here reads a clock. Source: methods 7.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from gulir.core.dates import add_months
from gulir.core.outcomes import Change, change
from gulir.core.problems.measuring import ItemUnknown

__all__ = ["ROUNDS", "BusinessReading", "Due", "Round", "Start", "income_change", "rounds", "start_of", "still_alive"]


@dataclass(frozen=True, kw_only=True)
class Round:
    """One asking: so many months and days after the baseline."""

    key: str
    months: int = 0
    days: int = 0

    def due_on(self, baseline: date) -> date:
        """The day of this round, clipped to the end of its month."""
        return add_months(baseline, self.months) + timedelta(days=self.days)


def _after(*months: int) -> tuple[Round, ...]:
    return tuple(Round(key=f"month_{count}", months=count) for count in months)


ROUNDS: Mapping[str, tuple[Round, ...]] = {
    "loan": _after(6, 12),
    "jobs": _after(3, 12),
    "production": _after(6, 12),
    "marketing": _after(3, 6),
    "training": (Round(key="end"), Round(key="day_30", days=30), Round(key="month_6", months=6)),
}
"""When each kind of help is asked about again, from its baseline: of a loan the application, of training its end."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """Where a member's follow-up begins: the form that says how it was before, and the first loan after it."""

    form: str
    loan: str
    paid_out: date


def start_of(forms: Iterable[tuple[str, date]], loans: Iterable[tuple[str, date]]) -> Start | None:
    """The first loan (key, paid out) that a form (key, filled in) was there for, and the newest such form.

    One start for each member, so that nobody counts twice however often they borrow. A loan without a form before it
    has nothing to be compared with; whoever has no other is not followed.

    >>> start_of([("f1", date(2025, 2, 1)), ("f2", date(2026, 1, 5))],
    ...          [("old", date(2024, 3, 1)), ("l1", date(2025, 2, 20)), ("l2", date(2026, 1, 20))])
    Start(form='f1', loan='l1', paid_out=datetime.date(2025, 2, 20))
    >>> start_of([("late", date(2025, 3, 1))], [("l1", date(2025, 2, 20))]) is None
    True
    """
    filled = sorted(forms, key=lambda form: (form[1], form[0]))
    for loan, paid_out in sorted(loans, key=lambda one: (one[1], one[0])):
        before = [form for form, on in filled if on <= paid_out]
        if before:
            return Start(form=before[-1], loan=loan, paid_out=paid_out)
    return None


State = Literal["done", "coming", "due", "missed"]


@dataclass(frozen=True, kw_only=True)
class Due:
    """One round as it stands on a day; `days` since it fell due while it is due."""

    round: str
    due_on: date
    state: State
    days: int = 0


def rounds(kind: str, *, baseline: date, done: Iterable[str], on: date) -> tuple[Due, ...]:
    """Every round of one kind of help as it stands on a day; a kind nobody follows up is refused (`ItemUnknown`).

    >>> [(one.round, one.due_on.isoformat(), one.state, one.days)
    ...  for one in rounds("loan", baseline=date(2025, 8, 31), done=[], on=date(2026, 3, 10))]
    [('month_6', '2026-02-28', 'due', 10), ('month_12', '2026-08-31', 'coming', 0)]
    >>> [one.state for one in rounds("loan", baseline=date(2025, 8, 31), done=["month_12"], on=date(2026, 9, 1))]
    ['missed', 'done']
    """
    if kind not in ROUNDS:
        raise ItemUnknown(item=kind[:40], instrument="followup")
    asked = set(done)
    days = [(one.key, one.due_on(baseline)) for one in ROUNDS[kind]]
    ends: list[date | None] = [later for (_, _), (_, later) in pairwise(days)]
    return tuple(
        _stands(key, due_on, end, on, done=key in asked) for (key, due_on), end in zip(days, [*ends, None], strict=True)
    )


def _stands(key: str, due_on: date, next_due: date | None, on: date, *, done: bool) -> Due:
    if done:
        return Due(round=key, due_on=due_on, state="done")
    if on < due_on:
        return Due(round=key, due_on=due_on, state="coming")
    if next_due is not None and on >= next_due:
        return Due(round=key, due_on=due_on, state="missed")
    return Due(round=key, due_on=due_on, state="due", days=(on - due_on).days)


@dataclass(frozen=True, kw_only=True)
class BusinessReading:
    """What a business earned in a month, in rupiah; hours the family worked unpaid; `alive`: whether it still runs."""

    row: str
    alive: bool
    sales: int = 0
    goods: int = 0
    costs: int = 0
    family_hours: int = 0

    @property
    def net(self) -> int:
        """Sales less goods less costs; a business that was given up earns nothing. Unpaid hours stand beside it.

        >>> BusinessReading(row="u1", alive=True, sales=3_000_000, goods=1_800_000, costs=350_000).net
        850000
        """
        return self.sales - self.goods - self.costs if self.alive else 0


def income_change(before: Mapping[str, BusinessReading], after: Mapping[str, BusinessReading]) -> Change:
    """The paired change of monthly income. Businesses given up count with nothing: leaving them out would flatter.

    >>> first = {key: BusinessReading(row=key, alive=True, sales=sales) for key, sales in (("a", 500), ("b", 300))}
    >>> later = {"a": BusinessReading(row="u3", alive=True, sales=600), "b": BusinessReading(row="u4", alive=False)}
    >>> found = income_change(first, later)
    >>> found.rose, found.fell, found.middle.median
    (1, 1, Fraction(-100, 1))
    """
    return change({key: one.net for key, one in before.items()}, {key: one.net for key, one in after.items()})


def still_alive(before: Mapping[str, BusinessReading], after: Mapping[str, BusinessReading]) -> tuple[int, int, int]:
    """Of the businesses that ran at first: how many still run, how many were given up, of how many nothing is known.

    >>> first = {key: BusinessReading(row=key, alive=True) for key in "abc"}
    >>> still_alive(first, {"a": BusinessReading(row="x", alive=True), "b": BusinessReading(row="y", alive=False)})
    (1, 1, 1)
    """
    ran = [key for key, one in before.items() if one.alive]
    known = [after[key].alive for key in ran if key in after]
    return known.count(True), known.count(False), len(ran) - len(known)
