"""A KSM holds its meeting: one record, closed for ever; what was wrong is put right by a newer record that names it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.core.facts.mentoring import KsmMeetingCorrected, KsmMeetingHeld
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.governance import MeetingInFuture
from gulir.core.problems.mentoring import KsmMeetingFollowed, KsmMeetingOutOfOrder
from gulir.mentoring.models import GroupMeeting
from gulir.mentoring.policy import HOLDS_MEETINGS
from gulir.mentoring.queries import last_meeting
from gulir.mentoring.services.rules import own_group
from gulir.mentoring.services.sheets import Sheet, Worked, work_out, write_parts

__all__ = ["correct_meeting", "hold_meeting"]


@command("mentoring.hold_meeting", may=HOLDS_MEETINGS)
def hold_meeting(act: Act, *, group: UUID, on: date, sheet: Sheet) -> Result:
    """Close the record of a meeting that was held. Answers `meeting` and `number`.

    Refused: `GroupRulesMissing`, `MeetingInFuture`, `KsmMeetingOutOfOrder`, `AttendanceIncomplete`, `NobodyCame`,
    `ExcuseMissing`, `QuorumMissed`, `InternalLoanTooLarge`, `BoxShort`, `SavedLess`, `OwedLess`, `CollectedLess`,
    `SavingsGivenAway`, `CountDiffers`, `LineEmpty`, `LineNotOfThisKind`, `KsmWordUnknown`, `NotAMember`, `NotFound`.
    """
    of = own_group(act, group)
    if on > act.today:
        raise MeetingInFuture(held_on=on)
    last = last_meeting(of.pk)
    if last is not None and on <= last.held_on:
        raise KsmMeetingOutOfOrder(on=on, last=last.held_on)
    number = last.number + 1 if last else 1
    worked = work_out(act, of, on=on, number=number, sheet=sheet)

    row = _write(act, of, on, number, sheet, worked)

    act.tell(
        KsmMeetingHeld(
            group=of.name,
            number=number,
            on=on,
            present=row.present,
            expected=row.expected,
            meeting_id=str(row.pk),
            group_id=str(of.pk),
            opening=row.opening,
            counted=row.counted,
            lent=worked.after.lent,
        ),
        on=on,
    )
    return {"meeting": row.pk, "number": number}


@command("mentoring.correct_meeting", may=HOLDS_MEETINGS)
def correct_meeting(act: Act, *, meeting: UUID, reason: str, sheet: Sheet) -> Result:
    """The newest meeting as it truly was, with the reason; the wrong record stays, and this one names it.

    Refused: `ReasonMissing`, `KsmMeetingFollowed`, `NotFound`, and whatever `hold_meeting` refuses of the sheet.
    """
    wrong = GroupMeeting.objects.filter(book=act.book, pk=meeting).first()
    if wrong is None:
        raise NotFound(what="pertemuan", name=str(meeting))
    of, said = own_group(act, wrong.group_id), reason.strip()
    check_text(reason=(said, 200))
    if not said:
        raise ReasonMissing
    last = last_meeting(of.pk)
    if last is None or last.pk != wrong.pk:
        raise KsmMeetingFollowed(number=wrong.number)
    worked = work_out(act, of, on=wrong.held_on, number=wrong.number, sheet=sheet)

    row = _write(act, of, wrong.held_on, wrong.number, sheet, worked, corrects=wrong, reason=said)

    act.tell(
        KsmMeetingCorrected(
            group=of.name,
            number=row.number,
            on=row.held_on,
            present=row.present,
            expected=row.expected,
            meeting_id=str(row.pk),
            corrects_id=str(wrong.pk),
            reason=said,
            counted_before=wrong.counted,
            counted=row.counted,
        ),
        on=row.held_on,
    )
    return {"meeting": row.pk, "number": row.number}


def _write(
    act: Act,
    of: Group,
    on: date,
    number: int,
    sheet: Sheet,
    worked: Worked,
    *,
    corrects: GroupMeeting | None = None,
    reason: str = "",
) -> GroupMeeting:
    """The parts first, the meeting last: from then on the database takes nothing more into it."""
    key = new_id()
    write_parts(act, of, key, sheet, worked)
    return GroupMeeting.objects.create(
        id=key,
        book=act.book,
        group=of,
        number=number,
        version=corrects.version + 1 if corrects else 1,
        rules=worked.rules,
        held_on=on,
        place=sheet.place.strip(),
        expected=len(sheet.attendance),
        present=worked.present,
        opening=worked.before.cash,
        counted=sheet.counted,
        closed_by=act.actor,
        closed_at=act.at,
        corrects=corrects,
        reason=reason,
    )
