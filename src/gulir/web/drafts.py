"""A prepared voucher as a second person reads it, whichever desk they sit at: its kind, its facts, its lines."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.ledger.models import Draft
from gulir.ledger.queries import accounts
from gulir.web import words
from gulir.web.books import called
from gulir.web.officers.vouchers import LEDGERS

__all__ = ["DRAFT_KINDS", "draft_facts", "draft_lines"]

DRAFT_KINDS = {
    "susulan": gettext_lazy("Bukti susulan"),
    "crossing": gettext_lazy("Antar buku"),
    "live": gettext_lazy("Mulai hari pertama"),
}


def draft_facts(draft: Draft) -> list[tuple[str, str]]:
    """What the paper says beside its title, its sum and its lines, each with its label."""
    body = draft.body
    if draft.kind == "susulan":
        return [
            (_("Terjadi pada"), words.long_date(date.fromisoformat(body["original_on"]))),
            (_("Mengapa terlambat"), str(body["reason"])),
            (_("Buku"), str(LEDGERS[body["ledger"]])),
        ]
    if draft.kind == "crossing":
        return [(_("Dari"), str(LEDGERS[body["payer"]])), (_("Ke"), str(LEDGERS[body["receiver"]]))]
    return []


def draft_lines(book: UUID, draft: Draft) -> list[dict[str, object]]:
    """A late voucher as it will stand on paper; the other kinds have no lines yet."""
    if draft.kind != "susulan":
        return []
    names = {account.code: called(account) for account in accounts(book, draft.body["ledger"])}
    lines: list[dict[str, object]] = []
    for debit, credit, amount, *_rest in draft.body["entries"]:
        lines += [
            {"code": debit, "name": names.get(debit, ""), "debit": amount, "credit": 0},
            {"code": credit, "name": names.get(credit, ""), "debit": 0, "credit": amount},
        ]
    return lines
