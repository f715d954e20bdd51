"""From rows to the core's terms and back: one place where a product or a loan becomes a schedule."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.core.money import Rounding, parse_rate
from gulir.core.schedule import Method, RoundOn, Schedule, Terms, Unit, schedule
from gulir.lending.models import Instalment, Loan, Product

__all__ = ["build_schedule", "instalment_rows", "terms_of"]


def terms_of(source: Product | Loan, *, principal: int, disbursed_on: date, instalments: int | None = None) -> Terms:
    """The core's terms for a principal under a product, or of a loan as it was agreed."""
    return Terms(
        principal=principal,
        instalments=instalments or source.instalments,
        rate_percent=parse_rate(source.rate_percent),
        method=Method(source.method),
        every=source.every,
        unit=Unit(source.unit),
        disbursed_on=disbursed_on,
        round_to=source.round_to,
        round_on=RoundOn(source.round_on),
        rounding=Rounding(source.round),
    )


def build_schedule(terms: Terms) -> Schedule:
    """The schedule of these terms; refused when they give none."""
    return schedule(terms)


def instalment_rows(loan: UUID, made: Schedule) -> list[Instalment]:
    """The schedule as rows, with the running sums of each line."""
    rows, principal, jasa = [], 0, 0
    for line in made.instalments:
        principal += line.principal
        jasa += line.jasa
        rows.append(
            Instalment(
                loan_id=loan,
                no=line.no,
                due_on=line.due_on,
                principal=line.principal,
                jasa=line.jasa,
                cum_principal=principal,
                cum_jasa=jasa,
            )
        )
    return rows
