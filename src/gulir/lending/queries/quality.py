"""How good the loans are: collectibility with its provision, and the five indicators of the programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from uuid import UUID

from gulir.core.accounts import Kind, Ledger
from gulir.core.arrears import ArrearsRules
from gulir.core.collectibility import ClassTable, provision
from gulir.core.indicators import FundIndicators, IndicatorRules
from gulir.core.indicators import indicators as compute
from gulir.core.rules import Rules
from gulir.core.statements import Balance
from gulir.governance.queries import rules_at
from gulir.ledger.queries import books_at
from gulir.lending.queries.cards import LoanRow, class_table, loans
from gulir.lending.queries.paid import savings_by_loan
from gulir.lending.queries.standings import standings

__all__ = ["ClassRow", "collectibility", "indicator_rules", "indicators", "profit_gates", "provision_needed"]


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """One class of collectibility: loans, their balance, and the provision it needs; rupiah, percent exact."""

    class_: int
    loans: int
    balance: int
    rate_percent: Fraction
    provision: int


def collectibility(
    rows: Sequence[LoanRow], table: ClassTable, savings: Mapping[UUID, int] = MappingProxyType({})
) -> list[ClassRow]:
    """The loans with a balance by class, every class listed; provision is reckoned loan by loan.

    `savings` by loan (`queries.paid.savings_by_loan`) are deducted where the table says so (R34).
    """
    made = []
    for number in range(1, table.worst + 1):
        here = [row for row in rows if row.balance and row.collectibility == number]
        made.append(
            ClassRow(
                class_=number,
                loans=len(here),
                balance=sum(row.balance for row in here),
                rate_percent=table.percents[number - 1],
                provision=sum(
                    provision(row.balance, number, table=table, savings=savings.get(row.id, 0)) for row in here
                ),
            )
        )
    return made


def provision_needed(book: UUID, as_of: date) -> int:
    """The provision all loans need as of a day, in rupiah."""
    table = class_table(rules_at(book, as_of))
    savings = savings_by_loan(book, as_of=as_of) if table.savings_from_class else {}
    return sum(row.provision for row in collectibility(loans(book, as_of=as_of), table, savings))


def indicator_rules(rules: Rules) -> IndicatorRules:
    """Threshold, comparator and class limits of the rulebook (R26 to R30)."""
    return IndicatorRules.of(rules)


def indicators(book: UUID, *, as_of: date, rules: Rules | None = None) -> FundIndicators:
    """LAR, PAR, RR, CCr and ROI as of a day: loans from the cards, income and capital from the books of the UPK."""
    in_force = rules or rules_at(book, as_of)
    held, year = books_at(book, Ledger.UPK, as_of=as_of)
    return compute(
        standings(book, as_of=as_of, rules=ArrearsRules(grace_days=in_force.count("arrears.grace_days"))),
        income=year.total_income,
        expense=year.total_expense,
        capital=_capital(held),
        months=as_of.month,
        rules=indicator_rules(in_force),
    )


def profit_gates(book: UUID, *, year: int, on: date) -> tuple[str, ...]:
    """The measures that forbid giving out the profit of a year (domain 4.6): LAR or PAR now, or CCr of that year.

    Each counts when it is of the class in which lending stops.
    """
    now = indicators(book, as_of=on).suspended
    then = indicators(book, as_of=date(year, 12, 31)).suspended
    return (*(name for name in ("LAR", "PAR") if name in now), *(name for name in ("CCr",) if name in then))


def _capital(held: Iterable[Balance]) -> int:
    """Total capital: the equity accounts but the result of the year (domain 5.1)."""
    skip = {"result_of_year", "opening"}
    return sum(
        row.credit - row.debit
        for row in held
        if row.account.kind is Kind.EQUITY and (row.account.role is None or row.account.role.value not in skip)
    )
