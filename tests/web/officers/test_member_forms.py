"""Signatures and forms by clicking: the officer for all, each member for oneself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gulir.lending.models import MemberForm, Pledge
from tests.web.stage import words

pytestmark = pytest.mark.django_db

BOXES = {
    "amount": "1.000.000", "business": "Warung sayur", "business_since": "2019", "workers": "2", "capital": "750.000",
    "turnover": "3.000.000", "costs": "2.000.000", "other_income": "", "living_costs": "600.000",
    "other_instalments": "", "dependants": "3", "key": "formulir",
}  # fmt: skip


def melati(hall):
    return hall.fund.stage.groups["Melati"]


def test_signatures_are_ticked_and_then_stand_there(hall):
    people = [str(hall.person(name)) for name in ("Yuni", "Karti")]
    page = words(hall.see("loan_officer", "officers:group_members", melati(hall)))
    assert "Sudah menandatangani 0" in page
    answer = hall.send(
        "loan_officer", "officers:group_members", melati(hall), people=people, signed_on="2026-03-01", key="k"
    )
    assert answer.status_code == 302
    assert set(map(str, Pledge.objects.values_list("person_id", flat=True))) == set(people)
    assert "Sudah menandatangani 2" in words(hall.see("loan_officer", "officers:group_members", melati(hall)))


@pytest.mark.parametrize(
    "sent",
    [
        {"people": [], "signed_on": "2026-03-01"},
        {"people": ["siapa"], "signed_on": "2026-03-01"},
        {"signed_on": ""},
        {"signed_on": "2026-03-03"},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(hall, sent):
    body = {"people": [str(hall.person("Yuni"))], "key": "k", **sent}
    assert hall.send("loan_officer", "officers:group_members", melati(hall), **body).status_code == 422
    assert not Pledge.objects.exists()


def test_a_member_writes_their_own_form_on_their_phone(hall):
    address = reverse("members:member_form", args=[melati(hall)])
    assert address in hall.see("Parti", "members:group", melati(hall)).content.decode()
    assert hall.at("Parti").post(address, BOXES).status_code == 302
    form = MemberForm.objects.get()
    assert (form.person_id, form.turnover, form.other_income) == (hall.person("Parti"), 3_000_000, 0)
    again = hall.at("Parti").get(address).content.decode()
    assert "Warung sayur" in again
    assert "750.000" in again


def test_another_group_has_no_form_for_me(hall):
    mawar = hall.fund.stage.groups["Mawar"]
    assert hall.see("Parti", "members:member_form", mawar).status_code == 404


def test_the_officer_fills_in_for_who_has_no_phone_and_the_application_begins_with_it(hall):
    address = reverse("officers:member_form", args=[melati(hall), hall.person("Parti")])
    assert hall.at("loan_officer").post(address, BOXES).status_code == 302
    assert hall.fund.product
    page = hall.at("loan_officer").get(f"{reverse('officers:application_new')}?ksm={melati(hall)}").content.decode()
    assert "Warung sayur" in page
    assert "1.000.000" in page


@pytest.mark.parametrize(
    "wrong", [{"amount": ""}, {"amount": "0"}, {"business": ""}, {"workers": "x"}, {"turnover": "-1"}]
)
def test_a_wrong_box_keeps_what_was_typed(hall, wrong):
    address = reverse("officers:member_form", args=[melati(hall), hall.person("Parti")])
    answer = hall.at("loan_officer").post(address, {**BOXES, **wrong})
    assert answer.status_code == 422
    assert not MemberForm.objects.exists()
