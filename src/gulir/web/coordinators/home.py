"""One board at a glance, and all one's boards side by side: completeness and indicators, never a borrower's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.base.policy import standing_of
from gulir.base.reference import offices
from gulir.community.queries import desks_of, offices_at
from gulir.core.dates import add_months, month_end
from gulir.ledger.queries import book_state, next_month
from gulir.web import words
from gulir.web.coordinators.desk import sit_down
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter
from gulir.web.watch import Glance, Notice, Shown, glance, shown_indicators

__all__ = ["show"]

COMPARED = ("LAR", "PAR", "RR")
DAYS_BEHIND = 3
"""Days an open day may lie back before it is told (a weekend and one more)."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One board as others compare it."""

    name: str
    seen: Glance
    closed: date | None
    indicators: tuple[Shown, ...]


@enter("coordinator")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The board of the visit, what it has not finished, who holds which office, and the other boards beside it."""
    sit_down(request, visit, "home")
    lines = [_line(one) for one in _visits(visit)]
    mine = next(line for line in lines if line.name == visit.board.name)
    context = {
        "opened": mine.seen.opened,
        "seen": mine.seen,
        "indicators": shown_indicators(mine.seen.indicators, mine.seen.indicators.named),
        "notices": _notices(visit, mine),
        "boards": _boards(lines) if len(lines) > 1 else None,
        "offices": _offices(visit),
    }
    return render(request, "coordinators/home.html", context)


def _visits(visit: Visit) -> list[Visit]:
    """The same person at each board where they look from outside, the board of the visit first."""
    found = [visit]
    for board in visit.boards:
        if board.pk != visit.board.pk:
            standing = standing_of(actor=visit.actor.pk, book=board.book_id, on=visit.today)
            if "coordinator" in desks_of(standing):
                found.append(replace(visit, board=board, standing=standing))
    return found


def _line(visit: Visit) -> Line:
    seen = glance(visit)
    month = next_month(visit.book, book_state(visit.book)) if seen.begun else None
    return Line(
        name=visit.board.name,
        seen=seen,
        closed=month_end(add_months(month, -1)) if month else None,
        indicators=tuple(shown_indicators(seen.indicators, COMPARED)),
    )


def _notices(visit: Visit, line: Line) -> list[Notice]:
    """What the board has not finished; nothing about persons."""
    if not line.seen.begun:
        return [Notice(state="info", text=_("Buku BKM ini belum dimulai."))]
    made = []
    opened = line.seen.opened
    behind = (visit.today - opened).days if opened else 0
    if opened is not None and behind > DAYS_BEHIND:
        text = ngettext(
            "Buku harian tertinggal %(n)s hari: yang terbuka %(day)s.",
            "Buku harian tertinggal %(n)s hari: yang terbuka %(day)s.",
            behind,
        ) % {"n": behind, "day": words.long_date(opened)}
        made.append(Notice(state="watch", text=text))
    if line.closed is not None and month_end(add_months(line.closed.replace(day=1), 1)) < visit.today:
        month = words.month(add_months(line.closed.replace(day=1), 1))
        made.append(Notice(state="watch", text=_("Buku %(month)s belum ditutup.") % {"month": month}))
    return made


def _boards(lines: list[Line]) -> Table:
    return Table(
        caption=_("BKM yang Anda dampingi"),
        columns=(
            Column(label=_("BKM")),
            Column(label=_("Hari terbuka"), kind="date"),
            Column(label=_("Bulan terakhir ditutup")),
            *(Column(label=shown.name) for shown in lines[0].indicators),
            Column(label=_("Pinjaman di tangan warga"), kind="money", key=True),
        ),
        rows=[
            (
                line.name,
                line.seen.opened,
                words.month(line.closed) if line.closed else _("belum ada"),
                *(Cell(value=shown.value, state=shown.state, word=shown.word) for shown in line.indicators),
                line.seen.loans,
            )
            for line in lines
        ],
    )


def _offices(visit: Visit) -> Table:
    """Which offices are filled and until when; the names only for the head of this very village."""
    named, language = "village_head" in visit.standing.offices, words.language()
    held = offices_at(visit.book, visit.today)
    rows = []
    for key, office in offices().items():
        holders = [holder for holder in held if holder.office == key]
        who = ", ".join(holder.name for holder in holders) if named else words.count(len(holders))
        ends = min((holder.ends_before for holder in holders if holder.ends_before), default=None)
        rows.append(
            (office.name.to(language), who if holders else Cell(value="", state="watch", word=_("kosong")), ends)
        )
    return Table(
        caption=_("Pengurus dan petugas"),
        columns=(
            Column(label=_("Jabatan")),
            Column(label=_("Dipegang oleh") if named else _("Orang")),
            Column(label=_("Masa tugas sampai"), kind="date"),
        ),
        rows=[row for row, office in zip(rows, offices().values(), strict=True) if office.unit != "outside"],
    )
