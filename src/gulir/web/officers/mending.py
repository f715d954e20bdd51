"""An application that was sent back to the KSM, mended and handed in again under its number."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.queries import members
from gulir.core.problems.access import NotFound
from gulir.lending.services import AskedShare, resubmit_application
from gulir.web.officers.applications import Shares, application_for
from gulir.web.officers.desk import at_desk, key_of
from gulir.web.visits import Visit, carry_out

__all__ = ["MendForm", "mend"]


class MendForm(forms.Form):
    """What the loan is for; empty leaves it as it was."""

    purpose = forms.CharField(label=gettext_lazy("Kegunaan"), max_length=200, required=False)


@at_desk("loans")
def mend(request: HttpRequest, visit: Visit, application: UUID) -> HttpResponse:
    """The shares as the KSM asked for them, to be changed and handed in again; it is visited and signed anew."""
    found = application_for(visit, application)
    if found.state != "returned":
        raise NotFound(what="pengajuan", name=str(application))
    asked = {share.person_id: share for share in found.shares.all()}
    people = members(found.group_id, visit.today)
    begins = [
        {"person": m.person, "amount": asked[m.person].asked, "business": asked[m.person].business}
        if m.person in asked
        else {"person": m.person}
        for m in people
    ]
    form = MendForm(request.POST or None, initial={"purpose": found.purpose})
    shares = Shares(request.POST or None, prefix="share", initial=begins)
    if request.method == "POST" and form.is_valid() and shares.is_valid():
        wanted = [
            AskedShare(person=row["person"], amount=row["amount"], business=row.get("business", "").strip())
            for row in shares.cleaned_data
            if row.get("amount")
        ]
        done = carry_out(
            request, visit, resubmit_application, form=form, application=found.pk, shares=wanted,
            purpose=form.cleaned_data["purpose"],
        )  # fmt: skip
        if done is not None:
            messages.success(
                request, _("Pengajuan %(number)s diajukan lagi. Berikutnya: kunjungi setiap anggota.") % done
            )
            return redirect("officers:application", application=found.pk)
    context = {
        "a": found,
        "form": form,
        "shares": shares,
        "rows": list(zip(people, shares, strict=False)),
        "key": key_of(request),
    }
    bad = bool(form.errors) or (shares.is_bound and not shares.is_valid())
    return render(request, "officers/application_mend.html", context, status=422 if bad else 200)
