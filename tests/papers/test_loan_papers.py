"""What a stranger looks for on the papers of a loan: the visit made, the loss, sheets that say what is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from gulir.base.policy import Standing
from gulir.lending import services as lending
from gulir.lending.models import Loan
from gulir.mentoring.services.visit_sheets import Heard, Pledged, Used, VisitSheet
from gulir.mentoring.services.visits import record_visit
from gulir.papers.documents import card_paper
from gulir.papers.loan_file import LoanFile, file_of_application, file_of_loan, printable, single
from gulir.papers.words import Words
from gulir.web.officers.loans import LINES
from tests.lending.days import advance
from tests.lending.offers import lend, offer
from tests.lending.stage import MEMBERS, OPENS, Fund, make_fund
from tests.papers.pdf_text import pages, squeezed

pytestmark = pytest.mark.django_db
OFFICER = Standing(offices=frozenset({"loan_officer"}))
CASHIER = Standing(offices=frozenset({"cashier"}))


@pytest.fixture
def fund() -> Fund:
    return make_fund()


def file_of(fund: Fund, loan: Loan, standing: Standing = OFFICER) -> LoanFile:
    return file_of_loan(fund.book, loan.pk, standing=standing, on=fund.today)


def said(file: LoanFile, key: str) -> str:
    return squeezed("".join(pages(single(file, key))))


# ---------------------------------------------------------------- the visit to the borrowers


def visited(fund: Fund) -> Loan:
    """Lend to Melati; a month later the loan officer looks at Yuni's share."""
    loan = fund.lend("Melati")
    fund.move_to(OPENS + timedelta(days=31))
    yuni = fund.stage.people["Yuni"]
    sheet = VisitSheet(
        purpose="loan", loan=loan.pk, stage="first", minutes=40, met=[yuni],
        uses=[Used(person=yuni, user="family", used_for="kios adiknya", alive="yes", note="Foto menyusul")],
        heard=[Heard(topic="illness", said="Suaminya sakit")],
        condition="Buku kas belum diisi", advice="Isi setiap hari",
        promises=[Pledged(who="Yuni", said="Membawa buku kas", due_on=fund.today + timedelta(days=7))],
    )  # fmt: skip
    fund.do("loan_officer", record_visit, group=fund.stage.groups["Melati"], on=fund.today, sheet=sheet)
    return loan


def test_what_a_visit_saw_stands_in_its_report(fund: Fund) -> None:
    text = said(file_of(fund, visited(fund)), "laporan_kunjungan")
    for words in ("keluarganya", "kiosadiknya", "Bukukasbelumdiisi", "Saran:Isisetiaphari", "Membawabukukas,paling"):
        assert words in text


def test_what_was_only_heard_is_on_no_paper(fund: Fund) -> None:
    file = file_of(fund, visited(fund))
    assert not any("Suaminyasakit" in said(file, form.key) for form in printable(file))


def test_a_visit_is_printed_only_for_those_who_may_read_it(fund: Fund) -> None:
    loan = visited(fund)
    neighbour = Standing(groups=frozenset({UUID(str(fund.stage.groups["Melati"]))}))
    for standing in (CASHIER, neighbour):
        assert "kiosadiknya" not in said(file_of(fund, loan, standing), "laporan_kunjungan")


def test_a_running_loan_seen_once_keeps_a_blank_sheet_for_the_next_visit(fund: Fund) -> None:
    loan = visited(fund)
    first, blank = pages(single(file_of(fund, loan), "laporan_kunjungan"))
    assert "Dipakai oleh" in first
    assert "Siapa yang sebenarnya memakai pinjaman" in blank
    fund.pay(loan, 5_750_000)
    assert len(pages(single(file_of(fund, loan), "laporan_kunjungan"))) == 1


# ---------------------------------------------------------------- every line of a card has its word


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_line_a_card_can_have_has_a_word_on_paper(language: str) -> None:
    assert all(Words(language)(kind).strip() for kind in LINES)
    with pytest.raises(KeyError):
        Words(language)("nothing of the kind")


def test_a_loss_the_fund_bears_is_printed_on_card_and_form(fund: Fund) -> None:
    product = offer(fund, method="musyarakah", instalments=3, share_percent="40", loss_percent="50")
    loan, _ = lend(fund, product, [600_000] * 5)
    advance(fund, date(2026, 4, 2))
    fund.do("loan_officer", lending.report_result, loan=loan.pk, no=1, result=-400_000)
    assert "RugiyangditanggungUPK" in said(file_of(fund, loan), "kartu_pinjaman")
    paper = card_paper(fund.book, loan.pk, standing=OFFICER, as_of=fund.today, language="en")
    assert "LosstheUPKbears" in squeezed("".join(pages(paper)))


def test_the_savings_stand_on_the_card_beside_the_instalment(fund: Fund) -> None:
    loan = fund.lend()
    fund.pay(loan, 600_000, savings=25_000)
    text = said(file_of(fund, loan), "kartu_pinjaman")
    assert "500.00075.00025.0004.500.000" in text


# ---------------------------------------------------------------- clauses, letters, household


def test_clauses_keep_their_marks(fund: Fund) -> None:
    file = file_of(fund, fund.lend())
    assert "pokokawal;jasa1,5%" in said(file, "perjanjian")
    assert ";(2)menandatangani" in said(file, "surat_kuasa")
    assert ");(3)menerima" in said(file, "surat_kuasa")


def test_a_letter_of_settlement_is_of_the_day_of_its_number_and_offers_no_savings_of_zero(fund: Fund) -> None:
    loan = fund.lend()
    fund.pay(loan, 5_750_000)
    fund.move_to(fund.today + timedelta(days=70))
    text = said(file_of(fund, loan), "surat_lunas")
    assert "2Maret2026ManajerUPK" in text
    assert "disimpanUPK" not in text
    other = fund.lend("Mawar")
    fund.pay(other, 5_775_000, savings=25_000)
    assert "masihdisimpanUPK,Rp25.000" in said(file_of(fund, other), "surat_lunas")


def test_what_a_household_can_carry_is_the_same_sum_on_every_form(fund: Fund) -> None:
    application = fund.apply()
    found = [
        lending.VerifiedShare(
            person=share, amount=1_000_000, income=3_000_000, costs=1_000_000, other_income=200_000,
            living_costs=900_000,
        )
        for share in (fund.stage.people[name] for name in MEMBERS["Melati"])
    ]  # fmt: skip
    fund.do("loan_officer", lending.verify_application, application=application, shares=found)
    file = file_of_application(fund.book, application, standing=OFFICER, on=fund.today)
    ceilings = {member.surveyed.ceiling for member in file.members if member.surveyed}
    (ceiling,) = ceilings
    shown = f"{ceiling:,}".replace(",", ".")
    for key in ("permohonan", "usulan_petugas", "blanko_pemeriksaan"):
        assert shown in said(file, key)
    assert "3.200.0001.900.000" in said(file, "permohonan")


# ---------------------------------------------------------------- nobody signs an empty sheet

SIGNED = ("Ketua", "Sekretaris", "Manajer", "Kasir", "Petugas", "Yang berkunjung")


def stretched(file: LoanFile, count: int) -> LoanFile:
    """The same file of a KSM with `count` members."""
    members = [replace(file.members[i % len(file.members)], name=f"Anggota Nomor {i + 1}") for i in range(count)]
    return replace(file, members=members, fellows=members)


def unsaid(page: str) -> bool:
    """Whether a page that goes on from another begins with its signatures: nothing of what they are put to is there."""
    return page.strip().startswith(SIGNED)


@pytest.mark.parametrize("count", [3, 5, 7, 8, 9, 10, 11, 12, 15, 20])
def test_signatures_never_stand_on_a_sheet_of_their_own(fund: Fund, count: int) -> None:
    loan = fund.lend()
    fund.pay(loan, 5_750_000)
    file = stretched(file_of(fund, loan), count)
    for form in printable(file):
        for page in pages(single(file, form.key))[1:]:
            assert not unsaid(page), (form.key, page)


def test_a_sheet_of_signatures_alone_would_be_seen() -> None:
    assert unsaid(" Ketua KSM Yuni Manajer UPK")
    assert not unsaid("9 Anggota Nomor 9 500.000 Ketua KSM Yuni")
