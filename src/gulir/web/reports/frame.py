"""Whose frame stands around a report: that of the desk the reader sits at."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest

from gulir.web.visits import Visit

__all__ = ["READERS", "sit_down"]

READERS = ("officer", "trustee", "overseer", "facilitator")
DESKS = {
    "officer": "gulir.web.officers.desk",
    "trustee": "gulir.web.trustees.desk",
    "overseer": "gulir.web.overseers.desk",
    "facilitator": "gulir.web.overseers.desk",
}


def sit_down(request: HttpRequest, visit: Visit, here: str = "reports") -> None:
    """Put the frame of the reader's first desk around the page."""
    desk = next(desk for desk in READERS if desk in visit.desks)
    frame: Callable[[HttpRequest, Visit, str], None] = import_module(DESKS[desk]).sit_down
    frame(request, visit, here)
