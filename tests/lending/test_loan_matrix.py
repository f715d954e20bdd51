"""Every state of a loan, every act that takes a loan, every office: it moves as listed, or nothing happens (I13)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from gulir.base.commands import COMMANDS, Command
from gulir.core.problems import Problem
from gulir.lending.models import Loan
from gulir.lending.models.loans import LOAN_MOVES
from gulir.lending.queries import control_findings, loans
from tests.lending.test_endings import LATE, decide, propose, write_off
from tests.lending.test_policy import BODIES, OFFICES
from tests.lending.test_restructurings import FIRST
from tests.lending.test_restructurings import propose as propose_new

pytestmark = pytest.mark.django_db
SAID: dict[str, dict[str, Any]] = {
    "record_repayment": {"amount": 575_000},
    "receive_savings": {"amount": 10_000},
    "handle_arrears": {"step": "warning_1", "to": "Yuni"},
    "propose_write_off": {"cause": "unable", "reason": "Sebab"},
    "propose_restructuring": {"kind": "holiday", "first_due_on": FIRST, "cause": "unable", "reason": "Sebab"},
    "recover": {"amount": 1_000},
}
"""What an act is told so that it can succeed where it may; the others need no more than the loan."""
MOVES = {"settle_early": "settled", "write_off": "written_off", "restructure": "rescheduled"}
ACTS = sorted(name for name, (body, _) in BODIES.items() if isinstance(body, dict) and "loan" in body)


@pytest.fixture(params=list(LOAN_MOVES))
def stood(fund, request):
    """A loan in a state, with both decisions taken while it ran: whatever may move it, can."""
    loan = fund.lend()
    if request.param == "settled":
        fund.pay(loan, 5_750_000)
        return loan
    fund.move_to(date(2026, 4, 2))
    fund.pay(loan, 575_000)
    fund.move_to(LATE)
    propose(fund, loan)
    decide(fund)
    propose_new(fund, loan)
    decide(fund, "board")
    if request.param == "written_off":
        write_off(fund, loan)
    elif request.param == "rescheduled":
        fund.do("bookkeeper", COMMANDS["lending.restructure"], loan=loan.pk)
    return loan


def tried(fund, office: str, act: Command[Any], loan, body) -> str | None:
    """The state after an act, or None when it was refused; either way nothing of it stays."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                fund.do(office, act, loan=loan.pk, **body)
            after = Loan.objects.get(pk=loan.pk).state
            assert control_findings(fund.book, as_of=fund.today) == []
            assert all(row.balance >= 0 for row in loans(fund.book, as_of=fund.today))
        except Problem:
            after = None
        transaction.set_rollback(True)
    return after


def test_it_moves_as_listed_and_in_no_other_way(fund, stood):
    state = Loan.objects.get(pk=stood.pk).state
    reached = set()
    for name in ACTS:
        body = {**{k: v for k, v in BODIES[name][0].items() if k != "loan"}, **SAID.get(name, {})}
        for office in OFFICES:
            after = tried(fund, office, COMMANDS[f"lending.{name}"], stood, body)
            assert after is None or office in BODIES[name][1], (name, office)
            assert after in {None, state} | LOAN_MOVES[state], (name, office, after)
            if after not in {None, state}:
                assert MOVES.get(name) == after, (name, after)
                reached.add(after)
    assert reached == (set(MOVES.values()) if state == "active" else set())
