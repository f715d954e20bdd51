"""Groups (KSM): formed, joined, left, led, dissolved. Periods are half-open."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.db.models import Q

from gulir.base.commands import Act, Result, command
from gulir.community.models import Group, Membership
from gulir.community.models.groups import ROLES
from gulir.community.people import read_name, read_neighbourhood
from gulir.community.policy import KEEPS_GROUPS
from gulir.community.queries import group_of, person_of
from gulir.core.facts.community import GroupDissolved, GroupFormed, GroupOfficerNamed, MemberJoined, MemberLeft
from gulir.core.problems.community import (
    AlreadyMember,
    GroupCodeTaken,
    GroupCodeUnclear,
    GroupHasMembers,
    GroupNameTaken,
    GroupNotActive,
    GroupOfficeHeld,
    GroupRoleUnknown,
    MemberBeforeGroup,
    NotAMember,
    ReasonMissing,
)

__all__ = [
    "dissolve_group",
    "form_group",
    "join_group",
    "leave_group",
    "name_group_officer",
    "put_down_group",
    "put_down_member",
]

GROUP_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./\- ]{0,19}\Z", re.ASCII)


@command("community.form_group", may=KEEPS_GROUPS)
def form_group(act: Act, *, code: str, name: str, formed_on: date, rw: str = "") -> Result:
    """A group of neighbours (KSM), without members yet. Answers `group`.

    Refused: `GroupCodeUnclear`, `GroupCodeTaken`, `NameMissing`, `GroupNameTaken`, `NeighbourhoodUnclear`.
    """
    group = put_down_group(act, code=code, name=name, formed_on=formed_on, rw=rw)

    act.tell(
        GroupFormed(
            group=group.name,
            area=f"RW {group.rw}" if group.rw else "",
            formed_on=formed_on,
            members=0,
            women=0,
            group_id=str(group.pk),
        ),
    )
    return {"group": group.pk}


def put_down_group(act: Act, *, code: str, name: str, formed_on: date, rw: str = "") -> Group:
    """A step of an act: the row of one group, without a fact. The importer tells one fact for all its rows."""
    if not GROUP_CODE.match(code.strip()):
        raise GroupCodeUnclear(group=code[:40])
    if Group.objects.filter(book=act.book, code=code.strip()).exists():
        raise GroupCodeTaken(group=code.strip())
    named = read_name(name, what="group")
    if Group.objects.filter(book=act.book, name__iexact=named, status="active").exists():
        raise GroupNameTaken(group=named)
    return Group.objects.create(
        book=act.book, code=code.strip(), name=named, rw=read_neighbourhood(rw), formed_on=formed_on
    )


@command("community.join_group", may=KEEPS_GROUPS)
def join_group(act: Act, *, group: UUID, person: UUID, on: date, role: str = "member") -> Result:
    """A person of this board joins a group of this board on a day, with one role. Answers `membership`.

    Refused: `GroupRoleUnknown`, `GroupNotActive`, `MemberBeforeGroup`, `AlreadyMember`, `GroupOfficeHeld`, `NotFound`.
    """
    row = put_down_member(act, group=group, person=person, on=on, role=role)

    act.tell(
        MemberJoined(
            group=row.group.name,
            on=on,
            members=_count(row.group, on),
            group_id=str(group),
            person_id=str(person),
        ),
        on=on,
    )
    if role != "member":
        _tell_officer(act, row)
    return {"membership": row.pk}


def put_down_member(act: Act, *, group: UUID, person: UUID, on: date, role: str = "member") -> Membership:
    """A step of an act: the row of one membership, without a fact. The importer tells one fact for all its rows."""
    if role not in ROLES:
        raise GroupRoleUnknown(role=role[:20])
    of, who = group_of(act.book.pk, group), person_of(act.book.pk, person)
    if of.status != "active":
        raise GroupNotActive(group=of.name)
    if on < of.formed_on:
        raise MemberBeforeGroup(group=of.name, formed_on=of.formed_on)
    later = Q(ends_before=None) | Q(ends_before__gt=on)
    if Membership.objects.filter(later, group=of, person=who).exists():
        raise AlreadyMember(group=of.name)
    if role != "member" and Membership.objects.filter(later, group=of, role=role).exists():
        raise GroupOfficeHeld(group=of.name, role=role)
    return Membership.objects.create(book=act.book, group=of, person=who, role=role, starts_on=on)


@command("community.leave_group", may=KEEPS_GROUPS)
def leave_group(act: Act, *, group: UUID, person: UUID, on: date, reason: str = "") -> Result:
    """A member leaves: the day `on` is the first on which they no longer belong. Refused: `NotAMember`, `NotFound`."""
    row = _membership(act, group=group, person=person, on=on)

    Membership.objects.filter(pk=row.pk).update(ends_before=on)

    act.tell(
        MemberLeft(
            group=row.group.name,
            on=on,
            members=_count(row.group, on),
            group_id=str(group),
            person_id=str(person),
            reason=reason[:200],
        ),
        on=on,
    )
    return {"membership": row.pk}


@command("community.name_group_officer", may=KEEPS_GROUPS)
def name_group_officer(act: Act, *, group: UUID, person: UUID, role: str, on: date) -> Result:
    """A member becomes chair, secretary or treasurer, or an ordinary member again, from a day on.

    Whoever held the office before must be named otherwise first. Refused: `GroupRoleUnknown`, `NotAMember`,
    `GroupOfficeHeld`, `NotFound`.
    """
    row = _membership(act, group=group, person=person, on=on)
    Membership.objects.filter(pk=row.pk).update(ends_before=on)
    named = put_down_member(act, group=group, person=person, on=on, role=role)

    _tell_officer(act, named)
    return {"membership": named.pk}


@command("community.dissolve_group", may=KEEPS_GROUPS)
def dissolve_group(act: Act, *, group: UUID, on: date, reason: str) -> Result:
    """A group without members ends. Refused: `GroupNotActive`, `GroupHasMembers`, `ReasonMissing`, `NotFound`.

    The context that lends asks first whether a loan is open; this one knows no loans.
    """
    row = group_of(act.book.pk, group)
    if row.status != "active":
        raise GroupNotActive(group=row.name)
    if not reason.strip():
        raise ReasonMissing
    left = Membership.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), group=row).count()
    if left:
        raise GroupHasMembers(group=row.name, members=left)

    Group.objects.filter(pk=row.pk).update(status="dissolved")

    act.tell(GroupDissolved(group=row.name, on=on, reason=reason.strip()[:200], group_id=str(row.pk)), on=on)
    return {"group": row.pk}


def _membership(act: Act, *, group: UUID, person: UUID, on: date) -> Membership:
    """The open membership that began before `on`."""
    of, who = group_of(act.book.pk, group), person_of(act.book.pk, person)
    row = Membership.objects.select_related("group").filter(group=of, person=who, ends_before=None, starts_on__lt=on)
    found = row.first()
    if found is None:
        raise NotAMember(group=of.name, on=on)
    return found


def _count(group: Group, on: date) -> int:
    return Membership.objects.filter(
        Q(ends_before=None) | Q(ends_before__gt=on), group=group, starts_on__lte=on
    ).count()


def _tell_officer(act: Act, row: Membership) -> None:
    act.tell(
        GroupOfficerNamed(
            group=row.group.name,
            office=row.role,
            on=row.starts_on,
            group_id=str(row.group_id),
            person_id=str(row.person_id),
        ),
        on=row.starts_on,
    )
