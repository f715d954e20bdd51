"""From asking to deciding: different people at each step, amounts kept per stage for the KSM and each member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.plain import plain
from gulir.community.queries import group_of, members
from gulir.core.approval import Approval, Matter, check_approvals, shown_digest
from gulir.core.facts.lending import (
    ApplicationDecided,
    ApplicationReturned,
    ApplicationSigned,
    ApplicationSubmitted,
    ApplicationVerified,
)
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import ApprovalTooFew
from gulir.core.problems.lending import (
    ApplicationChanged,
    MemberNotOfGroup,
    ShareMissing,
    StepNotNext,
    TooMuchPerMember,
    VerifierSigns,
)
from gulir.governance.queries import rules_at
from gulir.lending.eligibility import check_borrower
from gulir.lending.models import Application, ApplicationShare, Signature
from gulir.lending.models.applications import MOVES
from gulir.lending.policy import DECIDES, TAKES, VERIFIES
from gulir.lending.services.products import offered_product

__all__ = [
    "AskedShare",
    "VerifiedShare",
    "application_at",
    "reject_application",
    "return_application",
    "shown",
    "sign_application",
    "submit_application",
    "verify_application",
    "withdraw_application",
]


@dataclass(frozen=True, kw_only=True)
class AskedShare:
    """What one member asks for."""

    person: UUID
    amount: int
    business: str = ""


@dataclass(frozen=True, kw_only=True)
class VerifiedShare:
    """What the visit to one member found: amount, and the business's income and costs in rupiah a month."""

    person: UUID
    amount: int
    income: int | None = None
    costs: int | None = None


@command("lending.submit_application", may=TAKES)
def submit_application(act: Act, *, group: UUID, product: UUID, shares: Sequence[AskedShare], purpose: str) -> Result:
    """Take a KSM's application. The KSM must be one that may borrow, and every share is of a member of today."""
    ksm = group_of(act.book.pk, group)
    offered = offered_product(act, product)
    rules = rules_at(act.book.pk, act.today)
    check_borrower(act.book.pk, ksm, act.today, rules)
    own = {row.person: row.name for row in members(group, act.today)}
    _check_shares(ksm.name, own, shares, most=rules.rupiah("loan.per_member_max"))

    year = act.today.year
    count = Application.objects.filter(book=act.book, submitted_on__year=year).count()
    application = Application.objects.create(
        id=new_id(),
        book=act.book,
        number=f"PGJ-{year}-{count + 1:04d}",
        group=ksm,
        product=offered,
        purpose=purpose,
        submitted_on=act.today,
        submitted_by=act.actor,
        asked=sum(share.amount for share in shares),
    )
    ApplicationShare.objects.bulk_create(
        ApplicationShare(application=application, person_id=s.person, asked=s.amount, business=s.business)
        for s in shares
    )

    act.tell(
        ApplicationSubmitted(
            application=application.number,
            group=ksm.name,
            asked=application.asked,
            members=len(shares),
            on=act.today,
            application_id=str(application.pk),
            purpose=purpose,
        )
    )
    return {"application": application.pk, "number": application.number}


def _check_shares(ksm: str, own: Mapping[UUID, str], shares: Sequence[AskedShare], *, most: int) -> None:
    if not shares:
        raise ShareMissing(what=ksm)
    for share in shares:
        if share.person not in own:
            raise MemberNotOfGroup(ksm=ksm, person=str(share.person))
        if share.amount <= 0:
            raise ShareMissing(what=own[share.person])
        if share.amount > most:
            raise TooMuchPerMember(amount=share.amount, most=most)


@command("lending.verify_application", may=VERIFIES)
def verify_application(act: Act, *, application: UUID, shares: Sequence[VerifiedShare], note: str = "") -> Result:
    """Write down what the visit to every member found; no member gets more than they asked for."""
    asked = application_at(act, application, "submitted")
    found = {share.person: share for share in shares}
    rows = list(asked.shares.all())
    for row in rows:
        share = found.get(row.person_id)
        if share is None or share.amount < 0:
            raise ShareMissing(what=asked.number)
        if share.amount > row.asked:
            raise TooMuchPerMember(amount=share.amount, most=row.asked)
        row.verified = share.amount
        row.income, row.costs = share.income, share.costs  # type: ignore[assignment]  # both may be unknown

    ApplicationShare.objects.bulk_update(rows, ["verified", "income", "costs"])
    total = sum(row.verified or 0 for row in rows)
    Application.objects.filter(pk=asked.pk).update(
        state="verified", verified=total, verified_on=act.today, verified_by=act.actor, note=note
    )

    act.tell(
        ApplicationVerified(
            application=asked.number,
            group=asked.group.name,
            asked=asked.asked,
            verified=total,
            on=act.today,
            application_id=str(asked.pk),
            note=note,
        )
    )
    return {"application": asked.pk, "number": asked.number, "verified": total}


def shown(application: Application) -> dict[str, Any]:
    """What those who sign are shown, to the letter: their signature binds the digest of it."""
    product = application.product
    return dict(
        plain(
            {
                "application": application.number,
                "ksm": application.group.name,
                "product": product.name,
                "method": product.method,
                "rate_percent": product.rate_percent,
                "instalments": product.instalments,
                "amount": application.verified,
                "shares": {str(row.person_id): row.verified for row in application.shares.order_by("id")},
            }
        )
    )


@command("lending.sign_application", may=DECIDES)
def sign_application(act: Act, *, application: UUID, digest: str) -> Result:
    """Sign the approval of what was shown. With the second signature (manager and coordinator, R18) it is decided.

    Neither signs who took or verified it; two persons, each for their own office; another digest is refused.
    """
    asked = application_at(act, application, "verified")
    if digest != shown_digest(shown(asked)):
        raise ApplicationChanged(application=asked.number)
    person = str(act.actor.person)
    makers = {str(a.person) for a in (asked.submitted_by, asked.verified_by) if a is not None}
    if person in makers:
        raise VerifierSigns(application=asked.number)
    given = [
        Approval(person=str(s.person), offices=frozenset(s.offices), digest=s.digest, on=s.signed_on)
        for s in asked.signatures.filter(digest=digest)
    ]
    mine = Approval(person=person, offices=act.standing.offices, digest=digest, on=act.today)
    decided = _is_complete([*given, mine], asked, digest)

    Signature.objects.create(
        application=asked,
        actor=act.actor,
        person=act.actor.person,
        offices=sorted(act.standing.offices),
        digest=digest,
        signed_on=act.today,
    )
    if decided:
        _approve(act, asked)

    act.tell(
        ApplicationSigned(application=asked.number, group=asked.group.name, on=act.today, application_id=str(asked.pk))
    )
    if decided:
        act.tell(_decided(act, asked, amount=asked.verified or 0, approved=True, reason=""))
    return {"application": asked.pk, "number": asked.number, "state": "approved" if decided else "verified"}


def _is_complete(approvals: Sequence[Approval], asked: Application, digest: str) -> bool:
    try:
        check_approvals(Matter.LOAN, approvals, maker=str(asked.submitted_by.person), digest=digest)
    except ApprovalTooFew:
        return False
    return True


def _approve(act: Act, asked: Application) -> None:
    rows = list(asked.shares.all())
    for row in rows:
        row.decided = row.verified
    ApplicationShare.objects.bulk_update(rows, ["decided"])
    Application.objects.filter(pk=asked.pk).update(state="approved", decided=asked.verified, decided_on=act.today)


def _decided(act: Act, asked: Application, *, amount: int, approved: bool, reason: str) -> ApplicationDecided:
    return ApplicationDecided(
        application=asked.number,
        group=asked.group.name,
        approved=approved,
        decided=amount,
        decision="",
        on=act.today,
        application_id=str(asked.pk),
        reason=reason,
    )


@command("lending.reject_application", may=DECIDES)
def reject_application(act: Act, *, application: UUID, reason: str) -> Result:
    """Say no, with the reason the KSM will be told."""
    asked = application_at(act, application, "submitted", "verified")

    Application.objects.filter(pk=asked.pk).update(state="rejected", decided=0, decided_on=act.today, note=reason)

    act.tell(_decided(act, asked, amount=0, approved=False, reason=reason))
    return {"application": asked.pk, "state": "rejected"}


@command("lending.return_application", may=DECIDES | VERIFIES)
def return_application(act: Act, *, application: UUID, reason: str) -> Result:
    """Send it back to the KSM to be mended; what was verified of it is void."""
    asked = application_at(act, application, "submitted", "verified")

    Application.objects.filter(pk=asked.pk).update(state="returned", note=reason)

    act.tell(
        ApplicationReturned(
            application=asked.number,
            group=asked.group.name,
            on=act.today,
            application_id=str(asked.pk),
            reason=reason,
        )
    )
    return {"application": asked.pk, "state": "returned"}


@command("lending.withdraw_application", may=TAKES)
def withdraw_application(act: Act, *, application: UUID, reason: str) -> Result:
    """The KSM takes its application back."""
    asked = application_at(act, application, *(state for state, to in MOVES.items() if "withdrawn" in to))

    Application.objects.filter(pk=asked.pk).update(state="withdrawn", note=reason)

    act.tell(
        ApplicationReturned(
            application=asked.number,
            group=asked.group.name,
            on=act.today,
            application_id=str(asked.pk),
            reason=reason,
        )
    )
    return {"application": asked.pk, "state": "withdrawn"}


def application_at(act: Act, application: UUID, *states: str) -> Application:
    """The board's application while it stands at one of these steps, else `NotFound` or `StepNotNext`."""
    found = (
        Application.objects.select_related("group", "product", "submitted_by", "verified_by")
        .filter(book=act.book, pk=application)
        .first()
    )
    if found is None:
        raise NotFound(what="pengajuan", name=str(application))
    if found.state not in states:
        raise StepNotNext(what=found.number, state=found.state, wanted=", ".join(states))
    return found
