"""Offices: taken for a term, ended. The segregation table of domain 1.3 is asked here and again by the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db.models import Q

from gulir.base.commands import Act, Result, command
from gulir.community.models import Kinship, OfficeConflict, OfficeTerm, Person
from gulir.community.models.offices import OFFICES, RELATIONS
from gulir.community.policy import APPOINTS
from gulir.community.queries import person_of, relatives
from gulir.core.facts.community import OfficeEnded, OfficeTaken
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import (
    CoordinatorPresent,
    OfficeHeldAlready,
    OfficesIncompatible,
    OfficeUnknown,
    OwnOffice,
    RelationUnclear,
    RelativeNeedsMinute,
    TermBackwards,
    TermEnded,
)

__all__ = ["KEY_OFFICES", "OVERSIGHT", "Relation", "end_office", "take_office"]

KEY_OFFICES = ("upk_manager", "loan_officer", "cashier", "bookkeeper")
OVERSIGHT = ("overseer", "auditor")
MIRRORED = {"parent": "child", "child": "parent", "spouse": "spouse", "sibling": "sibling"}


class Relation(TypedDict):
    """What someone who takes an office declares: this other person is my spouse, parent, child or sibling."""

    person: UUID
    relation: str


@command("community.take_office", may=APPOINTS)
def take_office(
    act: Act,
    *,
    person: UUID,
    office: str,
    starts_on: date,
    ends_before: date | None = None,
    relations: Sequence[Relation] = (),
    minute: str = "",
) -> Result:
    """A person of this board holds an office from a day on, up to, not including, `ends_before`. Answers `term`.

    `relations` are declared and kept. When a relative holds a key office of the UPK or oversees it, `minute` must name
    the board's minute that allows it all the same (domain 1.3).
    Refused: `OfficeUnknown`, `TermBackwards`, `OwnOffice`, `OfficeHeldAlready`, `CoordinatorPresent`,
    `OfficesIncompatible`, `RelationUnclear`, `RelativeNeedsMinute`, `NotFound`.
    """
    if office not in OFFICES:
        raise OfficeUnknown(office=office[:40])
    if ends_before is not None and ends_before <= starts_on:
        raise TermBackwards(starts_on=starts_on, ends_before=ends_before)
    who = person_of(act.book.pk, person)
    if who.pk == act.actor.person and not act.standing.founder:
        raise OwnOffice(office=office)
    overlapping = OfficeTerm.objects.filter(_overlaps(starts_on, ends_before), book=act.book)
    _refuse_conflicts(overlapping.filter(person=who).values_list("office", flat=True), office)
    if office == "coordinator" and overlapping.filter(office=office).exists():
        raise CoordinatorPresent(starts_on=starts_on)
    _declare(act, who, relations)
    if not minute.strip():
        _refuse_relatives(act, who, office, overlapping.values_list("person_id", "office"))

    term = OfficeTerm.objects.create(
        book=act.book,
        person=who,
        office=office,
        starts_on=starts_on,
        ends_before=ends_before,
        minute=minute.strip()[:80],
    )

    act.tell(
        OfficeTaken(
            office=office,
            starts_on=starts_on,
            ends_before=ends_before,
            person_id=str(who.pk),
            office_holding_id=str(term.pk),
            by_minute=bool(term.minute),
            minute=term.minute,
        )
    )
    return {"term": term.pk}


@command("community.end_office", may=APPOINTS)
def end_office(act: Act, *, term: UUID, on: date, reason: str = "") -> Result:
    """An office ends before its term: the day `on` is the first on which it is no longer held.

    Refused: `NotFound`, `TermBackwards`, `TermEnded` (a term is only shortened; a longer one is a new term).
    """
    row = OfficeTerm.objects.filter(book=act.book, pk=term).first()
    if row is None:
        raise NotFound(what="term", name=str(term))
    if on <= row.starts_on:
        raise TermBackwards(starts_on=row.starts_on, ends_before=on)
    if row.ends_before is not None and on >= row.ends_before:
        raise TermEnded(office=row.office, ends_before=row.ends_before)

    OfficeTerm.objects.filter(pk=row.pk).update(ends_before=on)

    act.tell(OfficeEnded(office=row.office, ends_before=on, person_id=str(row.person_id), reason=reason[:200]))
    return {"term": row.pk}


def _overlaps(starts_on: date, ends_before: date | None) -> Q:
    later = Q(ends_before=None) | Q(ends_before__gt=starts_on)
    return later if ends_before is None else later & Q(starts_on__lt=ends_before)


def _refuse_conflicts(overlapping: Iterable[str], office: str) -> None:
    """The friendly answer, before the database would give its own."""
    held = set(overlapping)
    if office in held:
        raise OfficeHeldAlready(office=office)
    sides = list(OfficeConflict.objects.values_list("key", "side", "office"))
    mine = {(key, side) for key, side, name in sides if name == office}
    for key, side, name in sides:
        if name in held and (key, 3 - side) in mine:
            raise OfficesIncompatible(office=office, other=name, conflict=key)


def _declare(act: Act, who: Person, relations: Sequence[Relation]) -> None:
    """Keep what was declared, once for each pair."""
    for declared in relations:
        relation, other = declared["relation"], person_of(act.book.pk, declared["person"])
        if relation not in RELATIONS or other.pk == who.pk:
            raise RelationUnclear(relation=relation[:20])
        first = who.pk.hex < other.pk.hex
        Kinship.objects.get_or_create(
            book=act.book,
            one=who if first else other,
            other=other if first else who,
            defaults={"relation": relation if first else MIRRORED[relation], "declared_on": act.today},
        )


def _refuse_relatives(act: Act, who: Person, office: str, held: Iterable[tuple[UUID, str]]) -> None:
    """No relative in two key offices, nor in one that watches the other, unless a minute of the board says so."""
    if office not in (*KEY_OFFICES, *OVERSIGHT):
        return
    family = relatives(act.book.pk, who.pk)
    for person, other in held:
        if person in family and other in (*KEY_OFFICES, *OVERSIGHT):
            raise RelativeNeedsMinute(office=office, other=other)
