"""The frame of the watchers' desk: where to look; the books only for those whose office reads them."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gulir.core.problems.access import NotFound
from gulir.ledger.policy import may_see_books
from gulir.ledger.queries import open_day
from gulir.web.desks import other_boards, other_desks, sit_down_anywhere
from gulir.web.shell import Shell, Stop, place
from gulir.web.visits import Visit, enter

__all__ = ["at_desk", "sit_down"]

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def sit_down(request: HttpRequest, visit: Visit, here: str) -> None:
    """Put the desk's frame around the page; `here` marks the place it belongs to."""
    stops = [
        Stop(key="home", label=_("Beranda"), href=reverse("overseers:home"), icon="house"),
        Stop(key="vouchers", label=_("Bukti"), href=reverse("overseers:vouchers"), icon="receipt-text"),
        Stop(key="loans", label=_("Pinjaman"), href=reverse("overseers:loans"), icon="banknote"),
        Stop(key="meetings", label=_("Rapat"), href=reverse("trustees:meetings"), icon="gavel"),
        Stop(key="rulebook", label=_("Aturan"), href=reverse("trustees:rulebook"), icon="scale"),
        Stop(key="reports", label=_("Laporan"), href=reverse("reports:index"), icon="chart-column"),
    ]
    if not may_see_books.allows(visit.standing):
        stops = [stop for stop in stops if stop.key != "vouchers"]
    place(
        request,
        Shell(
            board=visit.board.name,
            desk=_("Meja pengawas"),
            open_day=open_day(visit.book),
            home=reverse("overseers:home"),
            stops=tuple(stops),
            person=visit.actor.name,
            desks=other_desks(visit, "overseer"),
            boards=other_boards(visit),
            demo=settings.DEMO,
        ),
        here=here,
    )


def at_desk(here: str, *, books: bool = False) -> Callable[[Inner[P]], Outer[P]]:
    """Let a view be seen by watchers, `books` only by those whose office reads them; what is absent is 404."""

    def wrap(view: Inner[P]) -> Outer[P]:
        def seated(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            sit_down_anywhere(request, visit, here, rather="overseer" if "overseer" in visit.desks else "facilitator")
            if books and not may_see_books.allows(visit.standing):
                raise PermissionDenied(here)
            try:
                return view(request, visit, *args, **kwargs)
            except NotFound as absent:
                raise Http404 from absent

        update_wrapper(seated, view)
        return enter("overseer", "facilitator")(seated)

    return wrap
