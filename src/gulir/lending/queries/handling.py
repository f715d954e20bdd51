"""Who is to be reminded, called, visited or warned today, and what was done about a loan before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.core.arrears import ArrearsRules
from gulir.core.ladder import Ladder, Next, Taken, next_step
from gulir.core.ladder import Step as Rung
from gulir.core.repayment import Due
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.lending.dues import open_dues, schedules_of
from gulir.lending.models import Handling, Loan
from gulir.lending.queries.cards import LoanRow, _row, class_table, loans_seen
from gulir.lending.queries.paid import Paid

__all__ = ["Resting", "ToHandle", "ladder_of", "resting", "to_handle", "where_it_stands"]


@dataclass(frozen=True, kw_only=True)
class ToHandle:
    """One active loan with what is to be done about it. `due_on` is its oldest unpaid instalment, or the next one."""

    row: LoanRow
    on: date
    due_on: date
    due: int
    next: Next
    taken: tuple[Handling, ...]

    @property
    def waits(self) -> bool:
        """Whether the group still has time to answer the step before."""
        return self.next.from_day > self.on

    @property
    def arrears(self) -> int:
        """What is late, in rupiah; nothing while only a reminder is due, up to the very day of the instalment."""
        late = self.row.in_arrears and self.next.step is not Rung.REMINDER
        return self.row.arrears_principal + self.row.arrears_jasa if late else 0


@dataclass(frozen=True, kw_only=True)
class Resting:
    """One loan in arrears about which nothing new is to be done on a day: what was done last, if anything."""

    row: LoanRow
    due_on: date
    last: Handling | None

    @property
    def arrears(self) -> int:
        """What is late, in rupiah."""
        return self.row.arrears_principal + self.row.arrears_jasa


def ladder_of(rules: Rules) -> Ladder:
    """The board's ladder of arrears on that day."""
    return Ladder(
        reminder_days=rules.count("reminder.days_before"),
        starts_at=rules.counts("arrears.ladder_days"),
        gap_days=rules.count("arrears.letter_gap_days"),
    )


def to_handle(book: UUID, *, on: date, standing: Standing) -> list[ToHandle]:
    """The active loans about which something is to be done on a day, latest first: four statements, whatever the size.

    A step that has to wait for its day stands in the list with that day.
    """
    found = where_it_stands(loans_seen(book, standing).filter(state="active"), on, rules_at(book, on))
    return sorted(found, key=lambda one: (-one.row.days_late, one.due_on, one.row.ksm, one.row.loan_no))


def where_it_stands(loans: Iterable[Loan], on: date, rules: Rules) -> list[ToHandle]:
    """What is to be done about each of these active loans; those about which nothing is are left out."""
    return [
        ToHandle(row=one.row, on=on, due_on=one.first.due_on, due=one.first.principal + one.first.jasa, next=one.next,
                 taken=tuple(one.taken))
        for one in _each(loans, on, rules)
        if one.next is not None
    ]  # fmt: skip


def resting(book: UUID, *, on: date, standing: Standing) -> list[Resting]:
    """The active loans in arrears of which the last step was taken and the next has not begun, latest first."""
    seen = loans_seen(book, standing).filter(state="active")
    found = [one for one in _each(seen, on, rules_at(book, on)) if one.next is None and one.row.in_arrears]
    rows = [Resting(row=one.row, due_on=one.first.due_on, last=one.taken[-1] if one.taken else None) for one in found]
    return sorted(rows, key=lambda one: (-one.row.days_late, one.due_on, one.row.ksm, one.row.loan_no))


@dataclass(frozen=True, kw_only=True)
class _One:
    """One active loan with something unpaid: its oldest unpaid instalment, what was done, what comes next."""

    row: LoanRow
    first: Due
    taken: list[Handling]
    next: Next | None


def _each(loans: Iterable[Loan], on: date, rules: Rules) -> list[_One]:
    running = list(loans)
    schedules = schedules_of(loan.pk for loan in running)
    table, ladder = class_table(rules), ladder_of(rules)
    grace = ArrearsRules(grace_days=rules.count("arrears.grace_days"))
    before = _taken(running)
    made = []
    for loan in running:
        dues = open_dues(loan, schedules[loan.pk])
        if not dues:
            continue
        paid = Paid(principal=loan.principal_paid, jasa=loan.jasa_paid, waived=loan.jasa_waived)
        row = _row(loan, schedules[loan.pk], paid, on, table, grace)
        first, taken = dues[0], before.get(loan.pk, [])
        late = row.days_late if row.arrears_principal + row.arrears_jasa else 0
        here = [Taken(Rung(one.step), one.on) for one in taken if one.due_on == first.due_on]
        step = next_step(ladder, on=on, days_late=late, due_on=first.due_on, taken=here)
        made.append(_One(row=row, first=first, taken=taken, next=step))
    return made


def _taken(loans: Sequence[Loan]) -> dict[UUID, list[Handling]]:
    rows = Handling.objects.filter(loan__in=[loan.pk for loan in loans]).order_by("on", "number")
    found: dict[UUID, list[Handling]] = {}
    for row in rows:
        found.setdefault(row.loan_id, []).append(row)
    return found
