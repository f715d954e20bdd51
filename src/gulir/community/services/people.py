"""People and households: registered, taken in from another board, corrected; a sealed NIK opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.community.models import Household, Person, Resident
from gulir.community.people import (
    nik_index,
    phone_index,
    read_birthday,
    read_name,
    read_neighbourhood,
    read_nik,
    read_phone,
    read_sex,
    sealed_nik,
    sealed_phone,
)
from gulir.community.policy import KEEPS_PEOPLE, OPENS_NIK
from gulir.community.queries import person_of
from gulir.core.facts.access import NikRevealed
from gulir.core.facts.community import HouseholdRegistered, PersonChanged, PersonRegistered
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import (
    HouseholdNumberTaken,
    HouseholdNumberUnclear,
    NikElsewhere,
    NikNotOfThisName,
    NikTaken,
    PersonHasNoNik,
    PurposeUnknown,
)

__all__ = [
    "PURPOSES",
    "add_household",
    "correct_person",
    "put_down_person",
    "register_person",
    "reveal_nik",
    "settle_in_household",
    "welcome_person",
]

HOUSEHOLD_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./\-]{0,19}\Z", re.ASCII)
PURPOSES = ("survey", "loan_paper", "identity_check", "correction", "audit", "complaint")
"""What a sealed NIK may be opened for; the word is public, never whose number it was."""
CHANGEABLE = ("name", "sex", "born_on", "rw", "rt", "poor_listed", "nik", "phone")


@command("community.register_person", may=KEEPS_PEOPLE)
def register_person(
    act: Act,
    *,
    name: str,
    sex: str,
    born_on: date | None = None,
    rw: str = "",
    rt: str = "",
    poor_listed: bool = False,
    nik: str = "",
    phone: str = "",
    household: UUID | None = None,
    myself: bool = False,
) -> Result:
    """A person this board knows. NIK and phone are sealed at once. Answers `person`.

    `myself`: the founding actor registers who they are, so that their acts as founder and as officer are one person's.
    Refused: `NameMissing`, `SexUnclear`, `BirthdayUnclear`, `NeighbourhoodUnclear`, `NikUnclear`, `PhoneUnclear`,
    `NikTaken` (at this board), `NikElsewhere` (ask `welcome_person`), `NotFound` (household).
    """
    person = put_down_person(
        act,
        name=name,
        sex=sex,
        born_on=born_on,
        rw=rw,
        rt=rt,
        poor_listed=poor_listed,
        nik=nik,
        phone=phone,
        household=household,
        key=act.actor.person if myself else None,
    )

    act.tell(PersonRegistered(person_id=str(person.pk), identified=bool(person.nik)))
    return {"person": person.pk}


def put_down_person(
    act: Act,
    *,
    name: str,
    sex: str,
    born_on: date | None = None,
    rw: str = "",
    rt: str = "",
    poor_listed: bool = False,
    nik: str = "",
    phone: str = "",
    household: UUID | None = None,
    key: UUID | None = None,
) -> Person:
    """A step of an act: the rows of one person, without a fact. The importer tells one fact for all its rows."""
    number, line = read_nik(nik) if nik else "", read_phone(phone) if phone else ""
    house = None if household is None else _household(act, household)
    person = Person(
        id=key or new_id(),
        name=read_name(name),
        sex=read_sex(sex),
        born_on=read_birthday(born_on, today=act.today),
        rw=read_neighbourhood(rw),
        rt=read_neighbourhood(rt),
        poor_listed=poor_listed,
    )
    if key is not None and Person.objects.filter(pk=key).exists():
        raise NikTaken
    _seal_into(person, nik=number, phone=line)
    _refuse_known(act, person)
    _write(person)
    Resident.objects.create(book=act.book, person=person, household=house, since=act.today)
    return person


@command("community.welcome_person", may=KEEPS_PEOPLE)
def welcome_person(act: Act, *, name: str, nik: str, household: UUID | None = None) -> Result:
    """Take in someone registered at another board: who knows both name and NIK has seen the person's card.

    Answers `person`. Refused: `NikUnclear`, `NikNotOfThisName`, `NikTaken` (already of this board).
    """
    person = Person.objects.filter(nik_index=nik_index(read_nik(nik))).first()
    if person is None or person.name.casefold() != read_name(name).casefold():
        raise NikNotOfThisName
    if Resident.objects.filter(book=act.book, person=person).exists():
        raise NikTaken
    house = None if household is None else _household(act, household)

    Resident.objects.create(book=act.book, person=person, household=house, since=act.today)

    act.tell(PersonRegistered(person_id=str(person.pk), identified=True))
    return {"person": person.pk}


@command("community.correct_person", may=KEEPS_PEOPLE)
def correct_person(act: Act, *, person: UUID, changes: Mapping[str, Any]) -> Result:
    """Correct what is known of a person; the fact names which of `CHANGEABLE` changed, never a value.

    Refused like `register_person`. Nothing different is told as a change of nothing.
    """
    row = person_of(act.book.pk, person)
    for unknown in set(changes) - set(CHANGEABLE):
        raise NotFound(what="field", name=unknown[:40])
    before = {name: getattr(row, name) for name in CHANGEABLE} | {"nik": row.nik_index, "phone": row.phone_index}

    _apply(row, changes, today=act.today)
    if row.nik_index != before["nik"]:
        _refuse_known(act, row)
    after = {name: getattr(row, name) for name in CHANGEABLE} | {"nik": row.nik_index, "phone": row.phone_index}
    _write(row)

    changed = tuple(name for name in CHANGEABLE if before[name] != after[name])
    act.tell(PersonChanged(person_id=str(row.pk), fields=changed))
    return {"person": row.pk, "changed": changed}


@command("community.add_household", may=KEEPS_PEOPLE)
def add_household(act: Act, *, number: str, rw: str = "", rt: str = "", head: UUID | None = None) -> Result:
    """A household under a number of the board's own; its head, when named, lives in it. Answers `household`.

    Refused: `HouseholdNumberUnclear`, `HouseholdNumberTaken`, `NeighbourhoodUnclear`, `NotFound` (head).
    """
    if not HOUSEHOLD_NUMBER.match(number.strip()):
        raise HouseholdNumberUnclear(text=number[:20])
    if Household.objects.filter(book=act.book, number=number.strip()).exists():
        raise HouseholdNumberTaken(number=number.strip())
    leader = None if head is None else person_of(act.book.pk, head)

    house = Household.objects.create(
        book=act.book,
        number=number.strip(),
        rw=read_neighbourhood(rw),
        rt=read_neighbourhood(rt),
        head=leader,
    )
    if leader is not None:
        Resident.objects.filter(book=act.book, person=leader).update(household=house)

    act.tell(HouseholdRegistered(area=f"RW {house.rw}" if house.rw else "", household_id=str(house.pk)))
    return {"household": house.pk}


@command("community.settle_in_household", may=KEEPS_PEOPLE)
def settle_in_household(act: Act, *, person: UUID, household: UUID) -> Result:
    """Say in which household of this board a person lives. Refused: `NotFound`."""
    row, house = person_of(act.book.pk, person), _household(act, household)

    Resident.objects.filter(book=act.book, person=row).update(household=house)

    act.tell(PersonChanged(person_id=str(row.pk), fields=("household",)))
    return {"person": row.pk, "household": house.pk}


@command("community.reveal_nik", may=OPENS_NIK)
def reveal_nik(act: Act, *, person: UUID, purpose: str) -> Result:
    """Let the actor see an open NIK, and leave a fact that they did. The number itself is in no reply and no fact.

    Answers `sequence`, with which `queries.nik_revealed_to(actor=, book=, sequence=)` gives the number to this actor.
    Refused: `PurposeUnknown`, `PersonHasNoNik`, `NotFound`.
    """
    row = person_of(act.book.pk, person)
    if purpose not in PURPOSES:
        raise PurposeUnknown(purpose=purpose[:20])
    if not row.nik:
        raise PersonHasNoNik

    sequence = act.tell(NikRevealed(purpose=purpose, person_id=str(row.pk)))
    return {"person": row.pk, "sequence": sequence}


def _household(act: Act, household: UUID) -> Household:
    house = Household.objects.filter(book=act.book, pk=household).first()
    if house is None:
        raise NotFound(what="household", name=str(household))
    return house


def _apply(row: Person, changes: Mapping[str, Any], *, today: date) -> None:
    """Put read values into the row."""
    if "name" in changes:
        row.name = read_name(changes["name"])
    if "sex" in changes:
        row.sex = read_sex(changes["sex"])
    if "born_on" in changes:
        row.born_on = read_birthday(changes["born_on"], today=today)
    for name in ("rw", "rt"):
        if name in changes:
            setattr(row, name, read_neighbourhood(changes[name]))
    if "poor_listed" in changes:
        row.poor_listed = bool(changes["poor_listed"])
    _seal_into(
        row,
        nik=read_nik(changes["nik"]) if changes.get("nik") else "",
        phone=read_phone(changes["phone"]) if changes.get("phone") else "",
    )


def _seal_into(row: Person, *, nik: str, phone: str) -> None:
    """Seal what was given; what was not given stays as it was."""
    if nik and nik_index(nik) != row.nik_index:
        row.nik, row.nik_index = sealed_nik(nik, row.pk), nik_index(nik)
    if phone and phone_index(phone) != row.phone_index:
        row.phone, row.phone_index = sealed_phone(phone, row.pk), phone_index(phone)


def _refuse_known(act: Act, row: Person) -> None:
    """One NIK is one person. Of another board nothing is told but that there is one."""
    if not row.nik_index:
        return
    other = Person.objects.filter(nik_index=row.nik_index).exclude(pk=row.pk).first()
    if other is None:
        return
    if Resident.objects.filter(book=act.book, person=other).exists():
        raise NikTaken
    raise NikElsewhere


def _write(row: Person) -> None:
    """Write the row; another board that registers the same NIK at this very moment wins or loses cleanly."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "nik" in str(error):
            raise NikElsewhere from error
        raise
