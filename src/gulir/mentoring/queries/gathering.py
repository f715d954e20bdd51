"""Whether a KSM is a place to gather: what its meetings are about, what it did for others, how problems ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum

from gulir.base.policy import Standing
from gulir.community.models import Group
from gulir.community.queries import members
from gulir.core.dates import Period, add_months
from gulir.core.gathering import (
    Raised,
    Talk,
    WelfareAct,
    WelfareDone,
    closing,
    gathering,
    loan_channel_only,
    welfare,
)
from gulir.core.vital_signs import Sign
from gulir.governance.queries import rules_at
from gulir.mentoring.models import AgendaItem, Attendance, GroupEntry, GroupMeeting, WelfareDeed
from gulir.mentoring.policy import reads_private
from gulir.mentoring.queries.signs import group_seen

__all__ = ["Gathered", "gathered_of", "gathered_seen", "talks_of"]

MONTHS_OF_WELFARE = 12
OF_SAVINGS = ("brought", "savings", "withdrawal")


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The signs of a KSM as a place to gather, each with its rows.

    `channel` are the meetings that were all about loans alone, when that makes it a loan channel only within so many
    `months`; `from_box` is what went out of the box for welfare in the year of `done`, in rupiah. A row is named
    `meeting:…`, `deed:…` or `item:…`. Read from outside (`private` false) no trouble is told and no deed described.
    """

    group: Group
    signs: Mapping[str, Sign]
    channel: tuple[str, ...]
    months: int
    done: WelfareDone
    from_box: int
    deeds: tuple[WelfareDeed, ...]
    problems: tuple[AgendaItem, ...]
    private: bool = True


def gathered_seen(book: UUID, group: UUID, standing: Standing, *, on: date) -> Gathered:
    """The same as far as this person may read it, else `NotFound`."""
    found = gathered_of(group_seen(book, group, standing), on)
    if reads_private(standing, group):
        return found
    for deed in found.deeds:
        deed.said = ""
    return replace(found, problems=(), private=False)


def gathered_of(group: Group, on: date) -> Gathered:
    """What the records of the last year say, and whether the last months were about loans alone."""
    months = rules_at(group.book_id, on).count("mentoring.loan_channel_months")
    year = Period(add_months(on, -MONTHS_OF_WELFARE) + timedelta(days=1), on + timedelta(days=1))
    talks = talks_of(group, on)
    told = WelfareDeed.objects.filter(group=group, takes_back=None, taken_back=None, meeting__held_on__lte=on)
    deeds = tuple(told.select_related("meeting", "told_by").order_by("-meeting__held_on", "-told_at"))
    raised = AgendaItem.objects.filter(
        meeting__group=group, meeting__correction=None, meeting__held_on__lte=on, topic="member_problem"
    )
    problems = tuple(raised.select_related("meeting", "end__by").order_by("-meeting__held_on", "line"))
    lately = [one for one in problems if one.meeting.held_on in year]
    given = GroupEntry.objects.filter(
        group=group, meeting__correction=None, kind="welfare",
        meeting__held_on__gte=year.starts_on, meeting__held_on__lte=on,
    )  # fmt: skip
    done = welfare(
        (
            WelfareAct(
                row=f"deed:{deed.pk}",
                on=deed.meeting.held_on,
                kind=deed.kind,
                member=deed.member,
                worth=deed.worth,
                hours=deed.hours,
            )
            for deed in deeds
        ),
        period=year,
        members=len(members(group.pk, on)),
    )
    ended = closing(
        Raised(row=f"item:{one.pk}", decided=bool(one.decided), solved=hasattr(one, "end")) for one in lately[::-1]
    )
    return Gathered(
        group=group,
        signs=gathering([one for one in talks if one.on in year]) | ended,
        channel=loan_channel_only(talks, since=_begun(group, talks), on=on, months=months),
        months=months,
        done=done,
        from_box=given.aggregate(total=Sum("amount"))["total"] or 0,
        deeds=deeds,
        problems=problems,
    )


def _begun(group: Group, talks: Sequence[Talk]) -> date:
    """Since when a KSM can be judged: from its first record on, for what nobody wrote down may have been otherwise."""
    return max([group.formed_on, *(one.on for one in talks[:1])])


def talks_of(group: Group, on: date) -> list[Talk]:
    """What each meeting was about: its agenda, and what its money was for; who came, and who of them spoke."""
    held = list(GroupMeeting.objects.filter(group=group, correction=None, held_on__lte=on).order_by("number"))
    topics, present, spoke = (defaultdict[UUID, set[str]](set) for _ in range(3))
    for meeting, topic in AgendaItem.objects.filter(meeting__in=held).values_list("meeting", "topic"):
        topics[meeting].add(topic)
    money = GroupEntry.objects.filter(meeting__in=held, kind__in=(*OF_SAVINGS, "welfare"))
    for meeting, kind in money.values_list("meeting", "kind").distinct():
        topics[meeting].add("savings" if kind in OF_SAVINGS else "welfare")
    came = Attendance.objects.filter(meeting__in=held, came="present")
    for meeting, person, said in came.values_list("meeting", "person", "spoke"):
        present[meeting].add(str(person))
        if said:
            spoke[meeting].add(str(person))
    return [
        Talk(
            row=f"meeting:{one.pk}",
            on=one.held_on,
            topics=frozenset(topics[one.pk]),
            present=frozenset(present[one.pk]),
            spoke=frozenset(spoke[one.pk]),
        )
        for one in held
    ]
