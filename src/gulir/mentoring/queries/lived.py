"""What a KSM's own records say of its life before it borrows: months in a row with a meeting and with savings (R04)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.core.eligibility import Lived, months_in_a_row
from gulir.mentoring.models import GroupEntry, GroupMeeting

__all__ = ["lived"]


def lived(group: UUID, on: date) -> Lived:
    """Counted from the records that stand and were held by that day: two counts without a name or an amount.

    What was brought over from an older book is no saving of a month. Who lends reads the counts; the records stay the
    KSM's own.
    """
    met = GroupMeeting.objects.filter(group_id=group, correction=None, held_on__lte=on)
    saved = GroupEntry.objects.filter(
        group_id=group, kind="savings", meeting__correction=None, meeting__held_on__lte=on
    ).order_by()
    return Lived(
        met=months_in_a_row(met.values_list("held_on", flat=True), on),
        saved=months_in_a_row(saved.values_list("meeting__held_on", flat=True).distinct(), on),
    )
