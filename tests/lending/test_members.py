"""Members' own forms, and their signatures without which nothing is paid out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gulir.base.models import Fact
from gulir.community.models import Group, Membership
from gulir.core.eligibility import State
from gulir.core.problems.access import NotAllowed, NoteTooLong
from gulir.core.problems.applications import (
    FormOfAnother,
    FormUnclear,
    LiabilityNotSigned,
    PledgedAlready,
    PledgeInFuture,
)
from gulir.core.problems.lending import (
    MemberNotOfGroup,
    ShareMissing,
)
from gulir.lending import services as lending
from gulir.lending.models import MemberForm, Pledge
from gulir.lending.queries.eligibility import eligibility
from tests.lending.test_applications import members

pytestmark = pytest.mark.django_db


def melati(fund):
    return fund.stage.groups["Melati"]


def fill(fund, who="loan_officer", name=0, **more):
    body = {"amount": 1_000_000, "business": "Warung sayur", **more}
    return fund.do(who, lending.fill_member_form, group=melati(fund), person=members(fund)[name], **body)


# ---------------------------------------------------------------- the form


def test_a_member_writes_their_own_form(fund):
    fill(fund, who="Yuni", turnover=3_000_000, costs=2_000_000, living_costs=600_000, business_since=2019, workers=2)
    form = MemberForm.objects.get()
    assert (form.turnover, form.business_since, form.workers, form.filled_by.name) == (3_000_000, 2019, 2, "Yuni")
    assert set(Fact.objects.get(kind="MemberFormFilled").public) == {"group", "on"}


def test_nobody_writes_that_of_a_neighbour(fund):
    with pytest.raises(FormOfAnother):
        fill(fund, who="Yuni", name=1)
    fill(fund, name=1)


def test_a_later_form_stands_beside_the_first(fund):
    fill(fund, who="Yuni", turnover=1_000_000)
    fill(fund, who="Yuni", turnover=2_000_000)
    assert list(MemberForm.objects.order_by("filled_on", "id").values_list("turnover", flat=True)) == [
        1_000_000, 2_000_000,
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberForm.objects.update(turnover=5_000_000)


@pytest.mark.parametrize("who", ["cashier", "bookkeeper", "coordinator", "overseer"])
def test_others_fill_in_nothing(fund, who):
    with pytest.raises(NotAllowed):
        fill(fund, who=who)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"amount": 0}, FormUnclear),
        ({"amount": -1}, FormUnclear),
        ({"amount": 1_000_000_001}, FormUnclear),
        ({"business": "  "}, FormUnclear),
        ({"business": "x" * 121}, NoteTooLong),
        ({"turnover": -1}, FormUnclear),
        ({"living_costs": -1}, FormUnclear),
        ({"business_since": 2027}, FormUnclear),
        ({"business_since": 1800}, FormUnclear),
        ({"workers": -1}, FormUnclear),
        ({"workers": 501}, FormUnclear),
        ({"dependants": 51}, FormUnclear),
    ],
)
def test_what_cannot_be_is_refused(fund, more, problem):
    with pytest.raises(problem):
        fill(fund, **more)


def test_a_stranger_has_no_form_here(fund):
    with pytest.raises(MemberNotOfGroup):
        fund.do(
            "loan_officer", lending.fill_member_form, group=melati(fund), person=members(fund, "Mawar")[0],
            amount=1_000_000, business="Warung",
        )  # fmt: skip


# ---------------------------------------------------------------- joint liability (R05)


def pledge(fund, people, signed_on=None, who="loan_officer"):
    return fund.do(who, lending.see_pledges, group=melati(fund), people=people, signed_on=signed_on or fund.today)


def line(fund):
    found = eligibility(fund.book, Group.objects.get(pk=melati(fund)), fund.today)
    return next(check for check in found.checks if check.rule == "loan.joint_liability_signed")


def test_nothing_is_paid_out_before_every_member_has_signed(fund):
    """Also those who borrow nothing themselves: all answer together."""
    application = fund.approve(fund.verify(fund.apply()))
    with transaction.atomic():
        new = fund.stage.people["Tini"]
        Membership.objects.filter(person=new).update(ends_before=fund.today)
        Membership.objects.create(book_id=fund.book, group_id=melati(fund), person_id=new, starts_on=fund.today)
    with pytest.raises(LiabilityNotSigned) as refused:
        fund.do("cashier", lending.disburse, application=application)
    assert refused.value.facts == {"ksm": "Melati", "members": ("Tini",)}
    pledge(fund, [new])
    fund.do("cashier", lending.disburse, application=application)


def test_the_list_beforehand_names_who_has_not_signed(fund):
    check = line(fund)
    assert (check.state, check.have, check.of) == (State.WATCH, 0, 5)
    pledge(fund, members(fund)[:4])
    assert line(fund).problems[0].facts["members"] == ("Agus",)
    pledge(fund, members(fund)[4:])
    assert line(fund).state is State.MET


def test_a_signature_is_kept_once_and_for_ever(fund):
    pledge(fund, members(fund)[:1])
    with pytest.raises(PledgedAlready):
        pledge(fund, members(fund)[:2])
    assert Pledge.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.update(signed_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.all().delete()


@pytest.mark.parametrize("days", [1, -4_000])
def test_it_bears_a_day_that_can_be(fund, days):
    with pytest.raises(PledgeInFuture):
        pledge(fund, members(fund), signed_on=fund.today + timedelta(days=days))


def test_nobody_and_strangers_sign_nothing(fund):
    with pytest.raises(ShareMissing):
        pledge(fund, [])
    with pytest.raises(MemberNotOfGroup):
        pledge(fund, members(fund, "Mawar"))


@pytest.mark.parametrize("who", ["Yuni", "cashier", "coordinator"])
def test_the_signature_is_seen_by_the_loan_officer(fund, who):
    with pytest.raises(NotAllowed):
        pledge(fund, members(fund), who=who)
