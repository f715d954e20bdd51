"""Offering a product on the pages: its way in plain words, its numbers, its plain sheet, the button; then reports."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gulir.lending import services as lending
from gulir.lending.models import Loan, Product, Repayment, Result
from tests.lending.days import advance
from tests.lending.offers import lend, offer
from tests.web.officers.test_acts import hidden, text_of

pytestmark = pytest.mark.django_db
EACH = [600_000] * 5


def new(hall, way, rhythm, who="upk_manager", **sent):
    """Send the numbers of a product of this way."""
    address = f"{reverse('officers:product_new')}?cara={way}&waktu={rhythm}"
    return hall.at(who).post(address, {"key": "k", "code": "P9", "name": "Pinjaman baru", **sent})


def confirm(hall, way, rhythm, check):
    address = f"{reverse('officers:product_new')}?cara={way}&waktu={rhythm}"
    return hall.at("upk_manager").post(address, {**hidden(check), "confirmed": "1"}, follow=True)


def test_every_way_is_explained_before_any_number_is_asked(hall):
    page = hall.see("upk_manager", "officers:product_new")
    said = text_of(page)
    for words in ("Jasa tetap", "Jasa dari sisa", "Jual beli", "Bagi hasil (mudharabah)", "Saat panen"):
        assert words in said
    assert 'name="rate_percent"' not in page.content.decode()
    there = hall.see("upk_manager", "officers:product_new", cara="mudharabah", waktu="bulan").content.decode()
    assert 'name="share_percent"' in there
    assert 'name="rate_percent"' not in there
    assert 'name="loss_percent"' not in there


@pytest.mark.parametrize(("way", "rhythm"), [("bunga", "bulan"), ("flat", "tahun"), ("flat", ""), ("annuity", "panen")])
def test_another_way_is_asked_again(hall, way, rhythm):
    page = hall.see("upk_manager", "officers:product_new", cara=way, waktu=rhythm)
    assert page.status_code == 200
    assert 'name="cara"' in page.content.decode()


@pytest.mark.parametrize(
    ("way", "rhythm", "sent", "says", "made"),
    [
        (
            "flat", "bulan", {"instalments": "10"}, ["Rp1.150.000", "10 kali, sebulan sekali", "36,5%"],
            ("flat", "month", 1),
        ),
        (
            "annuity", "dua-minggu", {"instalments": "20", "rate_percent": "0,7"},
            ["20 kali, dua minggu sekali", "Siapa yang menanggung"], ("annuity", "week", 2),
        ),
        (
            "equal_principal", "minggu", {"instalments": "40", "rate_percent": "0,35"}, ["40 kali, seminggu sekali"],
            ("equal_principal", "week", 1),
        ),
        (
            "murabahah", "bulan", {"instalments": "10", "rate_percent": "1,2"},
            ["margin, tetap", "Rp120.000", "Tidak ada denda"], ("murabahah", "month", 1),
        ),
        (
            "flat", "panen", {"harvests": "Panen raya, 15 April, 2\r\nPanen gadu, 15 September"},
            ["2 kali saat panen: Panen raya 15 April, Panen gadu 15 September", "Rp1.090.000"], ("flat", "harvest", 1),
        ),
        (
            "mudharabah", "bulan", {"instalments": "6", "share_percent": "30"},
            ["30,0% dari untung yang dilaporkan", "pokok berkurang 100,0% dari ruginya", "menyusul"],
            ("mudharabah", "month", 1),
        ),
        (
            "musyarakah", "panen", {"harvests": "Panen raya, 31 Juli", "share_percent": "40", "loss_percent": "62,5"},
            ["pokok berkurang 62,5% dari ruginya"], ("musyarakah", "harvest", 1),
        ),
    ],
)  # fmt: skip
def test_a_product_is_read_as_a_plain_sheet_before_it_is_offered(hall, way, rhythm, sent, says, made):
    check = new(hall, way, rhythm, **sent)
    assert check.status_code == 200
    for words in says:
        assert words in text_of(check)
    assert not Product.objects.exists()
    done = confirm(hall, way, rhythm, check)
    product = Product.objects.get()
    assert (product.method, product.unit, product.every) == made
    assert "siap ditawarkan" in text_of(done)
    assert "Lembar sederhana" in text_of(done)


@pytest.mark.parametrize(
    ("way", "rhythm", "sent", "field"),
    [
        ("flat", "minggu", {"instalments": "40"}, "rate_percent"),
        ("flat", "bulan", {"rate_percent": "9"}, ""),
        ("mudharabah", "bulan", {"share_percent": "60"}, ""),
        ("mudharabah", "bulan", {"share_percent": ""}, "share_percent"),
        ("flat", "panen", {"harvests": "besok"}, "harvests"),
    ],
)
def test_what_cannot_be_offered_comes_back_with_what_was_typed(hall, way, rhythm, sent, field):
    answer = new(hall, way, rhythm, **sent)
    assert answer.status_code == 422
    assert "Pinjaman baru" in answer.content.decode()
    assert f'href="#id_{field}"' in answer.content.decode() or not field
    assert not Product.objects.exists()


def test_who_may_not_offer_is_refused(hall):
    check = new(hall, "flat", "bulan", who="loan_officer", instalments="10")
    address = f"{reverse('officers:product_new')}?cara=flat&waktu=bulan"
    assert hall.at("loan_officer").post(address, {**hidden(check), "confirmed": "1"}).status_code == 422
    assert not Product.objects.exists()


def test_a_product_shows_its_sheet_for_any_amount(hall):
    product = offer(hall.fund, instalments=10)
    assert "Rp1.150.000" in text_of(hall.see("loan_officer", "officers:product", product))
    assert "Rp5.750.000" in text_of(hall.see("loan_officer", "officers:product", product, jumlah="5.000.000"))
    for wrong in ("x", "3", "-1", "0"):
        assert hall.see("loan_officer", "officers:product", product, jumlah=wrong).status_code == 422


# ---------------------------------------------------------------- reports


@pytest.fixture
def loan(hall):
    product = offer(hall.fund, method="mudharabah", instalments=3, share_percent="30")
    made, _ = lend(hall.fund, product, EACH)
    advance(hall.fund, date(2026, 4, 2))
    hall.clients.clear()
    return made


def test_a_report_is_read_as_a_sentence_then_written(hall, loan):
    card = text_of(hall.see("loan_officer", "officers:loan", loan.pk))
    assert "Laporan hasil belum masuk" in card
    page = hall.see("loan_officer", "officers:loan_result", loan.pk)
    assert "Dari untung, 30% untuk UPK" in text_of(page)
    check = hall.send("loan_officer", "officers:loan_result", loan.pk, **hidden(page), side="profit", amount="900.000")
    assert "KSM Melati melaporkan untung Rp900.000. Bagian UPK Rp270.000" in text_of(check)
    assert not Result.objects.exists()
    sent = {**hidden(check), "confirmed": "1"}
    hall.send("loan_officer", "officers:loan_result", loan.pk, **sent)
    hall.send("loan_officer", "officers:loan_result", loan.pk, **sent)
    assert Result.objects.get().share == 270_000
    assert "bagian UPK Rp270.000" in text_of(hall.see("loan_officer", "officers:loan", loan.pk))


def test_the_cashier_is_told_before_taking_money_for_what_nobody_reported(hall, loan):
    def sheet():
        return text_of(hall.at("cashier").get(f"{reverse('officers:collect')}?loan={loan.pk}"))

    assert "uangnya menjadi titipan" in sheet()
    hall.fund.do("loan_officer", lending.report_result, loan=loan.pk, no=1, result=900_000)
    assert "uangnya menjadi titipan" not in sheet()
    assert "Rp1.270.000" in sheet()


def test_a_loss_says_what_the_fund_bears(hall, loan):
    page = hall.see("loan_officer", "officers:loan_result", loan.pk)
    sent = {**hidden(page), "side": "loss", "amount": "400.000"}
    check = hall.send("loan_officer", "officers:loan_result", loan.pk, **sent)
    assert "UPK menanggung Rp400.000: sisa pokok menjadi Rp2.600.000" in text_of(check)
    hall.send("loan_officer", "officers:loan_result", loan.pk, **hidden(check), confirmed="1")
    card = text_of(hall.see("loan_officer", "officers:loan", loan.pk))
    assert "Rugi yang ditanggung UPK" in card
    assert Repayment.objects.get().borne == 400_000


def test_a_profit_without_its_amount_comes_back(hall, loan):
    answer = hall.send("loan_officer", "officers:loan_result", loan.pk, key="k", side="profit", amount="")
    assert answer.status_code == 422
    even = hall.send("loan_officer", "officers:loan_result", loan.pk, key="k", side="even", amount="")
    assert "melaporkan impas" in text_of(even)


def test_a_wrong_report_is_taken_back_by_another_person(hall, loan):
    hall.fund.do("loan_officer", lending.report_result, loan=loan.pk, no=1, result=900_000)
    wrong = Result.objects.get()
    assert "Batalkan laporan terakhir" in text_of(hall.see("bookkeeper", "officers:loan", loan.pk))
    assert "Batalkan laporan terakhir" not in text_of(hall.see("loan_officer", "officers:loan", loan.pk))
    page = hall.see("bookkeeper", "officers:loan_result_undo", loan.pk, wrong.pk)
    sent = {**hidden(page), "reason": "Salah tulis"}
    assert hall.send("bookkeeper", "officers:loan_result_undo", loan.pk, wrong.pk, **sent).status_code == 302
    assert Loan.objects.get().reported == 0


def test_where_nothing_is_shared_there_is_no_such_page(hall):
    fixed = hall.fund.lend()
    assert hall.see("loan_officer", "officers:loan_result", fixed.pk).status_code == 404
    assert "Hasil usaha" not in text_of(hall.see("loan_officer", "officers:loan", fixed.pk))


def test_a_sheet_that_changed_since_the_visit_is_said_before_signing(hall):
    fund = hall.fund
    season = lending.Season("Panen raya", 4, 15, 2), lending.Season("Panen gadu", 9, 15)
    product = offer(fund, method="flat", unit="harvest", harvests=season)
    fund.pledge("Melati")
    shares = [lending.AskedShare(person=fund.stage.people[n], amount=900_000) for n in ("Yuni", "Karti")]
    asked = fund.do(
        "loan_officer", lending.submit_application, group=fund.stage.groups["Melati"], product=product, shares=shares,
        purpose="Sawah",
    )  # fmt: skip
    application = fund.verify(asked["application"])
    assert "Lembarnya sudah berubah" not in text_of(hall.see("upk_manager", "officers:application_sign", application))
    advance(fund, date(2026, 4, 2))
    hall.clients.clear()
    page = text_of(hall.see("upk_manager", "officers:application_sign", application))
    assert "Lembarnya sudah berubah" in page
    assert "2 kali saat panen" in page
