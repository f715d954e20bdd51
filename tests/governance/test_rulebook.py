"""A board changes a rule by decision only, from a later day on; what was in force stays as it was."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from gulir.base.models import Fact
from gulir.base.reference import rule_definitions, rule_texts
from gulir.core.problems import Problem
from gulir.core.problems import rulebook as refusals
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.governance import SubjectNotWaiting
from gulir.core.rules import plain_value
from gulir.governance.models import AgendaItem, Decision, RuleValue
from gulir.governance.queries import rulebook, rules_at
from gulir.governance.services import adopt_rule, propose_rule
from tests.community.stage import TODAY, Stage, make_board
from tests.governance.stage import BOARD, decide_on, meet, neighbours

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False, groups=False)


def propose(stage: Stage, rule: str, value: Any, effective_on: date = SOON) -> AgendaItem:
    made = stage.does("secretary", propose_rule, rule=rule, value=value, effective_on=effective_on)
    return AgendaItem.objects.get(pk=UUID(str(made["agenda"])))


def adopt(stage: Stage, rule: str, value: Any, effective_on: date = SOON, outcome: str = "approved") -> dict[str, Any]:
    item = propose(stage, rule, value, effective_on)
    decide_on(stage, meet(stage, *BOARD), item, outcome)
    return stage.does("secretary", adopt_rule, rule=rule)


def test_every_rule_of_the_table_can_be_read_on_any_day(stage: Stage) -> None:
    """R01 to R60 of domain 11, each with a value, a text in two languages, and where it comes from."""
    codes = {code for rule in rule_definitions() for code in re.findall(r"R[0-9]{2}", rule.code)}
    assert {f"R{number:02d}" for number in range(1, 61)} <= codes
    for day in (date(2000, 1, 1), date(2008, 1, 1), date(2013, 1, 1), TODAY):
        rules = rules_at(stage.book, day)
        for rule in rule_definitions():
            assert rules.value(rule.key) is not None
    assert len(rules.versions) == len(rule_definitions())
    assert all(rule_texts()[r.key].name.id and rule_texts()[r.key].name.en and r.source for r in rule_definitions())


def test_a_value_changes_on_its_day_and_not_before(stage: Stage) -> None:
    assert rules_at(stage.book, SOON).count("group.members_min") == 5
    made = adopt(stage, "group.members_min", 7)
    assert made == {"rule": "group.members_min", "value": "7", "effective_on": SOON.isoformat()}
    assert rules_at(stage.book, SOON - timedelta(days=1)).count("group.members_min") == 5
    assert rules_at(stage.book, SOON).count("group.members_min") == 7
    rules = rules_at(stage.book, SOON)
    rules.count("group.members_min")
    assert rules.versions == [f"R02 group.members_min = 7 since {SOON.isoformat()} (decision KPT-2026-001)"]


def test_it_changes_for_this_board_alone(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False, groups=False)
    adopt(stage, "group.members_min", 7)
    assert rules_at(other.book, SOON).count("group.members_min") == 5


def test_nothing_stale_is_remembered_between_two_readings(stage: Stage) -> None:
    before = rulebook(stage.book)
    adopt(stage, "group.members_min", 7)
    assert before.at(SOON).count("group.members_min") == 5
    assert rulebook(stage.book).at(SOON).count("group.members_min") == 7


def test_values_follow_each_other_and_all_stay_readable(stage: Stage) -> None:
    for days, value in ((10, 6), (20, 7), (30, 8)):
        adopt(stage, "group.members_min", value, TODAY + timedelta(days=days))
    history = rulebook(stage.book).history("group.members_min")
    assert [used.value for used in history][-3:] == ["6", "7", "8"]
    assert [used.decision for used in history][-3:] == ["KPT-2026-001", "KPT-2026-002", "KPT-2026-003"]
    with pytest.raises(refusals.RuleOverlaps):
        propose(stage, "group.members_min", 9, TODAY + timedelta(days=25))


def test_a_value_is_written_to_the_letter_of_what_was_shown(stage: Stage) -> None:
    item = propose(stage, "loan.rate_percent", "6/13")
    assert (item.shown["proposed"], item.shown["raw"]) == ("6/13", "6/13")
    decide_on(stage, meet(stage, *BOARD), item)
    stage.does("secretary", adopt_rule, rule="loan.rate_percent")
    assert RuleValue.objects.get().value == "6/13"
    assert rules_at(stage.book, SOON).percent("loan.rate_percent") == Fraction(6, 13)


def test_a_rule_is_adopted_once_and_only_when_it_was_approved(stage: Stage) -> None:
    with pytest.raises(SubjectNotWaiting):
        stage.does("secretary", adopt_rule, rule="group.members_min")
    with pytest.raises(SubjectNotWaiting):
        adopt(stage, "group.members_min", 7, outcome="rejected")
    adopt(stage, "group.members_min", 7)
    with pytest.raises(SubjectNotWaiting):
        stage.does("secretary", adopt_rule, rule="group.members_min")
    assert RuleValue.objects.count() == 1


def test_the_members_meeting_changes_rules_too(stage: Stage) -> None:
    item = propose(stage, "group.members_min", 7)
    decide_on(stage, meet(stage, kind="rwt", invited=50, attendance=neighbours(30)), item)
    stage.does("secretary", adopt_rule, rule="group.members_min")
    assert Decision.objects.get().meeting.kind == "rwt"


def test_a_board_under_other_quorum_meets_by_it_from_that_day(stage: Stage) -> None:
    adopt(stage, "board.quorum_percent", "75", TODAY + timedelta(days=1))
    assert meet(stage, *BOARD[:3])["quorate"]
    tomorrow = TODAY + timedelta(days=1)
    stage.at += timedelta(days=1)
    assert not meet(stage, *BOARD[:3], held_on=tomorrow)["quorate"]
    assert meet(stage, *BOARD[:4], held_on=tomorrow)["quorate"]


def test_earmarks_can_differ_by_decision_under_a_standing_warning(stage: Stage) -> None:
    warned = next(rule for rule in rule_definitions() if rule.under_warning and rule.type.value == "flag")
    assert rulebook(stage.book).warnings(SOON) == []
    adopt(stage, warned.key, not warned.default_at(SOON)[1])
    assert rulebook(stage.book).warnings(SOON) == [warned.key]


def test_the_public_part_tells_the_rule_its_value_and_its_decision(stage: Stage) -> None:
    adopt(stage, "group.members_min", 7)
    told = Fact.objects.get(kind="RuleAdopted").public
    assert told == {
        "rule": "group.members_min",
        "value": "7",
        "effective_on": SOON.isoformat(),
        "decision": "KPT-2026-001",
    }


@pytest.mark.parametrize("office", ["trustee", "upk_manager", "cashier", "bookkeeper", "overseer"])
def test_only_coordinator_and_secretary_propose_and_adopt(stage: Stage, office: str) -> None:
    with pytest.raises(NotAllowed):
        stage.does(office, propose_rule, rule="group.members_min", value=7, effective_on=SOON)
    with pytest.raises(NotAllowed):
        stage.does(office, adopt_rule, rule="group.members_min")


FIXED = next(rule.key for rule in rule_definitions() if not rule.changeable)
BAD: list[tuple[str, Any, date, str]] = [
    ("no.such.rule", 1, SOON, "RuleUnknown"),
    ("", 1, SOON, "RuleUnknown"),
    ("R02", 1, SOON, "RuleUnknown"),
    (FIXED, "x", SOON, "RuleIsFixed"),
    ("group.members_min", "banyak", SOON, "RuleValueUnclear"),
    ("group.members_min", "", SOON, "RuleValueUnclear"),
    ("group.members_min", "1.5", SOON, "RuleValueUnclear"),
    ("group.members_min", True, SOON, "RuleValueUnclear"),
    ("group.members_min", "5 orang", SOON, "RuleValueUnclear"),
    ("group.members_min", -1, SOON, "RuleOutOfRange"),
    ("group.members_min", 100_000, SOON, "RuleOutOfRange"),
    ("group.members_min", 5, SOON, "RuleUnchanged"),
    ("group.members_min", "5", SOON, "RuleUnchanged"),
    ("group.members_min", 7, TODAY, "RuleTooSoon"),
    ("group.members_min", 7, TODAY - timedelta(days=1), "RuleTooSoon"),
    ("group.members_min", 7, date(2008, 1, 1), "RuleTooSoon"),
    ("loan.rate_percent", "1,5", SOON, "RuleValueUnclear"),
    ("loan.rate_percent", "1/0", SOON, "RuleValueUnclear"),
    ("loan.rate_percent", "tiga", SOON, "RuleValueUnclear"),
    ("loan.rate_percent", "1e3", SOON, "RuleValueUnclear"),
    ("loan.rate_percent", "NaN", SOON, "RuleValueUnclear"),
    ("loan.rate_percent", "-1", SOON, "RuleOutOfRange"),
    ("loan.rate_percent", "99", SOON, "RuleOutOfRange"),
    ("loan.rate_percent", "1.50", SOON, "RuleUnchanged"),
    ("rwt.quorum_percent", "101", SOON, "RuleOutOfRange"),
    ("rwt.quorum_percent", "50%", SOON, "RuleValueUnclear"),
    ("board.members_odd", "mungkin", SOON, "RuleValueUnclear"),
    ("board.members_odd", 2, SOON, "RuleValueUnclear"),
    ("collectibility.starts_at", "4,3,2", SOON, "RuleStepsUnclear"),
    ("collectibility.starts_at", "", SOON, "RuleStepsUnclear"),
    ("provision.percents", "1,10,25", SOON, "RuleStepsUnclear"),
]


@pytest.mark.parametrize(("rule", "value", "effective_on", "code"), BAD)
def test_a_value_that_could_never_be_adopted_is_refused_at_once(
    stage: Stage, rule: str, value: Any, effective_on: date, code: str
) -> None:
    with pytest.raises(Problem) as refusal:
        propose(stage, rule, value, effective_on)
    assert refusal.value.code == code
    assert not AgendaItem.objects.exists()


def test_no_share_is_lost_in_a_split(stage: Stage) -> None:
    split = dict(rules_at(stage.book, TODAY).shares("profit.split"))
    wrong = {**plain_value(split), "capital": str(split["capital"] + 1)}
    with pytest.raises(refusals.SharesNotWhole):
        propose(stage, "profit.split", wrong)
