"""National holidays of Indonesia as a pure function of the year, with what a board knows better laid over it.

The dates come from the `holidays` library: national days and *cuti bersama* (joint leave). Days that follow the moon
are marked as estimated until the ministers' decree fixes them; a board lays its own table over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from holidays import country_holidays

__all__ = ["Holiday", "holidays_in", "national_holidays"]

ESTIMATED = " (perkiraan)"


@dataclass(frozen=True)
class Holiday:
    """A day on which offices are closed. `joint` is cuti bersama; an estimated date may still move."""

    day: date
    name: str
    joint: bool = False
    estimated: bool = False


@lru_cache(maxsize=256)
def national_holidays(year: int) -> Mapping[date, Holiday]:
    """The holidays of a year by date; empty for years the source does not know (before 1946 and after 2100).

    >>> year = national_holidays(2026)
    >>> len(year), sum(day.joint for day in year.values()), year[date(2026, 3, 21)].name
    (25, 8, 'Hari Raya Idul Fitri')
    >>> national_holidays(2027)[date(2027, 3, 10)].estimated
    True
    """
    national = _named(year, "public")
    every = _named(year, "public", "government")
    found = {
        day: Holiday(day, name.replace(ESTIMATED, ""), joint=day not in national, estimated=ESTIMATED in name)
        for day, name in sorted(every.items())
    }
    return MappingProxyType(found)


def _named(year: int, *categories: str) -> dict[date, str]:
    return dict(country_holidays("ID", years=year, categories=categories, language="id"))


def holidays_in(years: Iterable[int], *, override: Mapping[date, str | None] | None = None) -> Mapping[date, Holiday]:
    """The holidays of several years; `override` adds a day by its name, or takes one away with None.

    >>> moved = {date(2027, 3, 10): None, date(2027, 3, 9): "Hari Raya Idul Fitri"}
    >>> year = holidays_in([2027], override=moved)
    >>> date(2027, 3, 10) in year, year[date(2027, 3, 9)].name
    (False, 'Hari Raya Idul Fitri')
    """
    wanted = sorted(set(years))
    days = {day: holiday for year in wanted for day, holiday in national_holidays(year).items()}
    for day, name in (override or {}).items():
        if name is None:
            days.pop(day, None)
        elif day.year in wanted:
            days[day] = Holiday(day, name)
    return MappingProxyType(dict(sorted(days.items())))
