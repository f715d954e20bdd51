"""A board is told what it lacks: vacant offices, too few or too many people, terms that end soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from gulir.base.messages import sentence
from gulir.community import services as community
from gulir.community.queries import founding_actor
from gulir.governance.models import AgendaItem
from gulir.governance.queries import composition
from gulir.governance.services import adopt_rule, propose_rule
from tests.community.stage import TODAY, Stage, empty_board, make_board
from tests.governance.stage import BOARD, decide_on, meet

pytestmark = pytest.mark.django_db


def codes(stage: Stage) -> dict[str, dict[str, object]]:
    """What is found, by code (the last of several)."""
    found = composition(stage.book, TODAY)
    assert all(finding.level == "warning" for finding in found)
    return {finding.code: dict(finding.facts) for finding in found}


def appoint(stage: Stage, office: str, count: int, **more: Any) -> None:
    """So many new people in an office, by the secretary."""
    by = stage.actors.get("Bu Endang") or founding_actor()
    for number in range(count):
        person = stage.person(f"{office} {number}", "L")
        stage.does(by, community.take_office, person=person, office=office, starts_on=TODAY, **more)


def test_the_board_of_the_stage_lacks_members_and_an_overseer() -> None:
    stage = make_board(logins=False, groups=False)
    assert codes(stage) == {
        "BoardTooSmall": {"members": 5, "least": 9},
        "OverseersTooFew": {"overseers": 1, "least": 2},
    }


def test_a_full_board_lacks_nothing() -> None:
    stage = make_board(logins=False, groups=False)
    appoint(stage, "trustee", 4)
    appoint(stage, "overseer", 1)
    assert codes(stage) == {}


@pytest.mark.parametrize(
    ("more", "code"),
    [(5, {"BoardNotOdd": {"members": 10}}), (10, {"BoardTooLarge": {"members": 15, "most": 13}})],
)
def test_a_board_can_be_even_or_too_large(more: int, code: dict[str, object]) -> None:
    stage = make_board(logins=False, groups=False)
    appoint(stage, "trustee", more)
    appoint(stage, "overseer", 1)
    assert codes(stage) == code


def test_too_many_overseers_are_told() -> None:
    stage = make_board(logins=False, groups=False)
    appoint(stage, "overseer", 3)
    assert codes(stage)["OverseersTooMany"] == {"overseers": 4, "most": 3}


def test_an_empty_board_lacks_everything() -> None:
    found = composition(empty_board().book, TODAY)
    vacant = [finding.facts["office"] for finding in found if finding.code == "OfficeVacant"]
    assert vacant == ["coordinator", "secretary", "upk_manager", "cashier", "bookkeeper"]
    assert {"BoardTooSmall", "StaffTooFew", "OverseersTooFew"} < {finding.code for finding in found}


def test_one_person_in_two_offices_of_the_upk_is_not_two_people() -> None:
    stage = empty_board()
    person = stage.person("Siti")
    for office in ("upk_manager", "cashier"):
        stage.does(founding_actor(), community.take_office, person=person, office=office, starts_on=TODAY)
    assert codes(stage)["StaffTooFew"] == {"staff": 1, "least": 2}


def test_a_term_that_ends_soon_is_told_with_its_days() -> None:
    stage = make_board(logins=False, groups=False)
    end = TODAY + timedelta(days=45)
    appoint(stage, "ups", 1, ends_before=end)
    facts = codes(stage)["TermEndsSoon"]
    assert facts == {"office": "ups", "ends_before": end, "days_left": 45}
    assert "45 hari lagi" in sentence("TermEndsSoon", facts)
    assert "Petugas UPS" in sentence("TermEndsSoon", facts)


def test_a_board_that_decided_otherwise_is_measured_by_its_own_rule() -> None:
    stage = make_board(logins=False, groups=False)
    made = stage.does(
        "secretary", propose_rule, rule="board.members_min", value=5, effective_on=TODAY + timedelta(days=1)
    )
    decide_on(stage, meet(stage, *BOARD), AgendaItem.objects.get(pk=UUID(str(made["agenda"]))))
    stage.does("secretary", adopt_rule, rule="board.members_min")
    assert "BoardTooSmall" in codes(stage)
    assert "BoardTooSmall" not in {f.code for f in composition(stage.book, TODAY + timedelta(days=1))}
