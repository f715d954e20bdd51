"""The frame of the trustee's desk: its places, and who may sit at the table where the board decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gulir.governance.policy import READS_AGENDA
from gulir.ledger.queries import open_day
from gulir.web.desks import other_boards, other_desks, sit_down_anywhere
from gulir.web.shell import Shell, Stop, place
from gulir.web.visits import Visit, enter

__all__ = ["READERS", "at_table", "sit_down"]

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
READERS = ("trustee", "officer", "overseer", "facilitator", "coordinator")
"""The desks from which the rulebook is read, and, by those whose office reads them, agenda and meetings."""


def sit_down(request: HttpRequest, visit: Visit, here: str) -> None:
    """Put the desk's frame around the page; `here` marks the place it belongs to."""
    stops = (
        Stop(key="home", label=_("Beranda"), href=reverse("trustees:home"), icon="house"),
        Stop(key="agenda", label=_("Agenda"), href=reverse("trustees:agenda"), icon="list-checks"),
        Stop(key="loans", label=_("Pinjaman"), href=reverse("trustees:loans"), icon="banknote"),
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
            desks=other_desks(visit, "trustee"),
            boards=other_boards(visit),
            demo=settings.DEMO,
        ),
        here=here,
    )


def at_table(here: str) -> Callable[[Inner[P]], Outer[P]]:
    """Let a view be seen by whoever reads the board's agenda, from their own desk: the secretary keeps the meetings."""

    def wrap(view: Inner[P]) -> Outer[P]:
        def seated(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not READS_AGENDA.allows(visit.standing):
                raise PermissionDenied(here)
            sit_down_anywhere(request, visit, here, rather="trustee")
            return view(request, visit, *args, **kwargs)

        update_wrapper(seated, view)
        return enter(*READERS)(seated)

    return wrap
