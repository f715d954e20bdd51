"""Households with their heads, who are registered people."""

from __future__ import annotations

from gulir.base.commands import Act
from gulir.community.models import Household
from gulir.community.people import read_neighbourhood
from gulir.community.services.many import forget_households, put_down_households
from gulir.community.services.people import HOUSEHOLD_NUMBER
from gulir.core.problems.community import HouseholdNumberUnclear
from gulir.core.problems.intake import CellMissing, HouseholdTwice, PersonTwice
from gulir.intake.cells import text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.kinds.who import Named, Residents, read_named
from gulir.intake.models import Import
from gulir.intake.table import Row, Table

__all__ = ["KIND"]


def read(table: Table, given: Given) -> Batch:
    """Each row as a household; a number stands once, a head leads one household."""
    batch = Batch(given=given, table=table)
    numbers: set[str] = set()
    for row in table:
        number = _number(row)
        rw = _neighbourhood(row, "rw")
        rt = _neighbourhood(row, "rt")
        head = read_named(row, "head", "head_nik") if row.says("head") or row.says("head_nik") else None
        if number in numbers:
            row.note(HouseholdTwice(household=number), "number")
        if row.wrong:
            continue
        numbers.add(number)
        batch.rows.append((row.number, Household(number=number, rw=rw, rt=rt), head))
    return batch


def _number(row: Row) -> str:
    number = row.text("number", limit=40)
    if number and not HOUSEHOLD_NUMBER.match(number):
        row.note(HouseholdNumberUnclear(text=number[:20]), "number")
    return number


def _neighbourhood(row: Row, column: str) -> str:
    words = row.read(column, lambda cell: read_neighbourhood(text_of(cell)))
    if words == "":
        row.note(CellMissing(), column)
    return words or ""


def check(act: Act, batch: Batch) -> None:
    """Numbers the board has already, heads it does not know, and one head of two households."""
    numbers = [house.number for _, house, _ in batch.rows]
    taken = set(Household.objects.filter(book=act.book, number__in=numbers).values_list("number", flat=True))
    residents = Residents.of(act.book.pk)
    heads: dict[object, int] = {}
    for row, house, head in batch.rows:
        house.book = act.book
        if house.number in taken:
            batch.table.note(HouseholdTwice(household=house.number), row=row, column="number")
        if head is not None:
            house.head_id = _head(head, residents, batch.table, heads)


def _head(head: Named, residents: Residents, table: Table, heads: dict[object, int]) -> object:
    person = residents.find(head, table, name="head", nik="head_nik")
    if person is not None and (first := heads.setdefault(person, head.row)) != head.row:
        table.note(PersonTwice(person=head.name, first=first), row=head.row, column="head")
    return person


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """All households at once; each head comes to live in its own."""
    houses = [house for _, house, _ in batch.rows]
    row.details = {"households": [str(house.pk) for house in houses]}
    row.save(update_fields=["details"])
    return {"households": put_down_households(act, houses)}


def undo(act: Act, row: Import) -> int:
    """Take them away, unless someone but the head lives there by now."""
    forget_households(act, row.details["households"])
    return 0


KIND = Kind(name="households", read=read, check=check, write=write, undo=undo)
