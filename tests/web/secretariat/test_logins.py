"""The counter where logins are given, shut and renewed: two people for whoever holds an office."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from gulir.base.models import Fact
from gulir.community import services
from gulir.community.models import LoginChange, User
from gulir.community.queries import board_of
from tests.community.stage import nik
from tests.web.stage import PASSWORD, make_hall, words

NEW = "empat-bebek-di-kali"


def login_of(hall, name):
    return hall.login_of(name).pk


def reset(hall, whose: str, by: str = "secretary", **more):
    data = {"do": "password", "password": NEW, "again": NEW, "reason": "lupa", "key": f"r-{whose}-{by}", **more}
    return hall.send(by, "secretariat:login", login_of(hall, whose), **data)


def may_enter(username: str, password: str) -> bool:
    return Client().login(username=username, password=password)


@pytest.mark.parametrize("who", ["cashier", "upk_manager", "overseer", "trustee", "facilitator", "Yuni"])
def test_the_list_of_logins_is_for_coordinator_and_secretary(hall, who):
    for page, args in (("logins", ()), ("login", (login_of(hall, "Siti"),)), ("login_new", ())):
        assert hall.see(who, f"secretariat:{page}", *args).status_code == 403
    assert reset(hall, "Siti", by=who).status_code == 403
    assert may_enter("siti.melati", PASSWORD)


@pytest.mark.parametrize("who", ["coordinator", "secretary"])
def test_they_see_every_login_with_its_office(hall, who):
    said = words(hall.see(who, "secretariat:logins"))
    for expected in ("Siti", "siti.melati", "Kasir UPK", "terbuka", "belum"):
        assert expected in said


def test_a_new_password_of_an_officer_waits_and_a_second_person_confirms_it(hall):
    answer = reset(hall, "Siti")
    assert answer.status_code == 302
    assert may_enter("siti.melati", PASSWORD)
    assert "menunggu orang kedua" in words(hall.see("secretary", "secretariat:login", login_of(hall, "Siti")))
    home = hall.see("coordinator", "trustees:home")
    assert "Kata sandi baru untuk Siti menunggu orang kedua" in words(home)
    change = LoginChange.objects.get()
    assert reverse("secretariat:second", args=[change.pk]) in home.content.decode()
    hall.send("coordinator", "secretariat:second", change.pk, do="confirm", key="k1")
    assert may_enter("siti.melati", NEW)
    assert not may_enter("siti.melati", PASSWORD)


@pytest.mark.parametrize("who", ["secretary", "cashier", "bookkeeper", "auditor", "Yuni"])
def test_who_asked_or_stands_apart_finds_nothing_to_confirm(hall, who):
    reset(hall, "Siti")
    change = LoginChange.objects.get()
    answer = hall.send(who, "secretariat:second", change.pk, do="confirm", key="k1")
    assert answer.status_code in (403, 404)
    assert not may_enter("siti.melati", NEW)


def test_a_refusal_needs_its_reason_and_changes_nothing(hall):
    reset(hall, "Siti")
    change = LoginChange.objects.get()
    empty = hall.send("overseer", "secretariat:second", change.pk, do="refuse", reason="", key="k1")
    assert empty.status_code == 422
    hall.send("overseer", "secretariat:second", change.pk, do="refuse", reason="Siti tidak memintanya", key="k2")
    assert LoginChange.objects.get().state == "refused"
    assert may_enter("siti.melati", PASSWORD)


def test_open_sessions_end_when_the_password_is_new(hall):
    siti = hall.at("Siti")
    assert siti.get("/upk/").status_code == 200
    reset(hall, "Siti")
    assert siti.get("/upk/").status_code == 200
    hall.send("coordinator", "secretariat:second", LoginChange.objects.get().pk, do="confirm", key="k1")
    assert siti.get("/upk/").status_code == 302


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"again": "lain-lagi-sekali"}, "Kedua kata sandi belum sama"),
        ({"password": "", "again": ""}, "Belum diisi"),
        ({"password": "12345678", "again": "12345678"}, "kata sandi"),
        ({"reason": ""}, "Belum diisi"),
    ],
)
def test_a_form_that_is_not_right_says_so_and_asks_nothing(hall, more, said):
    answer = reset(hall, "Siti", **more)
    assert answer.status_code == 422
    assert said in words(answer)
    assert NEW not in answer.content.decode()
    assert not LoginChange.objects.exists()


def test_a_login_is_shut_at_once_with_a_reason(hall):
    siti, user = hall.at("Siti"), login_of(hall, "Siti")
    assert hall.send("secretary", "secretariat:login", user, do="block", reason="", key="b0").status_code == 422
    assert siti.get("/upk/").status_code == 200
    hall.send("secretary", "secretariat:login", user, do="block", reason="ponsel hilang", key="b1")
    assert siti.get("/upk/").status_code == 302
    assert Fact.objects.filter(kind="UserBlocked").count() == 1


def test_nobody_shuts_or_renews_their_own_here(hall):
    own = hall.see("secretary", "secretariat:login", login_of(hall, "Bu Endang")).content.decode()
    assert 'name="do"' not in own
    assert reset(hall, "Bu Endang").status_code == 422


def test_a_login_for_someone_with_a_nik_opens_at_once(hall):
    made = hall.fund.do("secretary", services.register_person, name="Ngatini", sex="P", nik=nik(9))
    data = {"username": "ngatini", "password": NEW, "again": NEW, "key": "n1"}
    page = f"{reverse('secretariat:login_new')}?warga={made['person']}"
    assert "witness" not in hall.at("secretary").get(page).content.decode()
    assert hall.at("secretary").post(page, data).status_code == 302
    assert may_enter("ngatini", NEW)


def test_a_login_without_a_nik_asks_for_a_witness_who_then_says_so(hall):
    made = hall.fund.do("secretary", services.register_person, name="Ngatini", sex="P")
    page = f"{reverse('secretariat:login_new')}?warga={made['person']}"
    offered = re.findall(r'<option value="([0-9a-f-]{36})">([^<]*)', hall.at("secretary").get(page).content.decode())
    names = " ".join(name for _, name in offered)
    assert "Pak Slamet" in names
    assert "Siti" not in names
    assert "Bu Endang" not in names
    data = {"username": "ngatini", "password": NEW, "again": NEW, "key": "n1"}
    assert hall.at("secretary").post(page, data).status_code == 422
    data["witness"] = str(hall.person("Pak Slamet"))
    assert hall.at("secretary").post(page, {**data, "key": "n2"}).status_code == 302
    assert not may_enter("ngatini", NEW)
    assert "menyebut Anda sebagai saksi" in words(hall.see("overseer", "overseers:home"))
    hall.send("overseer", "secretariat:second", LoginChange.objects.get().pk, do="confirm", key="k1")
    assert may_enter("ngatini", NEW)


def test_another_board_finds_neither_login_nor_what_waits(hall, monkeypatch):
    other = make_hall(monkeypatch, code="mawar")
    reset(hall, "Siti")
    user, change = login_of(hall, "Siti"), LoginChange.objects.get().pk
    assert other.fund.book != hall.fund.book
    for who in ("coordinator", "secretary"):
        assert other.see(who, "secretariat:login", user).status_code == 404
        assert other.send(who, "secretariat:login", user, do="block", reason="x", key="x").status_code == 404
        assert other.see(who, "secretariat:second", change).status_code == 404
        assert other.send(who, "secretariat:second", change, do="confirm", key="y").status_code == 404
    assert User.objects.get(pk=user).is_active
    assert board_of(other.fund.book).pk != board_of(hall.fund.book).pk


def test_the_counter_speaks_english_and_is_not_kept_by_the_browser(hall):
    client = hall.at("coordinator")
    client.cookies["django_language"] = "en"
    answer = client.get(reverse("secretariat:logins"))
    assert "Who can log in to Gulir" in words(answer)
    assert answer["Cache-Control"] == "no-store"
