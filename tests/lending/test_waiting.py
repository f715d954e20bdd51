"""The waiting list: who is paid out first and why, how far the money reaches, and how much of the fund lies idle."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NoteTooLong
from gulir.core.problems.applications import ComesFirstAlready
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    StepNotNext,
)
from gulir.governance.queries import rules_at
from gulir.ledger import services as ledger
from gulir.lending import services as lending
from gulir.lending.models import Priority
from gulir.lending.queries.waiting import lies_long, waiting_list
from tests.lending.days import advance

pytestmark = pytest.mark.django_db


def approved(fund, group, each=1_000_000):
    return fund.approve(fund.verify(fund.apply(group, each=each)))


def places(fund):
    found = waiting_list(fund.book, fund.today)
    return [(place.waiting.ksm, place.why.value, place.left) for place in found.places]


def first(fund, application, who="coordinator", reason="Rumahnya kebakaran"):
    return fund.do(who, lending.put_first, application=application, reason=reason)


def test_by_the_day_of_the_decision_the_money_is_counted_down(fund):
    """150 million at hand; each asks five."""
    approved(fund, "Melati")
    approved(fund, "Mawar")
    assert places(fund) == [("Melati", "decided", 145_000_000), ("Mawar", "decided", 140_000_000)]


def test_who_always_paid_in_time_comes_before_who_asked_earlier(fund):
    fund.do("cashier", lending.settle_early, loan=fund.lend("Mawar").pk)
    approved(fund, "Melati")
    approved(fund, "Mawar")
    assert [row[:2] for row in places(fund)] == [("Mawar", "punctual"), ("Melati", "decided")]


def test_whoever_is_put_first_has_a_reason_that_everybody_reads(fund):
    approved(fund, "Melati")
    first(fund, approved(fund, "Mawar"))
    assert [row[:2] for row in places(fund)] == [("Mawar", "put_first"), ("Melati", "decided")]
    assert Fact.objects.get(kind="PutFirst").public["reason"] == "Rumahnya kebakaran"


def test_an_application_comes_first_once(fund):
    asked = approved(fund, "Melati")
    first(fund, asked)
    with pytest.raises(ComesFirstAlready):
        first(fund, asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Priority.objects.update(reason="lain")


def test_only_what_is_approved_waits(fund):
    with pytest.raises(StepNotNext):
        first(fund, fund.verify(fund.apply("Melati")))
    asked = approved(fund, "Mawar")
    fund.do("cashier", lending.disburse, application=asked)
    with pytest.raises(StepNotNext):
        first(fund, asked)
    assert places(fund) == []


@pytest.mark.parametrize(("reason", "problem"), [(" ", ReasonMissing), ("x" * 201, NoteTooLong)])
def test_without_a_reason_nobody_comes_first(fund, reason, problem):
    asked = approved(fund, "Melati")
    with pytest.raises(problem):
        first(fund, asked, reason=reason)


@pytest.mark.parametrize("who", ["cashier", "loan_officer", "bookkeeper", "Yuni"])
def test_others_put_nobody_first(fund, who):
    asked = approved(fund, "Melati")
    with pytest.raises(NotAllowed):
        first(fund, asked, who=who)


def test_the_idle_share_is_that_of_the_books(fund):
    idle = waiting_list(fund.book, fund.today).idle
    assert (idle.money, idle.loans, str(idle.figure.value_percent), idle.too_much) == (150_000_000, 0, "100.00", True)
    fund.lend("Melati", each=3_000_000)
    idle = waiting_list(fund.book, fund.today).idle
    assert (idle.money, idle.loans, str(idle.figure.value_percent)) == (135_000_000, 15_000_000, "90.00")


def long_idle(fund):
    rules = rules_at(fund.book, fund.today)
    return lies_long(fund.book, fund.today, waiting_list(fund.book, fund.today).idle, rules)


def test_money_that_lay_there_since_the_books_were_opened_is_told_of(fund):
    """The opening is of the last day of the year before: on 2 March that is sixty-one days ago."""
    assert long_idle(fund)


def test_money_that_came_back_yesterday_has_not_lain_for_sixty_days(fund):
    """Of 40 millions 30 are lent: a quarter lies idle. One loan comes back early, and the count begins with that."""
    fund.do("bookkeeper", ledger.record_voucher, description="Mobil perguliran", entries=[
        {"debit": "12020", "credit": "11021", "amount": 90_000_000},
        {"debit": "12020", "credit": "11010", "amount": 20_000_000},
    ])  # fmt: skip
    loan, _ = fund.lend("Melati", each=3_000_000), fund.lend("Mawar", each=3_000_000)
    advance(fund, date(2026, 5, 4))
    assert not waiting_list(fund.book, fund.today).idle.too_much
    fund.do("cashier", lending.settle_early, loan=loan.pk, method="bank")
    assert waiting_list(fund.book, fund.today).idle.too_much
    assert not long_idle(fund)
    advance(fund, date(2026, 7, 2))
    assert not long_idle(fund)
    advance(fund, date(2026, 7, 3))
    assert long_idle(fund)
