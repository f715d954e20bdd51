"""A member is asked again, six and twelve months after the first loan; a wrong record is replaced by a newer one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.queries import person_of
from gulir.core.facts.followups import FollowUpCorrected, FollowUpRecorded
from gulir.core.followups import rounds
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.followups import (
    FollowUpCorrectedBefore,
    FollowUpInFuture,
    FollowUpNotOpen,
    FollowUpUnclear,
    FollowUpWritten,
    GoneBusinessEarns,
    JobsExceedWorkers,
    LostAnswers,
    NothingToCompare,
)
from gulir.lending.models import MemberForm, Share
from gulir.mentoring.models import FollowUp, FollowUpJob
from gulir.mentoring.models.followups import ANSWERS, LOAN_ROUNDS, WORKERS
from gulir.mentoring.policy import WRITES_FOLLOW_UPS
from gulir.mentoring.queries.followups import start_for

__all__ = ["FollowUpSheet", "JobTold", "correct_followup", "record_followup"]

MOST = 1_000_000_000
"""No household says larger amounts than this, in rupiah; the same as in the form before the loan."""
MOST_WORKERS, MOST_DEPENDANTS, MOST_HOURS, MONTHS = 500, 50, 112, 12
MONEY = ("capital", "turnover", "costs", "other_income", "living_costs", "other_instalments")


@dataclass(frozen=True, kw_only=True)
class JobTold:
    """One person at work in the business, without a name: hours of a usual week, months of the last twelve."""

    who: str
    weekly_hours: int
    months: int
    woman: bool
    poor: bool


@dataclass(frozen=True, kw_only=True)
class FollowUpSheet:
    """What was answered to the questions of the member's form, in rupiah a month; or why there is no answer."""

    asked_on: date
    answer: str
    alive: bool = False
    workers: int = 0
    capital: int = 0
    turnover: int = 0
    costs: int = 0
    other_income: int = 0
    living_costs: int = 0
    other_instalments: int = 0
    dependants: int = 0
    jobs: Sequence[JobTold] = ()
    note: str = ""

    @property
    def figures(self) -> dict[str, int]:
        """Every number of the sheet by its name."""
        return {name: getattr(self, name) for name in (*MONEY, "workers", "dependants")}


@command("mentoring.record_followup", may=WRITES_FOLLOW_UPS)
def record_followup(act: Act, *, person: UUID, turn: str, sheet: FollowUpSheet) -> Result:
    """Write down what a member answered in a round, or why there is no answer. Answers `followup`.

    Refused: `NothingToCompare`, `FollowUpInFuture`, `FollowUpNotOpen`, `FollowUpWritten`, `FollowUpUnclear`,
    `LostAnswers`, `GoneBusinessEarns`, `JobsExceedWorkers`, `NoteTooLong`, `NotFound`.
    """
    share, form = _start(act, person)
    _check_round(act, share, turn, sheet.asked_on)
    _check_sheet(sheet)
    known = FollowUp.objects.filter(loan=share.loan, person_id=person, round=turn, correction=None).first()
    if known is not None:
        raise FollowUpWritten(on=known.asked_on)

    key = _write(act, sheet, share=share, form=form, turn=turn)

    act.tell(
        FollowUpRecorded(
            group=share.loan.ksm,
            round=turn,
            on=sheet.asked_on,
            followup_id=str(key),
            person_id=str(person),
            loan_id=str(share.loan_id),
            answer=sheet.answer,
        ),
        on=sheet.asked_on,
    )
    return {"followup": key}


@command("mentoring.correct_followup", may=WRITES_FOLLOW_UPS)
def correct_followup(act: Act, *, followup: UUID, reason: str, sheet: FollowUpSheet) -> Result:
    """The asking as it truly was, with the reason; the wrong record stays, this one names it. Answers `followup`.

    Refused: `ReasonMissing`, `FollowUpCorrectedBefore`, `NotFound`, and what `record_followup` refuses of the sheet.
    """
    wrong = FollowUp.objects.select_related("loan", "baseline", "person").filter(book=act.book, pk=followup).first()
    if wrong is None:
        raise NotFound(what="tanya ulang", name=str(followup))
    said = reason.strip()
    check_text(reason=(said, 200))
    if not said:
        raise ReasonMissing
    if FollowUp.objects.filter(corrects=wrong).exists():
        raise FollowUpCorrectedBefore
    held = Share.objects.select_related("loan").filter(loan=wrong.loan, person_id=wrong.person_id, live=True)
    share = held.first()
    if share is None:
        raise NothingToCompare(member=wrong.person.name)
    _check_round(act, share, wrong.round, sheet.asked_on)
    _check_sheet(sheet)

    key = _write(act, sheet, share=share, form=wrong.baseline, turn=wrong.round, corrects=wrong, reason=said)

    act.tell(
        FollowUpCorrected(
            group=wrong.loan.ksm,
            round=wrong.round,
            on=sheet.asked_on,
            followup_id=str(key),
            corrects_id=str(wrong.pk),
            answer=sheet.answer,
            reason=said,
        ),
        on=sheet.asked_on,
    )
    return {"followup": key}


def _start(act: Act, person: UUID) -> tuple[Share, MemberForm]:
    """Where this member's follow-up begins: the first loan after a form, and that form."""
    who = person_of(act.book.pk, person)
    found = start_for(act.book.pk, person, on=act.today)
    if found is None:
        raise NothingToCompare(member=who.name)
    return found


def _check_round(act: Act, share: Share, turn: str, asked_on: date) -> None:
    """A round is asked in its own time, and written down afterwards."""
    if turn not in LOAN_ROUNDS:
        raise FollowUpUnclear(field="round")
    if asked_on > act.today:
        raise FollowUpInFuture(on=asked_on)
    stands = rounds("loan", baseline=share.loan.disbursed_on, done=(), on=asked_on)
    due = next(one for one in stands if one.round == turn)
    if due.state != "due":
        raise FollowUpNotOpen(due_on=due.due_on, on=asked_on)


def _check_sheet(sheet: FollowUpSheet) -> None:
    check_text(note=(sheet.note.strip(), 200))
    if sheet.answer not in ANSWERS:
        raise FollowUpUnclear(field="answer")
    if sheet.answer != "answered":
        if sheet.alive or sheet.jobs or any(sheet.figures.values()):
            raise LostAnswers
        return
    most = dict.fromkeys(MONEY, MOST) | {"workers": MOST_WORKERS, "dependants": MOST_DEPENDANTS}
    for name, value in sheet.figures.items():
        if not 0 <= value <= most[name]:
            raise FollowUpUnclear(field=name)
    if not sheet.alive and (sheet.turnover or sheet.costs or sheet.workers or sheet.jobs):
        raise GoneBusinessEarns
    if len(sheet.jobs) > sheet.workers:
        raise JobsExceedWorkers(told=len(sheet.jobs), workers=sheet.workers)
    for job in sheet.jobs:
        if job.who not in WORKERS:
            raise FollowUpUnclear(field="who")
        if not 1 <= job.weekly_hours <= MOST_HOURS:
            raise FollowUpUnclear(field="weekly_hours")
        if not 1 <= job.months <= MONTHS:
            raise FollowUpUnclear(field="months")


def _write(
    act: Act, sheet: FollowUpSheet, *, share: Share, form: MemberForm, turn: str,
    corrects: FollowUp | None = None, reason: str = "",
) -> UUID:  # fmt: skip
    """The jobs first, the record last: it closes them for ever."""
    assert share.loan.group_id is not None  # only loans of a KSM are followed
    key = new_id()
    FollowUpJob.objects.bulk_create(
        FollowUpJob(
            followup_id=key, line=no, who=job.who, weekly_hours=job.weekly_hours, months=job.months,
            woman=job.woman, poor=job.poor,
        )
        for no, job in enumerate(sheet.jobs, 1)
    )  # fmt: skip
    FollowUp(
        id=key,
        book=act.book,
        group_id=share.loan.group_id,
        loan=share.loan,
        person_id=form.person_id,
        baseline=form,
        round=turn,
        version=corrects.version + 1 if corrects else 1,
        asked_on=sheet.asked_on,
        answer=sheet.answer,
        alive=sheet.alive,
        note=sheet.note.strip(),
        written_by=act.actor,
        written_at=act.at,
        corrects=corrects,
        reason=reason,
        **sheet.figures,
    ).save(force_insert=True)
    return key
