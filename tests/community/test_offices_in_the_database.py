"""Whoever writes, by whatever road: what may never overlap in time is refused by the database, under one name."""

from __future__ import annotations

from itertools import combinations, product
from uuid import UUID

import pytest
from django.db import connection, transaction

from gulir.base.ids import new_id
from gulir.base.reference import group_offices, office_conflicts, offices
from gulir.community.models import OfficeConflict, OfficeTerm
from gulir.community.models.groups import ROLES
from gulir.community.models.offices import OFFICES
from tests.community.attacks import drop_constraint, drop_trigger, try_sql
from tests.community.stage import Stage, empty_board

pytestmark = pytest.mark.django_db

TERM = (
    "INSERT INTO community_officeterm (id, book_id, person_id, office, starts_on, ends_before, minute)"
    " VALUES (%s, %s, %s, %s, %s, %s, '')"
)
NAME = "incompatible_offices_never_overlap"
TABLE, SIDES = "community_officeterm", "community_officeside"


@pytest.fixture
def stage() -> Stage:
    """A board with one person, who holds nothing yet."""
    made = empty_board()
    made.person("Siti")
    return made


def values(
    stage: Stage, office: str, starts_on: str, ends_before: str | None = None, who: str = "Siti"
) -> list[str | None]:
    return [new_id().hex, stage.book.hex, stage.people[who].hex, office, starts_on, ends_before]


def insert(stage: Stage, office: str, starts_on: str, ends_before: str | None = None, who: str = "Siti") -> None:
    with connection.cursor() as cursor:
        cursor.execute(TERM, values(stage, office, starts_on, ends_before, who))


def excluded() -> set[frozenset[str]]:
    """Every pair that the reference forbids, and an office with itself."""
    pairs = {frozenset(pair) for conflict in office_conflicts() for pair in conflict.pairs}
    return pairs | {frozenset({office}) for office in offices()}


def test_code_migration_and_reference_name_the_same_offices_and_conflicts() -> None:
    assert set(OFFICES) == set(offices())
    assert set(ROLES) == set(group_offices()) | {"member"}
    written = {
        (c.key, side, office)
        for c in office_conflicts()
        for side, names in ((1, c.one), (2, c.other))
        for office in names
    }
    assert set(OfficeConflict.objects.values_list("key", "side", "office")) == written


def test_every_pair_of_offices_is_judged_as_the_reference_says(stage: Stage) -> None:
    forbidden = excluded()
    wrong = []
    for one, other in product(OFFICES, OFFICES):
        with transaction.atomic():
            insert(stage, one, "2026-01-01")
            refusal = try_sql(TERM, values(stage, other, "2026-06-01"))
            transaction.set_rollback(True)
        told = NAME in refusal if one != other else bool(refusal)
        if told != (frozenset({one, other}) in forbidden) or told != bool(refusal):
            wrong.append((one, other, refusal))
    assert wrong == []
    assert len(forbidden) > 50


DAYS = ("2026-01-01", "2026-02-28", "2026-03-01", "2027-01-01")
PERIODS = [*combinations(DAYS, 2), *((day, None) for day in DAYS)]


def test_periods_are_half_open_for_every_way_in_which_two_can_lie(stage: Stage) -> None:
    wrong = []
    for (a, b), (c, d) in product(PERIODS, PERIODS):
        overlap = (d is None or a < d) and (b is None or c < b)
        with transaction.atomic():
            insert(stage, "cashier", a, b)
            refusal = try_sql(TERM, values(stage, "bookkeeper", c, d))
            transaction.set_rollback(True)
        if bool(refusal) != overlap or (refusal and NAME not in refusal):
            wrong.append((a, b, c, d, refusal))
    assert wrong == []


def test_the_same_person_may_hold_them_at_two_boards(stage: Stage) -> None:
    insert(stage, "cashier", "2026-01-01")
    other = empty_board("kampung-baru")
    other.people = stage.people
    assert try_sql(TERM, values(other, "bookkeeper", "2026-01-01")) == ""


def test_two_people_may_hold_them_at_one_board(stage: Stage) -> None:
    insert(stage, "cashier", "2026-01-01")
    stage.person("Wulan")
    assert try_sql(TERM, values(stage, "bookkeeper", "2026-01-01", who="Wulan")) == ""


def test_without_the_protection_a_cashier_keeps_the_books(stage: Stage) -> None:
    insert(stage, "cashier", "2026-01-01")
    attack = values(stage, "bookkeeper", "2026-01-01")
    assert NAME in try_sql(TERM, attack)
    drop_constraint(NAME, TABLE, side_table=SIDES)
    assert try_sql(TERM, attack) == ""


def test_one_person_holds_an_office_once_at_a_time(stage: Stage) -> None:
    insert(stage, "trustee", "2026-01-01", "2026-07-01")
    assert "an_office_is_held_once_at_a_time" in try_sql(TERM, values(stage, "trustee", "2026-06-30"))
    assert try_sql(TERM, values(stage, "trustee", "2026-07-01")) == ""
    drop_constraint("an_office_is_held_once_at_a_time", TABLE)
    assert try_sql(TERM, values(stage, "trustee", "2026-06-30")) == ""


def test_a_board_has_one_coordinator_at_a_time(stage: Stage) -> None:
    stage.person("Bu Rahma")
    insert(stage, "coordinator", "2026-01-01", "2026-07-01")
    attack = values(stage, "coordinator", "2026-03-01", who="Bu Rahma")
    assert "one_coordinator_at_a_time" in try_sql(TERM, attack)
    assert try_sql(TERM, values(stage, "coordinator", "2026-07-01", who="Bu Rahma")) == ""
    drop_constraint("one_coordinator_at_a_time", TABLE)
    assert try_sql(TERM, attack) == ""


FROZEN = f"rows_of_{TABLE}_are_never_changed"
CHANGES = {
    "move a term to another day": ("UPDATE community_officeterm SET starts_on = '2020-01-01'", FROZEN),
    "give a term to another office": ("UPDATE community_officeterm SET office = 'overseer'", FROZEN),
    "delete a term": ("DELETE FROM community_officeterm", f"rows_of_{TABLE}_are_never_deleted"),
    "lengthen a term": ("UPDATE community_officeterm SET ends_before = '2030-01-01'", "terms_are_only_shortened"),
    "open a term that has an end": ("UPDATE community_officeterm SET ends_before = NULL", "terms_are_only_shortened"),
}  # fmt: skip


@pytest.mark.parametrize("attack", CHANGES)
def test_a_term_is_never_changed_but_shortened(stage: Stage, attack: str) -> None:
    insert(stage, "cashier", "2026-01-01", "2027-01-01")
    statement, name = CHANGES[attack]
    assert name in try_sql(statement)
    assert try_sql("UPDATE community_officeterm SET ends_before = '2026-06-01'") == ""


@pytest.mark.parametrize("attack", CHANGES)
def test_without_its_trigger_the_change_goes_through(stage: Stage, attack: str) -> None:
    insert(stage, "cashier", "2026-01-01", "2027-01-01")
    statement, name = CHANGES[attack]
    drop_trigger(name, TABLE)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER a_term_takes_its_sides ON {TABLE}")
            cursor.execute(f"DROP TABLE {SIDES}")
    assert try_sql(statement) == ""


def test_a_shortened_term_makes_room_and_leaves_none_before_its_end(stage: Stage) -> None:
    insert(stage, "cashier", "2026-01-01")
    OfficeTerm.objects.update(ends_before="2026-05-01")
    assert NAME in try_sql(TERM, values(stage, "bookkeeper", "2026-04-30"))
    assert try_sql(TERM, values(stage, "bookkeeper", "2026-05-01")) == ""


BAD_ROWS = {
    "an office nobody knows": ("kasir", "2026-01-01", None, "an_office_is_one_of_the_programme"),
    "an office in capitals": ("Cashier", "2026-01-01", None, "an_office_is_one_of_the_programme"),
    "a term that ends as it starts": ("trustee", "2026-01-01", "2026-01-01", "a_term_ends_after_it_starts"),
    "a term that ends before it starts": ("trustee", "2026-01-01", "2025-01-01", "a_term_ends_after_it_starts"),
}


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_row_that_cannot_be_is_refused_by_name(stage: Stage, row: str) -> None:
    office, starts_on, ends_before, name = BAD_ROWS[row]
    assert name in try_sql(TERM, values(stage, office, starts_on, ends_before))


@pytest.mark.parametrize("text", ["2026-02-30", "2026-1-1", "besok", "20260101", "2026-01-01T00:00"])
@pytest.mark.sqlite_only
def test_a_date_that_would_slip_through_comparisons_is_refused(stage: Stage, text: str) -> None:
    assert "terms_carry_real_dates" in try_sql(TERM, values(stage, "trustee", text))
    drop_trigger("terms_carry_real_dates", TABLE)
    assert try_sql(TERM, values(stage, "trustee", text)) == ""


@pytest.mark.sqlite_only
def test_replacing_a_term_is_no_way_around(stage: Stage) -> None:
    insert(stage, "cashier", "2026-01-01")
    copy = "INSERT OR REPLACE INTO community_officeterm SELECT * FROM community_officeterm"
    assert try_sql(copy) != ""
    upsert = f"{copy.replace(' OR REPLACE', '')} WHERE 1 ON CONFLICT (id) DO UPDATE SET office = 'overseer'"
    assert try_sql(upsert) != ""


@pytest.mark.postgres_only
@pytest.mark.parametrize(
    "attack",
    [
        f"DELETE FROM {SIDES}",
        f"UPDATE {SIDES} SET side = 2",
        f"UPDATE {SIDES} SET held = daterange('2020-01-01', '2020-01-02')",
        f"TRUNCATE {SIDES}",
        f"INSERT INTO {SIDES} SELECT term_id, 'made_up', side, book_id, person_id, held FROM {SIDES} LIMIT 1",
    ],
)
def test_the_rows_behind_the_exclusion_follow_their_terms_alone(stage: Stage, attack: str) -> None:
    insert(stage, "cashier", "2026-01-01")
    assert "sides_follow_their_terms" in try_sql(attack)
    drop_trigger("sides_follow_their_terms", SIDES)
    drop_trigger("sides_follow_their_terms_at_once", SIDES)
    assert try_sql(attack) == ""


def test_the_table_of_conflicts_is_never_changed(stage: Stage) -> None:
    table = "community_officeconflict"
    for attack, name in ((f"DELETE FROM {table}", "deleted"), (f"UPDATE {table} SET side = 1", "changed")):
        assert f"rows_of_{table}_are_never_{name}" in try_sql(attack)
        drop_trigger(f"rows_of_{table}_are_never_{name}", table)
        assert try_sql(attack) == ""


def test_ids_are_what_the_statements_of_these_tests_say(stage: Stage) -> None:
    insert(stage, "cashier", "2026-01-01")
    assert isinstance(OfficeTerm.objects.get().pk, UUID)
    assert OfficeTerm.objects.get().person_id == stage.people["Siti"]
