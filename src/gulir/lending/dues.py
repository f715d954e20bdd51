"""Schedules as readings use them, and what is still unpaid of a loan: payments fill it from its oldest line on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from gulir.base.rows import among, ask, day_of, id_of, ids_text
from gulir.core.repayment import Due
from gulir.lending.models import Instalment, Loan

__all__ = ["Line", "open_dues", "schedules_of"]


class Line(NamedTuple):
    """One line of a schedule as an act reads it: what an `Instalment` says, without the mapper's weight."""

    no: int
    due_on: date
    principal: int
    jasa: int
    cum_principal: int
    cum_jasa: int


LINES = """
SELECT loan_id, no, due_on, principal, jasa, cum_principal, cum_jasa FROM lending_instalment
WHERE {among} ORDER BY loan_id, no
"""
LINES_UNTIL = """
SELECT loan_id, no, due_on, principal, jasa, cum_principal, cum_jasa FROM lending_instalment
WHERE {among} AND due_on <= %s
UNION ALL
SELECT loan_id, max(no), max(due_on), sum(principal), sum(jasa), max(cum_principal), max(cum_jasa)
FROM lending_instalment WHERE {among} AND due_on > %s GROUP BY loan_id
ORDER BY 1, 2
"""


def schedules_of(loans: Iterable[UUID], *, until: date | None = None) -> dict[UUID, list[Line]]:
    """The schedule of each of these loans, in order: one statement, however many there are.

    With `until`, what falls due after that day stands in one last line: enough to say how a loan stands on that day.
    """
    ids = list(loans)
    found: dict[UUID, list[Line]] = {one: [] for one in ids}
    text, among_these = ids_text(ids), among("loan_id")
    if until is None:
        rows = ask(LINES.replace("{among}", among_these), [text])
    else:
        rows = ask(LINES_UNTIL.replace("{among}", among_these), [text, until, text, until])
    here: list[Line] = []
    before: Any = None
    for loan, no, due_on, principal, jasa, cum_principal, cum_jasa in rows:
        if loan != before:
            before, here = loan, found[id_of(loan)]
        here.append(Line(no, day_of(due_on), int(principal), int(jasa), cum_principal, cum_jasa))
    return found


def open_dues(loan: Loan, schedule: Sequence[Instalment | Line]) -> list[Due]:
    """The lines of which something is unpaid, each with what is left of it in rupiah.

    >>> from datetime import date
    >>> lines = [Instalment(no=n, due_on=date(2026, n, 15), principal=500_000, jasa=75_000) for n in (2, 3, 4)]
    >>> half = Loan(principal_paid=500_000, jasa_paid=80_000)
    >>> open_dues(half, lines)[0]
    Due(no=3, due_on=datetime.date(2026, 3, 15), principal=500000, jasa=70000, penalty=None)
    """
    dues = []
    principal_left, jasa_left = loan.principal_paid, loan.jasa_paid + loan.jasa_waived
    for line in schedule:
        principal = min(line.principal, principal_left)
        jasa = min(line.jasa, jasa_left)
        principal_left -= principal
        jasa_left -= jasa
        if line.principal - principal or line.jasa - jasa:
            dues.append(Due(line.no, line.due_on, line.principal - principal, line.jasa - jasa))
    return dues
