"""What the board lends: the list of products, one of them in plain words, and closing one."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.dates import month_name
from gulir.core.plain_sheet import plain_sheet
from gulir.core.problems import Problem
from gulir.core.problems.access import NotFound
from gulir.lending.models import Product
from gulir.lending.models.applications import SHARING
from gulir.lending.policy import OFFERS
from gulir.lending.queries import products
from gulir.lending.services import close_product
from gulir.lending.terms import build_schedule, seasons_of, terms_of
from gulir.web import words
from gulir.web.fields import RupiahField
from gulir.web.officers.desk import Check, as_of, at_desk, key_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, say

__all__ = ["EXAMPLE", "METHODS", "SHARING", "close", "cost_words", "index", "rate_words", "rhythm_words", "show"]

EXAMPLE = 1_000_000
METHODS = {
    "flat": gettext_lazy("Jasa tetap dari pokok awal (flat)"),
    "equal_principal": gettext_lazy("Pokok tetap, jasa dari sisa"),
    "annuity": gettext_lazy("Angsuran tetap (anuitas)"),
    "murabahah": gettext_lazy("Jual beli (murabahah)"),
    "mudharabah": gettext_lazy("Bagi hasil (mudharabah)"),
    "musyarakah": gettext_lazy("Bagi hasil bermodal bersama (musyarakah)"),
}


def rhythm_words(product: Product) -> str:
    """When instalments fall due, as people say it."""
    if product.unit == "harvest":
        named = [
            f"{season.name} {season.day} {month_name(season.month, words.language())}" for season in seasons_of(product)
        ]
        return _("%(times)s kali saat panen: %(named)s") % {"times": product.instalments, "named": ", ".join(named)}
    said = {
        ("month", 1): _("sebulan sekali"), ("week", 1): _("seminggu sekali"), ("week", 2): _("dua minggu sekali"),
        ("day", 1): _("setiap hari"),
    }.get((product.unit, product.every))  # fmt: skip
    if said is None:
        each = {"month": _("bulan"), "week": _("minggu"), "day": _("hari")}[product.unit]
        said = _("setiap %(every)s %(unit)s") % {"every": product.every, "unit": each}
    return _("%(times)s kali, %(said)s") % {"times": product.instalments, "said": said}


def rate_words(text: str) -> str:
    """A rate as it was agreed, in the decimal mark of the page: `1,5%`; a fraction to two places."""
    if "/" in text:
        return words.percent(text, 2)
    return words.percent(text, len(text.partition(".")[2]))


def cost_words(product: Product) -> str:
    """What is asked for the money, as people say it."""
    if product.shares_result:
        return _("%(share)s dari untung") % {"share": rate_words(product.share_percent)}
    rate = rate_words(product.rate_percent)
    if product.unit == "harvest":
        return _("%(rate)s sebulan") % {"rate": rate}
    return _("%(rate)s tiap angsuran") % {"rate": rate}


@at_desk("loans")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Products that are offered, each leading to its plain sheet."""
    table = Table(
        caption=_("Produk yang ditawarkan"),
        columns=(
            Column(label=_("Produk")), Column(label=_("Cara menghitung")),
            Column(label=_("Jasa atau bagi hasil"), key=True), Column(label=_("Diangsur")),
            Column(label=_("Sejak"), kind="date"),
        ),
        rows=[
            (
                Cell(value=p.name, note=p.code, href=reverse("officers:product", args=[p.pk])), str(METHODS[p.method]),
                cost_words(p), rhythm_words(p), p.offered_from,
            )
            for p in products(visit.book)
        ],
        empty=_("Belum ada produk. Tambahkan satu, lalu KSM dapat mengajukan pinjaman."),
    )  # fmt: skip
    return render(request, "officers/products.html", {"table": table, "may": OFFERS.allows(visit.standing)})


class AmountForm(forms.Form):
    """The loan for which the plain sheet is shown."""

    jumlah = RupiahField(label=gettext_lazy("Untuk pinjaman sebesar"))


def product_of(visit: Visit, product: UUID) -> Product:
    """A product on offer, else `NotFound`."""
    found = products(visit.book).filter(pk=product).first()
    if found is None:
        raise NotFound(what="produk", name=str(product))
    return found


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, product: UUID) -> HttpResponse:
    """One product in plain words, with the plain sheet and the schedule of any amount."""
    found = product_of(visit, product)
    form = AmountForm(request.GET if "jumlah" in request.GET else None, initial={"jumlah": EXAMPLE})
    amount, made = EXAMPLE, None
    if form.is_bound and form.is_valid():
        amount = form.cleaned_data["jumlah"]
    try:
        made = build_schedule(terms_of(found, principal=amount, disbursed_on=as_of(request, visit)))
    except Problem as refusal:
        form.full_clean()
        form.add_error("jumlah", say(refusal))
    context = {
        "product": found, "method": METHODS[found.method], "when": rhythm_words(found), "cost": cost_words(found),
        "form": form, "sheet": plain_sheet(made) if made else None, "instalments": made.instalments if made else (),
        "amount": amount, "may": OFFERS.allows(visit.standing),
    }  # fmt: skip
    return render(request, "officers/product.html", context, status=422 if form.is_bound and form.errors else 200)


@at_desk("loans")
def close(request: HttpRequest, visit: Visit, product: UUID) -> HttpResponse:
    """Offer a product no more, after asking once."""
    found = product_of(visit, product)
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, close_product, form=form, product=found.pk)
        if done is not None:
            messages.success(request, _("Produk ditutup. Pinjaman yang sudah berjalan tidak berubah."))
            return redirect("officers:products")
    context = {"product": found, "form": form, "key": key_of(request)}
    return render(request, "officers/product_close.html", context, status=422 if form.errors else 200)
