"""The frame of the member's desk, and the narrow eyes with which its pages look: only one's own groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.queries import groups
from gulir.core.problems.access import NotFound
from gulir.ledger.queries import open_day
from gulir.web.desks import other_boards, other_desks
from gulir.web.shell import MOST_STOPS, Shell, Stop, place
from gulir.web.visits import Visit, enter

__all__ = ["as_member", "at_desk", "sit_down"]

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def as_member(visit: Visit) -> Visit:
    """The same person with their memberships alone: an office opens nothing at this desk."""
    return replace(visit, standing=replace(visit.standing, offices=frozenset(), founder=False))


def sit_down(request: HttpRequest, visit: Visit, here: str) -> None:
    """Put the desk's frame around the page: the cards, then each of one's groups."""
    own = groups(visit.book, as_member(visit).standing, visit.today)[: MOST_STOPS - 1]
    stops = (
        Stop(key="home", label=gettext_lazy("Kartu saya"), href=reverse("members:home"), icon="credit-card"),
        *(
            Stop(
                key=str(group.id),
                label=_("KSM %(ksm)s") % {"ksm": group.name},
                href=reverse("members:group", args=[group.id]),
                icon="users-round",
            )
            for group in own
        ),
    )
    place(
        request,
        Shell(
            board=visit.board.name,
            desk=gettext_lazy("Halaman anggota"),
            open_day=open_day(visit.book),
            home=reverse("members:home"),
            stops=stops,
            person=visit.actor.name,
            desks=other_desks(visit, "member"),
            boards=other_boards(visit),
            demo=settings.DEMO,
        ),
        here=here,
    )


def at_desk(here: str) -> Callable[[Inner[P]], Outer[P]]:
    """Let a view be seen by members, with the eyes of a member; what is not theirs is not there (404)."""

    def wrap(view: Inner[P]) -> Outer[P]:
        def seated(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            sit_down(request, visit, here)
            try:
                return view(request, as_member(visit), *args, **kwargs)
            except NotFound as absent:
                raise Http404 from absent

        update_wrapper(seated, view)
        return enter("member")(seated)

    return wrap
