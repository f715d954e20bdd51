"""The loan is paid out: a number, a schedule, shares, and one voucher."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Length

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.community.queries import members
from gulir.core import postings
from gulir.core.facts.lending import LoanDisbursed
from gulir.core.problems.lending import MemberNotOfGroup
from gulir.core.problems.results import SheetChanged
from gulir.core.schedule import Method, Schedule
from gulir.governance.queries import rules_at
from gulir.ledger.models import Voucher
from gulir.ledger.services import post
from gulir.lending.eligibility import check_borrower, check_lending_goes_on, check_limits, check_pledged
from gulir.lending.models import Application, Instalment, Loan, Share
from gulir.lending.policy import PAYS_OUT
from gulir.lending.services.owed import money_role
from gulir.lending.services.steps import application_at, business_day
from gulir.lending.terms import build_schedule, instalment_rows, sheet_of, terms_of

__all__ = ["disburse", "next_loan_number"]


@command("lending.disburse", may=PAYS_OUT)
def disburse(act: Act, *, application: UUID, out_of: str = "cash", on: date | None = None) -> Result:
    """Pay an approved application out on the open day, from cash or from the bank (`out_of`), once.

    Asked again at this moment: the KSM may still borrow, all its members signed joint liability (R05,
    `LiabilityNotSigned`), those who borrow still belong to it, the limits hold, and
    lending is not suspended. `on` is needed only while old books load. Refused when the money is not there
    (`CashBelowZero`), or when the schedule of this day is not the plain sheet that was signed (`SheetChanged`): a
    harvest has passed since, say.
    """
    asked = application_at(act, application, "approved")
    place = money_role(out_of)
    _check_again(act, asked, on)

    principal = asked.decided or 0
    number = next_loan_number(act)
    paid = post(
        act,
        entries=[
            (p.debit, p.credit, p.amount, number, asked.group.name)
            for p in postings.disbursement(principal, out_of=place)
        ],
        description=f"Pencairan pinjaman {number} {asked.group.name}",
        reference=asked.number,
        dated=on,
    )
    made = _as_signed(asked, principal, paid.dated)
    loan = _write(act, asked, number, made, paid)

    act.tell(
        LoanDisbursed(
            loan=number,
            group=asked.group.name,
            principal=principal,
            instalments=loan.instalments,
            on=paid.dated,
            number=paid.label,
            loan_id=str(loan.pk),
            voucher_id=str(paid.pk),
        ),
        on=paid.dated,
    )
    return {"loan": loan.pk, "loan_no": number, "voucher": paid.pk, "number": paid.label}


def _as_signed(asked: Application, principal: int, on: date) -> Schedule:
    """The schedule from this day on, when it asks what was signed to the rupiah and on the named days; a margin too."""
    product, signed = asked.product, asked.sheet
    margin = signed["jasa"] if signed and product.method == Method.MURABAHAH else None
    made = build_schedule(terms_of(product, principal=principal, disbursed_on=on, margin=margin))
    if signed and sheet_of(product, made) != signed:
        raise SheetChanged(application=asked.number)
    return made


def _check_again(act: Act, asked: Application, on: date | None) -> None:
    day = on or business_day(act)
    rules = rules_at(act.book.pk, day)
    check_lending_goes_on(act.book.pk, day, rules)
    check_borrower(act.book.pk, asked.group, day, rules, members_on=act.today)
    amounts = {row.person_id: row.decided for row in asked.shares.all() if row.decided}
    own = {member.person for member in members(asked.group_id, act.today)}
    if left := set(amounts) - own:
        raise MemberNotOfGroup(ksm=asked.group.name, person=str(min(left)))
    check_limits(act.book.pk, asked.group, amounts, rules)
    check_pledged(asked.group, act.today)


def _write(act: Act, asked: Application, number: str, made: Schedule, paid: Voucher) -> Loan:
    """Shares and schedule first, the loan last: the database checks that they make it whole."""
    product, loan_id = asked.product, new_id()
    Share.objects.bulk_create(
        Share(loan_id=loan_id, person_id=row.person_id, principal=row.decided)
        for row in asked.shares.order_by("id")
        if row.decided
    )
    Instalment.objects.bulk_create(instalment_rows(loan_id, made))
    loan = Loan.objects.create(
        id=loan_id,
        book=act.book,
        loan_no=number,
        group=asked.group,
        ksm=asked.group.name,
        rw=asked.group.rw,
        application=asked,
        disbursed_on=paid.dated,
        principal=made.total_principal,
        jasa=made.total_jasa,
        instalments=len(made.instalments),
        method=product.method,
        rate_percent=product.rate_percent,
        every=product.every,
        unit=product.unit,
        round_to=product.round_to,
        round_on=product.round_on,
        round=product.round,
        reported=0 if product.shares_result else None,
    )
    Application.objects.filter(pk=asked.pk).update(state="disbursed")
    return loan


def next_loan_number(act: Act) -> str:
    """The next number of the board's own series, counting on from the largest plain number in use."""
    plain = Loan.objects.filter(book=act.book, loan_no__regex=r"^[0-9]+$")
    longest = plain.aggregate(n=Max(Length("loan_no")))["n"] or 0
    largest = plain.annotate(n=Length("loan_no")).filter(n=longest).aggregate(last=Max("loan_no"))["last"]
    return str(int(largest or 0) + 1)
