"""The facilitator's home: today's visits, promises that are due, KSM nobody visits, warnings, next week's list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.mentoring.queries.visits import GroupToVisit
from gulir.web.calls.groups import reasons_table, waiting
from gulir.web.calls.words import STAGE_WORDS, look_word, promise_word
from gulir.web.facilitators.desk import sit_down
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit, enter
from gulir.web.watch import Notice

__all__ = ["show"]

DUE = ("today", "overdue")
WEEK = timedelta(days=7)
MOST = 8
MOST_NOTICES = 5


@enter("facilitator")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What today asks for, and whom to visit next week, each with the reason."""
    sit_down(request, visit, "home")
    rows, most_days = waiting(visit)
    today = _today(rows, visit)
    context = {
        "today": _today_table(today),
        "count": len(today),
        "promises": _promises(rows),
        "notices": _notices(rows, most_days=most_days),
        "week": reasons_table(_next_week(rows, visit)[:MOST], _("Minggu depan, kunjungi dulu")),
        "groups": len(rows),
        "first": today[0][0] if today else (rows[0] if rows else None),
    }
    return render(request, "facilitators/home.html", context)


def _today(rows: Sequence[GroupToVisit], visit: Visit) -> list[tuple[GroupToVisit, str, str]]:
    """Who was to be visited by today: KSM, why, and where its form is."""
    found = []
    for row in rows:
        form = reverse("calls:write", args=[row.group.id])
        if row.planned is not None and row.planned <= visit.today:
            found.append((row, _("Kunjungan yang dijanjikan"), form))
        for loan, look in row.looks:
            if look.state in DUE:
                why = _("%(stage)s, pinjaman %(no)s") % {"stage": STAGE_WORDS[look.stage], "no": loan.loan_no}
                found.append((row, f"{why}. {look_word(look)}.", f"{form}?pinjaman={loan.id}&tahap={look.stage}"))
    return found


def _today_table(found: Sequence[tuple[GroupToVisit, str, str]]) -> Table:
    return Table(
        caption=_("Kunjungan hari ini"),
        columns=(Column(label=_("KSM")), Column(label=_("Mengapa")), Column(label=_("Catat"))),
        rows=[
            (
                Cell(value=row.group.name, href=reverse("calls:group", args=[row.group.id]), note=_rw(row)),
                Cell(value=why),
                Cell(value=_("Catat kunjungan"), href=form),
            )
            for row, why, form in found
        ],
        empty=_("Tidak ada kunjungan yang harus dilakukan hari ini."),
    )


def _rw(row: GroupToVisit) -> str:
    return _("RW %(rw)s") % {"rw": row.group.rw} if row.group.rw else ""


def _promises(rows: Sequence[GroupToVisit]) -> Table:
    """Promises that are due, the oldest first."""
    due = [(p, row) for row in rows for p in row.promises if p.state.state in DUE]
    shown: list[tuple[Value | Cell, ...]] = [
        (
            Cell(value=promise.who, note=promise.said),
            Cell(value=row.group.name, href=reverse("calls:group", args=[row.group.id])),
            promise.due_on,
            Cell(value="", state="watch", word=promise_word(promise.state)),
        )
        for promise, row in sorted(due, key=lambda one: (one[0].due_on, one[0].id))
    ]
    return Table(
        caption=_("Janji yang jatuh tempo"),
        columns=(
            Column(label=_("Siapa dan apa")), Column(label=_("KSM")), Column(label=_("Paling lambat"), kind="date"),
            Column(label=_("Keadaan")),
        ),
        rows=shown,
        empty=_("Tidak ada janji yang jatuh tempo."),
    )  # fmt: skip


def _notices(rows: Sequence[GroupToVisit], *, most_days: int) -> list[Notice]:
    """Late loans and KSM nobody visits, the gravest first, each with where to look."""
    found = []
    for row in rows:
        href = reverse("calls:group", args=[row.group.id])
        for reason in row.reasons:
            n, facts = reason.number, {"ksm": row.group.name, "n": reason.number}
            if reason.kind == "arrears":
                said = ngettext(
                    "KSM %(ksm)s terlambat %(n)s hari membayar angsuran.",
                    "KSM %(ksm)s terlambat %(n)s hari membayar angsuran.",
                    n,
                )
                found.append(Notice(state="bad", text=said % facts, href=href, link=_("Lihat KSM")))
    silent = [row for row in rows if row.uncovered_days is not None]
    if silent:
        longest = max(silent, key=lambda row: row.uncovered_days or 0)
        count = len(silent)
        said = ngettext(
            "%(count)s KSM lebih dari %(most)s hari belum dikunjungi: %(ksm)s, %(days)s hari.",
            "%(count)s KSM lebih dari %(most)s hari belum dikunjungi. Paling lama: %(ksm)s, %(days)s hari.",
            count,
        )
        facts = {"count": count, "most": most_days, "ksm": longest.group.name, "days": longest.uncovered_days or 0}
        href = reverse("calls:group", args=[longest.group.id])
        found = [*found[: MOST_NOTICES - 1], Notice(state="watch", text=said % facts, href=href, link=_("Lihat KSM"))]
    return found[:MOST_NOTICES]


def _next_week(rows: Sequence[GroupToVisit], visit: Visit) -> list[GroupToVisit]:
    """KSM with a reason, the gravest first; then those whose planned day falls in the next seven."""
    asked = [row for row in rows if row.reasons]
    planned = [
        row
        for row in rows
        if not row.reasons and row.planned is not None and visit.today < row.planned <= visit.today + WEEK
    ]
    return [*asked, *planned]
