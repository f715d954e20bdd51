"""Who people are: found by name, the NIK masked, and opened for a stated purpose, which leaves a trace for ever."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.policy import OPENS_NIK
from gulir.community.queries import masked_nik, nik_revealed_to, people, person_of
from gulir.community.services import reveal_nik
from gulir.web.secretariat.desk import at_counter
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, fresh_key

__all__ = ["PURPOSES", "index", "show"]

ROWS = 30
PURPOSES = {
    "survey": gettext_lazy("Pendataan warga"),
    "loan_paper": gettext_lazy("Surat pinjaman"),
    "identity_check": gettext_lazy("Mencocokkan dengan KTP"),
    "correction": gettext_lazy("Membetulkan data"),
    "audit": gettext_lazy("Pemeriksaan"),
    "complaint": gettext_lazy("Pengaduan"),
}


class PurposeForm(forms.Form):
    """What the number is needed for."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Untuk apa NIK dibuka?"),
        choices=list(PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih untuk apa NIK dibuka.")},
    )


@at_counter(OPENS_NIK)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The people of this board by name, each with whether a NIK is kept."""
    search = request.GET.get("q", "").strip()[:80]
    page = Paginator(people(visit.book, visit.standing, search=search), ROWS).get_page(request.GET.get("page"))
    rows = [
        (
            Cell(value=person.name, href=reverse("secretariat:person", args=[person.pk])),
            f"RT {person.rt} / RW {person.rw}" if person.rt and person.rw else f"RW {person.rw}" if person.rw else "",
            masked_nik(person) or _("belum ada"),
        )
        for person in page
    ]
    table = Table(
        caption=_("Warga"),
        columns=(Column(label=_("Nama")), Column(label=_("Tempat")), Column(label=_("NIK"), kind="code")),
        rows=rows,
        empty=_("Belum ada warga dengan nama itu. Coba sebagian namanya saja."),
        empty_action=_("Lihat semua"),
        empty_href=reverse("secretariat:people"),
    )
    query = f"{urlencode({'q': search})}&" if search else ""
    context = {"table": table, "page": page, "query": query, "search": search, "count": page.paginator.count}
    return render(request, "secretariat/people.html", context)


@at_counter(OPENS_NIK)
def show(request: HttpRequest, visit: Visit, person: UUID) -> HttpResponse:
    """One person: the masked NIK, and the open one after its purpose was given, on this answer alone."""
    found = person_of(visit.book, person)
    form, opened = PurposeForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        done = carry_out(request, visit, reveal_nik, form=form, person=found.pk, purpose=purpose)
        if done is not None:
            opened = nik_revealed_to(actor=visit.actor, book=visit.book, sequence=done["sequence"])
    context = {
        "person": found,
        "masked": masked_nik(found),
        "opened": opened,
        "form": form,
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "secretariat/person.html", context, status=422 if form.errors else 200)
