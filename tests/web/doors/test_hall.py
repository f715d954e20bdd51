"""The front hall: everyone to their own desk, the language, the board, the headers, and what stands at a wrong door."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from gulir.community import services
from gulir.community.models import LoginChange, Membership
from gulir.community.passwords import Password
from gulir.community.queries import board_of, founding_actor
from tests.community.stage import FIRST, PASSWORD, empty_board, nik


def words(answer) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("who", "desk"),
    [
        ("cashier", "officers:home"),
        ("secretary", "officers:home"),
        ("coordinator", "trustees:home"),
        ("trustee", "trustees:home"),
        ("overseer", "overseers:home"),
        ("auditor", "overseers:home"),
        ("forum", "overseers:home"),
        ("facilitator", "facilitators:home"),
        ("Yuni", "members:home"),
    ],
)
def test_everyone_is_sent_to_their_own_desk(hall, who, desk):
    answer = hall.see(who, "home")
    assert answer.status_code == 302
    assert answer["Location"] == reverse(desk)
    assert hall.at(who).get(answer["Location"]).status_code == 200


def test_a_login_without_an_office_is_told_whom_to_ask(hall):
    add, person = services.add_login, services.register_person
    new = hall.fund.do("secretary", person, name="Orang Baru", sex="P")["person"]
    body = {"person": UUID(new), "username": "baru.melati", "sworn_before": hall.person("Bu Rahma")}
    made = hall.fund.do("secretary", add, password=Password(PASSWORD), **body)
    client = Client()
    assert not client.login(username=made["login"], password=PASSWORD)
    hall.fund.do("coordinator", services.witness_login, change=LoginChange.objects.get().pk)
    assert client.login(username=made["login"], password=PASSWORD)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "Mintalah koordinator BKM" in words(answer)


def test_the_language_is_switched_and_stays(hall):
    client = hall.at("cashier")
    assert 'lang="id"' in client.get("/upk/").content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/upk/"})
    assert answer["Location"] == "/upk/"
    assert '<html lang="en"' in client.get("/upk/").content.decode()
    client.post(reverse("set_language"), {"language": "id", "next": "/upk/"})
    assert '<html lang="id"' in client.get("/upk/").content.decode()


def test_a_language_that_is_not_spoken_changes_nothing(hall):
    client = hall.at("cashier")
    client.post(reverse("set_language"), {"language": "xx", "next": "/upk/"})
    assert '<html lang="id"' in client.get("/upk/").content.decode()


@pytest.mark.parametrize("trap", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_switch_sends_nobody_out_of_the_house(hall, trap):
    answer = hall.at("cashier").post(reverse("set_language"), {"language": "en", "next": trap})
    assert answer["Location"] == "/"


def test_the_login_sends_nobody_out_of_the_house(hall):
    answer = Client().post(
        reverse("account_login") + "?next=https://evil.example/",
        {"login": "siti.melati", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_a_person_of_two_boards_chooses_between_them_and_only_between_them(hall):
    other, foreign = empty_board("mawar-putih"), empty_board("anggrek")
    person = hall.person("Siti")
    other.does(founding_actor(), services.welcome_person, name="Siti", nik=_with_nik(hall, person))
    other.does(founding_actor(), services.take_office, person=person, office="bookkeeper", starts_on=FIRST)
    client = hall.at("Siti")
    assert "Mawar Putih" in client.get("/", follow=True).content.decode()
    client.post(reverse("choose_board"), {"board": str(board_of(other.book).pk)})
    assert "Mawar Putih" in words(client.get("/", follow=True))
    client.post(reverse("choose_board"), {"board": str(board_of(foreign.book).pk)})
    assert "Anggrek" not in words(client.get("/", follow=True))
    client.post(reverse("choose_board"), {"board": "no such board"})
    assert client.get("/", follow=True).status_code == 200


def _with_nik(hall, person) -> str:
    number = nik(4711)
    hall.fund.do("secretary", services.correct_person, person=person, changes={"nik": number})
    return number


def test_whoever_left_every_office_and_group_sees_no_desk_any_more(hall):
    assert hall.see("Yuni", "members:home").status_code == 200
    Membership.objects.filter(person=hall.person("Yuni")).update(ends_before=hall.fund.today)
    assert hall.see("Yuni", "members:home").status_code == 403


@pytest.mark.parametrize("address", ["/akun/login/", "/upk/", "/tidak-ada/", "/healthz"])
def test_every_answer_carries_its_armour(hall, address):
    answer = hall.at("cashier").get(address) if address != "/akun/login/" else Client().get(address)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_keys_to_the_house_are_kept_from_scripts_and_strangers(settings):
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE == settings.SECURE_SSL_REDIRECT


def test_a_wrong_address_and_a_closed_desk_look_like_the_house(hall):
    missing = hall.at("cashier").get("/tidak-ada/")
    assert missing.status_code == 404
    assert "Halaman ini tidak ada" in words(missing)
    closed = hall.at("Yuni").get(reverse("officers:home"))
    assert closed.status_code == 403
    assert "Halaman ini bukan untuk meja Anda" in words(closed)
    assert "gulir/gulir" in closed.content.decode()


def test_a_form_without_its_token_is_told_in_our_words(hall):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "Formulir ini sudah terlalu lama terbuka" in words(answer)


def test_the_house_says_that_it_lives_and_whether_it_is_ready(hall, monkeypatch):
    assert json.loads(Client().get("/healthz").content) == {"status": "ok"}
    ready = Client().get("/readyz")
    assert ready.status_code == 200
    assert json.loads(ready.content) == {"ready": True, "findings": []}
    monkeypatch.setattr("gulir.web.front.ready", lambda at: [{"code": "DatabaseSilent", "facts": {}}])
    silent = Client().get("/readyz")
    assert silent.status_code == 503
    assert json.loads(silent.content)["findings"][0]["code"] == "DatabaseSilent"


def test_the_gallery_is_shown_only_where_people_learn(hall, settings):
    assert Client().get(reverse("gallery")).status_code == 404
    settings.DEMO = True
    assert Client().get(reverse("gallery")).status_code == 200


def test_a_trustee_finds_the_ways_to_their_other_desks(hall):
    hall.fund.do(
        "secretary", services.join_group, group=hall.fund.stage.groups["Mawar"], person=hall.person("Tari"), on=FIRST
    )
    page = hall.see("Tari", "trustees:home").content.decode()
    assert reverse("members:home") in page
    assert reverse("officers:home") not in page


def test_the_secretary_finds_the_way_to_the_meetings_they_keep(hall):
    page = hall.see("secretary", "trustees:meetings")
    assert page.status_code == 200
    assert reverse("trustees:meeting_new") in page.content.decode()
    assert hall.see("secretary", "trustees:meeting_new").status_code == 200
