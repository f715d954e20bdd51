"""A new schedule for a loan that cannot be paid as agreed: proposed here, decided in a meeting, carried out here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.restructuring import HELPED
from gulir.governance.models import Decision
from gulir.governance.queries import decision_for, waiting_on
from gulir.lending.models import Loan
from gulir.lending.policy import HANDLES, KEEPS_BOOKS
from gulir.lending.services import propose_restructuring, restructure
from gulir.lending.services.restructurings import RESTRUCTURING
from gulir.web.causes import CAUSES, CHANGES
from gulir.web.fields import DayField
from gulir.web.officers.desk import Check, at_desk, key_of
from gulir.web.officers.loans import card_of
from gulir.web.tables import Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["show"]

HELPED_CAUSES = [(cause, word) for cause, word in CAUSES.items() if cause in {helped.value for helped in HELPED}]


class ProposalForm(forms.Form):
    """What is to change, from when on, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("Yang diubah"), choices=list(CHANGES.items()))
    first_due_on = DayField(label=gettext_lazy("Angsuran pertama jatuh tempo"))
    instalments = forms.IntegerField(
        label=gettext_lazy("Jumlah angsuran"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=gettext_lazy("Hanya kalau angsurannya ditambah atau dijadwal ulang."),
    )
    rate_percent = forms.CharField(
        label=gettext_lazy("Jasa baru setiap angsuran (%)"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Hanya kalau jasanya diturunkan atau dijadwal ulang."),
    )
    without = forms.ChoiceField(
        label=gettext_lazy("Bagian anggota yang dihapusbukukan"),
        required=False,
        help_text=gettext_lazy("Hanya dengan keputusan RWT. Anggota lain melanjutkan sisanya."),
    )
    cause = forms.ChoiceField(label=gettext_lazy("Sebab menunggak"), choices=HELPED_CAUSES)
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, loan: Loan, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        members = loan.shares.filter(live=True, person__isnull=False).select_related("person").order_by("id")
        nobody: tuple[str, str | Promise] = ("", gettext_lazy("Tidak ada"))
        named = [(str(row.person_id), row.person.name) for row in members if row.person is not None]
        self.fields["without"].choices = [nobody, *named]  # type: ignore[attr-defined]

    @property
    def body(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        return {
            **given,
            "instalments": given["instalments"] or 0,
            "rate_percent": given["rate_percent"].replace(",", ".") or "0",
            "without": UUID(given["without"]) if given["without"] else None,
        }


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """Propose; see what waits; and once it is decided, carry it out."""
    found = card_of(request, visit, loan).loan
    if found.state != "active":
        raise Http404
    item = waiting_on(visit.book, subject_kind=RESTRUCTURING, subject_id=str(found.pk))
    decision = None if item else _decided(visit.book, found)
    form: Any = Check(request.POST or None) if decision else ProposalForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if decision:
            done = carry_out(request, visit, restructure, form=form, loan=found.pk)
        else:
            done = carry_out(request, visit, propose_restructuring, form=form, loan=found.pk, **form.body)
        if done is not None:
            messages.success(request, _said(done, decided=decision is not None))
            new = done["loan"] if decision else found.pk
            return redirect("officers:loan" if decision else "officers:restructuring", loan=new)
    shown = item.shown if item else decision.agenda.shown if decision and decision.agenda else None
    context = {
        "loan": found,
        "shown": shown,
        "table": _schedule(shown["lines"]) if shown else None,
        "change": CHANGES[shown["change"]] if shown else "",
        "waiting": item is not None,
        "decision": decision.number if decision else "",
        "may": (KEEPS_BOOKS if decision else HANDLES).allows(visit.standing),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/restructuring.html", context, status=422 if form.errors else 200)


def _decided(book: UUID, loan: Loan) -> Decision | None:
    """The decision on this loan, while its first day lies ahead."""
    return decision_for(book, subject_kind=RESTRUCTURING, subject_id=str(loan.pk))


def _said(done: dict[str, Any], *, decided: bool) -> str:
    if decided:
        return (
            _("Pinjaman berlanjut sebagai %(loan_no)s menurut keputusan %(decision)s. Tidak ada uang yang bergerak.")
            % done
        )
    return _("Usul jadwal baru tercatat. Rapat yang memutuskan.")


def _schedule(lines: list[list[Any]]) -> Table:
    """The instalments that were shown to the meeting."""
    return Table(
        caption=_("Jadwal baru"),
        columns=(
            Column(label=_("Angsuran ke")), Column(label=_("Jatuh tempo"), kind="date"),
            Column(label=_("Pokok"), kind="money"), Column(label=_("Jasa"), kind="money"),
            Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=[
            (str(no), date.fromisoformat(day), principal, jasa, principal + jasa)
            for no, (day, principal, jasa) in enumerate(lines, start=1)
        ],
        total=(
            _("Jumlah"), None, sum(line[1] for line in lines), sum(line[2] for line in lines),
            sum(line[1] + line[2] for line in lines),
        ),
    )  # fmt: skip
