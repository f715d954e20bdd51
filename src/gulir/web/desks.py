"""The desks side by side: whose frame stands around a page that several desks share, and the ways to the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gulir.governance.policy import READS_AGENDA
from gulir.web.shell import Stop
from gulir.web.visits import Visit

__all__ = ["DESKS", "Desk", "other_boards", "other_desks", "sit_down_anywhere"]

Frame = Callable[[HttpRequest, Visit, str], None]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One desk of the web door: its first page, its name and icon in the menu, what frames its pages."""

    home: str
    label: Promise
    icon: str
    frame: str


_WATCHING = Desk(
    home="overseers:home",
    label=_("Meja pengawas"),
    icon="shield-check",
    frame="gulir.web.overseers.desk.sit_down",
)
DESKS: Mapping[str, Desk] = {
    "officer": Desk(
        home="officers:home", label=_("Meja petugas"), icon="clipboard-list", frame="gulir.web.officers.desk.sit_down"
    ),
    "trustee": Desk(
        home="trustees:home", label=_("Meja pengurus BKM"), icon="gavel", frame="gulir.web.trustees.desk.sit_down"
    ),
    "overseer": _WATCHING,
    "facilitator": _WATCHING,
    "member": Desk(
        home="members:home", label=_("Halaman anggota"), icon="users-round", frame="gulir.web.members.desk.sit_down"
    ),
}
"""In the order in which a person with several is sent to their first page."""


def other_desks(visit: Visit, here: str) -> tuple[Stop, ...]:
    """The ways from the desk `here` to everything else this person may sit at: its name and its first page.

    The board's secretary works at the officers' desk and keeps the meetings, so the agenda stands among the ways.
    """
    found: dict[str, Stop] = {}
    for key in visit.desks:
        desk = DESKS.get(key)
        if desk is not None and desk.home != DESKS[here].home:
            found[desk.home] = Stop(key=key, label=desk.label, href=reverse(desk.home), icon=desk.icon)
    if here == "officer" and "trustee" not in visit.desks and READS_AGENDA.allows(visit.standing):
        found["trustees:agenda"] = Stop(
            key="agenda", label=_("Agenda dan rapat BKM"), href=reverse("trustees:agenda"), icon="gavel"
        )
    return tuple(found.values())


def other_boards(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Ids and names of the other boards this person belongs to."""
    return tuple((str(board.pk), board.name) for board in visit.boards if board.pk != visit.board.pk)


def sit_down_anywhere(request: HttpRequest, visit: Visit, here: str, *, rather: str = "") -> None:
    """Put a frame around a page that several desks share: that of `rather` if they sit there, else their first."""
    wanted = [rather, *DESKS] if rather else [*DESKS]
    desk = next(key for key in wanted if key in visit.desks)
    frame: Frame = import_string(DESKS[desk].frame)
    frame(request, visit, here)
