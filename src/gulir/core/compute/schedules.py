"""The computation `schedule`: what falls due when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from gulir.core.calendars import holidays_in
from gulir.core.compute.reading import REQUIRED, Reader, json_number
from gulir.core.compute.registry import Sample, register
from gulir.core.money import Rounding
from gulir.core.plain_sheet import yearly_rates
from gulir.core.schedule import (
    LARGEST_ROUNDING_UNIT,
    MOST_INSTALMENTS,
    WIDEST_INTERVAL,
    Method,
    RoundOn,
    Schedule,
    Shift,
    Terms,
    Unit,
    due_dates,
    schedule,
)

__all__ = ["add", "compute_schedule"]


class Reckoned(StrEnum):
    """The methods this computation knows: those whose jasa can be reckoned beforehand."""

    FLAT = "flat"
    ANNUITY = "annuity"
    EQUAL_PRINCIPAL = "equal_principal"
    MURABAHAH = "murabahah"


def compute_schedule(document: Any) -> dict[str, Any]:
    """The instalments of a loan with both yearly rates."""
    found = schedule(_read_terms(Reader(document)))
    rates = yearly_rates(found)
    return {
        "instalments": _rows(found),
        "total_principal": found.total_principal,
        "total_jasa": found.total_jasa,
        "nominal_rate_percent_per_year": json_number(rates.nominal_percent),
        "effective_rate_percent_per_year": json_number(rates.effective_percent),
    }


def _rows(found: Schedule) -> list[dict[str, Any]]:
    return [
        {
            "no": line.no,
            "due_on": line.due_on.isoformat(),
            "principal": line.principal,
            "jasa": line.jasa,
            "total": line.total,
            "balance": line.balance,
        }
        for line in found.instalments
    ]


def _read_terms(reader: Reader) -> Terms:
    by_instalment = reader.rates("rate_percent_by_instalment", MOST_INSTALMENTS)
    margin = reader.amount("margin", default=None)
    told = by_instalment or margin is not None
    fields: dict[str, Any] = {
        "principal": reader.amount("principal", least=1),
        "instalments": reader.whole("instalments", 1, MOST_INSTALMENTS),
        "method": Method(reader.choice("method", Reckoned)),
        "rate_percent": reader.rate("rate_percent_per_period", Fraction(0) if told else REQUIRED),
        "rate_percent_by_instalment": by_instalment,
        "margin": margin,
        "every": reader.whole("every", 1, WIDEST_INTERVAL, 1),
        "unit": reader.choice("unit", Unit, Unit.MONTH),
        "disbursed_on": reader.day("disbursed_on", None),
        "first_due_on": reader.day("first_due_on", None),
        "due_dates": reader.days("due_dates"),
        "grace_principal": reader.whole("grace_principal", 0, MOST_INSTALMENTS, 0),
        "grace_jasa": reader.whole("grace_jasa", 0, MOST_INSTALMENTS, 0),
        "round_to": reader.whole("round_to", 1, LARGEST_ROUNDING_UNIT, 1_000),
        "round_on": reader.choice("round_on", RoundOn, RoundOn.TOTAL),
        "rounding": reader.choice("round", Rounding, Rounding.UP),
    }
    shift = reader.choice("shift", Shift, Shift.NONE)
    holidays = frozenset(reader.days("holidays")) if reader.has("holidays") else None
    reader.close()
    if shift is Shift.NEXT_WORKING_DAY:
        fields |= {"shift": shift, "holidays": _national(Terms(**fields)) if holidays is None else holidays}
    return Terms(**fields)


def _national(terms: Terms) -> frozenset[date]:
    """The national holidays of the years in which something falls due, and of the new year after each."""
    years = {day.year for day in due_dates(terms)}
    return frozenset(holidays_in(years | {year + 1 for year in years}))


FIELDS = """
principal                     rupiah
method                        flat, annuity, equal_principal or murabahah (cost-plus: the whole margin is fixed)
rate_percent_per_period       percent per instalment period: 1.5, "1.5" or "6/13"; of the principal (flat,
                              murabahah) or of the balance (annuity, equal_principal)
rate_percent_by_instalment?   a list of such rates, one per instalment, in its place
margin?                       murabahah: the whole margin in rupiah, in its place
instalments                   1 to 1000
every?, unit?                 every 1 month; unit is month, week or day
disbursed_on?, first_due_on?  one of them, or due_dates; the day is kept and clipped to the month's end
due_dates?                    a date per instalment, overrides the calendar
grace_principal?              the first so many instalments carry no principal
grace_jasa?                   the jasa of the first so many is put off to the one after
round_to?, round_on?, round?  1000, total (or principal), up (or nearest, down)
shift?                        none, or next_working_day (not Saturday, Sunday or a holiday)
holidays?                     a list of dates instead of the national holidays
"""


def _line(no: int, due_on: str, principal: int, balance: int) -> dict[str, Any]:
    jasa = 75_000
    row = {"no": no, "due_on": due_on, "principal": principal, "jasa": jasa}
    return row | {"total": principal + jasa, "balance": balance}


def add() -> None:
    """Make this computation known."""
    register(
        "schedule",
        compute_schedule,
        Sample(
            about="what falls due when; principal adds up to the loan, the last instalment takes what is left",
            fields=FIELDS,
            given={
                "principal": 5000000,
                "method": "flat",
                "rate_percent_per_period": "1.5",
                "instalments": 3,
                "every": 1,
                "unit": "month",
                "disbursed_on": "2026-01-31",
            },
            found={
                "instalments": [
                    _line(1, "2026-02-28", 1667000, 3333000),
                    _line(2, "2026-03-31", 1667000, 1666000),
                    _line(3, "2026-04-30", 1666000, 0),
                ],
                "total_principal": 5000000,
                "total_jasa": 225000,
                "nominal_rate_percent_per_year": json_number(Decimal("26.81")),
                "effective_rate_percent_per_year": json_number(Decimal("30.36")),
            },
        ),
    )
