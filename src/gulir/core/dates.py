"""Days, months and half-open periods; zones of the archipelago; dates as people write and read them.

No clock here: today is always an argument. A monthly date keeps its day and is clipped to the month's end, so
31 January, 28 February, 31 March: it never drifts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum

from gulir.core.problems.money import DateImpossible, DateUnclear, PeriodBackwards

__all__ = [
    "WEEKEND",
    "Period",
    "Zone",
    "add_months",
    "business_date",
    "long_date",
    "month_end",
    "month_name",
    "months_between",
    "next_working_day",
    "parse_date",
    "roman_month",
    "weekday_name",
]

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, counted as Python counts weekdays."""


class Zone(Enum):
    """The three zones of Indonesia, none of which changes its clocks."""

    WIB = 7
    WITA = 8
    WIT = 9

    @property
    def tz(self) -> timezone:
        """The zone as Python knows it."""
        return timezone(timedelta(hours=self.value), self.name)


def business_date(instant: datetime, zone: Zone) -> date:
    """The day on the board's wall when something happened; the instant must carry its own zone.

    >>> from datetime import UTC
    >>> business_date(datetime(2026, 11, 23, 17, 30, tzinfo=UTC), Zone.WIB)
    datetime.date(2026, 11, 24)
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone belongs to no day")
    return instant.astimezone(zone.tz).date()


@dataclass(frozen=True, order=True)
class Period:
    """From one day up to, not including, another; without an end it goes on.

    >>> march = Period.month(2026, 3)
    >>> date(2026, 3, 31) in march, date(2026, 4, 1) in march, march.days
    (True, False, 31)
    """

    starts_on: date
    ends_before: date | None = None

    def __post_init__(self) -> None:
        if self.ends_before is not None and self.ends_before <= self.starts_on:
            raise PeriodBackwards(starts_on=self.starts_on, ends_before=self.ends_before)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """One calendar month."""
        first = date(year, month, 1)
        return cls(first, add_months(first, 1))

    @classmethod
    def year(cls, year: int) -> Period:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)

    @property
    def days(self) -> int | None:
        """How many days it has; nothing when it has no end."""
        return None if self.ends_before is None else (self.ends_before - self.starts_on).days

    @property
    def last_day(self) -> date | None:
        """The last day that belongs to it; nothing when it has no end."""
        return None if self.ends_before is None else self.ends_before - timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        """Whether some day belongs to both.

        >>> Period.month(2026, 3).overlaps(Period.month(2026, 4)), Period.year(2026).overlaps(Period.month(2026, 4))
        (False, True)
        """
        return (other.ends_before is None or self.starts_on < other.ends_before) and (
            self.ends_before is None or other.starts_on < self.ends_before
        )


def month_end(day: date) -> date:
    """The last day of the month.

    >>> month_end(date(2024, 2, 10))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int, *, keep_day: int | None = None) -> date:
    """The same day of another month, clipped to that month's end; `keep_day` is the day wished for if another.

    Count from the first date of a series, never from the one before, and nothing drifts (D01 of the published cases).
    A month outside the calendar raises `OverflowError`, as `timedelta` does.

    >>> [add_months(date(2023, 1, 31), i).isoformat() for i in range(4)]
    ['2023-01-31', '2023-02-28', '2023-03-31', '2023-04-30']
    >>> add_months(date(2023, 2, 28), 1, keep_day=31)
    datetime.date(2023, 3, 31)
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month0 + 1, min(keep_day or day.day, monthrange(year, month0 + 1)[1]))


def months_between(start: date, end: date) -> int:
    """How many whole months fit from one day to another; a month is whole on the clipped day (31 January, 28 February).

    >>> months_between(date(2026, 1, 31), date(2026, 2, 28)), months_between(date(2026, 1, 15), date(2026, 4, 14))
    (1, 2)
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and add_months(start, months) > end:
        return months - 1
    return max(0, months)


def next_working_day(day: date, holidays: Collection[date], *, rest_days: Collection[int] = WEEKEND) -> date:
    """The day itself, or the first after it that is neither a day of rest nor a holiday.

    >>> next_working_day(date(2026, 8, 15), {date(2026, 8, 17)})     # a Saturday before Independence Day
    datetime.date(2026, 8, 18)
    """
    if len(frozenset(rest_days)) > 6:
        raise ValueError("a week of rest days has no working day")
    while day.weekday() in rest_days or day in holidays:
        day += timedelta(days=1)
    return day


def roman_month(month: int) -> str:
    """The month as letters and receipts number it.

    >>> roman_month(11)
    'XI'
    """
    return ROMAN[month - 1]


def month_name(month: int, language: str = "id") -> str:
    """The month in words.

    >>> month_name(8), month_name(8, "en")
    ('Agustus', 'August')
    """
    return MONTHS[language][month - 1]


def weekday_name(day: date, language: str = "id") -> str:
    """The day of the week in words.

    >>> weekday_name(date(2026, 11, 23)), weekday_name(date(2026, 11, 23), "en")
    ('Senin', 'Monday')
    """
    return WEEKDAYS[language][day.weekday()]


def long_date(day: date, language: str = "id", *, weekday: bool = False) -> str:
    """The date in full.

    >>> long_date(date(2026, 5, 3)), long_date(date(2026, 5, 3), "en"), long_date(date(2026, 5, 3), weekday=True)
    ('3 Mei 2026', '3 May 2026', 'Minggu, 3 Mei 2026')
    """
    text = f"{day.day} {month_name(day.month, language)} {day.year}"
    return f"{weekday_name(day, language)}, {text}" if weekday else text


def _month_words() -> Iterator[tuple[str, int]]:
    for names in MONTHS.values():
        for number, name in enumerate(names, start=1):
            yield name.lower(), number
            yield name.lower()[:3], number
    yield from (("agt", 8), ("agu", 8), ("sept", 9), ("nop", 11), ("nopember", 11), ("pebruari", 2))


MONTH_WORDS = dict(_month_words())
ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})\Z", re.ASCII)
NUMERIC = re.compile(r"(?P<day>[0-9]{1,2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})\Z", re.ASCII)
WORDED = re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<word>[a-z]{3,9})\.?[ -](?P<year>[0-9]{4})\Z", re.ASCII)


def parse_date(text: str) -> date:
    """A date as people here write it.

    Read: `2026-11-23`, `23/11/2026`, `23-11-2026`, `23.11.2026`, `23 November 2026`, `23 Nov 2026`: the day comes
    before the month. Refused: another form or a year of two digits (`DateUnclear`), a day that does not exist
    (`DateImpossible`).

    >>> [parse_date(t).isoformat() for t in ("2026-11-23", "23/11/2026", "3 Agustus 2026", "3 Agt 2026")]
    ['2026-11-23', '2026-11-23', '2026-08-03', '2026-08-03']
    """
    body = " ".join(text.lower().split())
    match = ISO.match(body) or NUMERIC.match(body) or WORDED.match(body)
    if not match:
        raise DateUnclear(text=text.strip()[:40])
    found = match.groupdict()
    month = MONTH_WORDS.get(found["word"], 0) if "word" in found else int(found["month"])
    if "word" in found and not month:
        raise DateUnclear(text=text.strip()[:40])
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        raise DateImpossible(text=text.strip()[:40]) from None
