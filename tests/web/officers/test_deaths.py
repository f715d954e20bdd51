"""A member died: proposed with the letter, decided, paid out of the fund and read on the card, by clicking."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.lending.models import Loan
from tests.lending.test_deaths import set_aside
from tests.lending.test_endings import LATE, decide
from tests.web.officers.test_acts import hidden, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(hall):
    found = hall.fund.lend("Melati")
    hall.move_to(date(2026, 4, 2))
    hall.fund.pay(found, 575_000)
    hall.move_to(LATE)
    return found


def page(hall, who, loan):
    return hall.at(who).get(reverse("officers:death", args=[loan.pk]))


def send(hall, who, loan, **sent):
    return hall.send(who, "officers:death", loan.pk, **{**hidden(page(hall, who, loan)), **sent})


def asked(hall, **more):
    parti = str(hall.fund.stage.people["Parti"])
    return {"person": parti, "died_on": "2026-06-01", "letter": "474.3/012", "note": "", **more}


def test_from_the_letter_to_the_new_card(hall, loan):
    assert send(hall, "loan_officer", loan, **asked(hall)).status_code == 302
    waiting = text_of(page(hall, "loan_officer", loan))
    assert "menunggu keputusan rapat" in waiting
    assert "Parti" in waiting
    assert "Rp900.000" in waiting
    agenda = text_of(hall.at("coordinator").get(reverse("trustees:agenda")))
    assert "Anggota meninggal, pinjaman 1 Melati" in agenda

    number = decide(hall.fund, "board")
    assert f"menurut keputusan {number}" in text_of(page(hall, "bookkeeper", loan))
    short = send(hall, "bookkeeper", loan)
    assert short.status_code == 422
    assert "Dana risiko kematian tinggal Rp0" in text_of(short)
    set_aside(hall.fund)
    for _ in range(2):
        send(hall, "bookkeeper", loan)
    new = Loan.objects.get(replaces=loan)
    old_card = text_of(hall.at("cashier").get(reverse("officers:loan", args=[loan.pk])))
    assert "Bagian anggota yang meninggal dibayar dana risiko" in old_card
    card = text_of(hall.at("cashier").get(reverse("officers:loan", args=[new.pk])))
    assert "Seorang anggota meninggal" in card
    assert "Rp3.600.000" in card
    assert page(hall, "bookkeeper", loan).status_code == 404


def test_a_day_to_come_is_told_on_the_form(hall, loan):
    answer = send(hall, "loan_officer", loan, **asked(hall, died_on="2026-06-11"))
    assert answer.status_code == 422
    assert "Periksa surat kematiannya" in text_of(answer)


def test_it_is_found_from_the_card_and_from_the_arrears(hall, loan):
    address = reverse("officers:death", args=[loan.pk])
    assert address in hall.at("cashier").get(reverse("officers:loan", args=[loan.pk])).content.decode()
    assert address in hall.at("loan_officer").get(reverse("officers:handling_one", args=[loan.pk])).content.decode()


def test_it_reads_in_english(hall, loan):
    client = hall.at("loan_officer")
    client.cookies["django_language"] = "en"
    said = text_of(client.get(reverse("officers:death", args=[loan.pk])))
    assert "A member of group Melati died" in said
    assert "Number of the death letter" in said
