"""Undoing a voucher: its mirror on the open day, naming it. Nothing is edited."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.models import Actor
from gulir.core.accounts import parse_ledger
from gulir.core.facts.books import VoucherReversed
from gulir.core.problems.access import NotFound, SecondPersonNeeded
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.ledger import VoucherAlreadyReversed, VoucherKindStays
from gulir.core.vouchers import VoucherKind
from gulir.ledger import policy
from gulir.ledger.models import BookState, Transfer, Voucher
from gulir.ledger.services.pairs import Pair
from gulir.ledger.services.posting import post, takes_adjustments
from gulir.ledger.services.vouchers import refuse_kept_accounts

__all__ = ["reverse", "reverse_voucher"]

STAYS = {VoucherKind.REVERSAL.value, VoucherKind.CLOSING.value}


def reverse(
    act: Act, *, voucher: UUID, reason: str, import_ref: UUID | None = None, dated: date | None = None
) -> Voucher:
    """Post the mirror of a voucher, on the open day (while loading: on the original's own day unless `dated`).

    The step for acts that undo their own vouchers (a repayment, an import). Refused: an unknown voucher, one that was
    reversed, a reversal or closing, an opening of live books, and a mirror that would take cash below zero.
    """
    original = _original(act, voucher)
    if not reason.strip():
        raise ReasonMissing
    state = BookState.objects.get(book=act.book)
    live = state.live_on is not None
    if original.kind in STAYS or (original.kind == VoucherKind.OPENING and live):
        raise VoucherKindStays(number=original.label, kind=original.kind)
    if Voucher.objects.filter(reverses=original).exists():
        raise VoucherAlreadyReversed(number=original.label)

    mirror = [
        Pair(row.credit.code, row.debit.code, row.amount, row.loan_no, row.ksm)
        for row in Transfer.objects.filter(voucher=original).select_related("debit", "credit").order_by("line")
    ]
    late = original.year > original.for_year >= state.year_open and takes_adjustments(act, original.for_year)
    return post(
        act,
        entries=mirror,
        description=f"{original.label}: {reason.strip()}"[:200],
        ledger=original.ledger,
        kind=VoucherKind.REVERSAL,
        dated=dated or (None if live else original.dated),
        reference=original.reference,
        for_year=original.for_year if late else None,
        reverses=original.pk,
        import_ref=import_ref,
    )


def _original(act: Act, voucher: UUID) -> Voucher:
    found = Voucher.objects.filter(book=act.book, pk=voucher).select_related("made_by").first()
    if found is None:
        raise NotFound(what="voucher", name=str(voucher))
    return found


def second_person(act: Act, maker: Actor, what: str) -> None:
    """Refuse the same natural person as maker and checker, also the founding actor: the database would."""
    if maker.person == act.actor.person:
        raise SecondPersonNeeded(act=what)


@command("ledger.reverse_voucher", may=policy.may_reverse)
def reverse_voucher(act: Act, *, voucher: UUID, reason: str) -> Result:
    """Undo an officer's own voucher; whoever made it needs a second person to do this.

    Vouchers of other acts (a repayment, a crossing) are undone there (`ControlAccountOnly`). Gives
    `{"voucher": id, "number": text, "original": text}`.
    """
    original = _original(act, voucher)
    act.require(policy.KEEPS[parse_ledger(original.ledger)])
    if not act.standing.founder:  # a board without people yet has no second one
        second_person(act, original.made_by, "ledger.reverse_voucher")
    _refuse_foreign(act, original)

    mirror = reverse(act, voucher=voucher, reason=reason)

    act.tell(reversed_by(mirror, original, reason))
    return {"voucher": mirror.pk, "number": mirror.label, "original": original.label}


def _refuse_foreign(act: Act, original: Voucher) -> None:
    pairs = [
        Pair(debit, credit, 1)
        for debit, credit in Transfer.objects.filter(voucher=original).values_list("debit__code", "credit__code")
    ]
    refuse_kept_accounts(act, parse_ledger(original.ledger), pairs)


def reversed_by(mirror: Voucher, original: Voucher, reason: str) -> VoucherReversed:
    """The fact that a voucher was undone by its mirror."""
    return VoucherReversed(
        number=mirror.label,
        original=original.label,
        ledger=mirror.ledger,
        on=mirror.dated,
        total=mirror.total,
        reason=reason.strip(),
        voucher_id=str(mirror.pk),
        original_id=str(original.pk),
    )
