"""A board is founded and fills its offices; then the founder's rights end."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from gulir.base.models import Fact
from gulir.community import services
from gulir.community.models import Area, Board
from gulir.community.queries import board_of, boards_of, desks_of, founding_actor, offices_at, standing
from gulir.core.problems.access import NotAllowed
from tests.community.stage import CAST, TODAY, empty_board, make_board

pytestmark = pytest.mark.django_db


def test_the_founder_may_everything_until_there_is_a_coordinator() -> None:
    stage = make_board()
    founder = founding_actor()
    assert not standing(founder.pk, stage.book, TODAY).founder
    with pytest.raises(NotAllowed):
        stage.does(founder, services.register_person, name="Budi", sex="L")


def test_the_founder_of_an_empty_board_may_begin_it() -> None:
    stage = empty_board()
    assert standing(founding_actor().pk, stage.book, TODAY).founder
    assert desks_of(standing(founding_actor().pk, stage.book, TODAY)) == ("officer", "trustee")


def test_every_officer_stands_in_their_office() -> None:
    stage = make_board()
    for name, (_, office) in CAST.items():
        assert stage.stands(name).offices == {office}
    assert next(h.office for h in offices_at(stage.book, TODAY)) == "upk_manager"
    assert len(offices_at(stage.book, TODAY)) == len(CAST)


def test_a_chair_leads_her_group_and_a_member_does_not() -> None:
    stage = make_board()
    melati = stage.groups["Melati"]
    assert stage.stands("Yuni").led_groups == {melati}
    assert stage.stands("Parti").groups == {melati}
    assert stage.stands("Parti").led_groups == frozenset()
    assert desks_of(stage.stands("Parti")) == ("member",)


def written(row: Model | None) -> dict[str, Any]:
    """Every field of a row; a board without a place has none."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} if row else {}


@pytest.mark.parametrize("placed", [True, False])
def test_a_board_is_found_by_code_and_by_its_people(placed: bool) -> None:
    stage = make_board()
    if placed:
        city = Area.objects.create(code="33.72", level="city", name="Surakarta")
        here = Area.objects.create(code="33.72.05", level="district", name="Jebres", parent=city)
        Board.objects.filter(book_id=stage.book).update(area=here)
    board = board_of("KARANG-ANYAR")
    assert board.book_id == stage.book
    assert (board.area is not None) == placed
    (mine,) = boards_of(stage.actor("cashier").pk)
    assert written(mine) == written(board)
    assert (written(mine.area), written(mine.book)) == (written(board.area), written(board.book))
    assert boards_of(founding_actor().pk) == []
    assert Fact.objects.filter(kind="BoardFounded", book__code="").count() == 1
