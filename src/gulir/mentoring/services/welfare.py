"""What a KSM did for somebody is told beside the meeting where it was said; a member's problem is closed."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.core.facts.welfare import MemberProblemClosed, WelfareDeedTakenBack, WelfareDeedTold
from gulir.core.money import LARGEST_AMOUNT, rupiah
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.measuring import HoursImpossible
from gulir.core.problems.money import AmountNegative, AmountTooLarge
from gulir.core.problems.welfare import DeedKindUnknown, DeedTakenBack, DeedUntold, ProblemClosed, ProblemEndEmpty
from gulir.mentoring.models import AgendaItem, GroupMeeting, ProblemEnd, WelfareDeed
from gulir.mentoring.models.welfare import DEEDS
from gulir.mentoring.policy import HOLDS_MEETINGS
from gulir.mentoring.services.rules import own_group

__all__ = ["close_problem", "take_back_welfare", "tell_welfare"]

SAID = 200
MOST_HOURS = 1_000


@command("mentoring.tell_welfare", may=HOLDS_MEETINGS)
def tell_welfare(
    act: Act, *, meeting: UUID, deed: str, member: bool, said: str, worth: int = 0, hours: int = 0
) -> Result:
    """What the KSM did for one of its own (`member`) or for others, worth in rupiah, hours given. Answers `deed`.

    Refused: `DeedKindUnknown`, `DeedUntold`, `NoteTooLong`, `AmountNegative`, `AmountTooLarge`, `HoursImpossible`,
    `NotFound` (no such meeting, or one that was corrected since), `NotAllowed`, `GroupNotActive`.
    """
    told_at = GroupMeeting.objects.filter(book=act.book, pk=meeting, correction=None).first()
    if told_at is None:
        raise NotFound(what="pertemuan", name=str(meeting))
    of, text = own_group(act, told_at.group_id), said.strip()
    if deed not in DEEDS:
        raise DeedKindUnknown(kind=deed[:20], known=DEEDS)
    if not text:
        raise DeedUntold
    check_text(said=(text, SAID))
    if worth < 0:
        raise AmountNegative(text=rupiah(worth))
    if worth > LARGEST_AMOUNT:
        raise AmountTooLarge(text=rupiah(worth), limit=LARGEST_AMOUNT)
    if not 0 <= hours <= MOST_HOURS:
        raise HoursImpossible(hours=hours, most=MOST_HOURS)

    row = WelfareDeed.objects.create(
        book=act.book, group=of, meeting=told_at, kind=deed, member=member, worth=worth, hours=hours, said=text,
        told_by=act.actor, told_at=act.at,
    )  # fmt: skip

    act.tell(
        WelfareDeedTold(
            group=of.name,
            on=told_at.held_on,
            deed=deed,
            member=member,
            worth=worth,
            hours=hours,
            said=text,
            deed_id=str(row.pk),
            meeting_id=str(told_at.pk),
        )
    )
    return {"deed": row.pk}


@command("mentoring.take_back_welfare", may=HOLDS_MEETINGS)
def take_back_welfare(act: Act, *, deed: UUID, reason: str) -> Result:
    """What was told of a deed was wrong: both rows stay, neither counts. Answers `deed`, the row that takes back.

    Refused: `ReasonMissing`, `NoteTooLong`, `DeedTakenBack`, `NotFound`, `NotAllowed`, `GroupNotActive`.
    """
    wrong = WelfareDeed.objects.select_related("meeting").filter(book=act.book, pk=deed).first()
    if wrong is None:
        raise NotFound(what="kegiatan", name=str(deed))
    of, why = own_group(act, wrong.group_id), reason.strip()
    if not why:
        raise ReasonMissing
    check_text(reason=(why, SAID))
    if wrong.takes_back_id is not None or WelfareDeed.objects.filter(takes_back=wrong).exists():
        raise DeedTakenBack

    row = WelfareDeed.objects.create(
        book=act.book, group=of, meeting=wrong.meeting, kind=wrong.kind, member=wrong.member, worth=wrong.worth,
        hours=wrong.hours, said=why, takes_back=wrong, told_by=act.actor, told_at=act.at,
    )  # fmt: skip

    act.tell(
        WelfareDeedTakenBack(
            group=of.name,
            on=wrong.meeting.held_on,
            reason=why,
            deed_id=str(row.pk),
            takes_back_id=str(wrong.pk),
        )
    )
    return {"deed": row.pk}


@command("mentoring.close_problem", may=HOLDS_MEETINGS)
def close_problem(act: Act, *, item: int, said: str) -> Result:
    """A member's problem from a meeting is solved, and how. Answers `item`.

    Refused: `ProblemEndEmpty`, `NoteTooLong`, `ProblemClosed`, `NotFound` (no problem, or a record that was corrected),
    `NotAllowed`, `GroupNotActive`.
    """
    found = (
        AgendaItem.objects.filter(pk=item, topic="member_problem", meeting__book=act.book, meeting__correction=None)
        .select_related("meeting")
        .first()
    )
    if found is None:
        raise NotFound(what="masalah", name=str(item))
    of, text = own_group(act, found.meeting.group_id), said.strip()
    if not text:
        raise ProblemEndEmpty
    check_text(said=(text, SAID))
    if ProblemEnd.objects.filter(item=found).exists():
        raise ProblemClosed

    ProblemEnd.objects.create(item=found, said=text, by=act.actor, at=act.at)

    act.tell(
        MemberProblemClosed(
            group=of.name,
            on=found.meeting.held_on,
            said=text,
            meeting_id=str(found.meeting_id),
            line=found.line,
        )
    )
    return {"item": found.pk}
