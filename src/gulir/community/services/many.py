"""People, households, groups and memberships in great number, for importers: checked by them, written as a set.

Steps inside a running act, without facts: an import is one fact. Every constraint and trigger of single rows stays on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import ProtectedError, Q

from gulir.base.commands import Act
from gulir.community.models import Group, Household, Membership, OfficeTerm, Person, Resident
from gulir.core.problems.intake import ImportUsed

__all__ = [
    "forget_groups",
    "forget_households",
    "forget_people",
    "put_down_groups",
    "put_down_households",
    "put_down_members",
    "put_down_people",
]

CHUNK = 2_000


def put_down_people(act: Act, people: Sequence[Person]) -> int:
    """Write people whose names, numbers and seals were read already, as residents of this board."""
    Person.objects.bulk_create(people, batch_size=CHUNK)
    residents = [Resident(book=act.book, person=person, since=act.today) for person in people]
    Resident.objects.bulk_create(residents, batch_size=CHUNK)
    return len(people)


def put_down_households(act: Act, households: Sequence[Household]) -> int:
    """Write households; each head comes to live in its own."""
    Household.objects.bulk_create(households, batch_size=CHUNK)
    houses = {house.head_id: house for house in households if house.head_id}
    residents = list(Resident.objects.filter(book=act.book, person__in=list(houses)))
    for resident in residents:
        resident.household = houses[resident.person_id]
    Resident.objects.bulk_update(residents, ["household"], batch_size=CHUNK)
    return len(households)


def put_down_groups(act: Act, groups: Sequence[Group]) -> int:
    """Write groups of this board."""
    return len(Group.objects.bulk_create(groups, batch_size=CHUNK))


def put_down_members(act: Act, members: Sequence[Membership]) -> int:
    """Write memberships of this board's groups; the database watches that nobody belongs twice at a time."""
    return len(Membership.objects.bulk_create(members, batch_size=CHUNK))


def forget_people(act: Act, people: Collection[UUID]) -> int:
    """Take people of an undone import away; refused with `ImportUsed` once anything rests on one of them."""
    lives = Q(person__in=people)
    office = OfficeTerm.objects.filter(lives).select_related("person").first()
    if office is not None:
        raise ImportUsed(what=office.person.name)
    Resident.objects.filter(lives, book=act.book).delete()
    return _forget(Person, people)


def forget_households(act: Act, households: Collection[UUID]) -> int:
    """Take households of an undone import away, unless someone but the head lives there by now."""
    heads = dict(Household.objects.filter(book=act.book, pk__in=households).values_list("pk", "head"))
    residents = Resident.objects.filter(book=act.book, household__in=list(heads))
    for resident in residents.select_related("person"):
        if resident.household_id is not None and heads[resident.household_id] != resident.person_id:
            raise ImportUsed(what=resident.person.name)
    residents.update(household=None)
    return _forget(Household, households)


def forget_groups(act: Act, groups: Collection[UUID]) -> int:
    """Take groups of an undone import away; refused with `ImportUsed` once they have members or loans."""
    return _forget(Group, groups)


def _forget(model: type[Person | Household | Group], rows: Collection[UUID]) -> int:
    try:
        return int(model.objects.filter(pk__in=list(rows)).delete()[0])
    except ProtectedError as used:
        raise ImportUsed(what=str(next(iter(used.protected_objects)))) from used
