"""Papers of one thing: the receipt of a repayment, a voucher, a loan card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gulir.base.policy import Standing
from gulir.community.models import Board
from gulir.community.queries import board_of
from gulir.core.money import rupiah
from gulir.core.problems.access import NotFound
from gulir.core.terbilang import rupiah_in_words
from gulir.ledger.queries import voucher as voucher_sheet
from gulir.lending.models import Repayment
from gulir.lending.queries import card as loan_card
from gulir.lending.queries import loans_seen
from gulir.lending.queries.rolling import where_it_went
from gulir.papers.text import shown
from gulir.papers.typeset import qr, typeset
from gulir.papers.values import Column
from gulir.papers.words import Words

__all__ = ["card_paper", "kuitansi", "receipt_data", "voucher_paper"]


def _head(board: Board, words: Words, title: str) -> dict[str, Any]:
    place = board.area.name if board.area else ""
    return {"title": title, "board": board.name, "place": place, "language": words.language}


def kuitansi(
    book: UUID, repayments: Sequence[UUID], *, standing: Standing, language: str = "id", copy: bool = False
) -> bytes:
    """The receipts of repayments as one PDF, an A5 page each, in the order asked for; `copy` prints SALINAN."""
    words, board = Words(language), board_of(book)
    seen = loans_seen(book, standing)
    found = Repayment.objects.select_related("loan", "voucher", "made_by").filter(
        book_id=book, pk__in=repayments, loan__in=seen
    )
    rows = {row.pk: row for row in found}
    missing = [pk for pk in repayments if pk not in rows]
    if missing:
        raise NotFound(what="kuitansi", name=str(missing[0]))
    receipts = [receipt_data(board, rows[pk], words, copy=copy) for pk in repayments]
    return typeset("kuitansi", {**_head(board, words, words("receipt")), "receipts": receipts})


def receipt_data(board: Board, paid: Repayment, words: Words, *, copy: bool = False) -> dict[str, Any]:
    """What one receipt says: from whom, how much in figures and words, what for, what is left."""
    loan = paid.loan
    lines = [
        [words("received_from"), loan.ksm + (f" ({paid.payer})" if paid.payer else "")],
        [words("for_what"), words("instalment_of", loan=loan.loan_no)],
        [words.column("date"), words.day(paid.received_on)],
    ]
    parts = [[words.column("pokok"), rupiah(paid.principal)], [words.column("jasa"), rupiah(paid.jasa)]]
    if paid.savings:
        parts.append([words.column("savings"), rupiah(paid.savings)])
    if paid.surplus:
        parts.append([words("surplus"), rupiah(paid.surplus)])
    parts.append([words("balance_after"), rupiah(_balance_after(paid))])
    return {
        "number": paid.receipt,
        "copy": words("copy") if copy else "",
        "lines": lines,
        "amount": rupiah(paid.amount),
        "words": rupiah_in_words(abs(paid.amount)),
        "qr": qr(f"{board.code} {paid.receipt} {paid.received_on.isoformat()} {paid.amount}"),
        "parts": parts,
        "went": _went_next(paid, words),
        "signs": [
            {"role": words("payer"), "name": paid.payer, "office": loan.ksm},
            {"role": words("receiver"), "name": paid.made_by.name, "office": "UPK"},
        ],
    }


def _went_next(paid: Repayment, words: Words) -> str:
    """Where the principal of this receipt, or of the last one before it, was lent next; nothing while it waits."""
    for row in reversed(where_it_went(paid.loan, until=paid.received_on)):
        if row.onward:
            first = row.onward[0]
            return words("went_next", receipt=row.receipt, ksm=first.ksm, day=words.day(first.on))
    return ""


def _balance_after(paid: Repayment) -> int:
    later = Repayment.objects.filter(loan=paid.loan, voucher__recorded_at__gt=paid.voucher.recorded_at)
    return paid.loan.balance + sum(later.values_list("principal", flat=True))


def voucher_paper(book: UUID, voucher: UUID, *, standing: Standing, language: str = "id") -> bytes:
    """One voucher (KM, KK or PB) on A5: accounts, debit and credit, the sum in words, three signatures."""
    words, board = Words(language), board_of(book)
    sheet = voucher_sheet(book, voucher, standing)
    columns = [
        Column(label=words.column("code"), kind="code"),
        Column(label=words.column("account"), wide=True),
        Column(label=words.column("debit"), kind="money"),
        Column(label=words.column("credit"), kind="money"),
    ]
    rows = [(line.code, line.name, line.debit or None, line.credit or None) for line in sheet.lines]
    total = (None, words("total"), sum(line.debit for line in sheet.lines), sum(line.credit for line in sheet.lines))
    one = {
        "title": words(sheet.voucher.type),
        "number": sheet.voucher.label,
        "date": words.day(sheet.voucher.dated),
        "description": sheet.voucher.description,
        "columns": [{"label": c.label, "right": c.right, "wide": c.wide} for c in columns],
        "rows": [[shown(v, c) for v, c in zip(row, columns, strict=True)] for row in rows],
        "total": [shown(v, c) for v, c in zip(total, columns, strict=True)],
        "words": rupiah_in_words(sheet.voucher.total),
        "signs": [{"role": words(key)} for key in ("made_by", "checked_by", "approved_by")],
    }
    return typeset("voucher", {**_head(board, words, words(sheet.voucher.type)), "vouchers": [one]})


def card_paper(book: UUID, loan: UUID, *, standing: Standing, as_of: Any, language: str = "id") -> bytes:
    """The loan card a KSM keeps: its terms, what happened, its schedule."""
    words, board = Words(language), board_of(book)
    card = loan_card(book, loan, as_of=as_of, standing=standing)
    happened = [
        Column(label=words.column("date"), kind="date"), Column(label=words.column("what"), wide=True),
        Column(label=words.column("number"), kind="code"), Column(label=words.column("pokok"), kind="money"),
        Column(label=words.column("jasa"), kind="money"), Column(label=words.column("savings"), kind="money"),
        Column(label=words.column("balance"), kind="money"),
    ]  # fmt: skip
    plan = [
        Column(label=words.column("number"), kind="number"),
        Column(label=words.column("due_on"), kind="date", wide=True),
        Column(label=words.column("pokok"), kind="money"), Column(label=words.column("jasa"), kind="money"),
    ]  # fmt: skip
    lines = [(ln.on, words(ln.what), ln.reference, ln.principal, ln.jasa, ln.savings, ln.balance) for ln in card.lines]
    dues = [(i.no, i.due_on, i.principal, i.jasa) for i in card.schedule]
    facts = [
        [words.column("loan_no"), card.row.loan_no], [words.column("ksm"), card.row.ksm],
        [words.column("principal"), rupiah(card.row.principal)], [words.column("balance"), rupiah(card.row.balance)],
        [words("disbursement"), words.day(card.row.disbursed_on)],
        [words.column("collectibility"), str(card.row.collectibility)],
    ]  # fmt: skip
    sections = [
        _section(words("payments"), happened, lines),
        _section(words("schedule"), plan, dues),
    ]
    signs = [{"role": words("payer"), "office": card.row.ksm}, {"role": words("receiver"), "office": "UPK"}]
    head = _head(board, words, words.title("loan-card"))
    return typeset("card", {**head, "facts": facts, "sections": sections, "notes": [], "signs": signs})


def _section(title: str, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "title": title,
        "columns": [{"label": c.label, "right": c.right, "wide": c.wide} for c in columns],
        "rows": [[shown(v, c) for v, c in zip(row, columns, strict=True)] for row in rows],
        "total": [],
    }
