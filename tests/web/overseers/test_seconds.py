"""The overseer as the second person: the count of the day, a prepared voucher, each read and confirmed here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gulir.ledger import services as ledger
from gulir.ledger.models import Draft, Voucher
from gulir.ledger.queries import day_summary
from tests.web.stage import _counted, make_hall, words


@pytest.fixture
def counted(hall):
    """The cashier has counted a day on which money moved."""
    hall.fund.pay(hall.fund.lend(), 575_000)
    boxes = [_counted(box) for box in day_summary(hall.fund.book).boxes if box.moved]
    hall.fund.do("cashier", ledger.close_day, counts=boxes)
    return day_summary(hall.fund.book).day


def test_the_home_says_that_a_count_waits_and_leads_there(hall, counted):
    page = hall.see("overseer", "overseers:home")
    assert "menunggu orang kedua" in words(page)
    assert reverse("overseers:day") in page.content.decode()


def test_the_overseer_reads_the_count_note_by_note_and_closes_the_day(hall, counted):
    said = words(hall.see("overseer", "overseers:day"))
    assert "Dihitung oleh Siti" in said
    assert "Rp100.000" in said
    answer = hall.send("overseer", "overseers:day", do="confirm", key="c1")
    assert answer.status_code == 302
    assert day_summary(hall.fund.book).day > counted


def test_the_overseer_sends_the_count_back_with_a_reason(hall, counted):
    assert hall.send("overseer", "overseers:day", do="refuse", reason="", key="r0").status_code == 422
    hall.send("overseer", "overseers:day", do="refuse", reason="Satu lembar kurang", key="r1")
    assert day_summary(hall.fund.book).state == "open"
    assert day_summary(hall.fund.book).day == counted


@pytest.mark.parametrize("who", ["auditor", "forum", "facilitator", "cashier", "Yuni"])
def test_who_only_looks_does_not_confirm(hall, counted, who):
    assert hall.see(who, "overseers:day").status_code == 403
    assert hall.send(who, "overseers:day", do="confirm", key="c1").status_code == 403
    assert day_summary(hall.fund.book).day == counted


def test_before_the_count_the_page_says_so(hall):
    assert "Kas hari ini belum dihitung" in words(hall.see("overseer", "overseers:day"))
    assert hall.send("overseer", "overseers:day", do="confirm", key="c1").status_code == 422


@pytest.fixture
def draft(hall):
    """The bookkeeper prepared a late voucher."""
    lines = [{"debit": "51030", "credit": "11010", "amount": 45_000}]
    body = {"entries": lines, "description": "Beli kertas", "original_on": hall.fund.today - timedelta(days=1)}
    hall.fund.do("bookkeeper", ledger.record_susulan, **body, reason="Notanya tercecer")
    return Draft.objects.get(kind="susulan")


def test_a_prepared_voucher_is_read_and_approved(hall, draft):
    home = hall.see("overseer", "overseers:home").content.decode()
    assert reverse("overseers:paper", args=[draft.pk]) in home
    said = words(hall.see("overseer", "overseers:paper", draft.pk))
    for expected in ("Beli kertas", "Notanya tercecer", "Rp45.000", "Wulan"):
        assert expected in said
    answer = hall.send("overseer", "overseers:paper", draft.pk, digest=draft.digest, confirmed="1", key="p1")
    assert answer.status_code == 302
    assert Voucher.objects.get(kind="susulan").total == 45_000


def test_another_digest_than_the_one_shown_is_refused(hall, draft):
    answer = hall.send("overseer", "overseers:paper", draft.pk, digest="0" * 64, confirmed="1", key="p1")
    assert answer.status_code == 422
    assert not Voucher.objects.filter(kind="susulan").exists()


@pytest.mark.parametrize("who", ["auditor", "forum", "facilitator", "trustee", "Yuni"])
def test_the_paper_is_not_for_them_at_this_desk(hall, draft, who):
    assert hall.see(who, "overseers:paper", draft.pk).status_code == 403


def test_a_paper_of_another_board_is_not_there(hall, draft, monkeypatch):
    other = make_hall(monkeypatch, code="mawar")
    assert other.see("overseer", "overseers:paper", draft.pk).status_code == 404
    answer = other.send("overseer", "overseers:paper", draft.pk, digest=draft.digest, confirmed="1", key="p1")
    assert answer.status_code == 404
