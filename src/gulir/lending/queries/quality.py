"""How good the loans are: collectibility with its provision, and the five indicators of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from gulir.core.accounts import Kind, Ledger
from gulir.core.collectibility import ClassTable, provision
from gulir.core.indicators import Classes, Comparator, FundIndicators, IndicatorRules, LoanStanding
from gulir.core.indicators import indicators as compute
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.ledger.queries import balances, income
from gulir.lending.queries.cards import LoanRow, class_table, loans

__all__ = ["ClassRow", "collectibility", "indicator_rules", "indicators", "provision_needed"]


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """One class of collectibility: loans, their balance, and the provision it needs; rupiah, percent exact."""

    class_: int
    loans: int
    balance: int
    rate_percent: Fraction
    provision: int


def collectibility(rows: list[LoanRow], table: ClassTable) -> list[ClassRow]:
    """The loans with a balance by class, every class listed; provision is reckoned loan by loan."""
    made = []
    for number in range(1, table.worst + 1):
        here = [row for row in rows if row.balance and row.collectibility == number]
        made.append(
            ClassRow(
                class_=number,
                loans=len(here),
                balance=sum(row.balance for row in here),
                rate_percent=table.percents[number - 1],
                provision=sum(provision(row.balance, number, table=table) for row in here),
            )
        )
    return made


def provision_needed(book: UUID, as_of: date) -> int:
    """The provision all loans need as of a day, in rupiah."""
    table = class_table(rules_at(book, as_of))
    return sum(row.provision for row in collectibility(loans(book, as_of=as_of), table))


def indicator_rules(rules: Rules) -> IndicatorRules:
    """Threshold, comparator and class limits of the rulebook (R26 to R30)."""

    def classes(name: str, *, at_most: bool) -> Classes:
        best, least = rules.percents(f"indicator.{name}_classes")
        return Classes(best, least, at_most=at_most)

    return IndicatorRules(
        late_instalments=rules.count("indicator.late_instalments"),
        late_comparator=Comparator(rules.choice("indicator.late_comparator")),
        lar=classes("lar", at_most=True),
        par=classes("par", at_most=True),
        rr=classes("rr", at_most=False),
        ccr=classes("ccr", at_most=False),
        roi=classes("roi", at_most=False),
    )


def indicators(book: UUID, *, as_of: date, rules: Rules | None = None) -> FundIndicators:
    """LAR, PAR, RR, CCr and ROI as of a day: loans from the cards, income and capital from the books of the UPK."""
    in_force = rules or rules_at(book, as_of)
    rows = loans(book, as_of=as_of, with_balance=True)
    result = income(book, Ledger.UPK, from_=as_of.replace(month=1, day=1), as_of=as_of)
    return compute(
        [
            LoanStanding(
                ksm=row.ksm,
                balance=row.balance,
                missed_instalments=row.periods_late,
                arrears_principal=row.arrears_principal,
            )
            for row in rows
        ],
        income=result.total_income,
        expense=result.total_expense,
        capital=_capital(book, as_of),
        months=as_of.month,
        rules=indicator_rules(in_force),
    )


def _capital(book: UUID, as_of: date) -> int:
    """Total capital: the equity accounts but the result of the year (domain 5.1)."""
    rows: Any = balances(book, Ledger.UPK, as_of=as_of)
    skip = {"result_of_year", "opening"}
    return sum(
        row.credit - row.debit
        for row in rows
        if row.account.kind is Kind.EQUITY and (row.account.role is None or row.account.role.value not in skip)
    )
