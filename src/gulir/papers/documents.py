"""Papers of one thing: the receipt of a repayment, a voucher, a loan card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from gulir.base.policy import Standing
from gulir.base.reference import account_called
from gulir.community.models import Board
from gulir.community.queries import board_of
from gulir.core.money import rupiah
from gulir.core.problems.access import NotFound
from gulir.core.terbilang import rupiah_in_words
from gulir.ledger.queries import VoucherSheet
from gulir.ledger.queries import voucher as voucher_sheet
from gulir.lending.models import Repayment
from gulir.lending.queries import card as loan_card
from gulir.lending.queries import loans_seen
from gulir.lending.queries.rolling import where_it_went
from gulir.papers.text import shown
from gulir.papers.typeset import qr, typeset
from gulir.papers.values import Column
from gulir.papers.words import Words, letterhead

__all__ = ["card_paper", "kuitansi", "receipt_data", "voucher_paper"]


def _head(board: Board, words: Words, title: str, ledger: str = "upk") -> dict[str, Any]:
    return {
        "title": title,
        "board": board.name,
        "place": letterhead(words, ledger, _place(board)),
        "language": words.language,
        "pages": words("pages"),
    }


def _place(board: Board) -> str:
    return board.area.name if board.area else ""


def _dated(board: Board, words: Words, day: date) -> str:
    """Place and day, as they stand on a paper."""
    return ", ".join(part for part in (_place(board), words.day(day)) if part)


def kuitansi(
    book: UUID, repayments: Sequence[UUID], *, standing: Standing, language: str = "id", copy: bool = False
) -> bytes:
    """The receipts of repayments as one PDF, an A5 page each, in the order asked for; `copy` prints SALINAN."""
    words, board = Words(language), board_of(book)
    seen = loans_seen(book, standing)
    found = Repayment.objects.select_related("loan", "voucher", "made_by", "reverses").filter(
        book_id=book, pk__in=repayments, loan__in=seen
    )
    rows = {row.pk: row for row in found}
    missing = [pk for pk in repayments if pk not in rows]
    if missing:
        raise NotFound(what="kuitansi", name=str(missing[0]))
    receipts = [receipt_data(board, rows[pk], words, copy=copy) for pk in repayments]
    head = {**_head(board, words, words("receipt")), "in_words": words("in_words")}
    return typeset("kuitansi", {**head, "receipts": receipts})


def receipt_data(board: Board, paid: Repayment, words: Words, *, copy: bool = False) -> dict[str, Any]:
    """What one receipt says: from whom, how much in figures and words, what for, what is left."""
    loan = paid.loan
    lines = [
        [words("received_from"), loan.ksm + (f" ({paid.payer})" if paid.payer else "")],
        [words("for_what"), words("instalment_of", loan=loan.loan_no)],
    ]
    parts = [[words.column("pokok"), rupiah(paid.principal)], [words.column("jasa"), rupiah(paid.jasa)]]
    if paid.savings:
        parts.append([words.column("savings"), rupiah(paid.savings)])
    if paid.surplus:
        parts.append([words("surplus"), rupiah(paid.surplus)])
    parts.append([words("balance_after"), rupiah(_balance_after(paid))])
    undone = _undone(paid, words)
    return {
        "number": paid.receipt,
        "marks": [*([words("copy")] if copy else []), *undone],
        "dated": _dated(board, words, paid.received_on),
        "lines": lines,
        "amount": rupiah(paid.amount),
        "words": _in_words(paid.amount),
        "qr": qr(f"{board.code} {paid.receipt} {paid.received_on.isoformat()} {paid.amount}"),
        "parts": parts,
        "went": "" if undone else _went_next(paid, words),
        "signs": [
            {"role": words("payer"), "name": paid.payer, "office": loan.ksm},
            {"role": words("receiver"), "name": paid.made_by.name, "office": "UPK"},
        ],
    }


def _in_words(amount: int) -> str:
    """A sum in Indonesian words, also one that takes another back.

    >>> _in_words(-5_000)
    'Minus lima ribu rupiah'
    """
    said = rupiah_in_words(abs(amount))
    return f"Minus {said[0].lower()}{said[1:]}" if amount < 0 else said


def _undone(paid: Repayment, words: Words) -> list[str]:
    """Nobody takes a cancelled receipt, or the one that cancels it, for money that was paid."""
    if paid.reverses is not None:
        return [words("undoes", of=paid.reverses.receipt)]
    after = Repayment.objects.filter(reverses=paid).values_list("receipt", flat=True).first()
    return [words("undone_by", by=after)] if after else []


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
    rows = [
        (
            line.code,
            account_called(sheet.voucher.ledger, line.code, line.name, words.language),
            line.debit or None,
            line.credit or None,
        )
        for line in sheet.lines
    ]
    total = (None, words("total"), sum(line.debit for line in sheet.lines), sum(line.credit for line in sheet.lines))
    slip, maker = sheet.voucher, sheet.voucher.made_by.name
    code = f"{board.code} {slip.label} {slip.dated.isoformat()} {slip.total}"
    paper = {
        "number": slip.label,
        "dated": _dated(board, words, slip.dated),
        "marks": _standing(sheet, words),
        "description": slip.description,
        "columns": [{"label": c.label, "right": c.right, "wide": c.wide} for c in columns],
        "rows": [[shown(v, c) for v, c in zip(row, columns, strict=True)] for row in rows],
        "total": [shown(v, c) for v, c in zip(total, columns, strict=True)],
        "words": rupiah_in_words(slip.total),
        "qr": qr(code),
        "signs": [
            {"role": words("made_by"), "name": maker},
            {"role": words("checked_by")},
            {"role": words("approved_by"), "name": slip.approved_by.name if slip.approved_by else ""},
        ],
    }
    return typeset("voucher", {**_head(board, words, words(slip.type), slip.ledger), **paper})


def _standing(sheet: VoucherSheet, words: Words) -> list[str]:
    """What a voucher is beside an ordinary one: undone, undoing another, or of an earlier day."""
    slip, marks = sheet.voucher, []
    if sheet.reversed_by is not None:
        marks.append(words("undone_by", by=sheet.reversed_by.label))
    if slip.reverses is not None:
        marks.append(words("undoes", of=slip.reverses.label))
    if slip.original_on is not None:
        marks.append(words("late_of", day=words.day(slip.original_on)))
    return marks


def card_paper(book: UUID, loan: UUID, *, standing: Standing, as_of: Any, language: str = "id") -> bytes:
    """The loan card a KSM keeps: its terms, what happened, its schedule."""
    words, board = Words(language), board_of(book)
    card = loan_card(book, loan, as_of=as_of, standing=standing)
    row = card.row
    happened = [
        Column(label=words.column("date"), kind="date"), Column(label=words.column("what"), wide=True),
        Column(label=words.column("number"), kind="code"), Column(label=words.column("pokok"), kind="money"),
        Column(label=words.column("jasa"), kind="money"), Column(label=words.column("savings"), kind="money"),
        Column(label=words.column("balance"), kind="money"),
    ]  # fmt: skip
    plan = [
        Column(label=words.column("loan_no"), kind="number"),
        Column(label=words.column("due_on"), kind="date", wide=True),
        Column(label=words.column("pokok"), kind="money"), Column(label=words.column("jasa"), kind="money"),
    ]  # fmt: skip
    lines = [
        (ln.on, words(ln.what), ln.reference, ln.principal or None, ln.jasa or None, ln.savings or None, ln.balance)
        for ln in card.lines
    ]
    dues = [(i.no, i.due_on, i.principal, i.jasa) for i in card.schedule]
    planned = (None, words("total"), sum(i.principal for i in card.schedule), sum(i.jasa for i in card.schedule))
    facts = [
        [words.column("loan_no"), row.loan_no], [words.column("ksm"), row.ksm],
        [words.column("principal"), rupiah(row.principal)], [words.column("balance"), rupiah(row.balance)],
        [words("disbursement"), words.day(row.disbursed_on)],
        [words.column("collectibility"), f"{row.collectibility} {words(f'kol_{row.collectibility}')}"],
    ]  # fmt: skip
    sections = [
        _section(words("payments"), happened, lines),
        _section(words("schedule"), plan, dues, planned),
    ]
    head = _head(board, words, words.title("loan-card"))
    body = {
        "period": words("as_of", as_of=words.day(as_of)),
        "foot": f"{board.name} · {words('card_of', loan=row.loan_no, ksm=row.ksm)}",
        "facts": facts,
        "sections": sections,
        "signs": [{"role": words("payer"), "office": row.ksm}, {"role": words("receiver"), "office": "UPK"}],
    }
    return typeset("card", {**head, **body})


def _section(
    title: str, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], total: tuple[Any, ...] = ()
) -> dict[str, Any]:
    def cells(row: tuple[Any, ...]) -> list[str]:
        return [shown(v, c) for v, c in zip(row, columns, strict=True)]

    return {
        "title": title,
        "columns": [{"label": c.label, "right": c.right, "wide": c.wide} for c in columns],
        "rows": [cells(row) for row in rows],
        "total": cells(total) if total else [],
    }
