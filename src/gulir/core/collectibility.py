"""Classes of loans by how late they are, and the provision each class asks for (R32 to R34; domain 3.12).

Both are tables with a date: a board may adopt others by a decision, and reports print which was used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gulir.core.arrears import Arrears
from gulir.core.money import half_up_ratio

__all__ = ["DEFAULT_TABLE", "ClassTable", "collectibility", "provision", "table_at"]


@dataclass(frozen=True)
class ClassTable:
    """From how many periods late each class starts, and its provision in percent of the balance.

    Classes are numbered from 1. `ended_months`: the worst class also takes loans whose term ended more than so
    many months ago; nothing turns that off. `savings_from_class`: from this class on, TR savings are deducted
    before provisioning; nothing deducts them nowhere.
    """

    starts_at: tuple[int, ...] = (0, 1, 4, 7, 10)
    percents: tuple[Fraction, ...] = (Fraction(1), Fraction(10), Fraction(25), Fraction(50), Fraction(100))
    ended_months: int | None = 3
    savings_from_class: int | None = None
    since: date | None = None

    def __post_init__(self) -> None:
        if len(self.starts_at) != len(self.percents) or not self.starts_at or self.starts_at[0] != 0:
            raise ValueError("as many percentages as classes, and the first class starts at zero")
        if any(a >= b for a, b in zip(self.starts_at, self.starts_at[1:], strict=False)):
            raise ValueError("classes start one after another")
        if any(not 0 <= percent <= 100 for percent in self.percents):
            raise ValueError("a provision lies between nothing and the whole")

    @property
    def worst(self) -> int:
        """The number of the last class."""
        return len(self.starts_at)


DEFAULT_TABLE = ClassTable()


def table_at(tables: Sequence[ClassTable], on: date) -> ClassTable:
    """The table in force on a day: the latest that had begun, or the first of all."""
    begun = [table for table in tables if table.since is None or table.since <= on]
    return max(begun, key=lambda table: table.since or date.min, default=DEFAULT_TABLE)


def collectibility(standing: Arrears, *, table: ClassTable = DEFAULT_TABLE, flagged: bool = False) -> int:
    """The class of a loan: 1 (lancar) when nothing is missed, up to the worst.

    `flagged` (fraud or a fictitious group, found by an overseer) is the worst class at once.

    >>> from gulir.core.schedule import Instalment
    >>> from gulir.core.arrears import arrears
    >>> lines = [Instalment(i, date(2026, i, 15), 500_000, 75_000, 0) for i in (2, 3, 4, 5, 6)]
    >>> [collectibility(arrears(lines, [], day)) for day in (date(2026, 2, 14), date(2026, 4, 15), date(2026, 5, 15))]
    [1, 2, 3]
    """
    if flagged:
        return table.worst
    if table.ended_months is not None and standing.ended_months > table.ended_months:
        return table.worst
    return sum(start <= standing.periods_late for start in table.starts_at)


def provision(balance: int, kol: int, *, table: ClassTable = DEFAULT_TABLE, savings: int = 0) -> int:
    """The provision one loan asks for, rupiah, half up (R34).

    >>> provision(4_000_000, 2)                                      # domain T5
    400000
    >>> provision(4_000_000, 3, table=ClassTable(savings_from_class=3), savings=500_000)
    875000
    """
    percent = table.percents[kol - 1]
    if table.savings_from_class is not None and kol >= table.savings_from_class:
        balance = max(0, balance - savings)
    return half_up_ratio(balance * percent.numerator, 100 * percent.denominator)
