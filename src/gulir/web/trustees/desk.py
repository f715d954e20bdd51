"""The frame of the trustee's desk: its places, and who may keep meetings."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gulir.ledger.queries import open_day
from gulir.web.shell import Shell, Stop, place
from gulir.web.visits import Visit

__all__ = ["sit_down"]


def sit_down(request: HttpRequest, visit: Visit, here: str) -> None:
    """Put the desk's frame around the page; `here` marks the place it belongs to."""
    stops = (
        Stop(key="home", label=_("Beranda"), href=reverse("trustees:home"), icon="house"),
        Stop(key="agenda", label=_("Agenda"), href=reverse("trustees:agenda"), icon="list-checks"),
        Stop(key="meetings", label=_("Rapat"), href=reverse("trustees:meetings"), icon="gavel"),
        Stop(key="rulebook", label=_("Aturan"), href=reverse("trustees:rulebook"), icon="scale"),
        Stop(key="reports", label=_("Laporan"), href=reverse("reports:index"), icon="chart-column"),
    )
    place(
        request,
        Shell(
            board=visit.board.name,
            desk=_("Meja pengurus BKM"),
            open_day=open_day(visit.book),
            home=reverse("trustees:home"),
            stops=stops,
            person=visit.actor.name,
            demo=settings.DEMO,
        ),
        here=here,
    )
