"""The price index by which incomes of different years are compared: what stands, which months lack, and its form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gulir.governance.queries import rules_at
from gulir.mentoring.models import PriceIndex
from gulir.mentoring.policy import READS_OUTCOMES, WRITES_PRICES
from gulir.mentoring.queries.outcomes import outcomes
from gulir.mentoring.queries.prices import price_rows
from gulir.mentoring.services import PriceTold, write_price_index
from gulir.web import words
from gulir.web.desks import sit_down_anywhere
from gulir.web.outcomes.results import GOOD, READERS
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, enter, fresh_key

__all__ = ["PriceForm", "prices"]

LINE = re.compile(r"(\d{4})-(\d{1,2})[ \t:;]+(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)


class PriceForm(forms.Form):
    """Months of one series, one a line, as they stand in the publication."""

    base_year = forms.IntegerField(
        label=gettext_lazy("Tahun yang bernilai 100"), min_value=1990, max_value=2999,
        help_text=gettext_lazy("Menurut sumbernya, misalnya 2022"),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Sumber"), max_length=120,
        help_text=gettext_lazy("Siapa yang menerbitkan dan di mana, misalnya BPS, tabel IHK umum kota terdekat"),
    )  # fmt: skip
    months = forms.CharField(
        label=gettext_lazy("Bulan dan indeks harganya"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Satu bulan satu baris: 2026-03 108,25"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=200, required=False,
        help_text=gettext_lazy("Hanya bila angka yang sudah tertulis berubah"),
    )  # fmt: skip

    def clean_months(self) -> list[PriceTold]:
        """Each line as a month with its number; another line is named, a month without a number passed over."""
        found = []
        for line in filter(None, (one.strip() for one in self.cleaned_data["months"].splitlines())):
            if re.fullmatch(r"\d{4}-\d{1,2}", line, re.ASCII):
                continue
            parts = LINE.fullmatch(line)
            if parts is None or not 1 <= int(parts[2]) <= 12 or int(parts[1]) < 1:
                unclear = _("Baris “%(line)s” belum jelas. Tulis seperti 2026-03 108,25.")
                raise ValidationError(unclear % {"line": line[:40]}, code="invalid")
            points, rest = int(parts[3]), (parts[4] or "").ljust(2, "0")
            found.append(
                PriceTold(month=date(int(parts[1]), int(parts[2]), 1), hundredths=100 * points + int(rest or 0))
            )
        if not found:
            raise ValidationError(_("Belum ada bulan dengan angkanya."), code="required")
        return found


@enter(*READERS)
def prices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every month that stands, the months that lack, and for who may write: the form."""
    sit_down_anywhere(request, visit, "outcomes")
    if not READS_OUTCOMES.allows(visit.standing):
        raise PermissionDenied
    writes = WRITES_PRICES.allows(visit.standing)
    if request.method == "POST" and not writes:
        raise PermissionDenied
    good_above = rules_at(visit.book, visit.today).percent(GOOD)
    lacking = outcomes(visit.book, visit.standing, on=visit.today, good_above=good_above).lacking
    rows = price_rows(visit.book, visit.standing)
    form = PriceForm(request.POST or None, initial=_begin(rows, lacking)) if writes else None
    if request.method == "POST" and form is not None and form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        done = carry_out(
            request, visit, write_price_index, form=form, base_year=told["base_year"], source=told["source"],
            rows=told["months"], reason=told["reason"],
        )  # fmt: skip
        if done is not None:
            n = done["written"]
            messages.success(request, ngettext("%(n)s bulan tersimpan.", "%(n)s bulan tersimpan.", n) % {"n": n})
            return redirect("outcomes:prices")
    context = {
        "form": form,
        "table": _table(rows),
        "count": len(rows),
        "lacking": ", ".join(words.month(month) for month in lacking),
        "key": request.POST.get("key") or fresh_key(),
    }
    return render(request, "outcomes/prices.html", context, status=422 if form is not None and form.errors else 200)


def _begin(rows: list[PriceIndex], lacking: tuple[date, ...]) -> dict[str, Any]:
    """The form as it is shown first: the months that lack, in the series that was written last."""
    begun: dict[str, Any] = {"months": "\n".join(f"{month:%Y-%m} " for month in lacking)}
    if rows:
        newest = max(rows, key=lambda row: row.written_at)
        begun |= {"base_year": newest.base_year, "source": newest.source}
    return begun


def _table(rows: list[PriceIndex]) -> Table:
    def row(one: PriceIndex) -> tuple[Cell, str]:
        said = {"base": one.base_year, "source": one.source, "name": one.written_by.name}
        note = _("%(base)s = 100. %(source)s. Ditulis %(name)s.") % said
        return Cell(value=words.month(one.on), note=note), _points(one.hundredths)

    return Table(
        caption=_("Indeks harga konsumen"),
        columns=(Column(label=_("Bulan")), Column(label=_("Indeks"), kind="number", key=True)),
        rows=[row(one) for one in rows],
        note=_("Indeks 108,25 dengan tahun dasar 2022 berarti: yang seharga 100 pada tahun 2022 kini seharga 108,25."),
        empty=_("Belum ada indeks harga yang ditulis."),
    )


def _points(hundredths: int) -> str:
    """The index as people read it, with two digits behind the comma."""
    points, rest = divmod(hundredths, 100)
    return words.decimal(f"{points}.{rest:02}")
