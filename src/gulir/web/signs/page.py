"""One KSM and how it lives: habits and the Kotaku form from its records, over time, with the rows behind each."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.base.reference import instruments
from gulir.core.dates import add_months, month_end
from gulir.core.problems.access import NotFound
from gulir.mentoring.models import Assessment
from gulir.mentoring.policy import KEEPS_SIGNS
from gulir.mentoring.queries import record_of
from gulir.mentoring.queries.gathering import gathered_of
from gulir.mentoring.queries.records import habits_on
from gulir.mentoring.queries.signs import INSTRUMENTS, KOTAKU_FORM, Health, health_of
from gulir.web import charts, words
from gulir.web.instruments import item_name, stage_word, version_word
from gulir.web.members.meetings import told_at
from gulir.web.signs.lines import READERS, channel_said, gathered_lines, lines_of, sit_down
from gulir.web.signs.rows import Rows
from gulir.web.signs.words import short_name
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter

__all__ = ["meeting", "show"]

MONTHS_SHOWN = 6


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """How one KSM lives today, from its own records; what was kept before, and what it answered."""
    sit_down(request, visit, group)
    try:
        health = health_of(visit.book, group, visit.standing, on=visit.today)
    except NotFound as absent:
        raise Http404 from absent
    gathered = gathered_of(health.group, visit.today)
    behind = [*health.habits.found.values(), *health.kotaku.found.values()]
    rows = Rows(
        visit, {n for one in behind for n in one.rows} | {n for one in gathered.signs.values() for n in one.rows}
    )
    newest = health.newest(KOTAKU_FORM)
    context = {
        "g": health.group,
        "health": health,
        "stage": _stage(newest) if newest else _("Belum dinilai"),
        "moved": _moved(health),
        "habits": lines_of(health.habits.instrument, health.habits.found, rows),
        "habits_stage": _habits_stage(health),
        "kotaku": lines_of(health.kotaku.instrument, health.kotaku.found, rows),
        "versions": [version_word(health.habits.instrument), version_word(health.kotaku.instrument)],
        "flag": channel_said(gathered),
        "together": gathered_lines(gathered, rows),
        "over_time": _over_time(health),
        "kept": _kept(health),
        "keeps": [(key, short_name(key)) for key in INSTRUMENTS]
        if KEEPS_SIGNS.allows(visit.standing) and health.group.status == "active"
        else [],
        "leads": health.group.pk in visit.standing.led_groups,
        "unanswered": _unanswered(health),
    }
    return render(request, "signs/group.html", context)


def _stage(kept: Assessment) -> str:
    return stage_word(instruments()[kept.instrument, kept.version], kept.stage)


def _moved(health: Health) -> str:
    """In a few words, whether the last reading rose above the one before or fell below it."""
    moved = health.moved(KOTAKU_FORM)
    if moved > 0:
        return _("Naik dari penilaian sebelumnya")
    return _("Turun dari penilaian sebelumnya") if moved < 0 else ""


def _habits_stage(health: Health) -> str:
    """The stage of the five habits today, and whether what is not known yet could still change it."""
    total, form = health.habits.score, health.habits.instrument
    facts = {"stage": stage_word(form, total.stage), "points": total.points, "most": form.most}
    if total.sure:
        return _("%(stage)s, %(points)s dari %(most)s nilai.") % facts
    return _("Sementara %(stage)s, %(points)s dari %(most)s nilai; sebagian belum ada catatannya.") % facts


def _over_time(health: Health) -> SafeString | str:
    """Each habit in percent at the end of the last months and today, as small lines of one scale."""
    ends = [month_end(add_months(health.on, -back)) for back in range(MONTHS_SHOWN, 0, -1)]
    days: list[date] = [*(day for day in ends if day < health.on), health.on]
    form = health.habits.instrument
    read = [habits_on(health.records, day) for day in days]
    if not any(sign.percent is not None for signs in read for sign in signs.values()):
        return ""
    series = [
        charts.Series(item_name(form, item.key), [signs[item.key].percent for signs in read]) for item in form.items
    ]
    labels = [words.short_date(day) for day in days]
    return charts.multiples(
        _("Lima kebiasaan dalam enam bulan"), labels, series, unit="percent", heading=_("Kebiasaan")
    )


def _kept(health: Health) -> Table:
    return Table(
        caption=_("Penilaian yang disimpan"),
        columns=(
            Column(label=_("Penilaian")),
            Column(label=_("Tanggal"), kind="date"),
            Column(label=_("Tahap"), key=True),
            Column(label=_("Nilai")),
            Column(label=_("Tanggapan KSM"), kind="number"),
        ),
        rows=[
            (
                Cell(
                    value=_("%(name)s ke-%(number)s") % {"name": short_name(one.instrument), "number": one.number},
                    href=reverse("signs:show", args=[one.pk]),
                ),
                one.read_on,
                _stage(one),
                _("%(points)s dari %(most)s")
                % {"points": one.points, "most": instruments()[one.instrument, one.version].most},
                health.replies.get(one.pk, 0),
            )
            for one in health.kept
        ],
        empty=_("Belum ada penilaian yang disimpan. Kalimat di atas dihitung dari catatan hari ini."),
    )


def _unanswered(health: Health) -> Assessment | None:
    """The newest reading, while the KSM has not said anything to it."""
    return next((one for one in health.kept[:1] if one.pk not in health.replies), None)


@enter(*READERS)
def meeting(request: HttpRequest, visit: Visit, held: UUID) -> HttpResponse:
    """One meeting behind a sign, as the KSM itself reads it, for those who may."""
    try:
        record = record_of(visit.book, held, visit.standing)
    except NotFound as absent:
        raise Http404 from absent
    sit_down(request, visit, record.meeting.group_id)
    context = told_at(record) | {"page": "signs:meeting", "outside": True, "may_correct": False}
    return render(request, "members/meeting.html", context)
