"""The page of the waiting list: from the officer's home to how the idle share is computed is one click."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gulir.lending.models import Priority
from tests.web.stage import words

pytestmark = pytest.mark.django_db


def test_the_home_tells_the_idle_share_and_leads_to_how_it_is_computed(hall):
    home = hall.see("upk_manager", "officers:home")
    assert "Kas menganggur" in words(home)
    assert "100,0% dari dana bergulir menganggur, sudah 60 hari (Rp150.000.000 di kas dan bank)." in words(home)
    assert reverse("officers:waiting") in home.content.decode()
    page = words(hall.see("upk_manager", "officers:waiting"))
    assert "Kas dan bank Rp150.000.000 dibagi dana bergulir Rp150.000.000 = 100,0%." in page
    assert "Diperingatkan di atas 30% selama 60 hari." in page
    assert "Terlalu banyak uang menganggur" in page
    assert "Tidak ada yang menunggu pencairan." in page


def test_idle_money_is_no_reproach_while_new_loans_are_stopped(hall):
    hall.send("upk_manager", "officers:stopping", how="stop", **{"stop-reason": "Kas tidak cocok"})
    home = words(hall.see("upk_manager", "officers:home"))
    assert "Pinjaman baru dihentikan sejak" in home
    assert "dari dana bergulir menganggur" not in home


def test_one_is_put_first_by_clicking(hall):
    fund = hall.fund
    fund.approve(fund.verify(fund.apply("Melati")))
    asked = fund.approve(fund.verify(fund.apply("Mawar")))
    answer = hall.send("coordinator", "officers:waiting", application=str(asked), reason="Kebakaran", key="k")
    assert answer.status_code == 302
    assert Priority.objects.get().reason == "Kebakaran"
    page = words(hall.see("cashier", "officers:waiting"))
    assert page.index("Mawar") < page.index("Menurut tanggal putusan")
    assert "Kebakaran" in page
    assert "Dahulukan satu pengajuan" not in page


@pytest.mark.parametrize("sent", [{"reason": "x"}, {"application": "siapa", "reason": "x"}])
def test_what_cannot_be_is_said(hall, sent):
    hall.fund.approve(hall.fund.verify(hall.fund.apply("Melati")))
    assert hall.send("coordinator", "officers:waiting", **sent).status_code == 422
    assert not Priority.objects.exists()
