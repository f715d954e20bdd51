"""The fund as a whole: provision brought to the books, lending stopped and opened again."""

from __future__ import annotations

from datetime import date

from gulir.base.commands import Act, Result, command
from gulir.core import postings
from gulir.core.facts.lending import LendingResumed, LendingSuspended, ProvisionPosted
from gulir.core.problems.lending import LendingIsSuspended, NotSuspended, ProvisionPostedAlready
from gulir.core.roles import Role
from gulir.governance.queries import decision_for, rules_at
from gulir.ledger.queries import control_balance
from gulir.ledger.services import post
from gulir.lending.models import Provision, Suspension
from gulir.lending.policy import KEEPS_BOOKS, STOPS
from gulir.lending.queries.quality import provision_needed

__all__ = ["post_provision", "resume", "suspend"]


@command("lending.post_provision", may=KEEPS_BOOKS)
def post_provision(act: Act, *, as_of: date) -> Result:
    """Bring the provision in the books to what the loans need as of a day; nothing is booked when they agree."""
    if Provision.objects.filter(book=act.book, as_of=as_of).exists():
        raise ProvisionPostedAlready(as_of=as_of)
    rules = rules_at(act.book.pk, as_of)
    needed = provision_needed(act.book.pk, as_of)
    held = control_balance(act.book.pk, [Role.PROVISION])[Role.PROVISION.value]

    entries = postings.provision(held=held, needed=needed)
    booked = None
    if entries:
        booked = post(act, entries=list(entries), description=f"Cadangan risiko pinjaman per {as_of:%d-%m-%Y}")
    Provision.objects.create(book=act.book, as_of=as_of, needed=needed, change=needed - held, voucher=booked)

    rules.counts("collectibility.starts_at")
    rules.percents("provision.percents")
    number = booked.label if booked else ""
    act.tell(
        ProvisionPosted(
            as_of=as_of, needed=needed, change=needed - held, number=number, rule_versions=tuple(rules.versions)
        )
    )
    return {"needed": needed, "change": needed - held, "number": number}


@command("lending.suspend", may=STOPS)
def suspend(act: Act, *, reason: str) -> Result:
    """Stop new loans from today on (R31)."""
    stopped = Suspension.objects.filter(book=act.book, until=None).first()
    if stopped is not None:
        raise LendingIsSuspended(since=stopped.since, reason=stopped.reason)

    Suspension.objects.create(book=act.book, since=act.today, reason=reason)

    act.tell(LendingSuspended(on=act.today, reason=reason))
    return {"since": act.today}


@command("lending.resume", may=STOPS)
def resume(act: Act) -> Result:
    """Open lending again, by a decision of the members' meeting alone."""
    stopped = Suspension.objects.filter(book=act.book, until=None).first()
    if stopped is None:
        raise NotSuspended
    decision = decision_for(act.book.pk, subject_kind="suspension", subject_id=str(stopped.pk))
    if decision is None or decision.meeting.kind != "rwt":
        raise LendingIsSuspended(since=stopped.since, reason=stopped.reason)

    Suspension.objects.filter(pk=stopped.pk).update(until=act.today, decision=decision.number)

    act.tell(LendingResumed(on=act.today, decision=decision.number))
    return {"since": stopped.since, "until": act.today}
