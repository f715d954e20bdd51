"""The hand-over ladder on the screen: read by the facilitator, seen by all who keep the programme, answered."""

from __future__ import annotations

import re
from datetime import date

import pytest

from gulir.core.handover import ROUTINES
from gulir.mentoring.models import HandoverReading
from gulir.mentoring.services.handovers import read_handover
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db
READY = dict.fromkeys(ROUTINES, 3) | dict.fromkeys(ROUTINES[:6], 4)


@pytest.fixture
def hall(founded, monkeypatch):
    return make_hall(monkeypatch, founded)


def later(hall, day):
    """Months on: everybody logs in anew."""
    hall.fund.move_to(day)
    hall.clients.clear()


def chosen(**more):
    """What the form sends when every routine is done together."""
    return {"key": "k1", **{f"l_{routine}": "3" for routine in ROUTINES}, **more}


def kept(hall, levels=READY, **more):
    return hall.fund.do("facilitator", read_handover, levels=levels, **more)["reading"]


def test_an_empty_ladder_says_that_nobody_read_it(hall):
    page = words(hall.see("facilitator", "handovers:index"))
    assert "Tangga serah terima belum pernah dibaca." in page
    assert "Pendamping belum dapat melepas" in page
    assert "Baca triwulan ini" in page


def test_the_facilitator_reads_a_quarter_and_finds_the_last_choices_ready(hall):
    answer = hall.send("facilitator", "handovers:read", **chosen(s_books="Bu Wulan menulis sendiri"))
    assert answer.status_code == 302
    one = HandoverReading.objects.get(book_id=hall.fund.book)
    page = words(hall.see("facilitator", "handovers:show", one.pk))
    assert "Bu Wulan menulis sendiri" in page
    assert "warga, pendamping hadir" in page
    assert "67%" in page.replace(" %", "%")

    later(hall, date(2026, 4, 1))
    form = hall.see("facilitator", "handovers:read").content.decode()
    assert len(re.findall(r'value="3"[^>]*checked', form)) == len(ROUTINES)


def test_a_refused_reading_keeps_what_was_typed(hall):
    kept(hall, dict.fromkeys(ROUTINES, 3))
    answer = hall.send("facilitator", "handovers:read", **chosen(l_lead="4", reason="Dibaca lagi", s_plan="Ikut hadir"))
    assert answer.status_code == 422
    assert "Kegiatan “Memimpin pertemuan” berubah dari pembacaan yang lalu" in words(answer)
    assert "Ikut hadir" in answer.content.decode()
    assert HandoverReading.objects.filter(book_id=hall.fund.book).count() == 1


def test_a_second_reading_of_the_quarter_asks_why(hall):
    kept(hall, dict.fromkeys(ROUTINES, 3))
    answer = hall.send("facilitator", "handovers:read", **chosen())
    assert answer.status_code == 422
    assert "Mengapa triwulan ini dibaca lagi" in words(answer)


def test_the_exit_test_says_what_is_missing_and_when_it_is_passed(hall):
    kept(hall, READY | {"plan": 2})
    page = words(hall.see("overseer", "handovers:index"))
    assert "Belum: Merencanakan." in page
    assert "Sekarang 0 triwulan." in page

    for day in (date(2026, 4, 1), date(2026, 7, 1)):
        later(hall, day)
        kept(hall, READY, seen={"plan": "Rencana ditulis warga"})
    page = words(hall.see("overseer", "handovers:index"))
    assert "Pendamping dapat melepas" in page
    assert "Sekarang 2 triwulan." in page


def test_a_quarter_that_waits_for_its_reading_is_told(hall):
    kept(hall)
    assert "Triwulan ini belum dibaca" not in words(hall.see("trustee", "handovers:index"))
    later(hall, date(2026, 4, 1))
    assert "Pembacaan untuk triwulan 2 2026 masih ditunggu." in words(hall.see("trustee", "handovers:index"))


def test_the_board_answers_on_the_page_and_others_read_it(hall):
    one = kept(hall)
    assert "Sampaikan tanggapan" not in words(hall.see("overseer", "handovers:show", one))
    answer = hall.send("trustee", "handovers:show", one, key="r1", said="Kami siap memimpin rapat.")
    assert answer.status_code == 302
    assert "Kami siap memimpin rapat." in words(hall.see("overseer", "handovers:show", one))
    empty = hall.send("trustee", "handovers:show", one, key="r2", said=" ")
    assert empty.status_code == 422


def test_a_member_of_a_ksm_does_not_read_it(hall):
    one = kept(hall)
    assert hall.see("Yuni", "handovers:index").status_code == 403
    assert hall.see("Yuni", "handovers:show", one).status_code == 403
    assert hall.see("trustee", "handovers:read").status_code == 403
    assert hall.see("trustee", "handovers:show", one).status_code == 200  # control


def test_the_picture_has_its_table_behind(hall):
    kept(hall)
    page = hall.see("facilitator", "handovers:index").content.decode()
    assert "Siapa yang menjalankan setiap kegiatan" in page
    assert page.count("warga sendiri") >= 6
