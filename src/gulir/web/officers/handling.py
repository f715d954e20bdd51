"""Loans that are late: who is to be reminded, called, visited or warned today, and each step that was taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.ladder import Step
from gulir.governance.queries import rules_at
from gulir.lending.models import Handling
from gulir.lending.models.handling import WAYS
from gulir.lending.policy import HANDLES
from gulir.lending.queries.handling import Resting, ToHandle, resting, to_handle, where_it_stands
from gulir.lending.services import handle_arrears
from gulir.web import words
from gulir.web.causes import CAUSES
from gulir.web.officers.desk import as_of, at_desk, key_of
from gulir.web.officers.loans import card_of
from gulir.web.pages import page_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["STEPS", "index", "show"]

STEPS = {
    Step.REMINDER: gettext_lazy("Ingatkan sebelum jatuh tempo"),
    Step.CALL: gettext_lazy("Hubungi pengurus KSM"),
    Step.VISIT: gettext_lazy("Kunjungi KSM"),
    Step.WARNING_1: gettext_lazy("Surat Teguran 1"),
    Step.WARNING_2: gettext_lazy("Surat Teguran 2"),
    Step.WARNING_3: gettext_lazy("Surat Teguran 3"),
    Step.TEAM: gettext_lazy("Serahkan kepada tim penanganan"),
    Step.DECISION: gettext_lazy("Usulkan keputusan: jadwal ulang, tagih, atau hapus buku"),
}
HELP = {
    Step.REMINDER: gettext_lazy("Sebut tanggal dan jumlahnya kepada ketua dan anggota."),
    Step.CALL: gettext_lazy("Tanyakan apa yang terjadi dan kapan KSM dapat membayar."),
    Step.VISIT: gettext_lazy("Catat siapa yang sudah dan belum membayar. Ingatkan tanggung renteng."),
    Step.WARNING_1: gettext_lazy("KSM tidak dapat meminjam lagi sebelum tunggakannya lunas."),
    Step.WARNING_2: gettext_lazy("Satu anggota BKM ikut. Adakan rapat KSM dengan berita acara."),
    Step.WARNING_3: gettext_lazy("Bawa ke rapat BKM. Tabungan tanggung renteng dipakai untuk tunggakan."),
    Step.TEAM: gettext_lazy("BKM, UPK dan RT bersama-sama. Cocokkan saldo dengan setiap anggota, lalu pilih sebabnya."),
    Step.DECISION: gettext_lazy("Pilih jalan bersama BKM. Hapus buku hanya diputuskan RWT."),
}
WAY_WORDS = {
    "hand": gettext_lazy("Diserahkan langsung"),
    "phone": gettext_lazy("Telepon"),
    "message": gettext_lazy("Pesan"),
    "meeting": gettext_lazy("Dalam rapat"),
}
assert set(WAY_WORDS) == set(WAYS)
NO_CAUSE = ("", gettext_lazy("Belum diketahui"))


class StepForm(forms.Form):
    """To whom, how, why, and what was said."""

    to = forms.CharField(
        label=gettext_lazy("Kepada siapa"), max_length=120, help_text=gettext_lazy("Nama dan jabatannya di KSM.")
    )
    way = forms.ChoiceField(label=gettext_lazy("Caranya"), choices=list(WAY_WORDS.items()))
    cause = forms.ChoiceField(
        label=gettext_lazy("Sebab menunggak"),
        required=False,
        choices=[NO_CAUSE, *CAUSES.items()],
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


@at_desk("loans", "trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everyone about whom something is to be done today, latest first."""
    found = to_handle(visit.book, on=as_of(request, visit), standing=visit.standing)
    page, query = page_of(request, found)
    rest = resting(visit.book, on=as_of(request, visit), standing=visit.standing)
    late: list[ToHandle | Resting] = [*(one for one in found if one.arrears), *rest]
    context = {
        "table": _table(list(page)),
        "rest": _rest_table(rest) if rest else None,
        "page": page,
        "query": query,
        "arrears": sum(one.arrears for one in late),
        "late": len({one.row.ksm for one in late}),
        "today": len(found),
    }
    return render(request, "officers/handling.html", context)


def _table(rows: list[ToHandle]) -> Table:
    return Table(
        caption=_("Yang harus dilakukan hari ini"),
        columns=(
            Column(label=_("KSM")), Column(label=_("Jatuh tempo"), kind="date"), Column(label=_("Terlambat")),
            Column(label=_("Jumlah"), kind="money", key=True), Column(label=_("Langkah")),
        ),
        rows=[
            (
                Cell(
                    value=one.row.ksm, href=reverse("officers:handling_one", args=[one.row.id]),
                    note=_("Pinjaman %(no)s") % {"no": one.row.loan_no},
                ),
                one.due_on,
                Cell(value="", state="bad", word=_("%(days)s hari") % {"days": one.row.days_late})
                if one.arrears
                else Cell(value=_("Belum")),
                one.arrears or one.due,
                Cell(value=str(STEPS[one.next.step]), note=_when(one)),
            )
            for one in rows
        ],
        empty=_("Tidak ada KSM yang perlu diingatkan atau ditegur hari ini."),
        empty_action=_("Lihat pinjaman"),
        empty_href=reverse("officers:loans"),
    )  # fmt: skip


def _rest_table(rows: list[Resting]) -> Table:
    """Who is in arrears too, and waits: the last step that was taken, and when."""
    return Table(
        caption=_("Menunggak, langkahnya sudah diambil"),
        columns=(
            Column(label=_("KSM")), Column(label=_("Jatuh tempo"), kind="date"), Column(label=_("Terlambat")),
            Column(label=_("Jumlah"), kind="money", key=True), Column(label=_("Langkah terakhir")),
        ),
        rows=[
            (
                Cell(
                    value=one.row.ksm, href=reverse("officers:handling_one", args=[one.row.id]),
                    note=_("Pinjaman %(no)s") % {"no": one.row.loan_no},
                ),
                one.due_on,
                Cell(value="", state="bad", word=_("%(days)s hari") % {"days": one.row.days_late}),
                one.arrears,
                Cell(value=str(STEPS[Step(one.last.step)]), note=words.long_date(one.last.on)) if one.last else "",
            )
            for one in rows
        ],
        note=_("Langkah berikutnya muncul di atas begitu harinya tiba."),
    )  # fmt: skip


def _when(one: ToHandle) -> str:
    """The day from which the step may be taken, when that is not today."""
    return _("Mulai %(day)s") % {"day": words.long_date(one.next.from_day)} if one.waits else ""


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """One loan on the ladder: what was done, what comes next, and the form that records it."""
    on = as_of(request, visit)
    shown = card_of(request, visit, loan)
    found = shown.loan
    here = where_it_stands([found], on, rules_at(visit.book, on)) if found.state == "active" else []
    one = here[0] if here else None
    ready = one is not None and not one.waits and HANDLES.allows(visit.standing)
    form = StepForm(request.POST or None)
    if request.method == "POST" and one is not None and form.is_valid():
        body: dict[str, Any] = form.cleaned_data
        done = carry_out(
            request, visit, handle_arrears, form=form, loan=found.pk, step=request.POST.get("step", ""), **body
        )
        if done is not None:
            messages.success(request, _("Langkah tercatat dengan nomor %(number)s.") % done)
            return redirect("officers:handling")
    context = {
        "loan": found,
        "one": one,
        "ready": ready,
        "may": HANDLES.allows(visit.standing),
        "late": found.state == "active" and shown.row.days_late > 0,
        "step": STEPS[one.next.step] if one else "",
        "help": HELP[one.next.step] if one else "",
        "history": _history(list(found.handlings.select_related("made_by").order_by("-on", "-number"))),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/handling_one.html", context, status=422 if form.errors else 200)


def _history(taken: list[Handling]) -> Table:
    """What was done before, newest first."""
    return Table(
        caption=_("Yang sudah dilakukan"),
        columns=(
            Column(label=_("Tanggal"), kind="date"), Column(label=_("Langkah")), Column(label=_("Kepada siapa")),
            Column(label=_("Tunggakan"), kind="money", key=True), Column(label=_("Sebab dan catatan")),
            Column(label=_("Oleh")),
        ),
        rows=[
            (
                row.on, Cell(value=str(STEPS[Step(row.step)]), note=row.number),
                Cell(value=row.to, note=WAY_WORDS[row.way]), row.arrears or None,
                Cell(value=str(CAUSES[row.cause]) if row.cause else "", note=row.note), row.made_by.name,
            )
            for row in taken
        ],
        empty=_("Belum ada langkah yang dicatat."),
    )  # fmt: skip
