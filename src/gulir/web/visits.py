"""Who is at the desk: one visit per request, and the one way in which a page calls an act.

A view is entered through `@enter(desk)`: the person must be logged in and stand at that desk in the board
of the visit; everyone else sees the page that says so. `carry_out` calls a command with a key from the form and
turns a refusal into a sentence on the form: the page never decides anything about money.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language

from gulir.base.commands import Command
from gulir.base.ids import new_id
from gulir.base.messages import sentence
from gulir.base.models import Actor
from gulir.base.policy import Standing, standing_of
from gulir.community.models import Board
from gulir.community.queries import boards_of, desks_of
from gulir.core.dates import Zone, business_date
from gulir.core.problems import Problem
from gulir.web.clock import turned

__all__ = ["Visit", "carry_out", "enter", "fresh_key", "key_sent", "say", "visit_of"]

KEY = re.compile(r"[\w .:-]{1,80}", re.ASCII)

P = ParamSpec("P")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One person at one desk of one board, now."""

    actor: Actor
    board: Board
    standing: Standing
    desks: tuple[str, ...]
    at: datetime
    today: date
    boards: tuple[Board, ...] = ()

    @property
    def book(self) -> UUID:
        """The book every act of this visit is written in."""
        return self.board.book_id


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit of a logged-in person: the board chosen in the session, or the first one they belong to."""
    user = request.user
    if not user.is_authenticated or user.actor is None:
        return None
    boards = boards_of(user.actor.pk)
    if not boards:
        return None
    chosen = request.session.get("board")
    board = next((b for b in boards if str(b.pk) == chosen), boards[0])
    at = turned(timezone.now())
    today = business_date(at, Zone[board.book.zone])
    standing = standing_of(actor=user.actor.pk, book=board.book_id, on=today)
    return Visit(
        actor=user.actor,
        board=board,
        standing=standing,
        desks=desks_of(standing),
        at=at,
        today=today,
        boards=tuple(boards),
    )


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]
Entered = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def enter(*desks: str) -> Callable[[View[P]], Entered[P]]:
    """Let a view be seen only from one of these desks; the view gets the visit as its second argument."""

    def wrap(view: View[P]) -> Entered[P]:
        @wraps(view)
        def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            visit = visit_of(request)
            if visit is None or not set(desks) & set(visit.desks):
                raise PermissionDenied(desks)
            return view(request, visit, *args, **kwargs)

        entered.desks = desks  # type: ignore[attr-defined]
        return cast("Entered[P]", entered)

    return wrap


def fresh_key() -> str:
    """A new idempotency key, put into the form when it is shown, so that a second press has no second effect."""
    return str(new_id())


def key_sent(request: HttpRequest, name: str = "key") -> str:
    """The key that came back with the form; what no form of ours ever carried is no key, and gets a new one."""
    key = request.POST.get(name, "")
    return key if KEY.fullmatch(key) else fresh_key()


def say(problem: Problem) -> str:
    """The refusal as a sentence in the language of the page."""
    return sentence(problem.code, problem.facts, get_language() or "id")


def carry_out(
    request: HttpRequest, visit: Visit, act: Command[Any], *, form: Form | None = None, **body: Any
) -> dict[str, Any] | None:
    """Call the act; on a refusal put the sentence on the form (or raise it when there is none) and return nothing."""
    key = key_sent(request)
    try:
        return act(book=visit.book, key=key, actor=visit.actor, at=visit.at, **body)
    except Problem as refusal:
        if form is None:
            raise
        form.add_error(None, say(refusal))
        return None
