"""Who borrows when and how they pay: twenty-four groups, good payers, late ones, three in arrears and one lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from gulir.cli.demo.calendar import LAST_DAY, half_of, pay_day, pay_out_day, work_day
from gulir.cli.demo.village import GROUPS

__all__ = ["BANK_PAYERS", "INSTALMENTS", "SIZES", "Payment", "Turn", "granted", "payments", "turns"]

FIRST_TURN = (0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 8, 8)
"""The month in which each group gets its first loan."""
INSTALMENTS = 10
PAUSE = 11
"""Months from one loan to the next: ten instalments and the time of an application."""
ONE_LOAN_ONLY = frozenset({8, 17})
"""One was refused a second loan, one did not ask for it."""
THIRD_TURN = frozenset({0})
NEVER_MORE = frozenset({9, 13})
"""Groups that paid late: they get the same amount again, not more."""
BANK_PAYERS = frozenset({5, 14, 21})
"""Groups that pay into the bank account of the fund."""
SIZES = {
    1: (1_000_000, 1_500_000, 2_000_000, 1_500_000),
    2: (2_000_000, 2_500_000, 3_000_000, 2_500_000),
    3: (3_000_000, 4_000_000, 5_000_000, 4_000_000),
}
"""What members are found good for in their first, second and third turn, in rupiah."""


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How a loan is paid: `late` instalments come so many pay days later, from `stops_after` on none comes at all."""

    late: Mapping[int, int] = field(default_factory=dict)
    stops_after: int = INSTALMENTS
    early_at: int = 0
    too_much: int = 0


PROMPT = Habit()
HABITS: Mapping[tuple[int, int], Habit] = {
    (9, 1): Habit(late={3: 1, 4: 1, 7: 1}),
    (13, 1): Habit(late={5: 1, 6: 1}),
    (20, 1): Habit(late={6: 2}),
    (8, 1): Habit(late={4: 2, 5: 2, 6: 3, 8: 2, 9: 4, 10: 4}),
    (18, 1): Habit(early_at=8),
    (7, 1): Habit(too_much=50_000),
    (4, 2): Habit(too_much=20_000),
    (6, 2): Habit(stops_after=5),
    (7, 2): Habit(stops_after=6),
    (11, 2): Habit(stops_after=4),
    (15, 2): Habit(stops_after=5),
}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One loan of one group: `place` in the list of groups, which turn it is, and the days on its way."""

    place: int
    number: int
    month: int

    @property
    def code(self) -> str:
        """The group's code."""
        return GROUPS[self.place][0]

    @property
    def wave(self) -> str:
        """Which of the two pay days of a month is theirs."""
        return "mid" if self.place % 2 == 0 else "end"

    @property
    def paid_out(self) -> date:
        """The day of the disbursement."""
        return pay_out_day(self.month, self.wave)

    def before(self, days: int) -> date:
        """A working day so many days before the disbursement."""
        return work_day(self.paid_out - timedelta(days=days), back=True)


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What a group brings on a day: so many instalments, or everything (`early`), and how much too much."""

    day: date
    turn: Turn
    instalments: int
    early: bool = False
    too_much: int = 0


def granted(place: int, seat: int, number: int) -> int:
    """What a member is found good for in this turn, in rupiah.

    >>> granted(0, 2, 1), granted(0, 2, 2), granted(9, 0, 2)
    (2000000, 3000000, 1500000)
    """
    sizes = SIZES[1 if place in NEVER_MORE else number]
    return sizes[(7 * place + 3 * seat) % len(sizes)]


def turns() -> list[Turn]:
    """Every loan of the two years, in the order in which they are paid out.

    >>> made = turns()
    >>> len(made), made[0].paid_out, made[-1].paid_out <= LAST_DAY
    (47, datetime.date(2024, 12, 16), True)
    """
    made = []
    for place, first in enumerate(FIRST_TURN):
        made.append(Turn(place=place, number=1, month=first))
        if place not in ONE_LOAN_ONLY:
            made.append(Turn(place=place, number=2, month=first + PAUSE))
        if place in THIRD_TURN:
            made.append(Turn(place=place, number=3, month=first + 2 * PAUSE))
    return sorted(made, key=lambda turn: (turn.paid_out, turn.place))


def payments(turn: Turn) -> Iterator[Payment]:
    """What is brought on a loan up to the day before the last one, oldest first."""
    habit = HABITS.get((turn.place, turn.number), PROMPT)
    brought: dict[date, int] = {}
    for no in range(1, min(INSTALMENTS, habit.stops_after) + 1):
        day = pay_day(half_of(turn.month + no, turn.wave) + habit.late.get(no, 0))
        brought[day] = brought.get(day, 0) + 1
    done = 0
    for day, count in sorted(brought.items()):
        done += count
        if day >= LAST_DAY:
            return
        early = bool(habit.early_at) and done >= habit.early_at
        last = done >= INSTALMENTS
        yield Payment(
            day=day, turn=turn, instalments=count, early=early, too_much=habit.too_much if last and not early else 0
        )
        if early:
            return
