"""A member died: what is left of their part is proposed to the board, and paid out of the fund for it once decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems.books import RoleMissing
from gulir.core.roles import Role
from gulir.governance.queries import decision_for, waiting_on
from gulir.ledger.queries import account_for, balance_at
from gulir.lending.models import Loan
from gulir.lending.policy import HANDLES, KEEPS_BOOKS
from gulir.lending.services import cover_death, propose_death_cover
from gulir.lending.services.deaths import DEATH_COVER
from gulir.web.fields import DayField
from gulir.web.officers.desk import Check, at_desk, key_of
from gulir.web.officers.loans import card_of
from gulir.web.visits import Visit, carry_out

__all__ = ["show"]


class ProposalForm(forms.Form):
    """Who died, when, and by which letter."""

    person = forms.ChoiceField(label=gettext_lazy("Anggota yang meninggal"))
    died_on = DayField(label=gettext_lazy("Meninggal pada"))
    letter = forms.CharField(
        label=gettext_lazy("Nomor surat keterangan kematian"),
        max_length=60,
        help_text=gettext_lazy("Dari kelurahan atau rumah sakit. Simpan suratnya di berkas pinjaman."),
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["person"].choices = list(members)  # type: ignore[attr-defined]

    @property
    def body(self) -> dict[str, Any]:
        """What the act takes."""
        return {**self.cleaned_data, "person": UUID(self.cleaned_data["person"])}


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """Propose; see what waits; and once it is decided, carry it out."""
    found = card_of(request, visit, loan).loan
    if found.state != "active":
        raise Http404
    item = waiting_on(visit.book, subject_kind=DEATH_COVER, subject_id=str(found.pk))
    decision = None if item else decision_for(visit.book, subject_kind=DEATH_COVER, subject_id=str(found.pk))
    form: Any = Check(request.POST or None) if decision else ProposalForm(request.POST or None, members=_members(found))
    if request.method == "POST" and form.is_valid():
        if decision:
            done = carry_out(request, visit, cover_death, form=form, loan=found.pk)
        else:
            done = carry_out(request, visit, propose_death_cover, form=form, loan=found.pk, **form.body)
        if done is not None:
            messages.success(request, _said(done, decided=decision is not None))
            new = done["loan"] if decision else found.pk
            return redirect("officers:loan" if decision else "officers:death", loan=new)
    shown = item.shown if item else decision.agenda.shown if decision and decision.agenda else None
    context = {
        "loan": found,
        "shown": shown,
        "died_on": date.fromisoformat(shown["died_on"]) if shown else None,
        "name": _name(found, shown["person"]) if shown else "",
        "fund": _fund(visit.book),
        "waiting": item is not None,
        "decision": decision.number if decision else "",
        "may": (KEEPS_BOOKS if decision else HANDLES).allows(visit.standing),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/death.html", context, status=422 if form.errors else 200)


def _members(loan: Loan) -> list[tuple[str, str]]:
    """The borrowers by name."""
    rows = loan.shares.filter(live=True, person__isnull=False).select_related("person").order_by("id")
    return [(str(row.person_id), row.person.name) for row in rows if row.person is not None]


def _name(loan: Loan, person: str) -> str:
    row = loan.shares.filter(person=UUID(person)).select_related("person").first()
    return row.person.name if row is not None and row.person is not None else ""


def _fund(book: UUID) -> int | None:
    """What was set aside for members who died, in rupiah; None where the board's chart has no account for it."""
    try:
        return balance_at(account_for(book, Role.RISK_FUND))
    except RoleMissing:
        return None


def _said(done: dict[str, Any], *, decided: bool) -> str:
    if decided:
        return (
            _("Dana risiko membayar bagian almarhum dengan bukti %(number)s. Pinjaman berlanjut sebagai %(loan_no)s.")
            % done
        )
    return _("Usul tercatat. Rapat BKM yang memutuskan.")
