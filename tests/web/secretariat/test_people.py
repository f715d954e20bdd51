"""A NIK is masked everywhere, and opened with a purpose on one answer only, which leaves a fact."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gulir.base.models import Fact
from gulir.community import services
from tests.community.stage import nik
from tests.web.stage import make_hall, words

NUMBER = nik(21)


@pytest.fixture
def person(hall):
    made = hall.fund.do("secretary", services.register_person, name="Ngatini", sex="P", nik=NUMBER)
    return made["person"]


def opened() -> int:
    return Fact.objects.filter(kind="NikRevealed").count()


@pytest.mark.parametrize("who", ["upk_manager", "loan_officer", "secretary", "coordinator", "overseer", "auditor"])
def test_who_may_open_a_nik_opens_it_with_a_purpose_once(hall, person, who):
    masked = hall.see(who, "secretariat:person", person)
    assert NUMBER not in masked.content.decode()
    answer = hall.send(who, "secretariat:person", person, purpose="identity_check", key="k")
    assert NUMBER in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert opened() == 1
    assert NUMBER not in hall.see(who, "secretariat:person", person).content.decode()


@pytest.mark.parametrize("who", ["cashier", "bookkeeper", "trustee", "facilitator", "forum", "Yuni"])
def test_nobody_else_comes_near_it(hall, person, who):
    assert hall.see(who, "secretariat:people").status_code == 403
    assert hall.see(who, "secretariat:person", person).status_code == 403
    answer = hall.send(who, "secretariat:person", person, purpose="identity_check", key="k")
    assert answer.status_code == 403
    assert NUMBER not in answer.content.decode()
    assert opened() == 0


def test_without_a_purpose_it_stays_shut(hall, person):
    for purpose in ("", "iseng"):
        answer = hall.send("secretary", "secretariat:person", person, purpose=purpose, key="k")
        assert answer.status_code == 422
        assert NUMBER not in answer.content.decode()
    assert opened() == 0


def test_the_list_masks_and_finds_by_name(hall, person):
    said = words(hall.see("secretary", "secretariat:people", q="ngat"))
    assert "Ngatini" in said
    assert NUMBER not in said
    assert f"{NUMBER[:4]}" in said
    assert "Siti" not in said.partition("Cari")[2]
    assert "Belum ada warga dengan nama itu" in words(hall.see("secretary", "secretariat:people", q="zzz"))


def test_another_board_does_not_find_the_person(hall, person, monkeypatch):
    other = make_hall(monkeypatch, code="mawar")
    assert other.see("secretary", "secretariat:person", person).status_code == 404
    assert other.send("secretary", "secretariat:person", person, purpose="audit", key="k").status_code == 404
    assert opened() == 0


def test_no_other_page_of_the_person_shows_it(hall, person):
    pages = [reverse("officers:people"), reverse("secretariat:people"), reverse("secretariat:logins")]
    for page in pages:
        assert NUMBER not in hall.at("secretary").get(page).content.decode()
