"""Vouchers and what moved: lists for a page, one voucher with its lines, cash book, account ledger, day books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gulir.base.policy import Standing
from gulir.core.problems.access import NotFound
from gulir.core.roles import Ledger
from gulir.core.statements import CashBook, Columns, LedgerBook, Movement
from gulir.core.statements import cash_book as cash_book_statement
from gulir.core.statements import columns as columns_statement
from gulir.core.statements import ledger_book as ledger_statement
from gulir.core.vouchers import VoucherKind, VoucherType
from gulir.ledger.models import Account, Transfer, Voucher
from gulir.ledger.policy import may_see_books
from gulir.ledger.queries.balances import balance_before

__all__ = [
    "VoucherLine",
    "VoucherSheet",
    "cash_book",
    "day_book",
    "ledger_lines",
    "movements",
    "voucher",
    "vouchers",
]


@dataclass(frozen=True, kw_only=True)
class VoucherLine:
    """One account of a voucher as it stands on paper: debit or credit in rupiah, the other is 0."""

    code: str
    name: str
    debit: int
    credit: int


@dataclass(frozen=True, kw_only=True)
class VoucherSheet:
    """A voucher with its transfers, its lines by account, and what undid it, if anything did."""

    voucher: Voucher
    transfers: tuple[Transfer, ...]
    lines: tuple[VoucherLine, ...]
    reversed_by: Voucher | None


def vouchers(
    book: UUID,
    standing: Standing,
    *,
    ledger: str = "",
    from_: date | None = None,
    as_of: date | None = None,
    kind: str = "",
    type: str = "",  # noqa: A002  (the word on the paper)
    account: str = "",
    text: str = "",
    amount: int | None = None,
    import_ref: UUID | None = None,
) -> QuerySet[Voucher]:
    """The vouchers this person may see, newest first, narrowed by what is given; `text` looks in number and words."""
    rows = Voucher.objects.filter(may_see_books.visible(standing), book_id=book)
    wanted = {
        "ledger": ledger, "dated__gte": from_, "dated__lte": as_of, "kind": kind, "type": type, "total": amount,
        "import_ref": import_ref,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value not in {None, ""}})
    if text.strip():
        words = text.strip()
        rows = rows.filter(Q(label__icontains=words) | Q(description__icontains=words) | Q(reference__icontains=words))
    if account:
        moved = Transfer.objects.filter(Q(debit__code=account) | Q(credit__code=account), book_id=book)
        rows = rows.filter(pk__in=moved.values("voucher"))
    return rows.select_related("made_by", "approved_by", "reversed_by").order_by("-dated", "-recorded_at", "-id")


def voucher(book: UUID, voucher_id: UUID, standing: Standing) -> VoucherSheet:
    """One voucher with everything on it; `NotFound` when there is none or this person may not see it."""
    found = (
        Voucher.objects.filter(may_see_books.visible(standing), book_id=book, pk=voucher_id)
        .select_related("made_by", "approved_by", "reverses")
        .first()
    )
    if found is None:
        raise NotFound(what="voucher", name=str(voucher_id))
    transfers = tuple(found.transfers.select_related("debit", "credit").order_by("line"))
    return VoucherSheet(
        voucher=found,
        transfers=transfers,
        lines=_lines(transfers),
        reversed_by=Voucher.objects.filter(reverses=found).first(),
    )


def _lines(transfers: tuple[Transfer, ...]) -> tuple[VoucherLine, ...]:
    """What each account is debited and credited, debits first, as on the paper."""
    sums: dict[tuple[str, str, bool], int] = {}
    for row in transfers:
        for account, left in ((row.debit, True), (row.credit, False)):
            key = (account.code, account.name, left)
            sums[key] = sums.get(key, 0) + row.amount
    ordered = sorted(sums.items(), key=lambda item: not item[0][2])
    return tuple(
        VoucherLine(code=code, name=name, debit=amount if left else 0, credit=0 if left else amount)
        for (code, name, left), amount in ordered
    )


# ---------------------------------------------------------------- movements


def movements(
    book: UUID,
    ledger: str | Ledger = Ledger.UPK,
    *,
    from_: date | None = None,
    as_of: date | None = None,
    account: Account | None = None,
    type: VoucherType | None = None,  # noqa: A002
) -> list[Movement]:
    """Every transfer of a ledger in a period, in the order of day and recording, as the statements read it."""
    rows = Transfer.objects.filter(voucher__book_id=book, voucher__ledger=Ledger(ledger).value)
    if from_ is not None:
        rows = rows.filter(voucher__dated__gte=from_)
    if as_of is not None:
        rows = rows.filter(voucher__dated__lte=as_of)
    if account is not None:
        rows = rows.filter(Q(debit=account) | Q(credit=account))
    if type is not None:
        rows = rows.filter(voucher__type=type.value)
    found = rows.order_by("voucher__dated", "id").values_list(
        "voucher__dated", "voucher__label", "voucher__description", "debit__code", "credit__code", "amount",
        "voucher__type", "voucher__kind", "voucher__for_year",
    )  # fmt: skip
    return [Movement(*row[:6], VoucherType(row[6]), VoucherKind(row[7]), row[8]) for row in found]


def cash_book(account: Account, *, from_: date, as_of: date) -> CashBook:
    """What came in and went out of one money account, voucher by voucher, with the running balance."""
    moved = movements(account.book_id, account.ledger, from_=from_, as_of=as_of, account=account)
    return cash_book_statement(
        account.as_core(), moved, starts_on=from_, as_of=as_of, opening=balance_before(account, from_)
    )


def ledger_lines(account: Account, *, from_: date, as_of: date) -> LedgerBook:
    """Every movement of one account with the other account and the running balance on its own side."""
    moved = movements(account.book_id, account.ledger, from_=from_, as_of=as_of, account=account)
    return ledger_statement(
        account.as_core(), moved, starts_on=from_, as_of=as_of, opening=balance_before(account, from_)
    )


def day_book(book: UUID, type: VoucherType, *, from_: date, as_of: date, ledger: str | Ledger = Ledger.UPK) -> Columns:  # noqa: A002
    """The columnar day book of the programme: CUM (KM vouchers) or CUK (KK vouchers), one column per account."""
    return columns_statement(movements(book, ledger, from_=from_, as_of=as_of, type=type))
