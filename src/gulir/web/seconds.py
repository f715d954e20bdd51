"""What waits for this very person as the second one: a counted day, a prepared voucher, a login; each with its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.base.models import Book
from gulir.community.models import LoginChange
from gulir.community.policy import GIVES_LOGINS, WITNESSES
from gulir.community.queries import login_changes
from gulir.ledger.models import Day, Draft
from gulir.ledger.policy import may_approve, may_confirm_day
from gulir.ledger.queries import days, drafts
from gulir.web import words
from gulir.web.visits import Visit
from gulir.web.watch import Notice

__all__ = ["Pending", "may_second_count", "may_second_paper", "pending", "waiting_for"]


@dataclass(frozen=True, kw_only=True)
class Pending:
    """What waits at a board for a second person, whoever that may be."""

    counted: Day | None
    papers: tuple[Draft, ...]
    logins: tuple[LoginChange, ...]


def pending(visit: Visit, opened: date | None) -> Pending:
    """One statement asks whether anything waits; only what does is read. `opened` is the open day."""
    states = Book.objects.filter(pk=visit.book).annotate(
        counted=Exists(
            Day.objects.filter(book=OuterRef("pk"), day__in=[opened] if opened else [], counted_by__isnull=False)
        ),
        papers=Exists(Draft.objects.filter(book=OuterRef("pk"), state="waiting")),
        logins=Exists(LoginChange.objects.filter(book=OuterRef("pk"), state="waiting")),
    )
    there = states.values("counted", "papers", "logins").get()
    witness = WITNESSES.allows(visit.standing) or GIVES_LOGINS.allows(visit.standing)
    return Pending(
        counted=days(visit.book, from_=opened, as_of=opened)[0] if opened and there["counted"] else None,
        papers=tuple(drafts(visit.book)) if there["papers"] else (),
        logins=tuple(login_changes(visit.book, visit.standing)) if witness and there["logins"] else (),
    )


def may_second_count(visit: Visit, counted: Day) -> bool:
    """Whether this person may confirm the count: somebody else counted, and the office confirms days."""
    maker = counted.counted_by
    return maker is not None and maker.person != visit.standing.person and may_confirm_day.allows(visit.standing)


def may_second_paper(visit: Visit, paper: Draft) -> bool:
    """Whether this person may approve the paper: somebody else prepared it, and the office approves."""
    return paper.made_by.person != visit.standing.person and may_approve.allows(visit.standing)


def waiting_for(visit: Visit, found: Pending, *, day: str, paper: str) -> list[Notice]:
    """What waits for this person, in sentences, money first; `day` and `paper` name this desk's pages to confirm on."""
    return [*_day(visit, found.counted, day), *_papers(visit, found.papers, paper), *_logins(found.logins)]


def _day(visit: Visit, counted: Day | None, page: str) -> Iterator[Notice]:
    """The cash that someone else counted."""
    if counted is None or counted.counted_by is None or not may_second_count(visit, counted):
        return
    text = _("Kas %(day)s sudah dihitung oleh %(name)s dan menunggu orang kedua.")
    facts = {"day": words.day(counted.day), "name": counted.counted_by.name}
    yield Notice(state="info", text=text % facts, href=reverse(page), link=_("Hitung lagi dan sahkan"))


def _papers(visit: Visit, papers: Sequence[Draft], page: str) -> Iterator[Notice]:
    """Vouchers that someone else prepared."""
    for paper in papers:
        if may_second_paper(visit, paper):
            text = _("Bukti dari %(name)s menunggu persetujuan orang kedua.") % {"name": paper.made_by.name}
            yield Notice(state="info", text=text, href=reverse(page, args=[paper.pk]), link=_("Baca"))


def _logins(changes: Sequence[LoginChange]) -> Iterator[Notice]:
    """A statement sworn before this person, a new password they may confirm."""
    for row in changes:
        name = row.user.person.name if row.user.person else row.user.username
        said = (
            _("%(name)s menyebut Anda sebagai saksi jati dirinya.")
            if row.kind == "sworn"
            else _("Kata sandi baru untuk %(name)s menunggu orang kedua.")
        )
        page = reverse("secretariat:second", args=[row.pk])
        yield Notice(state="info", text=said % {"name": name}, href=page, link=_("Baca"))
