"""The accrual bridge: the same loan events, told as an accrual journal beside the cash books.

UPK books recognise jasa when it is paid. An auditor or a successor under SAK may want it when it is earned: all at
disbursement (`upfront`), or instalment by instalment as it falls due (`due`). The bridge changes no book.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gulir.core.repayment import Advance, Due, Part, allocate

__all__ = ["AccrualLine", "Bridge", "Event", "EventKind", "Recognise", "accrual_bridge"]


class Recognise(StrEnum):
    """When jasa becomes income."""

    UPFRONT = "upfront"
    DUE = "due"


class EventKind(StrEnum):
    """What happened to the loan."""

    DISBURSE = "disburse"
    REPAYMENT = "repayment"
    WAIVE_JASA = "waive_jasa"


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, in the order in which it was entered."""

    date: date
    kind: EventKind
    amount: int


@dataclass(frozen=True)
class AccrualLine:
    """One transfer of the accrual journal: an amount from one role of account to another."""

    date: date
    event: str
    debit: str
    credit: str
    amount: int


@dataclass(frozen=True)
class Bridge:
    """The journal, what each repayment paid, and what is still receivable in the end. Rupiah."""

    lines: tuple[AccrualLine, ...]
    repaid: tuple[tuple[Part, ...], ...]
    loans: int
    jasa_receivable: int
    jasa_income: int
    surplus: int


@dataclass
class _Loan:
    """A loan while the bridge walks over its events."""

    owed: list[Due]
    lines: list[AccrualLine]
    repaid: list[tuple[Part, ...]]
    balances: dict[str, int]

    def move(self, on: date, event: str, debit: str, credit: str, amount: int) -> None:
        if amount:
            self.lines.append(AccrualLine(on, event, debit, credit, amount))
            self.balances[debit] = self.balances.get(debit, 0) + amount
            self.balances[credit] = self.balances.get(credit, 0) - amount


def accrual_bridge(
    instalments: Sequence[Due],
    events: Sequence[Event],
    *,
    recognise: Recognise = Recognise.UPFRONT,
    until: date | None = None,
) -> Bridge:
    """The accrual journal of one loan. Events are taken as entered, which need not be by date (case L01).

    A penalty in the schedule is recognised with the jasa of its instalment. A waiver takes the jasa of the last
    instalments first and never more than is still owed. With `due`, jasa is recognised on each due date up to
    `until` (or all of them).

    >>> plan = [Due(1, date(2026, 2, 15), 500_000, 75_000)]
    >>> paid = Event(date(2026, 2, 15), EventKind.REPAYMENT, 575_000)
    >>> bridge = accrual_bridge(plan, [Event(date(2026, 1, 15), EventKind.DISBURSE, 500_000), paid])
    >>> [(line.debit, line.credit, line.amount) for line in bridge.lines][:2]
    [('loans', 'cash', 500000), ('jasa_receivable', 'jasa_income', 75000)]
    >>> bridge.loans, bridge.jasa_receivable
    (0, 0)
    """
    loan = _Loan(list(instalments), [], [], {})
    pending = sorted(instalments, key=lambda d: (d.due_on, d.no)) if recognise is Recognise.DUE else []
    for event in events:
        while pending and pending[0].due_on <= event.date:
            _accrue(loan, pending.pop(0))
        if event.kind is EventKind.DISBURSE:
            _disburse(loan, event, recognise)
        elif event.kind is EventKind.REPAYMENT:
            _repay(loan, event)
        else:
            _waive(loan, event)
    for line in pending:
        if until is None or line.due_on <= until:
            _accrue(loan, line)
    held = loan.balances
    return Bridge(
        lines=tuple(loan.lines),
        repaid=tuple(loan.repaid),
        loans=held.get("loans", 0),
        jasa_receivable=held.get("jasa_receivable", 0),
        jasa_income=-held.get("jasa_income", 0),
        surplus=-held.get("held_for_payer", 0),
    )


def _accrue(loan: _Loan, line: Due) -> None:
    loan.move(line.due_on, "accrual", "jasa_receivable", "jasa_income", line.jasa)
    loan.move(line.due_on, "accrual", "penalty_receivable", "penalty_income", line.penalty or 0)


def _disburse(loan: _Loan, event: Event, recognise: Recognise) -> None:
    loan.move(event.date, event.kind, "loans", "cash", event.amount)
    if recognise is Recognise.UPFRONT:
        jasa, penalty = sum(d.jasa for d in loan.owed), sum(d.penalty or 0 for d in loan.owed)
        loan.move(event.date, event.kind, "jasa_receivable", "jasa_income", jasa)
        loan.move(event.date, event.kind, "penalty_receivable", "penalty_income", penalty)


def _repay(loan: _Loan, event: Event) -> None:
    paid = allocate(loan.owed, event.date, event.amount, advance=Advance.NEXT)
    loan.move(event.date, event.kind, "cash", "loans", paid.principal)
    loan.move(event.date, event.kind, "cash", "jasa_receivable", paid.jasa)
    loan.move(event.date, event.kind, "cash", "penalty_receivable", paid.penalty)
    loan.move(event.date, event.kind, "cash", "held_for_payer", paid.surplus)
    loan.repaid.append(paid.parts)
    taken = {part.no: part for part in paid.parts}
    loan.owed = [_less(due, taken.get(due.no, Part(due.no))) for due in loan.owed]


def _less(due: Due, part: Part) -> Due:
    left = (due.penalty or 0) - part.penalty
    return Due(due.no, due.due_on, due.principal - part.principal, due.jasa - part.jasa, left)


def _waive(loan: _Loan, event: Event) -> None:
    left = event.amount
    spared: dict[int, int] = {}
    for due in sorted(loan.owed, key=lambda d: (d.due_on, d.no), reverse=True):
        spared[due.no] = min(left, due.jasa)
        left -= spared[due.no]
    loan.owed = [_less(due, Part(due.no, jasa=spared[due.no])) for due in loan.owed]
    loan.move(event.date, event.kind, "jasa_waived", "jasa_receivable", event.amount - left)
