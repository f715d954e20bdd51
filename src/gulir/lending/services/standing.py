"""The fund as a whole: provision brought to the books, lending stopped and opened again."""

from __future__ import annotations

from datetime import date

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.core import postings
from gulir.core.facts.lending import LendingResumed, LendingSuspended, ProvisionPosted
from gulir.core.problems.applications import NothingStopsLending
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.ledger import DateAfterToday
from gulir.core.problems.lending import LendingIsSuspended, NotSuspended, ProvisionPostedAlready
from gulir.core.roles import Role
from gulir.core.stopping import check_lift
from gulir.governance.queries import decision_for, rules_at
from gulir.governance.services import put_on_agenda
from gulir.ledger.queries import control_balance
from gulir.ledger.services import post
from gulir.lending.models import Provision, Suspension
from gulir.lending.policy import KEEPS_BOOKS, STOPS
from gulir.lending.queries.cards import class_table
from gulir.lending.queries.quality import provision_needed
from gulir.lending.queries.stopped import LIFT, stop_at
from gulir.lending.services.steps import business_day

__all__ = ["ask_to_go_on", "post_provision", "resume", "suspend"]

SUBJECT = "suspension"


@command("lending.post_provision", may=KEEPS_BOOKS)
def post_provision(act: Act, *, as_of: date) -> Result:
    """Bring the provision in the books to what the loans need as of a day; nothing is booked when they agree (R34).

    The voucher carries the open day. Refused: a day after it (`DateAfterToday`), the same day again.
    """
    on = business_day(act)
    if as_of > on:
        raise DateAfterToday(on=as_of, today=on)
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

    class_table(rules)
    number = booked.label if booked else ""
    act.tell(
        ProvisionPosted(
            as_of=as_of, needed=needed, change=needed - held, number=number, rule_versions=tuple(rules.versions)
        )
    )
    return {"needed": needed, "change": needed - held, "number": number}


@command("lending.suspend", may=STOPS)
def suspend(act: Act, *, reason: str) -> Result:
    """Stop new loans from today on (R31), and put before the members' meeting whether they may go on again."""
    check_text(reason=(reason, 200))
    if not reason.strip():
        raise ReasonMissing
    stopped = Suspension.objects.filter(book=act.book, until=None).first()
    if stopped is not None:
        raise LendingIsSuspended(since=stopped.since, reason=stopped.reason)
    on = act.today

    stopped = Suspension.objects.create(book=act.book, since=on, reason=reason.strip())

    act.tell(LendingSuspended(on=on, reason=stopped.reason))
    put_on_agenda(
        act, subject_kind=SUBJECT, subject_id=str(stopped.pk), title=f"Membuka kembali pinjaman ({on:%d-%m-%Y})",
        shown={"since": on, "reason": stopped.reason},
    )  # fmt: skip
    return {"since": on}


@command("lending.ask_to_go_on", may=STOPS)
def ask_to_go_on(act: Act, *, until: date, reason: str) -> Result:
    """Put before the members' meeting (RWT) that lending goes on although LAR or PAR stops it, up to a day (R31).

    Once the meeting approves it, loans are signed and paid out up to and with that day; afterwards the indicators rule
    again. Refused: indicators that stop nothing (`NothingStopsLending`), an end today or before (`LiftTooShort`) or
    too far off (`LiftTooLong`).
    """
    check_text(reason=(reason, 200))
    if not reason.strip():
        raise ReasonMissing
    on = business_day(act)
    rules = rules_at(act.book.pk, on)
    check_lift(on=act.today, until=until, months=rules.count("lending.lift_months_max"))
    stop = stop_at(act.book.pk, on, rules)
    if not stop.stopping:
        raise NothingStopsLending

    item = put_on_agenda(
        act, subject_kind=LIFT, subject_id=str(new_id()), title=f"Pinjaman baru sampai {until:%d-%m-%Y}",
        shown={
            "until": until, "reason": reason.strip(), **{n: f"{f.value_percent}%" for n, f in stop.figures.items()}
        },
    )  # fmt: skip
    return {"agenda": item.pk, "until": until}


@command("lending.resume", may=STOPS)
def resume(act: Act) -> Result:
    """Open lending again, by a decision of the members' meeting (RWT) alone (R31)."""
    stopped = Suspension.objects.filter(book=act.book, until=None).first()
    if stopped is None:
        raise NotSuspended
    decision = decision_for(act.book.pk, subject_kind=SUBJECT, subject_id=str(stopped.pk))
    if decision is None or decision.meeting.kind != "rwt":
        raise LendingIsSuspended(since=stopped.since, reason=stopped.reason)
    on = act.today

    Suspension.objects.filter(pk=stopped.pk).update(until=on, decision=decision.number)

    act.tell(LendingResumed(on=on, decision=decision.number))
    return {"since": stopped.since, "until": on}
