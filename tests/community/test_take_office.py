"""Offices are taken for a term and ended; who may never hold both, who is related, who appoints."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from gulir.base.models import Fact
from gulir.base.reference import office_conflicts
from gulir.community import services
from gulir.community.models import Kinship, OfficeTerm
from gulir.community.queries import founding_actor, offices_at, relatives, terms_ending
from gulir.core.problems import community as refusals
from gulir.core.problems.access import NotAllowed, NotFound
from tests.community.stage import FIRST, TODAY, Stage, empty_board, make_board

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_board(logins=False, groups=False)


def take(stage: Stage, name: str, office: str, starts_on: date = FIRST, **more: Any) -> UUID:
    """The founder of an empty board gives an office."""
    return UUID(
        stage.does(
            founding_actor(),
            services.take_office,
            person=stage.people[name],
            office=office,
            starts_on=starts_on,
            **more,
        )["term"]
    )


@pytest.mark.parametrize("key", [conflict.key for conflict in office_conflicts()])
def test_the_friendly_answer_comes_before_the_database(key: str) -> None:
    conflict = next(c for c in office_conflicts() if c.key == key)
    stage = empty_board()
    for number, (one, other) in enumerate(conflict.pairs):
        if "coordinator" in (one, other):
            continue  # with a coordinator the founder's rights end: the database's own matrix has these pairs
        name = f"Warga {number}"
        stage.person(name)
        take(stage, name, one)
        with pytest.raises(refusals.OfficesIncompatible) as refusal:
            take(stage, name, other, date(2026, 6, 1))
        assert refusal.value.facts["office"] == other
        assert refusal.value.facts["other"] == one


def test_offices_follow_each_other_on_the_day_of_the_end(stage: Stage) -> None:
    stage.does("coordinator", services.end_office, term=stage.terms["Siti"], on=date(2026, 7, 1), reason="pindah tugas")
    made = stage.does(
        "coordinator",
        services.take_office,
        person=stage.people["Siti"],
        office="bookkeeper",
        starts_on=date(2026, 7, 1),
    )
    assert stage.stands("Siti", date(2026, 6, 30)).offices == {"cashier"}
    assert stage.stands("Siti", date(2026, 7, 1)).offices == {"bookkeeper"}
    assert OfficeTerm.objects.filter(pk=made["term"]).exists()


def test_one_day_of_overlap_is_one_too_many(stage: Stage) -> None:
    stage.does("coordinator", services.end_office, term=stage.terms["Siti"], on=date(2026, 7, 2))
    with pytest.raises(refusals.OfficesIncompatible):
        stage.does(
            "coordinator",
            services.take_office,
            person=stage.people["Siti"],
            office="bookkeeper",
            starts_on=date(2026, 7, 1),
        )


def test_a_second_coordinator_waits_for_the_end_of_the_first(stage: Stage) -> None:
    give: dict[str, Any] = {"person": stage.people["Tari"], "office": "coordinator", "starts_on": date(2026, 9, 1)}
    with pytest.raises(refusals.CoordinatorPresent):
        stage.does("secretary", services.take_office, **give)
    stage.does("secretary", services.end_office, term=stage.terms["Bu Rahma"], on=date(2026, 9, 1))
    stage.does("secretary", services.take_office, **give)
    assert [h.name for h in offices_at(stage.book, date(2026, 9, 1)) if h.office == "coordinator"] == ["Tari"]


def test_a_board_whose_coordinator_left_can_begin_again_with_its_founder(stage: Stage) -> None:
    stage.does("secretary", services.end_office, term=stage.terms["Bu Rahma"], on=TODAY)
    assert stage.does(founding_actor(), services.register_person, name="Budi", sex="L")


def test_a_coordinator_is_a_member_of_the_board_too(stage: Stage) -> None:
    stage.does("secretary", services.take_office, person=stage.people["Bu Rahma"], office="trustee", starts_on=FIRST)
    assert stage.stands("Bu Rahma").offices == {"coordinator", "trustee"}


def test_nobody_gives_an_office_to_themselves(stage: Stage) -> None:
    with pytest.raises(refusals.OwnOffice):
        stage.does(
            "coordinator", services.take_office, person=stage.people["Bu Rahma"], office="forum", starts_on=TODAY
        )


def test_a_manager_does_not_appoint(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        stage.does("upk_manager", services.take_office, person=stage.people["Siti"], office="ups", starts_on=TODAY)


def test_rights_end_with_the_term_at_the_very_next_act(stage: Stage) -> None:
    stage.does("coordinator", services.end_office, term=stage.terms["Bu Endang"], on=TODAY)
    with pytest.raises(NotAllowed):
        stage.does("secretary", services.register_person, name="Budi", sex="L")


def test_rights_begin_with_the_term_and_not_before(stage: Stage) -> None:
    stage.does("coordinator", services.end_office, term=stage.terms["Bu Endang"], on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    stage.does(
        "coordinator", services.take_office, person=stage.people["Bu Endang"], office="secretary", starts_on=tomorrow
    )
    with pytest.raises(NotAllowed):
        stage.does("secretary", services.register_person, name="Budi", sex="L")
    assert stage.does("secretary", services.register_person, at=stage.at + timedelta(days=1), name="Budi", sex="L")


def test_a_relative_of_the_cashier_needs_a_minute_of_the_board(stage: Stage) -> None:
    stage.person("Anton", "L")
    body: dict[str, Any] = {
        "person": stage.people["Anton"],
        "office": "overseer",
        "starts_on": TODAY,
        "relations": [{"person": stage.people["Siti"], "relation": "spouse"}],
    }
    with pytest.raises(refusals.RelativeNeedsMinute) as refusal:
        stage.does("coordinator", services.take_office, **body)
    assert refusal.value.facts == {"office": "overseer", "other": "cashier"}
    assert not Kinship.objects.exists()
    made = stage.does("coordinator", services.take_office, minute="BA-2026-003", **body)
    assert OfficeTerm.objects.get(pk=made["term"]).minute == "BA-2026-003"
    told = Fact.objects.filter(kind="OfficeTaken").order_by("-pk")[0]
    assert (told.public["by_minute"], told.secret.private["minute"]) == (True, "BA-2026-003")
    assert relatives(stage.book, stage.people["Siti"]) == {stage.people["Anton"]}


def test_a_relation_once_declared_is_remembered_whoever_comes_later(stage: Stage) -> None:
    stage.person("Anton", "L")
    related = [{"person": stage.people["Siti"], "relation": "sibling"}]
    stage.does(
        "coordinator",
        services.take_office,
        person=stage.people["Anton"],
        office="ups",
        starts_on=TODAY,
        relations=related,
    )
    with pytest.raises(refusals.RelativeNeedsMinute):
        stage.does(
            "coordinator", services.take_office, person=stage.people["Anton"], office="loan_officer", starts_on=TODAY
        )


@pytest.mark.parametrize(("said", "kept"), [("parent", {"parent", "child"}), ("spouse", {"spouse"})])
def test_a_relation_is_kept_once_in_the_same_direction(stage: Stage, said: str, kept: set[str]) -> None:
    stage.person("Anton", "L")
    related = [{"person": stage.people["Tari"], "relation": said}]
    for office in ("ups", "upl"):
        stage.does(
            "coordinator",
            services.take_office,
            person=stage.people["Anton"],
            office=office,
            starts_on=TODAY,
            relations=related,
        )
    row = Kinship.objects.get()
    assert row.relation in kept
    first_is_anton = row.one_id == stage.people["Anton"]
    assert (row.relation == said) is (first_is_anton or said == "spouse")


def test_a_relation_to_oneself_or_of_another_kind_is_refused(stage: Stage) -> None:
    for person, relation in (("Tari", "cousin"), ("Siti", "spouse")):
        with pytest.raises(refusals.RelationUnclear):
            stage.does(
                "coordinator",
                services.take_office,
                person=stage.people["Siti"],
                office="ups",
                starts_on=TODAY,
                relations=[{"person": stage.people[person], "relation": relation}],
            )


def test_terms_that_end_are_told_in_time(stage: Stage) -> None:
    for days, office in ((30, "upl"), (31, "ups"), (90, "forum"), (180, "village_head"), (181, "auditor")):
        stage.person(office)
        stage.does(
            "coordinator",
            services.take_office,
            person=stage.people[office],
            office=office,
            starts_on=FIRST,
            ends_before=TODAY + timedelta(days=days),
        )
    told = [(row.holder.office, row.days_left, row.within) for row in terms_ending(stage.book, TODAY)]
    assert told == [("upl", 30, 30), ("ups", 31, 90), ("forum", 90, 90), ("village_head", 180, 180)]


def test_an_ended_term_is_not_ended_again_later(stage: Stage) -> None:
    term = stage.terms["Siti"]
    stage.does("coordinator", services.end_office, term=term, on=date(2026, 7, 1))
    with pytest.raises(refusals.TermEnded):
        stage.does("coordinator", services.end_office, term=term, on=date(2026, 8, 1))
    stage.does("coordinator", services.end_office, term=term, on=date(2026, 6, 1))


def test_a_term_of_another_board_is_not_there(stage: Stage) -> None:
    other = make_board("kampung-baru", logins=False, groups=False)
    with pytest.raises(NotFound):
        other.does("coordinator", services.end_office, term=stage.terms["Siti"], on=TODAY)
    with pytest.raises(NotFound):
        other.does("coordinator", services.take_office, person=stage.people["Siti"], office="ups", starts_on=TODAY)


def test_the_public_part_of_an_appointment_names_no_one(stage: Stage) -> None:
    fact = Fact.objects.filter(kind="OfficeTaken").first()
    assert fact is not None
    assert fact.public == {"office": "secretary", "starts_on": "2026-01-01", "ends_before": None, "by_minute": False}
    assert fact.secret.private["person_id"] == str(stage.people["Bu Endang"])
