"""A voucher of one's own: cash in, cash out or no cash; a late one; money from one book to another.

What is written is read back as a sentence before it enters the books. Late vouchers and crossings wait for a second
person.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.roles import MONEY, Ledger
from gulir.ledger.models import Account
from gulir.ledger.policy import KEEPS
from gulir.ledger.queries import accounts
from gulir.ledger.services import record_susulan, record_voucher, transfer_between_ledgers
from gulir.ledger.services.vouchers import KEPT_BY_ACTS
from gulir.web import words
from gulir.web.books import called
from gulir.web.fields import DayField, RupiahField
from gulir.web.officers.desk import at_desk, key_of
from gulir.web.officers.vouchers import LEDGERS
from gulir.web.visits import Visit, carry_out

__all__ = ["cross", "late", "new"]

ROWS = 4
MOST_ROWS = 30
WAYS = {
    "masuk": gettext_lazy("Uang masuk"),
    "keluar": gettext_lazy("Uang keluar"),
    "bukan-kas": gettext_lazy("Tanpa uang"),
}
MONEY_WORDS = {"cash": gettext_lazy("Kas"), "bank": gettext_lazy("Bank")}


class HeadForm(forms.Form):
    """What the voucher is about."""

    description = forms.CharField(label=gettext_lazy("Uraian"), max_length=200)
    reference = forms.CharField(label=gettext_lazy("Nomor kuitansi atau nota"), max_length=60, required=False)


class MoneyForm(HeadForm):
    """A voucher through a cash box or bank account."""

    money = forms.ChoiceField(label=gettext_lazy("Kas atau bank"))

    def __init__(self, *args: Any, money: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["money"].choices = money  # type: ignore[attr-defined]


class LateForm(HeadForm):
    """A voucher that should have been written on an earlier day."""

    original_on = DayField(label=gettext_lazy("Tanggal kejadian sebenarnya"))
    reason = forms.CharField(label=gettext_lazy("Mengapa terlambat"), max_length=200)


class CrossForm(forms.Form):
    """Money from one of the three books to another."""

    payer = forms.ChoiceField(label=gettext_lazy("Dari buku"), choices=list(LEDGERS.items()))
    out_of = forms.ChoiceField(label=gettext_lazy("Keluar dari"), choices=list(MONEY_WORDS.items()))
    receiver = forms.ChoiceField(label=gettext_lazy("Ke buku"), choices=list(LEDGERS.items()), initial="secretariat")
    into = forms.ChoiceField(label=gettext_lazy("Masuk ke"), choices=list(MONEY_WORDS.items()))
    amount = RupiahField(label=gettext_lazy("Jumlah"))
    description = forms.CharField(label=gettext_lazy("Uraian"), max_length=200)
    settles = forms.BooleanField(label=gettext_lazy("Membayar kembali utang antar buku"), required=False)


class RowForm(forms.Form):
    """One account with one amount; an empty row is left out."""

    account = forms.ChoiceField(
        label=gettext_lazy("Akun"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    amount = RupiahField(label=gettext_lazy("Jumlah"), required=False)

    def __init__(self, *args: Any, accounts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", _("Pilih akun")), *accounts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An amount needs its account, an account its amount."""
        given = super().clean() or {}
        account, amount = given.get("account"), given.get("amount")
        if account and not amount and "amount" not in self.errors:
            self.add_error("amount", _("Isi jumlah untuk akun ini."))
        if amount and not account and "account" not in self.errors:
            self.add_error("account", _("Pilih akun untuk jumlah ini."))
        return given


class SidesForm(RowForm):
    """One account with a debit or a credit."""

    side = forms.ChoiceField(
        label=gettext_lazy("Sisi"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        choices=[("debit", gettext_lazy("Debit")), ("credit", gettext_lazy("Kredit"))],
    )


Rows = forms.formset_factory(RowForm, extra=ROWS, max_num=MOST_ROWS)
Sides = forms.formset_factory(SidesForm, extra=ROWS, max_num=MOST_ROWS)


def _ledger(request: HttpRequest, visit: Visit) -> str:
    """The book that was chosen, or the first one this person keeps."""
    mine = [ledger.value for ledger, rule in KEEPS.items() if rule.allows(visit.standing)]
    wanted = request.POST.get("ledger") or request.GET.get("buku", "")
    return wanted if wanted in mine else (mine or [Ledger.UPK.value])[0]


def _choices(visit: Visit, ledger: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Money accounts, and all others an own voucher may name."""
    money = {role.value for role in MONEY}
    kept = {role.value for role in KEPT_BY_ACTS}
    chart: list[Account] = accounts(visit.book, ledger, active_only=True)
    named = [(a, (a.code, f"{a.code} {called(a)}")) for a in chart if a.role not in kept]
    return [choice for a, choice in named if a.role in money], [choice for a, choice in named if a.role not in money]


def _filled(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows.cleaned_data if row.get("account") and row.get("amount")]


@at_desk("vouchers")
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Money in, money out, or neither: write, check, record."""
    way = request.POST.get("way") or request.GET.get("cara", "keluar")
    way = way if way in WAYS else "keluar"
    ledger = _ledger(request, visit)
    money, others = _choices(visit, ledger)
    data = request.POST or None
    form: forms.Form
    rows: Any
    if way == "bukan-kas":
        form, rows = HeadForm(data), Sides(data, prefix="row", form_kwargs={"accounts": others})
    else:
        form, rows = MoneyForm(data, money=money), Rows(data, prefix="row", form_kwargs={"accounts": others})
    checking = False
    body: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        body = _body(form.cleaned_data, _filled(rows), way)
        if not _filled(rows):
            form.add_error(None, _("Isi paling sedikit satu akun dengan jumlahnya."))
        elif "confirmed" in request.POST:
            done = carry_out(request, visit, record_voucher, form=form, ledger=ledger, **body)
            if done is not None:
                messages.success(request, _("Bukti %(number)s tercatat.") % done)
                return redirect("officers:voucher", voucher=done["voucher"])
        elif "change" not in request.POST:
            checking = True
    bad = bool(form.errors) or (rows.is_bound and not rows.is_valid())
    context = {
        "way": way, "ways": WAYS, "ledger": ledger, "ledgers": _kept(visit), "form": form, "rows": rows, "bad": bad,
        "key": key_of(request), "money": money, "others": others, **_read_back(body, dict(money + others)),
    }  # fmt: skip
    template = "officers/voucher_check.html" if checking and not bad else "officers/voucher_new.html"
    return render(request, template, context, status=422 if bad else 200)


def _kept(visit: Visit) -> list[tuple[str, str]]:
    return [(ledger.value, str(LEDGERS[ledger.value])) for ledger, rule in KEEPS.items() if rule.allows(visit.standing)]


def _body(head: dict[str, Any], rows: list[dict[str, Any]], way: str) -> dict[str, Any]:
    """The body of the act: money on one side and the rows on the other, or two sides as written."""
    body: dict[str, Any] = {"description": head["description"], "reference": head.get("reference", "")}
    lines = [{"account": row["account"], "amount": row["amount"]} for row in rows]
    if way == "bukan-kas":
        sides: dict[str, list[dict[str, Any]]] = {"debit": [], "credit": []}
        for row, line in zip(rows, lines, strict=True):
            sides[row.get("side") or "debit"].append(line)
        return {**body, "debits": sides["debit"], "credits": sides["credit"], "type": "PB"}
    total = [{"account": head["money"], "amount": sum(row["amount"] for row in rows)}]
    if way == "masuk":
        return {**body, "debits": total, "credits": lines, "type": "KM"}
    return {**body, "debits": lines, "credits": total, "type": "KK"}


def _read_back(body: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The voucher as it will stand on paper."""
    lines = []
    for side, other in (("debits", "credit"), ("credits", "debit")):
        for row in body.get(side, ()):
            code, _space, name = names.get(row["account"], row["account"]).partition(" ")
            lines.append({"code": code, "name": name, side[:-1]: row["amount"], other: 0})
    debit = sum(row["amount"] for row in body.get("debits", ()))
    credit = sum(row["amount"] for row in body.get("credits", ()))
    return {"lines": lines, "total": debit, "gap": abs(debit - credit), "said_amount": words.rupiah(debit)}


# ---------------------------------------------------------------- with a second person


@at_desk("vouchers")
def late(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A late voucher: its true day and why, then a second person approves it."""
    ledger = _ledger(request, visit)
    money, others = _choices(visit, ledger)
    form = LateForm(request.POST or None)
    rows: Any = Sides(request.POST or None, prefix="row", form_kwargs={"accounts": money + others})
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        given = form.cleaned_data
        body = _body(given, _filled(rows), "bukan-kas")
        done = carry_out(
            request, visit, record_susulan, form=form, ledger=ledger, original_on=given["original_on"],
            reason=given["reason"], description=body["description"], reference=body["reference"],
            debits=body["debits"], credits=body["credits"],
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Bukti susulan disiapkan. Orang kedua menyetujuinya, lalu masuk buku."))
            return redirect("officers:drafts")
    bad = bool(form.errors) or (rows.is_bound and not rows.is_valid())
    context = {
        "form": form,
        "rows": rows,
        "key": key_of(request),
        "ledger": ledger,
        "ledgers": _kept(visit),
        "bad": bad,
    }
    return render(request, "officers/voucher_late.html", context, status=422 if bad else 200)


@at_desk("vouchers")
def cross(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Money from one book to another: a claim there, a debt here; a second person approves it."""
    form = CrossForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, transfer_between_ledgers, form=form, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("Pemindahan disiapkan. Orang kedua menyetujuinya, lalu masuk kedua buku."))
            return redirect("officers:drafts")
    context = {"form": form, "key": key_of(request)}
    return render(request, "officers/voucher_cross.html", context, status=422 if form.errors else 200)
