"""Inside the KSM somebody paid for a member, who pays back or is forgiven. The UPK's books stay as they are."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Sum

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.community.queries import members
from gulir.core.facts.lending import ClaimEased, CoverRecorded
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    AlreadyReversed,
    CoverAboveRepayment,
    CoverOfNothing,
    CoversOneself,
    MemberNotOfGroup,
    MethodUnknown,
    PaybackAboveClaim,
    PromiseInThePast,
)
from gulir.lending.models import ENDS, Cover, CoverMove, Loan, Repayment
from gulir.lending.policy import KEEPS_CLAIMS
from gulir.lending.queries.covers import cover_of
from gulir.lending.services.owed import any_loan

__all__ = ["ease_claim", "record_cover", "take_back_easing"]


@command("lending.record_cover", may=KEEPS_CLAIMS)
def record_cover(
    act: Act,
    *,
    repayment: UUID,
    debtor: UUID,
    amount: int,
    creditor: UUID | None = None,
    promise_on: date | None = None,
    note: str = "",
) -> Result:
    """A part of this repayment was not the member's own money: another member, or the KSM's savings, paid it.

    The covers of one repayment are never more than the repayment. Refused: someone who is not of the KSM, oneself,
    a repayment that was taken back, a promise for a day that has passed.
    """
    check_text(note=(note, 200))
    paid = _repayment(act, repayment)
    loan = any_loan(act, paid.loan_id)
    _of_this_group(act, loan)
    names = {row.person: row.name for row in members(loan.group_id, act.today)}  # type: ignore[arg-type]
    for person in (debtor, *((creditor,) if creditor else ())):
        if person not in names:
            raise MemberNotOfGroup(ksm=loan.ksm, person=str(person))
    if creditor == debtor:
        raise CoversOneself(member=names[debtor])
    _check_amount(paid, amount)
    if promise_on is not None and promise_on < act.today:
        raise PromiseInThePast(on=promise_on, today=act.today)

    cover = Cover.objects.create(
        book=act.book,
        loan=loan,
        repayment=paid,
        debtor_id=debtor,
        creditor_id=creditor,
        amount=amount,
        on=act.today,
        promise_on=promise_on,
        note=note.strip(),
        told_by=act.actor,
    )

    act.tell(
        CoverRecorded(
            loan=loan.loan_no,
            group=loan.ksm,
            on=act.today,
            receipt=paid.receipt,
            amount=amount,
            debtor=str(debtor),
            creditor=str(creditor or ""),
            cover_id=str(cover.pk),
        )
    )
    return {"cover": cover.pk}


@command("lending.ease_claim", may=KEEPS_CLAIMS)
def ease_claim(act: Act, *, cover: UUID, amount: int, kind: str = "paid", reason: str = "") -> Result:
    """A claim grows smaller: paid back; or, with a reason, forgiven by whom it is owed to, or a mistake."""
    check_text(reason=(reason, 200))
    found = _cover(act, cover)
    if kind not in ENDS:
        raise MethodUnknown(method=kind[:20], known=ENDS)
    if kind != "paid" and not reason.strip():
        raise ReasonMissing
    left = found.amount - _back(found)
    if not 0 < amount <= left:
        raise PaybackAboveClaim(amount=amount, most=left)

    move = CoverMove.objects.create(
        book=act.book, cover=found, kind=kind, amount=amount, on=act.today, reason=reason.strip(), told_by=act.actor
    )

    _tell(act, found, kind, amount, left - amount)
    return {"move": move.pk, "left": left - amount}


@command("lending.take_back_easing", may=KEEPS_CLAIMS)
def take_back_easing(act: Act, *, move: UUID, reason: str) -> Result:
    """What made a claim smaller was recorded wrongly: the claim is open again, and why is kept."""
    check_text(reason=(reason, 200))
    if not reason.strip():
        raise ReasonMissing
    wrong = CoverMove.objects.select_related("cover").filter(book=act.book, pk=move, reverses=None).first()
    if wrong is None:
        raise NotFound(what="tanggungan", name=str(move))
    found = _cover(act, wrong.cover_id)
    if CoverMove.objects.filter(reverses=wrong).exists():
        raise AlreadyReversed(receipt=found.repayment.receipt)

    CoverMove.objects.create(
        book=act.book,
        cover=found,
        kind=wrong.kind,
        amount=-wrong.amount,
        on=act.today,
        reason=reason.strip(),
        told_by=act.actor,
        reverses=wrong,
    )

    left = found.amount - _back(found)
    _tell(act, found, wrong.kind, -wrong.amount, left)
    return {"left": left}


def _repayment(act: Act, repayment: UUID) -> Repayment:
    """A repayment of this board that brought money and stands."""
    found = Repayment.objects.filter(book=act.book, pk=repayment, reverses=None, amount__gt=0).first()
    if found is None:
        raise NotFound(what="kuitansi", name=str(repayment))
    if Repayment.objects.filter(reverses=found).exists():
        raise AlreadyReversed(receipt=found.receipt)
    return found


def _cover(act: Act, cover: UUID) -> Cover:
    found = cover_of(act.book.pk, cover)
    if found is None:
        raise NotFound(what="tanggungan", name=str(cover))
    _of_this_group(act, found.loan)
    return found


def _of_this_group(act: Act, loan: Loan) -> None:
    """An officer of a KSM keeps the claims of that KSM alone; facilitator and loan officer write for every KSM."""
    near = {"facilitator", "loan_officer"} & act.standing.offices
    if loan.group_id is None or not (near or loan.group_id in act.standing.led_groups):
        raise NotAllowed(act=act.command)


def _check_amount(paid: Repayment, amount: int) -> None:
    if amount <= 0:
        raise CoverOfNothing(amount=amount)
    covers = Cover.objects.filter(repayment=paid)
    told = covers.aggregate(n=Sum("amount"))["n"] or 0
    wrong = CoverMove.objects.filter(cover__in=covers, kind="mistake").aggregate(n=Sum("amount"))["n"] or 0
    if amount > (most := paid.amount - told + wrong):
        raise CoverAboveRepayment(amount=amount, most=most, receipt=paid.receipt)


def _back(cover: Cover) -> int:
    return int(cover.moves.aggregate(n=Sum("amount"))["n"] or 0)


def _tell(act: Act, cover: Cover, kind: str, amount: int, left: int) -> None:
    act.tell(
        ClaimEased(
            loan=cover.loan.loan_no,
            group=cover.loan.ksm,
            on=act.today,
            kind_of_easing=kind,
            amount=amount,
            left=left,
            cover_id=str(cover.pk),
        )
    )
