"""The money arrives: treasurer, members and UPK tell the same sum, or everybody sees that they do not."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.models import Actor, Fact
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import (
    ArrivalAboveLoan,
    ArrivalNegative,
    NoArrivalToTell,
    ShareMissing,
    WitnessTooNear,
)
from gulir.lending import services as lending
from gulir.lending.models import Arrival, Loan
from gulir.lending.queries.arrivals import sides_of
from tests.lending.stage import EACH, MEMBERS, make_fund

pytestmark = pytest.mark.django_db
WHOLE = EACH * 5


@pytest.fixture
def fund():
    made = make_fund()
    for name in MEMBERS["Melati"] + MEMBERS["Mawar"]:
        made.stage.actors[name] = Actor.objects.create(person=made.stage.people[name], name=name)
    return made


@pytest.fixture
def loan(fund):
    return fund.lend()


def state(loan):
    return Loan.objects.get(pk=loan.pk).arrival


def told(kind):
    return Fact.objects.filter(kind=kind).count()


def all_hands(fund, amount=EACH):
    return {fund.stage.people[name]: amount for name in MEMBERS["Melati"]}


def test_a_loan_waits_until_the_last_member_has_told(fund, loan):
    assert state(loan) == "waiting"
    fund.do("Yuni", lending.record_arrival, loan=loan.pk, amount=WHOLE)
    for name in MEMBERS["Melati"]:
        assert state(loan) == "waiting"
        fund.do(name, lending.confirm_arrival, loan=loan.pk, amount=EACH)
    assert (state(loan), told("DisbursementConfirmed"), told("ArrivalDiffers")) == ("confirmed", 1, 0)


def test_a_voucher_of_2_8_million_that_put_1_2_into_hands_is_seen_on_the_day(fund):
    """The case of one kelurahan, which surfaced only after four months of arrears."""
    loan = fund.lend(each=560_000)
    fund.do("Yuni", lending.record_arrival, loan=loan.pk, amount=2_800_000)
    reply = fund.do("facilitator", lending.witness_arrivals, loan=loan.pk, amounts=all_hands(fund, 240_000))
    assert (reply["state"], state(loan)) == ("differs", "differs")
    sides = sides_of(loan)
    assert (sides.paid, sides.treasurer, sides.arrived) == (2_800_000, 2_800_000, 1_200_000)
    fact = Fact.objects.select_related("secret").get(kind="ArrivalDiffers")
    assert "paid" not in fact.public
    assert fact.secret.private["arrived"] == 1_200_000


def test_one_member_who_got_less_is_enough(fund, loan):
    fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=EACH - 50_000)
    assert state(loan) == "differs"


def test_a_correction_needs_a_reason_and_keeps_what_was_said(fund, loan):
    fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=100_000)
    with pytest.raises(ReasonMissing):
        fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=EACH)
    fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=EACH, reason="Salah ketik")
    assert state(loan) == "waiting"
    assert list(Arrival.objects.order_by("id").values_list("amount", flat=True)) == [100_000, EACH]
    assert sides_of(loan).arrived == EACH


def test_a_confirmed_loan_differs_again_when_somebody_corrects(fund, loan):
    fund.do("Yuni", lending.record_arrival, loan=loan.pk, amount=WHOLE)
    fund.do("overseer", lending.witness_arrivals, loan=loan.pk, amounts=all_hands(fund))
    assert state(loan) == "confirmed"
    fund.do("Sumi", lending.confirm_arrival, loan=loan.pk, amount=900_000, reason="Dipotong 100 ribu")
    assert (state(loan), told("ArrivalDiffers")) == ("differs", 1)


def test_nobody_tells_for_another(fund, loan):
    with pytest.raises(NotAllowed):
        fund.do("Parti", lending.record_arrival, loan=loan.pk, amount=WHOLE)  # a member without an office in the KSM
    with pytest.raises(NotAllowed):
        fund.do("Tini", lending.record_arrival, loan=loan.pk, amount=WHOLE)  # the chair of another KSM
    with pytest.raises(NotFound):
        fund.do("Tini", lending.confirm_arrival, loan=loan.pk, amount=EACH)
    for office in ("cashier", "upk_manager", "loan_officer", "bookkeeper"):
        with pytest.raises(NotAllowed):
            fund.do(office, lending.witness_arrivals, loan=loan.pk, amounts=all_hands(fund))
    assert not Arrival.objects.exists()


def test_a_witness_is_none_of_them(fund, loan):
    from gulir.community import services as community

    fund.do(
        "secretary",
        community.join_group,
        group=fund.stage.groups["Melati"],
        person=fund.stage.people["Mas Bayu"],
        on=fund.today,
    )
    with pytest.raises(WitnessTooNear):
        fund.do("facilitator", lending.witness_arrivals, loan=loan.pk, amounts=all_hands(fund))


def test_bad_words_are_refused(fund, loan):
    for amount, problem in ((-1, ArrivalNegative), (WHOLE + 1, ArrivalAboveLoan)):
        with pytest.raises(problem):
            fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=amount)
    with pytest.raises(NoteTooLong):
        fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=1, reason="x" * 201)
    with pytest.raises(ShareMissing):
        fund.do("facilitator", lending.witness_arrivals, loan=loan.pk, amounts={})
    with pytest.raises(NotFound):
        fund.do("facilitator", lending.witness_arrivals, loan=loan.pk, amounts={fund.stage.people["Tini"]: 1})
    with pytest.raises(NotFound):
        fund.do("facilitator", lending.witness_arrivals, loan=UUID(int=7), amounts=all_hands(fund))


def test_an_old_book_is_not_asked(fund, loan):
    Loan.objects.filter(pk=loan.pk).update(arrival="old")
    with pytest.raises(NoArrivalToTell):
        fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=EACH)


def test_the_same_key_tells_once(fund, loan):
    for _ in range(2):
        fund.do("Karti", lending.confirm_arrival, key="one", loan=loan.pk, amount=EACH)
    assert Arrival.objects.count() == 1


def test_a_settled_loan_may_still_be_told_of(fund, loan):
    fund.move_to(fund.today + timedelta(days=1))
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=EACH)
    assert sides_of(loan).told == 1


# ---------------------------------------------------------------- the database is the last witness

COLUMNS = "book_id, loan_id, person_id, way, amount, reason, told_by_id, corrects_id"


def write(loan, fund, *, person, way="login", amount=1, reason="", corrects=None, book=None):
    values = [book or loan.book_id, loan.pk, person, way, amount, reason, fund.stage.actors["Karti"].pk, corrects]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO lending_arrival ({COLUMNS}, \"on\") VALUES ({', '.join(['%s'] * 8)}, '2026-03-02')",
            [value.hex if connection.vendor == "sqlite" and isinstance(value, UUID) else value for value in values],
        )


def test_what_is_right_can_be_written(fund, loan):
    write(loan, fund, person=fund.stage.people["Karti"])
    assert Arrival.objects.count() == 1


def test_no_arrival_of_somebody_without_a_share(fund, loan):
    with pytest.raises(DatabaseError, match="an_arrival_is_of_a_loan_and_a_share"):
        write(loan, fund, person=fund.stage.people["Tini"])


def test_no_arrival_in_another_book(fund, loan):
    other = make_fund(code="lain")
    with pytest.raises(DatabaseError, match="an_arrival_is_of_a_loan_and_a_share"):
        write(loan, fund, person=fund.stage.people["Karti"], book=other.book)


def test_a_correction_is_of_the_same_side(fund, loan):
    fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=EACH)
    first = Arrival.objects.get().pk
    with pytest.raises(DatabaseError, match="an_arrival_corrects_its_own_side"):
        write(loan, fund, person=fund.stage.people["Sumi"], corrects=first, reason="x")
    write(loan, fund, person=fund.stage.people["Karti"], corrects=first, reason="x")


def test_what_was_told_is_never_changed(fund, loan):
    fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=EACH)
    for statement in ("UPDATE lending_arrival SET amount = 5", "DELETE FROM lending_arrival"):
        with pytest.raises(DatabaseError, match="rows_of_lending_arrival"), transaction.atomic():
            connection.cursor().execute(statement)
