"""Which KSM mentors which: every mentoring one may see, by its state and page by page, and what each mentor carries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gulir.core.dates import add_months
from gulir.governance.queries import rules_at
from gulir.mentoring.policy import KEEPS_PEERS, READS_ALL_PEERS
from gulir.mentoring.queries.peers import Load, Pair, loads, pair_from, pairs_listed, states_seen
from gulir.web import words
from gulir.web.pages import page_of
from gulir.web.peers.page import READERS, sit_down
from gulir.web.peers.waiting import to_answer
from gulir.web.peers.words import STATES
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter

__all__ = ["index"]

FILTERS: Mapping[str, tuple[Promise, tuple[str, ...]]] = {
    "semua": (gettext_lazy("Semua"), ()),
    "berjalan": (gettext_lazy("Berjalan"), ("running",)),
    "menunggu": (gettext_lazy("Menunggu jawaban"), ("offered",)),
    "selesai": (gettext_lazy("Selesai"), ("ended", "declined")),
    "dibubarkan": (gettext_lazy("KSM dibubarkan"), ("dissolved",)),
}
MOST_LOADS = 10
"""Mentors whose load is shown, from the one that carries most."""


@enter(*READERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every mentoring one may see, offers that wait for one's own yes, and what each mentor carries."""
    sit_down(request, visit)
    everything = READS_ALL_PEERS.allows(visit.standing)
    chosen = request.GET.get("keadaan", "semua") if everything else "semua"
    chosen = chosen if chosen in FILTERS else "semua"
    search = request.GET.get("q", "").strip()[:80] if everything else ""
    states = states_seen(visit.book, visit.standing)
    found = pairs_listed(visit.book, visit.standing, states=FILTERS[chosen][1], text=search)
    page, query = page_of(request, found)
    running, sifted = states["running"], bool(search) or chosen != "semua"
    context = {
        "running": running,
        "waiting": to_answer(visit, most=None),
        "pairs": _pairs([pair_from(row) for row in page], sifted=sifted),
        "page": page,
        "query": query,
        "tabs": _tabs(states, chosen) if everything and states else (),
        "chosen": chosen,
        "search": search,
        "loads": _loads(visit) if everything and running and not sifted and page.number == 1 else None,
        "offers": KEEPS_PEERS.allows(visit.standing),
        "compares": everything,
    }
    return render(request, "peers/index.html", context)


def _tabs(states: Counter[str], chosen: str) -> list[tuple[str, Promise, int, bool]]:
    """The filters with how many stand under each; that of dissolved KSM only when there are any."""
    return [
        (key, label, sum(states[state] for state in those or states), key == chosen)
        for key, (label, those) in FILTERS.items()
        if key != "dibubarkan" or states["dissolved"]
    ]


def _pairs(pairs: Sequence[Pair], *, sifted: bool) -> Table:
    return Table(
        caption=_("KSM yang belajar bersama"),
        columns=(
            Column(label=_("Mendampingi")), Column(label=_("Didampingi")), Column(label=_("Keadaan")),
            Column(label=_("Pertemuan"), kind="number", key=True), Column(label=_("Terakhir"), kind="date"),
        ),
        rows=[
            (
                Cell(value=pair.row.mentor.name, href=reverse("peers:show", args=[pair.row.pk]), note=pair.row.topics),
                pair.row.mentee.name,
                Cell(value="", state=STATES[pair.state][0], word=str(STATES[pair.state][1]), note=_since(pair)),
                len(pair.sessions),
                pair.last_session,
            )
            for pair in pairs
        ],
        empty=_("Tidak ada pendampingan yang cocok. Coba nama lain, atau lihat semuanya.")
        if sifted
        else _("Belum ada KSM yang mendampingi KSM lain."),
        empty_action=_("Lihat semua") if sifted else "",
        empty_href=reverse("peers:index") if sifted else "",
    )  # fmt: skip


def _since(pair: Pair) -> str:
    if pair.state in ("ended", "declined"):
        return words.short_date(pair.row.end.ended_on)
    return _("sejak %(day)s") % {"day": words.short_date(pair.begun or pair.row.offered_on)}


def _loads(visit: Visit) -> Table:
    """What each mentor carries, who carries most first; one that carries too much is marked before it tires."""
    rules = rules_at(visit.book, visit.today)
    months, most = rules.count("mentoring.peer_months"), rules.count("mentoring.peer_load")
    found = loads(visit.book, visit.standing, since=add_months(visit.today, -months), most=most)
    heavy = ngettext(
        "Ditandai bila mendampingi lebih dari %(most)s KSM sekaligus, supaya tidak kelelahan.",
        "Ditandai bila mendampingi lebih dari %(most)s KSM sekaligus, supaya tidak kelelahan.",
        most,
    ) % {"most": most}
    if rest := max(0, len(found) - MOST_LOADS):
        more = ngettext(
            "%(n)s KSM pendamping lain tidak membawa lebih dari yang di sini.",
            "%(n)s KSM pendamping lain tidak membawa lebih dari yang di sini.",
            rest,
        )
        heavy = f"{heavy} {more % {'n': words.count(rest)}}"
    column = ngettext("Pertemuan, %(n)s bulan terakhir", "Pertemuan, %(n)s bulan terakhir", months)
    return Table(
        caption=_("Beban KSM pendamping"),
        columns=(
            Column(label=_("Mendampingi")), Column(label=_("Siapa yang didampingi")),
            Column(label=_("Jumlah"), kind="number"), Column(label=column % {"n": months}, kind="number", key=True),
        ),
        rows=[
            (_carried(load), ", ".join(load.mentees), len(load.mentees), load.sessions)
            for load in found[:MOST_LOADS]
        ],
        note=heavy,
    )  # fmt: skip


def _carried(load: Load) -> Cell:
    if load.heavy:
        return Cell(value=load.mentor.name, state="watch", word=_("Terlalu banyak"))
    return Cell(value=load.mentor.name)
