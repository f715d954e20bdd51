"""The KSM's own affairs at its members' desk: box and savings, meetings, one meeting to read aloud, rules."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gulir.base.reference import group_offices
from gulir.community.queries import groups, members
from gulir.core.group_books import GroupBooks
from gulir.core.money import parse_rate
from gulir.core.problems import Problem
from gulir.core.problems.access import NotFound
from gulir.mentoring.models import GroupRules
from gulir.mentoring.queries import (
    MeetingRecord,
    books_of,
    last_meeting,
    meetings_seen,
    open_loans,
    record_of,
    rules_at,
    terms_of,
)
from gulir.mentoring.services import agree_on_rules
from gulir.web import words
from gulir.web.fields import DayField, RupiahField
from gulir.web.members.desk import at_desk, sit_down
from gulir.web.members.meeting_new import arrived, draft_key, led_group, next_key
from gulir.web.members.meeting_sheet import CAME, RESULTS, TOPICS
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, fresh_key, say

__all__ = ["index", "rules", "show", "told_at"]

SHOWN = 60
RHYTHMS = {
    "week": gettext_lazy("Tiap minggu"),
    "fortnight": gettext_lazy("Tiap dua minggu"),
    "month": gettext_lazy("Tiap bulan"),
}
KINDS = {
    "brought": gettext_lazy("Tabungan lama dibawa masuk"),
    "savings": gettext_lazy("Tabungan"),
    "fine": gettext_lazy("Denda"),
    "instalment": gettext_lazy("Angsuran untuk UPK"),
    "repayment": gettext_lazy("Pokok pinjaman kembali"),
    "jasa": gettext_lazy("Jasa pinjaman"),
    "gift": gettext_lazy("Sumbangan"),
    "over": gettext_lazy("Uang lebih"),
    "withdrawal": gettext_lazy("Tabungan diambil"),
    "loan": gettext_lazy("Pinjaman diberikan"),
    "welfare": gettext_lazy("Bantuan sosial"),
    "cost": gettext_lazy("Biaya"),
    "handed": gettext_lazy("Angsuran disetor ke UPK"),
    "short": gettext_lazy("Uang kurang"),
}
INTO = ("brought", "savings", "fine", "instalment", "repayment", "jasa", "gift", "over")


class RulesForm(forms.Form):
    """What the KSM agrees on."""

    every = forms.ChoiceField(label=gettext_lazy("Bertemu"), choices=list(RHYTHMS.items()))
    savings = RupiahField(label=gettext_lazy("Tabungan tiap pertemuan"))
    fine = RupiahField(label=gettext_lazy("Denda tidak hadir tanpa izin"))
    quorum_percent = forms.IntegerField(
        label=gettext_lazy("Paling sedikit yang hadir (persen)"), min_value=1, max_value=100
    )
    loan_most = RupiahField(label=gettext_lazy("Pinjaman paling banyak untuk satu anggota"))
    loan_months = forms.IntegerField(label=gettext_lazy("Paling lama (bulan)"), min_value=1, max_value=36)
    jasa = forms.CharField(
        label=gettext_lazy("Jasa pinjaman per bulan (persen)"), max_length=10, help_text=gettext_lazy("Misalnya 1,5")
    )
    starts_on = DayField(label=gettext_lazy("Berlaku mulai"))

    def clean_jasa(self) -> int:
        """Hundredths of a percent; finer or higher ones are refused."""
        try:
            found = parse_rate(self.cleaned_data["jasa"].replace(",", ".")) * 100
        except Problem as refusal:
            raise forms.ValidationError(say(refusal)) from refusal
        if found.denominator != 1:
            raise forms.ValidationError(_("Paling banyak dua angka di belakang koma."))
        return int(found)


@at_desk("group")
def index(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """Where the KSM's own money is, and its meetings, newest first."""
    sit_down(request, visit, str(group))
    found = next((row for row in groups(visit.book, visit.standing, visit.today) if row.id == group), None)
    if found is None:
        raise NotFound(what="group", name=str(group))
    books, agreed, last = books_of(group), rules_at(group, visit.today), last_meeting(group)
    leads, done = group in visit.standing.led_groups, arrived(visit, last)
    context = {
        "g": found,
        "books": books,
        "rules": agreed,
        "rhythm": RHYTHMS[agreed.every] if agreed else "",
        "next_on": terms_of(agreed).next_on(last.held_on) if agreed and last else None,
        "leads": leads,
        "last": last,
        "arrived": done,
        "draft": next_key(visit, group, last) if leads else "",
        "overtaken": draft_key(visit, group, last.number) if leads and last and not done else "",
        "meetings": _meetings(visit, group),
        "savings": _savings(visit, group, books),
        "loans": _loans(visit, group),
    }
    return render(request, "members/meetings.html", context)


def _meetings(visit: Visit, group: UUID) -> Table:
    rows = [
        (
            Cell(
                value=_("Pertemuan ke-%(number)s") % {"number": row.number},
                href=reverse("members:meeting", args=[row.pk]),
                note=_("diperbaiki") if row.corrects_id else "",
            ),
            row.held_on,
            _("%(present)s dari %(all)s") % {"present": row.present, "all": row.expected},
            row.counted,
        )
        for row in meetings_seen(visit.book, visit.standing, group=group)[:SHOWN]
    ]
    return Table(
        caption=_("Pertemuan"),
        columns=(
            Column(label=_("Pertemuan")),
            Column(label=_("Tanggal"), kind="date"),
            Column(label=_("Hadir")),
            Column(label=_("Isi kotak"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Belum ada pertemuan yang dicatat. Pengurus KSM mencatat yang pertama."),
    )


def _savings(visit: Visit, group: UUID, books: GroupBooks) -> Table:
    rows = [(row.name, books.saved.get(row.person, 0)) for row in members(group, visit.today)]
    return Table(
        caption=_("Tabungan anggota di KSM"),
        columns=(Column(label=_("Nama")), Column(label=_("Tabungan"), kind="money", key=True)),
        rows=rows,
        total=(_("Jumlah"), sum(row[1] for row in rows)),
    )


def _loans(visit: Visit, group: UUID) -> Table:
    rows = [
        (
            Cell(value=row.name, note=row.purpose),
            Cell(value=row.due_on, state="watch", word=_("Lewat")) if row.due_on < visit.today else row.due_on,
            row.amount,
            row.balance,
        )
        for row in open_loans(group)
    ]
    return Table(
        caption=_("Pinjaman antaranggota"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Sampai"), kind="date"),
            Column(label=_("Dipinjam"), kind="money"),
            Column(label=_("Sisa"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Tidak ada pinjaman antaranggota yang berjalan."),
    )


@at_desk("group")
def show(request: HttpRequest, visit: Visit, held: UUID) -> HttpResponse:
    """One meeting on one page: to be read aloud at its end, printed and signed."""
    record = record_of(visit.book, held, visit.standing)
    meeting = record.meeting
    sit_down(request, visit, str(meeting.group_id))
    newest = last_meeting(meeting.group_id)
    leads = meeting.group_id in visit.standing.led_groups
    context = told_at(record) | {
        "page": "members:meeting",
        "draft": draft_key(visit, meeting.group_id, meeting.number),
        "may_correct": bool(newest and newest.pk == meeting.pk and leads),
    }
    return render(request, "members/meeting.html", context)


def told_at(record: MeetingRecord) -> dict[str, Any]:
    """What the page of one meeting shows, at whatever desk it is read."""
    meeting = record.meeting
    return {
        "g": meeting.group,
        "m": meeting,
        "record": record,
        "said": _sentences(record),
        "aloud": _aloud(record),
        "money": _money(record),
        "attendance": [(row, CAME[row.came]) for row in record.attendance],
        "agenda": [(item, TOPICS[item.topic]) for item in record.agenda],
        "results": [(row.promise, RESULTS[row.result]) for row in record.results],
        "signs": _signs(meeting.group_id, meeting.held_on),
    }


def _signs(group: UUID, on: date) -> list[dict[str, str]]:
    """Who signs the minutes that are printed: the KSM's officers of that day, each under their office."""
    named = {key: office.name.to(words.language()) for key, office in group_offices().items()}
    return [{"role": named[row.role], "name": row.name} for row in members(group, on) if row.role in named]


def _aloud(record: MeetingRecord) -> str:
    with override("id"):
        return " ".join(_sentences(record, money=words.spelled))


def _sentences(record: MeetingRecord, *, money: Any = words.rupiah) -> list[str]:
    """The meeting in a few sentences."""
    meeting = record.meeting
    said = [
        _("Pertemuan ke-%(number)s KSM %(ksm)s, %(day)s. Hadir %(present)s dari %(all)s anggota.")
        % {
            "number": meeting.number,
            "ksm": meeting.group.name,
            "day": words.day(meeting.held_on),
            "present": meeting.present,
            "all": meeting.expected,
        },
        _("Kotak dibuka dengan %(opening)s dan ditutup dengan %(counted)s.")
        % {"opening": money(meeting.opening), "counted": money(meeting.counted)},
    ]
    saved, lent, back = record.total("savings"), record.total("loan"), record.total("repayment", "jasa")
    if saved:
        said.append(_("Tabungan masuk %(amount)s.") % {"amount": money(saved)})
    if lent:
        said.append(_("Dipinjamkan kepada anggota %(amount)s.") % {"amount": money(lent)})
    if back:
        said.append(_("Pinjaman kembali beserta jasanya %(amount)s.") % {"amount": money(back)})
    said += [_("Diputuskan: %(what)s.") % {"what": item.decided} for item in record.agenda if item.decided]
    for promise in record.promises:
        facts = {"who": promise.person.name if promise.person else _("KSM"), "what": promise.said}
        said.append(_("%(who)s berjanji: %(what)s.") % facts)
    return said


def _money(record: MeetingRecord) -> Table:
    rows = [
        (
            Cell(value=row.person.name if row.person else _("KSM"), note=row.note),
            str(KINDS[row.kind]),
            row.amount if row.kind in INTO else None,
            None if row.kind in INTO else row.amount,
        )
        for row in record.entries
    ]
    return Table(
        caption=_("Uang masuk dan keluar"),
        columns=(
            Column(label=_("Siapa")),
            Column(label=_("Untuk")),
            Column(label=_("Uang masuk"), kind="money", key=True),
            Column(label=_("Uang keluar"), kind="money"),
        ),
        rows=rows,
        empty=_("Tidak ada uang yang bergerak di pertemuan ini."),
        total=(
            _("Jumlah"),
            None,
            sum(row.amount for row in record.entries if row.kind in INTO),
            sum(row.amount for row in record.entries if row.kind not in INTO),
        )
        if rows
        else None,
    )


@at_desk("group")
def rules(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """What the KSM agreed on, and the form for the next version."""
    of = led_group(request, visit, group)
    now = GroupRules.objects.filter(group_id=of.pk).order_by("-number").first()
    form = RulesForm(request.POST or None, initial=_agreed(now) | {"starts_on": visit.today})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        done = carry_out(
            request, visit, agree_on_rules, form=form, group=of.pk, loan_jasa_bp=given.pop("jasa"), **given
        )
        if done is not None:
            messages.success(request, _("Aturan KSM disepakati."))
            return redirect("members:meetings", group=of.pk)
    context = {"g": of, "form": form, "now": now, "key": request.POST.get("key") or fresh_key()}
    return render(request, "members/group_rules.html", context, status=422 if form.errors else 200)


def _agreed(now: GroupRules | None) -> dict[str, Any]:
    if now is None:
        return {"every": "month", "fine": 0, "quorum_percent": 60, "loan_months": 3}
    names = ("every", "savings", "fine", "quorum_percent", "loan_most", "loan_months")
    return {name: getattr(now, name) for name in names} | {
        "jasa": f"{now.loan_jasa_bp // 100},{now.loan_jasa_bp % 100:02d}".rstrip("0").rstrip(",")
    }
