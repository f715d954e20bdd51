"""Deciding: two signatures under exactly what was shown (R18), or an end with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.plain import plain
from gulir.base.texts import check_text
from gulir.core.approval import Approval, Matter, check_approvals, shown_digest
from gulir.core.facts.lending import (
    ApplicationDecided,
    ApplicationReturned,
    ApplicationSigned,
    ApplicationWithdrawn,
)
from gulir.core.problems.books import ApprovalTooFew
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    ApplicationChanged,
    BoardDecisionMissing,
    RelatedPartyForbidden,
    SignedAlready,
    VerifierSigns,
)
from gulir.governance.queries import decision_for, rules_at
from gulir.governance.services import put_on_agenda, withdraw_from_agenda
from gulir.lending.eligibility import check_disinterested, check_lending_goes_on
from gulir.lending.models import Application, ApplicationShare, Signature
from gulir.lending.models.applications import MOVES
from gulir.lending.policy import DECIDES, TAKES, VERIFIES
from gulir.lending.queries.related import related
from gulir.lending.services.steps import application_at, business_day
from gulir.lending.services.surveys import check_exceptions

__all__ = [
    "lay_before_the_board",
    "reject_application",
    "return_application",
    "shown",
    "sign_application",
    "withdraw_application",
]

SUBJECT = "loan_application"


def shown(application: Application) -> dict[str, Any]:
    """What those who sign are shown, to the letter: their signature binds the digest of it.

    `sheet` tells one visit from the next: what was signed before an application went back binds nothing afterwards.
    """
    product = application.product
    rows = list(application.shares.select_related("survey").order_by("id"))
    above = {
        str(row.person_id): _exception(row) for row in rows if getattr(row, "survey", None) and row.survey.exception
    }
    return dict(
        plain(
            {
                **({"exceptions": above} if above else {}),
                "application": application.number,
                "ksm": application.group.name,
                "product": product.name,
                "method": product.method,
                "rate_percent": product.rate_percent,
                "instalments": product.instalments,
                "every": product.every,
                "unit": product.unit,
                "amount": application.verified,
                "plain_sheet": application.sheet,
                "shares": {str(row.person_id): row.verified for row in rows},
                "sheet": rows[0].pk if rows else 0,
            }
        )
    )


def _exception(row: ApplicationShare) -> dict[str, Any]:
    """A share above what its household can carry, and why the loan officer asks for it."""
    return {"monthly": row.survey.monthly, "ceiling": row.survey.ceiling, "reason": row.survey.exception}


# ---------------------------------------------------------------- loans to one's own (R17)


def related_parties(act: Act, people: Collection[UUID]) -> set[UUID]:
    """Those of these people who hold an office of the board or its units, or are related to someone who does."""
    return {tie.person for tie in related(act.book.pk, people, act.today)}


def lay_before_the_board(act: Act, asked: Application, rows: Sequence[ApplicationShare]) -> None:
    """A loan to a related party waits for the full board; by the board's own rule it may be forbidden outright."""
    parties = related_parties(act, [row.person_id for row in rows])
    if not parties:
        return
    if rules_at(act.book.pk, act.today).choice("loan.related_party") == "forbidden":
        raise RelatedPartyForbidden(application=asked.number)
    put_on_agenda(
        act, subject_kind=SUBJECT, subject_id=str(asked.pk), title=f"{asked.number} {asked.group.name}",
        shown=shown(asked), parties=parties,
    )  # fmt: skip


def _board_has_decided(act: Act, asked: Application, digest: str) -> str:
    """The number of the board's decision on exactly this, where one is needed."""
    if not related_parties(act, list(asked.shares.values_list("person_id", flat=True))):
        return ""
    decision = decision_for(act.book.pk, subject_kind=SUBJECT, subject_id=str(asked.pk))
    seen = decision.agenda.shown if decision is not None and decision.agenda is not None else {}
    if decision is None or shown_digest({k: v for k, v in seen.items() if k != "title"}) != digest:
        raise BoardDecisionMissing(application=asked.number)
    return decision.number


# ---------------------------------------------------------------- signing


@command("lending.sign_application", may=DECIDES)
def sign_application(act: Act, *, application: UUID, digest: str) -> Result:
    """Sign the approval of what was shown. With the second signature (manager and coordinator, R18) it is decided.

    Two persons, each for their own office. Refused: who took or verified it (`VerifierSigns`), who borrows in it or
    is related to a borrower (`InterestedMustStepAside`), another showing (`ApplicationChanged`), the same person
    again (`SignedAlready`), a loan to a related party without the board's decision (`BoardDecisionMissing`), a share
    above what its household can carry that nobody allowed yet (`ExceptionWaits`), anything while new loans are stopped
    (`LendingIsSuspended`, `IndicatorsStopLending`).
    """
    asked = application_at(act, application, "verified")
    if digest != shown_digest(shown(asked)):
        raise ApplicationChanged(application=asked.number)
    on = business_day(act)
    check_lending_goes_on(act.book.pk, on, rules_at(act.book.pk, on))
    check_exceptions(asked)
    _check_signer(act, asked, digest)
    signed = [
        Approval(person=str(s.person), offices=frozenset(s.offices), digest=s.digest, on=s.signed_on)
        for s in asked.signatures.filter(digest=digest)
    ]
    mine = Approval(person=str(act.actor.person), offices=act.standing.offices, digest=digest, on=act.today)
    decided = _is_complete([*signed, mine], asked, digest)
    decision = _board_has_decided(act, asked, digest) if decided else ""

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
        act.tell(_decided(act, asked, amount=asked.verified or 0, decision=decision))
    return {"application": asked.pk, "number": asked.number, "state": "approved" if decided else "verified"}


def _check_signer(act: Act, asked: Application, digest: str) -> None:
    person = act.actor.person
    if person in {actor.person for actor in (asked.submitted_by, asked.verified_by) if actor is not None}:
        raise VerifierSigns(application=asked.number)
    check_disinterested(act.book.pk, act.standing.person, list(asked.shares.all()))
    if asked.signatures.filter(person=person, digest=digest).exists():
        raise SignedAlready(application=asked.number)


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


def _decided(act: Act, asked: Application, *, amount: int, decision: str = "", reason: str = "") -> ApplicationDecided:
    return ApplicationDecided(
        application=asked.number,
        group=asked.group.name,
        approved=amount > 0,
        decided=amount,
        decision=decision,
        on=act.today,
        application_id=str(asked.pk),
        reason=reason,
    )


# ---------------------------------------------------------------- ending it


def _end(act: Act, asked: Application, state: str, reason: str, **more: Any) -> str:
    """Bring an application to its end or back to the KSM, with the reason the KSM is told."""
    check_text(reason=(reason, 400))
    if not reason.strip():
        raise ReasonMissing
    Application.objects.filter(pk=asked.pk).update(state=state, note=reason.strip(), **more)
    withdraw_from_agenda(act, subject_kind=SUBJECT, subject_id=str(asked.pk))
    return reason.strip()


@command("lending.reject_application", may=DECIDES)
def reject_application(act: Act, *, application: UUID, reason: str) -> Result:
    """Say no, with the reason the KSM will be told."""
    asked = application_at(act, application, "submitted", "verified")
    check_disinterested(act.book.pk, act.standing.person, list(asked.shares.all()))

    said = _end(act, asked, "rejected", reason, decided_on=act.today)

    act.tell(_decided(act, asked, amount=0, reason=said))
    return {"application": asked.pk, "state": "rejected"}


@command("lending.return_application", may=DECIDES | VERIFIES)
def return_application(act: Act, *, application: UUID, reason: str) -> Result:
    """Send it back to the KSM to be mended; what was verified of it is void."""
    asked = application_at(act, application, "submitted", "verified")

    said = _end(act, asked, "returned", reason, verified=None)

    act.tell(
        ApplicationReturned(
            application=asked.number,
            group=asked.group.name,
            on=act.today,
            application_id=str(asked.pk),
            reason=said,
        )
    )
    return {"application": asked.pk, "state": "returned"}


@command("lending.withdraw_application", may=TAKES)
def withdraw_application(act: Act, *, application: UUID, reason: str) -> Result:
    """The KSM takes its application back, at any step before the money goes out."""
    asked = application_at(act, application, *(state for state, to in MOVES.items() if "withdrawn" in to))

    said = _end(act, asked, "withdrawn", reason)

    act.tell(
        ApplicationWithdrawn(
            application=asked.number,
            group=asked.group.name,
            on=act.today,
            application_id=str(asked.pk),
            reason=said,
        )
    )
    return {"application": asked.pk, "state": "withdrawn"}
