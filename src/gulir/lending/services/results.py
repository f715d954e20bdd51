"""Where the result is shared: a group reports each period; the fund's share falls due, or it bears part of a loss."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.core import postings
from gulir.core.facts.sharing import ResultReported, ResultTakenBack
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import LoanNotActive
from gulir.core.problems.results import (
    ResultInUse,
    ResultNotExpected,
    ResultNotNext,
    ResultNotReported,
    ResultTooEarly,
)
from gulir.core.repayment import Part
from gulir.core.sharing import outcome
from gulir.ledger.services import post, reverse
from gulir.ledger.services.reversals import second_person
from gulir.lending.models import Application, Instalment, Loan, Repayment
from gulir.lending.models import Result as Reported
from gulir.lending.policy import HEARS_RESULTS, TAKES_BACK
from gulir.lending.services.owed import Owed, read_loan
from gulir.lending.services.repayments import Spread, entries_of, follow, tell_settled, write_repayment
from gulir.lending.services.reversals import write_back
from gulir.lending.services.steps import business_day
from gulir.lending.terms import agreement_of

__all__ = ["check_reported", "report_result", "take_back_result"]

TAKING_BACK = "lending.take_back_result"


@command("lending.report_result", may=HEARS_RESULTS)
def report_result(act: Act, *, loan: UUID, no: int, result: int, note: str = "") -> Result:
    """Write down what the group says its business earned in period `no`: rupiah, below zero for a loss.

    Of a profit the agreed share falls due with that instalment. Of a loss the fund bears what the contract says: so
    much less principal is owed from now on, booked as a cost of risk, and no money moves. Refused: a loan that shares
    no result or has reported all (`ResultNotExpected`), another period than the next (`ResultNotNext`), one that has
    not begun (`ResultTooEarly`).
    """
    owed = read_loan(act, loan)
    check_text(note=(note, 200))
    _check_turn(owed, no)
    asked = Application.objects.select_related("product").get(loan=owed.loan.pk)
    share, borne = outcome(result, agreement_of(asked.product), balance=owed.loan.balance)

    lost = _bear(act, owed, borne) if borne else None
    made = Reported.objects.create(
        book=act.book,
        loan_id=owed.loan.pk,
        no=no,
        result=result,
        share=share,
        borne=borne,
        reported_on=owed.on,
        note=note.strip(),
        made_by=act.actor,
        loss=lost,
    )

    number = lost.voucher.label if lost else ""
    act.tell(
        ResultReported(
            loan=owed.loan.loan_no,
            group=owed.loan.ksm,
            no=no,
            share=share,
            borne=borne,
            on=owed.on,
            number=number,
            loan_id=str(owed.loan.pk),
            report_id=made.pk,
            result=result,
            note=made.note,
        ),
        on=owed.on,
    )
    if lost:
        tell_settled(act, owed, owed.on)
    return {
        "report": made.pk, "share": share, "borne": borne, "number": number, "balance": owed.loan.balance,
        "state": owed.loan.state,
    }  # fmt: skip


def _check_turn(owed: Owed, no: int) -> None:
    loan = owed.loan
    if loan.reported is None or loan.reported >= len(owed.schedule):
        raise ResultNotExpected(loan=loan.loan_no)
    if no != loan.reported + 1:
        raise ResultNotNext(loan=loan.loan_no, no=no, next=loan.reported + 1)
    begins = owed.schedule[no - 2].due_on if no > 1 else loan.disbursed_on
    if owed.on <= begins:
        raise ResultTooEarly(loan=loan.loan_no, no=no, begins_on=begins)


def _bear(act: Act, owed: Owed, borne: int) -> Repayment:
    """The fund's part of a loss: the oldest principal is owed no more, and the fund has the cost."""
    parts, left = [], borne
    for line in owed.unpaid:
        taken = min(line.principal, left)
        left -= taken
        if taken:
            parts.append(Part(line.no, taken, 0, 0))
    booked = post(
        act,
        entries=entries_of(owed.loan, postings.loss_borne(borne)),
        description=f"Rugi bagi hasil {owed.loan.loan_no} {owed.loan.ksm}",
    )
    return write_repayment(act, owed, booked, Spread(amount=0, parts=tuple(parts), borne=borne, method="loss"))


def check_reported(owed: Owed) -> None:
    """Refuse (`ResultNotReported`) while a period of this loan is over and its result was not reported."""
    reported = owed.loan.reported
    if reported is None:
        return
    missing = [line.no for line in owed.schedule if line.no > reported and line.due_on <= owed.on]
    if missing:
        raise ResultNotReported(loan=owed.loan.loan_no, no=missing[0])


@command(TAKING_BACK, may=TAKES_BACK)
def take_back_result(act: Act, *, report: int, reason: str) -> Result:
    """Take a report back that was written down wrongly, with the loss it booked; then it is reported anew.

    Never by the person who wrote it (domain 1.3), only the last one of a loan, and only while nothing was paid on it
    (`ResultInUse`: its receipt is taken back first).
    """
    wrong = Reported.objects.select_related("loan", "made_by", "loss").filter(book=act.book, pk=report).first()
    if wrong is None or wrong.takes_back_id is not None or Reported.objects.filter(takes_back=wrong).exists():
        raise NotFound(what="laporan hasil", name=str(report))
    second_person(act, wrong.made_by, TAKING_BACK)
    check_text(reason=(reason, 200))
    if not reason.strip():
        raise ReasonMissing
    loan = wrong.loan
    _check_unused(loan, wrong)

    lost = _give_up_loss(act, wrong, reason) if wrong.loss else None
    Reported.objects.create(
        book=act.book,
        loan=loan,
        no=wrong.no,
        result=-wrong.result,
        share=-wrong.share,
        borne=-wrong.borne,
        reported_on=lost.received_on if lost else business_day(act),
        note=reason.strip(),
        made_by=act.actor,
        loss=lost,
        takes_back=wrong,
    )

    number = lost.voucher.label if lost else ""
    act.tell(
        ResultTakenBack(
            loan=loan.loan_no,
            group=loan.ksm,
            no=wrong.no,
            share=wrong.share,
            borne=wrong.borne,
            on=business_day(act),
            number=number,
            loan_id=str(loan.pk),
            report_id=wrong.pk,
            result=wrong.result,
            reason=reason.strip(),
        ),
        on=business_day(act),
    )
    return {"loan": loan.pk, "no": wrong.no, "number": number, "balance": loan.balance}


def _check_unused(loan: Loan, wrong: Reported) -> None:
    """Nothing was paid on this period: what stays paid fits the periods before it."""
    if loan.state != "active" and not (loan.state == "settled" and wrong.borne):
        raise LoanNotActive(loan=loan.loan_no, state=loan.state)
    before = Instalment.objects.filter(loan=loan, no=wrong.no - 1).first()
    known = before.cum_principal if before else 0
    fits = loan.jasa_paid + loan.jasa_waived <= loan.jasa - wrong.share and loan.principal_paid - wrong.borne <= known
    if wrong.no != loan.reported or not fits:
        raise ResultInUse(loan=loan.loan_no, no=wrong.no)


def _give_up_loss(act: Act, wrong: Reported, reason: str) -> Repayment:
    assert wrong.loss is not None
    mirror = reverse(act, voucher=wrong.loss.voucher_id, reason=reason)
    wrong.loss.loan = wrong.loan
    back = write_back(act, wrong.loss, mirror)
    follow(wrong.loan, [back])
    return back
