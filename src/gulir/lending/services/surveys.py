"""What the visit found: what a household can carry, and an exception that somebody else decides with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.core.capacity import Economy, Judged, Load, judge
from gulir.core.facts.applications import ExceptionAllowed
from gulir.core.problems.access import NotFound
from gulir.core.problems.applications import AboveCapacity, ExceptionWaits, NothingToAllow, ScoreUnclear
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import SurveyNegative, VerifierSigns
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.lending.eligibility import check_disinterested
from gulir.lending.models import Application, ApplicationShare, Survey
from gulir.lending.models.surveys import SCORES
from gulir.lending.policy import DECIDES
from gulir.lending.services.steps import application_at, business_day
from gulir.lending.terms import monthly_of

__all__ = ["VerifiedShare", "allow_exception", "check_exceptions", "surveys"]

STEP = 50_000
"""What fits is said in steps of this many rupiah."""


@dataclass(frozen=True, kw_only=True)
class VerifiedShare:
    """What the visit to one member found: amount; business and household in rupiah a month; the five headings, 1 to 4.

    `exception` is the reason for a share above what the household can carry; somebody else has to allow it.
    """

    person: UUID
    amount: int
    income: int | None = None
    costs: int | None = None
    other_income: int = 0
    living_costs: int = 0
    other_instalments: int = 0
    character: int = 0
    capacity: int = 0
    capital: int = 0
    condition: int = 0
    collateral: int = 0
    exception: str = ""


def surveys(
    act: Act, asked: Application, rows: Sequence[ApplicationShare], shares: Sequence[VerifiedShare]
) -> list[Survey]:
    """A step of an act: the survey of every share whose income and costs are known, judged by the rules of the day."""
    on = business_day(act)
    rules = rules_at(act.book.pk, on)
    seen = {share.person: share for share in shares}
    found = []
    for row in rows:
        share = seen[row.person_id]
        _check_survey(share, row.person.name)
        if share.income is None or share.costs is None:
            continue
        monthly = monthly_of(asked.product, share.amount, on) if share.amount else 0
        judged = _judge(share, monthly, rules)
        if judged.load is Load.ABOVE and not share.exception.strip():
            raise AboveCapacity(
                member=row.person.name, monthly=monthly, ceiling=judged.ceiling, fits=_fits(share.amount, judged)
            )
        scores = {name: getattr(share, name) for name in SCORES}
        found.append(
            Survey(
                share=row,
                other_income=share.other_income,
                living_costs=share.living_costs,
                other_instalments=share.other_instalments,
                monthly=monthly,
                ceiling=judged.ceiling,
                exception=share.exception.strip() if judged.load is Load.ABOVE else "",
                **scores,
            )
        )
    return found


def _check_survey(share: VerifiedShare, member: str) -> None:
    check_text(exception=(share.exception, 200))
    if min(share.other_income, share.living_costs, share.other_instalments) < 0:
        raise SurveyNegative(member=member)
    for name in SCORES:
        if not 0 <= getattr(share, name) <= 4:
            raise ScoreUnclear(member=member, score=getattr(share, name))


def _judge(share: VerifiedShare, monthly: int, rules: Rules) -> Judged:
    economy = Economy(
        income=share.income or 0,
        costs=share.costs or 0,
        other_income=share.other_income,
        living_costs=share.living_costs,
        other_instalments=share.other_instalments,
    )
    return judge(
        economy,
        monthly,
        warn=rules.percent("loan.capacity_warn_percent"),
        block=rules.percent("loan.capacity_block_percent"),
    )


def _fits(amount: int, judged: Judged) -> int:
    """About what the household could carry of this product, in whole steps down; rupiah."""
    return amount * judged.ceiling // judged.monthly // STEP * STEP


def check_exceptions(asked: Application) -> None:
    """Pass when every share above what its household can carry was allowed; else `ExceptionWaits` with the first."""
    waiting = Survey.objects.filter(share__application=asked, allowed_by=None).exclude(exception="")
    first = waiting.select_related("share__person").order_by("share_id").first()
    if first is not None:
        raise ExceptionWaits(application=asked.number, member=first.share.person.name)


@command("lending.allow_exception", may=DECIDES)
def allow_exception(act: Act, *, application: UUID, person: UUID, reason: str) -> Result:
    """Allow one share above what its household can carry, with a reason of one's own, before it is signed.

    Refused: who visited (`VerifierSigns`), who borrows in it or is related to a borrower, a share that needs none
    (`NothingToAllow`), no reason (`ReasonMissing`).
    """
    asked = application_at(act, application, "verified")
    check_text(reason=(reason, 200))
    if not reason.strip():
        raise ReasonMissing
    if asked.verified_by is not None and asked.verified_by.person == act.actor.person:
        raise VerifierSigns(application=asked.number)
    check_disinterested(act.book.pk, act.standing.person, list(asked.shares.all()))
    found = Survey.objects.select_related("share__person").filter(share__application=asked, share__person=person)
    survey = found.first()
    if survey is None:
        raise NotFound(what="person", name=str(person))
    if not survey.is_open:
        raise NothingToAllow(member=survey.share.person.name)
    on, said = act.today, reason.strip()

    found.update(allowed_by=act.actor, allowed_on=on, allowed_reason=said)

    act.tell(
        ExceptionAllowed(
            application=asked.number,
            group=asked.group.name,
            on=on,
            application_id=str(asked.pk),
            person_id=str(person),
            reason=said,
        )
    )
    return {"application": asked.pk, "number": asked.number}
