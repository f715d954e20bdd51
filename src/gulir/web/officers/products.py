"""What the board lends: the list of products, a new one, and closing one."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems.access import NotFound
from gulir.lending.policy import OFFERS
from gulir.lending.queries import products
from gulir.lending.services import close_product, define_product
from gulir.web.officers.desk import Check, at_desk, key_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["METHODS", "close", "index"]

METHODS = {
    "flat": gettext_lazy("Jasa tetap dari pokok awal (flat)"),
    "equal_principal": gettext_lazy("Pokok tetap, jasa dari sisa"),
    "annuity": gettext_lazy("Angsuran tetap (anuitas)"),
    "murabahah": gettext_lazy("Jual beli (murabahah)"),
}


class ProductForm(forms.Form):
    """Terms of a product; what is left empty follows the rulebook."""

    code = forms.CharField(label=gettext_lazy("Kode"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=80)
    method = forms.ChoiceField(
        label=gettext_lazy("Cara menghitung"),
        choices=[("", gettext_lazy("Ikut aturan BKM")), *METHODS.items()],
        required=False,
    )
    rate_percent = forms.CharField(
        label=gettext_lazy("Jasa setiap angsuran (%)"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Kosong: ikut aturan BKM."),
    )
    instalments = forms.IntegerField(
        label=gettext_lazy("Berapa kali angsuran"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=gettext_lazy("Kosong: ikut aturan BKM."),
    )


@at_desk("loans")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Products that are offered, and the form for another."""
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = carry_out(
            request, visit, define_product, form=form, code=given["code"], name=given["name"], method=given["method"],
            rate_percent=given["rate_percent"].replace(",", "."), instalments=given["instalments"] or 0,
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Produk %(code)s siap ditawarkan.") % done)
            return redirect("officers:products")
    table = Table(
        caption=_("Produk yang ditawarkan"),
        columns=(
            Column(label=_("Produk")), Column(label=_("Cara menghitung")), Column(label=_("Jasa"), kind="percent"),
            Column(label=_("Angsuran"), kind="number", key=True), Column(label=_("Sejak"), kind="date"),
        ),
        rows=[
            (Cell(value=p.name, note=p.code), str(METHODS[p.method]), p.rate_percent, p.instalments, p.offered_from)
            for p in products(visit.book)
        ],
        empty=_("Belum ada produk. Tambahkan satu, lalu KSM dapat mengajukan pinjaman."),
    )  # fmt: skip
    context = {
        "table": table,
        "form": form,
        "may": OFFERS.allows(visit.standing),
        "key": key_of(request),
        "offered": list(products(visit.book)),
    }
    return render(request, "officers/products.html", context, status=422 if form.errors else 200)


@at_desk("loans")
def close(request: HttpRequest, visit: Visit, product: UUID) -> HttpResponse:
    """Offer a product no more, after asking once."""
    found = products(visit.book).filter(pk=product).first()
    if found is None:
        raise NotFound(what="produk", name=str(product))
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, close_product, form=form, product=found.pk)
        if done is not None:
            messages.success(request, _("Produk ditutup. Pinjaman yang sudah berjalan tidak berubah."))
            return redirect("officers:products")
    context = {"product": found, "form": form, "key": key_of(request)}
    return render(request, "officers/product_close.html", context, status=422 if form.errors else 200)
