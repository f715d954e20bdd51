"""A voucher reads in the language of its reader, and each of its accounts leads to what moved it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from gulir.ledger.models import Account, Voucher
from tests.web.stage import words

DESKS = [("overseer", "overseers:voucher"), ("cashier", "officers:voucher")]


def newest(hall) -> Voucher:
    hall.fund.pay(hall.fund.lend("Melati"), 575_000)
    return Voucher.objects.filter(book_id=hall.fund.book).latest("recorded_at")


@pytest.mark.parametrize(("who", "page"), DESKS)
def test_english_calls_the_accounts_in_english_and_indonesian_as_the_books_do(hall, who, page):
    paper = newest(hall)
    local = words(hall.see(who, page, paper.pk))
    hall.at(who).cookies["django_language"] = "en"
    english = words(hall.see(who, page, paper.pk))
    assert "Pinjaman KSM" in local
    assert "Loans to groups" not in local
    assert "Loans to groups" in english
    assert "Pinjaman KSM" not in english


@pytest.mark.parametrize(("who", "page"), DESKS)
def test_a_name_the_board_gave_is_never_translated(hall, who, page):
    paper = newest(hall)
    Account.objects.filter(book_id=hall.fund.book, ledger="upk", code="11030").update(name="Pinjaman warga RW 01")
    hall.at(who).cookies["django_language"] = "en"
    shown = words(hall.see(who, page, paper.pk))
    assert "Pinjaman warga RW 01" in shown
    assert "Loans to groups" not in shown


def test_an_overseer_reads_on_from_an_account_to_what_moved_it(hall):
    paper = newest(hall)
    page = hall.see("overseer", "overseers:voucher", paper.pk).content.decode()
    led = [href.replace("&amp;", "&") for href in re.findall(r'class="hit" href="([^"]+)"', page)]
    ledger = reverse("reports:show", args=["ledger"])
    assert led
    assert all(href.startswith(ledger) and "account=" in href for href in led)
    assert {hall.at("overseer").get(href).status_code for href in led} == {200}
    assert "Terbilang" in page
    assert "Buku UPK" in page


def test_the_home_of_a_desk_shows_at_most_six_ways_on(hall):
    for who, page in (("trustee", "trustees:home"), ("overseer", "overseers:home"), ("auditor", "overseers:home")):
        shown = hall.see(who, page).content.decode()
        assert 3 <= len(re.findall(r'<a class="action', shown)) <= 6, who
