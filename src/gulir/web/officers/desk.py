"""The frame of the officer's desk, and how its pages are entered and its acts called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gulir.base.commands import Command
from gulir.core.problems import Problem
from gulir.core.problems.access import NotFound
from gulir.core.problems.ledger import BooksNotBegun
from gulir.ledger.queries import open_day
from gulir.web.desks import other_boards, other_desks, sit_down_anywhere
from gulir.web.shell import Shell, Stop, place
from gulir.web.visits import Visit, enter, fresh_key, say

__all__ = [
    "OWN",
    "Check",
    "as_of",
    "at_desk",
    "attempt",
    "key_of",
    "movements",
    "opened",
    "report",
    "sit_down",
]

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def report(name: str, *, ledger: str = "upk", **query: str | date) -> str:
    """The address of a report, for a figure that must say where it comes from."""
    asked = {key: str(value) for key, value in query.items()} | ({} if ledger == "upk" else {"book": ledger})
    return reverse("reports:show", args=[name]) + (f"?{urlencode(asked)}" if asked else "")


def movements(code: str, ledger: str, until: date) -> str:
    """Where a balance is read on: what moved the account from the first of January to that day."""
    return report("ledger", ledger=ledger, account=code, as_of=until, **{"from": until.replace(month=1, day=1)})


class Check(forms.Form):
    """A form without boxes: it only carries what was refused to the top of a page that reads as sentences."""


def sit_down(request: HttpRequest, visit: Visit, here: str) -> None:
    """Put the desk's frame around the page; `here` marks the place it belongs to."""
    stops = (
        Stop(key="home", label=_("Beranda"), href=reverse("officers:home"), icon="house"),
        Stop(key="collect", label=_("Terima angsuran"), href=reverse("officers:collect"), icon="hand-coins"),
        Stop(key="loans", label=_("Pinjaman"), href=reverse("officers:loans"), icon="banknote"),
        Stop(key="vouchers", label=_("Bukti"), href=reverse("officers:vouchers"), icon="receipt-text"),
        Stop(key="day", label=_("Tutup hari"), href=reverse("officers:day"), icon="calendar-check"),
        Stop(key="reports", label=_("Laporan"), href=reverse("reports:index"), icon="chart-column"),
    )
    place(
        request,
        Shell(
            board=visit.board.name,
            desk=_("Meja petugas"),
            open_day=open_day(visit.book),
            home=reverse("officers:home"),
            stops=stops,
            person=visit.actor.name,
            desks=other_desks(visit, "officer"),
            boards=other_boards(visit),
            demo=settings.DEMO,
        ),
        here=here,
    )


OWN = "officer"
"""The desk whose people work here; others only look in."""


def at_desk(here: str, *others: str) -> Callable[[Inner[P]], Outer[P]]:
    """Let a view be seen from the officer's desk (and `others`), in its frame; what is not there answers 404."""

    def wrap(view: Inner[P]) -> Outer[P]:
        @wraps(view)
        def seated(request: HttpRequest, visit: Visit, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            sit_down_anywhere(request, visit, here, rather="officer")
            try:
                return view(request, visit, *args, **kwargs)
            except NotFound as absent:
                raise Http404 from absent
            except BooksNotBegun:
                return render(request, "officers/not_begun.html")

        return enter("officer", *others)(cast("Any", seated))

    return wrap


def attempt(visit: Visit, act: Command[Any], *, key: str, **body: Any) -> tuple[dict[str, Any] | None, str]:
    """Call an act with a key of its own: the reply, or the sentence of its refusal."""
    try:
        return act(book=visit.book, key=key, actor=visit.actor, at=visit.at, **body), ""
    except Problem as refusal:
        return None, say(refusal)


def key_of(request: HttpRequest) -> str:
    """The key that came with the form, or a new one for a form that is shown for the first time."""
    return request.POST.get("key") or fresh_key()


def opened(request: HttpRequest) -> date | None:
    """The board's open day, as the frame already asked it."""
    shell: Shell = request.gulir_shell  # type: ignore[attr-defined]
    return shell.open_day


def as_of(request: HttpRequest, visit: Visit) -> date:
    """The day up to which a page looks: the open day, on which every act happens; today while the books load."""
    return opened(request) or visit.today
