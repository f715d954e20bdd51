"""The trustee's home tells what waits for whom, what is wrong and where the fund stands."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from gulir.governance.services import propose_rule
from gulir.lending import services as lending
from gulir.web.watch import TONES
from tests.web.stage import words


def test_a_board_with_nothing_to_do_is_told_so(hall):
    page = words(hall.see("trustee", "trustees:home"))
    assert "Selamat datang, Tari" in page
    assert "Hari yang terbuka: Senin, 2 Maret 2026." in page
    assert "Tidak ada yang menunggu keputusan." in page
    assert "Tidak ada yang perlu diperbaiki hari ini." in page
    assert "Rp150.000.000" in page


def test_the_position_is_that_of_the_books_and_cards(hall):
    hall.fund.lend("Melati")
    page = words(hall.see("trustee", "trustees:home"))
    assert "Kas dan bank Rp145.000.000" in page
    assert "Pinjaman di tangan warga Rp5.000.000" in page
    assert "KSM menunggak (LAR) 0,0% Memuaskan" in page
    assert "100,0% saldo pinjaman lancar" in page


def test_what_waits_for_a_meeting_is_listed_by_its_name(hall):
    hall.fund.do(
        "coordinator", propose_rule, rule="loan.per_member_max", value="3000000", effective_on=date(2026, 4, 1)
    )
    page = words(hall.see("trustee", "trustees:home"))
    assert "Pinjaman per anggota paling banyak" in page
    assert "loan.per_member_max" not in page


def test_an_application_waits_for_the_coordinators_signature_and_for_no_other_trustees(hall):
    application = hall.fund.verify(hall.fund.apply("Melati"))
    sign = reverse("officers:application_sign", args=[application])
    assert sign in hall.see("coordinator", "trustees:home").content.decode()
    assert sign not in hall.see("trustee", "trustees:home").content.decode()
    hall.fund.sign(application, "coordinator")
    assert sign not in hall.see("coordinator", "trustees:home").content.decode()


def test_arrears_a_stop_and_an_open_month_stand_under_attention(hall):
    hall.fund.lend("Melati")
    hall.move_to(date(2026, 7, 20))
    hall.fund.do("upk_manager", lending.suspend, reason="tunggakan terlalu tinggi")
    page = words(hall.see("trustee", "trustees:home"))
    assert "1 KSM menunggak, seluruhnya Rp2.300.000. Paling lama: Melati." in page
    assert "Pinjaman baru dihentikan sejak 20 Juli 2026: tunggakan terlalu tinggi." in page
    assert "Buku Maret 2026 belum ditutup." in page
    assert "Tingkat pengembalian (RR)" in page
    assert "Penundaan" in page
    assert TONES["suspend"] == "bad"


@pytest.mark.parametrize(
    ("who", "home", "page"),
    [
        ("trustee", "trustees:home", "officers:day"),
        ("overseer", "overseers:home", "overseers:day"),
        ("auditor", "overseers:home", ""),
    ],
)
def test_a_day_left_open_leads_to_where_it_is_read_and_only_who_may_read_it(hall, who, home, page):
    hall.fund.today += timedelta(days=2)
    answer = hall.see(who, home)
    assert "belum ditutup." in words(answer)
    led = [
        place for place in ("officers:day", "overseers:day") if f'href="{reverse(place)}"' in answer.content.decode()
    ]
    assert led == ([page] if page else [])
    assert all(hall.see(who, place).status_code == 200 for place in led)


def test_a_term_that_ends_soon_and_an_empty_office_stand_under_attention(hall):
    from gulir.community.models import OfficeTerm

    OfficeTerm.objects.filter(book_id=hall.fund.book, office="overseer").update(ends_before=date(2026, 3, 22))
    page = words(hall.see("trustee", "trustees:home"))
    assert "Masa tugas Pak Slamet sebagai Pengawas UPK berakhir 20 hari lagi." in page
    OfficeTerm.objects.filter(book_id=hall.fund.book, office="overseer").update(ends_before=date(2026, 2, 1))
    assert "Belum ada Pengawas UPK." in words(hall.see("trustee", "trustees:home"))


def test_the_home_stands_before_the_books_have_begun(db, monkeypatch):
    """A board that was just founded: no chart, no day, no money; the page says what comes first."""
    from tests.community.stage import make_board
    from tests.lending.stage import Fund
    from tests.web.stage import Hall

    hall = Hall(fund=Fund(stage=make_board("baru")), monkeypatch=monkeypatch)
    page = words(hall.see("trustee", "trustees:home"))
    assert "Belum ada hari yang terbuka." in page
    assert "Buku BKM ini belum dimulai." in page
    assert hall.see("overseer", "overseers:home").status_code == 200
    assert hall.see("Yuni", "members:home").status_code == 200


def test_the_page_asks_no_more_when_there_are_more_loans(hall, django_assert_max_num_queries):
    hall.fund.lend("Melati")
    hall.fund.lend("Mawar")
    hall.see("trustee", "trustees:home")
    with django_assert_max_num_queries(45):
        hall.see("trustee", "trustees:home")


@pytest.mark.parametrize(
    "page", ["trustees:home", "trustees:agenda", "trustees:loans", "trustees:meetings", "trustees:rulebook"]
)
def test_the_desk_speaks_english_too(hall, page):
    client = hall.at("coordinator")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    text = words(client.get(reverse(page)))
    assert not re.search(r"\b(belum|menunggu|keputusan|aturan|rapat|pinjaman|yang)\b", text, re.IGNORECASE), text
