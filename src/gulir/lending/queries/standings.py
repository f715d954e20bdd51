"""How every loan of a fund stands, for its indicators: the database adds up, the core judges those that are behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from gulir.base.rows import Row, ask, day_of, id_of
from gulir.core.arrears import ArrearsRules, arrears_of
from gulir.core.indicators import LoanStanding
from gulir.lending.dues import schedules_of

__all__ = ["standings"]

PAID_AND_DUE = """
SELECT l.id, l.ksm, l.principal, l.jasa, l.settled_on,
  l.principal_paid - coalesce(later.principal, 0), l.jasa_paid + l.jasa_waived - coalesce(later.jasa, 0),
  coalesce(due.principal, 0), coalesce(due.scheduled, 0)
FROM lending_loan l
LEFT JOIN (
  SELECT loan_id, CAST(sum(principal) AS bigint) AS principal, CAST(sum(jasa) AS bigint) AS jasa FROM (
    SELECT e.loan_id, CASE e.type WHEN 'principal_payment' THEN e.amount ELSE 0 END AS principal,
      CASE e.type WHEN 'jasa_payment' THEN e.amount ELSE 0 END AS jasa
    FROM lending_cardentry e JOIN lending_loan o ON o.id = e.loan_id
    WHERE o.book_id = %s AND e."on" > %s AND NOT e.withdrawn
    UNION ALL
    SELECT loan_id, principal, jasa + waived FROM lending_repayment WHERE book_id = %s AND received_on > %s
  ) AS moved GROUP BY loan_id
) AS later ON later.loan_id = l.id
LEFT JOIN (
  SELECT i.loan_id, CAST(sum(CASE WHEN i.due_on <= %s THEN i.principal ELSE 0 END) AS bigint) AS principal,
    CAST(sum(i.principal + i.jasa) AS bigint) AS scheduled
  FROM lending_instalment i JOIN lending_loan o ON o.id = i.loan_id
  WHERE o.book_id = %s AND i.due_on <= %s GROUP BY i.loan_id
) AS due ON due.loan_id = l.id
WHERE l.book_id = %s AND NOT l.withdrawn AND l.disbursed_on <= %s
  AND l.principal_paid - coalesce(later.principal, 0) < l.principal AND (l.ended_on IS NULL OR l.ended_on > %s)
"""
"""A loan's two sums are kept by the database with every payment; what came after the day is taken off again."""


class Standing(NamedTuple):
    """One loan with something left of its principal: what was paid, what had fallen due; rupiah."""

    id: UUID
    ksm: str
    principal: int
    principal_paid: int
    jasa_paid: int
    principal_due: int
    scheduled: int

    @property
    def behind(self) -> bool:
        """Whether less was paid than had fallen due: only then can an instalment be missed."""
        return self.scheduled > self.principal_paid + self.jasa_paid


def standings(book: UUID, *, as_of: date, rules: ArrearsRules) -> list[LoanStanding]:
    """Every loan of which principal was left at the end of a day, as `loans` tells them: two statements.

    A loan that is not behind has missed nothing, whatever the grace; the schedules of the others are read and judged.
    """
    found = [_read(row, as_of) for row in ask(PAID_AND_DUE, _values(book, as_of, rules))]
    schedules = schedules_of((one.id for one in found if one.behind), until=as_of)
    made = []
    for one in found:
        missed, overdue = 0, max(0, one.principal_due - one.principal_paid)
        if one.behind:
            late = arrears_of(schedules[one.id], one.principal_paid, one.jasa_paid, as_of, rules=rules)
            missed, overdue = late.periods_late, late.principal
        made.append(LoanStanding(one.ksm, one.principal - one.principal_paid, missed, overdue))
    return made


def _values(book: UUID, as_of: date, rules: ArrearsRules) -> list[UUID | date]:
    first = as_of - timedelta(days=rules.first_day)
    return [book, as_of, book, as_of, first, book, as_of, book, as_of, as_of]


def _read(row: Row, as_of: date) -> Standing:
    key, ksm, principal, jasa, settled_on, principal_paid, jasa_paid, due, scheduled = row
    if settled_on is not None and day_of(settled_on) <= as_of:
        jasa_paid = max(jasa_paid, jasa)  # an old book may call a loan paid off whose last jasa never came
    return Standing(id_of(key), ksm, principal, principal_paid, jasa_paid, due, scheduled)
