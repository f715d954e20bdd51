"""Who is to be asked again, the form for it, and one record beside how it was before the loan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.core.problems.access import NotFound
from gulir.governance.queries import rules_at
from gulir.lending.models import MemberForm
from gulir.mentoring.models import FollowUp
from gulir.mentoring.policy import READS_ANSWERS, WRITES_FOLLOW_UPS
from gulir.mentoring.queries.followups import Followed, followed, record_seen
from gulir.mentoring.services import correct_followup, record_followup
from gulir.web import words
from gulir.web.desks import sit_down_anywhere
from gulir.web.outcomes.forms import QUESTIONS, FollowUpForm, said_before
from gulir.web.outcomes.words import ANSWER_WORDS, ROUND_WORDS, WORKER_WORDS, stands
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["ask", "asking", "correct", "due", "show"]

READERS = ("facilitator", "officer", "overseer")
LATE = "mentoring.followup_days"
"""The rule that says from when on an asking that waits is late."""


def asking(visit: Visit) -> int:
    """How many members wait to be asked again today."""
    return sum(row.due is not None for row in followed(visit.book, visit.standing, on=visit.today))


@enter(*READERS)
def due(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everyone who is followed: whom to ask now, and how each round stands."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not READS_ANSWERS.allows(visit.standing):
        raise PermissionDenied
    rows = followed(visit.book, visit.standing, on=visit.today)
    late_after = rules_at(visit.book, visit.today).count(LATE)
    waiting = [row for row in rows if row.due is not None]
    context = {
        "waiting": _waiting(waiting, late_after, writes=WRITES_FOLLOW_UPS.allows(visit.standing)),
        "count": len(waiting),
        "everyone": _everyone(sorted(rows, key=lambda row: (row.ksm, row.name)), late_after),
    }
    return render(request, "outcomes/due.html", context)


def _who(row: Followed) -> Cell:
    return Cell(value=row.name, note=_("KSM %(ksm)s") % {"ksm": row.ksm})


def _waiting(rows: list[Followed], late_after: int, *, writes: bool) -> Table:
    columns = [
        Column(label=_("Anggota")), Column(label=_("Giliran")), Column(label=_("Sejak"), kind="date"),
        Column(label=_("Keadaan")),
    ]  # fmt: skip
    shown: list[list[Value | Cell]] = []
    for row in rows:
        if row.due is None:
            continue
        state, word = stands(row.due, late_after=late_after)
        line: list[Value | Cell] = [
            _who(row), str(ROUND_WORDS[row.due.round]), row.due.due_on, Cell(value="", state=state, word=word)
        ]  # fmt: skip
        if writes:
            line.append(Cell(value=_("Tanya"), href=reverse("outcomes:ask", args=[row.person, row.due.round])))
        shown.append(line)
    if writes:
        columns.append(Column(label=_("Catat")))
    return Table(
        caption=_("Ditanya sekarang"), columns=columns, rows=shown,
        empty=_("Tidak ada anggota yang menunggu ditanya."),
    )  # fmt: skip


def _everyone(rows: list[Followed], late_after: int) -> Table:
    def cell(row: Followed, place: int) -> Cell:
        one = row.rounds[place]
        said = row.answers.get(one.round)
        state, word = stands(one, late_after=late_after)
        if said is None:
            return Cell(value=one.due_on, state=state, word=word)
        tone = "good" if said.answer == "answered" else "watch"
        href = reverse("outcomes:show", args=[said.pk])
        return Cell(value=said.asked_on, href=href, state=tone, word=ANSWER_WORDS[said.answer])  # type: ignore[arg-type]

    return Table(
        caption=_("Semua anggota yang diikuti"),
        columns=(
            Column(label=_("Anggota")), Column(label=_("Pinjaman pertama cair"), kind="date"),
            *(Column(label=word, kind="date") for word in ROUND_WORDS.values()),
        ),
        rows=[(_who(row), row.paid_out, *(cell(row, place) for place in range(len(ROUND_WORDS)))) for row in rows],
        empty=_("Belum ada anggota yang mengisi formulir sebelum pinjaman pertamanya."),
    )  # fmt: skip


# ---------------------------------------------------------------- asked and written down


@enter(*READERS)
def ask(request: HttpRequest, visit: Visit, person: UUID, turn: str) -> HttpResponse:
    """The form for one member in one round; it begins with nothing, so that nobody repeats what was said before."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not WRITES_FOLLOW_UPS.allows(visit.standing):
        raise PermissionDenied
    row = next((row for row in followed(visit.book, visit.standing, on=visit.today) if row.person == person), None)
    if row is None or turn not in ROUND_WORDS:
        raise Http404
    form = FollowUpForm(request.POST or None, initial={"asked_on": visit.today})
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, record_followup, form=form, person=person, turn=turn, sheet=form.sheet)
        if done is not None:
            messages.success(request, _("Jawaban %(name)s tersimpan.") % {"name": row.name})
            return redirect("outcomes:show", followup=done["followup"])
    said = {"name": row.name, "turn": ROUND_WORDS[turn]}
    context = {
        "form": form,
        "title": _("Tanya %(name)s, %(turn)s setelah pinjaman pertama") % said,
        "lead": _("Pertanyaannya sama dengan formulir sebelum pinjaman. Tulis apa adanya."),
        "back": reverse("outcomes:due"),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "outcomes/form.html", context, status=422 if form.errors else 200)


@enter(*READERS)
def correct(request: HttpRequest, visit: Visit, followup: UUID) -> HttpResponse:
    """The same form for a record that was wrong, with the reason."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not WRITES_FOLLOW_UPS.allows(visit.standing):
        raise PermissionDenied
    wrong = _record(visit, followup)
    form = FollowUpForm(request.POST or None, corrects=True, initial=said_before(wrong))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = carry_out(
            request, visit, correct_followup, form=form, followup=followup, reason=reason, sheet=form.sheet
        )
        if done is not None:
            messages.success(request, _("Catatan diperbaiki. Yang lama tetap tersimpan."))
            return redirect("outcomes:show", followup=done["followup"])
    context = {
        "form": form,
        "title": _("Betulkan jawaban %(name)s") % {"name": wrong.person.name},
        "lead": _("Catatan lama tetap tersimpan. Yang baru menyebut alasannya."),
        "back": reverse("outcomes:show", args=[followup]),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "outcomes/form.html", context, status=422 if form.errors else 200)


def _record(visit: Visit, followup: UUID) -> FollowUp:
    try:
        return record_seen(visit.book, followup, visit.standing)
    except NotFound as absent:
        raise Http404 from absent


# ---------------------------------------------------------------- one record


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, followup: UUID) -> HttpResponse:
    """One record: what was answered beside how it was before the loan, and who works in the business."""
    sit_down_anywhere(request, visit, "groups", rather="facilitator")
    if not READS_ANSWERS.allows(visit.standing):
        raise PermissionDenied
    found = _record(visit, followup)
    newer = FollowUp.objects.filter(corrects=found).first()
    jobs = list(found.jobs.order_by("line"))
    context = {
        "row": found,
        "turn": ROUND_WORDS[found.round],
        "answer": ANSWER_WORDS[found.answer],
        "answered": found.answer == "answered",
        "newer": newer,
        "mine": newer is None and WRITES_FOLLOW_UPS.allows(visit.standing),
        "sides": _sides(found.baseline, found) if found.answer == "answered" else None,
        "jobs": _jobs(jobs) if jobs else None,
    }
    return render(request, "outcomes/show.html", context)


def _sides(before: MemberForm, after: FollowUp) -> Table:
    """Each question of the form: how it was, how it is, the difference."""
    labels = {name: field.label for name, field in FollowUpForm().fields.items() if name in QUESTIONS}
    rows: list[tuple[Any, ...]] = []
    for name in QUESTIONS:
        was, now = getattr(before, name), getattr(after, name)
        people = name in ("workers", "dependants")
        shown = [str(value) if people else words.rupiah(value) for value in (was, now, now - was)]
        rows.append((str(labels[name]), *shown))
    return Table(
        caption=_("Dulu dan sekarang"),
        columns=(
            Column(label=_("Pertanyaan")), Column(label=_("Sebelum pinjaman"), kind="number"),
            Column(label=_("Sekarang"), kind="number", key=True), Column(label=_("Selisih"), kind="number"),
        ),
        rows=rows,
        note=_("Uang dalam rupiah sebulan; modal dalam rupiah."),
    )  # fmt: skip


def _jobs(jobs: list[Any]) -> Table:
    return Table(
        caption=_("Yang bekerja di usaha ini"),
        columns=(
            Column(label=_("Siapa")), Column(label=_("Jam seminggu"), kind="number"),
            Column(label=_("Bulan setahun"), kind="number"), Column(label=_("Jenis kelamin")),
            Column(label=_("Keluarga miskin")),
        ),
        rows=[
            (
                str(WORKER_WORDS[job.who]), job.weekly_hours, job.months,
                _("Perempuan") if job.woman else _("Laki-laki"), _("Ya") if job.poor else _("Tidak"),
            )
            for job in jobs
        ],
    )  # fmt: skip
