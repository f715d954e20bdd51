"""The page of the three sides: whoever may tell finds their form, and everybody sees at once when sums differ."""

from __future__ import annotations

import pytest

from gulir.base.models import Actor
from gulir.lending import services as lending
from gulir.lending.models import Arrival, Loan
from tests.lending.stage import EACH, MEMBERS
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(founded, monkeypatch):
    made = make_hall(monkeypatch, founded)
    stage = made.fund.stage
    for name in MEMBERS["Melati"] + MEMBERS["Mawar"]:
        stage.actors.setdefault(name, Actor.objects.create(person=stage.people[name], name=name))
    return made


@pytest.fixture
def loan(hall):
    return hall.fund.lend()


def box(loan, name):
    return f"p{loan.shares.get(person__name=name).pk}"


def test_a_member_tells_what_reached_her_hand(hall, loan):
    assert "Sebutkan berapa yang sampai di tangan Anda" in words(hall.see("Parti", "members:card", loan.pk))
    page = words(hall.see("Parti", "arrivals:loan", loan.pk))
    assert "Berapa yang sampai di tangan Anda sendiri?" in page
    assert "menurut buku Anda" not in page  # she keeps no book of the KSM
    answer = hall.send("Parti", "arrivals:loan", loan.pk, do="self", key="k", **{"self-amount": "1.000.000"})
    assert answer.status_code == 302
    assert Arrival.objects.get().amount == EACH
    assert "Sebutkan berapa" not in words(hall.see("Parti", "members:card", loan.pk))


def test_no_box_is_filled_in_beforehand(hall, loan):
    for who in ("Karti", "Yuni", "facilitator"):
        page = hall.see(who, "arrivals:loan", loan.pk).content.decode()
        assert 'value="1.000.000"' not in page
        assert 'value="5.000.000"' not in page


def test_the_chair_records_for_the_group(hall, loan):
    answer = hall.send("Yuni", "arrivals:loan", loan.pk, do="group", key="k", **{"group-amount": "5 jt"})
    assert answer.status_code == 302
    assert Arrival.objects.get().way == "treasurer"


def test_a_difference_is_red_on_three_homes_at_once(hall, loan):
    homes = (("cashier", "officers:home"), ("trustee", "trustees:home"), ("overseer", "overseers:home"))
    for who, home in homes:
        assert "belum cocok: UPK" not in words(hall.see(who, home))
    hall.send("facilitator", "arrivals:loan", loan.pk, do="witness", key="k", **{box(loan, "Karti"): "400.000"})
    assert Loan.objects.get(pk=loan.pk).arrival == "differs"
    for who, home in homes:
        assert "Pencairan KSM Melati belum cocok: UPK" in words(hall.see(who, home)), who
    page = words(hall.see("overseer", "arrivals:loan", loan.pk))
    assert "Karti menyebut Rp400.000 dari Rp1.000.000: kurang Rp600.000." in page


def test_everybody_telling_the_same_is_said_warmly(hall, loan):
    whole = {box(loan, name): str(EACH) for name in MEMBERS["Melati"]}
    hall.send("overseer", "arrivals:loan", loan.pk, do="witness", key="k", treasurer="5.000.000", **whole)
    assert "Cocok!" in words(hall.see("Parti", "arrivals:loan", loan.pk))
    assert "cocok di tiga pihak" in words(hall.see("cashier", "officers:loan", loan.pk))


def test_silence_is_told_after_a_week(hall, loan):
    from datetime import timedelta

    hall.move_to(hall.fund.today + timedelta(days=7))
    assert "Belum semua menyebut" not in words(hall.see("cashier", "officers:home"))
    hall.move_to(hall.fund.today + timedelta(days=1))
    assert "Belum semua menyebut uang yang diterima pada 1 pencairan" in words(hall.see("cashier", "officers:home"))


def test_who_had_the_money_in_hand_has_no_form(hall, loan):
    for who in ("cashier", "upk_manager", "loan_officer", "bookkeeper", "auditor"):
        assert 'name="do"' not in hall.see(who, "arrivals:loan", loan.pk).content.decode(), who
        hall.send(who, "arrivals:loan", loan.pk, do="witness", key=who, treasurer="1")
    assert not Arrival.objects.exists()


def test_another_group_does_not_even_see_it(hall, loan):
    assert hall.see("Tini", "arrivals:loan", loan.pk).status_code == 404
    assert hall.send("Tini", "arrivals:loan", loan.pk, do="self", key="k", **{"self-amount": "1"}).status_code == 404


@pytest.mark.parametrize("amount", ["", "1,5", "-3", "seribu", "9.000.000", "1" * 30])
def test_a_bad_sum_is_told_and_nothing_is_kept(hall, loan, amount):
    answer = hall.send("Karti", "arrivals:loan", loan.pk, do="self", key="k", **{"self-amount": amount})
    assert answer.status_code == 422
    assert not Arrival.objects.exists()


def test_an_empty_sheet_of_a_witness_is_told(hall, loan):
    answer = hall.send("facilitator", "arrivals:loan", loan.pk, do="witness", key="k")
    assert answer.status_code == 422
    assert "Isi sedikitnya satu kotak" in words(answer)


def test_a_correction_asks_why(hall, loan):
    hall.fund.do("Karti", lending.confirm_arrival, loan=loan.pk, amount=1)
    given = {"do": "self", "key": "k", "self-amount": "1.000.000"}
    assert hall.send("Karti", "arrivals:loan", loan.pk, **given).status_code == 422
    given["self-reason"] = "Salah ketik"
    assert hall.send("Karti", "arrivals:loan", loan.pk, **given).status_code == 302
    assert Arrival.objects.count() == 2


def test_an_old_loan_has_no_such_page(hall, loan):
    Loan.objects.filter(pk=loan.pk).update(arrival="old")
    assert hall.see("cashier", "arrivals:loan", loan.pk).status_code == 404
    assert "Lihat tiga pihak" not in words(hall.see("cashier", "officers:loan", loan.pk))
