"""What the visit found: what a household can carry, and who decides when somebody is to have more than that."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gulir.base.models import Fact
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.applications import AboveCapacity, ExceptionWaits, NothingToAllow, ScoreUnclear
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    SurveyNegative,
)
from gulir.lending import services as lending
from gulir.lending.models import Application, Survey
from tests.care.tampering import tamper
from tests.lending.test_applications import ask, members

pytestmark = pytest.mark.django_db

POOR = {"income": 600_000, "costs": 400_000}
"""200,000 are left a month, of which an instalment may take 150,000; a loan of 3 million asks 345,000."""


@pytest.fixture
def asked(fund):
    return ask(fund, [(members(fund)[0], 3_000_000)])


def verify(fund, application, *, amount=3_000_000, **more):
    share = lending.VerifiedShare(person=members(fund)[0], amount=amount, **more)
    return fund.do("loan_officer", lending.verify_application, application=application, shares=[share])


def allow(fund, application, who="coordinator", reason="Anaknya mulai bekerja bulan depan", person=None):
    return fund.do(
        who, lending.allow_exception, application=application, person=person or members(fund)[0], reason=reason
    )


def survey():
    return Survey.objects.get()


# ---------------------------------------------------------------- the ceiling


def test_the_visit_says_what_the_household_can_carry(fund, asked):
    verify(
        fund, asked, income=2_150_000, costs=1_000_000, other_income=300_000, living_costs=600_000,
        other_instalments=100_000, character=4, capacity=3, capital=2, condition=3, collateral=4,
    )  # fmt: skip
    found = survey()
    assert (found.monthly, found.ceiling) == (345_000, 562_500)
    assert (found.character, found.capacity, found.capital, found.condition, found.collateral) == (4, 3, 2, 3, 4)
    assert not found.is_open


def test_more_than_the_household_can_carry_is_refused_with_what_would_fit(fund, asked):
    with pytest.raises(AboveCapacity) as refused:
        verify(fund, asked, **POOR)
    assert refused.value.facts == {"member": "Yuni", "monthly": 345_000, "ceiling": 150_000, "fits": 1_300_000}
    assert Application.objects.get(pk=asked).state == "submitted"
    verify(fund, asked, amount=1_300_000, **POOR)


def test_the_last_rupiah_of_the_ceiling_still_fits(fund, asked):
    """460,000 left, three quarters are 345,000: exactly the instalment. One rupiah less is too little."""
    with pytest.raises(AboveCapacity):
        verify(fund, asked, income=859_999, costs=400_000)
    verify(fund, asked, income=860_000, costs=400_000)


def test_daily_life_and_other_debts_count_against_it(fund, asked):
    with pytest.raises(AboveCapacity):
        verify(fund, asked, income=2_000_000, costs=1_000_000, living_costs=900_000)
    with pytest.raises(AboveCapacity):
        verify(fund, asked, income=2_000_000, costs=1_000_000, other_instalments=900_000)


def test_a_household_that_loses_money_can_carry_nothing(fund, asked):
    with pytest.raises(AboveCapacity) as refused:
        verify(fund, asked, income=100_000, costs=400_000)
    assert (refused.value.facts["ceiling"], refused.value.facts["fits"]) == (0, 0)
    verify(fund, asked, income=100_000, costs=400_000, exception="Usaha baru mulai")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"living_costs": -1}, SurveyNegative),
        ({"other_income": -1}, SurveyNegative),
        ({"character": 5}, ScoreUnclear),
        ({"collateral": -1}, ScoreUnclear),
        ({"exception": "x" * 201}, NoteTooLong),
    ],
)
def test_what_cannot_be_is_refused(fund, asked, more, problem):
    with pytest.raises(problem):
        verify(fund, asked, income=2_000_000, costs=500_000, **more)


# ---------------------------------------------------------------- the exception


@pytest.fixture
def above(fund, asked):
    verify(fund, asked, **POOR, exception="Suaminya kiriman dari luar kota")
    return asked


def test_above_the_ceiling_nobody_signs_before_somebody_allowed_it(fund, above):
    for who in ("upk_manager", "coordinator"):
        with pytest.raises(ExceptionWaits):
            fund.sign(above, who)
    allow(fund, above)
    fund.approve(above)
    assert Application.objects.get(pk=above).state == "approved"


def test_the_reason_is_part_of_what_is_signed(fund, above):
    asked = Application.objects.select_related("group", "product").get(pk=above)
    exception = lending.shown(asked)["exceptions"][str(members(fund)[0])]
    assert exception == {"monthly": 345_000, "ceiling": 150_000, "reason": "Suaminya kiriman dari luar kota"}


def test_it_is_told_without_the_member(fund, above):
    allow(fund, above)
    fact = Fact.objects.get(kind="ExceptionAllowed")
    assert set(fact.public) == {"application", "group", "on"}
    assert fact.secret.private["person_id"] == str(members(fund)[0])


def test_the_visitor_allows_nothing_and_neither_does_the_till(fund, above):
    for who in ("loan_officer", "cashier", "bookkeeper", "Yuni"):
        with pytest.raises(NotAllowed):
            allow(fund, above, who=who)


def test_it_is_allowed_once_and_only_where_it_is_needed(fund, above):
    allow(fund, above)
    with pytest.raises(NothingToAllow):
        allow(fund, above)


def test_a_share_within_needs_no_exception(fund, asked):
    verify(fund, asked, income=2_150_000, costs=1_000_000, exception="tidak perlu")
    assert survey().exception == ""
    with pytest.raises(NothingToAllow):
        allow(fund, asked)


@pytest.mark.parametrize(("reason", "problem"), [("", ReasonMissing), (" ", ReasonMissing), ("x" * 201, NoteTooLong)])
def test_allowing_has_a_reason(fund, above, reason, problem):
    with pytest.raises(problem):
        allow(fund, above, reason=reason)


def test_a_stranger_has_no_exception(fund, above):
    with pytest.raises(NotFound):
        allow(fund, above, person=members(fund, "Mawar")[0])


def test_mended_and_visited_anew_it_is_judged_anew(fund, above):
    allow(fund, above)
    fund.do("loan_officer", lending.return_application, application=above, reason="Kecilkan")
    share = lending.AskedShare(person=members(fund)[0], amount=1_000_000)
    fund.do("loan_officer", lending.resubmit_application, application=above, shares=[share])
    assert not Survey.objects.exists()
    verify(fund, above, amount=1_000_000, **POOR)
    assert not survey().is_open


# ---------------------------------------------------------------- the database


@pytest.mark.parametrize(
    "values",
    [
        {"allowed_reason": "tanpa orang"},
        {"exception": ""},
        {"ceiling": 345_000},
        {"monthly": 1},
        {"character": 3},
    ],
)
def test_the_database_lets_nobody_write_past_it(fund, above, values):
    """What was found stays as it was found; only the decision about it may be added, whole."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.update(**values)


def test_the_key_that_was_used_allows_once(fund, above):
    body = {"application": UUID(str(above)), "person": members(fund)[0], "reason": "Alasan"}
    for _ in range(2):
        fund.do("coordinator", lending.allow_exception, key="sekali", **body)
    assert Fact.objects.filter(kind="ExceptionAllowed").count() == 1


# ---------------------------------------------------------------- the last witness


def moved_to(application, state):
    with transaction.atomic():
        Application.objects.filter(pk=application).update(state=state)


def test_the_database_approves_nothing_while_an_exception_is_open(fund, above):
    with pytest.raises(DatabaseError, match="no_exception_is_open_when_decided"):
        moved_to(above, "approved")
    allow(fund, above)
    moved_to(above, "approved")
    assert Application.objects.get(pk=above).state == "approved"


def test_the_database_pays_out_nothing_whose_exception_was_opened_again(fund, above):
    """A permission taken out of the row after the signatures, by whoever holds the database."""
    allow(fund, above)
    moved_to(above, "approved")
    tamper("UPDATE lending_survey SET allowed_by_id = NULL, allowed_on = NULL, allowed_reason = ''")
    with pytest.raises(DatabaseError, match="no_exception_is_open_when_decided"):
        moved_to(above, "disbursed")


def test_a_survey_stays_as_it_was_decided(fund, above):
    allow(fund, above)
    other = survey()
    moved_to(above, "approved")
    with pytest.raises(DatabaseError, match="a_decided_survey"), transaction.atomic():
        Survey.objects.update(ceiling=1)
    with pytest.raises(DatabaseError, match="a_decided_survey"), transaction.atomic():
        Survey.objects.all().delete()
    tamper("DELETE FROM lending_survey WHERE id = %s", other.pk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE lending_survey ENABLE TRIGGER USER")
        with pytest.raises(DatabaseError, match="a_decided_survey"), transaction.atomic():
            other.save(force_insert=True)
