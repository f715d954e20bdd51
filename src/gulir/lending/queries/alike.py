"""An application beside the others of its time: which of its shares resemble which of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from gulir.community.models import Resident
from gulir.core.alike import Asking, alike
from gulir.core.dates import add_months
from gulir.core.problems import Problem
from gulir.core.rules import Rules
from gulir.lending.models import Application, ApplicationShare

__all__ = ["alike_to"]

COMPARED = ("submitted", "verified", "approved", "disbursed", "returned")


def alike_to(asked: Application, rules: Rules) -> list[Problem]:
    """What resembles this application among those of the months the rulebook names: three queries."""
    since = add_months(asked.submitted_on, -rules.count("application.alike_months"))
    until = add_months(asked.submitted_on, rules.count("application.alike_months"))
    rows = list(
        ApplicationShare.objects.filter(
            application__book=asked.book_id, application__submitted_on__range=(since, until),
            application__state__in={*COMPARED, asked.state},
        )
        .select_related("person", "application__group")
        .order_by("application__number", "id")
    )  # fmt: skip
    homes = _households(asked.book_id, rows)
    mine = [_asking(row, homes) for row in rows if row.application_id == asked.pk]
    others = [
        _asking(row, homes)
        for row in rows
        if row.application_id != asked.pk and row.application.group_id != asked.group_id
    ]
    percent, letters = rules.percent("application.alike_percent"), rules.count("application.alike_letters")
    return alike(mine, others, percent=percent, letters=letters)


def _households(book: UUID, rows: Sequence[ApplicationShare]) -> dict[UUID, str]:
    found = Resident.objects.filter(book_id=book, person__in={row.person_id for row in rows}, household__isnull=False)
    return {person: str(household) for person, household in found.values_list("person_id", "household_id")}


def _asking(row: ApplicationShare, homes: dict[UUID, str]) -> Asking:
    born = row.person.born_on
    return Asking(
        application=row.application.number,
        ksm=row.application.group.name,
        person=row.person_id,
        name=row.person.name,
        business=row.business,
        phone=row.person.phone_index,
        household=homes.get(row.person_id, ""),
        born_on=born.isoformat() if born else "",
    )
