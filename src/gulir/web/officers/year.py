"""Closing a year, and giving its profit out as the members' meeting decided."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.roles import Ledger
from gulir.governance.queries import decision_for, rules_at
from gulir.ledger.policy import may_close_year
from gulir.ledger.queries import book_state, income, next_month
from gulir.ledger.queries.years import closed_years, profit_voucher
from gulir.ledger.services import allocate_profit, close_year, propose_profit
from gulir.lending.queries import profit_gates, provision_needed
from gulir.web import words
from gulir.web.officers.desk import Check, as_of, at_desk, key_of, report
from gulir.web.officers.vouchers import LEDGERS
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["PARTS", "profit", "show"]

PARTS = {
    "capital": gettext_lazy("Tambahan modal"),
    "social": gettext_lazy("Dana sosial"),
    "bop": gettext_lazy("Biaya BKM (BOP)"),
    "overseers": gettext_lazy("Pengawas"),
    "upk_bonus": gettext_lazy("Jasa kerja UPK"),
    "reserve": gettext_lazy("Cadangan umum"),
}


class PercentField(forms.CharField):
    """A percentage as people write it, `12,5` or `12.5`; the books say whether it may be so."""

    def clean(self, value: str) -> str:
        """The text as an exact number."""
        text = str(super().clean(value)).replace(",", ".").replace("%", "").strip()
        try:
            return str(Fraction(text or "0"))
        except (ValueError, ZeroDivisionError) as unclear:
            raise forms.ValidationError(_("Tulis persen sebagai angka, misalnya 12,5.")) from unclear


class SplitForm(forms.Form):
    """How the profit is shared, in percent."""

    capital = PercentField(label=PARTS["capital"], required=False)
    social = PercentField(label=PARTS["social"], required=False)
    bop = PercentField(label=PARTS["bop"], required=False)
    overseers = PercentField(label=PARTS["overseers"], required=False)
    upk_bonus = PercentField(label=PARTS["upk_bonus"], required=False)
    reserve = PercentField(label=PARTS["reserve"], required=False)

    def shares(self) -> dict[str, str]:
        """The parts that get something."""
        return {name: value for name, value in self.cleaned_data.items() if value != "0"}


@at_desk("day", "trustee")
def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The year to close next with its result per book, and the closed years."""
    state = book_state(visit.book)
    pending = next_month(visit.book, state)
    year = state.year_open
    ready = pending is not None and pending.year > year
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, close_year, form=form, year=year)
        if done is not None:
            messages.success(request, _("Tahun %(year)s ditutup untuk ketiga buku.") % done)
            return redirect("officers:year")
    results = [(ledger, _result(visit, ledger, year)) for ledger in Ledger]
    closed = closed_years(visit.book)
    table = Table(
        caption=_("Tahun yang sudah ditutup"),
        columns=(
            Column(label=_("Tahun")), Column(label=_("Buku")), Column(label=_("Pendapatan"), kind="money"),
            Column(label=_("Biaya"), kind="money"), Column(label=_("Hasil"), kind="money", key=True),
        ),
        rows=[
            (str(y.year), str(LEDGERS[y.ledger]), y.income, y.expense,
             Cell(value=y.result, href=_statement(y.ledger, y.year)))
            for y in closed
        ],
        empty=_("Belum ada tahun yang ditutup."),
    )  # fmt: skip
    context = {
        "year": year, "ready": ready, "pending": pending, "form": form, "key": key_of(request), "table": table,
        "results": [(LEDGERS[ledger.value], result, _statement(ledger.value, year)) for ledger, result in results],
        "why": _statement(Ledger.UPK.value, year),
        "result": results[0][1], "may": may_close_year.allows(visit.standing),
        "profits": [y.year for y in closed if y.ledger == Ledger.UPK.value and y.result > 0],
    }  # fmt: skip
    return render(request, "officers/year.html", context, status=422 if form.errors else 200)


def _statement(ledger: str, year: int) -> str:
    """The statement of income a year's result is read from."""
    return report("income", ledger=ledger, as_of=date(year, 12, 31), **{"from": date(year, 1, 1)})


def _result(visit: Visit, ledger: Ledger, year: int) -> int:
    state = book_state(visit.book)
    first = state.opens_on.replace(year=year, month=1, day=1)
    statement = income(visit.book, ledger, from_=first, as_of=first.replace(month=12, day=31))
    return statement.total_income - statement.total_expense


@at_desk("day", "trustee")
def profit(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Propose how the profit of a closed year is shared; once the members' meeting agreed, give it out."""
    split = rules_at(visit.book, as_of(request, visit)).shares("profit.split")
    found = decision_for(visit.book, subject_kind="profit", subject_id=str(year))
    form = SplitForm(
        request.POST or None, initial={name: words.percent(part).rstrip("%") for name, part in split.items()}
    )
    if request.method == "POST" and form.is_valid():
        if "allocate" in request.POST and found is not None:
            done = carry_out(
                request, visit, allocate_profit, form=form, year=year, shares=form.shares(), decision=found.pk,
                provision_needed=provision_needed(visit.book, as_of(request, visit)),
                gates_shut=profit_gates(visit.book, year=year, on=as_of(request, visit)),
            )  # fmt: skip
            if done is not None:
                messages.success(request, _("Laba dibagi dengan bukti %(number)s.") % done)
                return redirect("officers:year")
        elif "allocate" not in request.POST:
            done = carry_out(request, visit, propose_profit, form=form, year=year, shares=form.shares())
            if done is not None:
                messages.success(request, _("Usulan pembagian laba masuk agenda RWT."))
                return redirect("officers:profit", year=year)
    shown = found.agenda.shown.get("amounts", {}) if found and found.agenda else {}
    earned = next((y.result for y in closed_years(visit.book) if (y.year, y.ledger) == (year, Ledger.UPK.value)), None)
    context = {
        "year": year, "form": form, "key": key_of(request), "decision": found,
        "amounts": [(PARTS.get(part, part), amount) for part, amount in shown.items()],
        "may": may_close_year.allows(visit.standing), "given": profit_voucher(visit.book, year),
        "earned": earned, "why": _statement(Ledger.UPK.value, year),
    }  # fmt: skip
    return render(request, "officers/profit.html", context, status=422 if form.errors else 200)
