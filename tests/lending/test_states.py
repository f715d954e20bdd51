"""Every act against every state: an application and a loan move as listed and in no other way (I13)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from gulir.core.approval import shown_digest
from gulir.core.problems import Problem
from gulir.core.problems.lending import LoanNotActive, StepNotNext
from gulir.lending import services as lending
from gulir.lending.models import Application, Loan
from gulir.lending.models.applications import MOVES
from gulir.lending.models.loans import LOAN_MOVES
from tests.shape.rules import SOURCE

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- applications


def bring_to(fund, state):
    """An application of Melati in a state, by the acts alone."""
    application = fund.apply()
    end = {"returned": lending.return_application, "rejected": lending.reject_application}
    if state in end:
        fund.do("upk_manager", end[state], application=application, reason="Sebab")
    elif state == "withdrawn":
        fund.do("loan_officer", lending.withdraw_application, application=application, reason="Sebab")
    elif state != "submitted":
        fund.verify(application)
        if state in {"approved", "disbursed"}:
            fund.approve(application)
        if state == "disbursed":
            fund.do("cashier", lending.disburse, application=application)
    assert Application.objects.get(pk=application).state == state
    return application


def act_on(fund, application, name):
    """Try one act on an application, as the person who may."""
    asked = Application.objects.select_related("group", "product").get(pk=application)
    rows = list(asked.shares.order_by("id"))
    if name == "verify":
        found = [lending.VerifiedShare(person=row.person_id, amount=row.asked) for row in rows]
        fund.do("loan_officer", lending.verify_application, application=application, shares=found)
    elif name == "sign":
        for who in ("upk_manager", "coordinator"):
            digest = shown_digest(lending.shown(asked))
            fund.do(who, lending.sign_application, application=application, digest=digest)
    elif name == "resubmit":
        shares = [lending.AskedShare(person=row.person_id, amount=row.asked) for row in rows]
        fund.do("loan_officer", lending.resubmit_application, application=application, shares=shares)
    elif name == "disburse":
        fund.do("cashier", lending.disburse, application=application)
    else:
        act = {
            "reject": lending.reject_application, "return": lending.return_application,
            "withdraw": lending.withdraw_application,
        }[name]  # fmt: skip
        who = "loan_officer" if name == "withdraw" else "upk_manager"
        fund.do(who, act, application=application, reason="Sebab")


LEADS_TO = {
    "verify": "verified", "sign": "approved", "resubmit": "submitted", "disburse": "disbursed", "reject": "rejected",
    "return": "returned", "withdraw": "withdrawn",
}  # fmt: skip


@pytest.mark.parametrize("act", list(LEADS_TO))
@pytest.mark.parametrize("state", list(MOVES))
def test_an_application_takes_the_listed_steps_only(fund, state, act):
    application = bring_to(fund, state)
    if LEADS_TO[act] in MOVES[state]:
        act_on(fund, application, act)
        assert Application.objects.get(pk=application).state == LEADS_TO[act]
        return
    with pytest.raises(StepNotNext) as refused:
        act_on(fund, application, act)
    assert refused.value.facts["state"] == state
    assert Application.objects.get(pk=application).state == state


@pytest.mark.parametrize("to", list(MOVES))
@pytest.mark.parametrize("state", list(MOVES))
def test_the_database_lets_an_application_move_as_listed_only(fund, state, to):
    application = bring_to(fund, state)
    moves = Application.objects.filter(pk=application)
    if to == state or to in MOVES[state]:
        moves.update(state=to)
        assert moves.get().state == to
        return
    with pytest.raises(DatabaseError, match="applications_move_as_listed"), transaction.atomic():
        moves.update(state=to)


# ---------------------------------------------------------------- loans


def loan_in(fund, state):
    loan = fund.lend()
    if state == "settled":
        fund.pay(loan, 5_750_000)
    elif state != "active":
        end(fund, loan, state)
    return loan


def end(fund, loan, state):
    """A loan ended as the database takes it; the acts that do it have tests of their own."""
    from gulir.lending.models import Ending
    from tests.lending.test_endings import voucher_of

    lost = 5_000_000 if state == "written_off" else 0
    Ending.objects.create(
        book_id=fund.book, loan=loan, kind=state, on=fund.today, principal=5_000_000, jasa=750_000, written_off=lost,
        claim=lost, cause="unable", decision="KPT-1", made_by=fund.stage.actor("bookkeeper"),
        voucher_id=voucher_of(fund) if lost else None,
    )  # fmt: skip


LOAN_ACTS = {
    "record_repayment": (lending.record_repayment, {"amount": 575_000}),
    "settle_early": (lending.settle_early, {}),
    "apply_surplus": (lending.apply_surplus, {}),
    "set_off_savings": (lending.set_off_savings, {"amount": 1}),
    "receive_savings": (lending.receive_savings, {"amount": 50_000}),
}
"""What a cashier does with a loan that runs."""


@pytest.mark.parametrize("act", list(LOAN_ACTS))
@pytest.mark.parametrize("state", list(LOAN_MOVES))
def test_only_an_active_loan_takes_money(fund, state, act):
    loan = loan_in(fund, state)
    do, body = LOAN_ACTS[act]
    if state == "active":
        try:
            fund.do("cashier", do, loan=loan.pk, **body)
        except Problem as refusal:
            assert not isinstance(refusal, LoanNotActive), act  # noqa: PT017 - anything but its state may refuse it
        return
    with pytest.raises(LoanNotActive):
        fund.do("cashier", do, loan=loan.pk, **body)


@pytest.mark.parametrize("to", list(LOAN_MOVES))
@pytest.mark.parametrize("state", list(LOAN_MOVES))
def test_the_database_lets_a_loan_move_as_listed_only(fund, state, to):
    """`settled` needs a day and nothing left to pay beside the move itself."""
    loan = loan_in(fund, state)
    moves = Loan.objects.filter(pk=loan.pk)
    listed = to == state or to in LOAN_MOVES[state]
    if to in {"written_off", "rescheduled"} and listed and to != state:
        end(fund, loan, to)
        assert moves.get().state == to
        return
    if state in {"written_off", "rescheduled"}:
        with (
            pytest.raises(DatabaseError, match=r"an_ended_loan_stands_still|loans_move_as_listed|ends_by_its_ending"),
            transaction.atomic(),
        ):
            moves.update(state=to)
        return
    if (listed and to != "settled") or to == state:
        moves.update(state=to, settled_on=moves.get().settled_on if to == state else None)
        assert moves.get().state == to
        return
    with pytest.raises(DatabaseError), transaction.atomic():
        moves.update(state=to)


def test_a_payment_taken_back_lets_a_settled_loan_run_again(fund):
    loan = fund.lend()
    paid = fund.pay(loan, 5_750_000)
    fund.do("upk_manager", lending.reverse_repayment, repayment=UUID(paid["repayment"]), reason="Salah")
    assert Loan.objects.get(pk=loan.pk).state == "active"
    fund.pay(loan, 575_000)


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_the_sql_lists_the_moves_of_the_models(engine_name):
    text = (SOURCE / "lending" / "migrations" / f"states_move_as_listed.{engine_name}.sql").read_text(encoding="utf-8")
    listed = {f"'{state}>{to}'" for moves in (MOVES, LOAN_MOVES) for state, tos in moves.items() for to in tos}
    import re

    assert set(re.findall(r"'\w+>\w+'", text)) == listed
