"""Work in figures: jobs as persons and as full-time equivalents, and days of work on a site (HOK).

Hours are whole hours. Source: methods 7.3; 1 HOK is eight hours of one person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gulir.core.problems.measuring import HoursImpossible

__all__ = ["FULL_WEEK", "HOURS_OF_A_DAY", "Days", "Job", "Jobs", "Labour", "days_of_work", "jobs"]

FULL_WEEK = 40
HOURS_OF_A_DAY = 8
HOURS_OF_A_WEEK = 7 * 24


@dataclass(frozen=True, kw_only=True)
class Job:
    """One person at work in one business: weekly hours, paid or of the family; `row` is the record that says so.

    `through` says what brought it about: a loan, a grant.
    """

    row: str
    business: str
    person: str
    weekly_hours: int
    paid: bool = True
    through: str = "loan"


@dataclass(frozen=True, kw_only=True)
class Jobs:
    """Persons at work, their full-time equivalents (40 hours a week, at most one each), and those paid among them.

    `rows` are the records counted; `twice` those left out because the same work was reported before.
    """

    persons: int
    fte: Fraction
    paid: int
    rows: tuple[str, ...]
    twice: tuple[str, ...]


def jobs(reported: Iterable[Job]) -> Jobs:
    """Each person once: hours in several businesses add up, to one full job at most.

    A job of a loan and one of a grant in the same business are the same work and are not added.

    >>> found = jobs([
    ...     Job(row="p1", business="warung", person="Yuni", weekly_hours=48),
    ...     Job(row="p2", business="warung", person="Karti", weekly_hours=20, paid=False),
    ...     Job(row="h1", business="warung", person="Karti", weekly_hours=20, paid=False, through="grant")])
    >>> found.persons, found.fte, found.paid, found.twice
    (2, Fraction(3, 2), 1, ('h1',))
    """
    work: dict[tuple[str, str], Job] = {}
    twice: list[str] = []
    for job in reported:
        _check_hours(job.weekly_hours, HOURS_OF_A_WEEK)
        key = (job.business, job.person)
        known = work.get(key)
        if known is None or known.weekly_hours < job.weekly_hours:
            work[key] = job
        if known is not None:
            twice.append(known.row if work[key] is job else job.row)
    hours: dict[str, int] = {}
    for job in work.values():
        hours[job.person] = hours.get(job.person, 0) + job.weekly_hours
    at_work = {person for person, weekly in hours.items() if weekly}
    return Jobs(
        persons=len(at_work),
        fte=sum((min(Fraction(1), Fraction(weekly, FULL_WEEK)) for weekly in hours.values()), Fraction()),
        paid=len({job.person for job in work.values() if job.paid and job.weekly_hours}),
        rows=tuple(job.row for job in work.values()),
        twice=tuple(twice),
    )


@dataclass(frozen=True, kw_only=True)
class Labour:
    """Hours one person worked on one list of attendance: paid, or given freely (swadaya)."""

    row: str
    hours: int
    paid: bool
    woman: bool = False
    poor: bool = False


@dataclass(frozen=True, kw_only=True)
class Days:
    """Days of work (HOK), paid and freely given kept apart; shares of women and of poor people in percent, by hours."""

    paid: Fraction
    free: Fraction
    women_percent: Fraction | None
    poor_percent: Fraction | None
    rows: tuple[str, ...]

    @property
    def total(self) -> Fraction:
        """All of it."""
        return self.paid + self.free


def days_of_work(worked: Iterable[Labour]) -> Days:
    """Hours into days of eight.

    >>> six = [Labour(row=f"d{n}", hours=5, paid=n % 6 > 1, woman=n % 2 == 0) for n in range(60)]
    >>> found = days_of_work(six)                                       # 6 persons, 5 hours, 10 days: methods 7.3
    >>> found.total, found.paid, found.free, found.women_percent
    (Fraction(75, 2), Fraction(25, 1), Fraction(25, 2), Fraction(50, 1))
    """
    lines = list(worked)
    for line in lines:
        _check_hours(line.hours, HOURS_OF_A_WEEK)
    hours = sum(line.hours for line in lines)

    def days(counted: Iterable[Labour]) -> Fraction:
        return Fraction(sum(line.hours for line in counted), HOURS_OF_A_DAY)

    def percent(counted: Iterable[Labour]) -> Fraction | None:
        return Fraction(100 * sum(line.hours for line in counted), hours) if hours else None

    return Days(
        paid=days(line for line in lines if line.paid),
        free=days(line for line in lines if not line.paid),
        women_percent=percent(line for line in lines if line.woman),
        poor_percent=percent(line for line in lines if line.poor),
        rows=tuple(line.row for line in lines),
    )


def _check_hours(hours: int, most: int) -> None:
    """Hours below zero, or more than a week has, cannot be judged."""
    if not 0 <= hours <= most:
        raise HoursImpossible(hours=hours, most=most)
