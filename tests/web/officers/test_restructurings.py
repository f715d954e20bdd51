"""A new schedule is proposed, read in full, decided and carried out by clicking."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.lending.models import Loan
from tests.lending.test_endings import LATE, decide
from tests.web.officers.test_acts import hidden, text_of

pytestmark = pytest.mark.django_db
ASKED = {"kind": "holiday", "first_due_on": "2026-08-02", "cause": "unable", "reason": "Panen gagal"}


@pytest.fixture
def loan(hall):
    found = hall.fund.lend("Melati")
    hall.move_to(date(2026, 4, 2))
    hall.fund.pay(found, 575_000)
    hall.move_to(LATE)
    return found


def send(hall, who, loan, **sent):
    address = reverse("officers:restructuring", args=[loan.pk])
    return hall.send(who, "officers:restructuring", loan.pk, **{**hidden(hall.at(who).get(address)), **sent})


def test_from_the_proposal_to_the_new_loan(hall, loan):
    assert send(hall, "loan_officer", loan, **ASKED).status_code == 302
    waiting = text_of(hall.at("loan_officer").get(reverse("officers:restructuring", args=[loan.pk])))
    assert "menunggu keputusan rapat" in waiting
    assert "2 Agu 2026" in waiting
    item = text_of(hall.at("coordinator").get(reverse("trustees:agenda")))
    assert "Jadwal baru pinjaman 1 Melati" in item

    number = decide(hall.fund, "board")
    ready = text_of(hall.at("bookkeeper").get(reverse("officers:restructuring", args=[loan.pk])))
    assert f"ditutup menurut keputusan {number}" in ready
    for _ in range(2):
        send(hall, "bookkeeper", loan)
    new = Loan.objects.get(replaces=loan)
    shown = text_of(hall.at("cashier").get(reverse("officers:loan", args=[new.pk])))
    assert "Lanjutan pinjaman lama" in shown
    assert "Rp4.500.000" in shown
    assert hall.at("bookkeeper").get(reverse("officers:restructuring", args=[loan.pk])).status_code == 404


def test_what_makes_no_schedule_is_told_on_the_form(hall, loan):
    answer = send(hall, "loan_officer", loan, **{**ASKED, "first_due_on": "2026-06-10"})
    assert answer.status_code == 422
    assert "belum pas" in text_of(answer)


def test_a_rate_that_is_no_number_is_told_on_the_form(hall, loan):
    answer = send(hall, "loan_officer", loan, **{**ASKED, "kind": "rate_cut", "rate_percent": "murah"})
    assert answer.status_code == 422


def test_a_cashier_proposes_nothing(hall, loan):
    shown = hall.at("cashier").get(reverse("officers:restructuring", args=[loan.pk])).content.decode()
    assert 'name="reason"' not in shown


def test_the_old_card_and_the_new_read_as_one_loan(hall, loan):
    """Each names the other, why it gave way and by which decision; the member's paper says the same."""
    send(hall, "loan_officer", loan, **ASKED)
    number = decide(hall.fund, "board")
    send(hall, "bookkeeper", loan)
    new = Loan.objects.get(replaces=loan)
    old_page = hall.at("cashier").get(reverse("officers:loan", args=[loan.pk]))
    new_page = hall.at("cashier").get(reverse("officers:loan", args=[new.pk]))
    assert reverse("officers:loan", args=[new.pk]) in old_page.content.decode()
    assert reverse("officers:loan", args=[loan.pk]) in new_page.content.decode()
    assert "Pinjaman ini berlanjut" in text_of(old_page)
    assert "Pinjaman ini berlanjut" not in text_of(new_page)
    for page in (old_page, new_page):
        assert "Satu pinjaman, beberapa kartu" in text_of(page)
        assert f"Libur angsuran keputusan {number}" in text_of(page)
    assert f"Pinjaman {new.loan_no}, lanjutan pinjaman {loan.loan_no} sejak" in text_of(new_page)
    own = text_of(hall.at("Yuni").get(reverse("members:card", args=[new.pk])))
    assert "Satu pinjaman, beberapa kartu" in own


def test_a_loan_with_one_card_tells_no_story(hall, loan):
    assert "beberapa kartu" not in text_of(hall.at("cashier").get(reverse("officers:loan", args=[loan.pk])))
