"""The meetings of a KSM as they were closed, read with the eyes of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.core.problems.access import NotFound
from gulir.mentoring.models import AgendaItem, Attendance, GroupEntry, GroupMeeting, Promise, PromiseResult
from gulir.mentoring.policy import READS_MEETINGS

__all__ = ["MeetingRecord", "meetings_seen", "record_of"]


@dataclass(frozen=True, kw_only=True)
class MeetingRecord:
    """Everything that was written of one meeting, and the record it replaces or that took its place."""

    meeting: GroupMeeting
    attendance: tuple[Attendance, ...]
    entries: tuple[GroupEntry, ...]
    agenda: tuple[AgendaItem, ...]
    promises: tuple[Promise, ...]
    results: tuple[PromiseResult, ...]
    newer: GroupMeeting | None = None

    def total(self, *kinds: str) -> int:
        """The sum of the lines of these kinds, in rupiah."""
        return sum(entry.amount for entry in self.entries if entry.kind in kinds)

    def of(self, *kinds: str) -> list[GroupEntry]:
        """The lines of these kinds, in the order they were written."""
        return [entry for entry in self.entries if entry.kind in kinds]


def meetings_seen(book: UUID, standing: Standing, *, group: UUID | None = None) -> QuerySet[GroupMeeting]:
    """The records that stand and that this person may see, newest first."""
    rows = GroupMeeting.objects.filter(READS_MEETINGS.visible(standing), book_id=book, correction=None)
    rows = rows if group is None else rows.filter(group_id=group)
    return rows.select_related("group").order_by("-held_on", "-number")


def record_of(book: UUID, meeting: UUID, standing: Standing) -> MeetingRecord:
    """One record with all its parts, also one that was corrected since; else `NotFound`."""
    found = (
        GroupMeeting.objects.select_related("group", "rules", "closed_by", "corrects", "correction")
        .filter(READS_MEETINGS.visible(standing), book_id=book, pk=meeting)
        .first()
    )
    if found is None:
        raise NotFound(what="pertemuan", name=str(meeting))
    return MeetingRecord(
        meeting=found,
        attendance=tuple(_by_name(found.attendance.select_related("person"))),
        entries=tuple(found.entries.select_related("person", "loan").order_by("line")),
        agenda=tuple(found.agenda.order_by("line")),
        promises=tuple(found.promises.select_related("person").order_by("line")),
        results=tuple(found.results.select_related("promise__person").order_by("promise_id")),
        newer=getattr(found, "correction", None),
    )


def _by_name(rows: Iterable[Attendance]) -> list[Attendance]:
    return sorted(rows, key=lambda row: (row.person.name, row.pk))
