"""How far the programme's routines have passed to residents, and whether the facilitator may leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.core.handover import ExitTest, Ladder, exit_test, handover_index, quarter_of
from gulir.core.problems.access import NotFound
from gulir.mentoring.models import HandoverReading, HandoverReply
from gulir.mentoring.policy import READS_HANDOVERS

__all__ = ["HANDOVER_FORM", "Climb", "ReadLadder", "climb_of", "handover_of", "newest"]

HANDOVER_FORM = "handover"


@dataclass(frozen=True, kw_only=True)
class ReadLadder:
    """One reading: its number, the ladder, what was seen of each routine, its index from 0 to 1 and its replies."""

    id: UUID
    number: int
    version: int
    ladder: Ladder
    seen: Mapping[str, str]
    index: Fraction | None
    by: str
    reason: str
    replies: tuple[HandoverReply, ...]

    @property
    def quarter(self) -> int:
        """The quarter it tells of."""
        return quarter_of(self.ladder.on)


@dataclass(frozen=True, kw_only=True)
class Climb:
    """All readings of a board, the oldest first; those that count for their quarter; the exit test of a day.

    `due` tells whether the quarter of that day waits for its reading.
    """

    readings: tuple[ReadLadder, ...]
    counted: tuple[ReadLadder, ...]
    test: ExitTest
    due: bool


def _rows(book: UUID) -> QuerySet[HandoverReading]:
    return HandoverReading.objects.filter(book_id=book).prefetch_related("levels").select_related("read_by")


def _read(row: HandoverReading, replies: tuple[HandoverReply, ...] = ()) -> ReadLadder:
    levels = {one.routine: one for one in row.levels.all()}
    ladder = Ladder(row=str(row.pk), on=row.read_on, levels={key: one.level for key, one in levels.items()})
    return ReadLadder(
        id=row.pk,
        number=row.number,
        version=row.version,
        ladder=ladder,
        seen={key: one.seen for key, one in levels.items() if one.seen},
        index=handover_index(ladder),
        by=row.read_by.name,
        reason=row.reason,
        replies=replies,
    )


def newest(book: UUID) -> ReadLadder | None:
    """The last reading of a board; nothing before the first."""
    row = _rows(book).order_by("-number").first()
    return None if row is None else _read(row)


def climb_of(book: UUID, standing: Standing, *, on: date) -> Climb:
    """How the board climbed until a day, for those who may read it; nothing read is an empty climb."""
    seen = _rows(book).filter(READS_HANDOVERS.visible(standing), read_on__lte=on)
    readings = tuple(_read(row) for row in seen.order_by("number"))
    last = {one.quarter: one for one in readings}
    return Climb(
        readings=readings,
        counted=tuple(last[quarter] for quarter in sorted(last)),
        test=exit_test([one.ladder for one in readings], ends_on=on),
        due=quarter_of(on) not in last,
    )


def handover_of(book: UUID, reading: UUID, standing: Standing) -> ReadLadder:
    """One reading with the board's words beside it, else `NotFound`."""
    row = _rows(book).filter(READS_HANDOVERS.visible(standing), pk=reading).first()
    if row is None:
        raise NotFound(what="pembacaan", name=str(reading))
    replies = HandoverReply.objects.filter(reading=row).select_related("by").order_by("at", "pk")
    return _read(row, tuple(replies))
