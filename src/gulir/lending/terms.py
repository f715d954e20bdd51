"""From rows to the core's terms and back: one place where a product or a loan becomes a schedule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from gulir.core.capacity import monthly_load
from gulir.core.harvests import Season, harvests
from gulir.core.money import Rounding, parse_rate
from gulir.core.plain_sheet import plain_sheet
from gulir.core.schedule import Method, RoundOn, Schedule, Terms, Unit, schedule
from gulir.core.sharing import Agreement
from gulir.lending.models import Instalment, Loan, Product

__all__ = [
    "HARVEST",
    "agreement_of",
    "build_schedule",
    "instalment_rows",
    "monthly_of",
    "rate_text",
    "seasons_of",
    "sheet_of",
    "terms_of",
]

HARVEST = "harvest"


def terms_of(
    source: Product | Loan,
    *,
    principal: int,
    disbursed_on: date,
    instalments: int | None = None,
    round_to: int | None = None,
    round_on: RoundOn | None = None,
    rounding: Rounding | None = None,
    margin: int | None = None,
) -> Terms:
    """The core's terms for a principal under a product, or of a loan as it was agreed; other roundings on request.

    `margin` is the one in rupiah that was signed (murabahah). By harvest the days are those of the calendar after the
    disbursement, and the jasa of a month is asked for each month between them.
    """
    count, rate = instalments or source.instalments, parse_rate(source.rate_percent)
    by_harvest = source.unit == HARVEST
    found = harvests(seasons_of(source), disbursed_on, count) if by_harvest and isinstance(source, Product) else ()
    return Terms(
        principal=principal,
        instalments=count,
        rate_percent=rate,
        rate_percent_by_instalment=tuple(rate * harvest.months for harvest in found),
        method=Method(source.method),
        margin=margin,
        every=source.every,
        unit=Unit.MONTH if by_harvest else Unit(source.unit),
        disbursed_on=disbursed_on,
        due_dates=tuple(harvest.on for harvest in found),
        parts=tuple(harvest.part for harvest in found),
        round_to=round_to or source.round_to,
        round_on=round_on or RoundOn(source.round_on),
        rounding=rounding or Rounding(source.round),
    )


def seasons_of(product: Product) -> tuple[Season, ...]:
    """The calendar of a product by harvest, as the core reads it."""
    return tuple(Season(name, month, day, part) for name, month, day, part in product.harvests)


def agreement_of(product: Product) -> Agreement:
    """What a product that shares the result says about profit and loss."""
    return Agreement(Method(product.method), parse_rate(product.share_percent), parse_rate(product.loss_percent))


def sheet_of(product: Product, made: Schedule) -> dict[str, object]:
    """What is signed of the plain sheet: its rupiah, what is shared, and the due days where the product names them.

    Where instalments come at equal intervals no day is signed: they are counted from the day of the disbursement.
    """
    sheet = plain_sheet(made)
    told: dict[str, object] = {
        "received": sheet.received,
        "to_pay": sheet.to_pay,
        "jasa": sheet.cost,
        "instalments": sheet.instalments,
        "per_instalment": sheet.per_instalment,
        "last_instalment": sheet.last_instalment,
    }
    if product.shares_result:
        told |= {"share_percent": product.share_percent, "loss_percent": product.loss_percent}
    if product.unit == HARVEST:
        told["due_dates"] = [line.due_on.isoformat() for line in made.instalments]
    return told


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


def monthly_of(product: Product, amount: int, on: date) -> int:
    """What a share of this amount asks a household for in a month, if it is paid out on this day; rupiah."""
    made = build_schedule(terms_of(product, principal=amount, disbursed_on=on))
    if product.unit == HARVEST:
        months = Fraction((made.instalments[-1].due_on - on).days * 12, 365)
        return monthly_load(made, unit=Unit.MONTH, every=12, months=months)
    unit = Unit(product.unit)
    months = Fraction(product.instalments * product.every * 12, unit.per_year)
    return monthly_load(made, unit=unit, every=product.every, months=months)


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
