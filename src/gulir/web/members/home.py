"""My card: each of my groups with its loans, what is owed and what comes next, in words that can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.base.reference import group_offices
from gulir.community.queries import groups, members
from gulir.ledger.queries import open_day
from gulir.lending.queries import DueRow, LoanRow, due, loans, loans_seen
from gulir.mentoring.queries import last_meeting
from gulir.web import words
from gulir.web.loan_cards import STATES, aloud, spoken, warmly
from gulir.web.members.desk import at_desk
from gulir.web.members.meeting_new import next_key
from gulir.web.peers.waiting import to_answer
from gulir.web.tables import Cell, Column, State, Table
from gulir.web.visits import Visit

__all__ = ["OwnLoan", "own_loans", "role_name", "show"]


@dataclass(frozen=True, kw_only=True)
class OwnLoan:
    """One loan of one's group: where it stands, what comes next, one's own part, and the sentences about it."""

    row: LoanRow
    due: DueRow | None
    share: int
    said: str
    aloud: str
    state: State
    warm: str

    @property
    def next_amount(self) -> int:
        """What is to be paid next, in rupiah: all that is due, else the next instalment."""
        return self.due.expected if self.due else 0

    @property
    def next_on(self) -> date | None:
        """When the next instalment falls due; nothing while something is due already."""
        return self.due.next_on if self.due and not self.due.due else None


def role_name(role: str) -> str:
    """What a member is in the group, in the language of the page."""
    named = group_offices().get(role)
    return named.name.to(words.language()) if named else _("Anggota biasa")


def own_loans(visit: Visit) -> list[OwnLoan]:
    """Every loan of one's groups as of the open day, those with a balance first."""
    on = open_day(visit.book) or visit.today
    rows = loans(visit.book, as_of=on, standing=visit.standing)
    nexts = {row.loan: row for row in due(visit.book, on=on, standing=visit.standing)}
    mine = _shares(visit)
    made = []
    for row in rows:
        state, warm = warmly(row, nexts.get(row.id), on)
        made.append(
            OwnLoan(
                row=row,
                due=nexts.get(row.id),
                share=mine.get(row.id, 0),
                said=spoken(row, nexts.get(row.id)),
                aloud=aloud(row, nexts.get(row.id), on),
                state=state,
                warm=warm,
            )
        )
    return sorted(made, key=lambda own: (not own.row.balance, -own.row.disbursed_on.toordinal()))


def _shares(visit: Visit) -> dict[UUID, int]:
    """One's own part of each loan, in rupiah."""
    found = loans_seen(visit.book, visit.standing).filter(shares__person=visit.standing.person, shares__live=True)
    return dict(found.values_list("pk", "shares__principal"))


@at_desk("home")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """My groups, each with its running loans in large figures; below them what was paid off."""
    own = own_loans(visit)
    sections = [
        {
            "group": group,
            "role": _my_role(visit, group.id),
            "draft": next_key(visit, group.id, last_meeting(group.id)) if group.id in visit.standing.led_groups else "",
            "loans": [loan for loan in own if loan.row.group == group.id and loan.row.balance],
        }
        for group in groups(visit.book, visit.standing, visit.today)
    ]
    context = {
        "answers": to_answer(visit),
        "sections": sections,
        "balance": sum(loan.row.balance for loan in own),
        "running": sum(1 for loan in own if loan.row.balance),
        "settled": _settled([loan for loan in own if not loan.row.balance]),
    }
    return render(request, "members/home.html", context)


def _my_role(visit: Visit, group: UUID) -> str:
    mine = next((m.role for m in members(group, visit.today) if m.person == visit.standing.person), "member")
    return role_name(mine)


def _settled(paid: list[OwnLoan]) -> Table | None:
    if not paid:
        return None
    rows = [
        (
            Cell(
                value=_("Pinjaman %(no)s") % {"no": loan.row.loan_no},
                href=reverse("members:card", args=[loan.row.id]),
                note=loan.row.ksm,
            ),
            Cell(value="", state="good", word=str(STATES["settled"])),
            loan.row.disbursed_on,
            loan.row.principal,
        )
        for loan in paid
    ]
    return Table(
        caption=_("Sudah lunas"),
        columns=(
            Column(label=_("Pinjaman")),
            Column(label=_("Keadaan")),
            Column(label=_("Cair"), kind="date"),
            Column(label=_("Pokok"), kind="money", key=True),
        ),
        rows=rows,
    )
