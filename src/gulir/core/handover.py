"""The ladder on which routines pass from the facilitator to residents, and the test before the facilitator leaves.

Levels: 1 the facilitator does it, 2 the facilitator with residents, 3 residents with the facilitator present, 4
residents alone; read once a quarter. Source: methods 6.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gulir.core.problems.measuring import AnswerUnknown, ItemUnknown

__all__ = [
    "ALONE",
    "ALONE_NEEDED",
    "QUARTERS_NEEDED",
    "ROUTINES",
    "ExitTest",
    "Ladder",
    "exit_test",
    "handover_index",
    "quarter_of",
]

ROUTINES = ("call", "lead", "minutes", "books", "check", "collect", "report", "plan")
"""Call a meeting, lead it, keep minutes, keep the books, check loans, collect arrears, report, plan."""
WITH_RESIDENTS, ALONE = 3, 4
ALONE_NEEDED = 6
QUARTERS_NEEDED = 2


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """One quarter's reading: the level of each routine; `row` is its record. A routine not read is left out."""

    row: str
    on: date
    levels: Mapping[str, int]

    def __post_init__(self) -> None:
        for routine, level in self.levels.items():
            if routine not in ROUTINES:
                raise ItemUnknown(item=routine[:40], instrument="handover")
            if not 1 <= level <= ALONE:
                raise AnswerUnknown(item=routine, points=level)

    @property
    def unread(self) -> tuple[str, ...]:
        """The routines of which nothing is known."""
        return tuple(routine for routine in ROUTINES if routine not in self.levels)

    @property
    def below(self) -> tuple[str, ...]:
        """The routines that residents do not do yet, those not read among them."""
        return tuple(routine for routine in ROUTINES if self.levels.get(routine, 0) < WITH_RESIDENTS)

    @property
    def alone(self) -> tuple[str, ...]:
        """The routines that residents do alone."""
        return tuple(routine for routine in ROUTINES if self.levels.get(routine) == ALONE)

    @property
    def stands(self) -> bool:
        """Whether this quarter would pass: every routine with residents at least, six of them alone."""
        return not self.below and len(self.alone) >= ALONE_NEEDED


def handover_index(reading: Ladder) -> Fraction | None:
    """How far the ladder is climbed, 0 to 1: the mean of (level - 1) over 3; nothing while a routine is not read.

    >>> handover_index(Ladder(row="h1", on=date(2026, 3, 31), levels=dict.fromkeys(ROUTINES, 3)))
    Fraction(2, 3)
    """
    if reading.unread:
        return None
    return Fraction(sum(level - 1 for level in reading.levels.values()), (ALONE - 1) * len(ROUTINES))


def quarter_of(day: date) -> int:
    """The number of a day's quarter, counted on from year to year, so that neighbours differ by one.

    >>> quarter_of(date(2027, 1, 1)) - quarter_of(date(2026, 12, 31))
    1
    """
    return day.year * 4 + (day.month - 1) // 3


@dataclass(frozen=True, kw_only=True)
class ExitTest:
    """Whether the facilitator may leave, and what is missing.

    `quarters`: how many quarters in a row stand, up to the last before the end. `below` and `alone` are of the last
    reading; `rows` the readings looked at, the newest last.
    """

    passed: bool
    quarters: int
    below: tuple[str, ...]
    alone: int
    rows: tuple[str, ...]


def exit_test(readings: Iterable[Ladder], *, ends_on: date) -> ExitTest:
    """All routines at 3 or above and six at 4, in the two quarters before the project ends.

    The last reading of a quarter counts. A quarter without a reading breaks the row, and so does waiting: the newest
    reading must be of the quarter of the end or of the one before it.

    >>> ready = dict.fromkeys(ROUTINES, 4) | {"plan": 3, "report": 3}
    >>> read = [Ladder(row=f"h{month}", on=date(2026, month, 30), levels=ready) for month in (3, 6)]
    >>> exit_test(read, ends_on=date(2026, 7, 31)).passed, exit_test(read[1:], ends_on=date(2026, 7, 31)).quarters
    (True, 1)
    """
    latest: dict[int, Ladder] = {}
    for reading in sorted(readings, key=lambda one: one.on):
        if reading.on <= ends_on:
            latest[quarter_of(reading.on)] = reading
    newest = max(latest, default=None)
    if newest is None:
        return ExitTest(passed=False, quarters=0, below=ROUTINES, alone=0, rows=())
    row: list[str] = []
    quarter, end = newest, quarter_of(ends_on)
    while end - newest <= 1 and quarter in latest and latest[quarter].stands:
        row.insert(0, latest[quarter].row)
        quarter -= 1
    last = latest[newest]
    return ExitTest(
        passed=len(row) >= QUARTERS_NEEDED,
        quarters=len(row),
        below=last.below,
        alone=len(last.alone),
        rows=tuple(row) or (last.row,),
    )
