"""What needs two people before it enters the books: late vouchers, crossings of ledgers, the end of loading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.plain import plain
from gulir.core.accounts import parse_ledger
from gulir.core.canon import fingerprint
from gulir.core.facts.books import LedgersCrossed
from gulir.core.facts.ledger import DraftMade, DraftWithdrawn
from gulir.core.postings import between_ledgers
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import ApprovalNotOfThis, DescriptionMissing, SusulanWithoutDate
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.ledger import BooksStillLoading, CrossingNotThisWay, DraftAlreadyDecided
from gulir.core.roles import MONEY, Role
from gulir.core.vouchers import VoucherKind, check_amount
from gulir.ledger import policy
from gulir.ledger.models import BookState, Draft, Voucher
from gulir.ledger.services.openings import end_loading, state_of
from gulir.ledger.services.pairs import Pair, voucher_pairs
from gulir.ledger.services.posting import post
from gulir.ledger.services.purposes import earmark_warnings
from gulir.ledger.services.reversals import second_person
from gulir.ledger.services.vouchers import posted, refuse_kept_accounts

__all__ = ["approve_draft", "make_draft", "record_susulan", "transfer_between_ledgers", "withdraw_draft"]


def make_draft(act: Act, kind: str, body: Mapping[str, Any]) -> Draft:
    """Keep what waits for a second person; its digest is what the approval names."""
    text = plain(dict(body))
    draft = Draft.objects.create(
        book=act.book, kind=kind, body=text, digest=fingerprint(kind, text, ""), made_by=act.actor, made_at=act.at
    )
    act.tell(DraftMade(draft_kind=kind, draft_id=str(draft.pk), digest=draft.digest))
    return draft


@command("ledger.record_susulan", may=policy.may_keep)
def record_susulan(
    act: Act,
    *,
    original_on: date,
    description: str,
    reason: str,
    entries: Sequence[Mapping[str, Any]] = (),
    debits: Sequence[Mapping[str, Any]] = (),
    credits: Sequence[Mapping[str, Any]] = (),  # noqa: A002
    ledger: str = "upk",
    reference: str = "",
    for_year: int | None = None,
    purpose: str = "",
) -> Result:
    """Prepare a late voucher: booked on the open day, with its true day and why it is late, once another approves it.

    Takes the accounts as `record_voucher` does. Gives `{"draft": id, "digest": text}`; `approve_draft` posts it.
    """
    book = parse_ledger(ledger)
    act.require(policy.KEEPS[book])
    state = state_of(act)
    if not reason.strip():
        raise ReasonMissing
    if not description.strip():
        raise DescriptionMissing
    if state.open_day is None or original_on >= state.open_day:
        raise SusulanWithoutDate(on=state.open_day or act.today)
    pairs = voucher_pairs(entries, debits, credits)
    refuse_kept_accounts(act, book, pairs)
    earmark_warnings(act, book, pairs, purpose)

    draft = make_draft(act, "susulan", {
        "ledger": book, "original_on": original_on, "description": description.strip(), "reason": reason.strip(),
        "reference": reference, "for_year": for_year, "entries": [list(one) for one in pairs],
    })  # fmt: skip
    return {"draft": draft.pk, "digest": draft.digest}


@command("ledger.transfer_between_ledgers", may=policy.may_keep)
def transfer_between_ledgers(
    act: Act,
    *,
    payer: str,
    receiver: str,
    amount: int,
    description: str,
    out_of: str = "cash",
    into: str = "cash",
    settles: bool = False,
) -> Result:
    """Prepare money crossing from one ledger to another: a claim of the payer, a debt of the receiver (I05).

    With `settles` it pays back what the payer owed. `out_of` and `into` are roles of money accounts. Two people: gives
    `{"draft": id, "digest": text}`, and `approve_draft` posts both vouchers.
    """
    from_ledger, to_ledger = parse_ledger(payer), parse_ledger(receiver)
    body = {
        "payer": from_ledger, "receiver": to_ledger, "amount": amount, "settles": settles,
        "description": description.strip(), "out_of": _money_role(out_of), "into": _money_role(into),
    }  # fmt: skip
    act.require(policy.KEEPS[from_ledger])
    check_amount(amount, account=payer)
    between_ledgers(amount, payer=from_ledger, receiver=to_ledger)
    if not description.strip():
        raise DescriptionMissing
    if state_of(act).open_day is None:
        raise BooksStillLoading

    draft = make_draft(act, "crossing", body)
    return {"draft": draft.pk, "digest": draft.digest}


def _money_role(text: str) -> Role:
    if text not in {role.value for role in MONEY}:
        raise CrossingNotThisWay(role=text[:40])
    return Role(text)


@command("ledger.approve_draft", may=policy.may_approve)
def approve_draft(act: Act, *, draft: UUID, digest: str) -> Result:
    """The second person approves exactly what was shown (`digest`), and it enters the books on the open day.

    Refused: the maker's own draft, another digest (`ApprovalNotOfThis`), a draft already decided. Gives
    `{"draft": id, "vouchers": [{"voucher": id, "number": text}], "open_day": date}`.
    """
    waiting = _waiting(act, draft)
    second_person(act, waiting.made_by, "ledger.approve_draft")
    if waiting.digest != digest:
        raise ApprovalNotOfThis

    vouchers = APPROVED[waiting.kind](act, waiting)
    _decide(act, waiting, "approved", "")
    state = BookState.objects.get(book=act.book)
    return {
        "draft": waiting.pk,
        "vouchers": [{"voucher": voucher.pk, "number": voucher.label} for voucher in vouchers],
        "open_day": state.open_day,
    }


@command("ledger.withdraw_draft", may=policy.may_keep)
def withdraw_draft(act: Act, *, draft: UUID, reason: str) -> Result:
    """Take a waiting draft back; it stays in the list with its reason. Gives `{"draft": id}`."""
    waiting = _waiting(act, draft)
    if not reason.strip():
        raise ReasonMissing

    _decide(act, waiting, "withdrawn", reason.strip()[:200])
    act.tell(DraftWithdrawn(draft_kind=waiting.kind, draft_id=str(waiting.pk), reason=reason.strip()))
    return {"draft": waiting.pk}


def _waiting(act: Act, draft: UUID) -> Draft:
    found = Draft.objects.filter(book=act.book, pk=draft).select_related("made_by").first()
    if found is None:
        raise NotFound(what="draft", name=str(draft))
    if found.state != "waiting":
        raise DraftAlreadyDecided(state=found.state)
    return found


def _decide(act: Act, draft: Draft, state: str, reason: str) -> None:
    draft.state, draft.decided_by, draft.decided_at, draft.reason = state, act.actor, act.at, reason
    draft.save(update_fields=["state", "decided_by", "decided_at", "reason"])


# ---------------------------------------------------------------- what an approval does


def _post_susulan(act: Act, draft: Draft) -> list[Voucher]:
    body = draft.body
    voucher = post(
        act,
        entries=[Pair(*one) for one in body["entries"]],
        description=body["description"],
        ledger=body["ledger"],
        kind=VoucherKind.SUSULAN,
        reference=body["reference"],
        original_on=date.fromisoformat(body["original_on"]),
        for_year=body["for_year"],
        approved_by=act.actor,
        made_by=draft.made_by,
    )
    act.tell(posted(voucher))
    return [voucher]


def _post_crossing(act: Act, draft: Draft) -> list[Voucher]:
    body = draft.body
    payer, receiver = parse_ledger(body["payer"]), parse_ledger(body["receiver"])
    pair = between_ledgers(
        body["amount"],
        payer=payer,
        receiver=receiver,
        out_of=Role(body["out_of"]),
        into=Role(body["into"]),
        settles=body["settles"],
    )
    paid, taken = (
        post(
            act, entries=side, description=body["description"], ledger=ledger, approved_by=act.actor,
            made_by=draft.made_by,
        )
        for ledger, side in ((payer, pair.paying), (receiver, pair.receiving))
    )  # fmt: skip
    act.tell(
        LedgersCrossed(
            payer=payer.value,
            receiver=receiver.value,
            on=paid.dated,
            amount=body["amount"],
            paying_number=paid.label,
            receiving_number=taken.label,
            second_person_id=str(act.actor.person),
        )
    )
    return [paid, taken]


def _go_live(act: Act, draft: Draft) -> list[Voucher]:
    end_loading(act, date.fromisoformat(draft.body["on"]), second=str(act.actor.person))
    return []


APPROVED = {"susulan": _post_susulan, "crossing": _post_crossing, "live": _go_live}
