"""Visits as they were written, read with the eyes of whoever asks; and where each KSM stands before the next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from gulir.base.policy import Standing
from gulir.community.queries import GroupRow, groups
from gulir.core.problems.access import NotFound
from gulir.core.visits import (
    LoanLook,
    PromiseState,
    Reason,
    looks_due,
    open_topics,
    order_of_visits,
    promise_state,
    share_kept,
    uncovered,
    visit_reasons,
)
from gulir.lending.models import Instalment
from gulir.lending.queries import LoanRow
from gulir.mentoring.models import LoanUse, Visit, VisitNote, VisitPhoto, VisitPromise, VisitPromiseResult, VisitReply
from gulir.mentoring.models.visits import SIGHTS
from gulir.mentoring.policy import HEARS_ALL, READS_VISITS

__all__ = [
    "GroupToVisit",
    "OpenPromise",
    "VisitRecord",
    "photo_of",
    "promises_of",
    "promises_open",
    "to_visit",
    "visit_record",
    "visits_seen",
]


@dataclass(frozen=True, kw_only=True)
class VisitRecord:
    """Everything that was written of one visit, as far as this person may read it; `hidden` notes lack consent."""

    visit: Visit
    met: tuple[str, ...]
    heard: tuple[VisitNote, ...]
    taught: tuple[VisitNote, ...]
    hidden: int
    promises: tuple[VisitPromise, ...]
    results: tuple[VisitPromiseResult, ...]
    uses: tuple[LoanUse, ...]
    photos: tuple[VisitPhoto, ...]
    replies: tuple[VisitReply, ...]
    newer: Visit | None = None


@dataclass(frozen=True, kw_only=True)
class OpenPromise:
    """A promise of a visit that stands, and how it stands on the day."""

    id: int
    who: str
    said: str
    due_on: date
    visit: UUID
    state: PromiseState


@dataclass(frozen=True, kw_only=True)
class GroupToVisit:
    """Where one KSM stands before its next visit: the last one, what is due, and every reason to go, gravest first."""

    group: GroupRow
    visits: int
    last: Visit | None
    planned: date | None
    uncovered_days: int | None
    promises: tuple[OpenPromise, ...]
    kept: Fraction | None
    looks: tuple[tuple[LoanRow, LoanLook], ...]
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]


def visits_seen(book: UUID, standing: Standing, *, group: UUID | None = None) -> QuerySet[Visit]:
    """The records that stand and that this person may see, newest first."""
    rows = Visit.objects.filter(READS_VISITS.visible(standing), book_id=book, correction=None)
    rows = rows if group is None else rows.filter(group_id=group)
    return rows.select_related("group", "written_by", "loan").order_by("-held_on", "-number")


def visit_record(book: UUID, visit: UUID, standing: Standing) -> VisitRecord:
    """One record with all its parts, also one that was corrected since; else `NotFound`."""
    found = (
        Visit.objects.select_related("group", "written_by", "loan", "corrects", "correction")
        .filter(READS_VISITS.visible(standing), book_id=book, pk=visit)
        .first()
    )
    if found is None:
        raise NotFound(what="kunjungan", name=str(visit))
    notes = list(found.notes.order_by("line"))
    heard = [note for note in notes if note.kind == "heard"]
    told = [note for note in heard if note.consent or HEARS_ALL.allows(standing)]
    return VisitRecord(
        visit=found,
        met=tuple(found.met.order_by("person__name").values_list("person__name", flat=True)),
        heard=tuple(told),
        taught=tuple(note for note in notes if note.kind == "taught"),
        hidden=len(heard) - len(told),
        promises=tuple(found.promises.order_by("line")),
        results=tuple(found.results.select_related("promise").order_by("promise_id")),
        uses=tuple(found.uses.select_related("person").order_by("person__name")),
        photos=tuple(found.photos.select_related("person", "file").order_by("line")),
        replies=tuple(VisitReply.objects.filter(visit__in=_versions(found)).select_related("by").order_by("at", "pk")),
        newer=getattr(found, "correction", None),
    )


def _versions(visit: Visit) -> QuerySet[Visit]:
    """All records of the same visit: what a KSM answered to one is not lost when it is corrected."""
    return Visit.objects.filter(group_id=visit.group_id, number=visit.number)


def photo_of(book: UUID, photo: int, standing: Standing) -> VisitPhoto:
    """A photo of a visit that this person may see, else `NotFound`."""
    seen = Visit.objects.filter(READS_VISITS.visible(standing), book_id=book)
    found = VisitPhoto.objects.select_related("file").filter(visit__in=seen, pk=photo).first()
    if found is None:
        raise NotFound(what="foto", name=str(photo))
    return found


def promises_open(group: UUID, *, on: date, before: int | None = None) -> list[OpenPromise]:
    """The promises a KSM's visits left open, due first at the head; `before` leaves out that visit and later ones."""
    seen = Visit.objects.filter(group_id=group, correction=None)
    seen = seen if before is None else seen.filter(number__lt=before)
    found = _promises(list(seen), on).get(group, [])
    return [promise for promise in found if promise.state.state not in ("kept", "broken")]


def promises_of(visits: Sequence[Visit], *, on: date) -> dict[UUID, list[OpenPromise]]:
    """What was promised at each of a KSM's visits, and how it stands by what the others saw of it; two statements."""
    found: dict[UUID, list[OpenPromise]] = defaultdict(list)
    for rows in _promises(visits, on).values():
        for promise in rows:
            found[promise.visit].append(promise)
    return found


def to_visit(
    book: UUID, standing: Standing, *, on: date, loans: Sequence[LoanRow], most_days: int
) -> list[GroupToVisit]:
    """Every living KSM this person may see, those with the gravest reason first; a fixed number of statements.

    `loans` are its running loans as they stand on that day; those that were never paid out by an act of this book
    (brought in from an old one) are not asked about their use. `most_days` without a visit are still in order.
    """
    found = groups(book, standing, on)
    seen = list(visits_seen(book, standing).filter(held_on__lte=on))
    by_group: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in seen:
        by_group[visit.group_id].append(visit)
    promises = _promises(seen, on)
    topics = _topics({visits[0].pk: visits[0] for visits in by_group.values()})
    looks = _looks(seen, loans, on)
    late: dict[UUID | None, int] = {}
    for row in loans:
        late[row.group] = max(late.get(row.group, 0), row.days_late)
    rows = [
        _standing(
            group,
            by_group[group.id],
            promises.get(group.id, []),
            looks.get(group.id, []),
            topics.get(group.id, ()),
            days_late=late.get(group.id, 0),
            on=on,
            most_days=most_days,
        )
        for group in found
    ]
    named = {str(row.group.id): row for row in rows}
    places = {key: place for place, (key, _) in enumerate(order_of_visits((k, r.reasons) for k, r in named.items()))}
    return sorted(rows, key=lambda row: (places.get(str(row.group.id), len(places)), row.group.name))


def _standing(
    group: GroupRow,
    visits: Sequence[Visit],
    promises: Sequence[OpenPromise],
    looks: Sequence[tuple[LoanRow, LoanLook]],
    topics: tuple[str, ...],
    *,
    days_late: int,
    on: date,
    most_days: int,
) -> GroupToVisit:
    last = visits[0] if visits else None
    gone = uncovered(last_visit=last.held_on if last else None, since=group.formed_on, on=on, most_days=most_days)
    waiting = tuple(promise for promise in promises if promise.state.state not in ("kept", "broken"))
    return GroupToVisit(
        group=group,
        visits=len(visits),
        last=last,
        planned=last.next_on if last else None,
        uncovered_days=gone,
        promises=waiting,
        kept=share_kept(promise.state.state for promise in promises),
        looks=tuple(looks),
        topics=topics,
        reasons=visit_reasons(
            days_late=days_late,
            looks=[look for _, look in looks],
            promises=[promise.state for promise in waiting],
            uncovered_days=gone,
            topics=len(topics),
        ),
    )


def _promises(seen: Sequence[Visit], on: date) -> dict[UUID, list[OpenPromise]]:
    """The promises of the visits that stand, by KSM, the one due first at the head."""
    group_of = {visit.pk: visit.group_id for visit in seen}
    order = {visit.pk: visit.number for visit in seen}
    results: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in VisitPromiseResult.objects.filter(visit__in=order):
        results[row.promise_id].append((order[row.visit_id], row.result))
    found: dict[UUID, list[OpenPromise]] = defaultdict(list)
    for promise in VisitPromise.objects.filter(visit__in=order).order_by("due_on", "pk"):
        said = [result for _, result in sorted(results[promise.pk])]
        found[group_of[promise.visit_id]].append(
            OpenPromise(
                id=promise.pk,
                who=promise.who,
                said=promise.said,
                due_on=promise.due_on,
                visit=promise.visit_id,
                state=promise_state(due_on=promise.due_on, results=said, on=on),
            )
        )
    return found


def _topics(last: Mapping[UUID, Visit]) -> dict[UUID, tuple[str, ...]]:
    """What the last visit to each KSM saw was not in order, and nobody taught there yet."""
    taught, dead = defaultdict(list), set()
    for note in VisitNote.objects.filter(visit__in=last, kind="taught"):
        taught[note.visit_id].append(note.topic)
    for use in LoanUse.objects.filter(visit__in=last, alive="no"):
        dead.add(use.visit_id)
    found = {}
    for key, visit in last.items():
        weak = [name for name in SIGHTS if getattr(visit, name) == "no"]
        found[visit.group_id] = open_topics([*weak, *(["business"] if key in dead else [])], taught[key])
    return found


def _looks(seen: Sequence[Visit], loans: Sequence[LoanRow], on: date) -> dict[UUID, list[tuple[LoanRow, LoanLook]]]:
    """What is still to be seen of each running loan, by KSM, the one due first at the head."""
    asked = [row for row in loans if row.group is not None and row.arrival != "old"]
    ends: dict[Any, date] = dict(
        Instalment.objects.filter(loan__in=[row.id for row in asked])
        .values_list("loan")
        .annotate(last=Max("due_on"))
        .values_list("loan", "last")
    )
    stages: dict[UUID | None, list[str]] = defaultdict(list)
    for visit in seen:
        stages[visit.loan_id].append(visit.stage)
    found: dict[UUID, list[tuple[LoanRow, LoanLook]]] = defaultdict(list)
    for row in asked:
        if row.group is None or row.id not in ends:
            continue
        for look in looks_due(paid_out=row.disbursed_on, last_due=ends[row.id], seen=stages[row.id], on=on):
            if look.state != "done":
                found[row.group].append((row, look))
    return {group: sorted(rows, key=lambda one: one[1].due_on) for group, rows in found.items()}
