"""The frame of the desk of those who look from outside."""

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
    place(
        request,
        Shell(
            board=visit.board.name,
            desk=_("Ringkasan BKM"),
            open_day=open_day(visit.book),
            home=reverse("coordinators:home"),
            stops=(
                Stop(key="home", label=_("Ringkasan"), href=reverse("coordinators:home"), icon="house"),
                Stop(key="rulebook", label=_("Aturan"), href=reverse("trustees:rulebook"), icon="scale"),
            ),
            person=visit.actor.name,
            desks=other_desks(visit, "coordinator"),
            boards=other_boards(visit),
            demo=settings.DEMO,
        ),
        here=here,
    )
