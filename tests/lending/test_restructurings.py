"""A new schedule by decision: the old loan is closed, a new one carries on what was left, and no money moves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.endings import (
    CauseNotHelped,
    HeldCanStillPay,
    NewScheduleDoesNotFit,
    NewScheduleNotDecided,
    RescheduledBefore,
)
from gulir.core.problems.handling import CauseUnknown
from gulir.core.problems.lending import LoanNotActive, SavingsBlocked, SavingsTooSmall
from gulir.core.roles import Role
from gulir.ledger.models import Voucher
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Ending, Loan, Saving, SurplusMove
from gulir.lending.queries import card, control_findings, loans
from gulir.lending.queries.claims import claims
from gulir.lending.queries.covers import claims_of
from gulir.lending.queries.history import history
from gulir.lending.queries.paid import savings_held
from tests.lending.test_endings import JASA, LATE, LEFT, decide
from tests.lending.test_endings import loan as loan  # noqa: PLC0414  (the fixture)

pytestmark = pytest.mark.django_db
FIRST = date(2026, 7, 2)


def propose(fund, loan, **more):
    body = {"kind": "holiday", "first_due_on": FIRST, "cause": "unable", "reason": "Panen gagal", **more}
    return fund.do("loan_officer", lending.propose_restructuring, loan=loan.pk, **body)


def restructure(fund, loan):
    done = fund.do("bookkeeper", lending.restructure, loan=loan.pk)
    return Loan.objects.get(pk=done["loan"])


def renewed(fund, loan, **more):
    propose(fund, loan, **more)
    decide(fund, "board")
    return restructure(fund, loan)


def row_of(fund, loan, on=None):
    return next(row for row in loans(fund.book, as_of=on or fund.today) if row.id == loan.pk)


def test_what_was_left_goes_on_and_no_money_moves(fund, loan):
    vouchers = Voucher.objects.filter(book_id=fund.book).count()
    new = renewed(fund, loan)
    assert Voucher.objects.filter(book_id=fund.book).count() == vouchers
    assert (new.loan_no, new.principal, new.jasa, new.replaces_id) == ("1-R1", LEFT, JASA, loan.pk)
    assert Loan.objects.get(pk=loan.pk).state == "rescheduled"
    assert control_balance(fund.book, [Role.LOANS]) == {"loans": LEFT}
    assert control_findings(fund.book, as_of=fund.today) == []
    lines = list(new.schedule.order_by("no"))
    assert (lines[0].due_on, len(lines)) == (FIRST, 9)
    assert sum(new.shares.filter(live=True).values_list("principal", flat=True)) == LEFT
    assert row_of(fund, loan).balance == 0
    assert row_of(fund, loan, date(2026, 6, 9)).balance == LEFT
    assert [line.what for line in card(fund.book, loan.pk, as_of=LATE).lines][-1] == "rescheduled"
    assert [line.what for line in card(fund.book, new.pk, as_of=LATE).lines] == ["carried_on"]
    assert Fact.objects.get(kind="LoanRestructured").public["new_loan"] == "1-R1"


KINDS = (
    ("moved", {"first_due_on": date(2026, 6, 15)}, 9, JASA),
    ("extra_terms", {"instalments": 18}, 18, JASA),
    ("rate_cut", {"rate_percent": "1"}, 9, 2 * 75_000 + 7 * 50_000),
    ("rescheduled", {"instalments": 20, "rate_percent": "1"}, 20, 20 * 45_000 + 2 * 75_000),
)


@pytest.mark.parametrize(("kind", "body", "count", "jasa"), KINDS, ids=[row[0] for row in KINDS])
def test_every_kind_keeps_the_principal(fund, loan, kind, body, count, jasa):
    """On 10 June the instalments of May and June are overdue: their jasa is carried as it is."""
    new = renewed(fund, loan, kind=kind, **body)
    assert (new.principal, new.instalments, new.jasa) == (LEFT, count, jasa)
    assert control_findings(fund.book, as_of=fund.today) == []


def test_it_is_paid_like_any_loan_and_the_class_frees_after_three_on_time(fund, loan):
    new = renewed(fund, loan)
    assert (row_of(fund, new).missed_instalments, row_of(fund, new).collectibility) == (0, 3)
    for month in (7, 8, 9):
        fund.move_to(date(2026, month, 2))
        assert row_of(fund, new).collectibility == 3
        fund.pay(new, 575_000)
    assert row_of(fund, new).collectibility == 1
    assert row_of(fund, new, date(2026, 9, 1)).collectibility == 3


def test_paid_late_it_stays_in_its_class(fund, loan):
    new = renewed(fund, loan)
    for day in (date(2026, 7, 3), date(2026, 8, 2), date(2026, 9, 2)):
        fund.move_to(day)
        fund.pay(new, 575_000)
    assert row_of(fund, new).collectibility == 3


def test_one_member_s_part_is_written_off_and_the_others_go_on(fund, loan):
    gone = fund.stage.people["Parti"]
    asked = propose(fund, loan, cause="death", without=gone)
    assert asked["lost"] == 900_000
    number = decide(fund)
    new = restructure(fund, loan)
    assert (new.principal, new.jasa) == (LEFT - 900_000, JASA - 135_000)
    assert gone not in set(new.shares.values_list("person_id", flat=True))
    assert sum(new.shares.filter(live=True).values_list("principal", flat=True)) == new.principal
    held = control_balance(fund.book, [Role.LOANS, Role.PROVISION_EXPENSE])
    assert held == {"loans": LEFT - 900_000, "provision_expense": 900_000}
    assert control_findings(fund.book, as_of=fund.today) == []
    (claim,) = claims(fund.book, fund.stage.stands("cashier"))
    assert (claim.left, claim.ending.person_id, claim.ending.decision) == (1_035_000, gone, number)
    fund.do("cashier", lending.recover, loan=loan.pk, amount=35_000)
    assert claims(fund.book, fund.stage.stands("cashier"))[0].left == 1_000_000


def test_a_board_does_not_write_a_member_s_part_off(fund, loan):
    propose(fund, loan, without=fund.stage.people["Parti"])
    decide(fund, "board")
    with pytest.raises(NewScheduleNotDecided):
        restructure(fund, loan)


def test_nothing_without_a_decision_and_nothing_after_a_payment(fund, loan):
    with pytest.raises(NewScheduleNotDecided):
        restructure(fund, loan)
    propose(fund, loan)
    with pytest.raises(NewScheduleNotDecided):
        restructure(fund, loan)
    decide(fund, "board")
    fund.pay(loan, 1_000)
    with pytest.raises(NewScheduleNotDecided):
        restructure(fund, loan)


def test_a_decision_whose_first_day_has_come_is_too_old(fund, loan):
    propose(fund, loan)
    decide(fund, "board")
    fund.move_to(FIRST)
    with pytest.raises(NewScheduleNotDecided):
        restructure(fund, loan)


def test_once_and_no_more(fund, loan):
    new = renewed(fund, loan)
    with pytest.raises(RescheduledBefore):
        propose(fund, new, first_due_on=date(2026, 8, 2))
    with pytest.raises(LoanNotActive):
        propose(fund, loan)


BAD = (
    ("who will not pay", {"cause": "unwilling"}, CauseNotHelped),
    ("who misused it", {"cause": "misused"}, CauseNotHelped),
    ("no such cause", {"cause": "sial"}, CauseUnknown),
    ("no such kind", {"kind": "gift"}, NewScheduleDoesNotFit),
    ("a day that is over", {"first_due_on": LATE}, NewScheduleDoesNotFit),
    ("fewer terms", {"kind": "extra_terms", "instalments": 3}, NewScheduleDoesNotFit),
    ("a higher rate", {"kind": "rate_cut", "rate_percent": "2"}, NewScheduleDoesNotFit),
    ("no reason", {"reason": " "}, ReasonMissing),
)


@pytest.mark.parametrize(("given", "body", "problem"), BAD, ids=[row[0] for row in BAD])
def test_what_is_refused(fund, loan, given, body, problem):
    with pytest.raises(problem):
        propose(fund, loan, **body)


def test_a_stranger_has_no_part_in_it(fund, loan):
    with pytest.raises(NotFound):
        propose(fund, loan, without=fund.stage.people["Tini"])


def test_savings_pay_first_what_is_late(fund, loan):
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=10_000)
    with pytest.raises(HeldCanStillPay):
        propose(fund, loan)


def test_savings_of_a_loan_that_goes_on_go_along_and_stay_blocked(fund):
    found = fund.lend()
    fund.do("cashier", lending.receive_savings, loan=found.pk, amount=10_000)
    vouchers = Voucher.objects.filter(book_id=fund.book).count()
    new = renewed(fund, found, first_due_on=date(2026, 6, 2))
    assert Voucher.objects.filter(book_id=fund.book).count() == vouchers
    assert (savings_held(found.pk), savings_held(new.pk)) == (0, 10_000)
    assert control_balance(fund.book, [Role.TR_SAVINGS]) == {"tr_savings": 10_000}
    assert control_findings(fund.book, as_of=fund.today) == []
    assert card_words(fund, found)[-2:] == [("goes_along", -10_000), ("rescheduled", 0)]
    assert card_words(fund, new) == [("carried_on", 0), ("came_along", 10_000)]
    assert Fact.objects.get(kind="LoanRestructured").secret.private["savings"] == 10_000
    for card_ in (found, new):
        with pytest.raises(SavingsBlocked):
            fund.do("cashier", lending.return_savings, loan=card_.pk, amount=10_000)
    fund.do("cashier", lending.settle_early, loan=new.pk)
    with pytest.raises(SavingsTooSmall):
        fund.do("cashier", lending.return_savings, loan=found.pk, amount=10_000)
    fund.do("cashier", lending.return_savings, loan=new.pk, amount=10_000)
    assert control_findings(fund.book, as_of=fund.today) == []


def card_words(fund, loan):
    return [(line.what, line.savings + line.surplus) for line in card(fund.book, loan.pk, as_of=fund.today).lines]


def test_savings_that_came_along_pay_what_is_late_on_the_new_card(fund):
    found = fund.lend()
    fund.do("cashier", lending.receive_savings, loan=found.pk, amount=10_000)
    new = renewed(fund, found, first_due_on=date(2026, 6, 2))
    fund.move_to(date(2026, 6, 3))
    fund.do("cashier", lending.set_off_savings, loan=new.pk, amount=10_000)
    assert (savings_held(new.pk), Loan.objects.get(pk=new.pk).jasa_paid) == (0, 10_000)


def test_what_one_member_owes_another_is_read_and_eased_from_the_new_card(fund):
    found = fund.lend()
    fund.move_to(date(2026, 4, 2))
    paid = fund.pay(found, 575_000)
    people = fund.stage.people
    made = fund.do(
        "loan_officer", lending.record_cover, repayment=paid["repayment"], debtor=people["Karti"],
        creditor=people["Sumi"], amount=115_000,
    )  # fmt: skip
    new = renewed(fund, found, first_due_on=date(2026, 7, 2))
    assert [(row.id, row.claim.open) for row in claims_of(new)] == [(UUID(made["cover"]), 115_000)]
    fund.do("loan_officer", lending.ease_claim, cover=made["cover"], amount=15_000)
    assert claims_of(new)[0].claim.open == 100_000


def test_a_loan_is_read_as_one_from_each_of_its_cards(fund, loan):
    new = renewed(fund, loan)
    for one in (loan, new):
        cards = history(Loan.objects.get(pk=one.pk))
        assert [(chapter.loan.loan_no, chapter.change) for chapter in cards] == [("1", "holiday"), ("1-R1", "")]
    other = fund.lend("Mawar", each=100_000)
    assert [chapter.loan.pk for chapter in history(other)] == [other.pk]


def test_nothing_goes_along_to_a_loan_that_carries_nothing_on(fund):
    """Savings without a voucher: from a loan that runs, to one that replaces none, more than left, or twice."""
    found = fund.lend()
    fund.do("cashier", lending.receive_savings, loan=found.pk, amount=10_000)
    row = {"book_id": fund.book, "group": found.group, "on": fund.today}
    for amount in (-10_000, 10_000):
        with pytest.raises(DatabaseError, match="savings_go_along"), transaction.atomic():
            Saving.objects.create(loan=found, amount=amount, **row)
    new = renewed(fund, found, first_due_on=date(2026, 6, 2))
    for amount in (10_000, 5_000, -1):
        with pytest.raises(DatabaseError, match="savings_go_along"), transaction.atomic():
            Saving.objects.create(loan=new, amount=amount, **row)
    with pytest.raises(DatabaseError, match="titipan_goes_along"), transaction.atomic():
        SurplusMove.objects.create(book_id=fund.book, loan=new, on=fund.today, amount=10_000)


def test_who_may_not(fund, loan):
    body = {"kind": "holiday", "first_due_on": FIRST, "cause": "unable", "reason": "x"}
    with pytest.raises(NotAllowed):
        fund.do("cashier", lending.propose_restructuring, loan=loan.pk, **body)
    with pytest.raises(NotAllowed):
        fund.do("loan_officer", lending.restructure, loan=loan.pk)


def test_the_database_lets_a_loan_carry_on_what_was_left_and_nothing_else(fund, loan):
    new = renewed(fund, loan)
    other = fund.lend("Mawar", each=100_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        Loan.objects.filter(pk=other.pk).update(replaces=loan)
    row = Loan.objects.get(pk=new.pk)
    row.pk, row.loan_no, row.principal = None, "X", LEFT - 1
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    assert Ending.objects.get(loan=loan).kind == "rescheduled"
