"""The calendar of the demonstration on a page of its own: a newcomer turns it on and lives through a KSM's months."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.reference import offices
from gulir.care.calendar import turn_on
from gulir.community.queries import offices_at
from gulir.core.dates import add_months
from gulir.ledger.queries import open_day
from gulir.web import words
from gulir.web.desks import DESKS, sit_down_anywhere
from gulir.web.fields import DayField
from gulir.web.visits import Visit, enter

__all__ = ["TurnForm", "show"]

MOST = timedelta(days=100)
"""So far at once: whoever turns further by a slip of the finger has no way back."""

WITHOUT_WHOM = {"officer", "trustee"}
"""The desks without whose people no day closes and nothing is decided."""


class TurnForm(forms.Form):
    """The day that shall be today."""

    to = DayField(label=gettext_lazy("Hari ini menjadi tanggal"))

    def __init__(self, *args: Any, today: date, ends: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.ends = today, ends

    def clean_to(self) -> date:
        """A later day, not too far, before the first office it takes stands empty."""
        to: date = self.cleaned_data["to"]
        if to <= self.today:
            raise forms.ValidationError(_("Kalender hanya bisa dimajukan. Pilih hari sesudah hari ini."))
        if to > self.today + MOST:
            raise forms.ValidationError(
                _("Sekali maju paling jauh %(days)s hari, supaya tidak ada angsuran yang terlewat.")
                % {"days": MOST.days}
            )
        if self.ends is not None and to >= self.ends:
            raise forms.ValidationError(_("Pada hari itu masa jabatan pengurus sudah berakhir. Pilih hari sebelumnya."))
        return to


def _first_empty(book: UUID, on: date) -> date | None:
    """The day from which an office held now at a needed desk has nobody, as the terms stand; nothing when none ends."""
    last: dict[str, date] = {}
    for one in offices_at(book, on):
        if offices()[one.office].desk not in WITHOUT_WHOM:
            continue
        last[one.office] = max(last.get(one.office, on), one.ends_before or date.max)
    ends = min(last.values(), default=date.max)
    return None if ends == date.max else ends


def show(request: HttpRequest) -> HttpResponseBase:
    """Today and the open day of the books, and the form; not found where real books are kept."""
    if not settings.DEMO:
        raise Http404
    return _turn(request)


@enter(*DESKS)
def _turn(request: HttpRequest, visit: Visit) -> HttpResponse:
    sit_down_anywhere(request, visit, "")
    form = TurnForm(
        request.POST or None,
        today=visit.today, ends=_first_empty(visit.book, visit.today),
        initial={"to": add_months(visit.today, 1)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        to: date = form.cleaned_data["to"]
        turn_on(Path(settings.GULIR_HOME), (to - visit.today).days)
        messages.success(request, _("Hari ini sekarang %(day)s.") % {"day": words.day(to)})
        return redirect("calendar")
    context = {"form": form, "today": visit.today, "open_day": open_day(visit.book), "home": DESKS[visit.desks[0]].home}
    return render(request, "calendar.html", context, status=422 if form.errors else 200)
