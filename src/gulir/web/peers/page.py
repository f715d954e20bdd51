"""One mentoring from its offer to its end, with every session that was written, also those that were taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.core.problems.access import NotFound
from gulir.mentoring.models import PeerSession
from gulir.mentoring.policy import BRINGS_PEERS_TOGETHER, READS_PEERS, takes_sessions_back
from gulir.mentoring.queries.peers import Pair, pair_of, wrote_for
from gulir.mentoring.services import agree_to_mentoring
from gulir.web.desks import sit_down_anywhere
from gulir.web.peers.forms import AgreeForm
from gulir.web.peers.words import STATES, title_of
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["READERS", "keeps", "one", "show", "sit_down"]

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
        "title": title_of(found.row),
        "state": state,
        "word": word,
        "form": form,
        "asked": mine[0].name if len(mine) == 1 else "",
        "gone": found.gone if found.state == "dissolved" else (),
        "waits_for": [group for group in waiting if group not in mine],
        "keeps": keeps(visit, found) and found.state in ("offered", "running", "dissolved"),
        "sessions": _sessions(visit, found) if found.begun else None,
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "peers/show.html", context, status=422 if form is not None and form.errors else 200)


def _sessions(visit: Visit, pair: Pair) -> Table:
    """Every session that was written, the newest first; what was taken back is struck through and says why."""
    mends = keeps(visit, pair)
    columns = [
        Column(label=_("Tanggal"), kind="date"), Column(label=_("Nomor"), kind="number"),
        Column(label=_("Apa yang ditunjukkan")), Column(label=_("Hadir"), kind="number", key=True),
    ]  # fmt: skip
    rows = [_session(session) for session in reversed(pair.written)]
    if mends:
        columns.append(Column(label=_("Keliru?")))
        rows = [(*row, _mend(visit, one)) for row, one in zip(rows, reversed(pair.written), strict=True)]
    return Table(
        caption=_("Pertemuan belajar"),
        columns=columns,
        rows=rows,
        note=_("Yang keliru ditarik oleh KSM yang mencatatnya atau oleh pendamping.") if mends and rows else "",
        empty=_("Belum pernah duduk bersama."),
    )


def _session(session: PeerSession) -> tuple[Value | Cell, ...]:
    back = getattr(session, "taken_back", None)
    if back is None:
        return session.held_on, session.number, Cell(value=session.shown, note=session.told_by.name), session.came
    why = _("Ditarik oleh %(who)s: %(reason)s") % {"who": back.by.name, "reason": back.reason}
    struck = [Cell(value=value, struck=True) for value in (session.held_on, session.number, session.came)]
    return struck[0], struck[1], Cell(value=session.shown, struck=True, note=why), struck[2]


def _mend(visit: Visit, session: PeerSession) -> Cell:
    """The way to take a session back, for whoever may; a badge where that was done."""
    if hasattr(session, "taken_back"):
        return Cell(value="", state="info", word=_("Ditarik"))
    if not takes_sessions_back(visit.standing, wrote_for(session)):
        return Cell(value="")
    return Cell(value=_("Tarik"), href=reverse("peers:session_back", args=[session.pair_id, session.pk]))
