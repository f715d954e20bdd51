"""The money goes out once, to a group that may still have it, when the money is there and lending goes on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gulir.base.models import Fact
from gulir.community.models import Membership
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.ledger import CashBelowZero
from gulir.core.problems.lending import (
    GroupTooSmall,
    LendingIsSuspended,
    MemberNotOfGroup,
    MethodUnknown,
    StepNotNext,
    TooMuchForFirstLoan,
)
from gulir.governance.models import RuleValue
from gulir.ledger import services as ledger
from gulir.ledger.models import Transfer, Voucher
from gulir.lending import services as lending
from gulir.lending.models import Application, Instalment, Loan, Share
from gulir.lending.queries import control_findings
from tests.lending.days import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(fund):
    return fund.approve(fund.verify(fund.apply()))


def pay(fund, application, who="cashier", **more):
    return fund.do(who, lending.disburse, application=application, **more)


def test_a_number_a_schedule_shares_and_one_voucher(fund, approved):
    done = pay(fund, approved)
    loan = Loan.objects.get(pk=done["loan"])
    assert (loan.loan_no, loan.principal, loan.state, loan.disbursed_on) == ("1", 5_000_000, "active", fund.today)
    assert (loan.shares.count(), loan.schedule.count()) == (5, 10)
    assert done["number"] == "KK-2026-00001"
    assert Application.objects.get(pk=approved).state == "disbursed"


def test_the_first_instalment_falls_a_month_later(fund, approved):
    loan = pay(fund, approved)["loan"]
    first = Instalment.objects.filter(loan=loan).order_by("no").first()
    assert (first.due_on, first.principal, first.jasa) == (date(2026, 4, 2), 500_000, 75_000)


@pytest.mark.parametrize(("out_of", "code"), [("cash", "11010"), ("bank", "11021")])
def test_the_voucher_says_where_the_money_came_from(fund, approved, out_of, code):
    done = pay(fund, approved, out_of=out_of)
    [row] = Transfer.objects.filter(voucher=done["voucher"]).select_related("credit")
    assert (row.credit.code, row.amount, row.loan_no, row.ksm) == (code, 5_000_000, "1", "Melati")


def test_cards_and_books_agree(fund, approved):
    pay(fund, approved)
    assert control_findings(fund.book, as_of=fund.today) == []


def test_a_member_who_was_given_nothing_has_no_share(fund):
    application = fund.apply()
    rows = Application.objects.get(pk=application).shares.order_by("id")
    found = [lending.VerifiedShare(person=r.person_id, amount=0 if n else r.asked) for n, r in enumerate(rows)]
    fund.do("loan_officer", lending.verify_application, application=application, shares=found)
    loan = pay(fund, fund.approve(application))["loan"]
    assert list(Share.objects.filter(loan=loan).values_list("principal", flat=True)) == [1_000_000]


def test_it_is_paid_out_once(fund, approved):
    pay(fund, approved)
    with pytest.raises(StepNotNext):
        pay(fund, approved)
    assert Loan.objects.filter(book_id=fund.book).count() == 1


def test_a_second_press_of_the_button_is_the_same_payout(fund, approved):
    assert pay(fund, approved, key="press") == pay(fund, approved, key="press")
    assert Voucher.objects.filter(book_id=fund.book, type="KK").count() == 1


def test_without_both_signatures_nothing_goes_out(fund):
    application = fund.verify(fund.apply())
    fund.sign(application, "upk_manager")
    with pytest.raises(StepNotNext):
        pay(fund, application)


def test_nothing_goes_out_while_lending_is_suspended(fund, approved):
    fund.do("overseer", lending.suspend, reason="Kas tidak cocok")
    with pytest.raises(LendingIsSuspended):
        pay(fund, approved)


def test_a_group_that_became_too_small_gets_nothing(fund, approved):
    Membership.objects.filter(person=fund.stage.people["Agus"]).update(ends_before=fund.today)
    with pytest.raises(GroupTooSmall):
        pay(fund, approved)


def test_a_borrower_who_left_the_group_stops_the_payout(fund, approved):
    """The group is large enough without her, but her share is decided and she is gone."""
    Membership.objects.create(
        book_id=fund.book, group_id=fund.stage.groups["Melati"], person_id=fund.stage.people["Tari"],
        starts_on=fund.today,
    )  # fmt: skip
    Membership.objects.filter(person=fund.stage.people["Agus"]).update(ends_before=fund.today)
    with pytest.raises(MemberNotOfGroup):
        pay(fund, approved)


def test_a_limit_lowered_since_the_decision_holds(fund, approved):
    """The rules of the day of the payout count, not those of the day of asking."""
    from uuid import uuid4

    from gulir.governance import services as governance
    from gulir.governance.models import Decision

    fund.do(
        "secretary", governance.propose_rule, rule="loan.first_per_member_max", value=500_000,
        effective_on=date(2026, 3, 3),
    )  # fmt: skip
    meeting = fund.do(
        "secretary", governance.hold_meeting, kind="rwt", held_on=fund.today, invited=1,
        attendance=[governance.Present(name="Bu Rahma", sex="P")], place="Balai", chair="Bu Rahma",
    )["meeting"]  # fmt: skip
    decision = Decision.objects.create(
        id=uuid4(), book_id=fund.book, number="KPT-1", meeting_id=UUID(meeting), subject_kind="rule",
        subject_id="loan.first_per_member_max", title="Batas", digest="0" * 64, outcome="approved", manner="consensus",
        votes_for=1, decided_on=fund.today, made_by=fund.stage.actor("secretary"),
    )  # fmt: skip
    RuleValue.objects.create(
        book_id=fund.book, key="loan.first_per_member_max", value=500_000, effective_on=date(2026, 3, 3),
        adopted_on=fund.today, decision=decision,
    )  # fmt: skip
    advance(fund, date(2026, 3, 3))
    with pytest.raises(TooMuchForFirstLoan):
        pay(fund, approved)


def test_money_that_is_not_there_is_not_lent(fund, approved):
    fund.do(
        "bookkeeper", ledger.record_voucher, description="Setor bank",
        entries=[{"debit": "11021", "credit": "11010", "amount": 48_000_000}],
    )  # fmt: skip
    with pytest.raises(CashBelowZero):
        pay(fund, approved)
    pay(fund, approved, out_of="bank")


@pytest.mark.parametrize("place", ["", "bank_tr", "kas", "loans", "CASH"])
def test_an_unknown_place_is_refused(fund, approved, place):
    with pytest.raises(MethodUnknown):
        pay(fund, approved, out_of=place)


@pytest.mark.parametrize("who", ["upk_manager", "bookkeeper", "loan_officer", "coordinator", "overseer", "Yuni"])
def test_only_the_cashier_pays_out(fund, approved, who):
    with pytest.raises(NotAllowed):
        pay(fund, approved, who)


def test_it_is_told_without_any_member(fund, approved):
    pay(fund, approved)
    told = Fact.objects.get(kind="LoanDisbursed")
    assert told.public["principal"] == 5_000_000
    assert "Yuni" not in str(told.public)


def test_numbers_go_on_from_the_old_book(fund, approved):
    old = lending.OldLoan(
        loan_no="24", ksm="Kenanga", rw="9", disbursed_on=date(2026, 1, 5), principal=1_000_000, instalments=10,
        rate_percent="1.5",
    )  # fmt: skip
    fund.do("bookkeeper", lending.bring_in_loans, rows=[old])
    assert pay(fund, approved)["loan_no"] == "25"
