"""How pages of the counter are entered: from one's own desk, in its frame, by whoever the page is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from gulir.base.policy import Rule
from gulir.core.problems.access import NotFound
from gulir.web.desks import sit_down_anywhere
from gulir.web.visits import Visit, enter

__all__ = ["at_counter"]

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
NEAR = ("officer", "trustee", "overseer", "facilitator")


def at_counter(may: Rule) -> Callable[[Inner[P]], Outer[P]]:
    """Let a view be seen by those whom `may` allows; what is not there (or not theirs) is 404; nothing is kept."""

    def wrap(view: Inner[P]) -> Outer[P]:
        def seated(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may.allows(visit.standing):
                raise PermissionDenied(may.name)
            sit_down_anywhere(request, visit, "")
            try:
                answer = view(request, visit, *args, **kwargs)
            except NotFound as absent:
                raise Http404 from absent
            answer["Cache-Control"] = "no-store"
            return answer

        update_wrapper(seated, view)
        return enter(*NEAR)(seated)

    return wrap
