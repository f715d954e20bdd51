"""Finding a registered person or a group by what a file says: a name, or a NIK where the name is not the only one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from gulir.community.models import Group, Person, Resident
from gulir.community.people import nik_index, read_name, read_nik
from gulir.core.problems import Problem
from gulir.core.problems.intake import GroupUnknown, PersonUnclear, PersonUnknown
from gulir.intake.cells import digits_of, text_of
from gulir.intake.table import Row, Table

__all__ = ["Groups", "Named", "Residents", "read_named"]


@dataclass(frozen=True, kw_only=True)
class Named:
    """Who a row means: the name as written, and the blind index of the NIK when one stands there."""

    row: int
    name: str
    index: str = ""


def read_named(row: Row, name: str = "name", nik: str = "nik") -> Named | None:
    """The name and NIK of one row; a NIK that cannot be one is a finding."""
    words = row.read(name, lambda cell: read_name(text_of(cell)))
    number = row.read(nik, lambda cell: read_nik(digits_of(cell))) if row.says(nik) else ""
    if words is None or number is None:
        return None
    return Named(row=row.number, name=words, index=nik_index(number) if number else "")


@dataclass
class Residents:
    """Everyone a board knows, by name and by NIK; one reading for a whole file."""

    by_name: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    by_nik: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, book: UUID) -> Residents:
        """The residents of a board."""
        found = cls()
        people = Person.objects.filter(pk__in=Resident.objects.filter(book=book).values("person"))
        for pk, name, index in people.values_list("pk", "name", "nik_index"):
            found.by_name[name.casefold()].append(pk)
            if index:
                found.by_nik[index] = pk
        return found

    def find(self, who: Named, table: Table, *, name: str = "name", nik: str = "nik") -> UUID | None:
        """The person a row means, or a finding: unknown, or several of that name."""
        if who.index:
            return self.by_nik.get(who.index) or self._note(PersonUnknown(person=who.name), table, who, nik)
        same = self.by_name.get(who.name.casefold(), [])
        if len(same) == 1:
            return same[0]
        if same:
            return self._note(PersonUnclear(person=who.name, people=len(same)), table, who, nik)
        return self._note(PersonUnknown(person=who.name), table, who, name)

    @staticmethod
    def _note(problem: Problem, table: Table, who: Named, column: str) -> None:
        table.note(problem, row=who.row, column=column)


@dataclass
class Groups:
    """The groups of a board by code and, among living ones, by name."""

    known: dict[str, Group] = field(default_factory=dict)

    @classmethod
    def of(cls, book: UUID) -> Groups:
        """The groups of a board."""
        found = cls()
        groups = list(Group.objects.filter(book=book))
        found.known |= {group.name.casefold(): group for group in groups if group.status == "active"}
        found.known |= {group.code.casefold(): group for group in groups}
        return found

    def find(self, words: str, table: Table, *, row: int, column: str = "ksm") -> Group | None:
        """The group, or a finding."""
        group = self.known.get(words.casefold())
        if group is None:
            table.note(GroupUnknown(group=words[:60]), row=row, column=column)
        return group
