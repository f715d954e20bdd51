"""A member sees their own group's loans as on the paper card, in words that can be read aloud, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from gulir.community import services as community
from gulir.lending import services as lending
from gulir.lending.queries import card, loans
from tests.web.stage import words


def test_a_member_without_a_loan_is_told_how_one_begins(hall):
    page = words(hall.see("Yuni", "members:home"))
    assert "Halo, Yuni" in page
    assert "KSM ini tidak punya pinjaman yang berjalan" in page
    assert "Rp0" in page


def test_a_running_loan_is_told_in_figures_and_in_sentences(hall):
    hall.fund.lend("Melati")
    page = words(hall.see("Yuni", "members:home"))
    assert "KSM Melati masih berutang pokok Rp5.000.000 dari Rp5.000.000." in page
    assert "Angsuran berikutnya Rp575.000, jatuh tempo Kamis, 2 April 2026." in page
    assert "Bagian Anda Rp1.000.000" in page
    assert "Semua angsuran sampai hari ini sudah dibayar. Terima kasih." in page
    assert "Tugas Anda di sini: Ketua KSM." in page


@pytest.mark.parametrize(
    ("day", "warm"),
    [
        (date(2026, 3, 28), "Angsuran berikutnya tinggal 5 hari lagi."),
        (date(2026, 4, 2), "Angsuran ini jatuh tempo hari ini. UPK menunggu KSM Anda."),
        (date(2026, 5, 20), "Ada 2 angsuran yang belum terbayar. Bicarakan di KSM;"),
    ],
)
def test_the_warm_word_follows_the_calendar_and_never_blames(hall, day, warm):
    hall.fund.lend("Melati")
    hall.move_to(day)
    page = words(hall.see("Yuni", "members:home"))
    assert warm in page
    assert "Anda menunggak" not in page


def test_the_card_says_what_the_paper_card_says(hall):
    loan = hall.fund.lend("Melati")
    hall.move_to(date(2026, 4, 2))
    paid = hall.fund.pay(loan, 600_000)
    page = words(hall.see("Yuni", "members:card", loan.pk))
    kept = card(hall.fund.book, loan.pk, as_of=hall.fund.today)
    assert f"Rp{kept.row.balance:,}".replace(",", ".") in page
    for line in kept.schedule:
        assert f"angsuran ke-{line.no}" in page
    assert paid["receipt"] in page
    assert page.count("Lunas") == 1
    assert "Pokok dibayar Rp500.000 Jasa dibayar Rp100.000" in page
    assert "Angsuran berikutnya Rp550.000, jatuh tempo Sabtu, 2 Mei 2026." in page


@pytest.mark.parametrize(
    ("who", "page"), [("Yuni", "members:card"), ("cashier", "officers:loan"), ("overseer", "overseers:loan")]
)
def test_a_phone_shows_what_is_due_and_what_comes_next_and_keeps_the_rest_behind_a_press(hall, who, page):
    """Of ten instalments the first is paid, the second is late, the third is next; seven wait with the first."""
    loan = hall.fund.lend("Melati")
    hall.move_to(date(2026, 4, 2))
    hall.fund.pay(loan, 575_000)
    hall.move_to(date(2026, 5, 20))
    shown = hall.see(who, page, loan.pk).content.decode()
    schedule = shown[shown.index("Jadwal angsuran") : shown.index("Catatan kartu")]
    near = [row for row in schedule.split("<tr")[1:] if "</th>" in row and row.startswith(">") and 'scope="row"' in row]
    days = [re.search(r"\d+ (Mei|Jun|Apr|Jul) 2026", row)[0] for row in near if "2026" in row]
    assert days == ["2 Mei 2026", "2 Jun 2026"]
    assert schedule.count('<tr class="far">') == 8
    assert "Lihat semua 10 angsuran" in schedule
    assert shown.index("Lihat semua 10 angsuran") < shown.index("Catatan kartu")  # what is due comes before what was


def test_a_receipt_and_the_card_can_be_taken_along_as_paper(hall):
    loan = hall.fund.lend("Melati")
    paid = hall.fund.pay(loan, 575_000)
    page = hall.see("Yuni", "members:card", loan.pk).content.decode()
    for address in (reverse("reports:receipt", args=[paid["repayment"]]), reverse("reports:card", args=[loan.pk])):
        assert address in page
        paper = hall.at("Yuni").get(address)
        assert paper.status_code == 200
        assert paper.content.startswith(b"%PDF")


def test_a_repayment_that_was_undone_is_marked_so(hall):
    loan = hall.fund.lend("Melati")
    paid = hall.fund.pay(loan, 575_000)
    hall.fund.do("upk_manager", lending.reverse_repayment, repayment=paid["repayment"], reason="salah hitung")
    page = words(hall.see("Yuni", "members:card", loan.pk))
    assert "Dibatalkan" in page
    assert "Rp5.000.000" in page


def test_a_settled_loan_is_thanked_for_and_stands_below(hall):
    loan = hall.fund.lend("Melati")
    hall.fund.do("cashier", lending.settle_early, loan=loan.pk)
    home, page = words(hall.see("Yuni", "members:home")), words(hall.see("Yuni", "members:card", loan.pk))
    assert "Sudah lunas" in home
    assert "sudah lunas. Selamat dan terima kasih." in page
    assert loans(hall.fund.book, as_of=hall.fund.today)[0].balance == 0


def test_a_group_shows_names_and_roles_and_nothing_private(hall):
    page = words(hall.see("Yuni", "members:group", hall.fund.stage.groups["Melati"]))
    for name in ("Yuni", "Karti", "Sumi", "Parti", "Agus"):
        assert name in page
    assert "Ketua KSM" in page
    assert "Bendahara KSM" in page
    assert "miskin" not in page
    assert "Tini" not in page


# ---------------------------------------------------------------- and nothing else


def test_another_groups_loan_is_not_there(hall):
    loan = hall.fund.lend("Mawar")
    assert hall.see("Tini", "members:card", loan.pk).status_code == 200
    assert hall.see("Yuni", "members:card", loan.pk).status_code == 404
    assert hall.see("Yuni", "members:card", uuid4()).status_code == 404
    assert "Mawar" not in words(hall.see("Yuni", "members:home"))


def test_another_groups_papers_are_not_there(hall):
    loan = hall.fund.lend("Mawar")
    paid = hall.fund.pay(loan, 460_000)
    for name, key in (("reports:card", loan.pk), ("reports:receipt", paid["repayment"])):
        assert hall.see("Tini", name, key).status_code == 200
        assert hall.see("Yuni", name, key).status_code == 404


def test_another_group_is_not_there(hall):
    assert hall.see("Yuni", "members:group", hall.fund.stage.groups["Mawar"]).status_code == 404
    assert hall.see("Yuni", "members:group", uuid4()).status_code == 404


def test_an_office_opens_nothing_more_at_this_desk(hall):
    """A trustee who belongs to a group sees every loan from the trustee's desk, and only their own group's here."""
    group = hall.fund.stage.groups["Mawar"]
    hall.fund.do("secretary", community.join_group, group=group, person=hall.person("Tari"), on=hall.fund.today)
    loan = hall.fund.lend("Melati")
    assert hall.see("Tari", "officers:loan", loan.pk).status_code == 200
    assert hall.see("Tari", "members:card", loan.pk).status_code == 404
    assert hall.see("Tari", "members:group", group).status_code == 200


def test_whoever_left_the_group_sees_its_card_no_more(hall):
    loan = hall.fund.lend("Mawar")
    assert hall.see("Giyem", "members:card", loan.pk).status_code == 200
    from gulir.community.models import Membership

    Membership.objects.filter(person=hall.person("Giyem")).update(ends_before=hall.fund.today)
    assert hall.see("Giyem", "members:card", loan.pk).status_code == 403


def test_the_home_asks_little_whatever_the_number_of_loans(hall, django_assert_max_num_queries):
    hall.fund.lend("Melati")
    hall.see("Yuni", "members:home")
    with django_assert_max_num_queries(25):
        hall.see("Yuni", "members:home")


def test_the_desk_speaks_english_too(hall):
    loan = hall.fund.lend("Melati")
    client = hall.at("Yuni")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    for page in (reverse("members:home"), reverse("members:card", args=[loan.pk])):
        text = words(client.get(page))
        assert "still owes" in text
        assert "masih berutang" not in text


def test_what_was_paid_ahead_is_not_asked_again(hall):
    """Two instalments and a half paid at once: the third asks for the rest, on its own day."""
    loan = hall.fund.lend("Melati")
    hall.fund.pay(loan, 575_000 * 2 + 200_000)
    page = words(hall.see("Yuni", "members:home"))
    assert "Angsuran berikutnya Rp375.000, jatuh tempo Selasa, 2 Juni 2026." in page


def test_one_member_is_one_in_english_too(hall):
    client, group = hall.at("Parti"), hall.fund.stage.groups["Melati"]
    assert "Anggota biasa" in words(hall.see("Parti", "members:group", group))
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = client.get(reverse("members:group", args=[group])).content.decode()
    assert re.search(r'data-label="Role"[^>]*>(<span>)?Member<', page)
    assert not re.search(r'data-label="Role"[^>]*>(<span>)?Members<', page)
