"""An officer's own voucher: any accounts but those that other acts keep in step with their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gulir.base.commands import Act, Result, command
from gulir.core.accounts import parse_ledger
from gulir.core.facts.books import VoucherPosted
from gulir.core.problems.books import VoucherEmpty
from gulir.core.problems.ledger import ControlAccountOnly, VoucherTypeDiffers
from gulir.core.roles import Ledger, Role
from gulir.ledger import policy
from gulir.ledger.models import Voucher
from gulir.ledger.services.pairs import Pair, voucher_pairs
from gulir.ledger.services.posting import post, read_books
from gulir.ledger.services.purposes import earmark_warnings

__all__ = ["KEPT_BY_ACTS", "posted", "record_voucher", "refuse_kept_accounts"]

KEPT_BY_ACTS = frozenset({
    Role.LOANS, Role.TR_SAVINGS, Role.SURPLUS, Role.RESULT_OF_YEAR, Role.OPENING,
    *(Role.due_from(ledger) for ledger in Ledger), *(Role.due_to(ledger) for ledger in Ledger),
})  # fmt: skip
"""Accounts whose detail another act keeps: a voucher of one's own would part the control account from its cards."""


@command("ledger.record_voucher", may=policy.may_keep)
def record_voucher(
    act: Act,
    *,
    description: str,
    entries: Sequence[Mapping[str, Any]] = (),
    debits: Sequence[Mapping[str, Any]] = (),
    credits: Sequence[Mapping[str, Any]] = (),  # noqa: A002  (the book-keeper's own word)
    type: str = "",  # noqa: A002
    ledger: str = "upk",
    reference: str = "",
    dated: date | None = None,
    purpose: str = "",
) -> Result:
    """An officer's own voucher: `entries` of {debit, credit, amount}, or `debits` and `credits` of {account, amount}.

    Accounts are codes. Accounts that other acts keep (loans, savings, titipan, due to/from) are refused
    (`ControlAccountOnly`), so is a wished `type` (KM, KK, PB) that the entries do not make, and UPK money paid for a
    `purpose` that the debited account may not bear (`EarmarkForbids`; a warning where the board decided otherwise).
    Gives `{"voucher": id, "number": text, "total": rupiah, "warnings": [rule]}`.
    """
    book = parse_ledger(ledger)
    act.require(policy.KEEPS[book])

    pairs = voucher_pairs(entries, debits, credits)
    refuse_kept_accounts(act, book, pairs)
    warnings = earmark_warnings(act, book, pairs, purpose)
    voucher = post(act, entries=pairs, description=description, ledger=book, reference=reference, dated=dated)
    if type and type != voucher.type:
        raise VoucherTypeDiffers(wanted=type[:10], found=voucher.type)

    act.tell(posted(voucher))
    return {"voucher": voucher.pk, "number": voucher.label, "total": voucher.total, "warnings": warnings}


def posted(voucher: Voucher) -> VoucherPosted:
    """The fact that a voucher stands in the books."""
    return VoucherPosted(
        number=voucher.label,
        ledger=voucher.ledger,
        voucher_kind=voucher.kind,
        on=voucher.dated,
        total=voucher.total,
        happened_on=voucher.original_on,
        voucher_id=str(voucher.pk),
        description=voucher.description,
    )


def refuse_kept_accounts(act: Act, ledger: Ledger, pairs: Sequence[Pair]) -> None:
    """Refuse accounts that other acts keep in step with their cards (I06)."""
    places = {place for one in pairs for place in (one.debit, one.credit)}
    if not places:
        raise VoucherEmpty
    kept = {role.value for role in KEPT_BY_ACTS}
    for account in read_books(act, ledger, places, act.today.year).accounts:
        if account.role in kept:
            raise ControlAccountOnly(account=account.code, role=account.role)
