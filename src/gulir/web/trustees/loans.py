"""Loan applications as the board sees them: what waits for the coordinator's signature, and the steps of the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.lending.policy import DECIDES
from gulir.lending.queries import applications
from gulir.web.tables import Cell, Column, Table
from gulir.web.trustees.desk import sit_down
from gulir.web.visits import Visit, enter

__all__ = ["index", "may_sign", "waiting_signatures"]

RECENT = 20
STEPS = {
    "submitted": gettext_lazy("Menunggu kunjungan"),
    "approved": gettext_lazy("Siap dicairkan"),
    "disbursed": gettext_lazy("Dicairkan"),
    "returned": gettext_lazy("Dikembalikan"),
    "rejected": gettext_lazy("Ditolak"),
    "withdrawn": gettext_lazy("Ditarik KSM"),
}


def may_sign(visit: Visit) -> bool:
    """Whether this person's signature decides about loans (R18)."""
    return DECIDES.allows(visit.standing)


def waiting_signatures(visit: Visit) -> list[Any]:
    """Verified applications that this person has not signed yet, oldest first."""
    found = applications(visit.book, visit.standing, states=("verified",))
    own = visit.standing.person
    unsigned = found.exclude(signatures__person=own) if own else found
    return list(unsigned.order_by("submitted_on", "number"))


@enter("trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every application that waits for signatures, with who signed; below it the steps of the others."""
    sit_down(request, visit, "loans")
    verified = applications(visit.book, visit.standing, states=("verified",)).order_by("submitted_on", "number")
    verified = verified.prefetch_related("signatures__actor")
    others = applications(visit.book, visit.standing, states=tuple(STEPS))[:RECENT]
    context = {
        "waiting": _waiting(visit, list(verified)),
        "others": _others(list(others)),
        "count": len(verified),
        "amount": sum(a.verified or 0 for a in verified),
        "may": may_sign(visit),
    }
    return render(request, "trustees/loans.html", context)


def _waiting(visit: Visit, found: list[Any]) -> Table:
    address = "officers:application_sign" if may_sign(visit) else "officers:application"
    rows = []
    for application in found:
        signed = list(application.signatures.all())
        mine = any(s.person == visit.standing.person for s in signed)
        rows.append(
            (
                Cell(
                    value=application.group.name, href=reverse(address, args=[application.pk]), note=application.number
                ),
                application.purpose,
                Cell(
                    value=", ".join(s.actor.name for s in signed) or _("Belum ada"), state="good", word=_("Anda sudah")
                )
                if mine
                else ", ".join(s.actor.name for s in signed) or _("Belum ada"),
                application.verified,
            )
        )
    return Table(
        caption=_("Menunggu tanda tangan"),
        columns=(
            Column(label=_("KSM")),
            Column(label=_("Kegunaan")),
            Column(label=_("Sudah menandatangani")),
            Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Tidak ada pengajuan yang menunggu tanda tangan."),
    )


def _others(found: list[Any]) -> Table:
    rows = [
        (
            Cell(value=a.group.name, href=reverse("officers:application", args=[a.pk]), note=a.number),
            str(STEPS[a.state]),
            a.submitted_on,
            a.decided if a.decided is not None else a.verified if a.verified is not None else a.asked,
        )
        for a in found
    ]
    return Table(
        caption=_("Pengajuan lainnya"),
        columns=(
            Column(label=_("KSM")),
            Column(label=_("Langkah")),
            Column(label=_("Diajukan"), kind="date"),
            Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Belum ada pengajuan lain."),
    )
