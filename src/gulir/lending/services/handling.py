"""What is done about a loan that is late, step by step: what was said, to whom, how, and why they do not pay."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.core.facts.handling import ArrearsHandled, WarningDelivered
from gulir.core.ladder import WARNINGS, Cause, Step
from gulir.core.problems.handling import (
    AddresseeMissing,
    CauseMissing,
    CauseUnknown,
    StepNotDue,
    StepTooEarly,
    StepUnknown,
    WayUnknown,
)
from gulir.governance.queries import rules_at
from gulir.lending.models import Handling, Loan
from gulir.lending.models.handling import WAYS
from gulir.lending.policy import HANDLES
from gulir.lending.queries.handling import ToHandle, where_it_stands
from gulir.lending.services.owed import any_loan, read_loan

__all__ = ["handle_arrears"]

TEAM = frozenset({Step.TEAM, Step.DECISION})
"""Steps of the case team: it says why the group does not pay."""


@command("lending.handle_arrears", may=HANDLES)
def handle_arrears(
    act: Act, *, loan: UUID, step: str, to: str, way: str = "hand", cause: str = "", note: str = ""
) -> Result:
    """Record on the open day that a step of the ladder of arrears was taken: to whom (`to`), how, and what was said.

    From the case team on the `cause` is named (domain 3.11). Refused: another step than the one that is due
    (`StepNotDue`), before the group had time to answer (`StepTooEarly`), nobody told, no cause.
    """
    if step not in set(Step):
        raise StepUnknown(step=step[:20], known=tuple(s.value for s in Step))
    owed = read_loan(act, loan)
    check_text(to=(to, 120), note=(note, 400))
    _check_words(owed.loan.loan_no, Step(step), to, way, cause)
    found = _due_now(act, any_loan(act, loan), Step(step), owed.on)

    taken = Handling.objects.create(
        id=new_id(),
        book=act.book,
        loan=owed.loan,
        number=_next_number(act, owed.on),
        step=step,
        on=owed.on,
        due_on=found.due_on,
        days_late=found.row.days_late,
        arrears=found.arrears,
        to=to.strip(),
        way=way,
        cause=cause,
        note=note.strip(),
        made_by=act.actor,
    )

    _tell(act, taken, owed.loan.loan_no, owed.loan.ksm)
    return {"handling": taken.pk, "number": taken.number, "step": step, "arrears": taken.arrears}


def _check_words(loan_no: str, step: Step, to: str, way: str, cause: str) -> None:
    if not to.strip():
        raise AddresseeMissing(loan=loan_no)
    if way not in WAYS:
        raise WayUnknown(way=way[:20], known=WAYS)
    if cause and cause not in set(Cause):
        raise CauseUnknown(cause=cause[:20], known=tuple(c.value for c in Cause))
    if step in TEAM and not cause:
        raise CauseMissing(loan=loan_no)


def _due_now(act: Act, loan: Loan, step: Step, on: date) -> ToHandle:
    """Where the loan stands, when this very step is the one to be taken today."""
    waiting = where_it_stands([loan], on, rules_at(act.book.pk, on))
    found = waiting[0] if waiting else None
    if found is None or found.next.step is not step:
        raise StepNotDue(loan=loan.loan_no, step=step.value, next=found.next.step.value if found else "")
    if found.next.from_day > on:
        raise StepTooEarly(loan=loan.loan_no, from_day=found.next.from_day)
    return found


def _next_number(act: Act, on: date) -> str:
    """The next of the year: PT is penanganan tunggakan."""
    count = Handling.objects.filter(book=act.book, on__year=on.year).count()
    return f"PT-{on.year}-{count + 1:04d}"


def _tell(act: Act, taken: Handling, loan_no: str, ksm: str) -> None:
    step = Step(taken.step)
    if step in WARNINGS:
        level = WARNINGS.index(step) + 1
        act.tell(
            WarningDelivered(
                loan=loan_no, number=taken.number, level=level, on=taken.on, loan_id=str(taken.loan_id), group=ksm,
                to=taken.to,
            ),
            on=taken.on,
        )  # fmt: skip
        return
    act.tell(
        ArrearsHandled(
            loan=loan_no, number=taken.number, on=taken.on, loan_id=str(taken.loan_id), group=ksm, step=taken.step,
            to=taken.to, cause=taken.cause,
        ),
        on=taken.on,
    )  # fmt: skip
