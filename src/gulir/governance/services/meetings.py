"""Meetings: who came is written down when they are held; they end with their minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.core.approval import Quorum, check_quorum
from gulir.core.facts.governance import MeetingClosed, MeetingHeld, MinutesFiled
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import QuorumMissing
from gulir.core.problems.governance import AttendanceTwice, MeetingClosedAlready, MeetingInFuture, MeetingKindUnknown
from gulir.core.rules import Rules
from gulir.governance.models import MEETING_KINDS, Attendance, Meeting
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.queries import rules_at

__all__ = ["Present", "close_meeting", "hold_meeting", "open_meeting"]


@dataclass(frozen=True, kw_only=True)
class Present:
    """One who came, by sex and poor or not; `person` is their public id, or nothing for a guest."""

    name: str
    sex: str
    poor: bool = False
    person: UUID | None = None


@command("governance.hold_meeting", may=KEEPS_MEETINGS)
def hold_meeting(
    act: Act,
    *,
    kind: str,
    held_on: date,
    invited: int,
    attendance: Sequence[Present],
    place: str = "",
    chair: str = "",
    repeated: bool = False,
) -> Result:
    """Record a meeting that was held, with everyone who came. Without its quorum it is kept, and decides nothing."""
    if kind not in MEETING_KINDS:
        raise MeetingKindUnknown(kind=kind)
    if held_on > act.today:
        raise MeetingInFuture(held_on=held_on)
    people = [present.person for present in attendance if present.person]
    for present in attendance:
        if present.person and people.count(present.person) > 1:
            raise AttendanceTwice(name=present.name)

    quorate = _has_quorum(rules_at(act.book.pk, held_on), kind, len(attendance), invited, repeated=repeated)

    count = Meeting.objects.filter(book=act.book, held_on__year=held_on.year).count()
    meeting = Meeting.objects.create(
        book=act.book,
        number=f"RPT-{held_on.year}-{count + 1:03d}",
        kind=kind,
        held_on=held_on,
        place=place,
        chair=chair,
        invited=invited,
        present=len(attendance),
        repeated=repeated,
        quorate=quorate,
    )
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person_id=p.person, name=p.name, sex=p.sex, poor=p.poor) for p in attendance
    )

    act.tell(
        MeetingHeld(
            meeting=meeting.number,
            type=kind,
            on=held_on,
            invited=invited,
            present=len(attendance),
            quorum=quorate,
            meeting_id=str(meeting.pk),
        ),
        on=held_on,
    )
    return {"meeting": meeting.pk, "number": meeting.number, "quorate": quorate}


@command("governance.close_meeting", may=KEEPS_MEETINGS)
def close_meeting(act: Act, *, meeting: UUID, minutes: str) -> Result:
    """End a meeting and keep its minutes; their digest is told, their text is not."""
    held = open_meeting(act, meeting)

    Meeting.objects.filter(pk=held.pk).update(minutes=minutes, status="closed")

    digest = hashlib.sha256(minutes.encode()).hexdigest()
    act.tell(MinutesFiled(meeting=held.number, sha256=digest, meeting_id=str(held.pk)))
    act.tell(MeetingClosed(meeting=held.number, decisions=held.decisions.count(), meeting_id=str(held.pk)))
    return {"meeting": held.pk, "number": held.number}


def open_meeting(act: Act, meeting: UUID) -> Meeting:
    """The meeting of this board while it is open, else `NotFound` or `MeetingClosedAlready`."""
    held = Meeting.objects.filter(book=act.book, pk=meeting).first()
    if held is None:
        raise NotFound(what="rapat", name=str(meeting))
    if held.status != "open":
        raise MeetingClosedAlready(meeting=held.number)
    return held


def _has_quorum(rules: Rules, kind: str, present: int, invited: int, *, repeated: bool) -> bool:
    if kind == "rwt" and repeated:
        quorum = Quorum(percent=rules.percent("rwt.repeat_quorum_percent"), more_than=False)
    else:
        quorum = Quorum(percent=rules.percent("rwt.quorum_percent" if kind == "rwt" else "board.quorum_percent"))
    try:
        check_quorum(present=present, invited=invited, quorum=quorum)
    except QuorumMissing:
        return False
    return True
