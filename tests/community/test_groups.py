"""Groups are formed, joined, led, left and dissolved; the database keeps their periods."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gulir.base.models import Fact
from gulir.base.policy import STRANGER
from gulir.community import services
from gulir.community.models import Group, Membership
from gulir.community.queries import group_named, group_of, groups, members
from gulir.core.problems import community as refusals
from gulir.core.problems.access import NotAllowed, NotFound
from tests.community.attacks import drop_constraint, drop_trigger, try_sql
from tests.community.stage import FIRST, TODAY, Stage, make_board

pytestmark = pytest.mark.django_db
TABLE = "community_membership"
JOIN = (
    f"INSERT INTO {TABLE} (book_id, group_id, person_id, role, starts_on, ends_before) VALUES (%s, %s, %s, %s, %s, %s)"
)


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False)


def membership(
    stage: Stage, who: str, role: str = "member", starts_on: str = "2026-02-01", ends_before: str | None = None
) -> list[object]:
    return [stage.book.hex, stage.groups["Melati"].hex, stage.people[who].hex, role, starts_on, ends_before]


def test_a_group_has_its_officers_first(stage: Stage) -> None:
    rows = members(stage.groups["Melati"], TODAY)
    assert [(row.name, row.role) for row in rows] == [
        ("Yuni", "chair"),
        ("Karti", "secretary"),
        ("Sumi", "treasurer"),
        ("Agus", "member"),
        ("Parti", "member"),
    ]


def test_the_list_counts_members_and_women_of_that_day(stage: Stage) -> None:
    stage.does(
        "loan_officer", services.leave_group, group=stage.groups["Melati"], person=stage.people["Parti"], on=TODAY
    )
    counted = {row.name: (row.members, row.women) for row in groups(stage.book, stage.stands("cashier"), TODAY)}
    assert counted == {"Melati": (4, 3), "Mawar": (5, 4)}
    before = groups(stage.book, stage.stands("cashier"), TODAY - timedelta(days=1))
    assert {row.members for row in before} == {5}


def test_a_list_of_groups_takes_one_statement_whatever_its_length(stage: Stage) -> None:
    cashier = stage.stands("cashier")
    with CaptureQueriesContext(connection) as seen:
        groups(stage.book, cashier, TODAY)
    assert len(seen) == 1


def test_standing_takes_one_statement(stage: Stage) -> None:
    with CaptureQueriesContext(connection) as seen:
        stage.stands("Yuni")
    assert len(seen) == 1


def test_a_member_sees_the_own_group_alone(stage: Stage) -> None:
    assert [row.name for row in groups(stage.book, stage.stands("Parti"), TODAY)] == ["Melati"]
    assert [row.name for row in groups(stage.book, stage.stands("forum"), TODAY)] == ["Melati", "Mawar"]
    assert groups(stage.book, STRANGER, TODAY) == []


def test_who_left_can_come_back_on_the_same_day_and_not_before(stage: Stage) -> None:
    melati, parti = stage.groups["Melati"], stage.people["Parti"]
    stage.does("loan_officer", services.leave_group, group=melati, person=parti, on=TODAY, reason="pindah RW")
    with pytest.raises(refusals.AlreadyMember):
        stage.does("loan_officer", services.join_group, group=melati, person=parti, on=TODAY - timedelta(days=1))
    stage.does("loan_officer", services.join_group, group=melati, person=parti, on=TODAY)
    assert Membership.objects.filter(group=melati, person=parti).count() == 2


def test_a_new_treasurer_follows_the_old_one(stage: Stage) -> None:
    melati = stage.groups["Melati"]
    with pytest.raises(refusals.GroupOfficeHeld):
        stage.does(
            "loan_officer",
            services.name_group_officer,
            group=melati,
            person=stage.people["Agus"],
            role="treasurer",
            on=TODAY,
        )
    for name, role in (("Sumi", "member"), ("Agus", "treasurer")):
        stage.does(
            "loan_officer", services.name_group_officer, group=melati, person=stage.people[name], role=role, on=TODAY
        )
    assert stage.stands("Agus").led_groups == {melati}
    assert stage.stands("Sumi").led_groups == frozenset()
    assert [row.name for row in members(melati, TODAY) if row.role == "treasurer"] == ["Agus"]
    assert [row.name for row in members(melati, FIRST) if row.role == "treasurer"] == ["Sumi"]


def test_a_refused_change_of_role_leaves_the_member_where_they_were(stage: Stage) -> None:
    melati = stage.groups["Melati"]
    with pytest.raises(refusals.GroupOfficeHeld):
        stage.does(
            "loan_officer",
            services.name_group_officer,
            group=melati,
            person=stage.people["Agus"],
            role="chair",
            on=TODAY,
        )
    assert stage.stands("Agus").groups == {melati}


def test_a_chair_is_never_the_treasurer_too(stage: Stage) -> None:
    """One person has one membership of a group at a time, and one role in it (domain 1.3)."""
    with pytest.raises(refusals.AlreadyMember):
        stage.does(
            "loan_officer",
            services.join_group,
            group=stage.groups["Melati"],
            person=stage.people["Yuni"],
            on=TODAY,
            role="treasurer",
        )


def test_nobody_joins_a_group_of_another_board(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False)
    for group, person in (("Melati", "Yuni"), ("Mawar", "Agus")):
        with pytest.raises(NotFound):
            other.does(
                "loan_officer", services.join_group, group=stage.groups[group], person=stage.people[person], on=TODAY
            )
    with pytest.raises(NotFound):
        group_of(other.book, stage.groups["Melati"])


def test_a_group_is_dissolved_when_its_members_left_and_its_name_is_free_again(stage: Stage) -> None:
    mawar = stage.groups["Mawar"]
    with pytest.raises(refusals.GroupHasMembers):
        stage.does("loan_officer", services.dissolve_group, group=mawar, on=TODAY, reason="selesai")
    for row in members(mawar, TODAY):
        stage.does("loan_officer", services.leave_group, group=mawar, person=row.person, on=TODAY)
    stage.does("loan_officer", services.dissolve_group, group=mawar, on=TODAY, reason="selesai")
    assert [row.name for row in groups(stage.book, stage.stands("cashier"), TODAY)] == ["Melati"]
    assert len(groups(stage.book, stage.stands("cashier"), TODAY, with_dissolved=True)) == 2
    with pytest.raises(refusals.GroupNotActive):
        stage.does("loan_officer", services.join_group, group=mawar, person=stage.people["Agus"], on=TODAY)
    with pytest.raises(refusals.GroupNotActive):
        stage.does("loan_officer", services.dissolve_group, group=mawar, on=TODAY, reason="lagi")
    stage.does("loan_officer", services.form_group, code="K09", name="Mawar", formed_on=TODAY)
    found = group_named(stage.book, "mawar")
    assert found is not None
    assert found.code == "K09"


def test_a_group_is_found_by_code_or_name(stage: Stage) -> None:
    for text in ("K01", "k01", " melati ", "MELATI"):
        found = group_named(stage.book, text)
        assert found is not None
        assert found.pk == stage.groups["Melati"]
    assert group_named(stage.book, "Kenanga") is None


def test_what_is_told_of_a_group_counts_and_names_no_one(stage: Stage) -> None:
    joined = Fact.objects.filter(kind="MemberJoined").order_by("sequence")
    assert [fact.public["members"] for fact in joined] == [1, 2, 3, 4, 5] * 2
    assert not any("Yuni" in str(fact.public) for fact in Fact.objects.all())


def test_a_cashier_forms_no_group(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        stage.does("cashier", services.form_group, code="K03", name="Bayangan", formed_on=TODAY)


# ---------------------------------------------------------------- the database itself

ATTACKS = {
    "a_member_joins_a_group_once_at_a_time": ("Parti", "member"),
    "one_officer_of_a_kind_leads_a_group": ("Tini", "chair"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_periods_of_membership_never_overlap(stage: Stage, name: str) -> None:
    who, role = ATTACKS[name]
    attack = membership(stage, who, role)
    assert name in try_sql(JOIN, attack)
    drop_constraint(name, TABLE)
    assert try_sql(JOIN, attack) == ""


@pytest.mark.parametrize("name", ATTACKS)
def test_membership_ends_on_the_day_another_begins(stage: Stage, name: str) -> None:
    who, role = ATTACKS[name]
    Membership.objects.filter(group=stage.groups["Melati"]).update(ends_before="2026-02-01")
    assert try_sql(JOIN, membership(stage, who, role)) == ""
    assert name in try_sql(JOIN, membership(stage, who, role, "2026-01-31"))


def test_a_membership_across_boards_is_refused_by_the_database(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False, groups=False)
    attack = [other.book.hex, *membership(stage, "Tini")[1:]]
    assert "members_belong_to_the_board_of_their_group" in try_sql(JOIN, attack)
    drop_constraint("members_belong_to_the_board_of_their_group", TABLE)
    assert try_sql(JOIN, attack) == ""


CHANGES = {
    "delete": (f"DELETE FROM {TABLE}", f"rows_of_{TABLE}_are_never_deleted"),
    "another role": (f"UPDATE {TABLE} SET role = 'member'", f"rows_of_{TABLE}_are_never_changed"),
    "another day": (f"UPDATE {TABLE} SET starts_on = '2020-01-01'", f"rows_of_{TABLE}_are_never_changed"),
    "open again": (f"UPDATE {TABLE} SET ends_before = NULL", "memberships_are_only_shortened"),
    "longer": (f"UPDATE {TABLE} SET ends_before = '2031-01-01'", "memberships_are_only_shortened"),
}


@pytest.mark.parametrize("attack", CHANGES)
def test_a_membership_is_never_changed_but_shortened(stage: Stage, attack: str) -> None:
    statement, name = CHANGES[attack]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET ends_before = '2030-01-01'")
    assert name in try_sql(statement)
    drop_trigger(name, TABLE)
    assert try_sql(statement) == ""


@pytest.mark.parametrize("attack", ["status = 'asleep'", "code = 'K02'", "name = 'Mawar'"])
def test_a_group_row_that_cannot_be_is_refused(stage: Stage, attack: str) -> None:
    assert try_sql(f"UPDATE community_group SET {attack} WHERE id = %s", [stage.groups["Melati"].hex]) != ""


def test_a_group_never_moves_to_another_board(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False, groups=False)
    with transaction.atomic():
        assert try_sql(
            "UPDATE community_group SET book_id = %s WHERE id = %s", [other.book.hex, stage.groups["Melati"].hex]
        )
    assert Group.objects.get(pk=stage.groups["Melati"]).book_id == stage.book
