"""The hand-over ladder is read once a quarter, and the board says its own words to it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.reference import instrument
from gulir.base.texts import check_text
from gulir.core.facts.handovers import HandoverAnswered, HandoverRead
from gulir.core.handover import ROUTINES, Ladder, quarter_of
from gulir.core.problems.access import NotFound
from gulir.core.problems.handovers import HandoverRepeated, HandoverReplyEmpty, NothingRead, RungUnexplained
from gulir.mentoring.models import HandoverLevel, HandoverReading, HandoverReply
from gulir.mentoring.policy import ANSWERS_HANDOVERS, KEEPS_HANDOVERS
from gulir.mentoring.queries.handovers import HANDOVER_FORM, newest

__all__ = ["read_handover", "reply_to_handover"]

REPLY = 600
SEEN = 200


@command("mentoring.read_handover", may=KEEPS_HANDOVERS)
def read_handover(
    act: Act, *, levels: Mapping[str, int], seen: Mapping[str, str] | None = None, reason: str = ""
) -> Result:
    """The reading of today: the level of each routine (1 to 4), and what was seen of it.

    A routine that is left out is not read yet. One on another rung than in the reading before says what was seen.
    Answers `reading` and `number`. Refused: `ItemUnknown`, `AnswerUnknown`, `NothingRead`, `RungUnexplained`,
    `HandoverRepeated` (this quarter already, and no reason), `NoteTooLong`.
    """
    key = new_id()
    ladder = Ladder(row=str(key), on=act.today, levels=dict(levels))
    if not ladder.levels:
        raise NothingRead
    words = {routine: text.strip() for routine, text in (seen or {}).items() if routine in ladder.levels}
    again = reason.strip()
    check_text(reason=(again, SEEN), **{f"seen of {routine}": (text, SEEN) for routine, text in words.items()})
    last = newest(act.book.pk)
    for routine, level in ladder.levels.items():
        if last is not None and last.ladder.levels.get(routine, level) != level and not words.get(routine):
            raise RungUnexplained(routine=routine)
    quarter = quarter_of(act.today)
    if last is not None and quarter_of(last.ladder.on) == quarter and not again:
        raise HandoverRepeated(on=last.ladder.on)

    number = last.number + 1 if last else 1
    HandoverLevel.objects.bulk_create(
        HandoverLevel(reading_id=key, routine=routine, level=ladder.levels[routine], seen=words.get(routine, ""))
        for routine in ROUTINES
        if routine in ladder.levels
    )
    HandoverReading.objects.create(
        id=key,
        book=act.book,
        version=instrument(HANDOVER_FORM, act.today).version,
        number=number,
        read_on=act.today,
        quarter=quarter,
        reason=again,
        read_by=act.actor,
        read_at=act.at,
    )

    act.tell(
        HandoverRead(
            on=act.today,
            number=number,
            alone=len(ladder.alone),
            routines=len(ROUTINES),
            levels=tuple((routine, ladder.levels[routine]) for routine in ROUTINES if routine in ladder.levels),
            reading_id=str(key),
            reason=again,
        )
    )
    return {"reading": key, "number": number}


@command("mentoring.reply_to_handover", may=ANSWERS_HANDOVERS)
def reply_to_handover(act: Act, *, reading: UUID, said: str) -> Result:
    """The board's own words beside a reading; as often as it likes. Answers `reply`.

    Refused: `HandoverReplyEmpty`, `NoteTooLong`, `NotFound`.
    """
    of = HandoverReading.objects.filter(book=act.book, pk=reading).first()
    if of is None:
        raise NotFound(what="pembacaan", name=str(reading))
    text = said.strip()
    if not text:
        raise HandoverReplyEmpty
    check_text(said=(text, REPLY))

    reply = HandoverReply.objects.create(reading=of, said=text, by=act.actor, at=act.at)

    act.tell(
        HandoverAnswered(on=of.read_on, number=of.number, reading_id=str(of.pk), reply_id=str(reply.pk), said=text)
    )
    return {"reply": reply.pk}
