"""What members bring before a loan: their signatures under joint liability, and their own forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gulir.community.queries import group_of, members
from gulir.core.problems.access import NotFound
from gulir.lending.policy import TAKES
from gulir.lending.queries.eligibility import pledged
from gulir.lending.queries.forms import latest_forms
from gulir.lending.services import fill_member_form, see_pledges
from gulir.web.fields import DayField
from gulir.web.member_forms import MemberFormForm, begun
from gulir.web.officers.desk import OWN, at_desk, key_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["PledgeForm", "form", "index"]


class PledgeForm(forms.Form):
    """Who signed before the officer, and when."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Yang menandatangani"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu anggota.")},
    )  # fmt: skip
    signed_on = DayField(label=gettext_lazy("Tanggal tanda tangan"))

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = found  # type: ignore[attr-defined]


@at_desk("home", "trustee")
def index(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """Each member with signature and form; those who have not signed can be ticked."""
    found = group_of(visit.book, group)
    people, signed, told = members(found.pk, visit.today), pledged(found), latest_forms(found.pk)
    missing = [(str(m.person), m.name) for m in people if m.person not in signed]
    given = PledgeForm(request.POST or None, found=missing, initial={"signed_on": visit.today})
    if request.method == "POST" and given.is_valid():
        who = [UUID(person) for person in given.cleaned_data["people"]]
        signed_on = given.cleaned_data["signed_on"]
        done = carry_out(request, visit, see_pledges, form=given, group=found.pk, people=who, signed_on=signed_on)
        if done is not None:
            text = ngettext("%(n)s tanda tangan tercatat.", "%(n)s tanda tangan tercatat.", done["signed"])
            messages.success(request, text % {"n": done["signed"]})
            return redirect("officers:group_members", group=found.pk)
    may = TAKES.allows(visit.standing) and OWN in visit.desks
    rows = [
        (
            Cell(
                value=m.name, href=reverse("officers:member_form", args=[found.pk, m.person]) if may else "",
                note=told[m.person].business if m.person in told else "",
            ),
            Cell(value="", state="good", word=_("Sudah")) if m.person in signed
            else Cell(value="", state="watch", word=_("Belum")),
            told[m.person].filled_on if m.person in told else None,
            told[m.person].amount if m.person in told else None,
        )
        for m in people
    ]  # fmt: skip
    table = Table(
        caption=_("Anggota"),
        columns=(
            Column(label=_("Anggota")), Column(label=_("Tanda tangan")), Column(label=_("Formulir diisi"), kind="date"),
            Column(label=_("Ingin meminjam"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("KSM ini belum punya anggota."),
    )  # fmt: skip
    context = {
        "g": found, "table": table, "form": given, "missing": missing, "may": may, "count": len(people) - len(missing),
        "of": len(people), "key": key_of(request),
    }  # fmt: skip
    return render(request, "officers/group_members.html", context, status=422 if given.errors else 200)


@at_desk("home")
def form(request: HttpRequest, visit: Visit, group: UUID, person: UUID) -> HttpResponse:
    """A member's form, filled in by the loan officer from what the member says."""
    found = group_of(visit.book, group)
    who = next((m for m in members(found.pk, visit.today) if m.person == person), None)
    if who is None:
        raise NotFound(what="person", name=str(person))
    given = MemberFormForm(request.POST or None, initial=begun(found.pk, person))
    if request.method == "POST" and given.is_valid():
        done = carry_out(request, visit, fill_member_form, form=given, group=found.pk, person=person, **given.body())
        if done is not None:
            messages.success(request, _("Formulir %(name)s tersimpan.") % {"name": who.name})
            return redirect("officers:group_members", group=found.pk)
    context = {
        "g": found, "who": who.name, "form": given, "key": key_of(request),
        "may": TAKES.allows(visit.standing) and OWN in visit.desks,
        "back": reverse("officers:group_members", args=[found.pk]),
    }  # fmt: skip
    return render(request, "officers/member_form.html", context, status=422 if given.errors else 200)
