"""The waiting list beside the money that lies idle: the order and why, how far money reaches, how it is computed."""

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

from gulir.core.waiting import Place, Why
from gulir.governance.queries import rules_at
from gulir.lending.policy import DECIDES
from gulir.lending.queries.waiting import WaitingList, lies_long, waiting_list
from gulir.lending.services import put_first
from gulir.web import words
from gulir.web.officers.desk import as_of, at_desk, key_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["FirstForm", "show"]

WHY = {
    Why.PUT_FIRST: gettext_lazy("Didahulukan"),
    Why.PUNCTUAL: gettext_lazy("Selalu tepat waktu"),
    Why.DECIDED: gettext_lazy("Menurut tanggal putusan"),
}


class FirstForm(forms.Form):
    """Which application comes first, and why."""

    application = forms.ChoiceField(label=gettext_lazy("Pengajuan"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=200, help_text=gettext_lazy("Dibaca semua orang, jangan sebut nama.")
    )

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].choices = found  # type: ignore[attr-defined]


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, the idle share with its computation, and the form of those who may put one first."""
    found = waiting_list(visit.book, as_of(request, visit))
    others = [
        (str(found.ids[p.waiting.application]), f"{p.waiting.ksm}, {p.waiting.application}")
        for p in found.places
        if p.why is not Why.PUT_FIRST
    ]
    form = FirstForm(request.POST or None, found=others)
    if request.method == "POST" and form.is_valid():
        which, reason = UUID(form.cleaned_data["application"]), form.cleaned_data["reason"]
        if carry_out(request, visit, put_first, form=form, application=which, reason=reason) is not None:
            messages.success(request, _("Urutan tercatat dengan alasannya."))
            return redirect("officers:waiting")
    value, rules = found.idle.figure.value, rules_at(visit.book, as_of(request, visit))
    context = {
        "idle": found.idle,
        "percent": words.percent(value) if value is not None else "–",
        "limit": words.percent(found.idle.limit, 0),
        "long": lies_long(visit.book, rules.on, found.idle, rules),
        "days": rules.count("cash.idle_days"),
        "fund": found.idle.money + found.idle.loans,
        "table": _table(found),
        "form": form,
        "may": DECIDES.allows(visit.standing) and len(others) > 0 and len(found.places) > 1,
        "key": key_of(request),
    }
    return render(request, "officers/waiting.html", context, status=422 if form.errors else 200)


def _table(found: WaitingList) -> Table:
    return Table(
        caption=_("Daftar tunggu pencairan"),
        columns=(
            Column(label=_("KSM")), Column(label=_("Urutan")), Column(label=_("Mengapa")), Column(label=_("Uang")),
            Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=[_row(place, found) for place in found.places],
        empty=_("Tidak ada yang menunggu pencairan."),
        empty_action=_("Lihat pengajuan"),
        empty_href=reverse("officers:applications"),
    )  # fmt: skip


def _row(place: Place, found: WaitingList) -> tuple[Any, ...]:
    who = place.waiting
    href = reverse("officers:application", args=[found.ids[who.application]])
    why = Cell(value=str(WHY[place.why]), note=who.first or words.long_date(who.decided_on))
    if place.fits:
        money = Cell(value="", state="good", word=_("Cukup"))
    else:
        lacks = _("kurang %(amount)s") % {"amount": words.rupiah(-place.left)}
        money = Cell(value="", state="watch", word=_("Menunggu"), note=lacks)
    return Cell(value=who.ksm, href=href, note=who.application), words.count(place.number), why, money, who.amount
