"""The numbers a board is judged by: LAR, PAR, RR, CCr, ROI with their classes, and what stands beside them.

Definitions of domain 5.1, classes of 5.2. A value is exact; only what is shown is rounded (two decimals, half up), and
the class is that of the exact value. A zero denominator gives no value and the class "n/a", never 0.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from gulir.core.money import half_up, half_up_ratio
from gulir.core.rules import Rules

__all__ = [
    "Classes",
    "Comparator",
    "Composite",
    "Figure",
    "FundIndicators",
    "IndicatorRules",
    "LoanStanding",
    "idle_cash",
    "indicators",
    "paid_of_due",
    "repeat_rate",
]

SATISFACTORY, MINIMUM, SUSPEND, NONE = "satisfactory", "minimum", "suspend", "n/a"
POINTS = {SATISFACTORY: 3, MINIMUM: 2, SUSPEND: 1}


class Comparator(StrEnum):
    """When arrears count as risk: at least so many instalments, or more than so many (R30; default the stricter)."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"

    def counts(self, missed: int, limit: int) -> bool:
        """Whether so many missed instalments count.

        >>> Comparator.AT_LEAST.counts(3, 3), Comparator.MORE_THAN.counts(3, 3)
        (True, False)
        """
        return missed >= limit if self is Comparator.AT_LEAST else missed > limit


@dataclass(frozen=True)
class Classes:
    """Two limits and which way is better; a value on a limit is in the better class (domain 5.2).

    >>> small = Classes(Fraction(10), Fraction(20), at_most=True)
    >>> small.of(Fraction(10)), small.of(Fraction(20)), small.of(Fraction(201, 10))
    ('satisfactory', 'minimum', 'suspend')
    """

    best: Fraction
    least: Fraction
    at_most: bool

    def of(self, value: Fraction | None) -> str:
        """The class of an exact percentage; "n/a" when there is none."""
        if value is None:
            return NONE
        if self.at_most:
            return SATISFACTORY if value <= self.best else MINIMUM if value <= self.least else SUSPEND
        return SATISFACTORY if value >= self.best else MINIMUM if value >= self.least else SUSPEND


@dataclass(frozen=True, kw_only=True)
class IndicatorRules:
    """The limits in force: R26 to R30 of the rulebook."""

    late_instalments: int = 3
    late_comparator: Comparator = Comparator.AT_LEAST
    lar: Classes = Classes(Fraction(10), Fraction(20), at_most=True)
    par: Classes = Classes(Fraction(10), Fraction(20), at_most=True)
    rr: Classes = Classes(Fraction(90), Fraction(80), at_most=False)
    ccr: Classes = Classes(Fraction(125), Fraction(100), at_most=False)
    roi: Classes = Classes(Fraction(10), Fraction(0), at_most=False)

    @classmethod
    def of(cls, rules: Rules) -> IndicatorRules:
        """The limits that a board's rulebook holds on a day."""

        def classes(key: str, *, at_most: bool) -> Classes:
            best, least = rules.percents(key)
            return Classes(best, least, at_most=at_most)

        return cls(
            late_instalments=rules.count("indicator.late_instalments"),
            late_comparator=Comparator(rules.choice("indicator.late_comparator")),
            lar=classes("indicator.lar_classes", at_most=True),
            par=classes("indicator.par_classes", at_most=True),
            rr=classes("indicator.rr_classes", at_most=False),
            ccr=classes("indicator.ccr_classes", at_most=False),
            roi=classes("indicator.roi_classes", at_most=False),
        )

    def late(self, missed: int) -> bool:
        """Whether a loan with so many missed instalments counts as at risk."""
        return self.late_comparator.counts(missed, self.late_instalments)


DEFAULT_RULES = IndicatorRules()


@dataclass(frozen=True, slots=True)
class LoanStanding:
    """One loan at a day: whose, what is left of the principal, how many instalments are missed, overdue principal."""

    ksm: str
    balance: int
    missed_instalments: int
    arrears_principal: int


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator: an exact percentage, the two numbers it comes from, and its class."""

    value: Fraction | None
    numerator: int
    denominator: int
    class_: str = ""

    @property
    def value_percent(self) -> Decimal | None:
        """The percentage as it is shown: two decimals, half up."""
        if self.value is None:
            return None
        return Decimal(half_up_ratio(self.value.numerator * 100, self.value.denominator)).scaleb(-2)

    @property
    def plain(self) -> dict[str, Any]:
        """The keys of the reports."""
        return {
            "value_percent": self.value_percent,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "class": self.class_,
        }


@dataclass(frozen=True, kw_only=True)
class Composite:
    """The points of the five added up (3, 2, 1 each) and what they say; nothing when one cannot be computed."""

    points: int | None
    class_: str


@dataclass(frozen=True, kw_only=True)
class FundIndicators:
    """The five indicators of a fund at a day."""

    lar: Figure
    par: Figure
    rr: Figure
    ccr: Figure
    roi: Figure

    @property
    def named(self) -> dict[str, Figure]:
        """The five by the programme's names."""
        return {"LAR": self.lar, "PAR": self.par, "RR": self.rr, "CCr": self.ccr, "ROI": self.roi}

    @property
    def suspended(self) -> tuple[str, ...]:
        """Those in the suspend class: any of them stops new lending (R31)."""
        return tuple(name for name, figure in self.named.items() if figure.class_ == SUSPEND)

    @property
    def composite(self) -> Composite:
        """The total: 13 and above satisfactory, 9 to 12 adequate, 8 and below inadequate (domain 5.2)."""
        points = [POINTS.get(figure.class_) for figure in self.named.values()]
        known = [p for p in points if p is not None]
        if len(known) < len(points):
            return Composite(points=None, class_=NONE)
        total = sum(known)
        return Composite(
            points=total, class_=SATISFACTORY if total >= 13 else "adequate" if total >= 9 else "inadequate"
        )


def _figure(numerator: int, denominator: int, classes: Classes | None = None) -> Figure:
    """A percentage of two whole numbers; no value when the denominator is not above zero."""
    value = Fraction(numerator * 100, denominator) if denominator > 0 else None
    return Figure(
        value=value, numerator=numerator, denominator=denominator, class_=classes.of(value) if classes else ""
    )


def indicators(
    loans: Sequence[LoanStanding],
    *,
    income: int,
    expense: int,
    capital: int,
    months: int,
    rules: IndicatorRules = DEFAULT_RULES,
) -> FundIndicators:
    """LAR, PAR, RR, CCr, ROI of a fund at a day (domain 5.1).

    `income` and `expense` since January in rupiah, `months` so far (1 to 12), `capital` of the fund. A group is at
    risk when one of its loans is; PAR and RR go by loan. Loans without a balance do not count.

    >>> loans = [LoanStanding(f"KSM {i}", 4_000_000, 3, 2_500_000) for i in range(6)]
    >>> loans += [LoanStanding(f"KSM {i}", 176_000_000 // 34, 0, 0) for i in range(6, 39)]
    >>> loans += [LoanStanding("KSM 39", 200_000_000 - sum(l.balance for l in loans), 0, 0)]
    >>> fund = indicators(loans, income=7_500_000, expense=5_600_000, capital=70_000_000, months=6)
    >>> [(name, str(f.value_percent), f.class_) for name, f in fund.named.items()]      # domain T7, T8
    [('LAR', '15.00', 'minimum'), ('PAR', '12.00', 'minimum'), ('RR', '92.50', 'satisfactory'),
     ('CCr', '133.93', 'satisfactory'), ('ROI', '5.43', 'minimum')]
    """
    active = [loan for loan in loans if loan.balance > 0]
    late = [loan for loan in active if rules.late(loan.missed_instalments)]
    balance = sum(loan.balance for loan in active)
    overdue = sum(loan.arrears_principal for loan in late)
    yearly = Fraction((income - expense) * 12, months)
    roi = yearly * 100 / capital if capital > 0 else None
    return FundIndicators(
        lar=_figure(len({loan.ksm for loan in late}), len({loan.ksm for loan in active}), rules.lar),
        par=_figure(sum(loan.balance for loan in late), balance, rules.par),
        rr=_figure(balance - overdue, balance, rules.rr),
        ccr=_figure(income, expense, rules.ccr),
        roi=Figure(value=roi, numerator=half_up(yearly), denominator=capital, class_=rules.roi.of(roi)),
    )


def paid_of_due(*, paid: int, due: int) -> Figure:
    """RR_cash: what was paid in a month over what fell due in it; shown beside RR, which flatters.

    >>> str(paid_of_due(paid=1_200_000, due=2_875_000).value_percent)
    '41.74'
    """
    return _figure(paid, due)


def idle_cash(*, money: int, loans: int) -> Figure:
    """The share of the fund that lies in cash and bank instead of being lent (domain 8.6, F4d).

    >>> str(idle_cash(money=30_000_000, loans=70_000_000).value_percent)
    '30.00'
    """
    return _figure(money, money + loans)


def repeat_rate(loans_by_borrower: Collection[int], *, good_above: Fraction = Fraction(40)) -> Figure:
    """The share of borrowers with more than one loan; good when above the limit (R58).

    >>> rate = repeat_rate([2] * 132 + [1] * 302)
    >>> str(rate.value_percent), rate.class_                                            # Karimun, S58
    ('30.41', 'bad')
    """
    figure = _figure(sum(loans > 1 for loans in loans_by_borrower), sum(loans > 0 for loans in loans_by_borrower))
    class_ = NONE if figure.value is None else "good" if figure.value > good_above else "bad"
    return Figure(value=figure.value, numerator=figure.numerator, denominator=figure.denominator, class_=class_)
