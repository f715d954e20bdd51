"""Which KSM mentors which, what waits for an answer, and one mentoring from its offer to its end."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gulir.core.dates import add_months
from gulir.core.problems.access import NotFound
from gulir.governance.queries import rules_at
from gulir.mentoring.policy import BRINGS_PEERS_TOGETHER, KEEPS_PEERS, READS_ALL_PEERS, READS_PEERS
from gulir.mentoring.queries.peers import Load, Pair, loads, pair_of, pairs_seen
from gulir.mentoring.services import agree_to_mentoring
from gulir.web import words
from gulir.web.desks import sit_down_anywhere
from gulir.web.peers.forms import AgreeForm
from gulir.web.peers.words import STATES, title_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["READERS", "index", "keeps", "one", "show", "sit_down", "unanswered"]

READERS = ("facilitator", "trustee", "overseer", "officer", "member")


def sit_down(request: HttpRequest, visit: Visit) -> None:
    """The frame of this person's own desk, for whoever may read of any mentoring."""
    sit_down_anywhere(request, visit, "peers", rather="facilitator")
    if not READS_PEERS.allows(visit.standing):
        raise PermissionDenied


def one(visit: Visit, pair: UUID) -> Pair:
    """One mentoring this person may see; else 404."""
    try:
        return pair_of(visit.book, pair, visit.standing)
    except NotFound as absent:
        raise Http404 from absent


def keeps(visit: Visit, pair: Pair) -> bool:
    """Whether this person tells sessions of this mentoring and may end it."""
    part = {pair.row.mentor_id, pair.row.mentee_id} & visit.standing.led_groups
    return bool(part) or BRINGS_PEERS_TOGETHER.allows(visit.standing)


def unanswered(visit: Visit, pairs: Sequence[Pair]) -> list[Pair]:
    """The offers that wait for the yes of a KSM this person leads."""
    led = visit.standing.led_groups
    return [pair for pair in pairs if pair.state == "offered" and {group.pk for group in pair.waiting} & led]


@enter(*READERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every mentoring one may see, offers that wait for one's own yes, and what each mentor carries."""
    sit_down(request, visit)
    pairs = pairs_seen(visit.book, visit.standing)
    running = sum(pair.state == "running" for pair in pairs)
    everything = READS_ALL_PEERS.allows(visit.standing)
    context = {
        "running": running,
        "waiting": [(pair, title_of(pair)) for pair in unanswered(visit, pairs)],
        "pairs": _pairs(pairs),
        "loads": _loads(visit, pairs) if everything and running else None,
        "offers": KEEPS_PEERS.allows(visit.standing),
        "compares": everything,
    }
    return render(request, "peers/index.html", context)


def _pairs(pairs: Sequence[Pair]) -> Table:
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
        empty=_("Belum ada KSM yang mendampingi KSM lain."),
    )  # fmt: skip


def _since(pair: Pair) -> str:
    if pair.state in ("ended", "declined"):
        return words.short_date(pair.row.end.ended_on)
    return _("sejak %(day)s") % {"day": words.short_date(pair.begun or pair.row.offered_on)}


def _loads(visit: Visit, pairs: Sequence[Pair]) -> Table:
    """What each mentor carries; one that carries too much is marked before it tires."""
    rules = rules_at(visit.book, visit.today)
    months, most = rules.count("mentoring.peer_months"), rules.count("mentoring.peer_load")
    found = loads(pairs, since=add_months(visit.today, -months), most=most)
    heavy = ngettext(
        "Ditandai bila mendampingi lebih dari %(most)s KSM sekaligus, supaya tidak kelelahan.",
        "Ditandai bila mendampingi lebih dari %(most)s KSM sekaligus, supaya tidak kelelahan.",
        most,
    )
    column = ngettext("Pertemuan, %(n)s bulan terakhir", "Pertemuan, %(n)s bulan terakhir", months)
    return Table(
        caption=_("Beban KSM pendamping"),
        columns=(
            Column(label=_("Mendampingi")), Column(label=_("KSM yang didampingi")),
            Column(label=_("Jumlah"), kind="number"), Column(label=column % {"n": months}, kind="number", key=True),
        ),
        rows=[
            (_carried(load), ", ".join(load.mentees), len(load.mentees), load.sessions)
            for load in found
        ],
        note=heavy % {"most": most},
    )  # fmt: skip


def _carried(load: Load) -> Cell:
    if load.heavy:
        return Cell(value=load.mentor.name, state="watch", word=_("Terlalu banyak"))
    return Cell(value=load.mentor.name)


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, pair: UUID) -> HttpResponse:
    """One mentoring: who agreed, every session, its end; and the next step for whoever may take it."""
    sit_down(request, visit)
    found = one(visit, pair)
    state, word = STATES[found.state]
    waiting = found.waiting if found.state == "offered" else ()
    mine = [group for group in waiting if group.pk in visit.standing.led_groups]
    form = AgreeForm(request.POST or None, groups=mine) if mine else None
    if request.method == "POST" and form is not None and form.is_valid():
        group = UUID(form.cleaned_data["group"])
        done = carry_out(request, visit, agree_to_mentoring, form=form, pair=pair, group=group)
        if done is not None:
            begun = _("Kedua KSM setuju. Pendampingan mulai hari ini.")
            alone = _("Persetujuan tersimpan. Menunggu KSM yang satunya.")
            messages.success(request, begun if done["begun"] else alone)
            return redirect("peers:show", pair=pair)
    context = {
        "found": found,
        "title": title_of(found),
        "state": state,
        "word": word,
        "form": form,
        "asked": mine[0].name if len(mine) == 1 else "",
        "gone": found.gone if found.state == "dissolved" else (),
        "waits_for": [group for group in waiting if group not in mine],
        "keeps": keeps(visit, found) and found.state in ("offered", "running", "dissolved"),
        "sessions": _sessions(found) if found.begun else None,
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "peers/show.html", context, status=422 if form is not None and form.errors else 200)


def _sessions(pair: Pair) -> Table:
    return Table(
        caption=_("Pertemuan belajar"),
        columns=(
            Column(label=_("Ke"), kind="number"), Column(label=_("Tanggal"), kind="date"),
            Column(label=_("Apa yang ditunjukkan")), Column(label=_("Hadir"), kind="number", key=True),
        ),
        rows=[
            (session.number, session.held_on, Cell(value=session.shown, note=session.told_by.name), session.came)
            for session in reversed(pair.sessions)
        ],
        empty=_("Belum pernah duduk bersama."),
    )  # fmt: skip
