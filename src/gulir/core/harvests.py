"""A calendar of named due dates: the loan is paid back when the harvest brings the money, whole or in parts.

Dates come round every year. Jasa is counted in calendar months from the disbursement to the first date and from date
to date, never in days (domain 3.5): January to April is three months, whatever the days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gulir.core.dates import month_end, parse_date
from gulir.core.problems.loans import SeasonImpossible, SeasonTwice, SeasonUnclear
from gulir.core.problems.money import DateImpossible, DateUnclear
from gulir.core.terms import LARGEST_PART

__all__ = ["LONGEST_NAME", "Harvest", "Season", "check_seasons", "harvests", "least_term", "least_wait", "parse_season"]

LONGEST_NAME = 40
MONTHS = 12
LEAP_YEAR = 2028
"""A year that has every day there can be."""


@dataclass(frozen=True, slots=True)
class Season:
    """A named day of every year, and how much of the principal it weighs (day 29 to 31: the month's last day)."""

    name: str
    month: int
    day: int = 1
    part: int = 1

    def in_year(self, year: int) -> date:
        """Its day in a year.

        >>> Season("Panen gadu", 2, 30).in_year(2027)
        datetime.date(2027, 2, 28)
        """
        end = month_end(date(year, self.month, 1))
        return end.replace(day=min(self.day, end.day))


@dataclass(frozen=True, slots=True)
class Harvest:
    """One due date of a loan: its day, the calendar months since the one before, and its part of the principal."""

    name: str
    on: date
    months: int
    part: int


def parse_season(text: str) -> Season:
    """A harvest as people write it: name, day with month, and its part if not one; else `SeasonUnclear`.

    >>> parse_season("Panen raya, 15 April, 2"), parse_season("Panen gadu, 15/9")
    (Season(name='Panen raya', month=4, day=15, part=2), Season(name='Panen gadu', month=9, day=15, part=1))
    """
    name, day, *rest = [*(word.strip() for word in text.split(",")), ""]
    part = rest[0] if len(rest) > 1 else "1"
    mark = next((mark for mark in "-/." if mark in day), " ")
    try:
        found = parse_date(f"{day}{mark}{LEAP_YEAR}")
    except (DateUnclear, DateImpossible):
        raise SeasonUnclear(text=text.strip()[:LONGEST_NAME]) from None
    if len(rest) > 2 or not (part.isascii() and part.isdecimal() and len(part) <= len(str(LARGEST_PART))):
        raise SeasonUnclear(text=text.strip()[:LONGEST_NAME])
    return Season(name, found.month, found.day, int(part))


def check_seasons(seasons: Sequence[Season]) -> None:
    """Refuse a calendar that cannot be: no name, an impossible day (`SeasonImpossible`), a month twice or none at all.

    >>> check_seasons([Season("Panen raya", 4, 15), Season("Panen gadu", 9, 15)])
    """
    for at, season in enumerate(seasons):
        named = season.name == season.name.strip() and 0 < len(season.name) <= LONGEST_NAME
        if not (named and 1 <= season.month <= MONTHS and 1 <= season.day <= 31 and 1 <= season.part <= LARGEST_PART):
            raise SeasonImpossible(path=f"harvests[{at}]", name=season.name[:LONGEST_NAME])
    months = [season.month for season in seasons]
    for at, month in enumerate(months):
        if month in months[:at]:
            raise SeasonTwice(path=f"harvests[{at}]", month=month)
    if not months:
        raise SeasonTwice(path="harvests", month=0)


def harvests(seasons: Sequence[Season], after: date, count: int) -> tuple[Harvest, ...]:
    """The next `count` harvests for a loan paid out on a day; one in the very month of the payout is left out.

    >>> rice = [Season("Panen raya", 4, 15, 2), Season("Panen gadu", 9, 15)]
    >>> [(h.name, h.on.isoformat(), h.months, h.part) for h in harvests(rice, date(2026, 11, 20), 2)]
    [('Panen raya', '2027-04-15', 5, 2), ('Panen gadu', '2027-09-15', 5, 1)]
    """
    check_seasons(seasons)
    found: list[Harvest] = []
    before = after
    for year in range(after.year, after.year + count + 2):
        for season in sorted(seasons, key=lambda s: s.month):
            months = (year - before.year) * MONTHS + season.month - before.month
            if months < 1 or len(found) == count:
                continue
            before = season.in_year(year)
            found.append(Harvest(season.name, before, months, season.part))
    return tuple(found)


def least_wait(seasons: Sequence[Season], count: int) -> int:
    """The months a loan of `count` harvests has to wait at least once, paid out at the best moment.

    >>> rice = [Season("Panen raya", 4), Season("Panen gadu", 9)]
    >>> least_wait(rice, 1), least_wait(rice, 2), least_wait(rice, 3)
    (1, 5, 7)
    """
    return min(max(between, default=1) for between in _between(seasons, count))


def least_term(seasons: Sequence[Season], count: int) -> int:
    """The months from the payout to the last of `count` harvests, paid out in the month before the first.

    >>> least_term([Season("Panen raya", 4), Season("Panen gadu", 9)], 3)
    13
    """
    return min(1 + sum(between) for between in _between(seasons, count))


def _between(seasons: Sequence[Season], count: int) -> list[list[int]]:
    """The months between `count` harvests in a row, beginning with each of the calendar."""
    check_seasons(seasons)
    months = sorted(season.month for season in seasons)
    gaps = [later - month for month, later in zip(months, [*months[1:], months[0] + MONTHS], strict=True)]
    endless = gaps * (count // len(gaps) + 2)
    return [endless[at : at + count - 1] for at in range(len(gaps))]
