"""Areas and boards: done in the installation's own book."""

from __future__ import annotations

import re
from datetime import date

from gulir.base.commands import ZONES, Act, Result, command
from gulir.base.models import Book
from gulir.community.models import Area, Board
from gulir.community.models.areas import LEVELS
from gulir.community.people import read_name
from gulir.community.policy import FOUNDS_BOARDS, KEEPS_AREAS
from gulir.core.facts.community import AreaAdded, BoardFounded
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import (
    AreaCodeUnclear,
    AreaExists,
    AreaLevelUnclear,
    AreaParentTooNarrow,
    AreaUnknown,
    BoardCodeTaken,
    BoardCodeUnclear,
    ZoneUnknown,
)

__all__ = ["add_area", "found_board"]

AREA_CODE = re.compile(r"[0-9]{2}(?:\.[0-9]{2,4}){0,3}(?:/[0-9]{2,3}){0,2}\Z", re.ASCII)
BOARD_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,39}\Z", re.ASCII)


@command("community.add_area", may=KEEPS_AREAS)
def add_area(act: Act, *, code: str, name: str, level: str, parent: str | None = None) -> Result:
    """An area in the tree, with the code that government gives it. `parent` is the code of a wider area.

    Refused: `AreaCodeUnclear`, `AreaLevelUnclear`, `AreaExists`, `AreaUnknown` (the parent), `AreaParentTooNarrow`.
    """
    _only_here(act)
    if not AREA_CODE.match(code):
        raise AreaCodeUnclear(area=code[:40])
    if level not in LEVELS:
        raise AreaLevelUnclear(level=level[:20])
    if Area.objects.filter(code=code).exists():
        raise AreaExists(area=code)
    above = None if parent is None else _area(parent)
    if above is not None and LEVELS.index(above.level) >= LEVELS.index(level):
        raise AreaParentTooNarrow(area=code, parent=above.code)

    area = Area.objects.create(code=code, name=read_name(name, what="area"), level=level, parent=above)

    act.tell(AreaAdded(code=code, name=area.name, level=level))
    return {"area": area.pk}


@command("community.found_board", may=FOUNDS_BOARDS)
def found_board(
    act: Act,
    *,
    code: str,
    name: str,
    opened_on: date,
    area: str | None = None,
    zone: str = "WIB",
    chart: str = "programme",
) -> Result:
    """A board (BKM) with a book of its own, in loading. Answers `board`, `book` and `code`.

    Refused: `BoardCodeUnclear`, `BoardCodeTaken` (capitals do not make another code), `ZoneUnknown`, `AreaUnknown`.
    """
    _only_here(act)
    if not BOARD_CODE.match(code):
        raise BoardCodeUnclear(board=code[:40])
    if zone not in ZONES:
        raise ZoneUnknown(zone=zone[:10])
    if Board.objects.filter(code__iexact=code).exists():
        raise BoardCodeTaken(board=code)
    place = None if area is None else _area(area)
    named = read_name(name, what="board")

    book = Book.objects.create(code=code, zone=zone)
    board = Board.objects.create(book=book, code=code, name=named, area=place, opened_on=opened_on, chart=chart)

    act.tell(
        BoardFounded(
            code=code,
            name=board.name,
            area=area or "",
            chart=chart,
            opens_on=opened_on,
            board_id=str(board.pk),
        )
    )
    return {"board": board.pk, "book": book.pk, "code": code}


def _only_here(act: Act) -> None:
    """Areas and boards are added in the installation's own book, where no board's officer has rights."""
    if act.book.code:
        raise NotFound(what="installation", name=act.book.code)


def _area(code: str) -> Area:
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise AreaUnknown(area=code[:40])
    return area
