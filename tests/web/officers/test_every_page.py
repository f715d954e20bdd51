"""Every page of the officer's desk opens for whom it is, is refused to others, and reads whole in both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gulir.ledger.models import Voucher
from gulir.lending import services as lending

pytestmark = pytest.mark.django_db

PLAIN = (
    "home", "collect", "loans", "applications", "application_new", "products", "vouchers", "voucher_new",
    "voucher_late", "voucher_cross", "drafts", "day", "day_empty", "days", "month", "provision", "year", "bank",
    "people", "person_new", "groups", "group_new", "imports",
)  # fmt: skip


def addresses(hall):
    """One address of every page, on a board where something of everything stands."""
    fund = hall.fund
    loan = fund.lend("Melati")
    paid = fund.pay(loan, 575_000)
    waiting = fund.verify(fund.apply("Mawar"))
    voucher = Voucher.objects.filter(book_id=fund.book).order_by("-recorded_at").first()
    group, person = fund.stage.groups["Melati"], hall.person("Yuni")
    made = [reverse(f"officers:{name}") for name in PLAIN]
    made += [
        reverse("officers:collect") + f"?loan={loan.pk}",
        reverse("officers:collect") + "?semua=1",
        reverse("officers:loans") + "?keadaan=menunggak",
        reverse("officers:application_new") + f"?ksm={fund.stage.groups['Mawar']}",
        reverse("officers:application", args=[waiting]),
        reverse("officers:application_verify", args=[waiting]),
        reverse("officers:application_sign", args=[waiting]),
        reverse("officers:application_pay", args=[waiting]),
        reverse("officers:application_end", args=[waiting, "tolak"]),
        reverse("officers:loan", args=[loan.pk]),
        reverse("officers:loan_settle", args=[loan.pk]),
        reverse("officers:loan_undo", args=[loan.pk, paid["repayment"]]),
        *(reverse("officers:loan_held", args=[loan.pk, how]) for how in ("tabungan-masuk", "titipan-pakai")),
        reverse("officers:product_close", args=[fund.product]),
        reverse("officers:voucher_new") + "?cara=bukan-kas",
        reverse("officers:voucher", args=[voucher.pk]),
        reverse("officers:voucher_undo", args=[voucher.pk]),
        reverse("officers:day_one", args=["2026-03-02"]),
        reverse("officers:bank_account", args=["upk", "11021"]),
        reverse("officers:profit", args=[2026]),
        reverse("officers:group", args=[group]),
        reverse("officers:join", args=[group]) + "?q=a",
        reverse("officers:member", args=[group, person]),
        reverse("officers:member_leave", args=[group, person]),
        reverse("officers:import_example", args=["people"]),
    ]
    return made


def test_every_page_opens_for_an_officer_and_for_nobody_else(hall):
    """The UPK manager sees each; a member of a KSM is refused, a stranger is sent to the door."""
    pages = addresses(hall)
    for page in pages:
        assert hall.at("upk_manager").get(page).status_code == 200, page
        assert hall.at("Yuni").get(page).status_code == 403, page
        outside = Client().get(page)
        assert outside.status_code == 302, page
        assert "/akun/login" in outside.url


def test_every_page_reads_in_english_without_a_word_of_indonesian_of_the_desk(hall):
    """Switched to English, no page shows the desk's own Indonesian headings."""
    client = hall.at("upk_manager")
    for page in addresses(hall):
        client.cookies["django_language"] = "en"
        answer = client.get(page)
        if "text/html" not in answer["Content-Type"]:
            continue
        text = re.sub(r"<[^>]*>", " ", answer.content.decode())
        for word in ("Terima angsuran", "Kembali", "Simpan", "Belum ada", "Jumlah", "Anggota"):
            assert word not in text, (page, word)


def test_a_page_of_another_board_is_not_there(hall):
    """An id that belongs to nobody here answers 404, not 500."""
    from uuid import uuid4

    for name in ("loan", "application", "voucher", "group", "draft"):
        assert hall.see("upk_manager", f"officers:{name}", uuid4()).status_code == 404, name
    assert hall.see("upk_manager", "officers:day_one", "besok").status_code == 404
    assert hall.see("upk_manager", "officers:bank_account", "upk", "99999").status_code == 404


def test_no_page_carries_a_nik_or_a_phone(hall):
    """A person registered with both is listed without either."""
    done = hall.send(
        "loan_officer", "officers:person_new", name="Bu Tutik", sex="P", nik="3372015203800077", phone="081234567890",
        key="k-1",
    )  # fmt: skip
    assert done.status_code == 302
    for page in ("officers:people", "officers:groups", "officers:home"):
        text = hall.see("upk_manager", page).content.decode()
        assert "3372015203800077" not in text
        assert "081234567890" not in text
    assert "Bu Tutik" in hall.see("upk_manager", "officers:people", q="tutik").content.decode()


QUERIES = 16


def asked(hall, page, **query):
    """How many statements a page asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    hall.see("upk_manager", page, **query)  # the reference is read once
    with CaptureQueriesContext(connection) as seen:
        assert hall.see("upk_manager", page, **query).status_code == 200
    return len(seen)


def many_loans(hall, count):
    """More active loans without a group, as an import brings them in."""
    rows = [
        lending.OldLoan(
            loan_no=f"9{n:03d}", ksm=f"KSM {n}", rw="01", disbursed_on=date(2026, 3, 1), principal=5_000_000,
            instalments=10, rate_percent="1.5",
        )
        for n in range(count)
    ]  # fmt: skip
    hall.fund.do("bookkeeper", lending.bring_in_loans, rows=rows, import_ref=None)


@pytest.mark.parametrize("page", ["officers:home", "officers:collect"])
def test_the_pages_of_the_day_ask_the_same_whatever_the_size(hall, page):
    """At most sixteen statements with one loan, and not one more with two hundred."""
    hall.fund.lend("Melati")
    few = asked(hall, page)
    assert few <= QUERIES
    many_loans(hall, 200)
    hall.fund.today = date(2026, 3, 2)
    assert asked(hall, page) <= max(few, QUERIES)
    assert asked(hall, "officers:collect", semua="1") <= QUERIES
