"""From asking to verifying: different people at each step, amounts kept per stage for the KSM and each member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.community.queries import group_of, members
from gulir.core.facts.lending import ApplicationSubmitted, ApplicationVerified
from gulir.core.problems.lending import (
    MemberNotOfGroup,
    NothingVerified,
    ShareMissing,
    ShareTwice,
    SurveyNegative,
    VerifiedAboveAsked,
)
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.lending.eligibility import check_borrower, check_disinterested, check_limits
from gulir.lending.models import Application, ApplicationShare, Survey
from gulir.lending.policy import TAKES, VERIFIES
from gulir.lending.services.decisions import lay_before_the_board, shown
from gulir.lending.services.products import check_harvests, offered_product
from gulir.lending.services.steps import application_at, business_day
from gulir.lending.services.surveys import VerifiedShare, surveys
from gulir.lending.terms import build_schedule, sheet_of, terms_of

__all__ = [
    "AskedShare",
    "VerifiedShare",
    "application_at",
    "resubmit_application",
    "shown",
    "submit_application",
    "verify_application",
]


@dataclass(frozen=True, kw_only=True)
class AskedShare:
    """What one member asks for, in rupiah."""

    person: UUID
    amount: int
    business: str = ""


@command("lending.submit_application", may=TAKES)
def submit_application(act: Act, *, group: UUID, product: UUID, shares: Sequence[AskedShare], purpose: str) -> Result:
    """Take a KSM's application. The KSM must be one that may borrow, and every share is of a member of today.

    Refused: R02, R03, R60 and a loan still running (`eligibility`), a share above the limit of a first or later loan
    (R08, R09), no share, one person twice, a stranger, a product no longer offered. A share beyond its member's step on
    the loan ladder is taken: the step is advice, told before the decision (`eligibility.warnings`).
    """
    ksm = group_of(act.book.pk, group)
    offered = offered_product(act, product)
    _check(act, ksm, shares, purpose)

    on = act.today
    count = Application.objects.filter(book=act.book, submitted_on__year=on.year).count()
    application = Application.objects.create(
        id=new_id(),
        book=act.book,
        number=f"PGJ-{on.year}-{count + 1:04d}",
        group=ksm,
        product=offered,
        purpose=purpose.strip(),
        submitted_on=on,
        submitted_by=act.actor,
        asked=sum(share.amount for share in shares),
    )
    _write_shares(application, shares)

    _tell(act, application, shares)
    return {"application": application.pk, "number": application.number}


@command("lending.resubmit_application", may=TAKES)
def resubmit_application(act: Act, *, application: UUID, shares: Sequence[AskedShare], purpose: str = "") -> Result:
    """The KSM has mended what was sent back: new shares, visited and signed anew. The number stays."""
    asked = application_at(act, application, "returned")
    _check(act, asked.group, shares, purpose)

    Survey.objects.filter(share__application=asked).delete()
    asked.shares.all().delete()
    asked.state, asked.verified_on, asked.verified_by = "submitted", None, None
    asked.submitted_by, asked.submitted_on = act.actor, act.today
    asked.asked, asked.purpose = sum(share.amount for share in shares), purpose.strip() or asked.purpose
    asked.save()
    _write_shares(asked, shares)

    _tell(act, asked, shares)
    return {"application": asked.pk, "number": asked.number}


def _check(act: Act, ksm: Group, shares: Sequence[AskedShare], purpose: str) -> None:
    check_text(purpose=(purpose, 200), **{f"shares[{n}].business": (s.business, 120) for n, s in enumerate(shares)})
    rules = rules_at(act.book.pk, act.today)
    check_borrower(act.book.pk, ksm, act.today, rules)
    own = {row.person: row.name for row in members(ksm.pk, act.today)}
    if not shares:
        raise ShareMissing(what=ksm.name)
    amounts: dict[UUID, int] = {}
    for share in shares:
        if share.person not in own:
            raise MemberNotOfGroup(ksm=ksm.name, person=str(share.person))
        if share.person in amounts:
            raise ShareTwice(member=own[share.person])
        if share.amount <= 0:
            raise ShareMissing(what=own[share.person])
        amounts[share.person] = share.amount
    check_limits(act.book.pk, ksm, amounts, rules)


def _write_shares(application: Application, shares: Sequence[AskedShare]) -> None:
    ApplicationShare.objects.bulk_create(
        ApplicationShare(application=application, person_id=s.person, asked=s.amount, business=s.business.strip())
        for s in shares
    )


def _tell(act: Act, application: Application, shares: Sequence[AskedShare]) -> None:
    act.tell(
        ApplicationSubmitted(
            application=application.number,
            group=application.group.name,
            asked=application.asked,
            members=len(shares),
            on=application.submitted_on,
            application_id=str(application.pk),
            purpose=application.purpose,
        )
    )


@command("lending.verify_application", may=VERIFIES)
def verify_application(act: Act, *, application: UUID, shares: Sequence[VerifiedShare], note: str = "") -> Result:
    """Write down what the visit to every member found; no member gets more than they asked for.

    Refused: a member not visited (`ShareMissing`), an amount below zero or above what was asked, nothing at all
    (`NothingVerified`: that is a rejection), a visitor who borrows in it or is related to a borrower, and a share that
    asks more a month than the household can carry, unless with a reason for an exception (`AboveCapacity`). The plain
    sheet is made here: it is what both sign, and what is paid out later is that or nothing. A harvest further away than
    the rulebook lets a loan wait is refused (`HarvestTooFar`, `TermNotAllowed`).
    """
    asked = application_at(act, application, "submitted")
    check_text(note=(note, 400))
    rows = list(asked.shares.select_related("person").order_by("id"))
    check_disinterested(act.book.pk, act.standing.person, rows)
    _fill(asked, rows, shares)
    total = sum(row.verified or 0 for row in rows)
    if total == 0:
        raise NothingVerified(application=asked.number)
    sheet = _sheet(asked, total, business_day(act), rules_at(act.book.pk, act.today))
    found = surveys(act, asked, rows, shares)

    ApplicationShare.objects.bulk_update(rows, ["verified", "income", "costs"])
    Survey.objects.bulk_create(found)
    asked.state, asked.verified, asked.verified_on, asked.verified_by = "verified", total, act.today, act.actor
    asked.note, asked.sheet = note.strip(), sheet
    asked.save(update_fields=["state", "verified", "verified_on", "verified_by", "note", "sheet"])

    act.tell(
        ApplicationVerified(
            application=asked.number,
            group=asked.group.name,
            asked=asked.asked,
            verified=total,
            on=asked.verified_on,
            application_id=str(asked.pk),
            note=asked.note,
        )
    )
    lay_before_the_board(act, asked, rows)
    return {"application": asked.pk, "number": asked.number, "verified": total}


def _sheet(asked: Application, amount: int, on: date, rules: Rules) -> dict[str, object]:
    """The plain sheet of what was found, for a loan paid out on this day."""
    check_harvests(asked.product, rules, on=on)
    return sheet_of(asked.product, build_schedule(terms_of(asked.product, principal=amount, disbursed_on=on)))


def _fill(asked: Application, rows: Sequence[ApplicationShare], shares: Sequence[VerifiedShare]) -> None:
    """Put what was found into the members' rows."""
    found = {share.person: share for share in shares}
    if len(found) != len(shares):
        raise ShareTwice(member=asked.number)
    strangers = set(found) - {row.person_id for row in rows}
    if strangers:
        raise MemberNotOfGroup(ksm=asked.group.name, person=str(min(strangers)))
    for row in rows:
        share = found.get(row.person_id)
        if share is None:
            raise ShareMissing(what=row.person.name)
        if not 0 <= share.amount <= row.asked:
            raise VerifiedAboveAsked(member=row.person.name, amount=share.amount, asked=row.asked)
        if min(share.income or 0, share.costs or 0) < 0:
            raise SurveyNegative(member=row.person.name)
        row.verified = share.amount
        row.income, row.costs = share.income, share.costs  # type: ignore[assignment]  # both may be unknown
