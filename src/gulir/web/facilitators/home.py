"""The facilitator's home: today's visits, promises that are due, the warnings, KSM nobody visits, next week's list."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.mentoring.queries.visits import GroupToVisit
from gulir.web.calls.outlook import Outlook, looked_ahead, soon_notices, warned_table, week_table
from gulir.web.calls.words import STAGE_WORDS, look_word, promise_word
from gulir.web.facilitators.desk import sit_down
from gulir.web.outcomes.asking import asking
from gulir.web.peers.waiting import others_to_answer, to_answer
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit, enter
from gulir.web.watch import Notice

__all__ = ["show"]

DUE = ("today", "overdue")
MOST = 5
MOST_NOTICES = 5


@enter("facilitator")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What today asks for, and whom to visit next week, each with the reason."""
    sit_down(request, visit, "home")
    ahead = looked_ahead(visit)
    rows = ahead.rows
    today = _today(rows, visit)
    week = ahead.next_week()
    context = {
        "today": _today_table(today),
        "count": len(today),
        "promises": _promises(rows),
        "notices": _notices(ahead, visit),
        "warned": warned_table(ahead.warnings.asked[:MOST], _("Daftar peringatan")),
        "warned_more": max(0, len(ahead.warnings.asked) - MOST),
        "week": week_table(week[:MOST], _("Minggu depan, kunjungi dulu")),
        "groups": len(rows),
        "asking": asking(visit),
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


def _notices(ahead: Outlook, visit: Visit) -> list[Notice]:
    """Whom one cannot let wait, late loans, KSM nobody visits, offers nobody answers: each with where to look."""
    found = [*soon_notices(ahead.warnings), *_late(ahead.rows)]
    below = [*_alarm(ahead), *others_to_answer(visit)]
    return [*found[: MOST_NOTICES - len(below)], *below, *to_answer(visit)]


def _late(rows: Sequence[GroupToVisit]) -> list[Notice]:
    found = []
    for row in rows:
        for reason in row.reasons:
            n, facts = reason.number, {"ksm": row.group.name, "n": reason.number}
            if reason.kind == "arrears":
                said = ngettext(
                    "KSM %(ksm)s terlambat %(n)s hari membayar angsuran.",
                    "KSM %(ksm)s terlambat %(n)s hari membayar angsuran.",
                    n,
                )
                href = reverse("calls:group", args=[row.group.id])
                found.append(Notice(state="bad", text=said % facts, href=href, link=_("Lihat KSM")))
    return found


def _alarm(ahead: Outlook) -> list[Notice]:
    """KSM without a visit for longer than the rulebook lets them wait, and how many were visited in time."""
    alarmed, most = ahead.warnings.coverage.alarmed, ahead.warnings.limits.coverage_days
    if not alarmed:
        return []
    count, (name, days) = len(alarmed), alarmed[0]
    said = ngettext(
        "%(count)s KSM lebih dari %(most)s hari belum dikunjungi: %(ksm)s, %(days)s hari.",
        "%(count)s KSM lebih dari %(most)s hari belum dikunjungi. Paling lama: %(ksm)s, %(days)s hari.",
        count,
    )
    facts = {"count": count, "most": most, "ksm": name, "days": days}
    group = next(row.group.id for row in ahead.warnings.rows if row.group.name == name)
    href = reverse("calls:group", args=[group])
    return [Notice(state="watch", text=said % facts, href=href, link=_("Lihat KSM"))]
