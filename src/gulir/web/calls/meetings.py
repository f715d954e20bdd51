"""The meetings of one KSM, read from outside: when, who came, what was saved; what is private stays so."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.community.queries import groups
from gulir.mentoring.models import GroupEntry, GroupMeeting
from gulir.mentoring.policy import READS_MEETINGS
from gulir.mentoring.queries import meetings_seen
from gulir.web.calls.groups import READERS
from gulir.web.desks import sit_down_anywhere, visits_page
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter

__all__ = ["index"]

SHOWN = 60


@enter(*READERS)
def index(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """The meetings that stand, newest first."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not READS_MEETINGS.allows(visit.standing):
        raise PermissionDenied
    rows = groups(visit.book, visit.standing, visit.today, with_dissolved=True)
    found = next((row for row in rows if row.id == group), None)
    if found is None:
        raise Http404
    seen = meetings_seen(visit.book, visit.standing, group=group)
    context = {
        "group": found,
        "table": _table(seen),
        "count": seen.count(),
        "shown": SHOWN,
        "back": _way_back(visit, group),
    }
    return render(request, "calls/meetings.html", context)


def _way_back(visit: Visit, group: UUID) -> str:
    """The page of this KSM that this person may open."""
    return visits_page(visit, group) or reverse(
        "officers:group" if "officer" in visit.desks else "members:meetings", args=[group]
    )


def _table(seen: QuerySet[GroupMeeting]) -> Table:
    rows = list(seen[:SHOWN])
    saved = dict(
        GroupEntry.objects.filter(meeting__in=[row.pk for row in rows], kind="savings")
        .values_list("meeting")
        .annotate(sum=Sum("amount"))
        .values_list("meeting", "sum")
    )
    return Table(
        caption=_("Pertemuan KSM"),
        columns=(
            Column(label=_("Pertemuan")), Column(label=_("Tanggal"), kind="date"), Column(label=_("Hadir")),
            Column(label=_("Tabungan masuk"), kind="money"), Column(label=_("Isi kotak"), kind="money", key=True),
        ),
        rows=[
            (
                Cell(
                    value=_("Pertemuan ke-%(number)s") % {"number": row.number},
                    href=reverse("signs:meeting", args=[row.pk]),
                    note=_("diperbaiki") if row.corrects_id else "",
                ),
                row.held_on,
                _("%(present)s dari %(all)s") % {"present": row.present, "all": row.expected},
                saved.get(row.pk, 0),
                row.counted,
            )
            for row in rows
        ],
        empty=_("KSM ini belum mencatat pertemuan."),
    )  # fmt: skip
