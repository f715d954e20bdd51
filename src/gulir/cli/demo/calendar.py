"""The calendar of the demonstration: twenty-four months, two pay days a month, and the days of an office."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from gulir.core.calendars import holidays_in
from gulir.core.dates import add_months, month_end

__all__ = ["FIRST_MONTH", "LAST_DAY", "WAVES", "is_work_day", "half_of", "month", "pay_day", "pay_out_day", "work_day"]

FIRST_MONTH = date(2024, 12, 1)
LAST_DAY = date(2026, 11, 23)
"""A Monday: it stays open, with two receipts and nothing counted."""
WAVES = ("mid", "end")
"""Half of the groups pay on the second Wednesday, the other half on the fourth Friday (S56: fixed pay days)."""
ONE_DAY = timedelta(days=1)
WEDNESDAY, FRIDAY = 2, 4


def month(number: int) -> date:
    """The first day of a month of the demonstration, counted from 0.

    >>> month(0), month(23)
    (datetime.date(2024, 12, 1), datetime.date(2026, 11, 1))
    """
    return add_months(FIRST_MONTH, number)


@cache
def _closed() -> frozenset[date]:
    return frozenset(holidays_in(range(2024, 2028)))


def is_work_day(day: date) -> bool:
    """Whether the office is open: Monday to Friday, and no holiday of the country."""
    return day.weekday() < 5 and day not in _closed()


def work_day(day: date, *, back: bool = False) -> date:
    """The day itself when the office works, else the next one, or with `back` the one before.

    >>> work_day(date(2026, 11, 21)), work_day(date(2026, 11, 22), back=True)
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 20))
    """
    while not is_work_day(day):
        day += -ONE_DAY if back else ONE_DAY
    return day


def half_of(number: int, wave: str) -> int:
    """Pay days counted through: two a month."""
    return 2 * number + WAVES.index(wave)


def pay_day(half: int) -> date:
    """The pay day of a half month: the second Wednesday or the fourth Friday, or the working day before.

    >>> pay_day(half_of(23, "mid")), pay_day(half_of(23, "end"))
    (datetime.date(2026, 11, 11), datetime.date(2026, 11, 27))
    """
    first = month(half // 2)
    weekday, weeks = ((WEDNESDAY, 1), (FRIDAY, 3))[half % 2]
    day = first + timedelta(days=(weekday - first.weekday()) % 7, weeks=weeks)
    return work_day(day, back=True)


def pay_out_day(number: int, wave: str) -> date:
    """When loans of a wave are paid out: from the 14th or the 28th on, so that no instalment is due before pay day.

    >>> pay_out_day(0, "mid"), pay_out_day(0, "end")
    (datetime.date(2024, 12, 16), datetime.date(2024, 12, 30))
    """
    first = month(number)
    day = work_day(first.replace(day=14 if wave == "mid" else 28))
    return day if day.month == first.month else work_day(month_end(first), back=True)
