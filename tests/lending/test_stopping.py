"""LAR or PAR in the class of suspension stops new loans; the members' meeting alone lets them go on, until a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gulir.core.problems.access import NotAllowed, NoteTooLong
from gulir.core.problems.applications import IndicatorsStopLending, LiftTooLong, LiftTooShort, NothingStopsLending
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    LendingIsSuspended,
)
from gulir.governance import services as governance
from gulir.governance.models import AgendaItem
from gulir.governance.queries import rules_at
from gulir.lending import services as lending
from gulir.lending.models import Application, Loan
from gulir.lending.queries.stopped import LIFT, stop_at
from tests.lending.days import advance

pytestmark = pytest.mark.django_db
LATE = date(2026, 6, 2)
"""Three instalments of a loan of the second of March are missed."""


@pytest.fixture
def late(fund):
    """Melati has missed three instalments: LAR and PAR are 100 percent. Mawar was verified before."""
    fund.lend("Melati")
    asked = fund.verify(fund.apply("Mawar"))
    advance(fund, LATE)
    return asked


def stop(fund):
    return stop_at(fund.book, fund.today, rules_at(fund.book, fund.today))


def meet(fund, kind="rwt", outcome="approved", subject=LIFT):
    item = AgendaItem.objects.get(book_id=fund.book, subject_kind=subject, status="waiting")
    names = ("Bu Rahma", "Pak Karno", "Bu Lastri", "Pak Wiryo", "Tari")
    here = [governance.Present(name=name, sex="P", person=fund.stage.people[name]) for name in names]
    held = fund.do(
        "secretary", governance.hold_meeting, kind=kind, held_on=fund.today, invited=5, attendance=here, place="Balai",
        chair="Bu Rahma",
    )  # fmt: skip
    fund.do(
        "secretary", governance.decide, meeting=UUID(held["meeting"]), agenda=item.pk, digest=item.digest,
        outcome=outcome,
    )  # fmt: skip


def ask_leave(fund, until=date(2026, 6, 30), who="upk_manager", reason="Tiga KSM lama selalu lancar"):
    return fund.do(who, lending.ask_to_go_on, until=until, reason=reason)


# ---------------------------------------------------------------- stopped


def test_nothing_is_signed_while_the_class_is_suspension(fund, late):
    with pytest.raises(IndicatorsStopLending) as refused:
        fund.sign(late, "upk_manager")
    assert refused.value.facts == {"measure": "LAR", "percent": "100.00", "limit": "20"}
    assert not Application.objects.get(pk=late).signatures.exists()


def test_nothing_is_paid_out_that_was_signed_before(fund):
    fund.lend("Melati")
    signed = fund.approve(fund.verify(fund.apply("Mawar")))
    advance(fund, LATE)
    with pytest.raises(IndicatorsStopLending):
        fund.do("cashier", lending.disburse, application=signed)
    assert Loan.objects.count() == 1


def test_applications_are_still_taken_and_visited(fund, late):
    fund.do("loan_officer", lending.return_application, application=late, reason="Lengkapi")
    assert Application.objects.get(pk=late).state == "returned"


def test_lending_goes_on_once_the_overdue_is_collected(fund, late):
    loan = Loan.objects.get()
    fund.pay(loan, 575_000)
    assert stop(fund).stopping == ()
    fund.approve(late)
    fund.do("cashier", lending.disburse, application=late)


def test_up_to_the_limit_lending_goes_on(fund):
    """One late group of two is LAR 50; of five it is 20, which is still the class of minimum (domain 5.2)."""
    from gulir.core.indicators import IndicatorRules, LoanStanding
    from gulir.core.stopping import stopping
    from gulir.lending.queries.stopped import risk_of

    def fund_of(groups):
        rest = [LoanStanding(f"KSM {n}", 1_000_000, 0, 0) for n in range(groups - 1)]
        return risk_of([LoanStanding("Melati", 1_000_000, 3, 300_000), *rest], IndicatorRules())

    assert stopping(fund_of(5), stops=True) == ()
    assert stopping(fund_of(4), stops=True) == ("LAR", "PAR")


def test_a_board_that_decided_otherwise_is_not_stopped(fund, late):
    """The rule is the board's (R31): by a decision it may say that the class stops nothing."""
    fund.do(
        "coordinator", governance.propose_rule, rule="lending.suspend_stops", value=False, effective_on=date(2026, 6, 3)
    )
    meet(fund, subject="rule")
    fund.do("coordinator", governance.adopt_rule, rule="lending.suspend_stops")
    advance(fund, date(2026, 6, 3))
    assert stop(fund).stopping == ()
    fund.approve(late)


# ---------------------------------------------------------------- let go on, until a day


def test_the_members_meeting_lets_lending_go_on_until_a_day(fund, late):
    ask_leave(fund)
    with pytest.raises(IndicatorsStopLending):
        fund.sign(late, "upk_manager")
    meet(fund)
    assert stop(fund).lift.until == date(2026, 6, 30)
    fund.approve(late)
    fund.do("cashier", lending.disburse, application=late)


def test_afterwards_the_indicators_rule_again(fund, late):
    ask_leave(fund, until=date(2026, 6, 3))
    meet(fund)
    fund.sign(late, "upk_manager")
    advance(fund, date(2026, 6, 4))
    with pytest.raises(IndicatorsStopLending):
        fund.sign(late, "coordinator")


@pytest.mark.parametrize(("kind", "outcome"), [("board", "approved"), ("rwt", "rejected")])
def test_no_other_meeting_and_no_other_outcome_does(fund, late, kind, outcome):
    ask_leave(fund)
    meet(fund, kind, outcome)
    with pytest.raises(IndicatorsStopLending):
        fund.sign(late, "upk_manager")


def test_a_stop_by_hand_is_not_lifted_by_it(fund, late):
    ask_leave(fund)
    meet(fund)
    fund.do("overseer", lending.suspend, reason="Kas tidak cocok")
    with pytest.raises(LendingIsSuspended):
        fund.sign(late, "upk_manager")


def test_the_meeting_sees_the_figures_and_the_end(fund, late):
    ask_leave(fund)
    shown = AgendaItem.objects.get(subject_kind=LIFT).shown
    assert (shown["LAR"], shown["PAR"], shown["until"]) == ("100.00%", "100.00%", "2026-06-30")


@pytest.mark.parametrize(
    ("until", "problem"),
    [
        (date(2026, 6, 2), LiftTooShort),
        (date(2026, 5, 1), LiftTooShort),
        (date(2026, 12, 3), LiftTooLong),
        (date(9999, 12, 31), LiftTooLong),
    ],
)
def test_leave_has_an_end_within_half_a_year(fund, late, until, problem):
    with pytest.raises(problem):
        ask_leave(fund, until=until)
    ask_leave(fund, until=date(2026, 12, 2))


@pytest.mark.parametrize(("reason", "problem"), [(" ", ReasonMissing), ("x" * 201, NoteTooLong)])
def test_it_has_a_reason(fund, late, reason, problem):
    with pytest.raises(problem):
        ask_leave(fund, reason=reason)


def test_where_nothing_stops_nothing_is_asked(fund):
    with pytest.raises(NothingStopsLending):
        ask_leave(fund, until=date(2026, 3, 31))


@pytest.mark.parametrize("who", ["cashier", "loan_officer", "bookkeeper", "Yuni"])
def test_others_do_not_ask(fund, who):
    with pytest.raises(NotAllowed):
        ask_leave(fund, who=who, until=date(2026, 3, 31))


def test_the_same_key_asks_once(fund, late):
    for _ in range(2):
        fund.do("upk_manager", lending.ask_to_go_on, key="sekali", until=date(2026, 6, 30), reason="Alasan")
    assert AgendaItem.objects.filter(subject_kind=LIFT).count() == 1
