"""People: residents of the board. A NIK is sealed at once; the file itself is never kept."""

from __future__ import annotations

from datetime import date

from gulir.base.commands import Act
from gulir.community.models import Person, Resident
from gulir.community.people import (
    nik_index,
    phone_index,
    read_name,
    read_neighbourhood,
    read_nik,
    read_phone,
    read_sex,
    sealed_nik,
    sealed_phone,
)
from gulir.community.services.many import forget_people, put_down_people
from gulir.core.problems.community import NikElsewhere, NikTaken
from gulir.core.problems.intake import PersonTwice, RowRepeated
from gulir.intake.cells import digits_of, text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Row, Table

__all__ = ["KIND", "YES_NO"]

OLDEST = date(1900, 1, 1)
YES_NO = {
    "1": "1", "ya": "1", "y": "1", "yes": "1", "true": "1", "miskin": "1",
    "0": "", "tidak": "", "t": "", "no": "", "n": "", "false": "", "bukan": "",
}  # fmt: skip


def read(table: Table, given: Given) -> Batch:
    """Each row as a person with sealed numbers. The same NIK twice is an error, the same row twice a warning."""
    batch = Batch(given=given, table=table)
    niks: dict[str, int] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in table:
        person, nik = _person(row, given)
        if row.wrong or person is None:
            continue
        if nik and (first := niks.setdefault(nik, row.number)) != row.number:
            row.note(PersonTwice(person=person.name, first=first), "nik")
            continue
        same = (person.name.casefold(), person.sex, str(person.born_on), person.rw, person.rt)
        if not nik and (first := seen.setdefault(same, row.number)) != row.number:
            row.note(RowRepeated(first=first), "name", level="warning")
        batch.rows.append((row.number, person))
    return batch


def _person(row: Row, given: Given) -> tuple[Person | None, str]:
    """One person, not written yet, and the blind index of the NIK."""
    name = row.read("name", lambda cell: read_name(text_of(cell)))
    sex = row.read("sex", lambda cell: read_sex(text_of(cell)))
    born_on = row.day("born_on", earliest=OLDEST, latest=given.today, required=False)
    rw = row.read("rw", lambda cell: read_neighbourhood(text_of(cell)))
    rt = row.read("rt", lambda cell: read_neighbourhood(text_of(cell)))
    poor = row.choice("poor_listed", YES_NO, otherwise="")
    nik = row.read("nik", lambda cell: read_nik(digits_of(cell))) if row.says("nik") else ""
    phone = row.read("phone", lambda cell: read_phone(phone_digits(digits_of(cell)))) if row.says("phone") else ""
    if row.wrong or name is None or sex is None:
        return None, ""
    person = Person(name=name, sex=sex, born_on=born_on, rw=rw or "", rt=rt or "", poor_listed=poor == "1")
    if nik:
        person.nik, person.nik_index = sealed_nik(nik, person.pk), nik_index(nik)
    if phone:
        person.phone, person.phone_index = sealed_phone(phone, person.pk), phone_index(phone)
    return person, person.nik_index


def phone_digits(words: str) -> str:
    """A phone number whose leading zero a number cell swallowed gets it back.

    >>> phone_digits("81234567890"), phone_digits("0812-3456-7890")
    ('081234567890', '0812-3456-7890')
    """
    return f"0{words}" if words.startswith("8") else words


def check(act: Act, batch: Batch) -> None:
    """A NIK that is known already, at this board or at another one."""
    indexes = {person.nik_index: number for number, person in batch.rows if person.nik_index}
    known = dict(Person.objects.filter(nik_index__in=list(indexes)).values_list("nik_index", "pk"))
    here = set(Resident.objects.filter(book=act.book, person__in=known.values()).values_list("person", flat=True))
    for index, person in known.items():
        problem = NikTaken() if person in here else NikElsewhere()
        batch.table.note(problem, row=indexes[index], column="nik")


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """All people at once."""
    people = [person for _, person in batch.rows]
    row.details = {"people": [str(person.pk) for person in people]}
    row.save(update_fields=["details"])
    return {"people": put_down_people(act, people)}


def undo(act: Act, row: Import) -> int:
    """Take them away, unless something rests on one of them."""
    forget_people(act, row.details["people"])
    return 0


KIND = Kind(name="people", read=read, check=check, write=write, undo=undo)
