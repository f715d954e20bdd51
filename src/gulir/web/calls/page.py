"""A visit is written, read with its photos, corrected by who wrote it and answered by the visited KSM."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.community.queries import group_of, members
from gulir.core.problems.access import NotFound
from gulir.core.visits import PromiseState
from gulir.lending.models import Loan
from gulir.lending.queries import loans_seen
from gulir.mentoring.models import Visit as Called
from gulir.mentoring.policy import READS_VISITS, WRITES_LOAN_VISITS, WRITES_VISITS
from gulir.mentoring.queries.visits import photo_of, promises_of, promises_open, visit_record, visits_seen
from gulir.mentoring.services.visits import correct_visit, record_visit, reply_to_visit
from gulir.web.calls.forms import VisitForm
from gulir.web.calls.outlook import suggested
from gulir.web.calls.words import (
    HEARD_WORDS,
    PURPOSE_WORDS,
    RESULT_WORDS,
    SEEN_WORDS,
    SIGHT_WORDS,
    STAGE_WORDS,
    TAUGHT_WORDS,
    USER_WORDS,
    promise_word,
)
from gulir.web.desks import sit_down_anywhere
from gulir.web.photos import photo_file
from gulir.web.replies import ReplyForm
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["correct", "picture", "show", "write"]

READERS = ("facilitator", "officer", "trustee", "overseer", "member")


@enter(*READERS)
def write(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """The form of a visit to one KSM; `?pinjaman=` makes it one about the use of that loan."""
    return _form(request, visit, group, wrong=None)


@enter(*READERS)
def correct(request: HttpRequest, visit: Visit, call: UUID) -> HttpResponse:
    """The same form for a record that was wrong: by who wrote it, with a reason."""
    wrong = visits_seen(visit.book, visit.standing).filter(pk=call).first()
    if wrong is None:
        raise Http404
    if wrong.written_by_id != visit.actor.pk:
        raise PermissionDenied
    return _form(request, visit, wrong.group_id, wrong=wrong)


def _form(request: HttpRequest, visit: Visit, group: UUID, *, wrong: Called | None) -> HttpResponse:
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not WRITES_LOAN_VISITS.allows(visit.standing):
        raise PermissionDenied
    try:
        of = group_of(visit.book, group)
    except NotFound as absent:
        raise Http404 from absent
    loan = wrong.loan if wrong else _loan(request, visit, group)
    if loan is None and not WRITES_VISITS.allows(visit.standing):
        raise PermissionDenied
    form = VisitForm(
        request.POST or None,
        request.FILES or None,
        members=members(group, wrong.held_on if wrong else visit.today),
        promises=promises_open(group, on=visit.today, before=wrong.number if wrong else None),
        loan=loan,
        shares=list(loan.shares.filter(live=True, person__isnull=False).select_related("person")) if loan else (),
        corrects=wrong is not None,
        suggested=suggested(visit, group),
        lines=_lines_of(wrong) if wrong else 0,
        initial=_initial(request, visit, wrong),
    )
    if wrong:
        form.fields["held_on"].disabled = True
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"sheet": form.sheet}
        if wrong:
            done = carry_out(
                request, visit, correct_visit, form=form, call=wrong.pk, reason=form.cleaned_data["reason"], **given
            )
        else:
            on = form.cleaned_data["held_on"]
            done = carry_out(request, visit, record_visit, form=form, group=group, on=on, **given)
        if done is not None:
            messages.success(request, _("Kunjungan ke-%(number)s tercatat.") % done)
            return redirect("calls:show", call=done["visit"])
    context = {
        "group": of,
        "form": form,
        "loan": loan,
        "wrong": wrong,
        "key": request.POST.get("key") or fresh_key(),
        "back": reverse("calls:group", args=[group]),
    }
    return render(request, "calls/form.html", context, status=422 if form.errors else 200)


def _lines_of(wrong: Called) -> int:
    """The most lines of one kind that the wrong record has: a correction drops none of them unseen."""
    kinds = list(wrong.notes.values_list("kind", flat=True))
    return max(kinds.count("heard"), kinds.count("taught"))


def _initial(request: HttpRequest, visit: Visit, wrong: Called | None) -> dict[str, Any]:
    """Today and half an hour, or what the wrong record says."""
    if wrong is None:
        return {"held_on": visit.today, "minutes": 30, "stage": request.GET.get("tahap", "first")}
    names = (
        "held_on", "minutes", "purpose", "stage", "place", "others", "next_on", *SIGHT_WORDS, "condition", "criterion",
        "cause", "effect", "advice", "answer",
    )  # fmt: skip
    found = {name: getattr(wrong, name) for name in names}
    found["met"] = [str(person) for person in wrong.met.values_list("person_id", flat=True)]
    for no, promise in enumerate(wrong.promises.order_by("line")[:3], 1):
        found |= {f"p{no}_who": promise.who, f"p{no}_said": promise.said, f"p{no}_due": promise.due_on}
    counted = {"heard": 0, "taught": 0}
    for note in wrong.notes.order_by("line"):
        counted[note.kind] += 1
        key = f"{note.kind[0]}{counted[note.kind]}"
        found |= {f"{key}_topic": note.topic, f"{key}_said": note.said}
        found |= {f"{key}_minutes": note.minutes} if note.kind == "taught" else {f"{key}_consent": note.consent}
    for result in wrong.results.all():
        found[f"r{result.promise_id}"] = result.result
    if wrong.loan is not None:
        shares = {share.person_id: share.pk for share in wrong.loan.shares.filter(live=True)}
        for use in wrong.uses.all():
            key = f"u{shares.get(use.person_id)}"
            found |= {f"{key}_user": use.user, f"{key}_for": use.used_for, f"{key}_alive": use.alive}
            found[f"{key}_note"] = use.note
    return found


def _loan(request: HttpRequest, visit: Visit, group: UUID) -> Loan | None:
    """The loan the address names, of this KSM; another one is not there."""
    asked = request.GET.get("pinjaman")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError as unclear:
        raise Http404 from unclear
    found = loans_seen(visit.book, visit.standing).filter(pk=key, group_id=group).first()
    if found is None:
        raise Http404
    return found


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, call: UUID) -> HttpResponse:
    """One record as it was written, the KSM's own words beside it, and the form for those who may answer."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not READS_VISITS.allows(visit.standing):
        raise PermissionDenied
    try:
        record = visit_record(visit.book, call, visit.standing)
    except NotFound as absent:
        raise Http404 from absent
    answers = record.visit.group_id in visit.standing.led_groups
    form = ReplyForm(request.POST or None) if answers else None
    if request.method == "POST" and form is not None and form.is_valid():
        done = carry_out(request, visit, reply_to_visit, form=form, call=call, said=form.cleaned_data["said"])
        if done is not None:
            messages.success(request, _("Tanggapan tercatat di samping catatan kunjungan."))
            return redirect("calls:show", call=call)
    found = record.visit
    standing = list(visits_seen(visit.book, visit.standing, group=found.group_id))
    states = {row.id: row.state for row in promises_of(standing, on=visit.today).get(found.pk, ())}
    context = {
        "record": record,
        "promised": [(row, states.get(row.pk), _stood(states.get(row.pk))) for row in record.promises],
        "purpose": PURPOSE_WORDS[found.purpose],
        "stage": STAGE_WORDS.get(found.stage, ""),
        "seen": [(word, getattr(found, name), SEEN_WORDS[getattr(found, name)]) for name, word in SIGHT_WORDS.items()],
        "heard": [(HEARD_WORDS[note.topic], note) for note in record.heard],
        "taught": [(TAUGHT_WORDS[note.topic], note) for note in record.taught],
        "results": [(RESULT_WORDS[row.result], row) for row in record.results],
        "uses": _uses(record.uses) if record.uses else None,
        "form": form,
        "key": request.POST.get("key") or fresh_key(),
        "mine": found.written_by_id == visit.actor.pk and record.newer is None,
    }
    return render(request, "calls/show.html", context, status=422 if form is not None and form.errors else 200)


def _stood(state: PromiseState | None) -> str:
    """How a promise of this visit stands now; nothing when the record was replaced."""
    if state is None:
        return ""
    return str(RESULT_WORDS[state.state]) if state.state in RESULT_WORDS else promise_word(state)


def _uses(rows: tuple[Any, ...]) -> Table:
    tones = {"yes": "good", "no": "bad", "unseen": "info"}
    return Table(
        caption=_("Penggunaan pinjaman"),
        columns=(
            Column(label=_("Anggota")), Column(label=_("Pemakai")), Column(label=_("Dipakai untuk")),
            Column(label=_("Usahanya berjalan")),
        ),
        rows=[
            (
                row.person.name,
                Cell(value=str(USER_WORDS[row.user])),
                Cell(value=row.used_for, note=row.note),
                Cell(value="", state=tones[row.alive], word=SEEN_WORDS[row.alive]),  # type: ignore[arg-type]
            )
            for row in rows
        ],
    )  # fmt: skip


@enter(*READERS)
def picture(request: HttpRequest, visit: Visit, photo: int) -> HttpResponseBase:
    """The photo itself, for those who may read its visit."""
    try:
        found = photo_of(visit.book, photo, visit.standing)
    except NotFound as absent:
        raise Http404 from absent
    place = photo_file(found.file_id)
    if not place.is_file():
        raise Http404
    answer = FileResponse(place.open("rb"), content_type=found.file.media_type)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
