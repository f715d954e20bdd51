"""The frame of the facilitator's desk."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gulir.ledger.queries import open_day
from gulir.web.desks import other_boards, other_desks
from gulir.web.shell import Shell, Stop, place
from gulir.web.visits import Visit

__all__ = ["sit_down"]


def sit_down(request: HttpRequest, visit: Visit, here: str) -> None:
    """Put the desk's frame around the page; `here` marks the place it belongs to."""
    stops = (
        Stop(key="home", label=_("Beranda"), href=reverse("facilitators:home"), icon="house"),
        Stop(key="groups", label=_("Kunjungan"), href=reverse("calls:index"), icon="heart-handshake"),
        Stop(key="loans", label=_("Pinjaman"), href=reverse("overseers:loans"), icon="banknote"),
        Stop(key="meetings", label=_("Rapat"), href=reverse("trustees:meetings"), icon="gavel"),
        Stop(key="rulebook", label=_("Aturan"), href=reverse("trustees:rulebook"), icon="scale"),
        Stop(key="reports", label=_("Laporan"), href=reverse("reports:index"), icon="chart-column"),
    )
    place(
        request,
        Shell(
            board=visit.board.name,
            desk=_("Meja pendamping"),
            open_day=open_day(visit.book),
            home=reverse("facilitators:home"),
            stops=stops,
            person=visit.actor.name,
            desks=other_desks(visit, "facilitator"),
            boards=other_boards(visit),
            demo=settings.DEMO,
        ),
        here=here,
    )
