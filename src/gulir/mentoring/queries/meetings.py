"""The meetings of a KSM as they were closed, read with the eyes of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.core.problems.access import NotFound
from gulir.mentoring.models import AgendaItem, Attendance, GroupEntry, GroupMeeting, Promise, PromiseResult
from gulir.mentoring.policy import READS_MEETINGS, READS_PRIVATE

__all__ = ["MeetingRecord", "meetings_seen", "record_of"]


@dataclass(frozen=True, kw_only=True)
class MeetingRecord:
    """Everything that was written of one meeting, and the record it replaces or that took its place.

    Read from outside (`private` false) it is without what concerns one member alone: the money is one line for each
    kind, nobody's absence has its reason, and `untold` talks about a member's trouble are counted and not told.
    """

    meeting: GroupMeeting
    attendance: tuple[Attendance, ...]
    entries: tuple[GroupEntry, ...]
    agenda: tuple[AgendaItem, ...]
    promises: tuple[Promise, ...]
    results: tuple[PromiseResult, ...]
    newer: GroupMeeting | None = None
    private: bool = True
    untold: int = 0

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
    """One record as far as this person may read it, also one that was corrected since; else `NotFound`."""
    found = (
        GroupMeeting.objects.select_related("group", "rules", "closed_by", "corrects", "correction")
        .filter(READS_MEETINGS.visible(standing), book_id=book, pk=meeting)
        .first()
    )
    if found is None:
        raise NotFound(what="pertemuan", name=str(meeting))
    record = MeetingRecord(
        meeting=found,
        attendance=tuple(_by_name(found.attendance.select_related("person"))),
        entries=tuple(found.entries.select_related("person", "loan").order_by("line")),
        agenda=tuple(found.agenda.order_by("line")),
        promises=tuple(found.promises.select_related("person").order_by("line")),
        results=tuple(found.results.select_related("promise__person").order_by("promise_id")),
        newer=getattr(found, "correction", None),
    )
    inside = GroupMeeting.objects.filter(READS_PRIVATE.visible(standing), pk=found.pk).exists()
    return record if inside else _from_outside(record)


def _from_outside(record: MeetingRecord) -> MeetingRecord:
    """The same record without what concerns one member alone."""
    sums: dict[str, int] = {}
    for entry in record.entries:
        sums[entry.kind] = sums.get(entry.kind, 0) + entry.amount
    told = tuple(item for item in record.agenda if item.topic != "member_problem")
    for row in record.attendance:
        row.reason = ""
    return replace(
        record,
        entries=tuple(GroupEntry(line=no, kind=kind, amount=sums[kind]) for no, kind in enumerate(sums, 1)),
        agenda=told,
        private=False,
        untold=len(record.agenda) - len(told),
    )


def _by_name(rows: Iterable[Attendance]) -> list[Attendance]:
    return sorted(rows, key=lambda row: (row.person.name, row.pk))
