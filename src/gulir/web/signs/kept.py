"""A reading is kept by the facilitator, read by all who may, and answered by the KSM."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gulir.base.reference import instruments
from gulir.core.problems.access import NotFound
from gulir.mentoring.models import Assessment
from gulir.mentoring.policy import KEEPS_SIGNS
from gulir.mentoring.queries.records import records_of
from gulir.mentoring.queries.signs import INSTRUMENTS, assessment_of, group_seen, measured
from gulir.mentoring.services.signs import keep_assessment, reply_to_assessment
from gulir.web.instruments import item_name, stage_word, version_word
from gulir.web.replies import ReplyForm
from gulir.web.signs.forms import AssessForm
from gulir.web.signs.lines import READERS, Line, lines_of, sit_down
from gulir.web.signs.rows import Rows
from gulir.web.signs.words import sentence_of, short_name, told_of
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["keep", "show"]


@enter(*READERS)
def keep(request: HttpRequest, visit: Visit, group: UUID, instrument: str) -> HttpResponse:
    """What the records say today beside the questions for a person; kept as one reading."""
    sit_down(request, visit, group)
    if not KEEPS_SIGNS.allows(visit.standing):
        raise PermissionDenied
    if instrument not in INSTRUMENTS:
        raise Http404
    try:
        of = group_seen(visit.book, group, visit.standing)
    except NotFound as absent:
        raise Http404 from absent
    reading = measured(instrument, records_of(of, visit.today), visit.today)
    again = Assessment.objects.filter(group=of, instrument=instrument, read_on=visit.today).exists()
    form = AssessForm(request.POST or None, instrument=reading.instrument, again=again)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, keep_assessment, form=form, group=of.pk, instrument=instrument, told=form.told,
            notes=form.notes, reason=form.cleaned_data.get("reason", ""),
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Penilaian tersimpan. KSM dapat menanggapinya."))
            return redirect("signs:show", assessment=done["assessment"])
    rows = Rows(visit, {name for one in reading.found.values() for name in one.rows})
    context = {
        "g": of,
        "form": form,
        "name": short_name(instrument),
        "version": version_word(reading.instrument),
        "lines": lines_of(reading.instrument, reading.found, rows),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "signs/keep.html", context, status=422 if form.errors else 200)


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, assessment: UUID) -> HttpResponse:
    """One reading as it was kept, the KSM's own words beside it, and the form for those who may answer."""
    try:
        found = assessment_of(visit.book, assessment, visit.standing)
    except NotFound as absent:
        raise Http404 from absent
    sit_down(request, visit, found.group_id)
    answers = found.group_id in visit.standing.led_groups
    form = ReplyForm(request.POST or None) if answers else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data["said"]
        done = carry_out(request, visit, reply_to_assessment, form=form, assessment=assessment, said=said)
        if done is not None:
            messages.success(request, _("Tanggapan tercatat di samping penilaian."))
            return redirect("signs:show", assessment=assessment)
    kind = instruments()[found.instrument, found.version]
    context = {
        "kept": found,
        "name": short_name(found.instrument),
        "version": version_word(kind),
        "stage": stage_word(kind, found.stage),
        "most": kind.most,
        "lines": _lines(visit, found),
        "replies": sorted(found.replies.all(), key=lambda row: row.at),
        "form": form,
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "signs/show.html", context, status=422 if form is not None and form.errors else 200)


def _lines(visit: Visit, kept: Assessment) -> list[Line]:
    """Every question of the instrument with what was kept of it, in its order."""
    kind = instruments()[kept.instrument, kept.version]
    answers = {row.item: row for row in kept.answers.all()}
    rows = Rows(visit, {name for row in answers.values() for name in row.rows})
    found = []
    for item in kind.items:
        row = answers.get(item.key)
        points = row.points if row else None
        said = (
            sentence_of(kind.key, item.key, points, row.figures)
            if row is not None and row.computed
            else told_of(kind, item.key, points)
        )
        found.append(
            Line(
                name=item_name(kind, item.key),
                said=said,
                points=points,
                most=item.most,
                behind=rows.of(row.rows, row.missed) if row else [],
                note=row.note if row else "",
            )
        )
    return found
