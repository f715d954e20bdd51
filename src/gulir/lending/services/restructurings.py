"""A new schedule for a loan that cannot be paid as agreed: proposed, decided, and carried out as exactly that.

The old loan is closed and names its decision; a new one carries on what was left of it. No money moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.plain import plain
from gulir.base.texts import check_text
from gulir.core import postings
from gulir.core.facts.endings import LoanRestructured, RestructuringProposed
from gulir.core.ladder import Cause
from gulir.core.money import parse_rate, split, split_lines
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.endings import (
    CauseNotHelped,
    HeldCanStillPay,
    MarginIsFixed,
    NewScheduleDoesNotFit,
    NewScheduleNotDecided,
    RescheduledBefore,
    ResultIsShared,
)
from gulir.core.problems.handling import CauseUnknown
from gulir.core.repayment import Due
from gulir.core.restructuring import HELPED, Kind, Line, Wanted, laid_out
from gulir.core.roles import Role
from gulir.core.terms import Unit
from gulir.governance.models import Decision
from gulir.governance.queries import decision_for, rules_at
from gulir.governance.services import put_on_agenda
from gulir.ledger.queries import control_balance
from gulir.ledger.services import post
from gulir.lending.models import Ending, Instalment, Loan, Share
from gulir.lending.policy import HANDLES, KEEPS_BOOKS
from gulir.lending.queries.early import has_margin
from gulir.lending.queries.history import chain_to
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.services.endings import has_register, jasa_left
from gulir.lending.services.held import carry_held
from gulir.lending.services.owed import Owed, any_loan, read_loan
from gulir.lending.services.repayments import entries_of

__all__ = ["RESTRUCTURING", "carry_on", "propose_restructuring", "rest_of", "restructure", "shares_of"]

RESTRUCTURING = "restructuring"


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What goes on of a loan, and what one member's part of it is that does not: rupiah."""

    dues: Sequence[Due]
    lost: int = 0
    lost_jasa: int = 0


@command("lending.propose_restructuring", may=HANDLES)
def propose_restructuring(
    act: Act,
    *,
    loan: UUID,
    kind: str,
    first_due_on: date,
    cause: str,
    reason: str,
    instalments: int = 0,
    rate_percent: str = "0",
    without: UUID | None = None,
) -> Result:
    """Lay a new schedule before the board; `without` one member, whose part is lost, before the members' meeting.

    Refused: a cause that a new schedule does not help (`CauseNotHelped`), once too often (`RescheduledBefore`), while
    savings or titipan can pay what is late (`HeldCanStillPay`), a schedule that is none (`NewScheduleDoesNotFit`).
    """
    _check_words(kind, cause, reason)
    owed = read_loan(act, loan)
    found = any_loan(act, loan)
    if has_margin(found) and Kind(kind) is Kind.RESCHEDULED:
        raise MarginIsFixed(loan=found.loan_no)
    _may_change(act, owed, found, cause)
    rest = rest_of(owed, found, without)
    lines = laid_out(rest.dues, owed.on, _wanted(found, Kind(kind), first_due_on, instalments, rate_percent))

    shown = _shown(found, kind, lines, rest, without, cause, reason.strip(), rate_percent)
    put_on_agenda(
        act, subject_kind=RESTRUCTURING, subject_id=str(found.pk), title=f"Jadwal baru {found.loan_no} {found.ksm}",
        shown=shown, parties=list(shares_of(found)),
    )  # fmt: skip

    act.tell(
        RestructuringProposed(
            loan=found.loan_no, group=found.ksm, principal=sum(line.principal for line in lines),
            instalments=len(lines), on=owed.on, loan_id=str(found.pk), change=kind, cause=cause, reason=reason.strip(),
        ),
        on=owed.on,
    )  # fmt: skip
    return {"loan": found.pk, "lines": [list(line) for line in lines], "lost": rest.lost}


def _check_words(kind: str, cause: str, reason: str) -> None:
    check_text(reason=(reason, 200))
    if kind not in set(Kind):
        raise NewScheduleDoesNotFit(kind=kind[:20])
    if cause not in set(Cause):
        raise CauseUnknown(cause=cause[:20], known=tuple(c.value for c in Cause))
    if not reason.strip():
        raise ReasonMissing


def _may_change(act: Act, owed: Owed, loan: Loan, cause: str) -> None:
    """Whether this loan may get a new schedule for this cause."""
    if Cause(cause) not in HELPED:
        raise CauseNotHelped(loan=loan.loan_no, cause=cause)
    if loan.reported is not None:
        raise ResultIsShared(loan=loan.loan_no)
    most = rules_at(act.book.pk, owed.on).count("restructure.times_max")
    renewed = Ending.objects.filter(loan__in=[one.pk for one in chain_to(loan)[1:]], covered=0).count()
    if renewed >= most:
        raise RescheduledBefore(loan=loan.loan_no, most=most)
    held = savings_held(loan.pk) + surplus_held(loan.pk)
    if held > 0 and any(line.due_on < owed.on for line in owed.dues):
        raise HeldCanStillPay(loan=loan.loan_no, held=held)


def _wanted(loan: Loan, kind: Kind, first: date, instalments: int, rate: str) -> Wanted:
    return Wanted(
        kind=kind,
        first_due_on=first,
        every=1 if loan.unit == "harvest" else loan.every,
        unit=Unit.MONTH if loan.unit == "harvest" else Unit(loan.unit),
        instalments=instalments,
        rate_percent=parse_rate(rate),
        old_rate_percent=parse_rate(loan.rate_percent),
        round_to=loan.round_to,
    )


def shares_of(loan: Loan) -> dict[UUID, int]:
    """The members with their parts of the loan as it was paid out."""
    rows = loan.shares.filter(live=True, person__isnull=False).order_by("id")
    return {person: int(principal) for person, principal in rows.values_list("person_id", "principal")}


def rest_of(owed: Owed, loan: Loan, without: UUID | None) -> Rest:
    """All that is unpaid, or all but one member's part: each line shared as the loan is."""
    dues = owed.dues
    if without is None:
        return Rest(dues=dues)
    shares = shares_of(loan)
    if without not in shares or len(shares) < 2:
        raise NotFound(what="anggota", name=loan.ksm)
    weights = (loan.principal - shares[without], shares[without])
    principal = split_lines([due.principal for due in dues], weights)
    jasa = split_lines([due.jasa for due in dues], weights)
    return Rest(
        dues=[Due(due.no, due.due_on, p[0], j[0]) for due, p, j in zip(dues, principal, jasa, strict=True)],
        lost=sum(p[1] for p in principal),
        lost_jasa=sum(j[1] for j in jasa),
    )


def _shown(
    loan: Loan, kind: str, lines: Sequence[Line], rest: Rest, without: UUID | None, cause: str, reason: str, rate: str
) -> dict[str, Any]:
    """What the meeting is shown, to the last instalment; its decision binds exactly this."""
    return dict(
        plain(
            {
                "loan": loan.loan_no,
                "ksm": loan.ksm,
                "change": kind,
                "amount": loan.balance,
                "jasa": jasa_left(loan),
                "rate_percent": rate if Kind(kind) in (Kind.RATE_CUT, Kind.RESCHEDULED) else loan.rate_percent,
                "cause": cause,
                "reason": reason,
                "without": without,
                "lost": rest.lost,
                "lost_jasa": rest.lost_jasa,
                "lines": [list(line) for line in lines],
            }
        )
    )


# ---------------------------------------------------------------- carrying it out


@command("lending.restructure", may=KEEPS_BOOKS)
def restructure(act: Act, *, loan: UUID) -> Result:
    """Close the loan on the open day and carry what was left of it on in a new one, exactly as it was decided.

    What is held for the KSM, savings and titipan, goes along to the new card.

    Refused (`NewScheduleNotDecided`): no decision, another sum left by now, or the first day of the schedule has come.
    """
    owed = read_loan(act, loan)
    found = any_loan(act, loan)
    decision, seen = _decision(act, owed, found)

    booked = None
    if seen["lost"]:
        held = control_balance(act.book.pk, [Role.PROVISION])[Role.PROVISION.value]
        made = postings.write_off(seen["lost"], held=held, register=has_register(act))
        text = f"Hapus buku bagian anggota {found.loan_no} {found.ksm}, keputusan {decision.number}"
        booked = post(act, entries=entries_of(found, made), description=text)
    Ending.objects.create(
        id=new_id(),
        book=act.book,
        loan=found,
        kind="rescheduled",
        on=owed.on,
        principal=found.balance,
        jasa=jasa_left(found),
        written_off=seen["lost"],
        claim=seen["lost"] + seen["lost_jasa"],
        cause=seen["cause"],
        person_id=seen["without"],
        decision=decision.number,
        voucher=booked,
        made_by=act.actor,
    )
    new = carry_on(act, found, seen, owed.on)
    savings, surplus = carry_held(act, found, new, owed.on)

    act.tell(
        LoanRestructured(
            loan=found.loan_no, group=found.ksm, new_loan=new.loan_no, principal=new.principal,
            instalments=new.instalments, decision=decision.number, on=owed.on, loan_id=str(found.pk),
            new_loan_id=str(new.pk), change=seen["change"], cause=seen["cause"], savings=savings, surplus=surplus,
        ),
        on=owed.on,
    )  # fmt: skip
    return {
        "loan": new.pk, "loan_no": new.loan_no, "principal": new.principal, "jasa": new.jasa, "lost": seen["lost"],
        "number": booked.label if booked else "", "decision": decision.number,
    }  # fmt: skip


def _decision(act: Act, owed: Owed, loan: Loan) -> tuple[Decision, dict[str, Any]]:
    """The approval that binds this loan as it stands now, and what was shown; one member's part is for the RWT."""
    found = decision_for(act.book.pk, subject_kind=RESTRUCTURING, subject_id=str(loan.pk))
    if found is None or found.agenda is None:
        raise NewScheduleNotDecided(loan=loan.loan_no)
    seen: dict[str, Any] = found.agenda.shown
    changed = (seen["amount"], seen["jasa"]) != (loan.balance, jasa_left(loan))
    begun = date.fromisoformat(seen["lines"][0][0]) <= owed.on
    by_whom = found.meeting.kind == "rwt" or (found.meeting.kind == "board" and seen["without"] is None)
    if changed or begun or not by_whom:
        raise NewScheduleNotDecided(loan=loan.loan_no)
    return found, seen


def carry_on(act: Act, old: Loan, seen: dict[str, Any], on: date) -> Loan:
    """The new loan: shares and schedule first, the loan last, as the database checks it."""
    loan_id, lines = new_id(), [Line(date.fromisoformat(day), p, j) for day, p, j in seen["lines"]]
    principal, jasa = sum(line.principal for line in lines), sum(line.jasa for line in lines)
    rows = [row for row in old.shares.filter(live=True).order_by("id") if str(row.person_id) != seen["without"]]
    parts = split(principal, [row.principal for row in rows])
    Share.objects.bulk_create(
        Share(loan_id=loan_id, person_id=row.person_id, principal=part)
        for row, part in zip(rows, parts, strict=True)
        if part
    )
    Instalment.objects.bulk_create(_instalments(loan_id, lines))
    first = chain_to(old)
    return Loan.objects.create(
        id=loan_id,
        book=act.book,
        loan_no=f"{first[-1].loan_no}-R{len(first)}",
        group=old.group,
        ksm=old.ksm,
        rw=old.rw,
        disbursed_on=on,
        principal=principal,
        jasa=jasa,
        instalments=len(lines),
        method=old.method,
        rate_percent=seen["rate_percent"],
        every=old.every,
        unit=old.unit,
        round_to=old.round_to,
        round_on=old.round_on,
        round=old.round,
        arrival="old",
        replaces=old,
    )


def _instalments(loan: UUID, lines: Sequence[Line]) -> list[Instalment]:
    made, principal, jasa = [], 0, 0
    for no, line in enumerate(lines, start=1):
        principal, jasa = principal + line.principal, jasa + line.jasa
        made.append(
            Instalment(
                loan_id=loan, no=no, due_on=line.due_on, principal=line.principal, jasa=line.jasa,
                cum_principal=principal, cum_jasa=jasa,
            )
        )  # fmt: skip
    return made
