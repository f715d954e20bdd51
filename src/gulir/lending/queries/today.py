"""The fund now, in three queries whatever its size: where each active loan stands and what is due.

As of today everything that was paid is already two sums on the loan, so neither cards nor repayments are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.core.arrears import ArrearsRules
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.lending.dues import schedules_of
from gulir.lending.queries.cards import LoanRow, _row, best_classes, class_table, loans_seen
from gulir.lending.queries.due import DueRow, due_of
from gulir.lending.queries.paid import Paid

__all__ = ["FundToday", "fund_today"]


@dataclass(frozen=True, kw_only=True)
class FundToday:
    """The active loans with where they stand and what is due, and the rules of the day."""

    rules: Rules
    rows: tuple[LoanRow, ...]
    due: tuple[DueRow, ...]


def fund_today(book: UUID, *, on: date, standing: Standing) -> FundToday:
    """Every active loan this person may see, on a day that is not before the last thing recorded."""
    running = list(loans_seen(book, standing).filter(state="active"))
    schedules = schedules_of(loan.pk for loan in running)
    rules = rules_at(book, on)
    table = class_table(rules)
    grace = ArrearsRules(grace_days=rules.count("arrears.grace_days"))
    best = best_classes(running, on, rules)
    rows = []
    for loan in running:
        paid = Paid(principal=loan.principal_paid, jasa=loan.jasa_paid, waived=loan.jasa_waived)
        rows.append(_row(loan, schedules[loan.pk], paid, on, table, grace, best=best.get(loan.pk, 1)))
    due = [due_of(loan, schedules[loan.pk], on) for loan in running]
    due.sort(key=lambda r: (not r.overdue, r.next_on or date.max, r.ksm, r.loan_no))
    return FundToday(rules=rules, rows=tuple(rows), due=tuple(due))
