"""Offering a product: first how it is paid, in plain words, then its numbers, then its plain sheet, then the button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.harvests import Season, check_seasons, parse_season
from gulir.core.plain_sheet import plain_sheet
from gulir.core.problems import Problem
from gulir.lending.models import Product
from gulir.lending.services import define_product
from gulir.lending.services.products import Offer, draw_up
from gulir.lending.terms import build_schedule, terms_of
from gulir.web.officers.desk import as_of, at_desk, key_of
from gulir.web.officers.products import EXAMPLE, SHARING, rhythm_words
from gulir.web.visits import Visit, carry_out, say

__all__ = ["ProductForm", "WayForm", "new"]

WAYS = {
    "flat": gettext_lazy("Jasa tetap. Dihitung dari pinjaman awal dan tidak berubah. Paling mudah diingat."),
    "equal_principal": gettext_lazy("Jasa dari sisa. Pokoknya tetap, jasanya makin kecil; angsuran turun terus."),
    "annuity": gettext_lazy("Angsuran tetap, jasa dari sisa. Jumlahnya sama, isinya makin lama makin banyak pokok."),
    "murabahah": gettext_lazy(
        "Jual beli (murabahah). UPK membelikan barang; marginnya dalam rupiah dan tetap sejak ditandatangani."
    ),
    "mudharabah": gettext_lazy(
        "Bagi hasil (mudharabah). Tanpa jasa tetap: KSM melapor tiap masa, untung dibagi, rugi ditanggung UPK."
    ),
    "musyarakah": gettext_lazy(
        "Bagi hasil bermodal bersama (musyarakah). Seperti mudharabah, tetapi rugi ditanggung menurut modal."
    ),
}
RHYTHMS: dict[str, tuple[int, str]] = {
    "bulan": (1, "month"),
    "dua-minggu": (2, "week"),
    "minggu": (1, "week"),
    "panen": (1, "harvest"),
}
RHYTHM_WORDS = {
    "bulan": gettext_lazy("Sebulan sekali"),
    "dua-minggu": gettext_lazy("Dua minggu sekali"),
    "minggu": gettext_lazy("Seminggu sekali"),
    "panen": gettext_lazy("Saat panen: pada hari yang diberi nama, seluruhnya atau sebagian-sebagian"),
}
MOST_HARVESTS = 12


class WayForm(forms.Form):
    """How a product is paid: its method and its rhythm."""

    cara = forms.ChoiceField(
        label=gettext_lazy("Bagaimana pinjaman dibayar?"), choices=list(WAYS.items()), widget=forms.RadioSelect
    )
    waktu = forms.ChoiceField(
        label=gettext_lazy("Kapan diangsur?"), choices=list(RHYTHM_WORDS.items()), widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        """Equal instalments do not go with harvests: their parts differ."""
        given: dict[str, Any] = super().clean() or {}
        if (given.get("cara"), given.get("waktu")) == ("annuity", "panen"):
            self.add_error("cara", _("Angsuran tetap tidak cocok dengan panen. Pilih cara lain."))
        return given


class HarvestsField(forms.CharField):
    """A calendar of harvests, one to a line: name, day and month, and its part if not one."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=600, **more)

    def clean(self, value: Any) -> tuple[Season, ...]:
        """The harvests in the order they were written."""
        lines = [line for line in super().clean(value).replace(";", "\n").splitlines() if line.strip()]
        try:
            seasons = tuple(parse_season(line) for line in lines[:MOST_HARVESTS])
            check_seasons(seasons)
        except Problem as problem:
            raise ValidationError(say(problem), code=problem.code) from problem
        return seasons


class ProductForm(forms.Form):
    """The numbers of a product; what is left empty follows the rulebook, and only what its way asks is asked."""

    code = forms.CharField(label=gettext_lazy("Kode"), max_length=20, help_text=gettext_lazy("Pendek, misalnya PDB10."))
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=80)
    rate_percent = forms.CharField(label=gettext_lazy("Jasa setiap angsuran (%)"), max_length=20, required=False)
    share_percent = forms.CharField(
        label=gettext_lazy("Bagian UPK dari untung (%)"),
        max_length=20,
        help_text=gettext_lazy("Sisanya untuk KSM. Kalau tidak ada untung, tidak ada yang dibagi."),
    )
    loss_percent = forms.CharField(
        label=gettext_lazy("Bagian UPK dari rugi (%)"),
        max_length=20,
        help_text=gettext_lazy("Sama dengan bagian modal dari UPK. Sebesar itu pokok KSM berkurang kalau rugi."),
    )
    harvests = HarvestsField(
        label=gettext_lazy("Kalender panen"),
        help_text=gettext_lazy(
            "Satu panen satu baris: nama, tanggal, bagian pokok. Misalnya: Panen raya, 15 April, 2."
        ),
    )
    instalments = forms.IntegerField(
        label=gettext_lazy("Berapa kali angsuran"),
        min_value=1,
        max_value=120,
        required=False,
    )

    def __init__(self, *args: Any, way: str = "flat", rhythm: str = "bulan", **more: Any) -> None:
        super().__init__(*args, **more)
        shares, harvest, short = way in SHARING, rhythm == "panen", rhythm in ("minggu", "dua-minggu")
        for name, asked in (
            ("rate_percent", not shares),
            ("share_percent", shares),
            ("loss_percent", way == "musyarakah"),
            ("harvests", harvest),
        ):
            if not asked:
                del self.fields[name]
        if harvest:
            self.fields["instalments"].label = _("Berapa kali panen")
            self.fields["instalments"].help_text = _("Kosong: satu kali setiap panen di kalender.")
        else:
            self.fields["instalments"].required = short
            self.fields["instalments"].help_text = "" if short else _("Kosong: ikut aturan BKM.")
        if not shares:
            self._ask_rate(way, harvest=harvest, short=short)

    def _ask_rate(self, way: str, *, harvest: bool, short: bool) -> None:
        rate = self.fields["rate_percent"]
        rate.required = short
        rate.help_text = _("Kosong: ikut aturan BKM.")
        if short:
            rate.help_text = _("Dari pinjaman, tiap angsuran. Sebulan 1,5 % kira-kira seminggu 0,35 %.")
        if harvest:
            rate.label = _("Jasa sebulan (%)")
            rate.help_text = _("Dihitung untuk setiap bulan sampai panen. Kosong: ikut aturan BKM.")
        if way == "murabahah":
            rate.label = _("Margin sebulan (%)") if harvest else _("Margin setiap angsuran (%)")


@at_desk("loans")
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose the way, fill the numbers, read the plain sheet of one million, offer."""
    way, rhythm = request.GET.get("cara", ""), request.GET.get("waktu", "")
    chosen = WayForm(request.GET if "cara" in request.GET else None, initial={"cara": "flat", "waktu": "bulan"})
    if not chosen.is_valid():
        return render(request, "officers/product_way.html", {"form": chosen})
    form = ProductForm(request.POST or None, way=way, rhythm=rhythm)
    drawn: Product | None = None
    if request.method == "POST" and form.is_valid():
        terms, given = _terms(form, way, rhythm), form.cleaned_data
        if request.POST.get("confirmed"):
            done = carry_out(request, visit, define_product, form=form, code=given["code"], name=given["name"], **terms)
            if done is not None:
                messages.success(request, _("Produk %(code)s siap ditawarkan.") % done)
                return redirect("officers:product", product=done["product"])
        else:
            try:
                drawn = draw_up(
                    visit.board.book, Offer(**terms), code=given["code"], name=given["name"], on=as_of(request, visit)
                )
            except Problem as refusal:
                form.add_error(None, say(refusal))
    context: dict[str, Any] = {
        "form": form, "way": way, "rhythm": rhythm, "explained": WAYS[way], "when": RHYTHM_WORDS[rhythm],
        "key": key_of(request),
    }  # fmt: skip
    if drawn is not None and not form.errors:
        made = build_schedule(terms_of(drawn, principal=EXAMPLE, disbursed_on=as_of(request, visit)))
        context |= {
            "product": drawn, "sheet": plain_sheet(made), "instalments": made.instalments, "example": EXAMPLE,
            "when": rhythm_words(drawn),
            "back": f"?cara={way}&waktu={rhythm}",
            "sent": [(name, "; ".join(form.data.get(name, "").splitlines())) for name in form.fields],
        }  # fmt: skip
        return render(request, "officers/product_check.html", context)
    return render(request, "officers/product_new.html", context, status=422 if form.errors else 200)


def _terms(form: ProductForm, way: str, rhythm: str) -> dict[str, Any]:
    """What the form says, as the act asks it; a decimal comma is read as a point."""
    given = form.cleaned_data
    every, unit = RHYTHMS[rhythm]
    terms: dict[str, Any] = {"method": way, "every": every, "unit": unit, "instalments": given["instalments"] or 0}
    for name in ("rate_percent", "share_percent", "loss_percent"):
        if name in given:
            terms[name] = given[name].replace(",", ".")
    if "harvests" in given:
        terms["harvests"] = given["harvests"]
    return terms
