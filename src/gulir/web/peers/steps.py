"""The steps of a mentoring among KSM: the offer, a session, a session taken back, the end."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.base.reference import instrument
from gulir.community.models import Group
from gulir.core.instruments import Instrument
from gulir.core.peers import Peer, check_mentor
from gulir.core.problems import Problem
from gulir.governance.queries import rules_at
from gulir.mentoring.models import PeerSession
from gulir.mentoring.policy import BRINGS_PEERS_TOGETHER, KEEPS_PEERS, takes_sessions_back
from gulir.mentoring.queries.peers import Pair, peers_on, wrote_for
from gulir.mentoring.queries.signs import KOTAKU_FORM
from gulir.mentoring.services import end_mentoring, offer_mentoring, record_peer_session, take_back_session
from gulir.web.instruments import stage_word
from gulir.web.peers.forms import BackForm, EndForm, OfferForm, SessionForm
from gulir.web.peers.page import READERS, keeps, one, sit_down
from gulir.web.peers.words import title_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key, say

__all__ = ["end", "offer", "sit", "take_back"]


@enter(*READERS)
def offer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which KSM mentors which in what; whoever brings them together sees who may mentor, and why another may not."""
    sit_down(request, visit)
    if not KEEPS_PEERS.allows(visit.standing):
        raise PermissionDenied
    groups = list(Group.objects.filter(book_id=visit.book, status="active").order_by("name"))
    form = OfferForm(request.POST or None, groups=groups, initial=_wished(request, visit))
    if request.method == "POST" and form.is_valid():
        topics = form.cleaned_data["topics"]
        done = carry_out(request, visit, offer_mentoring, form=form, topics=topics, **form.pair)
        if done is not None:
            messages.success(request, _("Tawaran tersimpan. Pendampingan mulai begitu kedua KSM setuju."))
            return redirect("peers:show", pair=done["pair"])
    context = {
        "form": form,
        "known": _known(visit, groups) if BRINGS_PEERS_TOGETHER.allows(visit.standing) else (),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "peers/offer.html", context, status=422 if form.errors else 200)


def _wished(request: HttpRequest, visit: Visit) -> dict[str, str]:
    """The KSM from whose page one comes, or the one that one leads, stands ready as the mentored."""
    led = sorted(map(str, visit.standing.led_groups))
    return {"mentee": request.GET.get("ksm", led[0] if len(led) == 1 else "")}


def _known(visit: Visit, groups: Sequence[Group]) -> tuple[Table, Table]:
    """Which KSM may mentor today, by stage and missed instalments; and which may not yet, each with the reason."""
    most = rules_at(visit.book, visit.today).count("mentoring.mentor_missed")
    found, form = peers_on(visit.book, visit.today, groups), instrument(KOTAKU_FORM, visit.today)
    against = {group.pk: _against(found[group.pk], most) for group in groups}
    name, stage = Column(label=_("KSM")), Column(label=_("Tahap"))
    missed = Column(label=_("Angsuran tertunggak"), kind="number", key=True)
    ready = Table(
        caption=_("Siapa yang dapat mendampingi"),
        columns=(name, stage, missed),
        rows=[_known_row(group, found[group.pk], form) for group in groups if not against[group.pk]],
        note=_("Tahapnya juga tidak boleh lebih rendah daripada KSM yang didampingi."),
        empty=_("Belum ada KSM yang dapat mendampingi. Alasannya di bawah ini."),
    )
    others = Table(
        caption=_("Siapa yang belum, dan mengapa"),
        columns=(name, stage, missed, Column(label=_("Alasan"))),
        rows=[(*_known_row(group, found[group.pk], form), against[group.pk]) for group in groups if against[group.pk]],
    )
    return ready, others


def _known_row(group: Group, peer: Peer, form: Instrument) -> tuple[Cell | str | int, ...]:
    stage = _("belum dinilai") if peer.rank is None else stage_word(form, form.stages[peer.rank].key)
    return Cell(value=group.name, href=reverse("signs:group", args=[group.pk])), stage, peer.missed


def _against(peer: Peer, most: int) -> str:
    """What speaks against a mentor, whomever it mentors; nothing when nothing does."""
    try:
        check_mentor(peer, Peer(name="", missed=0, rank=None), most_missed=most)
    except Problem as refusal:
        return say(refusal)
    return ""


def _open_pair(request: HttpRequest, visit: Visit, pair: UUID) -> Pair:
    sit_down(request, visit)
    found = one(visit, pair)
    if not keeps(visit, found):
        raise PermissionDenied
    return found


@enter(*READERS)
def sit(request: HttpRequest, visit: Visit, pair: UUID) -> HttpResponse:
    """The form of one session."""
    found = _open_pair(request, visit, pair)
    if found.state not in ("running", "dissolved"):
        return redirect("peers:show", pair=pair)
    begun = found.begun or found.row.offered_on
    form = SessionForm(request.POST or None, mentee=found.row.mentee.name, begun=begun, today=visit.today)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, record_peer_session, form=form, pair=pair, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("Pertemuan belajar tercatat."))
            return redirect("peers:show", pair=pair)
    return _form(request, found, form, _("Catat pertemuan belajar"), _("Simpan pertemuan"))


@enter(*READERS)
def take_back(request: HttpRequest, visit: Visit, pair: UUID, session: UUID) -> HttpResponse:
    """The form that takes a session back, for the KSM that wrote it and for the facilitator."""
    found = _open_pair(request, visit, pair)
    wrong = next((one for one in found.written if one.pk == session), None)
    if wrong is None:
        raise Http404
    if not takes_sessions_back(visit.standing, wrote_for(wrong)):
        raise PermissionDenied
    if hasattr(wrong, "taken_back"):
        return redirect("peers:show", pair=pair)
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, take_back_session, form=form, session=session, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("Catatan ditarik dan tidak terhitung lagi."))
            return redirect("peers:show", pair=pair)
    return _form(request, found, form, _("Tarik catatan pertemuan"), _("Tarik catatan"), wrong=wrong)


@enter(*READERS)
def end(request: HttpRequest, visit: Visit, pair: UUID) -> HttpResponse:
    """The form that ends a mentoring or declines its offer."""
    found = _open_pair(request, visit, pair)
    if found.state in ("ended", "declined"):
        return redirect("peers:show", pair=pair)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, end_mentoring, form=form, pair=pair, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("Pendampingan ini selesai.") if found.begun else _("Tawaran ini tidak jadi."))
            return redirect("peers:show", pair=pair)
    title = _("Akhiri pendampingan") if found.begun else _("Tolak atau tarik tawaran")
    return _form(request, found, form, title, title)


def _form(
    request: HttpRequest,
    found: Pair,
    form: SessionForm | BackForm | EndForm,
    title: str,
    submit: str,
    wrong: PeerSession | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "pair_title": title_of(found.row),
        "title": title,
        "submit": submit,
        "wrong": wrong,
        "final": found.state == "ended",
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "peers/step.html", context, status=422 if form.errors else 200)
