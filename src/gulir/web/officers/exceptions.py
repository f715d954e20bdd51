"""A share above what its household can carry: somebody who did not visit decides, with a reason."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems.access import NotFound
from gulir.lending.policy import DECIDES
from gulir.lending.services import allow_exception
from gulir.web.officers.applications import application_for
from gulir.web.officers.desk import at_desk, key_of
from gulir.web.officers.surveys import survey_table
from gulir.web.visits import Visit, carry_out

__all__ = ["show"]


class AllowForm(forms.Form):
    """Why a share above the ceiling is allowed."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan Anda"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dicatat bersama nama Anda. Yang mengunjungi tidak memutuskan sendiri."),
    )  # fmt: skip


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, application: UUID, person: UUID) -> HttpResponse:
    """One share above what its household can carry: the figures, the officer's reason, and one's own decision."""
    found = application_for(visit, application)
    share = found.shares.select_related("person", "survey").filter(person=person).first()
    seen = getattr(share, "survey", None)
    if share is None or seen is None:
        raise NotFound(what="person", name=str(person))
    form = AllowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = carry_out(request, visit, allow_exception, form=form, application=found.pk, person=person, reason=reason)
        if done is not None:
            messages.success(request, _("Pengecualian untuk %(name)s diizinkan.") % {"name": share.person.name})
            return redirect("officers:application", application=found.pk)
    context = {
        "a": found,
        "share": share,
        "seen": seen,
        "table": survey_table([share]),
        "may": DECIDES.allows(visit.standing) and seen.is_open and found.state == "verified",
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/exception.html", context, status=422 if form.errors else 200)
