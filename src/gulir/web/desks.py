"""The desks side by side: whose frame stands around a page that several desks share, and the ways to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gulir.community.policy import GIVES_LOGINS, OPENS_NIK, WITNESSES
from gulir.governance.policy import READS_AGENDA
from gulir.mentoring.policy import READS_VISITS, reads_of
from gulir.web import shell
from gulir.web.shell import Stop
from gulir.web.visits import Visit, visit_of

__all__ = ["DESKS", "Desk", "context", "loan_page", "other_boards", "other_desks", "sit_down_anywhere", "visits_page"]

Frame = Callable[[HttpRequest, Visit, str], None]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One desk of the web door: its first page, its name and icon in the menu, what frames its pages."""

    home: str
    label: Promise
    icon: str
    frame: str


DESKS: Mapping[str, Desk] = {
    "officer": Desk(
        home="officers:home", label=_("Meja petugas"), icon="clipboard-list", frame="gulir.web.officers.desk.sit_down"
    ),
    "trustee": Desk(
        home="trustees:home", label=_("Meja pengurus BKM"), icon="gavel", frame="gulir.web.trustees.desk.sit_down"
    ),
    "overseer": Desk(
        home="overseers:home",
        label=_("Meja pengawas"),
        icon="shield-check",
        frame="gulir.web.overseers.desk.sit_down",
    ),
    "facilitator": Desk(
        home="facilitators:home",
        label=_("Meja pendamping"),
        icon="heart-handshake",
        frame="gulir.web.facilitators.desk.sit_down",
    ),
    "coordinator": Desk(
        home="coordinators:home",
        label=_("Ringkasan BKM"),
        icon="map",
        frame="gulir.web.coordinators.desk.sit_down",
    ),
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
    for stop in _counters(visit):
        found[stop.href] = stop
    return tuple(found.values())


def _counters(visit: Visit) -> Iterator[Stop]:
    """The secretariat's counter: logins for who gives them, the second person's word for others, the sealed NIK."""
    if not set(visit.desks) & {"officer", "trustee", "overseer", "facilitator"}:
        return
    if GIVES_LOGINS.allows(visit.standing):
        yield Stop(key="logins", label=_("Akses masuk"), href=reverse("secretariat:logins"), icon="key-round")
    elif WITNESSES.allows(visit.standing):
        yield Stop(
            key="logins", label=_("Menunggu orang kedua"), href=reverse("secretariat:seconds"), icon="user-check"
        )
    if OPENS_NIK.allows(visit.standing):
        yield Stop(
            key="people", label=_("Jati diri warga"), href=reverse("secretariat:people"), icon="fingerprint-pattern"
        )


def other_boards(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Ids and names of the other boards this person belongs to."""
    return tuple((str(board.pk), board.name) for board in visit.boards if board.pk != visit.board.pk)


def loan_page(visit: Visit, loan: UUID) -> str:
    """The address of a loan's own page at this person's desk."""
    if {"officer", "trustee"} & set(visit.desks):
        return reverse("officers:loan", args=[loan])
    if {"overseer", "facilitator"} & set(visit.desks):
        return reverse("overseers:loan", args=[loan])
    return reverse("members:card", args=[loan])


def visits_page(visit: Visit, group: UUID | None) -> str:
    """The address of a KSM's visits and warnings, for whoever may read them; nothing for anybody else."""
    seen = group is not None and reads_of(READS_VISITS, visit.standing, group)
    return reverse("calls:group", args=[group]) if seen else ""


def sit_down_anywhere(request: HttpRequest, visit: Visit, here: str, *, rather: str = "") -> None:
    """Put a frame around a page that several desks share: that of `rather` if they sit there, else their first."""
    wanted = [rather, *DESKS] if rather else [*DESKS]
    desk = next(key for key in wanted if key in visit.desks)
    frame: Frame = import_string(DESKS[desk].frame)
    frame(request, visit, here)


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`. A page of no desk (one's account, a wrong address) keeps one's own frame.

    Whoever has no desk, and whoever has not logged in, gets an empty one; so does the reading room.
    """
    if not hasattr(request, "gulir_shell") and getattr(request, "user", None) is not None and not _apart(request):
        visit = visit_of(request)
        if visit is not None and set(visit.desks) & set(DESKS):
            sit_down_anywhere(request, visit, "")
    return shell.context(request)


def _apart(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.namespace == "admin"
