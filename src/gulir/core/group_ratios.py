"""The figures of a savings group as SEEP names them, from a period's records; amounts in rupiah.

A ratio without a denominator has no value. Past due is the balance of late loans over the balance of all, as everywhere
in this house. Source: methods 6.1 (SEEP 2008; formulas ours where the source gives names only).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from gulir.core.indicators import Figure
from gulir.core.money import half_up_ratio

__all__ = ["GroupYear", "average", "group_ratios", "return_on_assets"]


@dataclass(frozen=True, kw_only=True)
class GroupYear:
    """A KSM's own books over a period of `months`: members at its start and end, balances in rupiah at its end."""

    members_start: Collection[str]
    members_end: Collection[str]
    borrowers: int
    savings: int
    cash: int
    loans: int
    late_loans: int
    written_off: int
    debt: int
    profit: int
    assets_start: int
    months: int

    @property
    def assets_end(self) -> int:
        """Cash and loans: what the group has to work with."""
        return self.cash + self.loans


def group_ratios(year: GroupYear) -> dict[str, Figure]:
    """Retention, growth, use of the fund, members with a loan, past due, written off, savings for each rupiah of debt.

    >>> year = GroupYear(members_start="abcd", members_end="abcef", borrowers=4, savings=1_000_000, cash=250_000,
    ...     loans=750_000, late_loans=75_000, written_off=0, debt=0, profit=60_000, assets_start=1_000_000, months=6)
    >>> {name: str(figure.value_percent) for name, figure in group_ratios(year).items()}
    {'retention': '75.00', 'growth': '25.00', 'fund_use': '75.00', 'with_loan': '80.00', 'past_due': '10.00',
     'written_off': '0.00', 'savings_to_debt': 'None'}
    """
    start, end = set(year.members_start), set(year.members_end)
    return {
        "retention": _figure(len(start & end), len(start)),
        "growth": _figure(len(end) - len(start), len(start)),
        "fund_use": _figure(year.loans, year.assets_end),
        "with_loan": _figure(year.borrowers, len(end)),
        "past_due": _figure(year.late_loans, year.loans),
        "written_off": _figure(year.written_off, year.loans + year.written_off),
        "savings_to_debt": _figure(year.savings, year.debt),
    }


def return_on_assets(year: GroupYear) -> Figure:
    """The profit of a year over the mean of assets at start and end, in percent.

    >>> year = GroupYear(members_start="ab", members_end="ab", borrowers=1, savings=0, cash=400_000, loans=800_000,
    ...     late_loans=0, written_off=0, debt=0, profit=55_000, assets_start=1_000_000, months=6)
    >>> str(return_on_assets(year).value_percent)
    '10.00'
    """
    assets, months = year.assets_start + year.assets_end, year.months
    known = assets > 0 and months > 0
    return Figure(
        value=Fraction(100 * 24 * year.profit, months * assets) if known else None,
        numerator=half_up_ratio(12 * year.profit, months) if known else year.profit,
        denominator=half_up_ratio(assets, 2),
    )


def average(amount: int, count: int) -> int | None:
    """Savings for each member, or what a loan comes to: half up to the rupiah; nothing where there is none.

    >>> average(1_000_000, 3), average(5, 0) is None
    (333333, True)
    """
    return half_up_ratio(amount, count) if count > 0 else None


def _figure(numerator: int, denominator: int) -> Figure:
    value = Fraction(100 * numerator, denominator) if denominator > 0 else None
    return Figure(value=value, numerator=numerator, denominator=denominator)
