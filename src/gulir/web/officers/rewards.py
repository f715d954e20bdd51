"""The reward for paying on time: what a paid-off loan earned, paid to its group."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gulir.governance.queries import rules_at
from gulir.lending.policy import PAYS_OUT
from gulir.lending.queries.rewards import reward_due, standing_reward
from gulir.lending.services import pay_reward
from gulir.web.officers.desk import Check, as_of, at_desk, key_of
from gulir.web.officers.loans import card_of
from gulir.web.visits import Visit, carry_out

__all__ = ["show"]


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """What the group gets back, and whether it has it; the cashier pays it from here."""
    found = card_of(request, visit, loan).loan
    form = Check(request.POST or None)
    out_of = request.POST.get("out_of") or request.GET.get("dari", "cash")
    out_of = out_of if out_of in ("cash", "bank") else "cash"
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, pay_reward, form=form, loan=found.pk, out_of=out_of)
        if done is not None:
            messages.success(request, _("IPTW dibayar dengan bukti %(number)s.") % done)
            return redirect("officers:loan", loan=found.pk)
    context = {
        "loan": found,
        "amount": reward_due(found, rules_at(visit.book, found.settled_on or as_of(request, visit))),
        "paid": standing_reward(found.pk),
        "out_of": out_of,
        "may": PAYS_OUT.allows(visit.standing),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/reward.html", context, status=422 if form.errors else 200)
