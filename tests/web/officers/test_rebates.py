"""A group wants to pay its murabahah loan off: the page says what is owed and why, and asks the board for a rebate."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.lending.models import Loan
from tests.lending.offers import lend, offer
from tests.lending.test_endings import decide
from tests.web.officers.test_acts import hidden, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale(hall):
    product = offer(hall.fund, method="murabahah", instalments=10, rate_percent="1.5")
    found, _ = lend(hall.fund, product, [1_000_000] * 5)
    hall.move_to(date(2026, 3, 9))
    return found


def page(hall, who, name, loan):
    return hall.at(who).get(reverse(f"officers:{name}", args=[loan.pk]))


def send(hall, who, name, loan, **sent):
    return hall.send(who, f"officers:{name}", loan.pk, **{**hidden(page(hall, who, name, loan)), **sent})


def test_from_the_wish_to_the_receipt(hall, sale):
    card = text_of(page(hall, "cashier", "loan", sale))
    assert "Margin tetap dan dibayar penuh" in card
    assert "Rp5.750.000" in card
    assert send(hall, "loan_officer", "rebate", sale, amount="700.000", reason="Panen bagus").status_code == 302
    assert "Usul potongan Rp700.000 menunggu" in text_of(page(hall, "loan_officer", "rebate", sale))
    agenda = text_of(hall.at("coordinator").get(reverse("trustees:agenda")))
    assert "Potongan margin pinjaman 1 Melati" in agenda
    number = decide(hall.fund, "board")
    assert f"Rp700.000 dengan keputusan {number}" in text_of(page(hall, "cashier", "rebate", sale))
    quote = text_of(page(hall, "cashier", "loan_settle", sale))
    assert "Rp5.050.000" in quote
    assert "dikurangi potongan yang diberikan BKM" in quote
    send(hall, "cashier", "loan_settle", sale)
    assert Loan.objects.get(pk=sale.pk).state == "settled"


def test_too_much_is_told_on_the_form(hall, sale):
    answer = send(hall, "loan_officer", "rebate", sale, amount="750.001", reason="x")
    assert answer.status_code == 422
    assert "paling banyak margin angsuran yang belum jatuh tempo, Rp750.000" in text_of(answer)


def test_a_loan_without_a_margin_has_no_such_page(hall):
    assert page(hall, "loan_officer", "rebate", hall.fund.lend("Melati")).status_code == 404


def test_it_reads_in_english(hall, sale):
    client = hall.at("loan_officer")
    client.cookies["django_language"] = "en"
    said = text_of(client.get(reverse("officers:rebate", args=[sale.pk])))
    assert "not promised beforehand" in said
