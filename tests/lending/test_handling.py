"""A group falls behind: who is to be reminded and warned today, and each step is recorded once, in turn."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NoteTooLong
from gulir.core.problems.handling import (
    AddresseeMissing,
    CauseMissing,
    CauseUnknown,
    StepNotDue,
    StepTooEarly,
    StepUnknown,
    WayUnknown,
)
from gulir.core.problems.lending import (
    LoanNotActive,
)
from gulir.lending import services as lending
from gulir.lending.models import Handling, Loan
from gulir.lending.queries.handling import to_handle
from tests.lending.stage import Fund, make_fund

pytestmark = pytest.mark.django_db


def waiting(fund: Fund):
    return [
        (one.row.ksm, one.next.step.value)
        for one in to_handle(fund.book, on=fund.today, standing=fund.stage.stands("loan_officer"))
    ]


def take(fund: Fund, loan: Loan, step: str, **more):
    body = {"to": "Yuni, ketua", **more}
    return fund.do("loan_officer", lending.handle_arrears, loan=loan.pk, step=step, **body)


@pytest.fixture
def loan(fund):
    """Paid out on 2 March: the first instalment is due on 2 April."""
    return fund.lend()


def test_a_group_is_reminded_before_its_day_and_only_once(fund, loan):
    fund.move_to(date(2026, 3, 29))
    assert waiting(fund) == []
    fund.move_to(date(2026, 3, 30))
    assert waiting(fund) == [("Melati", "reminder")]
    done = take(fund, loan, "reminder", way="phone")
    assert done["number"] == "PT-2026-0001"
    assert done["arrears"] == 0
    assert waiting(fund) == []
    with pytest.raises(StepNotDue):
        take(fund, loan, "reminder")


def test_on_the_very_day_it_falls_due_a_reminder_is_recorded_and_nothing_is_late(fund, loan):
    fund.move_to(date(2026, 4, 2))
    assert waiting(fund) == [("Melati", "reminder")]
    assert take(fund, loan, "reminder")["arrears"] == 0
    assert waiting(fund) == []
    fund.move_to(date(2026, 4, 3))
    assert waiting(fund) == [("Melati", "call")]
    assert take(fund, loan, "call")["arrears"] == 575_000


def test_a_payment_ends_the_ladder(fund, loan):
    fund.move_to(date(2026, 4, 10))
    assert waiting(fund) == [("Melati", "visit")]
    fund.pay(loan, 575_000)
    assert waiting(fund) == []
    with pytest.raises(StepNotDue):
        take(fund, loan, "visit")


def test_the_letters_come_one_after_another_and_the_team_says_why(fund, loan):
    fund.move_to(date(2026, 5, 2))
    with pytest.raises(StepNotDue) as refused:
        take(fund, loan, "warning_2")
    assert refused.value.facts["next"] == "warning_1"
    first = take(fund, loan, "warning_1", note="Usaha sepi")
    told = Handling.objects.get(pk=first["handling"])
    assert (told.days_late, told.arrears, told.due_on) == (30, 1_150_000, date(2026, 4, 2))
    fact = Fact.objects.get(kind="WarningDelivered")
    assert fact.public == {"loan": "1", "number": "PT-2026-0001", "level": 1, "on": "2026-05-02"}
    assert fact.secret.private["to"] == "Yuni, ketua"

    fund.move_to(date(2026, 7, 1))
    take(fund, loan, "warning_2")
    with pytest.raises(StepTooEarly) as soon:
        take(fund, loan, "warning_3")
    assert soon.value.facts["from_day"] == date(2026, 7, 8)
    fund.move_to(date(2026, 7, 8))
    take(fund, loan, "warning_3")
    fund.move_to(date(2026, 7, 15))
    with pytest.raises(CauseMissing):
        take(fund, loan, "team")
    take(fund, loan, "team", cause="business_failed", way="meeting")
    assert Fact.objects.filter(kind="ArrearsHandled").count() == 1
    assert [h.step for h in Handling.objects.order_by("number")] == ["warning_1", "warning_2", "warning_3", "team"]


BAD = (
    ("no such step", {"step": "teriak"}, StepUnknown),
    ("nobody told", {"step": "visit", "to": "  "}, AddresseeMissing),
    ("no such way", {"step": "visit", "way": "pigeon"}, WayUnknown),
    ("no such cause", {"step": "visit", "cause": "sial"}, CauseUnknown),
    ("a name too long", {"step": "visit", "to": "x" * 121}, NoteTooLong),
    ("a note too long", {"step": "visit", "note": "x" * 401}, NoteTooLong),
)


@pytest.mark.parametrize(("given", "body", "problem"), BAD, ids=[row[0] for row in BAD])
def test_what_is_refused(fund, loan, given, body, problem):
    fund.move_to(date(2026, 4, 12))
    with pytest.raises(problem):
        take(fund, loan, **body)
    assert not Handling.objects.exists()


def test_a_loan_that_runs_no_more_is_left_alone(fund, loan):
    fund.pay(loan, 5_750_000)
    with pytest.raises(LoanNotActive):
        take(fund, loan, "reminder")


def test_a_cashier_records_no_step(fund, loan):
    fund.move_to(date(2026, 4, 12))
    with pytest.raises(NotAllowed):
        fund.do("cashier", lending.handle_arrears, loan=loan.pk, step="visit", to="Yuni")


def test_the_same_key_twice_is_one_step(fund, loan):
    fund.move_to(date(2026, 4, 12))
    body = {"loan": loan.pk, "step": "visit", "to": "Yuni"}
    once = fund.do("loan_officer", lending.handle_arrears, key="k", **body)
    assert fund.do("loan_officer", lending.handle_arrears, key="k", **body) == once
    assert Handling.objects.count() == 1


def test_the_list_takes_as_many_statements_for_one_loan_as_for_two(fund, django_assert_num_queries):
    fund.lend("Melati")
    fund.lend("Mawar")
    fund.move_to(date(2026, 4, 12))
    standing = fund.stage.stands("loan_officer")
    with django_assert_num_queries(4):
        found = to_handle(fund.book, on=fund.today, standing=standing)
    assert len(found) == 2


def test_a_step_lies_in_the_book_of_its_loan_and_stays_as_it_is(fund, loan):
    fund.move_to(date(2026, 4, 12))
    take(fund, loan, "visit")
    other = make_fund(code="cempaka")
    row = Handling.objects.get()
    with pytest.raises(DatabaseError, match="never_changed"), transaction.atomic():
        Handling.objects.filter(pk=row.pk).update(note="lain")
    row.pk, row.number, row.step, row.book_id = None, "PT-X", "call", other.book
    with pytest.raises(DatabaseError, match="a_step_lies_in_the_book_of_its_loan"), transaction.atomic():
        row.save(force_insert=True)
