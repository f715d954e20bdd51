"""A rebate on a fixed margin: proposed here for a group that pays early, decided in a meeting, taken when it pays."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.governance.queries import waiting_on
from gulir.lending.dues import open_dues
from gulir.lending.policy import HANDLES
from gulir.lending.queries.early import REBATE, has_margin, rebate_of, unearned
from gulir.lending.services import propose_rebate
from gulir.web.fields import RupiahField
from gulir.web.officers.desk import as_of, at_desk, key_of
from gulir.web.officers.loans import card_of
from gulir.web.visits import Visit, carry_out

__all__ = ["show"]


class RebateForm(forms.Form):
    """How much, and why."""

    amount = RupiahField(label=gettext_lazy("Potongan yang diusulkan"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """The most that can be spared, what waits or was granted, and the form."""
    found = card_of(request, visit, loan)
    if found.loan.state != "active" or not has_margin(found.loan):
        raise Http404
    form = RebateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, propose_rebate, form=form, loan=loan, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("Usul potongan tercatat. Rapat BKM yang memutuskan."))
            return redirect("officers:rebate", loan=loan)
    item = waiting_on(visit.book, subject_kind=REBATE, subject_id=str(found.loan.pk))
    granted, decision = rebate_of(found.loan)
    context = {
        "loan": found.loan,
        "most": unearned(open_dues(found.loan, found.schedule), as_of(request, visit)),
        "asked": item.shown["rebate"] if item else 0,
        "granted": granted,
        "decision": decision,
        "may": HANDLES.allows(visit.standing),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/rebate.html", context, status=422 if form.errors else 200)
