"""What a report says at first sight: its one figure, and a picture with a reading as title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gulir.papers.values import Report
from gulir.web import charts, words

__all__ = ["figure", "picture"]


def figure(made: Report) -> dict[str, Any]:
    """The one figure that matters, with what it is called; a report of rates has none."""
    data = made.data
    if made.name == "trial-balance":
        same = data["total_debit"] == data["total_credit"]
        note = _("kedua sisi sama") if same else _("kedua sisi berbeda")
        return {"label": _("Jumlah debit"), "amount": data["total_debit"], "note": note}
    if made.name == "position":
        return {"label": _("Jumlah aset"), "amount": data["total_assets"]}
    if made.name == "income":
        return {"label": _("Laba") if data["result"] >= 0 else _("Rugi"), "amount": data["result"]}
    if made.name in ("cash-book", "ledger"):
        return {"label": _("Saldo akhir"), "amount": data["closing"], "note": made.sections[0].title}
    if made.name == "loans":
        return {"label": _("Saldo pinjaman"), "amount": data["total_balance"]}
    if made.name == "loan-card":
        return {"label": _("Sisa pokok"), "amount": data["balance"], "note": data["ksm"]}
    if made.name == "collectibility":
        return {"label": _("Cadangan yang perlu"), "amount": data["total_provision"]}
    return {}


def picture(made: Report) -> SafeString | None:
    """A picture where people look rather than read; nothing where there is nothing to compare."""
    draw = {"collectibility": _classes, "income": _earned, "position": _owned, "cash-book": _moved}.get(made.name)
    return draw(made.data) if draw else None


def _classes(data: Mapping[str, Any]) -> SafeString | None:
    if not data["total_balance"]:
        return None
    good = data["rows"][0]["balance"] * 100 // data["total_balance"]
    title = _("%(percent)s%% saldo pinjaman lancar") % {"percent": good}
    values = {row["class"]: row["balance"] for row in data["rows"]}
    return charts.collectibility(title, [(_("Semua pinjaman"), values)])


def _earned(data: Mapping[str, Any]) -> SafeString | None:
    if not data["total_income"] + data["total_expense"]:
        return None
    if data["result"] < 0:
        title = _("Biaya melebihi pendapatan %(gap)s") % {"gap": words.rupiah(-data["result"])}
    else:
        title = _("Pendapatan melebihi biaya %(gap)s") % {"gap": words.rupiah(data["result"])}
    return charts.bars(title, [(_("Pendapatan"), data["total_income"]), (_("Biaya"), data["total_expense"])])


def _owned(data: Mapping[str, Any]) -> SafeString | None:
    if data["total_assets"] <= 0:
        return None
    own = data["total_equity"] * 100 // data["total_assets"]
    title = _("%(percent)s%% dari yang dimiliki adalah modal sendiri") % {"percent": own}
    pairs = [
        (_("Aset"), data["total_assets"]), (_("Kewajiban"), data["total_liabilities"]),
        (_("Modal"), data["total_equity"]),
    ]  # fmt: skip
    return charts.bars(title, pairs)


def _moved(data: Mapping[str, Any]) -> SafeString | None:
    if not data["total_received"] + data["total_paid"]:
        return None
    gap = data["total_received"] - data["total_paid"]
    said = _("Saldo bertambah %(gap)s") if gap >= 0 else _("Saldo berkurang %(gap)s")
    return charts.bars(
        said % {"gap": words.rupiah(abs(gap))},
        [(_("Uang masuk"), data["total_received"]), (_("Uang keluar"), data["total_paid"])],
    )
