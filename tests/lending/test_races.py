"""Many hands at once: one loan is paid out once, one press of a button counts once, nothing is paid twice."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from gulir.core.problems import Problem
from gulir.core.problems.access import CommandBusy
from gulir.ledger.models import Voucher
from gulir.ledger.queries import trial_balance
from gulir.lending import services as lending
from gulir.lending.models import Application, Loan, Repayment, Signature
from gulir.lending.queries import control_findings
from tests.lending.stage import make_fund
from tests.races import at_once

AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def fund(fresh_database):
    return make_fund()


def call(fund, act, key, who="cashier", **body):
    """An act ready to be started in a thread of its own."""
    actor = fund.stage.actor(who)
    return lambda: act(book=fund.book, key=key, actor=actor, at=AT, **body)


def settled(answers):
    """Answers without the rare `try again` of a busy database."""
    return [a for a in answers if not isinstance(a, CommandBusy)]


def test_two_cashiers_pay_the_same_loan_out_once(fund):
    application = fund.approve(fund.verify(fund.apply()))
    answers = settled(at_once([call(fund, lending.disburse, f"c{n}", application=application) for n in range(4)]))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert {type(a).__name__ for a in answers if isinstance(a, Problem)} <= {"StepNotNext"}
    assert Loan.objects.count() == 1
    assert Voucher.objects.filter(type="KK").count() == 1
    assert control_findings(fund.book, as_of=fund.today) == []


def test_one_press_that_arrives_four_times_counts_once(fund):
    loan = fund.lend()
    answers = settled(
        at_once([call(fund, lending.record_repayment, "press", loan=loan.pk, amount=575_000) for _ in range(4)])
    )
    assert all(answer == answers[0] for answer in answers), answers
    assert answers[0]["principal"] == 500_000
    assert Repayment.objects.count() == 1
    assert Loan.objects.get().principal_paid == 500_000


def test_the_same_key_for_another_amount_is_refused(fund):
    loan = fund.lend()
    calls = [call(fund, lending.record_repayment, "press", loan=loan.pk, amount=n) for n in (575_000, 600_000)]
    answers = settled(at_once(calls))
    assert sorted(type(a).__name__ for a in answers) == ["KeyReused", "dict"]
    assert Repayment.objects.count() == 1


def test_payments_at_the_same_moment_all_count_and_never_beyond_the_loan(fund):
    loan = fund.lend()
    calls = [call(fund, lending.record_repayment, f"k{n}", loan=loan.pk, amount=2_000_000) for n in range(4)]
    answers = settled(at_once(calls))
    paid = [a for a in answers if isinstance(a, dict)]
    now = Loan.objects.get(pk=loan.pk)
    assert (now.principal_paid, now.jasa_paid, now.state) == (5_000_000, 750_000, "settled")
    assert sum(a["principal"] + a["jasa"] + a["surplus"] for a in paid) == 2_000_000 * len(paid)
    assert {type(a).__name__ for a in answers} <= {"dict", "LoanNotActive"}
    assert control_findings(fund.book, as_of=fund.today) == []
    numbers = sorted(Voucher.objects.filter(type="KM", year=2026).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_two_cashiers_with_the_same_instalment_before_them_record_it_once(fund):
    """Each has a press of their own, and both saw a card on which nothing was paid: only one of them is right."""
    loan = fund.lend()
    body = {"loan": loan.pk, "amount": 575_000, "paid_before": 0}
    answers = settled(at_once([call(fund, lending.record_repayment, f"desk{n}", **body) for n in range(4)]))
    assert sum(isinstance(a, dict) for a in answers) == 1
    refused = [a for a in answers if isinstance(a, Problem)]
    assert {type(a).__name__ for a in refused} <= {"PaidMeanwhile"}
    assert all(a.facts == {"loan": "1", "before": 0, "now": 575_000} for a in refused)
    assert (Repayment.objects.count(), Loan.objects.get().principal_paid) == (1, 500_000)
    assert Voucher.objects.filter(type="KM", year=2026).count() == 1


def test_without_that_word_each_press_counts_for_itself(fund):
    """The control: money that came in twice is recorded twice, when nobody says that it is the same."""
    loan = fund.lend()
    calls = [call(fund, lending.record_repayment, f"desk{n}", loan=loan.pk, amount=575_000) for n in range(2)]
    answers = settled(at_once(calls))
    paid = [a for a in answers if isinstance(a, dict)]
    assert Loan.objects.get().principal_paid == 500_000 * len(paid)
    assert Repayment.objects.count() == len(paid)


def test_a_second_payout_is_refused_also_without_a_race(fund):
    """The control of the payouts: one after the other the second is refused by its state, not by luck."""
    application = fund.approve(fund.verify(fund.apply()))
    first, second = [call(fund, lending.disburse, f"c{n}", application=application) for n in range(2)]
    assert isinstance(first(), dict)
    with pytest.raises(Problem) as refused:
        second()
    assert type(refused.value).__name__ == "StepNotNext"
    assert Loan.objects.count() == 1


def test_a_payment_is_taken_back_once(fund):
    paid = UUID(fund.pay(fund.lend(), 575_000)["repayment"])
    calls = [
        call(fund, lending.reverse_repayment, f"r{n}", who, repayment=paid, reason="Salah")
        for n, who in enumerate(("upk_manager", "bookkeeper", "upk_manager"))
    ]
    answers = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert Loan.objects.get().balance == 5_000_000
    balance = trial_balance(fund.book, as_of=fund.today)
    assert balance.total_debit == balance.total_credit


def test_savings_go_back_once(fund):
    loan = fund.lend()
    fund.pay(loan, 5_750_000 + 200_000, savings=200_000)
    calls = [call(fund, lending.return_savings, f"s{n}", loan=loan.pk, amount=150_000) for n in range(3)]
    answers = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert control_findings(fund.book, as_of=fund.today) == []


def test_two_signatures_at_the_same_moment_decide_it(fund):
    from gulir.core.approval import shown_digest

    application = fund.verify(fund.apply())
    asked = Application.objects.select_related("group", "product").get(pk=application)
    digest = shown_digest(lending.shown(asked))
    calls = [
        call(fund, lending.sign_application, f"{who}{n}", who, application=application, digest=digest)
        for n in range(2)
        for who in ("upk_manager", "coordinator")
    ]
    answers = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in answers) == 2
    assert Application.objects.get(pk=application).state == "approved"
    assert Signature.objects.count() == 2
