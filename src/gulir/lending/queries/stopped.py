"""Whether new lending is stopped: by hand since a day, or by the indicators until they are better (R31)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.core.arrears import ArrearsRules
from gulir.core.indicators import Figure, FundIndicators, IndicatorRules, LoanStanding
from gulir.core.indicators import indicators as compute
from gulir.core.rules import Rules
from gulir.core.stopping import MEASURES, Lift, lift_at, stopping
from gulir.governance.queries import approvals
from gulir.lending.models import Suspension
from gulir.lending.queries.standings import standings

__all__ = ["LIFT", "Stop", "lifts", "risk_of", "stop_at", "stopped_since"]

LIFT = "lending_goes_on"
"""The subject under which the members' meeting is asked whether lending goes on."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """What stands between the fund and a new loan on a day: measures in the class of suspension, and a lift of it."""

    figures: dict[str, Figure]
    limits: dict[str, str]
    stopping: tuple[str, ...]
    lift: Lift | None

    @property
    def stands(self) -> bool:
        """Whether the indicators stop new loans."""
        return bool(self.stopping) and self.lift is None


def stopped_since(book: UUID) -> Suspension | None:
    """The stop of new lending that holds now (R31), with its day and reason; nothing while lending goes on."""
    return Suspension.objects.filter(book_id=book, until=None).first()


def stop_at(book: UUID, on: date, rules: Rules, *, loans: Sequence[LoanStanding] | None = None) -> Stop:
    """Whether LAR or PAR stops new loans on a day; two statements, and one more only when they do.

    `loans` where the standing of every loan on that day is known already.
    """
    grace = ArrearsRules(grace_days=rules.count("arrears.grace_days"))
    stand = standings(book, as_of=on, rules=grace) if loans is None else loans
    limits = IndicatorRules.of(rules)
    found = risk_of(stand, limits)
    which = stopping(found, stops=rules.flag("lending.suspend_stops"))
    return Stop(
        figures={name: found.named[name] for name in MEASURES},
        limits={"LAR": str(limits.lar.least), "PAR": str(limits.par.least)},
        stopping=which,
        lift=lift_at(lifts(book), on) if which else None,
    )


def risk_of(loans: Iterable[LoanStanding], limits: IndicatorRules) -> FundIndicators:
    """The indicators that rest on the loans alone: LAR, PAR and RR."""
    return compute(list(loans), income=0, expense=0, capital=0, months=1, rules=limits)


def lifts(book: UUID) -> list[Lift]:
    """What members' meetings approved about lending during suspension; the end is the one they were shown."""
    found = []
    for decision in approvals(book, subject_kind=LIFT):
        if decision.meeting.kind == "rwt" and decision.agenda is not None:
            until = date.fromisoformat(str(decision.agenda.shown["until"]))
            found.append(Lift(decision=decision.number, decided_on=decision.decided_on, until=until))
    return found
