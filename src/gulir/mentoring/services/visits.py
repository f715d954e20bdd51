"""A KSM is visited: one record, closed for ever; it is corrected by a newer one, and answered by the KSM beside it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.community.queries import group_of
from gulir.core.facts.visits import KsmVisitCorrected, KsmVisited, KsmVisitReplied
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import GroupNotActive, ReasonMissing
from gulir.core.problems.visits import VisitFollowed, VisitInFuture, VisitLineEmpty, VisitOutOfOrder
from gulir.mentoring.models import Visit, VisitReply
from gulir.mentoring.policy import ANSWERS_VISITS, WRITES_LOAN_VISITS, WRITES_VISITS
from gulir.mentoring.queries.visits import promises_open
from gulir.mentoring.services.visit_sheets import VisitSheet, check_visit, visit_row, write_visit_parts

__all__ = ["correct_visit", "record_visit", "reply_to_visit"]

REPLY = 600


@command("mentoring.record_visit", may=WRITES_LOAN_VISITS)
def record_visit(act: Act, *, group: UUID, on: date, sheet: VisitSheet) -> Result:
    """Close the record of a visit that was made. Answers `visit` and `number`.

    A loan officer writes visits about a loan alone. Refused: `VisitInFuture`, `VisitOutOfOrder`, `GroupNotActive`,
    `NobodyMet`, `NotAMember`, `VisitMinutesUnclear`, `VisitWordUnknown`, `VisitLineEmpty`, `FindingWithoutAdvice`,
    `PromiseBeforeVisit`, `LoanVisitTooEarly`, `LoanUseMissing`, `UseNotSeen`, `NotFound`, `NotAllowed`.
    """
    of = _visitable(act, group, sheet)
    if on > act.today:
        raise VisitInFuture(on=on)
    last = _last(of)
    if last is not None and on < last.held_on:
        raise VisitOutOfOrder(on=on, last=last.held_on)
    loan = check_visit(act, of, sheet, on=on, open_promises=_open(of, on))

    key, number = new_id(), last.number + 1 if last else 1
    write_visit_parts(act, key, sheet)
    visit_row(act, of, key, sheet, number=number, held_on=on, loan=loan).save(force_insert=True)

    act.tell(
        KsmVisited(
            group=of.name,
            number=number,
            on=on,
            purpose=sheet.purpose,
            visit_id=str(key),
            group_id=str(of.pk),
            loan_id=str(loan.pk) if loan else "",
            stage=sheet.stage,
            weak=sheet.weak,
            promises=len(sheet.promises),
            photos=tuple(photo.sha256 for photo in sheet.photos),
        ),
        on=on,
    )
    return {"visit": key, "number": number}


@command("mentoring.correct_visit", may=WRITES_LOAN_VISITS)
def correct_visit(act: Act, *, call: UUID, reason: str, sheet: VisitSheet) -> Result:
    """The newest visit as it truly was, with the reason, by who wrote it; the wrong record stays, this one names it.

    Refused: `ReasonMissing`, `VisitFollowed`, `NotAllowed`, `NotFound`, and what `record_visit` refuses of the sheet.
    """
    wrong = Visit.objects.filter(book=act.book, pk=call).first()
    if wrong is None:
        raise NotFound(what="kunjungan", name=str(call))
    if wrong.written_by_id != act.actor.pk:
        raise NotAllowed(act=act.command)
    of, said = _visitable(act, wrong.group_id, sheet), reason.strip()
    check_text(reason=(said, 200))
    if not said:
        raise ReasonMissing
    last = _last(of)
    if last is None or last.pk != wrong.pk:
        raise VisitFollowed(number=wrong.number)
    loan = check_visit(act, of, sheet, on=wrong.held_on, open_promises=_open(of, wrong.held_on, wrong.number))

    key = new_id()
    write_visit_parts(act, key, sheet)
    head = {"number": wrong.number, "version": wrong.version + 1, "held_on": wrong.held_on}
    visit_row(act, of, key, sheet, loan=loan, corrects=wrong, reason=said, **head).save(force_insert=True)

    act.tell(
        KsmVisitCorrected(
            group=of.name,
            number=wrong.number,
            on=wrong.held_on,
            visit_id=str(key),
            corrects_id=str(wrong.pk),
            reason=said,
        ),
        on=wrong.held_on,
    )
    return {"visit": key, "number": wrong.number}


@command("mentoring.reply_to_visit", may=ANSWERS_VISITS)
def reply_to_visit(act: Act, *, call: UUID, said: str) -> Result:
    """The KSM's own words beside a record about it, by one of its officers; as often as they like. Answers `reply`.

    Refused: `VisitLineEmpty`, `NoteTooLong`, `NotAllowed` (an officer of another KSM), `NotFound`.
    """
    of = Visit.objects.select_related("group").filter(book=act.book, pk=call).first()
    if of is None:
        raise NotFound(what="kunjungan", name=str(call))
    if of.group_id not in act.standing.led_groups:
        raise NotAllowed(act=act.command)
    text = said.strip()
    if not text:
        raise VisitLineEmpty(line=1)
    check_text(said=(text, REPLY))

    reply = VisitReply.objects.create(visit=of, said=text, by=act.actor, at=act.at)

    act.tell(
        KsmVisitReplied(
            group=of.group.name,
            number=of.number,
            on=of.held_on,
            visit_id=str(of.pk),
            reply_id=str(reply.pk),
            said=text,
        )
    )
    return {"reply": reply.pk}


def _visitable(act: Act, group: UUID, sheet: VisitSheet) -> Group:
    """A living KSM of this board; a visit that is not about a loan is the facilitator's alone."""
    if sheet.purpose != "loan":
        act.require(WRITES_VISITS)
    of = group_of(act.book.pk, group)
    if of.status != "active":
        raise GroupNotActive(group=of.name)
    return of


def _last(of: Group) -> Visit | None:
    return Visit.objects.filter(group=of, correction=None).order_by("-number").first()


def _open(of: Group, on: date, before: int | None = None) -> set[int]:
    return {promise.id for promise in promises_open(of.pk, on=on, before=before)}
