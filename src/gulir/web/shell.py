"""What stands around every page: which board, which desk, which open day, and the desk's few places.

A page puts its shell on the request (`place`); the context processor hands it to the templates, so that
error pages and the login have one too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

__all__ = ["MOST_STOPS", "Shell", "Stop", "context", "place"]

MOST_STOPS = 6
"""A desk has at most six big actions (look: home of a desk)."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One place of a desk: `key` marks where you are, `icon` and `label` always stand together."""

    key: str
    label: str | Promise
    href: str
    icon: str
    hint: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The frame of one page. `open_day` is the board's open day, not today's date.

    `desks` are the person's other desks, `boards` the ids and names of their other boards; both stand in the menu.
    """

    board: str = ""
    desk: str | Promise = ""
    open_day: date | None = None
    home: str = "/"
    stops: tuple[Stop, ...] = ()
    here: str = ""
    person: str = ""
    desks: tuple[Stop, ...] = ()
    boards: tuple[tuple[str, str], ...] = ()
    demo: bool = False

    def __post_init__(self) -> None:
        if len(self.stops) > MOST_STOPS:
            raise ValueError(f"a desk has at most {MOST_STOPS} places, not {len(self.stops)}")


def place(request: HttpRequest, shell: Shell, *, here: str = "") -> None:
    """Put the shell on the request, `here` naming the stop the page belongs to."""
    request.gulir_shell = replace(shell, here=here or shell.here)  # type: ignore[attr-defined]


def context(request: HttpRequest) -> dict[str, Any]:
    """`shell` for the templates, and an empty one where no desk has been entered."""
    return {"shell": getattr(request, "gulir_shell", None) or Shell()}
