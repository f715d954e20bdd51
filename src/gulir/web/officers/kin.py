"""Kin of officers and trustees among the members: declared here, decided about by others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.reference import offices
from gulir.community.policy import KEEPS_PEOPLE
from gulir.community.queries import group_of, offices_at, person_of
from gulir.community.services import declare_kin
from gulir.lending.queries.related import INSIDERS, related
from gulir.web import words
from gulir.web.officers.desk import OWN, at_desk, key_of
from gulir.web.officers.surveys import tie_words
from gulir.web.visits import Visit, carry_out

__all__ = ["KinForm", "show"]

RELATIONS = (
    ("spouse", gettext_lazy("Suami atau istri")),
    ("parent", gettext_lazy("Ayah atau ibu")),
    ("child", gettext_lazy("Anak")),
    ("sibling", gettext_lazy("Saudara kandung")),
)


class KinForm(forms.Form):
    """Of whom, and how."""

    other = forms.ChoiceField(label=gettext_lazy("Keluarga dari"))
    relation = forms.ChoiceField(label=gettext_lazy("Sebagai"), choices=RELATIONS)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = found  # type: ignore[attr-defined]


@at_desk("home")
def show(request: HttpRequest, visit: Visit, group: UUID, person: UUID) -> HttpResponse:
    """What is declared of one member, and the form that declares more."""
    found, who = group_of(visit.book, group), person_of(visit.book, person)
    named = offices()
    holders = {
        str(holder.person): f"{holder.name}, {named[holder.office].name.to(words.language())}"
        for holder in offices_at(visit.book, visit.today)
        if holder.office in INSIDERS and holder.person != person
    }
    form = KinForm(request.POST or None, found=list(holders.items()))
    if request.method == "POST" and form.is_valid():
        other, relation = UUID(form.cleaned_data["other"]), form.cleaned_data["relation"]
        if carry_out(request, visit, declare_kin, form=form, person=person, other=other, relation=relation) is not None:
            messages.success(request, _("Hubungan keluarga tercatat."))
            return redirect("officers:member_kin", group=found.pk, person=who.pk)
    context = {
        "g": found,
        "who": who,
        "ties": [tie_words(tie, who.name) for tie in related(visit.book, [person], visit.today)],
        "form": form,
        "may": KEEPS_PEOPLE.allows(visit.standing) and OWN in visit.desks and bool(holders),
        "key": key_of(request),
    }
    return render(request, "officers/member_kin.html", context, status=422 if form.errors else 200)
