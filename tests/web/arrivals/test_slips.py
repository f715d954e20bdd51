"""A slip: told from any phone, once, by nobody else, and never printed by those who had the money."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gulir.core.problems.access import NotFound
from gulir.lending import services as lending
from gulir.lending.models import Arrival
from gulir.lending.slips import VALID_DAYS, share_of_slip, slip_code
from gulir.web.arrivals.slips import TRIES
from tests.lending.stage import EACH
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def hall(founded, monkeypatch):
    made = make_hall(monkeypatch, founded)
    monkeypatch.setattr("gulir.web.arrivals.slips.timezone.now", made._now)
    return made


@pytest.fixture
def loan(hall):
    return hall.fund.lend()


def code_of(loan, name):
    return slip_code(loan.shares.get(person__name=name))


def enter(code, **more):
    return Client().post(reverse("arrivals:slip"), {"code": code, **more})


def test_a_member_without_a_login_tells_with_the_slip(hall, loan):
    code = code_of(loan, "Parti")
    asked = enter(f" {code.lower().replace('-', ' ')} ")
    page = words(asked)
    assert "Berapa yang sampai di tangan Anda sendiri?" in page
    assert "Parti" not in page
    assert "1.000.000" not in page
    done = enter(code, amount="1.000.000", key="k")
    assert "Terima kasih" in words(done)
    told = Arrival.objects.get()
    assert (told.way, told.amount, told.person_id) == ("slip", EACH, hall.person("Parti"))


def test_whoever_holds_a_slip_is_led_to_the_page_from_the_first_one(hall, loan):
    page = reverse("arrivals:slip")
    first = Client().get("/", follow=True)
    assert f'href="{page}"' in first.content.decode()
    assert f'href="{page}"' not in Client().get(page).content.decode()
    asked = enter(code_of(loan, "Parti"))
    done = enter(code_of(loan, "Parti"), amount="1.000.000", key="k")
    assert all(f'href="{page}"' in answer.content.decode() for answer in (asked, done)), "one phone serves many"
    printed = hall.see("secretary", "arrivals:slips", loan.pk).content.decode()
    assert f'href="http://testserver{page}"' in printed


def test_a_slip_tells_once(hall, loan):
    code = code_of(loan, "Parti")
    enter(code, amount="1.000.000", key="a")
    again = enter(code, amount="5", key="b")
    assert again.status_code == 422
    assert "sudah dipakai" in words(again)
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize("code", ["", "x", "00000-00000", "0" * 41, "'; DROP TABLE", "ABCDE-FGHJ"])
def test_a_wrong_code_is_told(hall, loan, code):
    assert enter(code).status_code == 422


@pytest.mark.parametrize("amount", ["", "-1", "1,5", "9.000.000"])
def test_a_bad_sum_is_told_and_the_slip_stays_good(hall, loan, amount):
    code = code_of(loan, "Parti")
    assert enter(code, amount=amount, key="k").status_code == 422
    assert share_of_slip(code, on=hall.fund.today) is not None


def test_guessing_is_slowed_down(hall, loan):
    for _ in range(TRIES):
        assert enter("AAAAA-AAAAA").status_code == 422
    assert enter(code_of(loan, "Parti")).status_code == 429


def test_the_slip_of_another_does_not_open_ones_own(hall, loan):
    hall.fund.stage.actors["Parti"] = _actor(hall, "Parti")
    with pytest.raises(NotFound):
        hall.fund.do("Parti", lending.confirm_arrival, loan=loan.pk, amount=1, slip=code_of(loan, "Agus"))


def _actor(hall, name):
    from gulir.community.models import Person
    from gulir.community.queries import actor_for_person

    return actor_for_person(Person.objects.get(pk=hall.person(name)))


def test_a_slip_grows_old(hall, loan):
    code = code_of(loan, "Parti")
    assert share_of_slip(code, on=hall.fund.today + timedelta(days=VALID_DAYS)) is not None
    assert share_of_slip(code, on=hall.fund.today + timedelta(days=VALID_DAYS + 1)) is None


def test_codes_differ_and_look_alikes_are_forgiven(loan):
    codes = {slip_code(share) for share in loan.shares.all()}
    assert len(codes) == 5
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)


def test_only_those_who_never_had_the_money_print_slips(hall, loan):
    code = code_of(loan, "Parti")
    for who in ("facilitator", "overseer", "secretary", "trustee"):
        page = hall.see(who, "arrivals:slips", loan.pk)
        assert code in page.content.decode(), who
        assert page["Cache-Control"] == "no-store"
    for who in ("cashier", "upk_manager", "loan_officer", "bookkeeper", "auditor", "Yuni"):
        page = hall.see(who, "arrivals:slips", loan.pk)
        assert page.status_code == 403, who
        assert code not in page.content.decode()


def test_whoever_has_told_gets_no_slip(hall, loan):
    hall.fund.do("facilitator", lending.witness_arrivals, loan=loan.pk, amounts={hall.person("Parti"): EACH})
    page = hall.see("overseer", "arrivals:slips", loan.pk).content.decode()
    assert code_of(loan, "Parti") not in page
    assert code_of(loan, "Agus") in page
