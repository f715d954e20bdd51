"""A member dies: the fund set aside pays their part, nobody answers for it, the others go on as before."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from gulir.base.models import Book, Fact
from gulir.care.checks.books import check_books
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.core.problems.endings import (
    DeathCoverNotDecided,
    DeathDayUnlikely,
    DeathLetterMissing,
    NobodyGoesOn,
    NothingToCover,
    RescheduledBefore,
    RiskFundTooSmall,
)
from gulir.core.problems.lending import LoanNotActive
from gulir.core.roles import Role
from gulir.ledger import services as ledger
from gulir.ledger.models import Voucher
from gulir.ledger.queries import control_balance
from gulir.ledger.services import posting
from gulir.lending import services as lending
from gulir.lending.models import Ending, Loan
from gulir.lending.queries import card, control_findings, loans
from gulir.lending.queries.claims import claims
from gulir.lending.queries.paid import savings_held
from tests.lending.test_applications import ask
from tests.lending.test_endings import LATE, decide
from tests.lending.test_endings import loan as loan  # noqa: PLC0414  (the fixture)
from tests.lending.test_restructurings import propose as propose_new
from tests.lending.test_restructurings import renewed

pytestmark = pytest.mark.django_db
DIED = date(2026, 6, 1)
LEFT, JASA, PART, PART_JASA = 4_500_000, 675_000, 900_000, 135_000
LETTER = "474.3/012/VI/2026"


def set_aside(fund, amount=1_000_000):
    """The fund for members who died, filled by a voucher."""
    entries = [{"debit": "51090", "credit": "21033", "amount": amount}]
    fund.do("bookkeeper", ledger.record_voucher, entries=entries, description="Dana risiko kematian")


def propose(fund, loan, **more):
    body = {"person": fund.stage.people["Parti"], "died_on": DIED, "letter": LETTER, **more}
    return fund.do("loan_officer", lending.propose_death_cover, loan=loan.pk, **body)


def cover(fund, loan):
    return Loan.objects.get(pk=fund.do("bookkeeper", lending.cover_death, loan=loan.pk)["loan"])


def covered(fund, loan, **more):
    set_aside(fund)
    propose(fund, loan, **more)
    decide(fund, "board")
    return cover(fund, loan)


def row_of(fund, loan, on=None):
    return next(row for row in loans(fund.book, as_of=on or fund.today) if row.id == loan.pk)


def test_the_fund_pays_the_part_and_nobody_else_owes_it(fund, loan):
    asked = propose(fund, loan)
    assert (asked["covered"], asked["jasa"]) == (PART, PART_JASA)
    set_aside(fund)
    number = decide(fund, "board")
    new = cover(fund, loan)
    assert (new.loan_no, new.principal, new.jasa, new.replaces_id) == ("1-R1", LEFT - PART, JASA - PART_JASA, loan.pk)
    assert control_balance(fund.book, [Role.LOANS, Role.RISK_FUND]) == {"loans": LEFT - PART, "risk_fund": 100_000}
    assert control_findings(fund.book, as_of=fund.today) == []
    assert fund.stage.people["Parti"] not in set(new.shares.values_list("person_id", flat=True))
    assert sum(new.shares.filter(live=True).values_list("principal", flat=True)) == new.principal
    ending = Ending.objects.get(loan=loan)
    assert (ending.covered, ending.claim, ending.written_off, ending.letter) == (PART, 0, 0, LETTER)
    assert ending.decision == number
    assert claims(fund.book, fund.stage.stands("cashier")) == []
    assert [line.what for line in card(fund.book, loan.pk, as_of=LATE).lines][-1] == "death_covered"
    fact = Fact.objects.get(kind="DeathCovered")
    assert (fact.public["amount"], fact.public["new_loan"]) == (PART, "1-R1")
    assert "letter" not in fact.public
    assert str(ending.person_id) not in str(fact.public)


def test_the_others_pay_their_own_part_on_the_same_days_and_what_is_late_stays_late(fund, loan):
    """On 10 June the instalments of May and June are overdue, and stay so: a death heals nobody else's arrears."""
    before = {line.no: line.due_on for line in loan.schedule.all()}
    was = row_of(fund, loan)
    new = covered(fund, loan)
    lines = list(new.schedule.order_by("no"))
    assert [line.due_on for line in lines] == [before[no] for no in range(2, 11)]
    assert {line.principal + line.jasa for line in lines} == {575_000 * 4 // 5}
    now = row_of(fund, new)
    assert (now.missed_instalments, now.days_late) == (was.missed_instalments, was.days_late)
    assert now.collectibility == was.collectibility


def test_the_others_bring_round_sums_and_not_a_rupiah_more(fund):
    """Parts of three sizes: a third of a third is no money anybody has in hand."""
    fund.pledge()
    people = fund.stage.people
    parts = {"Yuni": 400_000, "Karti": 700_000, "Parti": 600_000}
    application = fund.approve(fund.verify(ask(fund, [(people[name], part) for name, part in parts.items()])))
    found = Loan.objects.get(pk=fund.do("cashier", lending.disburse, application=application)["loan"])
    left = found.principal
    new = covered(fund, found, died_on=fund.today)
    assert (found.jasa, new.jasa) == (255_000, 165_000)
    assert left - new.principal == Ending.objects.get().covered == 600_000
    sums = [line.principal + line.jasa for line in new.schedule.order_by("no")]
    assert all(amount % 1_000 == 0 for amount in sums[:-1])
    assert sum(sums) == new.principal + new.jasa


def test_a_death_is_no_new_schedule(fund, loan):
    """It neither keeps the loan in a worse class nor takes the one new schedule the group may have."""
    new = covered(fund, loan)
    fund.pay(new, 2 * 460_000)
    assert row_of(fund, new).collectibility == 1
    later = renewed(fund, new, first_due_on=date(2026, 8, 2))
    assert later.loan_no == "1-R2"
    with pytest.raises(RescheduledBefore):
        propose_new(fund, later, first_due_on=date(2026, 9, 2))


def test_after_a_new_schedule_a_death_frees_nobody_from_the_class(fund, loan):
    new = renewed(fund, loan)
    assert row_of(fund, new).collectibility == 3
    again = covered(fund, new)
    assert row_of(fund, again).collectibility == 3
    for month in (7, 8, 9):
        fund.move_to(date(2026, month, 2))
        fund.pay(again, 460_000)
    assert row_of(fund, again).collectibility == 1


def test_instalments_in_time_before_the_death_count(fund, loan):
    new = renewed(fund, loan)
    for month in (7, 8):
        fund.move_to(date(2026, month, 2))
        fund.pay(new, 575_000)
    again = covered(fund, new, died_on=date(2026, 8, 1))
    assert row_of(fund, again).collectibility == 3
    fund.move_to(date(2026, 9, 2))
    fund.pay(again, 460_000)
    assert row_of(fund, again).collectibility == 1


def test_savings_go_along(fund):
    found = fund.lend()
    fund.do("cashier", lending.receive_savings, loan=found.pk, amount=50_000)
    new = covered(fund, found, died_on=fund.today)
    assert (savings_held(found.pk), savings_held(new.pk)) == (0, 50_000)
    assert control_findings(fund.book, as_of=fund.today) == []


def test_it_is_paid_off_like_any_loan(fund, loan):
    new = covered(fund, loan)
    fund.do("cashier", lending.settle_early, loan=new.pk)
    assert Loan.objects.get(pk=new.pk).state == "settled"
    assert control_balance(fund.book, [Role.LOANS]) == {"loans": 0}


def test_nothing_without_a_decision_and_nothing_after_a_payment(fund, loan):
    set_aside(fund)
    with pytest.raises(DeathCoverNotDecided):
        cover(fund, loan)
    propose(fund, loan)
    with pytest.raises(DeathCoverNotDecided):
        cover(fund, loan)
    decide(fund, "board")
    fund.pay(loan, 1_000)
    with pytest.raises(DeathCoverNotDecided):
        cover(fund, loan)


def test_what_filled_the_fund_is_not_taken_back_once_it_was_paid_out(fund, loan):
    covered(fund, loan)
    filled = Voucher.objects.get(book_id=fund.book, description="Dana risiko kematian")
    with pytest.raises(RiskFundTooSmall) as refused:
        fund.do("upk_manager", ledger.reverse_voucher, voucher=filled.pk, reason="Salah")
    assert refused.value.facts == {"held": 100_000, "wanted": 1_000_000}
    entries = [{"debit": "21033", "credit": "51090", "amount": 100_001}]
    with pytest.raises(RiskFundTooSmall):
        fund.do("bookkeeper", ledger.record_voucher, entries=entries, description="Terlalu banyak")
    assert control_balance(fund.book, [Role.RISK_FUND]) == {"risk_fund": 100_000}
    set_aside(fund, PART)  # control: once it is filled again, the first filling may go
    fund.do("upk_manager", ledger.reverse_voucher, voucher=filled.pk, reason="Salah")
    assert control_balance(fund.book, [Role.RISK_FUND]) == {"risk_fund": 0}


def test_a_fund_below_zero_is_found_by_the_check(fund, loan, monkeypatch):
    covered(fund, loan)
    book = Book.objects.get(pk=fund.book)
    assert list(check_books(book)) == []
    monkeypatch.setattr(posting, "_check_risk_fund", lambda legs: None)
    filled = Voucher.objects.get(book_id=fund.book, description="Dana risiko kematian")
    fund.do("upk_manager", ledger.reverse_voucher, voucher=filled.pk, reason="Salah")
    assert [one.code for one in check_books(book)] == ["RiskFundTooSmall"]


def test_a_fund_that_is_too_small_pays_nothing(fund, loan):
    set_aside(fund, PART - 1)
    propose(fund, loan)
    decide(fund, "board")
    with pytest.raises(RiskFundTooSmall):
        cover(fund, loan)
    assert Loan.objects.get(pk=loan.pk).state == "active"
    set_aside(fund, 1)
    cover(fund, loan)
    assert control_balance(fund.book, [Role.RISK_FUND]) == {"risk_fund": 0}


BAD = (
    ("no letter", {"letter": " "}, DeathLetterMissing),
    ("a day to come", {"died_on": date(2026, 6, 11)}, DeathDayUnlikely),
    ("a day before the loan", {"died_on": date(2026, 3, 1)}, DeathDayUnlikely),
)


@pytest.mark.parametrize(("given", "body", "problem"), BAD, ids=[row[0] for row in BAD])
def test_what_is_refused(fund, loan, given, body, problem):
    with pytest.raises(problem):
        propose(fund, loan, **body)


def test_a_stranger_has_no_part_in_it(fund, loan):
    with pytest.raises(NotFound):
        propose(fund, loan, person=fund.stage.people["Tini"])


def test_the_only_borrower_leaves_nobody_to_go_on(fund):
    fund.pledge()
    parti = fund.stage.people["Parti"]
    application = fund.approve(fund.verify(ask(fund, [(parti, 500_000)])))
    alone = Loan.objects.get(pk=fund.do("cashier", lending.disburse, application=application)["loan"])
    with pytest.raises(NobodyGoesOn):
        propose(fund, alone, died_on=fund.today)


def test_a_part_that_is_all_jasa_is_nothing_to_cover(fund, loan):
    fund.pay(loan, 9 * 575_000 - 1)
    with pytest.raises(NothingToCover):
        propose(fund, loan)


def test_a_loan_that_ended_is_covered_no_more(fund, loan):
    new = covered(fund, loan)
    with pytest.raises(LoanNotActive):
        propose(fund, loan)
    assert Ending.objects.count() == 1
    assert new.state == "active"


def test_who_may_not(fund, loan):
    for who in ("cashier", "bookkeeper", "coordinator"):
        with pytest.raises(NotAllowed):
            fund.do(
                who, lending.propose_death_cover, loan=loan.pk, person=fund.stage.people["Parti"], died_on=DIED,
                letter=LETTER,
            )  # fmt: skip
    with pytest.raises(NotAllowed):
        fund.do("loan_officer", lending.cover_death, loan=loan.pk)


def test_one_click_twice_covers_once(fund, loan):
    set_aside(fund)
    propose(fund, loan)
    decide(fund, "board")
    at = fund.ticks
    first = fund.do("bookkeeper", lending.cover_death, key="sekali", loan=loan.pk)
    fund.ticks = at
    assert fund.do("bookkeeper", lending.cover_death, key="sekali", loan=loan.pk) == first
    assert control_balance(fund.book, [Role.RISK_FUND]) == {"risk_fund": 1_000_000 - PART}
    assert UUID(str(first["loan"])) == Loan.objects.get(replaces=loan).pk


def test_the_database_covers_a_death_with_its_letter_and_nothing_else(fund, loan):
    row = {
        "book_id": fund.book, "loan": loan, "kind": "rescheduled", "on": fund.today, "principal": LEFT, "jasa": JASA,
        "written_off": 0, "claim": 0, "decision": "K-1", "made_by": fund.stage.actor("bookkeeper"),
        "voucher_id": Loan.objects.get(pk=loan.pk).repayments.latest("received_on").voucher_id,
    }  # fmt: skip
    right = {"covered": PART, "cause": "death", "died_on": DIED, "letter": LETTER}
    person = fund.stage.people["Parti"]
    wrong = (
        {"letter": ""}, {"died_on": None}, {"cause": "unable"}, {"covered": LEFT}, {"covered": 0},
    )  # fmt: skip
    for change in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            Ending.objects.create(**{**row, **right, **change}, person_id=person)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ending.objects.create(**row, **right)
    Ending.objects.create(**row, **right, person_id=person)
