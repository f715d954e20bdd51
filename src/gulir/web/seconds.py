"""What waits for this very person as the second one: a counted day, a prepared voucher, a login; each with its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.community.policy import GIVES_LOGINS, WITNESSES
from gulir.community.queries import login_changes
from gulir.ledger.policy import may_approve, may_confirm_day
from gulir.ledger.queries import days, drafts
from gulir.web import words
from gulir.web.visits import Visit
from gulir.web.watch import Notice

__all__ = ["waiting_for"]


def waiting_for(visit: Visit, *, opened: date | None, day: str, paper: str) -> list[Notice]:
    """In sentences, money first; `opened` is the open day, `day` and `paper` name this desk's pages to confirm on."""
    return [*_day(visit, opened, day), *_papers(visit, paper), *_logins(visit)]


def _day(visit: Visit, opened: date | None, page: str) -> Iterator[Notice]:
    """The cash that someone else counted."""
    if opened is None or not may_confirm_day.allows(visit.standing):
        return
    counted = days(visit.book, from_=opened, as_of=opened)[0].counted_by
    if counted is None or counted.person == visit.standing.person:
        return
    text = _("Kas %(day)s sudah dihitung oleh %(name)s dan menunggu orang kedua.")
    facts = {"day": words.day(opened), "name": counted.name}
    yield Notice(state="info", text=text % facts, href=reverse(page), link=_("Hitung lagi dan sahkan"))


def _papers(visit: Visit, page: str) -> Iterator[Notice]:
    """Vouchers that someone else prepared."""
    if not may_approve.allows(visit.standing):
        return
    for paper in drafts(visit.book):
        if paper.made_by.person != visit.standing.person:
            text = _("Bukti dari %(name)s menunggu persetujuan orang kedua.") % {"name": paper.made_by.name}
            yield Notice(state="info", text=text, href=reverse(page, args=[paper.pk]), link=_("Baca"))


def _logins(visit: Visit) -> Iterator[Notice]:
    """A statement sworn before this person, a new password they may confirm."""
    if not (WITNESSES.allows(visit.standing) or GIVES_LOGINS.allows(visit.standing)):
        return
    for row in login_changes(visit.book, visit.standing):
        name = row.user.person.name if row.user.person else row.user.username
        said = (
            _("%(name)s menyebut Anda sebagai saksi jati dirinya.")
            if row.kind == "sworn"
            else _("Kata sandi baru untuk %(name)s menunggu orang kedua.")
        )
        page = reverse("secretariat:second", args=[row.pk])
        yield Notice(state="info", text=said % {"name": name}, href=page, link=_("Baca"))
