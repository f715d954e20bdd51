"""The doors in the look of the house and in the language of the house: login, a second guard, leaving, and errors."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse

ENGLISH = r"\b(the|your|please|password|code|sign|log ?in|authenticator app|security key|recovery|enter|confirm)\b"
PASSWORD = "kebun-teh-sore"


@pytest.fixture
def cashier(db):
    return get_user_model().objects.create_user(username="tri", password=PASSWORD)


def words(response) -> str:
    """What a person reads on the page."""
    text = response.content.decode()
    text = re.sub(r"<(script|style|head)\b.*?</\1>|<button[^>]*lang=\"en\".*?</button>", "", text, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", text)


def english(response) -> list[str]:
    """English words left on an Indonesian page."""
    return re.findall(ENGLISH, words(response), re.IGNORECASE)


def test_a_wrong_password_is_told_once_on_top_and_the_name_is_kept(client, cashier):
    page = client.get(reverse("account_login"))
    assert english(page) == []
    page = client.post(reverse("account_login"), {"login": "tri", "password": "salah"})
    assert page.content.decode().count('class="error-summary"') == 1
    assert 'value="tri"' in page.content.decode()
    assert english(page) == []


def test_english_left_on_a_page_would_be_found(client, cashier):
    """Negative control: the same page in English."""
    assert english(client.get(reverse("account_login"), headers={"accept-language": "en"}))


def enter(client) -> None:
    answer = client.post(reverse("account_login"), {"login": "tri", "password": PASSWORD})
    assert answer.status_code == 302


def six_digits(secret: str) -> str:
    """The code an authenticator app would show now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


@pytest.mark.django_db
def test_a_second_guard_is_set_up_used_and_taken_away_in_our_own_words(client, cashier):
    enter(client)
    assert english(client.get(reverse("mfa_index"))) == []
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    if page.redirect_chain:
        assert "Pastikan ini Anda" in words(page)
        assert english(page) == []
        page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert "Pindai gambar ini" in words(page)
    assert english(page) == []
    secret = page.context["form"].secret
    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert english(page) == []
    page = client.post(reverse("mfa_activate_totp"), {"code": six_digits(secret)}, follow=True)
    assert "Tersisa 10 dari 10 kode" in words(page)
    codes = page.context["unused_codes"]
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_deactivate_totp"):
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        assert english(page) == [], name
    client.post(reverse("account_logout"))
    page = client.post(reverse("account_login"), {"login": "tri", "password": PASSWORD}, follow=True)
    assert "Satu langkah lagi" in words(page)
    assert english(page) == []
    page = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert page.status_code == 302
    page = client.get(reverse("mfa_deactivate_totp"), follow=True)
    assert "Pastikan ini Anda" in words(page)
    client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
    page = client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert "Aplikasi autentikator sudah dimatikan." in words(page)
    assert english(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_change_password", "account_logout", "account_reauthenticate", "mfa_add_webauthn"]
)
def test_the_other_doors_speak_our_words(client, cashier, name):
    enter(client)
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert english(page) == []
    assert "gulir.css" in page.content.decode()


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "503"])
def test_an_error_says_what_is_so_and_leads_home(code):
    shown = get_template(f"{code}.html").render({}, RequestFactory().get("/x/"))
    assert re.search(r'class="btn" href="/"', shown)
    assert "Tidak ditemukan" not in shown


def test_the_page_of_a_failure_needs_nothing_that_may_have_failed():
    shown = get_template("500.html").render()
    assert "tercatat semua atau tidak sama sekali" in shown
    assert "csrf" not in shown
    assert "<script" not in shown


@pytest.mark.django_db
def test_an_address_that_does_not_exist_gets_our_page(client, settings):
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    page = client.get("/tidak-ada/")
    assert page.status_code == 404
    assert "Halaman ini tidak ada" in words(page)
