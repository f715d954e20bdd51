"""A loan that will not come back: only the members' meeting writes it off; the claim stays, what comes is income."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.endings import ClaimTooSmall, HeldCanStillPay, LoanNotLate, NoClaim, WriteOffNotDecided
from gulir.core.problems.handling import CauseUnknown
from gulir.core.problems.lending import GroupHasArrears, LoanNotActive, NothingToRepay, SavingsBlocked
from gulir.core.roles import Role
from gulir.governance import services as governance
from gulir.governance.models import AgendaItem
from gulir.ledger import services as ledger
from gulir.ledger.queries import control_balance
from gulir.lending import services as lending
from gulir.lending.models import Ending, Loan, Recovery
from gulir.lending.queries import card, control_findings, indicators, loans
from gulir.lending.queries.claims import claims
from tests.lending.stage import Fund

pytestmark = pytest.mark.django_db
LATE = date(2026, 6, 10)
LEFT, JASA = 4_500_000, 675_000


def decide(fund: Fund, kind: str = "rwt", outcome: str = "approved") -> str:
    """A meeting decides what waits on the agenda."""
    item = AgendaItem.objects.get(book_id=fund.book, status="waiting")
    names = ("Bu Rahma", "Pak Karno", "Bu Lastri", "Pak Wiryo", "Tari")
    came = [governance.Present(name=name, sex="P", person=fund.stage.people[name]) for name in names]
    meeting = fund.do(
        "secretary", governance.hold_meeting, kind=kind, held_on=fund.today, invited=5, attendance=came, place="Balai"
    )
    done = fund.do(
        "secretary", governance.decide, meeting=UUID(meeting["meeting"]), agenda=item.pk, digest=item.digest,
        outcome=outcome,
    )  # fmt: skip
    return str(done["number"])


def propose(fund, loan, **more):
    body = {"cause": "business_failed", "reason": "Pasar terbakar", **more}
    return fund.do("loan_officer", lending.propose_write_off, loan=loan.pk, **body)


def voucher_of(fund):
    """Any voucher of the board."""
    from gulir.ledger.models import Voucher

    return Voucher.objects.filter(book_id=fund.book).latest("recorded_at").pk


def write_off(fund, loan):
    return fund.do("bookkeeper", lending.write_off, loan=loan.pk)


@pytest.fixture
def loan(fund):
    """One instalment paid on its day, the others late."""
    found = fund.lend()
    fund.move_to(date(2026, 4, 2))
    fund.pay(found, 575_000)
    fund.move_to(LATE)
    return found


@pytest.fixture
def lost(fund, loan):
    propose(fund, loan)
    decide(fund)
    write_off(fund, loan)
    return loan


def test_the_meeting_decides_the_books_follow_and_the_claim_stays(fund, loan):
    asked = propose(fund, loan)
    assert (asked["amount"], asked["jasa"]) == (LEFT, JASA)
    number = decide(fund)
    done = write_off(fund, loan)
    assert (done["amount"], done["claim"], done["decision"]) == (LEFT, LEFT + JASA, number)

    assert Loan.objects.get(pk=loan.pk).state == "written_off"
    held = control_balance(fund.book, [Role.LOANS, Role.PROVISION_EXPENSE, Role.WRITTEN_OFF])
    assert held == {"loans": 0, "provision_expense": LEFT, "written_off": LEFT}
    assert control_findings(fund.book, as_of=fund.today) == []
    fact = Fact.objects.get(kind="LoanWrittenOff")
    assert fact.public["amount"] == LEFT
    assert [(c.ending.loan_id, c.left) for c in claims(fund.book, fund.stage.stands("cashier"))] == [
        (loan.pk, LEFT + JASA)
    ]


def test_the_reserve_bears_it_first(fund, loan):
    fund.do("bookkeeper", lending.post_provision, as_of=fund.today)
    reserved = control_balance(fund.book, [Role.PROVISION])["provision"]
    assert 0 < reserved < LEFT
    propose(fund, loan)
    decide(fund)
    write_off(fund, loan)
    after = control_balance(fund.book, [Role.PROVISION, Role.PROVISION_EXPENSE, Role.LOANS])
    assert after == {"provision": 0, "provision_expense": LEFT, "loans": 0}


def test_the_day_before_it_stands_as_it_stood(fund, lost):
    """What is read as of an earlier day is not changed by what came later; the schedule, shares and card stay whole."""
    before = loans(fund.book, as_of=date(2026, 6, 9))[0]
    after = loans(fund.book, as_of=LATE)[0]
    assert (before.balance, before.missed_instalments) == (LEFT, 2)
    assert (after.balance, after.missed_instalments, after.arrears_principal, after.principal_paid) == (
        0,
        0,
        0,
        500_000,
    )
    assert indicators(fund.book, as_of=date(2026, 6, 9)).lar.denominator == 1
    assert indicators(fund.book, as_of=LATE).lar.denominator == 0
    shown = card(fund.book, lost.pk, as_of=LATE)
    assert [(line.what, line.balance) for line in shown.lines] == [
        ("disbursement", 5_000_000), ("repayment", LEFT), ("written_off", 0),
    ]  # fmt: skip
    found = Loan.objects.get(pk=lost.pk)
    assert sum(found.shares.filter(live=True).values_list("principal", flat=True)) == found.principal


def test_what_comes_back_is_income_and_never_more_than_the_claim(fund, lost):
    done = fund.do("cashier", lending.recover, loan=lost.pk, amount=200_000, payer="Yuni")
    assert done["left"] == LEFT + JASA - 200_000
    held = control_balance(fund.book, [Role.RECOVERED_INCOME, Role.LOANS, Role.WRITTEN_OFF])
    assert held == {"recovered_income": 200_000, "loans": 0, "written_off": LEFT - 200_000}
    with pytest.raises(ClaimTooSmall) as refused:
        fund.do("cashier", lending.recover, loan=lost.pk, amount=LEFT + JASA)
    assert refused.value.facts["left"] == LEFT + JASA - 200_000
    fund.do("cashier", lending.recover, loan=lost.pk, amount=LEFT + JASA - 200_000, method="bank")
    assert control_balance(fund.book, [Role.WRITTEN_OFF])["written_off"] == 0
    assert [c.left for c in claims(fund.book, fund.stage.stands("cashier"))] == [0]
    assert Loan.objects.get(pk=lost.pk).state == "written_off"


def test_a_group_that_is_claimed_from_borrows_again_when_all_came_back(fund, lost):
    with pytest.raises(GroupHasArrears):
        fund.apply("Melati")
    fund.do("cashier", lending.recover, loan=lost.pk, amount=LEFT + JASA)
    fund.apply("Melati")


def test_a_recovery_booked_by_mistake_is_undone_with_its_voucher(fund, lost):
    done = fund.do("cashier", lending.recover, loan=lost.pk, amount=200_000)
    fund.do("upk_manager", ledger.reverse_voucher, voucher=UUID(done["voucher"]), reason="Salah KSM")
    assert claims(fund.book, fund.stage.stands("cashier"))[0].left == LEFT + JASA
    fund.do("cashier", lending.recover, loan=lost.pk, amount=LEFT + JASA)


def test_only_the_members_meeting_may(fund, loan):
    with pytest.raises(WriteOffNotDecided):
        write_off(fund, loan)
    propose(fund, loan)
    with pytest.raises(WriteOffNotDecided):
        write_off(fund, loan)
    decide(fund, "board")
    with pytest.raises(WriteOffNotDecided):
        write_off(fund, loan)


def test_a_no_of_the_meeting_is_a_no(fund, loan):
    propose(fund, loan)
    decide(fund, outcome="rejected")
    with pytest.raises(WriteOffNotDecided):
        write_off(fund, loan)


def test_a_decision_binds_exactly_what_was_shown(fund, loan):
    """Something was paid since: the meeting decided on another sum."""
    propose(fund, loan)
    decide(fund)
    fund.pay(loan, 100_000)
    with pytest.raises(WriteOffNotDecided):
        write_off(fund, loan)


def test_a_loan_that_is_not_late_is_not_written_off(fund):
    found = fund.lend()
    with pytest.raises(LoanNotLate):
        propose(fund, found)


def test_savings_pay_before_anybody_loses(fund, loan):
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=50_000)
    with pytest.raises(HeldCanStillPay):
        propose(fund, loan)
    fund.do("cashier", lending.set_off_savings, loan=loan.pk, amount=50_000)
    assert propose(fund, loan)["amount"] + propose(fund, loan)["jasa"] == LEFT + JASA - 50_000


BAD = (
    ("no reason", {"reason": "  "}, ReasonMissing),
    ("no such cause", {"cause": "sial"}, CauseUnknown),
)


@pytest.mark.parametrize(("given", "body", "problem"), BAD, ids=[row[0] for row in BAD])
def test_a_proposal_says_why(fund, loan, given, body, problem):
    with pytest.raises(problem):
        propose(fund, loan, **body)


def test_nothing_is_recovered_of_what_was_not_written_off(fund, loan):
    with pytest.raises(NoClaim):
        fund.do("cashier", lending.recover, loan=loan.pk, amount=1)


@pytest.mark.parametrize("amount", [0, -5])
def test_a_recovery_brings_something(fund, lost, amount):
    with pytest.raises(NothingToRepay):
        fund.do("cashier", lending.recover, loan=lost.pk, amount=amount)


def test_who_may_not(fund, loan):
    for who, act, body in (
        ("cashier", lending.propose_write_off, {"cause": "unable", "reason": "x"}),
        ("loan_officer", lending.write_off, {}),
        ("bookkeeper", lending.recover, {"amount": 1}),
    ):
        with pytest.raises(NotAllowed):
            fund.do(who, act, loan=loan.pk, **body)


def test_a_payment_before_it_was_written_off_is_not_taken_back_afterwards(fund, lost):
    from gulir.lending.models import Repayment

    paid = Repayment.objects.get(loan=lost)
    with pytest.raises(LoanNotActive):
        fund.do("upk_manager", lending.reverse_repayment, repayment=paid.pk, reason="Salah")


def test_savings_stay_where_a_claim_is_open(fund, lost):
    with pytest.raises(SavingsBlocked):
        fund.do("cashier", lending.return_savings, loan=lost.pk, amount=1)


# ---------------------------------------------------------------- the database


def test_no_loan_ends_without_its_ending(fund, loan):
    for state in ("written_off", "rescheduled"):
        with pytest.raises(DatabaseError, match="a_loan_ends_by_its_ending"), transaction.atomic():
            Loan.objects.filter(pk=loan.pk).update(state=state, ended_on=LATE)
    with pytest.raises(DatabaseError, match="a_loan_ends_by_its_ending"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(ended_on=LATE)


def test_an_ended_loan_stands_still(fund, lost):
    for change in ({"withdrawn": True}, {"principal_paid": 0}, {"ended_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Loan.objects.filter(pk=lost.pk).update(**change)
    with pytest.raises(DatabaseError, match="an_ended_loan_stands_still"), transaction.atomic():
        Loan.objects.filter(pk=lost.pk).update(withdrawn=True)


def test_an_ending_takes_what_was_left_and_nothing_else(fund, loan):
    made = {
        "book_id": fund.book, "loan": loan, "kind": "written_off", "on": LATE, "principal": LEFT - 1, "jasa": JASA,
        "written_off": LEFT - 1, "claim": LEFT, "cause": "unable", "decision": "KPT", "voucher_id": None,
        "made_by": fund.stage.actor("cashier"),
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="an_ending_is_of_a_running_loan"), transaction.atomic():
        Ending.objects.create(**made)


def test_no_more_is_recovered_than_is_claimed_whoever_writes(fund, lost):
    done = fund.do("cashier", lending.recover, loan=lost.pk, amount=200_000)
    row = Recovery.objects.get(pk=done["recovery"])
    other = fund.do("cashier", lending.recover, loan=lost.pk, amount=1)
    again = Recovery.objects.get(pk=other["recovery"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Recovery.objects.filter(pk=row.pk).update(amount=1)
    again.pk, again.receipt, again.amount = None, "KW-X", LEFT + JASA
    with pytest.raises(DatabaseError, match="no_more_is_recovered_than_is_claimed"), transaction.atomic():
        again.save(force_insert=True)
