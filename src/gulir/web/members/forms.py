"""My form before a loan: every member writes their own, on their own phone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gulir.community.queries import group_of
from gulir.core.problems.access import NotFound
from gulir.lending.services import fill_member_form
from gulir.web.member_forms import MemberFormForm, begun
from gulir.web.members.desk import at_desk, sit_down
from gulir.web.visits import Visit, carry_out, fresh_key

__all__ = ["show"]


@at_desk("group")
def show(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """The form of whoever is logged in, in a group of theirs; any other group is not there."""
    person = visit.standing.person
    if person is None or group not in visit.standing.groups:
        raise NotFound(what="group", name=str(group))
    sit_down(request, visit, str(group))
    found = group_of(visit.book, group)
    form = MemberFormForm(request.POST or None, initial=begun(found.pk, person))
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, fill_member_form, form=form, group=found.pk, person=person, **form.body())
        if done is not None:
            messages.success(request, _("Formulir Anda tersimpan. Petugas pinjaman membacanya sebelum berkunjung."))
            return redirect("members:group", group=found.pk)
    context = {
        "g": found, "form": form, "key": request.POST.get("key") or fresh_key(),
        "back": reverse("members:group", args=[found.pk]),
    }  # fmt: skip
    return render(request, "members/member_form.html", context, status=422 if form.errors else 200)
