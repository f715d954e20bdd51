"""How far the programme's routines have passed to residents, and whether the facilitator may leave."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.base.reference import instrument, instruments
from gulir.core.handover import ALONE, ALONE_NEEDED, QUARTERS_NEEDED, ROUTINES
from gulir.core.instruments import Instrument
from gulir.core.problems.access import NotFound
from gulir.mentoring.policy import ANSWERS_HANDOVERS, KEEPS_HANDOVERS, READS_HANDOVERS
from gulir.mentoring.queries.handovers import HANDOVER_FORM, Climb, ReadLadder, climb_of, handover_of
from gulir.mentoring.services.handovers import read_handover, reply_to_handover
from gulir.web import charts, words
from gulir.web.desks import sit_down_anywhere
from gulir.web.handovers.forms import LadderForm
from gulir.web.handovers.words import quarter_word
from gulir.web.instruments import answer_word, item_name, version_word
from gulir.web.replies import ReplyForm
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["index", "read", "show"]

READERS = ("facilitator", "trustee", "officer", "overseer")


def _sit_down(request: HttpRequest, visit: Visit) -> None:
    sit_down_anywhere(request, visit, "handover", rather="facilitator")
    if not READS_HANDOVERS.allows(visit.standing):
        raise PermissionDenied


@enter(*READERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The ladder over time, the exit test sentence by sentence, and every reading."""
    _sit_down(request, visit)
    climb = climb_of(visit.book, visit.standing, on=visit.today)
    form = instrument(HANDOVER_FORM, visit.today)
    last = climb.counted[-1] if climb.counted else None
    context = {
        "climb": climb,
        "last": last,
        "index": _percent(last),
        "note": quarter_word(last.ladder.on) if last else "",
        "picture": _picture(climb, form),
        "tests": _tests(climb, form),
        "readings": _readings(climb),
        "version": version_word(form),
        "keeps": KEEPS_HANDOVERS.allows(visit.standing),
        "due": quarter_word(visit.today) if climb.due else "",
    }
    return render(request, "handovers/index.html", context)


def _percent(one: ReadLadder | None) -> str:
    """The index as a share of the way, a dash while something is not read."""
    return "–" if one is None or one.index is None else words.percent(one.index * 100, 0)


def _picture(climb: Climb, form: Instrument) -> SafeString | str:
    """One line of boxes a routine, one box a quarter, filled as high as its rung."""
    if not climb.counted:
        return ""
    quarters = [quarter_word(one.ladder.on) for one in climb.counted]
    rows = [
        (
            item_name(form, routine),
            [one.ladder.levels.get(routine) for one in climb.counted],
            lambda level, routine=routine: answer_word(form, routine, level),
        )
        for routine in ROUTINES
    ]
    return charts.rungs(_("Siapa yang menjalankan setiap kegiatan"), quarters, rows, most=ALONE)


def _tests(climb: Climb, form: Instrument) -> list[tuple[str, str, str]]:
    """The conditions of the exit test: how each stands, what it says, and what is missing."""
    test = climb.test
    below = ", ".join(item_name(form, routine) for routine in test.below)
    return [
        (
            "watch" if test.below else "good",
            _("Semua kegiatan dijalankan warga, pendamping paling banyak hadir."),
            _("Belum: %(routines)s.") % {"routines": below} if below else "",
        ),
        (
            "good" if test.alone >= ALONE_NEEDED else "watch",
            _("Paling sedikit %(needed)s dari %(all)s kegiatan dijalankan warga sendiri.")
            % {"needed": ALONE_NEEDED, "all": len(ROUTINES)},
            _("Sekarang %(alone)s.") % {"alone": test.alone},
        ),
        (
            "good" if test.quarters >= QUARTERS_NEEDED else "watch",
            _("Begitu selama %(needed)s triwulan berturut-turut sampai hari ini.") % {"needed": QUARTERS_NEEDED},
            _("Sekarang %(quarters)s triwulan.") % {"quarters": test.quarters},
        ),
    ]


def _readings(climb: Climb) -> Table:
    counted = {one.id for one in climb.counted}
    return Table(
        caption=_("Pembacaan"),
        columns=(
            Column(label=_("Tanggal"), kind="date"), Column(label=_("Triwulan")),
            Column(label=_("Warga sendiri"), kind="number"), Column(label=_("Indeks"), kind="percent"),
        ),
        rows=[
            (
                one.ladder.on,
                Cell(
                    value=quarter_word(one.ladder.on).capitalize(),
                    href=reverse("handovers:show", args=[one.id]),
                    note="" if one.id in counted else _("Diganti pembacaan sesudahnya"),
                ),
                len(one.ladder.alone),
                None if one.index is None else one.index * 100,
            )
            for one in reversed(climb.readings)
        ],
        empty=_("Tangga serah terima belum pernah dibaca."),
    )  # fmt: skip


@enter(*READERS)
def read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The ladder of this quarter: one choice a routine, ready as the last reading stands."""
    _sit_down(request, visit)
    if not KEEPS_HANDOVERS.allows(visit.standing):
        raise PermissionDenied
    climb = climb_of(visit.book, visit.standing, on=visit.today)
    kind = instrument(HANDOVER_FORM, visit.today)
    last = climb.readings[-1] if climb.readings else None
    form = LadderForm(request.POST or None, instrument=kind, last=last, again=not climb.due)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        done = carry_out(request, visit, read_handover, form=form, levels=form.levels, seen=form.seen, reason=reason)
        if done is not None:
            messages.success(request, _("Tangga serah terima tercatat. BKM dapat menanggapinya."))
            return redirect("handovers:show", reading=done["reading"])
    context = {
        "form": form,
        "quarter": quarter_word(visit.today),
        "last": last,
        "version": version_word(kind),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "handovers/read.html", context, status=422 if form.errors else 200)


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, reading: UUID) -> HttpResponse:
    """One reading as it was kept, the board's own words beside it, and the form for those who may answer."""
    _sit_down(request, visit)
    try:
        found = handover_of(visit.book, reading, visit.standing)
    except NotFound as absent:
        raise Http404 from absent
    answers = ANSWERS_HANDOVERS.allows(visit.standing)
    form = ReplyForm(request.POST or None, label=_("Tanggapan BKM")) if answers else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data["said"]
        done = carry_out(request, visit, reply_to_handover, form=form, reading=reading, said=said)
        if done is not None:
            messages.success(request, _("Tanggapan tercatat di samping pembacaan."))
            return redirect("handovers:show", reading=reading)
    kind = instruments()[HANDOVER_FORM, found.version]
    context = {
        "found": found,
        "quarter": quarter_word(found.ladder.on),
        "index": _percent(found),
        "lines": [
            (
                item_name(kind, routine),
                _tone(level),
                answer_word(kind, routine, level) if level else _("belum dilihat"),
                found.seen.get(routine, ""),
            )
            for routine in ROUTINES
            for level in [found.ladder.levels.get(routine)]
        ],
        "version": version_word(kind),
        "form": form,
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "handovers/show.html", context, status=422 if form is not None and form.errors else 200)


def _tone(level: int | None) -> str:
    """How a rung looks: alone good, with residents to be watched, the facilitator alone too."""
    return "info" if level is None or level == ALONE - 1 else "good" if level == ALONE else "watch"
