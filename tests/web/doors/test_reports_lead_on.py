"""A figure of a report leads to where it comes from: account, voucher, loan card; only for who may read it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.web.doors.walk import samples_of

HREF = re.compile(r'<a class="hit" href="([^"]+)">([^<]+)</a>')


def leads(hall, who, name, **query):
    answer = hall.see(who, "reports:show", name, **query)
    assert answer.status_code == 200
    return [(href.replace("&amp;", "&"), text) for href, text in HREF.findall(answer.content.decode())]


def test_an_account_leads_to_its_vouchers_and_they_to_the_paper(hall):
    samples_of(hall)
    cash = next(href for href, text in leads(hall, "cashier", "trial-balance") if text.endswith("Kas"))
    assert "/laporan/ledger/" in cash
    assert "account=11010" in cash
    page = hall.at("cashier").get(cash).content.decode()
    slips = [href for href, _ in HREF.findall(page) if "/bukti/" in href]
    assert slips
    assert "/upk/bukti/" in hall.at("cashier").get(slips[0])["Location"]
    assert "/laporan/kertas/bukti/" in hall.at("overseer").get(slips[0])["Location"]


def test_a_loan_leads_to_its_card_and_an_indicator_to_its_rows(hall):
    samples_of(hall)
    (card,) = [href for href, _ in leads(hall, "overseer", "loans")]
    assert "Melati" in hall.at("overseer").get(card).content.decode()
    assert [href.split("?")[0] for href, _ in leads(hall, "overseer", "indicators")] == [
        reverse("reports:show", args=[name]) for name in ("loans", "loans", "loans", "income", "position")
    ]


@pytest.mark.parametrize("name", ["trial-balance", "position", "income", "cash-book", "ledger"])
def test_who_may_not_read_the_books_is_shown_no_way_to_them(hall, name):
    samples_of(hall)
    index = hall.see("facilitator", "reports:index").content.decode()
    assert f"/laporan/{name}/" not in index
    assert "/laporan/loans/" in index
    assert not [href for href, _ in leads(hall, "facilitator", "indicators") if f"/{name}/" in href]
    assert hall.see("facilitator", "reports:show", name).status_code == 403


def test_a_number_that_is_no_voucher_of_this_board_is_not_there(hall):
    assert hall.see("cashier", "reports:slip", "KM-2026-99999").status_code == 404


def test_a_file_that_may_not_be_had_says_so(hall):
    """Not for a facilitator, and not for a loan that is not there: a page with the reason, never a broken one."""
    for form in ("csv", "xlsx", "pdf"):
        refused = hall.see("facilitator", "reports:file", "position", form)
        assert refused.status_code == 403
        missing = hall.see("upk_manager", "reports:file", "loan-card", form, loan="999")
        assert missing.status_code == hall.see("upk_manager", "reports:show", "loan-card", loan="999").status_code
        assert 400 <= missing.status_code < 500
        assert "text/html" in missing["Content-Type"]
