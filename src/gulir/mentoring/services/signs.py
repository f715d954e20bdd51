"""A reading of a KSM is kept, and the KSM says its own words to it: what is written stays, and is answered by more."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.queries import group_of
from gulir.core.facts.signs import KsmAssessed, KsmAssessmentReplied
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import GroupNotActive
from gulir.core.problems.signs import AssessmentRepeated, ReplyEmpty
from gulir.mentoring.models import Assessment, AssessmentAnswer, AssessmentReply
from gulir.mentoring.policy import ANSWERS_SIGNS, KEEPS_SIGNS
from gulir.mentoring.queries.records import records_of
from gulir.mentoring.queries.signs import Measured, measured

__all__ = ["keep_assessment", "reply_to_assessment"]

REPLY = 600
NOTE = 200


@command("mentoring.keep_assessment", may=KEEPS_SIGNS)
def keep_assessment(
    act: Act,
    *,
    group: UUID,
    instrument: str,
    told: Mapping[str, int] | None = None,
    notes: Mapping[str, str] | None = None,
    reason: str = "",
) -> Result:
    """The reading of today: what the records say, what a person answered where the instrument asks one, comments.

    Answers `assessment`, `number` and `stage`. Refused: `InstrumentUnknown`, `ItemUnknown`, `ItemComputed`,
    `AnswerUnknown`, `AssessmentRepeated` (today already, and no reason), `GroupNotActive`, `NoteTooLong`, `NotFound`.
    """
    of = group_of(act.book.pk, group)
    if of.status != "active":
        raise GroupNotActive(group=of.name)
    comments = {item: text.strip() for item, text in (notes or {}).items() if text.strip()}
    again = reason.strip()
    check_text(reason=(again, NOTE), **{f"note of {item[:20]}": (text, NOTE) for item, text in comments.items()})
    reading = measured(instrument, records_of(of, act.today), act.today, told=told)
    for item in comments:
        reading.instrument.item(item)
    last = Assessment.objects.filter(group=of, instrument=instrument).order_by("-number").first()
    if last is not None and last.read_on == act.today and not again:
        raise AssessmentRepeated(group=of.name, on=act.today)

    key, number = new_id(), last.number + 1 if last else 1
    AssessmentAnswer.objects.bulk_create(_answers(key, reading, comments))
    Assessment.objects.create(
        id=key,
        book=act.book,
        group=of,
        instrument=reading.instrument.key,
        version=reading.instrument.version,
        number=number,
        read_on=act.today,
        points=reading.score.points,
        reach=reading.score.reach,
        stage=reading.score.stage,
        reason=again,
        kept_by=act.actor,
        kept_at=act.at,
    )

    act.tell(
        KsmAssessed(
            group=of.name,
            on=act.today,
            number=number,
            instrument=reading.instrument.key,
            version=reading.instrument.version,
            points=reading.score.points,
            reach=reading.score.reach,
            stage=reading.score.stage,
            open=reading.score.open,
            assessment_id=str(key),
            group_id=str(of.pk),
            reason=again,
        )
    )
    return {"assessment": key, "number": number, "stage": reading.score.stage}


def _answers(key: UUID, reading: Measured, comments: Mapping[str, str]) -> list[AssessmentAnswer]:
    """One row for each question the records answer, a person answered or commented on, in the instrument's order."""
    rows = []
    for item in reading.instrument.items:
        note = comments.get(item.key, "")
        if item.computed:
            found = reading.found[item.key]
            rows.append(
                AssessmentAnswer(
                    assessment_id=key,
                    item=item.key,
                    computed=True,
                    points=found.points,
                    figures=dict(found.figures),
                    rows=list(found.rows),
                    missed=list(found.missed),
                    note=note,
                )
            )
        elif item.key in reading.told or note:
            points = reading.told.get(item.key)
            rows.append(AssessmentAnswer(assessment_id=key, item=item.key, computed=False, points=points, note=note))
    return rows


@command("mentoring.reply_to_assessment", may=ANSWERS_SIGNS)
def reply_to_assessment(act: Act, *, assessment: UUID, said: str) -> Result:
    """The KSM's own words beside a reading, by one of its officers; as often as they like. Answers `reply`.

    Refused: `ReplyEmpty`, `NoteTooLong`, `NotAllowed` (an officer of another KSM), `NotFound`.
    """
    of = Assessment.objects.select_related("group").filter(book=act.book, pk=assessment).first()
    if of is None:
        raise NotFound(what="penilaian", name=str(assessment))
    if of.group_id not in act.standing.led_groups:
        raise NotAllowed(act=act.command)
    text = said.strip()
    if not text:
        raise ReplyEmpty
    check_text(said=(text, REPLY))

    reply = AssessmentReply.objects.create(assessment=of, said=text, by=act.actor, at=act.at)

    act.tell(
        KsmAssessmentReplied(
            group=of.group.name,
            on=of.read_on,
            number=of.number,
            instrument=of.instrument,
            assessment_id=str(of.pk),
            reply_id=str(reply.pk),
            said=text,
        )
    )
    return {"reply": reply.pk}
