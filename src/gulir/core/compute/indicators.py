"""The computation `indicators`: the five numbers a board is judged by, with their classes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gulir.core.compute.reading import Reader, json_number
from gulir.core.compute.registry import Sample, register
from gulir.core.indicators import Comparator, Figure, IndicatorRules, LoanStanding, indicators
from gulir.core.money import LARGEST_AMOUNT
from gulir.core.problems.money import BadInput

__all__ = ["add", "compute_indicators"]

MOST_LOANS = 100_000
MOST_MISSED = 10_000


def compute_indicators(document: Any) -> dict[str, Any]:
    """LAR, PAR, RR, CCr and ROI with their classes, and the composite score (domain 5.1, 5.2)."""
    reader = Reader(document)
    loans = reader.rows("loans", _loan, MOST_LOANS)
    rules = IndicatorRules(
        late_instalments=reader.whole("late_instalments", 1, 120, 3),
        late_comparator=reader.choice("late_comparator", Comparator, Comparator.AT_LEAST),
    )
    found = indicators(
        loans,
        income=reader.amount("income"),
        expense=reader.amount("expense"),
        capital=reader.amount("capital"),
        months=reader.whole("months", 1, 12),
        rules=rules,
    )
    reader.close()
    plain: dict[str, Any] = {name: _figure(figure) for name, figure in found.named.items()}
    plain["composite"] = {"points": found.composite.points, "class": found.composite.class_}
    return plain


def _loan(row: Reader) -> LoanStanding:
    ksm, balance = row.text("ksm"), row.amount("balance")
    if not ksm.strip():
        raise BadInput(path=row.at("ksm"), expected="the name of the group")
    missed = row.whole("missed_instalments", 0, MOST_MISSED)
    return LoanStanding(ksm, balance, missed, row.whole("arrears_principal", 0, min(balance, LARGEST_AMOUNT)))


def _figure(figure: Figure) -> dict[str, Any]:
    value = figure.value_percent
    return {**figure.plain, "value_percent": None if value is None else json_number(value.normalize())}


FIELDS = """
loans[]             ksm, balance, missed_instalments, arrears_principal (overdue principal, not above the balance)
income, expense     since January, rupiah
capital             of the fund, rupiah
months              so far this year, 1 to 12
late_instalments?   from how many missed instalments a loan is at risk (3)
late_comparator?    at_least (default) or more_than
A zero denominator gives null and the class n/a.
"""


def add() -> None:
    """Make this computation known."""
    register(
        "indicators",
        compute_indicators,
        Sample(
            about="LAR, PAR, RR, CCr and ROI of a fund, with their classes",
            fields=FIELDS,
            given={
                "loans": [
                    {"ksm": "KSM 01", "balance": 12000000, "missed_instalments": 3, "arrears_principal": 7500000},
                    {"ksm": "KSM 02", "balance": 88000000, "missed_instalments": 0, "arrears_principal": 0},
                ],
                "income": 7500000,
                "expense": 5600000,
                "capital": 70000000,
                "months": 6,
            },
            found={
                "LAR": {"value_percent": 50, "numerator": 1, "denominator": 2, "class": "suspend"},
                "PAR": {"value_percent": 12, "numerator": 12000000, "denominator": 100000000, "class": "minimum"},
                "RR": {
                    "value_percent": json_number(Decimal("92.5")),
                    "numerator": 92500000,
                    "denominator": 100000000,
                    "class": "satisfactory",
                },
                "CCr": {
                    "value_percent": json_number(Decimal("133.93")),
                    "numerator": 7500000,
                    "denominator": 5600000,
                    "class": "satisfactory",
                },
                "ROI": {
                    "value_percent": json_number(Decimal("5.43")),
                    "numerator": 3800000,
                    "denominator": 70000000,
                    "class": "minimum",
                },
                "composite": {"points": 11, "class": "adequate"},
            },
        ),
    )
