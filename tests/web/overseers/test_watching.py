"""The watchers' desk shows everything their office reads, and nothing there changes anything."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from gulir.base.models import Fact
from gulir.ledger.models import Voucher
from tests.web.stage import words


def newest(hall) -> Voucher:
    return Voucher.objects.filter(book_id=hall.fund.book).latest("recorded_at")


def test_the_home_shows_figures_attention_and_where_to_look(hall):
    hall.fund.lend("Melati")
    page = words(hall.see("overseer", "overseers:home"))
    assert "Anda melihat semuanya, dan boleh menjadi orang kedua yang mengesahkan." in page
    assert "Kas dan bank Rp145.000.000" in page
    for name in ("LAR", "PAR", "RR", "CCr", "ROI"):
        assert f"({name})" in page
    assert "Belum ada keputusan." in page


def test_the_examination_of_sound_books_finds_nothing(hall):
    hall.fund.pay(hall.fund.lend("Melati"), 575_000)
    page = words(hall.see("overseer", "overseers:check"))
    assert "Yang tidak cocok 0" in page
    assert "saling cocok sampai rupiah terakhir" in page


def test_the_examination_says_what_does_not_agree(hall, monkeypatch):
    """The negative control: a finding stands on the page in words, and in the notices of the home."""
    from gulir.core.problems import Finding

    facts = {"role": "loans", "cards": 1, "books": 2, "difference": 1_000}
    monkeypatch.setattr(
        "gulir.web.watch.control_findings", lambda book, as_of: [Finding(code="ControlDiffers", facts=facts)]
    )
    assert "Kartu dan buku besar berbeda Rp1.000." in words(hall.see("overseer", "overseers:home"))
    monkeypatch.setattr(
        "gulir.web.overseers.home.check_board", lambda book, on: [Finding(code="ControlDiffers", facts=facts)]
    )
    page = words(hall.see("overseer", "overseers:check"))
    assert "Yang tidak cocok 1" in page
    assert "saling cocok" not in page


def test_vouchers_are_read_filtered_and_searched(hall):
    hall.fund.pay(hall.fund.lend("Melati"), 575_000)
    everything = words(hall.see("overseer", "overseers:vouchers"))
    assert "Pencairan pinjaman" in everything
    assert "Pencairan pinjaman" not in words(hall.see("overseer", "overseers:vouchers", jenis="KM"))
    assert "Tidak ada bukti yang cocok." in words(hall.see("overseer", "overseers:vouchers", q="tidak ada begini"))
    paper = newest(hall)
    page = words(hall.see("overseer", "overseers:voucher", paper.pk))
    assert paper.label in page
    assert "Siti" in page
    assert "lima ratus tujuh puluh lima ribu rupiah" in page


def test_loans_are_read_with_their_cards(hall):
    loan = hall.fund.lend("Melati")
    assert "Melati" in words(hall.see("overseer", "overseers:loans"))
    assert "Tidak ada pinjaman yang cocok" in words(hall.see("overseer", "overseers:loans", keadaan="menunggak"))
    assert "Jadwal angsuran" in words(hall.see("overseer", "overseers:loan", loan.pk))


def test_what_is_not_there_is_not_there(hall):
    assert hall.see("overseer", "overseers:voucher", uuid4()).status_code == 404
    assert hall.see("overseer", "overseers:loan", uuid4()).status_code == 404


@pytest.mark.parametrize("page", ["overseers:vouchers", "overseers:check"])
def test_a_facilitator_sees_loans_and_rules_but_not_the_books(hall, page):
    assert hall.see("facilitator", "overseers:home").status_code == 200
    assert hall.see("facilitator", "overseers:loans").status_code == 200
    assert hall.see("facilitator", page).status_code == 403
    assert reverse(page) not in hall.see("facilitator", "overseers:home").content.decode()
    assert hall.see("auditor", page).status_code == 200


def test_nothing_that_is_sent_to_this_desk_changes_anything(hall):
    loan = hall.fund.lend("Melati")
    before = Fact.objects.count()
    pages = [("home",), ("check",), ("vouchers",), ("loans",), ("loan", loan.pk), ("voucher", newest(hall).pk)]
    for name, *args in pages:
        hall.send("overseer", f"overseers:{name}", *args, reason="x", confirmed="1", key=str(uuid4()))
    assert Fact.objects.count() == before


@pytest.mark.parametrize("page", ["overseers:home", "overseers:check", "overseers:vouchers", "overseers:loans"])
def test_the_desk_speaks_english_too(hall, page):
    client = hall.at("overseer")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    text = words(client.get(reverse(page))).lower()
    for word in (" belum ", " bukti ", " pinjaman ", " rapat ", " yang ", " aturan "):
        assert word not in text, (word, text)
