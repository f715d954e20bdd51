"""One loan card and one group, as the member's own paper shows them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.community.queries import groups, members
from gulir.core.problems.access import NotFound
from gulir.ledger.queries import open_day
from gulir.lending.queries import card
from gulir.lending.queries.arrivals import live_arrivals
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.queries.rolling import Rolled, where_it_went
from gulir.web.desks import visits_page
from gulir.web.loan_cards import ARRIVALS, LATEST, STATES, all_lines, aloud, last_receipt, lines_table, schedule_table
from gulir.web.loan_history import story
from gulir.web.members.desk import at_desk, sit_down
from gulir.web.members.home import own_loans, role_name
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit

__all__ = ["group", "show"]


@at_desk("home")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """The card of a loan of one's own group: its lines, its schedule, its receipts; any other is not there."""
    on = open_day(visit.book) or visit.today
    found = card(visit.book, loan, as_of=on, standing=visit.standing)
    own = next(one for one in own_loans(visit) if one.row.id == loan)
    context = {
        "loan": found.loan,
        "rolled": _rolled(where_it_went(found.loan, until=on)),
        "untold": visit.standing.person not in live_arrivals(found.loan),
        "arrival_tone": ARRIVALS[found.loan.arrival][0],
        "arrival_word": ARRIVALS[found.loan.arrival][1],
        "row": found.row,
        "own": own,
        "aloud": aloud(own.row, own.due, on, last_receipt(found)),
        "lines": lines_table(found),
        "schedule": schedule_table(found, on),
        "state": STATES[found.loan.state],
        "tone": {"active": "info", "settled": "good"}.get(found.loan.state, "watch"),
        "story": story(found.loan, page="members:card"),
        "saved": savings_held(found.loan.pk),
        "surplus": surplus_held(found.loan.pk),
        "visits": visits_page(visit, found.loan.group_id),
    }
    return render(request, "members/card.html", context)


def _rolled(rows: list[Rolled]) -> Table | None:
    """Each repayment with the KSM its principal was lent to next; nothing while nothing was paid."""
    if not rows:
        return None
    return Table(
        caption=_("Ke mana rupiah Anda bergulir"),
        columns=(
            Column(label=_("Dibayar"), kind="date"),
            Column(label=_("Dipinjamkan lagi kepada")),
            Column(label=_("Pokok"), kind="money", key=True),
        ),
        rows=[(row.on, Cell(value=_onward(row), note=row.receipt), row.principal) for row in reversed(rows)],
        note=_("Uang yang kembali lebih dulu dipinjamkan lebih dulu."),
        far=frozenset(range(LATEST, len(rows))) if len(rows) > LATEST + 1 else frozenset(),
        more=all_lines(len(rows)),
    )


def _onward(row: Rolled) -> str:
    found = list(dict.fromkeys(part.ksm for part in row.onward))
    if not found:
        return _("belum dipinjamkan, masih di kas atau bank")
    said = ", ".join(_("KSM %(ksm)s") % {"ksm": name} for name in found)
    return _("%(names)s, sebagian masih menunggu") % {"names": said} if row.waiting else said


@at_desk("group")
def group(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """One of one's own groups: names and roles of its members, and its loans; any other is not there."""
    sit_down(request, visit, str(group))
    found = next((row for row in groups(visit.book, visit.standing, visit.today) if row.id == group), None)
    if found is None:
        raise NotFound(what="group", name=str(group))
    people = members(group, visit.today)
    table = Table(
        caption=_("Anggota"),
        columns=(Column(label=_("Nama")), Column(label=_("Tugas")), Column(label=_("Sejak"), kind="date")),
        rows=[
            (
                Cell(value=m.name, state="info", word=_("Anda")) if m.person == visit.standing.person else m.name,
                role_name(m.role),
                m.starts_on,
            )
            for m in people
        ],
    )
    context = {"group": found, "table": table, "loans": _loans(visit, group), "count": len(people)}
    context["leads"] = group in visit.standing.led_groups
    context["visits"] = visits_page(visit, group)
    return render(request, "members/group.html", context)


def _loans(visit: Visit, group: UUID) -> Table:
    rows = [
        (
            Cell(value=_("Pinjaman %(no)s") % {"no": own.row.loan_no}, href=reverse("members:card", args=[own.row.id])),
            str(STATES[own.row.state]),
            own.row.disbursed_on,
            own.row.principal,
            own.row.balance,
        )
        for own in own_loans(visit)
        if own.row.group == group
    ]
    return Table(
        caption=_("Pinjaman KSM ini"),
        columns=(
            Column(label=_("Pinjaman")),
            Column(label=_("Keadaan")),
            Column(label=_("Cair"), kind="date"),
            Column(label=_("Pokok"), kind="money"),
            Column(label=_("Sisa pokok"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("KSM ini belum pernah meminjam. Pengajuan dimulai bersama petugas pinjaman UPK."),
    )
