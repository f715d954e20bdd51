"""All KSM with their reasons to be visited; one KSM over time: meetings, visits, loans, who came, what was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, IntegerField, Sum, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.community.queries import groups
from gulir.lending.models import Loan
from gulir.lending.queries import loans_seen
from gulir.mentoring.models import Attendance, GroupEntry, GroupMeeting
from gulir.mentoring.models import Visit as Called
from gulir.mentoring.policy import READS_VISITS, WRITES_LOAN_VISITS, WRITES_VISITS, reads_of
from gulir.mentoring.queries import meetings_seen
from gulir.mentoring.queries.visits import GroupToVisit, OpenPromise, promises_of, visits_seen
from gulir.web import charts, words
from gulir.web.calls.outlook import beside, looked_ahead
from gulir.web.calls.warning_words import opened
from gulir.web.calls.words import PURPOSE_WORDS, STAGE_WORDS, TAUGHT_WORDS, look_word, promise_word, reason_words
from gulir.web.desks import loan_page, sit_down_anywhere
from gulir.web.loan_cards import STATES
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter

__all__ = ["READERS", "index", "reasons_table", "show"]

READERS = ("facilitator", "officer", "trustee", "overseer", "member")


@enter(*READERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every KSM this person may read about, those with the gravest reason first."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not READS_VISITS.allows(visit.standing):
        raise PermissionDenied
    rows = [row for row in looked_ahead(visit).rows if reads_of(READS_VISITS, visit.standing, row.group.id)]
    context = {
        "table": reasons_table(rows, _("Semua KSM")),
        "count": len(rows),
        "asking": sum(bool(row.reasons) for row in rows),
    }
    return render(request, "calls/index.html", context)


def reasons_table(rows: Sequence[GroupToVisit], caption: str) -> Table:
    """KSM with why they should be visited, in the given order."""
    return Table(
        caption=caption,
        columns=(
            Column(label=_("KSM")),
            Column(label=_("Mengapa dikunjungi")),
            Column(label=_("Kunjungan terakhir"), kind="date"),
            Column(label=_("Janji ditepati"), kind="percent"),
        ),
        rows=[
            (
                Cell(
                    value=row.group.name,
                    href=reverse("calls:group", args=[row.group.id]),
                    note=_("RW %(rw)s") % {"rw": row.group.rw} if row.group.rw else "",
                ),
                Cell(value=" ".join(reason_words(reason) for reason in row.reasons) or _("Tidak ada yang mendesak.")),
                row.last.held_on if row.last else None,
                row.kept,
            )
            for row in rows
        ],
        empty=_("Belum ada KSM."),
    )


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """One KSM over time, in pictures with their lists behind, and what waits for the next visit."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not READS_VISITS.allows(visit.standing):
        raise PermissionDenied
    found = {row.id: row for row in groups(visit.book, visit.standing, visit.today, with_dissolved=True)}
    if group not in found or not reads_of(READS_VISITS, visit.standing, group):
        raise Http404
    ahead = looked_ahead(visit)
    standing = next((row for row in ahead.rows if row.group.id == group), None)
    warned = ahead.warnings.of(group)
    meetings = list(meetings_seen(visit.book, visit.standing, group=group))[::-1]
    calls = list(visits_seen(visit.book, visit.standing, group=group))
    loans = list(loans_seen(visit.book, visit.standing).filter(group_id=group).order_by("disbursed_on"))
    writes = standing is not None and WRITES_LOAN_VISITS.allows(visit.standing)
    context = {
        "group": found[group],
        "row": standing,
        "warnings": opened(visit, warned, ahead.loans, {call.pk: call.held_on for call in calls}) if warned else [],
        "visit_by": warned.visit_by if warned else None,
        "reasons": [reason_words(reason) for reason in beside(standing.reasons, warned)] if standing else [],
        "topics": [TAUGHT_WORDS[topic] for topic in standing.topics] if standing else [],
        "promises": [(promise, promise_word(promise.state)) for promise in standing.promises] if standing else [],
        "looks": [(loan, look, look_word(look), STAGE_WORDS[look.stage]) for loan, look in standing.looks]
        if standing
        else [],
        "writes": writes,
        "writes_any": writes and WRITES_VISITS.allows(visit.standing),
        "timeline": _timeline(meetings, calls, loans),
        "attendance": _attendance(meetings),
        "savings": _savings(meetings),
        "calls": _calls(calls, promises_of(calls, on=visit.today)),
        "count": len(calls),
    }
    return render(request, "calls/group.html", context)


def _loans(visit: Visit, loans: Sequence[Loan]) -> Table:
    """The loans of the KSM, the newest first, each leading to its card at this person's desk."""
    return Table(
        caption=_("Pinjaman KSM ini"),
        columns=(
            Column(label=_("Pinjaman")),
            Column(label=_("Keadaan")),
            Column(label=_("Cair"), kind="date"),
            Column(label=_("Sisa pokok"), kind="money", key=True),
        ),
        rows=[
            (
                Cell(value=_("Pinjaman %(no)s") % {"no": loan.loan_no}, href=loan_page(visit, loan.pk)),
                str(STATES[loan.state]),
                loan.disbursed_on,
                loan.balance,
            )
            for loan in reversed(loans)
        ],
        empty=_("KSM ini belum pernah meminjam."),
    )


def _timeline(meetings: Sequence[GroupMeeting], calls: Sequence[Called], loans: Sequence[Loan]) -> SafeString:
    met: list[tuple[date, Any]] = [
        (m.held_on, _("%(present)s dari %(expected)s hadir") % {"present": m.present, "expected": m.expected})
        for m in meetings
    ]
    seen: list[tuple[date, Any]] = [(call.held_on, PURPOSE_WORDS[call.purpose]) for call in calls]
    lent: list[tuple[date, Any]] = [
        (loan.disbursed_on, _("%(no)s cair %(amount)s") % {"no": loan.loan_no, "amount": words.rupiah(loan.principal)})
        for loan in loans
    ]
    done: list[tuple[date, Any]] = [
        (loan.settled_on, _("%(no)s lunas") % {"no": loan.loan_no}) for loan in loans if loan.settled_on
    ]
    lanes = [
        (_("Pertemuan KSM"), met), (_("Kunjungan"), seen), (_("Pinjaman cair"), lent), (_("Pinjaman lunas"), done),
    ]  # fmt: skip
    title = _("%(met)s pertemuan, %(seen)s kunjungan, %(lent)s pinjaman") % {
        "met": len(met), "seen": len(seen), "lent": len(lent),
    }  # fmt: skip
    return charts.lanes(title, lanes)


def _attendance(meetings: Sequence[GroupMeeting]) -> SafeString | str:
    """Who came to which of the last meetings."""
    if not meetings:
        return ""
    last = meetings[-12:]
    place = {meeting.pk: at for at, meeting in enumerate(last)}
    rows: dict[tuple[str, UUID], list[str]] = {}
    for one in Attendance.objects.filter(meeting__in=last).select_related("person"):
        row = rows.setdefault((one.person.name, one.person_id), [""] * len(last))
        row[place[one.meeting_id]] = one.came
    came = sum(meeting.present for meeting in last)
    asked = sum(meeting.expected for meeting in last)
    title = _("Dari %(asked)s undangan, %(came)s kali hadir") % {"asked": asked, "came": came}
    return charts.heat(
        title, [words.short_date(meeting.held_on) for meeting in last], [(k[0], v) for k, v in sorted(rows.items())]
    )


def _savings(meetings: Sequence[GroupMeeting]) -> SafeString | str:
    """What members had saved in the KSM after each meeting, in rupiah."""
    if not meetings:
        return ""
    moved = Case(When(kind="withdrawal", then=-F("amount")), default=F("amount"), output_field=IntegerField())
    lines = GroupEntry.objects.filter(meeting__in=meetings, kind__in=("brought", "savings", "withdrawal"))
    sums = dict(lines.values_list("meeting").annotate(moved=Sum(moved)).values_list("meeting", "moved"))
    saved = list(accumulate(sums.get(meeting.pk, 0) for meeting in meetings))
    title = _("Tabungan anggota di KSM %(amount)s") % {"amount": words.rupiah(saved[-1])}
    labels = [words.short_date(meeting.held_on) for meeting in meetings]
    return charts.line(title, labels, [charts.Series(_("Tabungan"), saved)], heading=_("Pertemuan"))


def _kept(promises: Sequence[OpenPromise]) -> str:
    """How many of a visit's promises were kept; nothing where none was given."""
    if not promises:
        return ""
    kept = sum(promise.state.state == "kept" for promise in promises)
    return _("%(kept)s dari %(of)s") % {"kept": kept, "of": len(promises)}


def _calls(calls: Sequence[Called], promises: Mapping[UUID, Sequence[OpenPromise]]) -> Table:
    return Table(
        caption=_("Kunjungan"),
        columns=(
            Column(label=_("Tanggal"), kind="date"), Column(label=_("Kunjungan")), Column(label=_("Janji ditepati")),
            Column(label=_("Dicatat oleh")),
        ),
        rows=[
            (
                call.held_on,
                Cell(
                    value=_("Kunjungan ke-%(number)s") % {"number": call.number},
                    href=reverse("calls:show", args=[call.pk]),
                    note=PURPOSE_WORDS[call.purpose],
                ),
                _kept(promises.get(call.pk, ())),
                call.written_by.name,
            )
            for call in calls
        ],
        empty=_("KSM ini belum pernah dikunjungi."),
    )  # fmt: skip
