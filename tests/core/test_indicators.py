"""The five indicators: definitions, every class edge on both sides, zero denominators, T7 and T8."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from gulir.base.reference import indicator_classes, rule_definitions
from gulir.base.reference import indicators as texts
from gulir.core.compute import compute
from gulir.core.indicators import (
    Comparator,
    Figure,
    FundIndicators,
    IndicatorRules,
    LoanStanding,
    idle_cash,
    indicators,
    paid_of_due,
    repeat_rate,
)
from gulir.core.problems import Problem
from gulir.core.rules import Rulebook, RuleRow


def fund(loans=(), *, income=0, expense=0, capital=0, months=1, rules=None):
    return indicators(
        loans, income=income, expense=expense, capital=capital, months=months, rules=rules or IndicatorRules()
    )


def groups(late: int, good: int) -> list[LoanStanding]:
    """So many groups behind and so many on time, each owing one million."""
    return [LoanStanding(f"L{i}", 1_000_000, 3, 600_000) for i in range(late)] + [
        LoanStanding(f"G{i}", 1_000_000, 0, 0) for i in range(good)
    ]


def test_t7_income_expense_and_capital_of_half_a_year():
    """T7: 7,500,000, 5,600,000, 70,000,000 in six months: CCr 133.9 % satisfactory, ROI 5.43 % minimum."""
    found = fund(income=7_500_000, expense=5_600_000, capital=70_000_000, months=6)
    assert (found.ccr.value_percent, found.ccr.class_) == (Decimal("133.93"), "satisfactory")
    assert (found.roi.value_percent, found.roi.class_) == (Decimal("5.43"), "minimum")
    assert (found.roi.numerator, found.roi.denominator) == (3_800_000, 70_000_000)


def test_t8_rr_flatters_beside_lar_and_par():
    """T8: 40 groups, 6 with three missed; 200 m out, those six owe 24 m, 15 m of it overdue: 15, 12, 92.5 %."""
    loans = [LoanStanding(f"L{i}", 4_000_000, 3, 2_500_000) for i in range(6)]
    loans += [LoanStanding(f"G{i}", 5_000_000, 2, 900_000) for i in range(33)]
    loans += [LoanStanding("G33", 11_000_000, 0, 0)]
    found = fund(loans)
    shown = [(f.value_percent, f.class_) for f in (found.lar, found.par, found.rr)]
    assert shown == [
        (Decimal("15.00"), "minimum"),
        (Decimal("12.00"), "minimum"),
        (Decimal("92.50"), "satisfactory"),
    ]


@pytest.mark.parametrize(("late", "good", "class_"), [
    (0, 40, "satisfactory"), (4, 36, "satisfactory"), (401, 3_599, "minimum"), (8, 32, "minimum"),
    (801, 3_199, "suspend"), (40, 0, "suspend"),
])  # fmt: skip
def test_the_edges_of_lar_and_par(late, good, class_):
    """Exactly 10 % and 20 % are in the better class; a hair above is in the worse."""
    found = fund(groups(late, good))
    assert (found.lar.class_, found.par.class_) == (class_, class_)


@pytest.mark.parametrize(("overdue", "class_"), [
    (0, "satisfactory"), (100_000, "satisfactory"), (100_001, "minimum"), (200_000, "minimum"), (200_001, "suspend"),
    (1_000_000, "suspend"),
])  # fmt: skip
def test_the_edges_of_rr(overdue, class_):
    """Exactly 90 % and 80 % are in the better class."""
    assert fund([LoanStanding("a", 1_000_000, 3, overdue)]).rr.class_ == class_


@pytest.mark.parametrize(("income", "class_"), [
    (1_250_000, "satisfactory"), (1_249_999, "minimum"), (1_000_000, "minimum"), (999_999, "suspend"), (0, "suspend"),
])  # fmt: skip
def test_the_edges_of_ccr(income, class_):
    """Exactly 125 % and 100 % are in the better class."""
    assert fund(income=income, expense=1_000_000).ccr.class_ == class_


@pytest.mark.parametrize(("profit", "class_"), [
    (10_000_000, "satisfactory"), (9_999_999, "minimum"), (0, "minimum"), (-1, "suspend"), (-50_000_000, "suspend"),
])  # fmt: skip
def test_the_edges_of_roi(profit, class_):
    """Exactly 10 % and 0 % are in the better class."""
    found = fund(income=max(profit, 0), expense=max(-profit, 0), capital=100_000_000, months=12)
    assert found.roi.class_ == class_


def test_the_class_is_that_of_the_exact_value_and_not_of_what_is_shown():
    """10.001 % is shown as 10.00 and is no longer satisfactory."""
    found = fund([LoanStanding("a", 10_001, 3, 0), LoanStanding("b", 89_999, 0, 0)])
    assert (found.par.value_percent, found.par.class_) == (Decimal("10.00"), "minimum")


def test_a_zero_denominator_gives_no_value_and_never_zero():
    found = fund()
    assert all((f.value, f.value_percent, f.class_) == (None, None, "n/a") for f in found.named.values())
    assert (found.composite.points, found.composite.class_, found.suspended) == (None, "n/a", ())


def test_an_expense_below_zero_gives_no_cost_coverage():
    """A provision taken back can make the costs of January negative: no ratio can be told."""
    assert fund(income=5, expense=-5).ccr.class_ == "n/a"


def test_loans_paid_off_do_not_count():
    found = fund([LoanStanding("a", 0, 9, 0), LoanStanding("b", 1_000, 0, 0)])
    assert (found.lar.numerator, found.lar.denominator) == (0, 1)


def test_a_group_with_two_loans_is_one_group_and_only_its_late_loan_is_at_risk():
    found = fund([LoanStanding("a", 1_000, 3, 500), LoanStanding("a", 3_000, 0, 0)])
    assert (found.lar.numerator, found.lar.denominator) == (1, 1)
    assert (found.par.numerator, found.par.denominator) == (1_000, 4_000)


@pytest.mark.parametrize(("comparator", "missed", "counts"), [
    (Comparator.AT_LEAST, 2, False), (Comparator.AT_LEAST, 3, True), (Comparator.MORE_THAN, 3, False),
    (Comparator.MORE_THAN, 4, True),
])  # fmt: skip
def test_the_comparator_is_a_rule_of_the_board(comparator, missed, counts):
    rules = IndicatorRules(late_comparator=comparator)
    assert fund([LoanStanding("a", 1, missed, 1)], rules=rules).lar.numerator == int(counts)


def test_the_rules_in_force_come_from_the_rulebook_and_are_printed():
    row = RuleRow(
        key="indicator.lar_classes",
        value=(Fraction(5), Fraction(12)),
        effective_on=date(2026, 2, 1),
        decision="KPT-2026-003",
    )
    rules = Rulebook(rule_definitions(), [row]).at(date(2026, 3, 1))
    assert fund(groups(6, 94), rules=IndicatorRules.of(rules)).lar.class_ == "minimum"
    assert len(rules.versions) == 7
    assert "R26 indicator.lar_classes = 5, 12 since 2026-02-01 (decision KPT-2026-003)" in rules.versions
    assert IndicatorRules.of(Rulebook(rule_definitions()).at(date(2026, 3, 1))) == IndicatorRules()


@pytest.mark.parametrize(("late", "income", "points", "class_"), [
    (0, 2_000_000, 15, "satisfactory"), (15, 1_100_000, 11, "adequate"), (30, 900_000, 6, "inadequate"),
])  # fmt: skip
def test_the_composite_adds_the_points_of_all_five(late, income, points, class_):
    found = fund(groups(late, 100 - late), income=income, expense=1_000_000, capital=10_000_000, months=12)
    assert (found.composite.points, found.composite.class_) == (points, class_)


def composite_of(*classes: str) -> str:
    figures = [Figure(value=Fraction(1), numerator=1, denominator=1, class_=c) for c in classes]
    base = fund()
    made: FundIndicators = type(base)(lar=figures[0], par=figures[1], rr=figures[2], ccr=figures[3], roi=figures[4])
    return made.composite.class_


@pytest.mark.parametrize(("best", "middle", "worst", "class_"), [
    (5, 0, 0, "satisfactory"), (3, 2, 0, "satisfactory"), (2, 3, 0, "adequate"), (0, 4, 1, "adequate"),
    (0, 3, 2, "inadequate"),
    (0, 0, 5, "inadequate"),
])  # fmt: skip
def test_the_edges_of_the_composite_score(best, middle, worst, class_):
    """13 points are satisfactory, 12 and 9 adequate, 8 inadequate."""
    assert composite_of(*["satisfactory"] * best, *["minimum"] * middle, *["suspend"] * worst) == class_


def test_any_indicator_in_suspend_is_named():
    assert fund(groups(30, 70), income=1, expense=2).suspended == ("LAR", "PAR", "CCr")


def test_rr_cash_idle_cash_and_repeat_rate():
    assert paid_of_due(paid=5, due=0).value is None
    assert idle_cash(money=0, loans=0).value is None
    assert str(idle_cash(money=167_322_479, loans=952_039_400).value_percent) == "14.95"
    assert repeat_rate([]).class_ == "n/a"
    assert repeat_rate([2, 2, 1, 1, 1]).class_ == "bad"
    assert repeat_rate([2, 2, 1, 1]).class_ == "good"
    assert repeat_rate([0, 0, 2]).value == 100


def test_every_indicator_and_class_has_words():
    assert {"LAR", "PAR", "RR", "CCr", "ROI", "RR_cash", "idle_cash", "repeat_rate"} == set(texts())
    assert set(indicator_classes()) == {"satisfactory", "minimum", "suspend", "n/a"}
    for name in fund().named:
        assert texts()[name].classes.startswith("indicator.")


GOOD: dict[str, Any] = {
    "loans": [{"ksm": "KSM 01", "balance": 100, "missed_instalments": 3, "arrears_principal": 60}],
    "income": 5,
    "expense": 4,
    "capital": 100,
    "months": 6,
}


def with_loan(**changes) -> dict:
    loan = {**GOOD["loans"][0], **changes}
    return {**GOOD, "loans": [{k: v for k, v in loan.items() if v != "gone"}]}


BAD: list[tuple[Any, str]] = [
    (None, "$"), ([], "$"), ("x", "$"), ({}, "loans"), ({**GOOD, "loans": None}, "loans"),
    ({**GOOD, "loans": {}}, "loans"),
    ({**GOOD, "loans": [1]}, "loans[0]"), ({**GOOD, "income": -1}, "income"), ({**GOOD, "income": 1.5}, "income"),
    ({**GOOD, "income": "5"}, "income"), ({**GOOD, "expense": True}, "expense"), ({**GOOD, "expense": None}, "expense"),
    ({**GOOD, "capital": -1}, "capital"), ({**GOOD, "capital": 10**13}, "capital"), ({**GOOD, "months": 0}, "months"),
    ({**GOOD, "months": 13}, "months"), ({**GOOD, "months": "6"}, "months"), ({**GOOD, "month": 6}, "month"),
    ({**GOOD, "late_instalments": 0}, "late_instalments"), ({**GOOD, "late_instalments": 2.5}, "late_instalments"),
    ({**GOOD, "late_comparator": ">="}, "late_comparator"), ({**GOOD, "late_comparator": 3}, "late_comparator"),
    (with_loan(ksm=""), "loans[0].ksm"), (with_loan(ksm=" "), "loans[0].ksm"), (with_loan(ksm=1), "loans[0].ksm"),
    (with_loan(ksm="gone"), "loans[0].ksm"), (with_loan(balance=-1), "loans[0].balance"),
    (with_loan(balance="100"), "loans[0].balance"),
    (with_loan(balance=1.0), "loans[0].balance"), (with_loan(balance="gone"), "loans[0].balance"),
    (with_loan(missed_instalments=-1), "loans[0].missed_instalments"),
    (with_loan(missed_instalments=None), "loans[0].missed_instalments"),
    (with_loan(missed_instalments=0.5), "loans[0].missed_instalments"),
    (with_loan(arrears_principal=101), "loans[0].arrears_principal"),
    (with_loan(arrears_principal=-1), "loans[0].arrears_principal"),
    (with_loan(arrears_principal="x"), "loans[0].arrears_principal"),
    (with_loan(nik="33"), "loans[0].nik"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "path"), BAD)
def test_a_bad_document_is_refused_with_the_path_of_the_field(document, path):
    with pytest.raises(Problem) as refused:
        compute("indicators", document)
    assert refused.value.code == "BadInput"
    assert refused.value.facts["path"] == path


def test_a_document_may_set_the_comparator():
    assert compute("indicators", GOOD)["LAR"]["numerator"] == 1
    assert compute("indicators", {**GOOD, "late_comparator": "more_than"})["LAR"]["numerator"] == 0
    assert compute("indicators", {**GOOD, "late_instalments": 4})["LAR"]["class"] == "satisfactory"


def test_a_document_without_anything_gives_nulls():
    found = compute("indicators", {"loans": [], "income": 0, "expense": 0, "capital": 0, "months": 1})
    assert found["LAR"] == {"value_percent": None, "numerator": 0, "denominator": 0, "class": "n/a"}
    assert found["composite"] == {"points": None, "class": "n/a"}
