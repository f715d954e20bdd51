"""Offers of mentoring that wait for an answer, in sentences: on the home of whoever answers, and of the facilitator."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.mentoring.policy import AGREES_TO_PEERS, BRINGS_PEERS_TOGETHER
from gulir.mentoring.queries.peers import offers_to_answer, pairs_listed
from gulir.web import words
from gulir.web.peers.words import title_of
from gulir.web.visits import Visit
from gulir.web.watch import Notice

__all__ = ["others_to_answer", "to_answer"]

MOST = 5
"""Offers that stand one by one on a home; how many more there are is said below them."""


def to_answer(visit: Visit, *, most: int | None = MOST) -> list[Notice]:
    """The offers that wait for the yes of a KSM this person leads, the oldest first; nothing for anybody else."""
    if not AGREES_TO_PEERS.allows(visit.standing):
        return []
    found = list(offers_to_answer(visit.book, visit.standing))
    said = _("Tawaran sejak %(day)s: %(title)s.")
    made = [
        Notice(
            state="info",
            text=said % {"day": words.long_date(one.offered_on), "title": title_of(one)},
            href=reverse("peers:show", args=[one.pk]),
            link=_("Baca dan jawab"),
        )
        for one in found[:most]
    ]
    if rest := len(found) - len(made):
        text = ngettext("%(n)s tawaran lagi menunggu jawaban.", "%(n)s tawaran lagi menunggu jawaban.", rest)
        made.append(Notice(state="info", text=text % {"n": rest}, href=reverse("peers:index"), link=_("Lihat")))
    return made


def others_to_answer(visit: Visit) -> list[Notice]:
    """For who brings KSM together: how many offers wait for an answer of a KSM, and which has waited longest."""
    if not BRINGS_PEERS_TOGETHER.allows(visit.standing):
        return []
    waiting = pairs_listed(visit.book, visit.standing, states=("offered",)).prefetch_related(None)
    oldest = waiting.order_by("offered_on", "offered_at").first()
    if oldest is None:
        return []
    count = waiting.count()
    said = ngettext(
        "%(n)s tawaran pendampingan menunggu jawaban sejak %(day)s: %(title)s.",
        "%(n)s tawaran pendampingan menunggu jawaban. Paling lama, sejak %(day)s: %(title)s.",
        count,
    )
    facts = {"n": words.count(count), "day": words.long_date(oldest.offered_on), "title": title_of(oldest)}
    href = f"{reverse('peers:index')}?keadaan=menunggu"
    return [Notice(state="info", text=said % facts, href=href, link=_("Lihat"))]
