"""Members of groups: registered people join, each with one role."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from gulir.base.commands import Act
from gulir.community.models import Group, Membership
from gulir.community.services.many import put_down_members
from gulir.core.problems.community import AlreadyMember, GroupNotActive, GroupOfficeHeld, MemberBeforeGroup
from gulir.core.problems.intake import ImportStays, PersonTwice
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.kinds.who import Groups, Named, Residents, read_named
from gulir.intake.models import Import
from gulir.intake.table import Table

__all__ = ["KIND"]

ROLES = {
    "chair": "chair", "ketua": "chair", "secretary": "secretary", "sekretaris": "secretary",
    "treasurer": "treasurer", "bendahara": "treasurer", "member": "member", "anggota": "member",
}  # fmt: skip


class Line(NamedTuple):
    """One membership as the file has it."""

    row: int
    ksm: str
    who: Named
    role: str
    since: date


def read(table: Table, given: Given) -> Batch:
    """Each row as a membership."""
    batch = Batch(given=given, table=table)
    for row in table:
        ksm = row.text("ksm", limit=80)
        who = read_named(row)
        role = row.choice("role", ROLES, otherwise="member")
        since = row.day("since", latest=given.today)
        if not row.wrong and who is not None and since is not None:
            batch.rows.append(Line(row.number, ksm, who, role, since))
    return batch


def check(act: Act, batch: Batch) -> None:
    """Groups and people that are not there, memberships that are there already, offices that are held."""
    groups, residents = Groups.of(act.book.pk), Residents.of(act.book.pk)
    open_ones = Membership.objects.filter(book=act.book, ends_before=None).values_list("group", "person", "role")
    belongs: dict[tuple[UUID, UUID], int] = {(group, person): 0 for group, person, _ in open_ones}
    held = {(group, role) for group, _, role in open_ones if role != "member"}
    made: list[Membership] = []
    for line in batch.rows:
        group = groups.find(line.ksm, batch.table, row=line.row)
        person = residents.find(line.who, batch.table)
        if group is None or person is None or not _in_time(batch.table, line, group):
            continue
        first = belongs.setdefault((group.pk, person), line.row)
        if first == 0:
            batch.table.note(AlreadyMember(group=group.name), row=line.row, column="name")
        elif first != line.row:
            batch.table.note(PersonTwice(person=line.who.name, first=first), row=line.row, column="name")
        if line.role != "member" and (group.pk, line.role) in held:
            batch.table.note(GroupOfficeHeld(group=group.name, role=line.role), row=line.row, column="role")
        if line.role != "member":
            held.add((group.pk, line.role))
        made.append(Membership(book=act.book, group=group, person_id=person, role=line.role, starts_on=line.since))
    batch.made = made


def _in_time(table: Table, line: Line, group: Group) -> bool:
    """Members come after the group was formed, and into a living one."""
    if group.status != "active":
        table.note(GroupNotActive(group=group.name), row=line.row, column="ksm")
        return False
    if line.since < group.formed_on:
        problem = MemberBeforeGroup(group=group.name, formed_on=group.formed_on)
        table.note(problem, row=line.row, column="since")
        return False
    return True


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """All memberships at once."""
    return {"members": put_down_members(act, batch.made)}


def undo(act: Act, row: Import) -> int:
    """A membership is a fact about people: it ends by leaving, never by vanishing."""
    raise ImportStays(file_kind=row.kind)


KIND = Kind(name="ksm-members", read=read, check=check, write=write, undo=undo)
