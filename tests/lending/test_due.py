"""The collection page: what each KSM is to pay, in a fixed number of queries whatever the size of the board."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gulir.base.policy import Standing
from gulir.lending import services as lending
from gulir.lending.queries import due, indicators, loans
from gulir.lending.queries.today import fund_today
from tests.lending.days import advance

pytestmark = pytest.mark.django_db
ALL = Standing(founder=True)


def row(fund, on, **more):
    [found] = due(fund.book, on=on, standing=ALL, **more)
    return found


@pytest.mark.parametrize(
    ("on", "due_", "overdue", "next_on", "expected"),
    [
        (date(2026, 3, 2), 0, False, date(2026, 4, 2), 575_000),
        (date(2026, 4, 1), 0, False, date(2026, 4, 2), 575_000),
        (date(2026, 4, 2), 575_000, False, date(2026, 5, 2), 575_000),
        (date(2026, 4, 3), 575_000, True, date(2026, 5, 2), 575_000),
        (date(2026, 5, 2), 1_150_000, True, date(2026, 6, 2), 1_150_000),
        (date(2027, 1, 2), 5_750_000, True, None, 5_750_000),
        (date(2027, 6, 2), 5_750_000, True, None, 5_750_000),
    ],
)
def test_what_is_due_when(fund, on, due_, overdue, next_on, expected):
    """On a due day what fell due before it and is unpaid is overdue; what falls due that day is not."""
    fund.lend()
    found = row(fund, on)
    assert (found.due, found.overdue, found.next_on, found.expected) == (due_, overdue, next_on, expected)


def test_a_part_paid_instalment_asks_for_the_rest(fund):
    fund.pay(fund.lend(), 200_000)
    found = row(fund, date(2026, 4, 2))
    assert (found.due, found.due_jasa) == (375_000, 0)


def test_what_was_paid_ahead_is_not_asked_again(fund):
    fund.pay(fund.lend(), 575_000 + 100_000)
    found = row(fund, fund.today)
    assert (found.due, found.next_on, found.next_amount) == (0, date(2026, 5, 2), 475_000)


def test_a_settled_loan_is_gone(fund):
    fund.do("cashier", lending.settle_early, loan=fund.lend().pk)
    assert due(fund.book, on=fund.today, standing=ALL) == []


def test_a_member_sees_what_their_own_group_owes(fund):
    fund.lend("Melati")
    assert [r.ksm for r in due(fund.book, on=fund.today, standing=fund.stage.stands("Yuni"))] == ["Melati"]
    assert due(fund.book, on=fund.today, standing=fund.stage.stands("Tini")) == []


@pytest.mark.parametrize(("search", "found"), [("mela", 1), ("1", 1), ("zzz", 0), ("01", 1)])
def test_it_is_found_by_name_number_or_rw(fund, search, found):
    fund.lend("Melati")
    assert len(due(fund.book, on=fund.today, standing=ALL, search=search)) == found


def test_one_group_alone(fund):
    fund.lend("Melati")
    fund.lend("Mawar")
    found = due(fund.book, on=fund.today, standing=ALL, group=fund.stage.groups["Mawar"])
    assert [r.ksm for r in found] == ["Mawar"]


def test_the_most_urgent_stand_first(fund):
    fund.lend("Mawar")
    advance(fund, date(2026, 3, 20))
    fund.lend("Melati")
    assert [r.ksm for r in due(fund.book, on=date(2026, 4, 10), standing=ALL)] == ["Mawar", "Melati"]


def many(fund, count):
    rows = [
        lending.OldLoan(
            loan_no=f"A{n}", ksm=f"KSM {n:03d}", rw=str(n % 11), disbursed_on=date(2025, 8, 1 + n % 28),
            principal=5_000_000, instalments=10, rate_percent="1.5",
        )
        for n in range(count)
    ]  # fmt: skip
    fund.do("bookkeeper", lending.bring_in_loans, rows=rows)


READINGS = {
    "due": lambda fund: due(fund.book, on=fund.today, standing=ALL),
    "today": lambda fund: fund_today(fund.book, on=fund.today, standing=ALL),
    "loans": lambda fund: loans(fund.book, as_of=fund.today),
    "indicators": lambda fund: indicators(fund.book, as_of=fund.today),
}


@pytest.mark.parametrize(("reading", "most"), [("due", 2), ("today", 3), ("loans", 5), ("indicators", 11)])
def test_a_hundred_loans_cost_the_queries_of_two(fund, reading, most):
    many(fund, 2)
    with CaptureQueriesContext(connection) as few:
        READINGS[reading](fund)
    fund.do(
        "bookkeeper", lending.bring_in_loans,
        rows=[
            lending.OldLoan(
                loan_no=f"B{n}", ksm=f"KSM B{n}", rw="1", disbursed_on=date(2025, 8, 1), principal=5_000_000,
                instalments=10, rate_percent="1.5",
            )
            for n in range(100)
        ],
    )  # fmt: skip
    with CaptureQueriesContext(connection) as more:
        READINGS[reading](fund)
    assert len(few) == len(more) <= most


def test_due_and_the_fund_of_today_tell_the_same(fund):
    many(fund, 40)
    assert list(fund_today(fund.book, on=fund.today, standing=ALL).due) == due(fund.book, on=fund.today, standing=ALL)
    assert [r.id for r in fund_today(fund.book, on=fund.today, standing=ALL).rows]
