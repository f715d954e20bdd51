"""The officer's home tells what waits for this very person as the second one, and what waits for somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gulir.community.passwords import Password
from gulir.community.services import set_password
from gulir.ledger import services as ledger
from gulir.ledger.models import Draft
from gulir.ledger.queries import day_summary
from tests.web.stage import _counted, words

OWN = "Menunggu Anda"


def home(hall, who):
    return hall.see(who, "officers:home")


@pytest.fixture
def counted(hall):
    """The cashier has counted a day on which money moved."""
    hall.fund.pay(hall.fund.lend(), 575_000)
    boxes = [_counted(box) for box in day_summary(hall.fund.book).boxes if box.moved]
    hall.fund.do("cashier", ledger.close_day, counts=boxes)


@pytest.fixture
def paper(hall):
    """The bookkeeper prepared a late voucher."""
    lines = [{"debit": "51030", "credit": "11010", "amount": 45_000}]
    body = {"entries": lines, "description": "Beli kertas", "original_on": hall.fund.today - timedelta(days=1)}
    hall.fund.do("bookkeeper", ledger.record_susulan, **body, reason="Notanya tercecer")
    return Draft.objects.get(kind="susulan")


def test_with_nothing_to_confirm_nothing_waits(hall):
    assert OWN not in words(home(hall, "upk_manager"))


def test_the_count_of_another_waits_for_the_manager_by_name(hall, counted):
    page = home(hall, "upk_manager")
    assert "sudah dihitung oleh Siti dan menunggu orang kedua" in words(page).partition(OWN)[2]
    assert reverse("officers:day_confirm") in page.content.decode()


def test_who_counted_is_told_that_it_waits_for_somebody_else(hall, counted):
    page = home(hall, "cashier")
    assert OWN not in words(page)
    assert "Kas sudah dihitung dan menunggu orang kedua." in words(page)
    assert reverse("officers:day_confirm") not in page.content.decode()


def test_a_paper_waits_for_who_may_approve_it_and_not_for_its_maker(hall, paper):
    address = reverse("officers:draft", args=[paper.pk])
    for second in ("upk_manager", "secretary"):
        page = home(hall, second)
        assert "Bukti dari Wulan menunggu persetujuan orang kedua." in words(page).partition(OWN)[2]
        assert address in page.content.decode()
        assert "1 bukti menunggu orang kedua" not in words(page)
    for other in ("bookkeeper", "cashier"):
        page = home(hall, other)
        assert OWN not in words(page)
        assert address not in page.content.decode()
        assert "1 bukti menunggu orang kedua." in words(page)


def test_a_new_password_waits_for_the_secretary_when_the_coordinator_asked(hall):
    name = f"siti.{hall.fund.stage.code}"
    hall.fund.do("coordinator", set_password, username=name, password=Password("empat-bebek-di-kali"))
    assert "Kata sandi baru untuk Siti menunggu orang kedua." in words(home(hall, "secretary")).partition(OWN)[2]
    assert OWN not in words(home(hall, "bookkeeper"))
