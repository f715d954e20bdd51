"""Early warnings about a KSM: ten named rules, each with its limit from the rulebook and the figure that reached it.

There is no score behind them: each warning counts one, and whoever reads it sees which records it was read from. Who is
to be visited next week follows from their number. Sources: methods 6.5, 6.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from gulir.core.dates import add_months
from gulir.core.rules import Rules
from gulir.core.visits import uncovered
from gulir.core.vital_signs import BooksSeen, InstalmentDue, Meeting

__all__ = [
    "BusinessLook",
    "Candidate",
    "Coaching",
    "Coverage",
    "Dated",
    "Known",
    "LoanUser",
    "Next",
    "Warned",
    "WarningRules",
    "coverage",
    "low_habits",
    "next_week",
    "topics_for",
    "warnings",
]


@dataclass(frozen=True, kw_only=True)
class WarningRules:
    """The limits in force: meetings, percentage points, days, months, checks, members."""

    missed_meetings: int
    attendance_fall: Fraction
    attendance_meetings: int
    savings_stopped: int
    first_instalment_days: int
    leader_months: int
    coverage_days: int
    business_months: int
    books_behind: int
    other_users: int
    hard_months: tuple[int, ...]
    visit_points: int
    visit_days: int

    @classmethod
    def of(cls, rules: Rules) -> WarningRules:
        """What a board's rulebook holds on a day."""
        return cls(
            missed_meetings=rules.count("mentoring.missed_meetings"),
            attendance_fall=rules.percent("mentoring.attendance_fall"),
            attendance_meetings=rules.count("mentoring.attendance_meetings"),
            savings_stopped=rules.count("mentoring.savings_stopped"),
            first_instalment_days=rules.count("mentoring.first_instalment_days"),
            leader_months=rules.count("mentoring.leader_months"),
            coverage_days=rules.count("mentoring.coverage_days"),
            business_months=rules.count("loan.visit_after_months"),
            books_behind=rules.count("mentoring.books_behind"),
            other_users=rules.count("mentoring.other_users"),
            hard_months=rules.counts("mentoring.hard_months"),
            visit_points=rules.count("mentoring.visit_points"),
            visit_days=rules.count("mentoring.visit_days"),
        )


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Something that happened on a day, and its record."""

    row: str
    on: date


@dataclass(frozen=True, kw_only=True)
class BusinessLook:
    """A loan that was paid out, and when its use was first seen; None while nobody looked."""

    row: str
    paid_out: date
    seen_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LoanUser:
    """What a visit found about one member's share: whether the borrower uses it."""

    row: str
    borrower_uses: bool


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the records hold about one KSM; `since` is when it began, `first_instalments` those of its running loans."""

    since: date
    meetings: Sequence[Meeting] = ()
    first_instalments: Sequence[InstalmentDue] = ()
    leader_changed: Dated | None = None
    last_visit: Dated | None = None
    businesses: Sequence[BusinessLook] = ()
    books: Sequence[BooksSeen] = ()
    users: Sequence[LoanUser] = ()


@dataclass(frozen=True, kw_only=True)
class Warned:
    """One rule that fired: its name, the figure found, its limit and the rulebook's key of that, the records behind."""

    key: str
    figure: Fraction | int
    limit: Fraction | int
    rule: str
    rows: tuple[str, ...] = ()


def _planned(known: Known, on: date) -> list[Meeting]:
    return sorted((one for one in known.meetings if one.planned_on <= on), key=lambda one: one.planned_on)


def _last_run(things: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """The records at the end of a row of things that failed one after another, oldest first."""
    rows: list[str] = []
    for row, failed in reversed(things):
        if not failed:
            break
        rows.append(row)
    return tuple(reversed(rows))


def _missed_meetings(known: Known, on: date, rules: WarningRules) -> Warned | None:
    rows = _last_run([(one.row, not one.held) for one in _planned(known, on)])
    return _if(len(rows) >= rules.missed_meetings, "missed_meetings", len(rows), rules.missed_meetings, rows)


def _attendance_fell(known: Known, on: date, rules: WarningRules) -> Warned | None:
    """The last so many meetings held against as many before; without both there is nothing to compare."""
    held = [one for one in _planned(known, on) if one.held]
    size = rules.attendance_meetings
    if len(held) < 2 * size:
        return None
    before, now = (_came(part) for part in (held[-2 * size : -size], held[-size:]))
    if before is None or now is None:
        return None
    rows = tuple(one.row for one in held[-2 * size :])
    fall = before - now
    return _if(fall > rules.attendance_fall, "attendance_fall", fall, rules.attendance_fall, rows)


def _came(held: Sequence[Meeting]) -> Fraction | None:
    of = sum(len(one.members) for one in held)
    return Fraction(100 * sum(len(one.present & one.members) for one in held), of) if of else None


def _savings_stopped(known: Known, on: date, rules: WarningRules) -> Warned | None:
    held = [one for one in _planned(known, on) if one.held]
    rows = _last_run([(one.row, not one.savers) for one in held])
    stopped = rules.savings_stopped <= len(rows) < len(held)
    return _if(stopped, "savings_stopped", len(rows), rules.savings_stopped, rows)


def _first_instalment_late(known: Known, on: date, rules: WarningRules) -> Warned | None:
    late = {one.row: (min(one.paid_on or on, on) - one.due_on).days for one in known.first_instalments}
    limit = rules.first_instalment_days
    rows = tuple(row for row, days in late.items() if days > limit)
    return _if(bool(rows), "first_instalment_days", max(late.values(), default=0), limit, rows)


def _leader_changed(known: Known, on: date, rules: WarningRules) -> Warned | None:
    changed = known.leader_changed
    if changed is None or changed.on > on:
        return None
    recent = on < add_months(changed.on, rules.leader_months)
    return _if(recent, "leader_months", (on - changed.on).days, rules.leader_months, (changed.row,))


def _visit_overdue(known: Known, on: date, rules: WarningRules) -> Warned | None:
    last = known.last_visit
    days = uncovered(last_visit=last.on if last else None, since=known.since, on=on, most_days=rules.coverage_days)
    return _if(days is not None, "coverage_days", days or 0, rules.coverage_days, (last.row,) if last else ())


def _business_not_seen(known: Known, on: date, rules: WarningRules) -> Warned | None:
    rows = tuple(
        one.row
        for one in known.businesses
        if (one.seen_on is None or one.seen_on > on) and on > add_months(one.paid_out, rules.business_months)
    )
    return _if(bool(rows), "visit_after_months", len(rows), rules.business_months, rows, chapter="loan")


def _books_behind(known: Known, on: date, rules: WarningRules) -> Warned | None:
    seen = sorted((one for one in known.books if one.on <= on), key=lambda one: one.on)
    rows = _last_run([(one.row, not one.in_order) for one in seen])
    return _if(len(rows) >= rules.books_behind, "books_behind", len(rows), rules.books_behind, rows)


def _other_users(known: Known, _: date, rules: WarningRules) -> Warned | None:
    rows = tuple(one.row for one in known.users if not one.borrower_uses)
    return _if(len(rows) >= rules.other_users, "other_users", len(rows), rules.other_users, rows)


def _hard_month_ahead(_: Known, on: date, rules: WarningRules) -> Warned | None:
    month = add_months(on.replace(day=1), 1).month
    return _if(month in rules.hard_months, "hard_months", month, month, ())


def _if(
    fired: bool,  # noqa: FBT001  (the question comes first, then what is told of it)
    key: str,
    figure: Fraction | int,
    limit: Fraction | int,
    rows: tuple[str, ...],
    *,
    chapter: str = "mentoring",
) -> Warned | None:
    return Warned(key=key, figure=figure, limit=limit, rule=f"{chapter}.{key}", rows=rows) if fired else None


RULES = (
    _missed_meetings,
    _attendance_fell,
    _savings_stopped,
    _first_instalment_late,
    _leader_changed,
    _visit_overdue,
    _business_not_seen,
    _books_behind,
    _other_users,
    _hard_month_ahead,
)
"""The ten of methods 6.6, in its order."""


def warnings(known: Known, *, on: date, rules: WarningRules) -> tuple[Warned, ...]:
    """Every rule that fires for a KSM on a day, in the order of the handbook.

    >>> rules = WarningRules(missed_meetings=2, attendance_fall=Fraction(20), attendance_meetings=3, savings_stopped=2,
    ...     first_instalment_days=0, leader_months=3, coverage_days=60, business_months=1, books_behind=1,
    ...     other_users=1, hard_months=(1, 7), visit_points=3, visit_days=7)
    >>> melati = Known(since=date(2025, 1, 1), last_visit=Dated(row="v1", on=date(2026, 1, 1)), meetings=[
    ...     Meeting(row=f"m{n}", planned_on=date(2026, n, 5), held=n == 1) for n in (1, 2, 3)])
    >>> for one in warnings(melati, on=date(2026, 3, 10), rules=rules):
    ...     print(one.key, one.figure, one.limit, one.rule, one.rows)
    missed_meetings 2 2 mentoring.missed_meetings ('m2', 'm3')
    coverage_days 68 60 mentoring.coverage_days ('v1',)
    """
    return tuple(found for rule in RULES if (found := rule(known, on, rules)) is not None)


TOPIC_OF_WARNING = {
    "missed_meetings": "rules",
    "attendance_fall": "rules",
    "savings_stopped": "rules",
    "first_instalment_days": "business",
    "leader_months": "rules",
    "books_behind": "bookkeeping",
    "other_users": "rules",
    "hard_months": "business",
}
"""Which coaching answers which warning; that nobody came to see is not the KSM's to learn."""


TOPIC_OF_HABIT = {
    "meetings": "rules",
    "saving": "rules",
    "lending": "business",
    "repayment": "business",
    "bookkeeping": "bookkeeping",
}
"""Which coaching answers which of the five habits when it is low."""


@dataclass(frozen=True, kw_only=True)
class Coaching:
    """A topic to coach and everything that asks for it: the last visit, warnings, habits that are low."""

    topic: str
    seen: bool = False
    warned: tuple[Warned, ...] = ()
    habits: tuple[str, ...] = ()


def low_habits(points: Mapping[str, int | None], most: Mapping[str, int]) -> tuple[str, ...]:
    """The habits with less than half of the points they can have; one without records is not low.

    >>> low_habits({"meetings": 1, "saving": 2, "lending": None}, {"meetings": 4, "saving": 4, "lending": 4})
    ('meetings',)
    """
    return tuple(key for key, one in points.items() if one is not None and 2 * one < most[key])


def topics_for(warned: Iterable[Warned], *, seen: Iterable[str] = (), low: Iterable[str] = ()) -> list[Coaching]:
    """What to coach next: the topics that the last visit left open (`seen`), then those of warnings, of low habits.

    >>> one = Warned(key="books_behind", figure=1, limit=1, rule="mentoring.books_behind")
    >>> for found in topics_for([one], seen=["conflict"], low=["meetings"]):
    ...     print(found.topic, found.seen, [w.key for w in found.warned], found.habits)
    conflict True [] ()
    bookkeeping False ['books_behind'] ()
    rules False [] ('meetings',)
    """
    open_ones = set(seen := list(seen))
    asked = [(TOPIC_OF_WARNING[one.key], one) for one in warned if one.key in TOPIC_OF_WARNING]
    habits = [(TOPIC_OF_HABIT[one], one) for one in low]
    return [
        Coaching(
            topic=topic,
            seen=topic in open_ones,
            warned=tuple(one for of, one in asked if of == topic),
            habits=tuple(one for of, one in habits if of == topic),
        )
        for topic in dict.fromkeys((*seen, *(of for of, _one in asked), *(of for of, _one in habits)))
    ]


# ---------------------------------------------------------------- next week


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A KSM with its warnings, by how many stages it fell since the last grading, and days since it was visited."""

    name: str
    warned: tuple[Warned, ...] = ()
    stages_fallen: int = 0
    days_unvisited: int = 0


@dataclass(frozen=True, kw_only=True)
class Next:
    """One line of the list: the KSM with its reasons; `visit_by` is the last day for one that cannot wait."""

    name: str
    warned: tuple[Warned, ...]
    stages_fallen: int
    days_unvisited: int
    visit_by: date | None


def next_week(candidates: Iterable[Candidate], *, on: date, rules: WarningRules) -> list[Next]:
    """Whom to visit next: most warnings first, then who fell most stages, then who waits longest, then by name.

    Whoever has no warning and has not fallen is not on the list.

    >>> rules = WarningRules(missed_meetings=2, attendance_fall=Fraction(20), attendance_meetings=3, savings_stopped=2,
    ...     first_instalment_days=0, leader_months=3, coverage_days=60, business_months=1, books_behind=1,
    ...     other_users=1, hard_months=(1, 7), visit_points=3, visit_days=7)
    >>> one = Warned(key="coverage_days", figure=70, limit=60, rule="mentoring.coverage_days")
    >>> rows = next_week([Candidate(name="Mawar", warned=(one,), days_unvisited=70), Candidate(name="Dahlia"),
    ...                   Candidate(name="Melati", warned=(one, one, one)), Candidate(name="Kenanga", stages_fallen=1)],
    ...                  on=date(2026, 3, 10), rules=rules)
    >>> [(row.name, row.visit_by and row.visit_by.isoformat()) for row in rows]
    [('Melati', '2026-03-17'), ('Mawar', None), ('Kenanga', None)]
    """
    asked = [one for one in candidates if one.warned or one.stages_fallen]
    asked.sort(key=lambda one: (-len(one.warned), -one.stages_fallen, -one.days_unvisited, one.name))
    by = on + timedelta(days=rules.visit_days)
    return [
        Next(
            name=one.name,
            warned=one.warned,
            stages_fallen=one.stages_fallen,
            days_unvisited=one.days_unvisited,
            visit_by=by if len(one.warned) >= rules.visit_points else None,
        )
        for one in asked
    ]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many KSM there are, and those not visited for too long with their days, the longest first."""

    groups: int
    alarmed: tuple[tuple[str, int], ...]

    @property
    def percent(self) -> Fraction | None:
        """The share that was visited in time; nothing where there is no KSM."""
        return Fraction(100 * (self.groups - len(self.alarmed)), self.groups) if self.groups else None


def coverage(seen: Mapping[str, tuple[date | None, date]], *, on: date, most_days: int) -> Coverage:
    """The coverage alarm: for each KSM its last visit (if any) and since when it is to be visited.

    >>> seen = {"Melati": (date(2026, 3, 1), date(2025, 1, 1)), "Mawar": (None, date(2026, 1, 1))}
    >>> found = coverage(seen, on=date(2026, 3, 10), most_days=60)
    >>> found.alarmed, found.percent
    ((('Mawar', 68),), Fraction(50, 1))
    """
    waited = {
        name: days
        for name, (last, since) in seen.items()
        if (days := uncovered(last_visit=last, since=since, on=on, most_days=most_days)) is not None
    }
    return Coverage(groups=len(seen), alarmed=tuple(sorted(waited.items(), key=lambda one: (-one[1], one[0]))))
