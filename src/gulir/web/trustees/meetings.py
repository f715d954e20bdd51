"""Meetings: the list, the record of one that was held with everyone who came, and its closing with minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.reference import offices
from gulir.community.models import Person
from gulir.community.queries import Holder, offices_at
from gulir.governance import queries
from gulir.governance.models import DECIDING_KINDS
from gulir.governance.policy import KEEPS_MEETINGS
from gulir.governance.services import Present, close_meeting, hold_meeting
from gulir.web import words
from gulir.web.fields import DayField
from gulir.web.tables import Cell, Column, Table
from gulir.web.trustees.agenda import decided_table
from gulir.web.trustees.desk import at_table
from gulir.web.visits import Visit, carry_out, fresh_key

__all__ = ["KINDS", "index", "record", "show"]

GUESTS = 6
MORE = 20
MOST = 400
"""Rows for guests: at first, with each "more rows", and at most (a members' meeting is a few hundred)."""
OUTSIDE = "outside"
KINDS = {
    "board": gettext_lazy("Rapat BKM"),
    "rwt": gettext_lazy("Rembug warga tahunan (RWT)"),
    "forum": gettext_lazy("Forum BKM"),
    "unit": gettext_lazy("Rapat unit"),
}


class MeetingForm(forms.Form):
    """A meeting that was held."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis rapat"), choices=list(KINDS.items()))
    held_on = DayField(label=gettext_lazy("Tanggal"))
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=120, required=False)
    chair = forms.CharField(label=gettext_lazy("Pemimpin"), max_length=120, required=False)
    note_taker = forms.CharField(label=gettext_lazy("Notulis"), max_length=120, required=False)
    invited = forms.IntegerField(label=gettext_lazy("Jumlah undangan"), min_value=1, max_value=20000)
    repeated = forms.BooleanField(label=gettext_lazy("Rapat ulangan karena kuorum belum tercapai"), required=False)
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Pengurus dan petugas yang hadir"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class GuestForm(forms.Form):
    """One more who came: name, sex, poor-listed or not; a guest is counted and does not decide."""

    name = forms.CharField(max_length=120, required=False, widget=forms.TextInput(attrs={"class": "input"}))
    sex = forms.ChoiceField(
        choices=[("P", gettext_lazy("Perempuan")), ("L", gettext_lazy("Laki-laki"))],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    poor = forms.BooleanField(required=False)
    guest = forms.BooleanField(required=False)


class MinutesForm(forms.Form):
    """The minutes that end a meeting."""

    minutes = forms.CharField(label=gettext_lazy("Notulen"), widget=forms.Textarea(attrs={"rows": 8}), max_length=20000)


Guests = forms.formset_factory(GuestForm, extra=GUESTS, max_num=MOST, absolute_max=MOST)


@at_table("meetings")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The board's meetings, newest first, each with who came and whether its quorum was there."""
    rows = [
        (
            Cell(value=m.number, href=reverse("trustees:meeting", args=[m.pk]), note=str(KINDS.get(m.kind, m.kind))),
            m.held_on,
            _("%(present)s dari %(invited)s") % {"present": m.present, "invited": m.invited},
            Cell(value="", state="good", word=_("Kuorum"))
            if m.quorate
            else Cell(value="", state="watch", word=_("Tanpa kuorum")),
            _("Berlangsung") if m.status == "open" else _("Selesai"),
        )
        for m in queries.meetings(visit.book, visit.standing)[:200]
    ]
    table = Table(
        caption=_("Rapat"),
        columns=(
            Column(label=_("Nomor")),
            Column(label=_("Tanggal"), kind="date"),
            Column(label=_("Hadir")),
            Column(label=_("Kuorum")),
            Column(label=_("Keadaan")),
        ),
        rows=rows,
        empty=_("Belum ada rapat. Catat rapat pertama setelah diadakan."),
    )
    return render(request, "trustees/meetings.html", {"table": table, "may": KEEPS_MEETINGS.allows(visit.standing)})


@at_table("meetings")
def record(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Write down a meeting that was held: officers by a tick, residents and guests by name."""
    if not KEEPS_MEETINGS.allows(visit.standing):
        raise PermissionDenied("meetings")
    holders = _holders(visit)
    names = [(person, f"{holder.name} · {_office(holder)}") for person, holder in holders.items()]
    more = "more" in request.POST
    given = None if more else request.POST or None
    form = MeetingForm(given, people=names, initial=_kept(request) if more else {"held_on": visit.today})
    guests = Guests(_with_more_rows(request) if more else given, prefix="guest")
    if given is not None and form.is_valid() and guests.is_valid():
        done = _hold(request, visit, form, guests, holders)
        if done is not None:
            messages.success(request, _("Rapat %(number)s tercatat.") % {"number": done["number"]})
            return redirect("trustees:meeting", meeting=done["meeting"])
    some = any(row["name"].value() for row in guests)
    context = {"form": form, "guests": guests, "some": some or more, "key": request.POST.get("key") or fresh_key()}
    return render(request, "trustees/meeting_new.html", context, status=422 if form.errors else 200)


def _holders(visit: Visit) -> dict[str, Holder]:
    """Everyone in office today, once each, with their first office."""
    found: dict[str, Holder] = {}
    for holder in offices_at(visit.book, visit.today):
        found.setdefault(str(holder.person), holder)
    return found


def _office(holder: Holder) -> str:
    return offices()[holder.office].name.to(words.language())


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far, for a page that is shown again with more rows."""
    return {**request.POST.dict(), "people": request.POST.getlist("people")}


def _with_more_rows(request: HttpRequest) -> QueryDict:
    rows = request.POST.copy()
    total = rows.get("guest-TOTAL_FORMS", "")
    rows["guest-TOTAL_FORMS"] = str(min(MOST, (int(total) if total.isdecimal() and len(total) < 4 else GUESTS) + MORE))
    return rows


def _hold(
    request: HttpRequest, visit: Visit, form: MeetingForm, guests: Any, holders: dict[str, Holder]
) -> dict[str, Any] | None:
    given = form.cleaned_data
    known = Person.objects.in_bulk([UUID(person) for person in given["people"]])
    came = [
        Present(name=p.name, sex=p.sex, poor=p.poor_listed, person=p.pk, guest=_from_outside(holders[str(p.pk)]))
        for p in known.values()
    ]
    came += [
        Present(
            name=row["name"].strip(),
            sex=row.get("sex") or "P",
            poor=bool(row.get("poor")),
            guest=bool(row.get("guest")),
        )
        for row in guests.cleaned_data
        if row.get("name", "").strip()
    ]
    return carry_out(
        request,
        visit,
        hold_meeting,
        form=form,
        kind=given["kind"],
        held_on=given["held_on"],
        place=given["place"],
        chair=given["chair"],
        note_taker=given["note_taker"],
        invited=given["invited"],
        attendance=came,
        repeated=given["repeated"],
    )


def _from_outside(holder: Holder) -> bool:
    """Facilitator, auditor and village head come as guests: they are counted and do not decide."""
    return offices()[holder.office].unit == OUTSIDE


@at_table("meetings")
def show(request: HttpRequest, visit: Visit, meeting: UUID) -> HttpResponse:
    """One meeting: who came, what it decided, and its closing."""
    held = queries.meetings(visit.book, visit.standing).filter(pk=meeting).first()
    if held is None:
        raise Http404
    form = MinutesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        minutes = form.cleaned_data["minutes"]
        done = carry_out(request, visit, close_meeting, form=form, meeting=held.pk, minutes=minutes)
        if done is not None:
            messages.success(request, _("Rapat %(number)s ditutup, notulennya tersimpan.") % {"number": held.number})
            return redirect("trustees:meeting", meeting=held.pk)
    came = list(held.attendance.order_by("name"))
    context = {
        "meeting": held,
        "kind": KINDS.get(held.kind, held.kind),
        "women": sum(1 for a in came if a.sex == "P"),
        "poor": sum(1 for a in came if a.poor),
        "came": came,
        "decides": held.kind in DECIDING_KINDS,
        "table": decided_table(held.decisions.order_by("number"), over=held.status == "closed" or not held.quorate),
        "form": form,
        "may": KEEPS_MEETINGS.allows(visit.standing),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "trustees/meeting.html", context, status=422 if form.errors else 200)
