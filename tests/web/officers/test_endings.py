"""A loan is proposed, decided and written off by clicking; what comes back is received from the register."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.lending.models import Loan, Recovery
from tests.lending.test_endings import JASA, LATE, LEFT, decide
from tests.web.officers.test_acts import hidden, text_of

pytestmark = pytest.mark.django_db
REASON = {"cause": "business_failed", "reason": "Pasar terbakar"}


@pytest.fixture
def loan(hall):
    found = hall.fund.lend("Melati")
    hall.move_to(date(2026, 4, 2))
    hall.fund.pay(found, 575_000)
    hall.move_to(LATE)
    return found


def lose(hall, who, loan, **sent):
    address = reverse("officers:loan_lost", args=[loan.pk])
    return hall.send(who, "officers:loan_lost", loan.pk, **{**hidden(hall.at(who).get(address)), **sent})


def test_from_the_proposal_to_the_last_rupiah_back(hall, loan):
    lose(hall, "loan_officer", loan, **REASON)
    waiting = text_of(hall.at("loan_officer").get(reverse("officers:loan_lost", args=[loan.pk])))
    assert "menunggu keputusan RWT" in waiting
    shown = text_of(hall.at("coordinator").get(reverse("trustees:agenda")))
    assert "Hapus buku pinjaman 1 Melati" in shown

    number = decide(hall.fund)
    ready = text_of(hall.at("bookkeeper").get(reverse("officers:loan_lost", args=[loan.pk])))
    assert f"dihapusbukukan Rp4.500.000 menurut keputusan RWT {number}" in ready
    lose(hall, "bookkeeper", loan)
    lose(hall, "bookkeeper", loan)
    assert Loan.objects.get(pk=loan.pk).state == "written_off"

    register = text_of(hall.at("cashier").get(reverse("officers:claims")))
    assert "Rp5.175.000" in register
    address = reverse("officers:claim", args=[loan.pk])
    sent = {**hidden(hall.at("cashier").get(address)), "amount": "175.000", "method": "cash", "payer": "Yuni"}
    for _ in range(2):
        hall.send("cashier", "officers:claim", loan.pk, **sent)
    assert Recovery.objects.get().amount == 175_000
    after = text_of(hall.at("cashier").get(address))
    assert "Rp5.000.000" in after
    assert LEFT + JASA == 5_175_000
    assert "Dihapusbukukan" in text_of(hall.at("cashier").get(reverse("officers:loan", args=[loan.pk])))


def test_more_than_the_claim_is_refused_on_the_form(hall, loan):
    lose(hall, "loan_officer", loan, **REASON)
    decide(hall.fund)
    lose(hall, "bookkeeper", loan)
    sent = hidden(hall.at("cashier").get(reverse("officers:claim", args=[loan.pk])))
    answer = hall.send("cashier", "officers:claim", loan.pk, **{**sent, "amount": "6.000.000", "method": "cash"})
    assert answer.status_code == 422
    assert "tinggal Rp5.175.000" in text_of(answer)
    assert not Recovery.objects.exists()


def test_without_a_decision_there_is_no_button(hall, loan):
    shown = hall.at("bookkeeper").get(reverse("officers:loan_lost", args=[loan.pk])).content.decode()
    assert "Hapus dari buku" not in shown
    assert 'name="reason"' not in shown


def test_a_loan_nobody_wrote_off_has_no_claim(hall, loan):
    assert hall.at("cashier").get(reverse("officers:claim", args=[loan.pk])).status_code == 404


@pytest.mark.parametrize("page", ["officers:loan_lost", "officers:restructuring"])
def test_who_may_not_propose_is_told_who_may(hall, loan, page):
    address = reverse(page, args=[loan.pk])
    assert "manajer UPK yang mengusulkannya" in text_of(hall.at("cashier").get(address))
    assert "manajer UPK yang mengusulkannya" not in text_of(hall.at("loan_officer").get(address))
    assert "Usulkan" not in text_of(hall.at("cashier").get(reverse("officers:handling_one", args=[loan.pk])))


def test_a_loan_that_ended_offers_the_cashier_no_empty_card(hall, loan):
    card = reverse("officers:loan", args=[loan.pk])
    assert "Tindakan lain" in text_of(hall.at("cashier").get(card))
    lose(hall, "loan_officer", loan, **REASON)
    decide(hall.fund)
    hall.send("bookkeeper", "officers:loan_lost", loan.pk, key="written-off-now")
    assert Loan.objects.get(pk=loan.pk).state == "written_off"
    assert "Tindakan lain" not in text_of(hall.at("cashier").get(card))
