"""The rulebook: values read and refused, dates, versions, and the programme's own R01 to R60."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from gulir.base.reference import rule_definitions, rule_texts
from gulir.core.problems import Problem
from gulir.core.rules import Rulebook, RuleDef, RuleKind, RuleRow, RuleType, Tag, plain_value, show_value

DECIDED = date(2026, 3, 1)
FROM = date(2026, 3, 2)
PROGRAMME = {d.key: d for d in rule_definitions()}


def book(*rows: RuleRow) -> Rulebook:
    return Rulebook(rule_definitions(), rows)


def row(key: str, value, on: date = FROM) -> RuleRow:
    return RuleRow(key=key, value=value, effective_on=on, decision="KPT-2026-007", adopted_on=DECIDED)


def propose(key: str, raw, on: date = FROM, *rows: RuleRow) -> RuleRow:
    return book(*rows).propose(key, raw, effective_on=on, adopted_on=DECIDED, decision="KPT-2026-007")


def code_of(act) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return refused.value.code


def test_every_rule_of_the_table_is_there():
    codes = {code for definition in PROGRAMME.values() for code in definition.code.split()}
    assert {f"R{n:02}" for n in range(1, 61)} <= codes


@pytest.mark.parametrize("key", sorted(PROGRAMME))
def test_every_default_is_a_value_that_its_own_rule_reads_back(key):
    definition = PROGRAMME[key]
    for _, value in definition.defaults:
        assert definition.read(plain_value(value)) == value
        assert show_value(value)
    assert rule_texts()[key].meaning.en


@pytest.mark.parametrize(("key", "value"), [
    ("group.members_min", 5), ("group.women_percent_min", 30), ("group.months_active_min", 3),
    ("loan.rate_percent", Fraction(3, 2)),
    ("savings.blocked_percent_min", 5), ("loan.round_to", 1000), ("loan.round", "up"), ("loan.round_on", "total"),
    ("loan.graduation_loans", 4), ("loan.instalments_min", 3), ("loan.instalments_max", 24), ("overseers.count_min", 2),
    ("indicator.lar_classes", (10, 20)), ("indicator.ccr_classes", (125, 100)), ("indicator.roi_classes", (10, 0)),
    ("indicator.rr_classes", (90, 80)), ("indicator.late_instalments", 3), ("indicator.late_comparator", "at_least"),
    ("collectibility.starts_at", (0, 1, 4, 7, 10)), ("provision.percents", (1, 10, 25, 50, 100)), ("iptw.percent", 10),
    ("rwt.quorum_percent", 50), ("complaint.sla_days", (14, 21, 30, 60, 90)), ("privacy.breach_notice_hours", 72),
    ("board.members_min", 9), ("board.members_max", 13), ("reminder.days_before", 3),
    ("indicator.repeat_rate_good", 40),
    ("plan.years", 3), ("repayment.order", ("jasa", "principal", "penalty")),
    ("loan.signatures", ("upk_manager", "coordinator")),
])  # fmt: skip
def test_a_default_is_the_figure_of_the_rules_table(key, value):
    assert book().at(FROM).value(key) == value


@pytest.mark.parametrize(("on", "amount"), [
    (date(2005, 1, 1), 500_000), (date(2011, 12, 31), 500_000), (date(2012, 1, 1), 1_000_000),
    (date(2025, 12, 31), 1_000_000),
    (date(2026, 1, 1), 3_000_000),
])  # fmt: skip
def test_the_first_loan_of_a_member_grew_with_the_years(on, amount):
    assert book().at(on).rupiah("loan.first_per_member_max") == amount


def test_every_getter_gives_its_own_type_and_no_other():
    rules = book().at(FROM)
    assert rules.rupiah("loan.round_to") == 1_000
    assert rules.percent("loan.rate_percent") == Fraction(3, 2)
    assert rules.flag("loan.no_arrears") is True
    assert rules.choice("loan.round") == "up"
    assert rules.words("repayment.order")[0] == "jasa"
    assert rules.counts("complaint.sla_days")[-1] == 90
    assert rules.percents("provision.percents")[0] == 1
    assert rules.shares("profit.split")["capital"] == 50
    assert rules.table("payment.qris_mdr")[1]["percent"] == Fraction(3, 10)
    with pytest.raises(TypeError):
        rules.count("loan.round_to")


def test_a_report_prints_the_versions_of_the_rules_it_used_and_no_others():
    rules = book(row("group.members_min", 7)).at(FROM)
    rules.count("group.members_min")
    rules.rupiah("loan.first_per_member_max")
    rules.percent("iptw.percent")
    assert rules.versions == [
        "R02 group.members_min = 7 since 2026-03-02 (decision KPT-2026-007)",
        "R08 loan.first_per_member_max = 3000000 since 2026-01-01 (default)",
        "R36 iptw.percent = 10 (default)",
    ]


def test_a_decided_value_holds_from_its_day_until_the_next_one():
    rules = book(row("group.members_min", 7), row("group.members_min", 8, date(2026, 6, 1)))
    values = [rules.at(day).count("group.members_min") for day in (DECIDED, FROM, date(2026, 5, 31), date(2026, 6, 1))]
    assert values == [5, 7, 7, 8]


def test_the_history_of_a_rule_tells_the_programmes_values_and_then_the_boards():
    rules = book(row("loan.first_per_member_max", 2_000_000, date(2025, 7, 1)))
    told = [(u.value, u.decision) for u in rules.history("loan.first_per_member_max")]
    assert told == [("500000", ""), ("1000000", ""), ("2000000", "KPT-2026-007")]


def test_two_values_cannot_begin_on_the_same_day():
    same = [row("group.members_min", 7), row("group.members_min", 8)]
    assert code_of(lambda: book(*same)) == "RuleOverlaps"


def test_a_row_of_an_unknown_rule_is_refused():
    assert code_of(lambda: book(row("no.such_rule", 1))) == "RuleUnknown"
    assert code_of(lambda: book().at(FROM).value("no.such_rule")) == "RuleUnknown"
    assert code_of(lambda: book().history("no.such_rule")) == "RuleUnknown"


GOOD = [
    ("group.members_min", "6", 6), ("group.members_min", 6, 6), ("loan.rate_percent", "6/13", Fraction(6, 13)),
    ("loan.rate_percent", 2, Fraction(2)), ("loan.round_to", "Rp 500", 500), ("loan.round_to", "500", 500),
    ("loan.first_per_member_max", "5.000.000", 5_000_000), ("loan.poor_listed_required", "tidak", False),
    ("loan.poor_listed_required", False, False), ("earmark.fund_only_for_loans", 0, False),
    ("loan.round", "down", "down"),
    ("repayment.order", "principal; jasa", ("principal", "jasa")),
    ("indicator.lar_classes", "5, 15", (5, 15)), ("collectibility.starts_at", [0, 1, 3, 5, 7], (0, 1, 3, 5, 7)),
    ("profit.split", {"capital": "60", "social": "40"}, {"capital": 60, "social": 40}),
    ("tranche.percents", ["30", "50", "20"], (30, 50, 20)),
    ("payment.qris_mdr", [{"up_to": 500_000, "percent": "0"}], ({"up_to": 500_000, "percent": 0},)),
    ("indicator.roi_classes", ["5", "-2"], (5, -2)), ("provision.percents", "0;10;50;75;100", (0, 10, 50, 75, 100)),
]  # fmt: skip


@pytest.mark.parametrize(("key", "raw", "value"), GOOD)
def test_a_board_adopts_another_value_by_decision(key, raw, value):
    adopted = propose(key, raw)
    assert adopted.value == value
    assert (adopted.effective_on, adopted.decision) == (FROM, "KPT-2026-007")
    assert book(adopted).at(FROM).value(key) == value
    assert PROGRAMME[key].read(plain_value(adopted.value)) == value


BAD = [
    ("no.such_rule", 1, "RuleUnknown"),
    ("loan.borrower", "member", "RuleIsFixed"), ("upk.staff_min", 3, "RuleIsFixed"),
    ("write_off.authority", "board", "RuleIsFixed"),
    ("books.day_lock", False, "RuleIsFixed"), ("loan.no_arrears", False, "RuleIsFixed"),
    ("privacy.publish_borrower_names", True, "RuleIsFixed"),
    ("office.cashier_not_bookkeeper", False, "RuleIsFixed"), ("loan.interval_months_max", 2, "RuleIsFixed"),
    ("group.members_min", "", "RuleValueUnclear"), ("group.members_min", "five", "RuleValueUnclear"),
    ("group.members_min", 5.0, "RuleValueUnclear"),
    ("group.members_min", "5.5", "RuleValueUnclear"), ("group.members_min", True, "RuleValueUnclear"),
    ("group.members_min", None, "RuleValueUnclear"),
    ("group.members_min", [5], "RuleValueUnclear"), ("group.members_min", "1/2", "RuleValueUnclear"),
    ("group.members_min", 0, "RuleOutOfRange"), ("group.members_min", 101, "RuleOutOfRange"),
    ("group.members_min", -5, "RuleOutOfRange"),
    ("loan.rate_percent", "1,5", "RuleValueUnclear"), ("loan.rate_percent", 1.5, "RuleValueUnclear"),
    ("loan.rate_percent", "1.5%", "RuleValueUnclear"),
    ("loan.rate_percent", "1/0", "RuleValueUnclear"), ("loan.rate_percent", "nan", "RuleValueUnclear"),
    ("loan.rate_percent", "1e2", "RuleValueUnclear"),
    ("loan.rate_percent", "5.0001", "RuleOutOfRange"), ("loan.rate_percent", "-1", "RuleOutOfRange"),
    ("loan.round_to", "0", "RuleOutOfRange"), ("loan.round_to", 1.5, "RuleValueUnclear"),
    ("loan.round_to", "1.25", "RuleValueUnclear"),
    ("loan.round_to", "seribu", "RuleValueUnclear"),
    ("loan.round_to", 2_000_000, "RuleOutOfRange"), ("loan.first_per_member_max", "-1", "RuleOutOfRange"),
    ("loan.first_per_member_max", "1.000.000.000.000.000", "RuleValueUnclear"),
    ("loan.first_per_member_max", {}, "RuleValueUnclear"),
    ("loan.poor_listed_required", "maybe", "RuleValueUnclear"), ("loan.poor_listed_required", None, "RuleValueUnclear"),
    ("loan.poor_listed_required", 2, "RuleValueUnclear"), ("loan.poor_listed_required", [True], "RuleValueUnclear"),
    ("loan.round", "sideways", "RuleValueUnclear"), ("loan.round", "", "RuleValueUnclear"),
    ("loan.round", 1, "RuleValueUnclear"),
    ("loan.method", "declining", "RuleValueUnclear"),
    ("repayment.order", "jasa; pokok", "RuleValueUnclear"), ("repayment.order", "jasa; jasa", "RuleValueUnclear"),
    ("repayment.order", "", "RuleValueUnclear"), ("repayment.order", 5, "RuleValueUnclear"),
    ("repayment.order", {"jasa": 1}, "RuleValueUnclear"),
    ("indicator.lar_classes", "10", "RuleStepsUnclear"), ("indicator.lar_classes", "20, 10", "RuleStepsUnclear"),
    ("indicator.lar_classes", "10, 10", "RuleStepsUnclear"),
    ("indicator.lar_classes", "10, 20, 30", "RuleStepsUnclear"),
    ("indicator.lar_classes", "10, x", "RuleValueUnclear"), ("indicator.lar_classes", "10, 120", "RuleOutOfRange"),
    ("indicator.lar_classes", [], "RuleStepsUnclear"), ("indicator.lar_classes", 10, "RuleValueUnclear"),
    ("indicator.ccr_classes", "100, 125", "RuleStepsUnclear"), ("indicator.roi_classes", "0, 0", "RuleStepsUnclear"),
    ("collectibility.starts_at", "0,1,4,7", "RuleStepsUnclear"),
    ("collectibility.starts_at", "0,4,1,7,10", "RuleStepsUnclear"),
    ("collectibility.starts_at", "-1,0,1,2,3", "RuleOutOfRange"),
    ("provision.percents", "1,10,25,50,101", "RuleOutOfRange"),
    ("complaint.sla_days", "14;21;30", "RuleStepsUnclear"),
    ("profit.split", {"capital": "99"}, "SharesNotWhole"),
    ("profit.split", {"capital": "60", "social": "50"}, "SharesNotWhole"),
    ("profit.split", {}, "SharesNotWhole"), ("profit.split", {"mayor": "100"}, "RuleValueUnclear"),
    ("profit.split", [100], "RuleValueUnclear"),
    ("profit.split", {"capital": "-10", "social": "110"}, "RuleOutOfRange"),
    ("profit.split", {"capital": "all"}, "RuleValueUnclear"),
    ("payment.qris_mdr", [], "RuleValueUnclear"), ("payment.qris_mdr", {}, "RuleValueUnclear"),
    ("payment.qris_mdr", [{"up_to": 1}], "RuleValueUnclear"),
    ("payment.qris_mdr", [{"up_to": 1, "percent": "0", "x": 1}], "RuleValueUnclear"),
    ("payment.qris_mdr", ["x"], "RuleValueUnclear"),
    ("payment.qris_mdr", [{"up_to": "1.5", "percent": "0"}], "RuleValueUnclear"),
    ("payment.qris_mdr", [{"up_to": 1, "percent": 0.3}], "RuleValueUnclear"),
    ("group.members_min", 5, "RuleUnchanged"), ("loan.round", "up", "RuleUnchanged"),
    ("iptw.percent", "10.0", "RuleUnchanged"),
    ("earmark.fund_only_for_loans", True, "RuleUnchanged"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "raw", "code"), BAD)
def test_a_value_that_cannot_be_adopted_is_refused(key, raw, code):
    assert code_of(lambda: propose(key, raw)) == code


@pytest.mark.parametrize("on", [DECIDED, date(2026, 2, 28), date(2020, 1, 1)])
def test_a_value_takes_effect_on_the_day_after_its_decision_at_the_earliest(on):
    with pytest.raises(Problem) as refused:
        propose("group.members_min", 6, on)
    assert (refused.value.code, refused.value.facts["earliest"]) == ("RuleTooSoon", FROM)


@pytest.mark.parametrize("on", [date(2026, 6, 1), date(2026, 5, 1)])
def test_no_value_is_put_in_front_of_one_that_is_already_decided(on):
    later = row("group.members_min", 8, date(2026, 6, 1))
    assert code_of(lambda: propose("group.members_min", 6, on, later)) == "RuleOverlaps"


def test_a_value_after_the_last_one_may_return_to_the_default():
    assert propose("group.members_min", 5, date(2026, 6, 2), row("group.members_min", 8)).value == 5


def test_the_three_earmarks_may_differ_by_decision_under_a_standing_warning():
    adopted = propose("earmark.fund_only_for_loans", "tidak")
    assert adopted.value is False
    rules = book(adopted)
    assert rules.warnings(FROM) == ["earmark.fund_only_for_loans"]
    assert rules.warnings(DECIDED) == []


def test_a_table_may_hold_words():
    table = RuleDef(
        key="t.words",
        code="R01",
        type=RuleType.TABLE,
        unit="",
        defaults=(),
        source="default",
        tag=Tag.DEFAULT,
        kind=RuleKind.DATA,
        columns={"name": RuleType.CHOICE, "days": RuleType.COUNT},
    )
    assert table.read([{"name": "board", "days": 3}]) == ({"name": "board", "days": 3},)
    for bad in ("Board", 3, ""):
        assert code_of(lambda bad=bad: table.read([{"name": bad, "days": 3}])) == "RuleValueUnclear"


def test_a_rule_without_limits_says_so_in_its_refusal_of_the_other_side():
    only_least = RuleDef(
        key="t.least",
        code="R01",
        type=RuleType.COUNT,
        unit="",
        defaults=(),
        source="default",
        tag=Tag.DEFAULT,
        kind=RuleKind.DATA,
        least=Fraction(3),
    )
    with pytest.raises(Problem) as refused:
        only_least.read(2)
    assert refused.value.facts == {"rule": "t.least", "value": "2", "least": "3", "most": ""}


@pytest.mark.parametrize("word", ["ya", "YES", "true", "1", 1, True])
def test_yes_is_said_in_several_words(word):
    assert PROGRAMME["loan.poor_listed_required"].read(word) is True
