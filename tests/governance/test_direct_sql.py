"""Plain SQL cannot make, change or move a decision; each protection taken away is missed at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from gulir.base.ids import new_id
from gulir.base.models import Actor
from gulir.governance.models import AgendaItem, Decision
from gulir.governance.services import adopt_rule, close_meeting, propose_rule
from tests.community.attacks import drop_trigger, try_sql
from tests.community.stage import TODAY, Stage, make_board
from tests.governance.stage import BOARD, decide_on, lay_before, meet

pytestmark = pytest.mark.django_db
DECIDE = (
    "INSERT INTO governance_decision (id, book_id, number, meeting_id, agenda_id, subject_kind, subject_id, title,"
    " digest, outcome, manner, votes_for, against, abstained, decided_on, made_by_id)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
RULE = (
    "INSERT INTO governance_rulevalue (book_id, key, value, effective_on, adopted_on, decision_id)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False, groups=False)


def decision(stage: Stage, meeting: dict[str, Any], item: AgendaItem | None, **changes: Any) -> list[Any]:
    """The values of a decision row that would be right, with `changes`."""
    row = {
        "id": new_id().hex,
        "book": stage.book.hex,
        "number": "KPT-2026-999",
        "meeting": UUID(str(meeting["meeting"])).hex,
        "agenda": item.pk.hex if item else None,
        "subject_kind": "loan",
        "subject_id": "P-001",
        "title": "Pinjaman P-001",
        "digest": item.digest if item else "0" * 64,
        "outcome": "approved",
        "manner": "consensus",
        "votes_for": 3,
        "against": 0,
        "abstained": 0,
        "decided_on": TODAY.isoformat(),
        "made_by": Actor.objects.get(pk=stage.actor("secretary").pk).pk.hex,
    }
    return list({**row, **changes}.values())


QUORUM = "decisions_are_made_in_an_open_meeting_with_quorum"
SHOWN = "decisions_are_about_what_was_shown"


def test_a_right_row_would_be_taken(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    assert try_sql(DECIDE, decision(stage, meeting, item)) == ""


ATTACKS: dict[str, tuple[dict[str, Any], str]] = {
    "on another day than the meeting": ({"decided_on": (TODAY + timedelta(days=1)).isoformat()}, QUORUM),
    "with more votes than members": ({"votes_for": 6}, QUORUM),
    "about another subject": ({"subject_id": "P-002"}, SHOWN),
    "about another kind of subject": ({"subject_kind": "write_off"}, SHOWN),
    "on something that was not shown": ({"digest": "f" * 64}, SHOWN),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_decision_is_not_written_beside_the_act(stage: Stage, attack: str) -> None:
    changes, name = ATTACKS[attack]
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    row = decision(stage, meeting, item, **changes)
    assert name in try_sql(DECIDE, row)
    drop_trigger(name, "governance_decision")
    assert try_sql(DECIDE, row) == ""


@pytest.mark.parametrize("case", ["without quorum", "closed", "forum", "other board"])
def test_a_meeting_that_cannot_decide_gets_no_decision(stage: Stage, case: str) -> None:
    item, of = lay_before(stage), stage
    if case == "other board":
        of = make_board("kampung-baru", logins=False, groups=False)
    meeting = meet(
        of, *BOARD[: 2 if case == "without quorum" else 5], kind="forum" if case == "forum" else "board", invited=5
    )
    if case == "closed":
        stage.does("secretary", close_meeting, meeting=UUID(meeting["meeting"]), minutes="Selesai.")
    row = decision(stage, meeting, item, votes_for=2)
    assert QUORUM in try_sql(DECIDE, row)
    drop_trigger(QUORUM, "governance_decision")
    assert try_sql(DECIDE, row) == ""


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"outcome": "maybe"}, "a_decision_has_a_known_outcome"),
        ({"manner": "dice"}, "a_decision_has_a_known_manner"),
        ({"votes_for": -1, "outcome": "rejected"}, "votes_are_counted_from_zero"),
        ({"votes_for": 1, "against": 1}, "an_approval_has_more_for_than_against"),
        ({"votes_for": 0}, "an_approval_has_more_for_than_against"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_name(stage: Stage, changes: dict[str, Any], name: str) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    assert name in try_sql(DECIDE, decision(stage, meeting, item, **changes))


CHANGES = {
    "change a decision": ("UPDATE governance_decision SET outcome = 'rejected'", "changed"),
    "delete a decision": ("DELETE FROM governance_decision", "deleted"),
    "change who came": ("UPDATE governance_attendance SET sex = 'L'", "changed"),
    "forget who came": ("DELETE FROM governance_attendance", "deleted"),
    "make a quorum": ("UPDATE governance_meeting SET quorate = (1 = 1), present = 9", "changed"),
    "delete a meeting": ("DELETE FROM governance_meeting", "deleted"),
    "show something else": ("UPDATE governance_agendaitem SET digest = 'x' WHERE status = 'waiting'", "changed"),
    "delete an item": ("DELETE FROM governance_agendaitem", "deleted"),
    "forget whom it concerns": ("DELETE FROM governance_agendaparty", "deleted"),
    "concern someone else": ("UPDATE governance_agendaparty SET person_id = NULL", "changed"),
    "forget an interest": ("DELETE FROM governance_interest", "deleted"),
    "change an interest": ("UPDATE governance_interest SET relation = 'tidak ada'", "changed"),
}


@pytest.mark.parametrize("attack", CHANGES)
def test_what_was_decided_is_never_changed(stage: Stage, attack: str) -> None:
    statement, what = CHANGES[attack]
    table = statement.split()[1] if what == "changed" else statement.split()[2]
    meeting, item = meet(stage, *BOARD), lay_before(stage, parties=["Siti"])
    decide_on(stage, meeting, item, interests={str(stage.people["Tari"]): "keluarga"})
    lay_before(stage, "P-002")
    name = f"rows_of_{table}_are_never_{what}"
    assert name in try_sql(statement)
    drop_trigger(name, table)
    assert name not in try_sql(statement)


def test_an_item_leaves_the_agenda_once_and_a_meeting_closes_once(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    decide_on(stage, meeting, item)
    stage.does("secretary", close_meeting, meeting=UUID(meeting["meeting"]), minutes="Selesai.")
    for attack, name in (
        ("UPDATE governance_agendaitem SET status = 'waiting'", "agenda_items_leave_once"),
        ("UPDATE governance_meeting SET status = 'open'", "meetings_close_once"),
        ("UPDATE governance_meeting SET minutes = 'Lain.'", "meetings_close_once"),
    ):
        assert name in try_sql(attack)
    drop_trigger("agenda_items_leave_once", "governance_agendaitem")
    drop_trigger("meetings_close_once", "governance_meeting")
    assert try_sql("UPDATE governance_agendaitem SET status = 'waiting'") == ""
    assert try_sql("UPDATE governance_meeting SET status = 'open'") == ""


def test_nobody_comes_after_the_meeting_was_written_down(stage: Stage) -> None:
    meeting, name = meet(stage, *BOARD), "attendance_is_taken_while_a_meeting_is_open"
    attack = (
        "INSERT INTO governance_attendance (meeting_id, person_id, name, sex, poor, votes)"
        " VALUES (%s, NULL, 'X', 'P', %s, %s)"
    )
    row = [UUID(meeting["meeting"]).hex, False, True]
    assert name in try_sql(attack, row)
    drop_trigger(name, "governance_attendance")
    assert try_sql(attack, row) == ""


def test_an_interest_is_not_declared_after_the_meeting(stage: Stage) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage)
    made = decide_on(stage, meeting, item)
    stage.does("secretary", close_meeting, meeting=UUID(meeting["meeting"]), minutes="Selesai.")
    attack = "INSERT INTO governance_interest (decision_id, person_id, relation) VALUES (%s, %s, 'keluarga')"
    row = [UUID(str(made["decision"])).hex, stage.people["Tari"].hex]
    assert "interests_are_declared_while_the_meeting_is_open" in try_sql(attack, row)
    drop_trigger("interests_are_declared_while_the_meeting_is_open", "governance_interest")
    assert try_sql(attack, row) == ""


# ---------------------------------------------------------------- the rulebook

SOON = TODAY + timedelta(days=30)
BY_DECISION = "a_rule_changes_by_an_approved_decision_about_it"
IN_ORDER = "values_of_a_rule_follow_each_other"


def decided(stage: Stage, rule: str = "group.members_min", value: object = 7, outcome: str = "approved") -> Decision:
    made = stage.does("secretary", propose_rule, rule=rule, value=value, effective_on=SOON)
    item = AgendaItem.objects.get(pk=made["agenda"])
    done = decide_on(stage, meet(stage, *BOARD), item, outcome)
    return Decision.objects.get(pk=done["decision"])


def value(stage: Stage, by: Decision, **changes: Any) -> list[Any]:
    row = {
        "book": stage.book.hex,
        "key": "group.members_min",
        "value": "7",
        "effective_on": SOON.isoformat(),
        "adopted_on": TODAY.isoformat(),
        "decision": by.pk.hex,
    }
    return list({**row, **changes}.values())


def test_a_rule_does_not_change_without_its_decision(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False, groups=False)
    right = decided(stage)
    assert try_sql(RULE, value(stage, right)) == ""
    wrong = [
        value(stage, decided(stage, "rwt.quorum_percent", "60")),
        value(stage, decided(stage, outcome="rejected")),
        value(stage, right, key="loan.term_months_max"),
        value(stage, right, adopted_on=(TODAY - timedelta(days=1)).isoformat()),
        value(other, right),
    ]
    for row in wrong:
        assert BY_DECISION in try_sql(RULE, row)
    drop_trigger(BY_DECISION, "governance_rulevalue")
    for row in wrong:
        assert try_sql(RULE, row) == ""


def test_a_rule_never_changes_backwards_nor_on_the_day_of_its_decision(stage: Stage) -> None:
    by = decided(stage)
    name = "a_rule_takes_effect_after_the_day_it_was_decided"
    for day in (TODAY, TODAY - timedelta(days=400)):
        assert name in try_sql(RULE, value(stage, by, effective_on=day.isoformat()))


def test_a_value_in_use_is_never_overwritten_by_an_earlier_or_equal_day(stage: Stage) -> None:
    by = decided(stage)
    stage.does("secretary", adopt_rule, rule="group.members_min")
    row = value(stage, by, effective_on=(SOON - timedelta(days=1)).isoformat())
    assert IN_ORDER in try_sql(RULE, row)
    for attack, what in (("UPDATE governance_rulevalue SET effective_on = '2030-01-01'", "changed"),
                         ("DELETE FROM governance_rulevalue", "deleted")):  # fmt: skip
        assert f"rows_of_governance_rulevalue_are_never_{what}" in try_sql(attack)
        drop_trigger(f"rows_of_governance_rulevalue_are_never_{what}", "governance_rulevalue")
        assert try_sql(attack) == ""
    drop_trigger(IN_ORDER, "governance_rulevalue")
    assert try_sql(RULE, row) == ""


@pytest.mark.postgres_only
@pytest.mark.parametrize(
    "table", ["decision", "interest", "rulevalue", "attendance", "meeting", "agendaitem", "agendaparty"]
)
def test_no_table_is_emptied_at_once(stage: Stage, table: str) -> None:
    assert "never_deleted" in try_sql(f"TRUNCATE governance_{table} CASCADE")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ["decision", "interest", "attendance", "meeting", "agendaitem", "agendaparty"])
def test_replacing_is_no_way_around(stage: Stage, table: str) -> None:
    meeting, item = meet(stage, *BOARD), lay_before(stage, parties=["Siti"])
    decide_on(stage, meeting, item, interests={str(stage.people["Tari"]): "keluarga"})
    assert try_sql(f"INSERT OR REPLACE INTO governance_{table} SELECT * FROM governance_{table}") != ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM governance_{table}")
        assert cursor.fetchone()[0] > 0
