"""Two officers hear the same report, two take it back, one pays meanwhile: each thing happens once or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gulir.core.problems.access import CommandBusy
from gulir.lending import services as lending
from gulir.lending.models import Loan, Repayment, Result
from gulir.lending.queries import control_findings
from tests.lending.days import advance
from tests.lending.offers import lend, offer
from tests.lending.stage import make_fund
from tests.races import at_once

AT = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)


@pytest.fixture
def fund(fresh_database):
    return make_fund()


@pytest.fixture
def loan(fund):
    made, _ = lend(fund, offer(fund, method="mudharabah", instalments=3, share_percent="30"), [600_000] * 5)
    advance(fund, date(2026, 3, 3))
    return made


def call(fund, act, key, who, **body):
    """An act ready to be started in a thread of its own."""
    actor = fund.stage.actor(who)
    return lambda: act(book=fund.book, key=key, actor=actor, at=AT, **body)


def names(answers):
    """What came back, without the rare `try again` of a busy database."""
    return sorted(type(answer).__name__ for answer in answers if not isinstance(answer, CommandBusy))


@pytest.mark.parametrize("result", [900_000, -400_000])
def test_a_period_is_reported_once_however_many_report_it(fund, loan, result):
    calls = [
        call(fund, lending.report_result, f"r{n}", "loan_officer", loan=loan.pk, no=1, result=result) for n in range(4)
    ]
    answers = names(at_once(calls))
    assert answers.count("dict") == 1
    assert set(answers) <= {"dict", "ResultNotNext"}
    assert Result.objects.count() == 1
    now = Loan.objects.get()
    assert (now.reported, now.jasa, now.balance) == (1, max(0, result) * 3 // 10, 3_000_000 + min(0, result))
    assert control_findings(fund.book, as_of=fund.today) == []


def test_a_report_is_taken_back_once_and_never_from_under_a_payment(fund, loan):
    wrong = fund.do("loan_officer", lending.report_result, loan=loan.pk, no=1, result=900_000)["report"]
    calls = [
        call(fund, lending.take_back_result, f"t{who}", who, report=wrong, reason="Salah tulis")
        for who in ("upk_manager", "bookkeeper")
    ]
    calls.append(call(fund, lending.record_repayment, "p", "cashier", loan=loan.pk, amount=1_270_000))
    at_once(calls)
    now, paid = Loan.objects.get(), Repayment.objects.filter(loan=loan).first()
    assert now.reported in (0, 1)
    if paid is not None and paid.principal:
        assert (now.reported, now.jasa_paid) == (1, 270_000)
    elif now.reported == 0:
        assert (now.jasa, now.jasa_paid, now.balance) == (0, 0, 3_000_000)
    assert Result.objects.filter(takes_back__isnull=False).count() == 1 - now.reported
    assert control_findings(fund.book, as_of=fund.today) == []
