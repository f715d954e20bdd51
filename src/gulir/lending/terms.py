"""From rows to the core's terms and back: one place where a product or a loan becomes a schedule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from gulir.core.money import Rounding, parse_rate
from gulir.core.schedule import Method, RoundOn, Schedule, Terms, Unit, schedule
from gulir.lending.models import Instalment, Loan, Product

__all__ = ["build_schedule", "instalment_rows", "rate_text", "terms_of"]


def terms_of(
    source: Product | Loan,
    *,
    principal: int,
    disbursed_on: date,
    instalments: int | None = None,
    round_to: int | None = None,
    round_on: RoundOn | None = None,
    rounding: Rounding | None = None,
) -> Terms:
    """The core's terms for a principal under a product, or of a loan as it was agreed; other roundings on request."""
    return Terms(
        principal=principal,
        instalments=instalments or source.instalments,
        rate_percent=parse_rate(source.rate_percent),
        method=Method(source.method),
        every=source.every,
        unit=Unit(source.unit),
        disbursed_on=disbursed_on,
        round_to=round_to or source.round_to,
        round_on=round_on or RoundOn(source.round_on),
        rounding=rounding or Rounding(source.round),
    )


def rate_text(rate: Fraction) -> str:
    """A rate as people write it and as the core reads it again: a decimal where it is one, else a fraction.

    >>> rate_text(Fraction(3, 2)), rate_text(Fraction(2)), rate_text(Fraction(6, 13))
    ('1.5', '2', '6/13')
    """
    left = rate.denominator
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    if left > 1:
        return str(rate)
    return f"{Decimal(rate.numerator) / Decimal(rate.denominator):f}"


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
