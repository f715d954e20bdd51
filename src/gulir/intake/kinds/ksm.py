"""Groups (KSM)."""

from __future__ import annotations

from gulir.base.commands import Act
from gulir.community.models import Group
from gulir.community.people import read_name, read_neighbourhood
from gulir.community.services.groups import GROUP_CODE
from gulir.community.services.many import forget_groups, put_down_groups
from gulir.core.problems.community import GroupCodeUnclear, GroupNameTaken
from gulir.core.problems.intake import CellMissing, GroupTwice
from gulir.intake.cells import text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Table

__all__ = ["KIND"]


def read(table: Table, given: Given) -> Batch:
    """Each row as a group; code and name stand once."""
    batch = Batch(given=given, table=table)
    codes: set[str] = set()
    names: set[str] = set()
    for row in table:
        code = row.text("code", limit=40)
        if code and not GROUP_CODE.match(code):
            row.note(GroupCodeUnclear(group=code), "code")
        name = row.read("name", lambda cell: read_name(text_of(cell), what="group"))
        rw = row.read("rw", lambda cell: read_neighbourhood(text_of(cell)))
        if rw == "":
            row.note(CellMissing(), "rw")
        formed_on = row.day("formed_on", latest=given.today)
        if code.casefold() in codes:
            row.note(GroupTwice(group=code), "code")
        if name is not None and name.casefold() in names:
            row.note(GroupNameTaken(group=name), "name")
        if row.wrong or name is None or formed_on is None:
            continue
        codes.add(code.casefold())
        names.add(name.casefold())
        batch.rows.append((row.number, Group(code=code, name=name, rw=rw or "", formed_on=formed_on)))
    return batch


def check(act: Act, batch: Batch) -> None:
    """Codes and names the board has already."""
    there = list(Group.objects.filter(book=act.book))
    codes = {group.code.casefold() for group in there}
    names = {group.name.casefold() for group in there if group.status == "active"}
    for row, group in batch.rows:
        group.book = act.book
        if group.code.casefold() in codes:
            batch.table.note(GroupTwice(group=group.code), row=row, column="code")
        elif group.name.casefold() in names:
            batch.table.note(GroupNameTaken(group=group.name), row=row, column="name")


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """All groups at once."""
    groups = [group for _, group in batch.rows]
    row.details = {"groups": [str(group.pk) for group in groups]}
    row.save(update_fields=["details"])
    return {"groups": put_down_groups(act, groups)}


def undo(act: Act, row: Import) -> int:
    """Take them away, unless they have members or loans."""
    forget_groups(act, row.details["groups"])
    return 0


KIND = Kind(name="ksm", read=read, check=check, write=write, undo=undo)
