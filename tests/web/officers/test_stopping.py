"""The page about new loans: what stops them, with figure and limit, and what is asked of the members' meeting."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.governance.models import AgendaItem
from gulir.lending.queries.stopped import LIFT, stopped_since
from tests.web.stage import words

pytestmark = pytest.mark.django_db


def late(hall):
    hall.fund.lend("Melati")
    hall.move_to(date(2026, 6, 2))


def test_a_healthy_fund_lends_on(hall):
    page = words(hall.see("upk_manager", "officers:stopping"))
    assert "Boleh jalan" in page
    assert "Tidak ada yang menghentikan pinjaman baru." in page
    assert "Minta izin RWT" not in page


def test_the_home_says_that_lending_waits_and_leads_to_why(hall):
    late(hall)
    home = hall.see("upk_manager", "officers:home")
    assert "Pinjaman baru ditunda: LAR dan PAR masuk kelas penundaan." in words(home)
    assert reverse("officers:stopping") in home.content.decode()
    page = words(hall.see("upk_manager", "officers:stopping"))
    assert "Ditunda" in page
    assert "paling banyak 20,0%" in page
    assert "100,0%" in page


def test_the_manager_asks_the_members_meeting_by_clicking(hall):
    late(hall)
    sent = {"how": "leave", "leave-until": "2026-06-30", "leave-reason": "KSM lama lancar", "key": "sekali"}
    answer = hall.send("upk_manager", "officers:stopping", **sent)
    assert answer.status_code == 302
    item = AgendaItem.objects.get(subject_kind=LIFT)
    page = words(hall.see("coordinator", "trustees:item", item.pk))
    assert "Pinjaman baru selama penundaan" in page
    assert "30 Juni 2026" in page
    assert "100.00%" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"leave-until": "2026-06-01", "leave-reason": "x"}, "Izin harus berakhir sesudah hari ini"),
        ({"leave-until": "2027-06-30", "leave-reason": "x"}, "terlalu lama"),
        ({"leave-until": "kapan", "leave-reason": "x"}, ""),
        ({"leave-until": "2026-06-30", "leave-reason": ""}, ""),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_form(hall, sent, said):
    late(hall)
    answer = hall.send("upk_manager", "officers:stopping", how="leave", **sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not AgendaItem.objects.filter(subject_kind=LIFT).exists()


def test_a_stop_by_hand_is_seen_with_its_reason(hall):
    hall.send("upk_manager", "officers:stopping", how="stop", **{"stop-reason": "Kas tidak cocok"})
    assert stopped_since(hall.fund.book).reason == "Kas tidak cocok"
    page = words(hall.see("upk_manager", "officers:stopping"))
    assert "Kas tidak cocok. Hanya RWT yang dapat membukanya." in page
    answer = hall.send("upk_manager", "officers:stopping", how="resume")
    assert answer.status_code == 422
    assert "Hanya keputusan RWT yang dapat membukanya." in words(answer)


def test_the_cashier_reads_and_decides_nothing(hall):
    page = words(hall.see("cashier", "officers:stopping"))
    assert "Hentikan pinjaman baru" not in page
