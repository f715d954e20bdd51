"""New loans: may they go on today, what stops them, and what is asked of the members' meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.commands import Command
from gulir.governance.queries import rules_at
from gulir.lending.policy import STOPS
from gulir.lending.queries.stopped import Stop, stop_at, stopped_since
from gulir.lending.services import ask_to_go_on, resume, suspend
from gulir.web import words
from gulir.web.fields import DayField
from gulir.web.officers.desk import Check, as_of, at_desk, key_of, report
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["show"]


class LeaveForm(forms.Form):
    """What the members' meeting is asked: until when, and why."""

    until = DayField(label=gettext_lazy("Sampai dengan"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=200, help_text=gettext_lazy("Dibacakan di RWT bersama LAR dan PAR.")
    )


class StopForm(forms.Form):
    """Why new loans stop."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=200, help_text=gettext_lazy("Satu kalimat, dibaca semua pengurus.")
    )


FORMS: dict[str, tuple[type[forms.Form], Command[Any], Any]] = {
    "leave": (LeaveForm, ask_to_go_on, gettext_lazy("Permintaan masuk agenda RWT.")),
    "stop": (StopForm, suspend, gettext_lazy("Pinjaman baru dihentikan. Membukanya kembali diputuskan RWT.")),
    "resume": (Check, resume, gettext_lazy("Pinjaman baru dibuka kembali.")),
}


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What stops new loans or does not, each with its figure and limit; the forms of those who may decide about it."""
    how = request.POST.get("how", "")
    sent = {name: request.POST if name == how else None for name in FORMS}
    made = {name: kind(sent[name], prefix=name) for name, (kind, _act, _told) in FORMS.items()}
    if request.method == "POST" and how in FORMS and made[how].is_valid():
        _kind, act, told = FORMS[how]
        if carry_out(request, visit, act, form=made[how], **made[how].cleaned_data) is not None:
            messages.success(request, str(told))
            return redirect("officers:stopping")
    on = as_of(request, visit)
    by_hand, stop = stopped_since(visit.book), stop_at(visit.book, on, rules_at(visit.book, on))
    form = made.get(how)
    context = {
        "by_hand": by_hand,
        "stop": stop,
        "stands": by_hand is not None or stop.stands,
        "table": _table(stop),
        "why": report("indicators"),
        "forms": made,
        "form": form,
        "may": STOPS.allows(visit.standing),
        "key": key_of(request),
    }
    return render(request, "officers/stopping.html", context, status=422 if form is not None and form.errors else 200)


def _table(stop: Stop) -> Table:
    rows = []
    for name, figure in stop.figures.items():
        over = name in stop.stopping
        state = Cell(
            value="", state="bad" if over else "good", word=_("Menghentikan") if over else _("Tidak menghentikan")
        )
        value = "–" if figure.value_percent is None else words.percent(figure.value_percent)
        rows.append((name, state, _("paling banyak %(limit)s") % {"limit": words.percent(stop.limits[name])}, value))
    return Table(
        caption=_("Yang dapat menghentikan pinjaman baru"),
        columns=(
            Column(label=_("Ukuran")), Column(label=_("Hasil")), Column(label=_("Batas")),
            Column(label=_("Sekarang"), key=True),
        ),
        rows=rows,
    )  # fmt: skip
