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
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.lending.dues import open_dues, schedules_of
from gulir.lending.models import Handling, Loan
from gulir.lending.queries.cards import LoanRow, _row, class_table, loans_seen
from gulir.lending.queries.paid import Paid

__all__ = ["ToHandle", "ladder_of", "to_handle", "where_it_stands"]


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
        """What is late, in rupiah; nothing when only a reminder is due."""
        return self.row.arrears_principal + self.row.arrears_jasa if self.row.days_late > 0 else 0


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
        found = next_step(ladder, on=on, days_late=late, due_on=first.due_on, taken=here)
        if found is not None:
            due = first.principal + first.jasa
            made.append(ToHandle(row=row, on=on, due_on=first.due_on, due=due, next=found, taken=tuple(taken)))
    return made


def _taken(loans: Sequence[Loan]) -> dict[UUID, list[Handling]]:
    rows = Handling.objects.filter(loan__in=[loan.pk for loan in loans]).order_by("on", "number")
    found: dict[UUID, list[Handling]] = {}
    for row in rows:
        found.setdefault(row.loan_id, []).append(row)
    return found
