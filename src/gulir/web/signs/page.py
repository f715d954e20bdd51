"""One KSM and how it lives: habits and the Kotaku form from its records, over time, with the rows behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.base.reference import instruments
from gulir.core.dates import add_months, month_end
from gulir.core.instruments import Instrument
from gulir.core.problems.access import NotFound
from gulir.mentoring.models import Assessment
from gulir.mentoring.policy import KEEPS_SIGNS
from gulir.mentoring.queries import record_of
from gulir.mentoring.queries.signs import INSTRUMENTS, KOTAKU_FORM, Found, Health, habits_on, health_of
from gulir.web import charts, words
from gulir.web.desks import sit_down_anywhere
from gulir.web.members.meetings import told_at
from gulir.web.signs.rows import Behind, Rows
from gulir.web.signs.words import item_name, sentence_of, short_name, stage_word, version_word
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, enter

__all__ = ["READERS", "Line", "lines_of", "meeting", "show", "sit_down"]

READERS = ("facilitator", "officer", "trustee", "overseer", "member")
MONTHS_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Line:
    """One answer on a page: its question, the sentence of the records, the points, and the rows behind it."""

    name: str
    said: str
    points: int | None
    most: int
    behind: list[Behind]
    note: str = ""

    @property
    def state(self) -> str:
        """How the points stand: full good, none bad, the rest to be watched; nothing without an answer."""
        if self.points is None:
            return "info"
        return "good" if self.points == self.most else "bad" if self.points == 0 else "watch"


def sit_down(request: HttpRequest, visit: Visit, group: UUID) -> None:
    """The frame of this person's own desk around a page about a KSM."""
    sit_down_anywhere(request, visit, str(group) if visit.desks == ("member",) else "groups", rather="facilitator")


def lines_of(form: Instrument, found: Mapping[str, Found], rows: Rows) -> list[Line]:
    """What the records answer, in the order of the instrument."""
    return [
        Line(
            name=item_name(form, item.key),
            said=sentence_of(form.key, item.key, found[item.key].points, found[item.key].figures),
            points=found[item.key].points,
            most=item.most,
            behind=rows.of(found[item.key].rows, found[item.key].missed),
        )
        for item in form.items
        if item.key in found
    ]


@enter(*READERS)
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """How one KSM lives today, from its own records; what was kept before, and what it answered."""
    sit_down(request, visit, group)
    try:
        health = health_of(visit.book, group, visit.standing, on=visit.today)
    except NotFound as absent:
        raise Http404 from absent
    answers = [*health.habits.found.values(), *health.kotaku.found.values()]
    rows = Rows(visit, {name for one in answers for name in one.rows})
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
