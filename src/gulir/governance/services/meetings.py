"""Meetings: who came is written down when they are held; they end with their minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.community.models import Person
from gulir.community.people import read_name, read_sex
from gulir.community.queries import offices_at, person_of
from gulir.core.approval import Quorum, check_quorum
from gulir.core.facts.governance import AttendanceRecorded, MeetingClosed, MeetingHeld, MinutesFiled
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import QuorumMissing
from gulir.core.problems.governance import (
    AttendanceTwice,
    InvitedUnclear,
    MeetingClosedAlready,
    MeetingInFuture,
    MeetingKindUnknown,
    MinutesMissing,
    RepeatWithoutFirst,
)
from gulir.core.rules import Rules
from gulir.governance.models import MEETING_KINDS, Attendance, Meeting
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.queries import rules_at

__all__ = ["BOARD_OFFICES", "Present", "close_meeting", "hold_meeting", "open_meeting", "quorum_of"]

BOARD_OFFICES = frozenset({"trustee", "coordinator"})
MOST_INVITED = 100_000
REPEAT_WITHIN = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Present:
    """One who came, by sex and poor or not; `person` is their public id, or nothing for someone known by name only.

    A `guest` (lurah, facilitator, neighbouring board) is counted as present and never as a voter.
    """

    name: str
    sex: str
    poor: bool = False
    person: UUID | None = None
    guest: bool = False


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
    note_taker: str = "",
    repeated: bool = False,
) -> Result:
    """Record a meeting that was held, with everyone who came. Without its quorum it is kept, and decides nothing.

    In a meeting of the board its members in office that day decide, and the quorum is measured on all of them; in any
    other meeting all but guests decide, and it is measured on those invited (R43). A members' meeting `repeated`
    because the quorum was not there needs the smaller one. Answers `meeting`, `number`, `quorate`, `voters`.
    Refused: `MeetingKindUnknown`, `MeetingInFuture`, `InvitedUnclear`, `AttendanceTwice`, `NameMissing`, `SexUnclear`,
    `RepeatWithoutFirst`, `NotFound` (a person of another board).
    """
    if kind not in MEETING_KINDS:
        raise MeetingKindUnknown(kind=kind[:20])
    if held_on > act.today:
        raise MeetingInFuture(held_on=held_on)
    if not 0 < invited <= MOST_INVITED:
        raise InvitedUnclear(invited=invited)
    if repeated:
        _check_first(act, kind, held_on)
    members = {h.person for h in offices_at(act.book.pk, held_on) if h.office in BOARD_OFFICES}
    rows = _attendance(act, attendance, members if kind == "board" else None)
    voters, entitled = sum(row.votes for row in rows), len(members) if kind == "board" else invited

    quorate = _has_quorum(rules_at(act.book.pk, held_on), kind, voters, entitled, repeated=repeated)

    meeting = Meeting.objects.create(
        book=act.book,
        number=_number(act, held_on),
        kind=kind,
        held_on=held_on,
        place=place.strip()[:120],
        chair=chair.strip()[:120],
        note_taker=note_taker.strip()[:120],
        invited=invited,
        present=len(rows),
        entitled=entitled,
        voters=voters,
        repeated=repeated,
        quorate=quorate,
    )
    for row in rows:
        row.meeting = meeting
    Attendance.objects.bulk_create(rows)

    _tell(act, meeting, rows)
    return {"meeting": meeting.pk, "number": meeting.number, "quorate": quorate, "voters": voters}


@command("governance.close_meeting", may=KEEPS_MEETINGS)
def close_meeting(act: Act, *, meeting: UUID, minutes: str) -> Result:
    """End a meeting and keep its minutes; their digest is told, their text is not. Refused: `MinutesMissing`, …"""
    held = open_meeting(act, meeting)
    if not minutes.strip():
        raise MinutesMissing(meeting=held.number)

    Meeting.objects.filter(pk=held.pk).update(minutes=minutes, status="closed")

    digest = hashlib.sha256(minutes.encode()).hexdigest()
    act.tell(MinutesFiled(meeting=held.number, sha256=digest, meeting_id=str(held.pk)))
    act.tell(MeetingClosed(meeting=held.number, decisions=held.decisions.count(), meeting_id=str(held.pk)))
    return {"meeting": held.pk, "number": held.number}


def open_meeting(act: Act, meeting: UUID) -> Meeting:
    """The meeting of this board while it is open, else `NotFound` or `MeetingClosedAlready`."""
    held = Meeting.objects.filter(book=act.book, pk=meeting).first()
    if held is None:
        raise NotFound(what="meeting", name=str(meeting))
    if held.status != "open":
        raise MeetingClosedAlready(meeting=held.number)
    return held


def quorum_of(rules: Rules, kind: str, *, repeated: bool) -> Quorum:
    """The quorum a meeting needs by the rulebook of its day (R43)."""
    if repeated:
        return Quorum(percent=rules.percent("rwt.repeat_quorum_percent"), more_than=False)
    return Quorum(percent=rules.percent("board.quorum_percent" if kind == "board" else "rwt.quorum_percent"))


def _has_quorum(rules: Rules, kind: str, voters: int, entitled: int, *, repeated: bool) -> bool:
    try:
        check_quorum(present=voters, invited=entitled, quorum=quorum_of(rules, kind, repeated=repeated))
    except QuorumMissing:
        return False
    return True


def _check_first(act: Act, kind: str, held_on: date) -> None:
    """A members' meeting can be repeated when one shortly before had no quorum."""
    first = Meeting.objects.filter(
        book=act.book, kind="rwt", quorate=False, held_on__lte=held_on, held_on__gte=held_on - REPEAT_WITHIN
    )
    if kind != "rwt" or not first.exists():
        raise RepeatWithoutFirst(held_on=held_on)


def _attendance(act: Act, attendance: Sequence[Present], members: set[UUID] | None) -> list[Attendance]:
    """The rows of those who came; what we know of a person comes from their own row."""
    seen: set[UUID] = set()
    rows = []
    for present in attendance:
        person = None if present.person is None else person_of(act.book.pk, present.person)
        if person is not None and person.pk in seen:
            raise AttendanceTwice(name=person.name)
        seen |= set() if person is None else {person.pk}
        rows.append(_row(present, person, members))
    return rows


def _row(present: Present, person: Person | None, members: set[UUID] | None) -> Attendance:
    votes = not present.guest if members is None else person is not None and person.pk in members
    if person is not None:
        return Attendance(person=person, name=person.name, sex=person.sex, poor=person.poor_listed, votes=votes)
    return Attendance(name=read_name(present.name), sex=read_sex(present.sex), poor=present.poor, votes=votes)


def _number(act: Act, held_on: date) -> str:
    count = Meeting.objects.filter(book=act.book, held_on__year=held_on.year).count()
    return f"RPT-{held_on.year}-{count + 1:03d}"


def _tell(act: Act, meeting: Meeting, rows: Sequence[Attendance]) -> None:
    public = {"meeting": meeting.number, "meeting_id": str(meeting.pk)}
    act.tell(
        MeetingHeld(
            type=meeting.kind,
            on=meeting.held_on,
            invited=meeting.entitled,
            present=meeting.voters,
            quorum=meeting.quorate,
            **public,
        ),
        on=meeting.held_on,
    )
    act.tell(
        AttendanceRecorded(
            invited=meeting.invited,
            present=meeting.present,
            women=sum(row.sex == "P" for row in rows),
            poor=sum(row.poor for row in rows),
            **public,
        ),
        on=meeting.held_on,
    )
