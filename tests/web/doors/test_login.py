"""The login: who may come in, who is kept waiting after five wrong passwords, and that leaving ends it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.web.stage import PASSWORD

pytestmark = pytest.mark.django_db
LOCKED = "Terlalu banyak"


@pytest.fixture(autouse=True)
def nobody_is_locked_out():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def people():
    users = get_user_model().objects
    return [users.create_user(username=name, password=PASSWORD) for name in ("siti.melati", "darto.melati")]


def knock(client: Client, name: str, password: str):
    return client.post(reverse("account_login"), {"login": name, "password": password})


def words(answer) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_the_right_password_leads_in_and_leaving_ends_the_session(people):
    client = Client()
    assert knock(client, "siti.melati", PASSWORD).status_code == 302
    key = client.cookies["sessionid"].value
    assert client.get(reverse("mfa_index")).status_code == 200
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = key
    again = client.get(reverse("mfa_index"))
    assert again.status_code == 302
    assert reverse("account_login") in again["Location"]


def test_the_session_gets_a_new_key_at_the_door(people):
    """A key that someone planted before the login is worth nothing after it."""
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    knock(client, "siti.melati", PASSWORD)
    assert client.cookies["sessionid"].value != before


def test_after_five_wrong_passwords_the_right_one_is_kept_waiting_too(people):
    client = Client()
    for _ in range(5):
        answer = knock(client, "siti.melati", "salah-sekali")
        assert answer.status_code == 200
        assert LOCKED not in words(answer)
    answer = knock(client, "siti.melati", PASSWORD)
    assert answer.status_code == 200
    assert LOCKED in words(answer)
    assert "sessionid" not in client.cookies


def test_the_lock_is_on_the_name_wherever_one_knocks_from(people):
    for n in range(5):
        knock(Client(REMOTE_ADDR=f"10.0.0.{n}"), "siti.melati", "salah-sekali")
    assert LOCKED in words(knock(Client(REMOTE_ADDR="10.0.0.99"), "siti.melati", PASSWORD))


def test_another_person_is_not_locked_out(people):
    client = Client()
    for _ in range(6):
        knock(client, "siti.melati", "salah-sekali")
    assert knock(client, "darto.melati", PASSWORD).status_code == 302


def test_four_wrong_passwords_lock_nobody_out(people):
    """The negative control of the lock."""
    client = Client()
    for _ in range(4):
        knock(client, "siti.melati", "salah-sekali")
    assert knock(client, "siti.melati", PASSWORD).status_code == 302


def test_the_lock_opens_by_itself_after_five_minutes(people, monkeypatch):
    import time

    for _ in range(6):
        knock(Client(), "siti.melati", "salah-sekali")
    later = time.time() + timedelta(minutes=6).total_seconds()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert knock(Client(), "siti.melati", PASSWORD).status_code == 302


def test_a_name_that_nobody_has_is_answered_like_a_wrong_password(people):
    known, unknown = knock(Client(), "siti.melati", "salah"), knock(Client(), "tidak.ada", "salah")
    assert known.status_code == unknown.status_code == 200
    assert words(known).replace("siti.melati", "") == words(unknown).replace("tidak.ada", "")


def test_a_login_that_was_shut_does_not_open(people):
    people[0].is_active = False
    people[0].save()
    client = Client()
    answer = knock(client, "siti.melati", PASSWORD)
    assert answer["Location"] == reverse("account_inactive")
    assert client.get(reverse("mfa_index")).status_code == 302


def test_the_reading_room_has_no_login_of_its_own(people):
    """A second login beside the first would have no lock."""
    answer = Client().post("/admin/login/", {"username": "siti.melati", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_nobody_signs_up_by_themselves():
    before = get_user_model().objects.count()
    form = {"username": "orang.baru", "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post(reverse("account_signup"), form)
    assert "Gulir tidak membuka pendaftaran sendiri" in words(answer)
    assert get_user_model().objects.count() == before


@pytest.mark.parametrize(
    "address", ["password/reset/", "email/", "confirm-email/", "password/set/", "login/code/confirm/"]
)
def test_doors_that_gulir_does_not_use_are_not_there(address):
    assert Client().get(f"/akun/{address}").status_code == 404


def test_a_password_is_changed_only_by_whoever_knows_the_old_one(people):
    client = Client()
    knock(client, "siti.melati", PASSWORD)
    new = "kebun-teh-di-sore-hari"
    form = {"oldpassword": "salah", "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), form).status_code == 200
    assert client.post(reverse("account_change_password"), {**form, "oldpassword": PASSWORD}).status_code == 302
    assert knock(Client(), "siti.melati", PASSWORD).status_code == 200
    assert knock(Client(), "siti.melati", new).status_code == 302


@pytest.mark.parametrize("weak", ["12345678", "password", "siti.melati"])
def test_a_weak_password_is_refused(people, weak):
    client = Client()
    knock(client, "siti.melati", PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert client.post(reverse("account_change_password"), form).status_code == 200
    assert knock(Client(), "siti.melati", PASSWORD).status_code == 302
