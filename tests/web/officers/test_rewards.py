"""The cashier pays a punctual group its reward from the page, once."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.lending.models import Reward
from tests.web.officers.test_acts import hidden, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(hall):
    found = hall.fund.lend("Melati")
    hall.move_to(date(2026, 4, 2))
    hall.fund.pay(found, 5_750_000)
    return found


def test_a_reward_is_paid_once_and_shown_as_paid(hall, loan):
    card = hall.at("cashier").get(reverse("officers:loan", args=[loan.pk])).content.decode()
    assert reverse("officers:reward", args=[loan.pk]) in card
    address = reverse("officers:reward", args=[loan.pk])
    shown = hall.at("cashier").get(address)
    assert "menerima IPTW Rp75.000" in text_of(shown)
    for _ in range(2):
        hall.send("cashier", "officers:reward", loan.pk, **hidden(shown))
    assert Reward.objects.get().amount == 75_000
    assert "sudah dibayar pada 2 April 2026" in text_of(hall.at("cashier").get(address))


def test_who_pays_nothing_out_reads_only(hall, loan):
    shown = hall.at("bookkeeper").get(reverse("officers:reward", args=[loan.pk]))
    assert "Kasir membayarkannya" in text_of(shown)
    assert 'name="out_of"' not in shown.content.decode()


def test_nothing_earned_is_said(hall):
    loan = hall.fund.lend("Melati")
    assert "tidak mendapat IPTW" in text_of(hall.at("cashier").get(reverse("officers:reward", args=[loan.pk])))
