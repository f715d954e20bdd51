"""How a KSM lives, read from its own records: five habits, attendance, and the computed questions of the Kotaku form.

Each sign says what was done out of what was to be done ("met 3 of 4 times") and names the records it was counted from,
so that a member can open it and answer. Nothing recorded is no sign, never zero. Sources: domain 5.5, methods 6.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from gulir.core.dates import Period, add_months
from gulir.core.instruments import Instrument, points_at

__all__ = [
    "HABITS",
    "BooksSeen",
    "InstalmentDue",
    "InternalLoanSeen",
    "Meeting",
    "Reading",
    "Sign",
    "fell",
    "five_habits",
    "habit_points",
    "kotaku_readings",
]

HABITS = ("meetings", "saving", "lending", "repayment", "bookkeeping")
MONTHS_OF_KOTAKU = 3


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting that was planned: whether it was held, who belonged, came and saved. `row` is its record."""

    row: str
    planned_on: date
    held: bool
    members: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()
    savers: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class InternalLoanSeen:
    """A loan among members that is not paid back yet, and until when it is to be."""

    row: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class InstalmentDue:
    """An instalment to the UPK: when it was due, when it was paid in full; None while it is not."""

    row: str
    due_on: date
    paid_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class BooksSeen:
    """A check of the KSM's books at a visit."""

    row: str
    on: date
    in_order: bool


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What was done, out of what was to be done. `rows` are all records counted, `missed` those where it was not."""

    key: str
    did: int
    of: int
    rows: tuple[str, ...]
    missed: tuple[str, ...] = ()

    @property
    def percent(self) -> Fraction | None:
        """The share done; nothing where nothing was to be done."""
        return Fraction(100 * self.did, self.of) if self.of else None


def five_habits(
    period: Period,
    *,
    on: date,
    meetings: Iterable[Meeting],
    internal: Iterable[InternalLoanSeen] = (),
    instalments: Iterable[InstalmentDue] = (),
    books: Iterable[BooksSeen] = (),
    tolerance_days: int = 0,
) -> dict[str, Sign]:
    """The habits of a period as they stand on a day, and attendance beside them.

    Meetings held of planned; savings put in, a member and meeting at a time; loans among members not overdue on the
    day; instalments paid by their day or within the board's tolerance; books found in order. What lies after `on`, or
    may still be paid in time, is not judged.

    >>> all_ = frozenset({"Yuni", "Karti"})
    >>> held = [Meeting(row=f"m{n}", planned_on=date(2026, 3, n), held=n != 16, members=all_, present=all_, savers=all_)
    ...         for n in (2, 9, 16, 23)]
    >>> signs = five_habits(Period.month(2026, 3), on=date(2026, 3, 31), meetings=held)
    >>> signs["meetings"]
    Sign(key='meetings', did=3, of=4, rows=('m2', 'm9', 'm16', 'm23'), missed=('m16',))
    >>> signs["saving"].did, signs["saving"].of, signs["repayment"].percent is None
    (6, 6, True)
    """

    def due(day: date) -> bool:
        return day in period and day <= on

    planned = [one for one in meetings if due(one.planned_on)]
    held = [one for one in planned if one.held]
    owed = [one for one in instalments if due(one.due_on) and (_paid(one, on) or _last_day(one, tolerance_days) < on)]
    late = [one for one in owed if not _in_time(one, tolerance_days)]
    lent = list(internal)
    overdue = [one for one in lent if one.due_on < on]
    seen = [one for one in books if due(one.on)]
    return {
        "meetings": _whole("meetings", planned, [one for one in planned if not one.held]),
        "attendance": _by_member("attendance", held, {one.row: one.present & one.members for one in held}),
        "saving": _by_member("saving", held, {one.row: one.savers & one.members for one in held}),
        "lending": _whole("lending", lent, overdue),
        "repayment": _whole("repayment", owed, late),
        "bookkeeping": _whole("bookkeeping", seen, [one for one in seen if not one.in_order]),
    }


Recorded = Meeting | InternalLoanSeen | InstalmentDue | BooksSeen


def _paid(one: InstalmentDue, on: date) -> bool:
    return one.paid_on is not None and one.paid_on <= on


def _last_day(one: InstalmentDue, tolerance_days: int) -> date:
    return one.due_on + timedelta(days=tolerance_days)


def _in_time(one: InstalmentDue, tolerance_days: int) -> bool:
    return one.paid_on is not None and one.paid_on <= _last_day(one, tolerance_days)


def _whole(key: str, counted: Sequence[Recorded], missed: Sequence[Recorded]) -> Sign:
    return Sign(
        key=key,
        did=len(counted) - len(missed),
        of=len(counted),
        rows=tuple(one.row for one in counted),
        missed=tuple(one.row for one in missed),
    )


def _by_member(key: str, held: Sequence[Meeting], who: Mapping[str, frozenset[str]]) -> Sign:
    return Sign(
        key=key,
        did=sum(map(len, who.values())),
        of=sum(len(one.members) for one in held),
        rows=tuple(one.row for one in held),
        missed=tuple(one.row for one in held if len(who[one.row]) < len(one.members)),
    )


def habit_points(signs: Mapping[str, Sign], instrument: Instrument) -> dict[str, int | None]:
    """The answers of the instrument of five habits that the signs give; a habit without records has none."""
    return {item.key: points_at(item, signs[item.key].percent) for item in instrument.items}


# ---------------------------------------------------------------- the Kotaku form


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A computed answer: its points, the figures of its sentence, and the records behind it."""

    item: str
    points: int | None
    figures: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[str, ...] = ()


def kotaku_readings(
    instrument: Instrument, *, on: date, meetings: Iterable[Meeting], missed_instalments: Mapping[str, int]
) -> dict[str, Reading]:
    """Questions 1, 2, 4 and 6 of the form, from the meetings of the last three months and the loans running.

    `missed_instalments` goes by the record of each running loan; a KSM without a loan has no answer to question 6. One
    that never planned a meeting has no answers about meetings.

    >>> from gulir.core.instruments import Answer, Item
    >>> from gulir.core.rules import Tag
    >>> limits = (None, Fraction(50), Fraction(70), Fraction(90))
    >>> form = Instrument(key="form", version=1, since=date(2026, 1, 1), source="example", tag=Tag.DEFAULT, items=(
    ...     Item(key="attendance", answers=tuple(Answer(points=n, at_least=p) for n, p in enumerate(limits))),))
    >>> two = frozenset({"Yuni", "Karti"})
    >>> held = [Meeting(row=f"m{n}", planned_on=date(2026, n, 5), held=True, members=two, present=two, savers=two)
    ...         for n in (1, 2, 3)]
    >>> found = kotaku_readings(form, on=date(2026, 3, 31), meetings=held, missed_instalments={"PB-1": 1})
    >>> {key: one.points for key, one in found.items()}
    {'meetings': 2, 'attendance': 3, 'savings': 3, 'repayment': 2}
    >>> found["meetings"].figures
    {'held': 3, 'months': 3}
    """
    known = [one for one in meetings if one.planned_on <= on]
    edges = [add_months(on, -months) for months in range(MONTHS_OF_KOTAKU + 1)]
    held = [one for one in known if one.held and one.planned_on > edges[-1]]
    readings = [
        _meetings(held, edges, begun=bool(known)),
        _attendance(held, instrument),
        _savings(held),
        _repayment(missed_instalments),
    ]
    return {reading.item: reading for reading in readings}


def _rows(held: Sequence[Meeting]) -> tuple[str, ...]:
    return tuple(one.row for one in held)


def _meetings(held: Sequence[Meeting], edges: Sequence[date], *, begun: bool) -> Reading:
    """0 none in three months, 1 some, 2 every month, 3 twice a month or more in every month."""
    months = [sum(begins < one.planned_on <= ends for one in held) for ends, begins in pairwise(edges)]
    least = min(months)
    points = 0 if not held else min(1 + least, 3)
    return Reading(
        item="meetings",
        points=points if begun else None,
        figures={"held": len(held), "months": MONTHS_OF_KOTAKU},
        rows=_rows(held),
    )


def _attendance(held: Sequence[Meeting], instrument: Instrument) -> Reading:
    came = sum(len(one.present & one.members) for one in held)
    of = sum(len(one.members) for one in held)
    percent = Fraction(100 * came, of) if of else None
    points = points_at(instrument.item("attendance"), percent)
    return Reading(item="attendance", points=points, figures={"came": came, "of": of}, rows=_rows(held))


def _savings(held: Sequence[Meeting]) -> Reading:
    """0 nobody, 1 some members, 2 all of them yet not always, 3 all of them at every meeting."""
    if not held:
        return Reading(item="savings", points=None)
    members = held[-1].members
    savers = frozenset[str]().union(*(one.savers for one in held))
    always = all(one.members <= one.savers for one in held)
    points = 0 if not savers else 3 if always else 2 if members <= savers else 1
    figures = {"saved": len(members & savers), "of": len(members), "meetings": len(held)}
    return Reading(item="savings", points=points, figures=figures, rows=_rows(held))


def _repayment(missed: Mapping[str, int]) -> Reading:
    """3 on time, one point less for each instalment missed of the worst loan."""
    if not missed:
        return Reading(item="repayment", points=None)
    worst = max(missed.values())
    rows = tuple(row for row, count in missed.items() if count) or tuple(missed)
    return Reading(item="repayment", points=max(3 - worst, 0), figures={"missed": worst}, rows=rows)


def fell(instrument: Instrument, before: str, now: str) -> int:
    """By how many stages a KSM fell between two readings; 0 when it stayed, rose, or a stage is not known."""
    ranks = instrument.rank(before), instrument.rank(now)
    if ranks[0] is None or ranks[1] is None:
        return 0
    return max(ranks[0] - ranks[1], 0)
