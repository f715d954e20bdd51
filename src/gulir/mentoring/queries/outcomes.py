"""What changed for those who borrowed: figures for all who may read them, rows only for who may read answers.

Whoever reads no rows gets no figure that would show a person: nothing of fewer than five, and no part of a total that
is that small. It is change, not proof of effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing, require
from gulir.core.followups import BusinessReading, income_change, still_alive
from gulir.core.indicators import Figure, repeat_rate
from gulir.core.jobs import Job, Jobs, jobs
from gulir.core.outcomes import FEW, Change, Series, base_of_pair, change, in_first_prices, safe_cells
from gulir.lending.models import Loan, MemberForm, Share
from gulir.lending.policy import READS_LOANS
from gulir.mentoring.models import FollowUp, PriceIndex
from gulir.mentoring.models.followups import LOAN_ROUNDS, LOST, WORKERS
from gulir.mentoring.policy import READS_ANSWERS, READS_OUTCOMES
from gulir.mentoring.queries.followups import Followed, everyone_followed
from gulir.mentoring.queries.prices import in_series, standing_prices

__all__ = [
    "ATTRITION",
    "MEASURES",
    "Borrower",
    "Measured",
    "InFirstPrices",
    "Line",
    "Outcomes",
    "RoundOutcome",
    "Work",
    "borrowers",
    "household_left",
    "outcomes",
    "profit",
]

MEASURES = ("income", "capital", "left")
"""A month's profit, the capital in the business, what a household has left of a month; in rupiah."""
ATTRITION = ("answered", *LOST, "missed", "waiting")
"""What became of everyone whose round has come: `missed` was never asked, `waiting` can still be."""
ACT = "mentoring.outcomes"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measure between two rounds; `counted` are those that rose, fell and stayed, where that shows nobody."""

    change: Change
    counted: tuple[int, int, int] | None


@dataclass(frozen=True, kw_only=True)
class InFirstPrices:
    """The change of profit with every later one in the prices of its member's first form.

    `judged` of those who answered: the others have a month without a price index.
    """

    measured: Measured
    judged: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a round: a measure, or `real`, the income in first prices; counted from `judged` members."""

    name: str
    measured: Measured
    judged: int


@dataclass(frozen=True, kw_only=True)
class RoundOutcome:
    """One round: of `asked` before the loan `followed` answered again; what is not to be shown is missing.

    `alive` says of the businesses that ran at first how many run, were given up, are unknown. `real` is the income once
    more without what prices rose, where a price index was typed in.
    """

    round: str
    asked: int
    followed: int
    attrition: Mapping[str, int] | None
    alive: tuple[int, int, int] | None
    measures: Mapping[str, Measured] | None
    real: InFirstPrices | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Each measure that may be shown, as page and papers list them: the income in first prices after the other."""
        lines = [Line(name=name, measured=one, judged=self.followed) for name, one in (self.measures or {}).items()]
        if self.real is not None and lines:
            lines.insert(1, Line(name="real", measured=self.real.measured, judged=self.real.judged))
        return tuple(lines)


@dataclass(frozen=True, kw_only=True)
class Work:
    """Who works in the businesses as last told: all of them, and by who, women, poor people where that shows nobody."""

    businesses: int
    all: Jobs
    by_who: Mapping[str, Jobs] | None
    women: Jobs | None
    poor: Jobs | None


@dataclass(frozen=True, kw_only=True)
class Borrower:
    """A member with the loans they had a part of."""

    person: UUID
    name: str
    ksm: str
    loans: int


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Everything the page of outcomes says, for one person's eyes.

    `without_baseline` borrowed and filled in no form before, `unnamed` loans came in without their members' names.
    `lacking` are the months, by their first day, whose price index would be needed and was not typed in. `indexes` are
    the series the incomes in first prices rest on: the base year with its source.
    """

    rounds: tuple[RoundOutcome, ...]
    work: Work | None
    repeat: Figure
    without_baseline: int
    unnamed: int
    lacking: tuple[date, ...]
    indexes: tuple[tuple[int, str], ...]
    opens_rows: bool
    rows: tuple[Followed, ...]


def outcomes(book: UUID, standing: Standing, *, on: date, good_above: Fraction) -> Outcomes:
    """The figures of that day; eight statements at most. Refused: `NotAllowed`."""
    require(READS_OUTCOMES, standing, act=ACT)
    opens = READS_ANSWERS.allows(standing)
    rows = everyone_followed(book, on=on)
    people, prices = _borrowers(book, on), standing_prices(book)
    series = in_series(prices)
    rounds = tuple(_round(key, rows, series, opens=opens) for key in LOAN_ROUNDS)
    return Outcomes(
        rounds=rounds,
        work=_work(rows, opens=opens),
        repeat=repeat_rate([person.loans for person in people], good_above=good_above),
        without_baseline=len(people) - len(rows),
        unnamed=_paid_out(book, on).exclude(pk__in=_named(book, on).values("loan")).count(),
        lacking=_lacking(rows, series),
        indexes=_indexes(rows, rounds, prices, series),
        opens_rows=opens,
        rows=tuple(rows) if opens else (),
    )


def borrowers(book: UUID, standing: Standing, *, on: date) -> list[Borrower]:
    """Every member with a part of a loan and how many they had, most first; for who may read every loan."""
    require(READS_OUTCOMES, standing, act=ACT)
    require(READS_LOANS, standing, act=ACT)
    return sorted(_borrowers(book, on), key=lambda row: (-row.loans, row.ksm, row.name))


# ---------------------------------------------------------------- measures


def profit(said: MemberForm | FollowUp) -> int:
    """A month's sales less costs, in rupiah."""
    return said.turnover - said.costs


def household_left(said: MemberForm | FollowUp) -> int:
    """What a household has left of a month, in rupiah: profit and other income less living costs and instalments."""
    return profit(said) + said.other_income - said.living_costs - said.other_instalments


def _round(key: str, rows: Sequence[Followed], series: Series, *, opens: bool) -> RoundOutcome:
    """Only those whose round has come: nobody could have asked the others yet."""
    come = [row for row in rows if _state(row, key) != "coming"]
    said = {str(row.person): row.answers[key] for row in come if _answered(row, key)}
    fates = Counter(_fate(row, key) for row in come)
    first = {str(row.person): row for row in come}
    before = {person: _before(row.baseline) for person, row in first.items()}
    after = {person: _after(answer) for person, answer in said.items()}
    found = {
        "income": income_change(before, after),
        "capital": change(
            {person: row.baseline.capital for person, row in first.items()},
            {person: answer.capital for person, answer in said.items()},
        ),
        "left": change(
            {person: household_left(row.baseline) for person, row in first.items()},
            {person: household_left(answer) for person, answer in said.items()},
        ),
    }
    alive = still_alive(before, after)
    cells = tuple(fates[name] for name in ATTRITION)
    return RoundOutcome(
        round=key,
        asked=len(come),
        followed=len(said),
        attrition=dict(zip(ATTRITION, cells, strict=True)) if opens or safe_cells(*cells) else None,
        alive=alive if opens or safe_cells(*alive) else None,
        measures=_measured(found, opens=opens) if opens or len(said) >= FEW else None,
        real=_in_first_prices(key, first, said, series, opens=opens),
    )


def _in_first_prices(
    key: str, first: Mapping[str, Followed], said: Mapping[str, FollowUp], series: Series, *, opens: bool
) -> InFirstPrices | None:
    """The income of those whose two months both have a price index; nothing where it would show a person."""
    before, after = {}, {}
    for person, answer in said.items():
        form = first[person].baseline
        worth = in_first_prices(_after(answer).net, series, earned=answer.asked_on, first=form.filled_on)
        if worth is not None:
            before[person], after[person] = _before(form).net, worth
    shown = opens or (len(after) >= FEW and safe_cells(len(after), len(said) - len(after)))
    if not after or not shown:
        return None
    return InFirstPrices(
        measured=_measured({"income": change(before, after)}, opens=opens)["income"], judged=len(after)
    )


def _lacking(rows: Sequence[Followed], series: Series) -> tuple[date, ...]:
    """Every month of a pair that no series knows whole, but those the newest series has already."""
    newest = series[max(series)] if series else {}
    months: set[date] = set()
    for row in rows:
        for key in LOAN_ROUNDS:
            if _answered(row, key):
                pair = row.baseline.filled_on, row.answers[key].asked_on
                if in_first_prices(0, series, first=pair[0], earned=pair[1]) is None:
                    months |= {day.replace(day=1) for day in pair}
    return tuple(sorted(months - set(newest)))


def _indexes(
    rows: Sequence[Followed], rounds: Sequence[RoundOutcome], prices: Sequence[PriceIndex], series: Series
) -> tuple[tuple[int, str], ...]:
    """Base year and source of every number by which an income that is shown was put in first prices."""
    used: set[tuple[int, date]] = set()
    for key in (one.round for one in rounds if one.real is not None):
        for row in (row for row in rows if _answered(row, key)):
            pair = row.answers[key].asked_on, row.baseline.filled_on
            base = base_of_pair(series, earned=pair[0], first=pair[1])
            if base is not None:
                used |= {(base, day.replace(day=1)) for day in pair}
    return tuple(sorted({(one.base_year, one.source) for one in prices if (one.base_year, one.on) in used}))


def _measured(found: Mapping[str, Change], *, opens: bool) -> dict[str, Measured]:
    shown = {}
    for name, one in found.items():
        cells = (one.rose, one.fell, one.same)
        if opens:
            shown[name] = Measured(change=one, counted=cells)
        else:
            told = cells if safe_cells(*cells) else None
            shown[name] = Measured(change=replace(one, rows=(), lost=()), counted=told)
    return shown


def _state(row: Followed, key: str) -> str:
    return next(one.state for one in row.rounds if one.round == key)


def _answered(row: Followed, key: str) -> bool:
    return key in row.answers and row.answers[key].answer == "answered"


def _fate(row: Followed, key: str) -> str:
    if key in row.answers:
        return row.answers[key].answer
    return "missed" if _state(row, key) == "missed" else "waiting"


def _before(form: MemberForm) -> BusinessReading:
    """A business that is only planned does not run yet: no year it began in, and nothing sold."""
    runs = form.business_since is not None or form.turnover > 0
    return BusinessReading(row=str(form.pk), alive=runs, sales=form.turnover, costs=form.costs)


def _after(said: FollowUp) -> BusinessReading:
    return BusinessReading(row=str(said.pk), alive=said.alive, sales=said.turnover, costs=said.costs)


# ---------------------------------------------------------------- work


def _work(rows: Sequence[Followed], *, opens: bool) -> Work | None:
    """The newest record of each member counts; who was lost since tells of nobody's work any more."""
    newest = [row.answers[max(row.answers, key=LOAN_ROUNDS.index)] for row in rows if row.answers]
    known = [said for said in newest if said.answer == "answered"]
    told = [(said, job) for said in known for job in said.jobs.all()]
    if not opens and len(known) < FEW:
        return None

    def counted(kept: Iterable[bool]) -> Jobs:
        return jobs(
            Job(
                row=str(said.pk),
                business=str(said.person_id),
                person=f"{said.person_id}:{job.line}",
                weekly_hours=job.weekly_hours,
                paid=job.who != "family",
            )
            for (said, job), keep in zip(told, kept, strict=True)
            if keep
        )

    everyone = counted(True for _ in told)
    by_who = {who: counted(job.who == who for _, job in told) for who in WORKERS}
    women, poor = counted(job.woman for _, job in told), counted(job.poor for _, job in told)

    def parts(*found: Jobs) -> bool:
        return opens or safe_cells(*(one.persons for one in found))

    def rest(one: Jobs) -> bool:
        return opens or safe_cells(one.persons, everyone.persons - one.persons)

    return Work(
        businesses=len(known),
        all=everyone if opens else replace(everyone, rows=(), twice=()),
        by_who=by_who if parts(*by_who.values()) else None,
        women=women if rest(women) else None,
        poor=poor if rest(poor) else None,
    )


# ---------------------------------------------------------------- repeat loans


def _paid_out(book: UUID, on: date) -> QuerySet[Loan]:
    """Loans that were paid out by that day; one that only carries on an older one was no pay-out."""
    return Loan.objects.filter(book_id=book, withdrawn=False, replaces=None, disbursed_on__lte=on)


def _named(book: UUID, on: date) -> QuerySet[Share]:
    return Share.objects.filter(loan__in=_paid_out(book, on), live=True, person__isnull=False)


def _borrowers(book: UUID, on: date) -> list[Borrower]:
    shares = _named(book, on)
    found: dict[UUID, Borrower] = {}
    for person, name, ksm in shares.order_by("loan__disbursed_on").values_list("person", "person__name", "loan__ksm"):
        before = found[person].loans if person in found else 0
        found[person] = Borrower(person=person, name=name, ksm=ksm, loans=before + 1)
    return list(found.values())
