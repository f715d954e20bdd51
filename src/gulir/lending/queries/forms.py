"""Members' own forms: the newest of each member of a group, and the first, which is the baseline."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from gulir.lending.models import MemberForm

__all__ = ["first_forms", "latest_forms"]


def latest_forms(group: UUID, people: Collection[UUID] = ()) -> dict[UUID, MemberForm]:
    """The newest form of each member, of these people or of all; who filled in none is not in it. One query."""
    found = MemberForm.objects.filter(group_id=group).order_by("filled_on", "id")
    rows = found.filter(person__in=people) if people else found
    return {row.person_id: row for row in rows}


def first_forms(group: UUID) -> dict[UUID, MemberForm]:
    """The first form of each member: how business and household stood before the first loan. One query."""
    rows = MemberForm.objects.filter(group_id=group).order_by("-filled_on", "-id")
    return {row.person_id: row for row in rows}
