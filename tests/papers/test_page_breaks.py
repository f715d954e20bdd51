"""Where a page ends: heads come back, signatures stay with what is signed, and every page says which of how many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from gulir.base.policy import Standing
from gulir.lending import services as lending
from gulir.lending.models import Loan, Repayment
from gulir.papers.documents import card_paper, kuitansi, voucher_paper
from gulir.papers.loan_file import file_of_loan, single
from gulir.papers.typeset import as_pdf
from gulir.papers.values import Column, Heading, Report, Section
from gulir.papers.words import Words
from gulir.web.words import COLLECTIBILITY
from tests.lending.stage import Fund, make_fund
from tests.papers.pdf_text import pages, squeezed
from tests.papers.test_loan_papers import stretched

COLUMNS = (Column(label="Kode", kind="code"), Column(label="Nama", wide=True), Column(label="Saldo", kind="money"))
HEAD = "KodeNamaSaldo"
OFFICER = Standing(offices=frozenset({"cashier"}))


def printed(count: int, *, language: str = "id", sections: int = 1, total: bool = True) -> list[str]:
    """The pages of a report of so many rows."""
    section = Section(
        columns=COLUMNS,
        rows=[(f"{n:04}", f"Baris-{n}", n) for n in range(1, count + 1)],
        total=(None, "Jumlah", 7) if total else None,
    )
    heading = Heading(board="BKM Uji", place="Jebres", title="Uji", period="Per 24", language=language)
    notes, signs = ["Catatan kecil"], [Words(language)("made_by")]
    made = Report(name="uji", heading=heading, sections=[section] * sections, data={}, notes=notes, signs=signs)
    return [squeezed(page) for page in pages(as_pdf(made))]


def whole(page: str, count: int) -> bool:
    """Whether a page with signatures has the last two rows, their sum and the notes above them, under the head."""
    wanted = [HEAD, f"Baris-{count - 1}", f"Baris-{count}", "Jumlah", "Catatankecil", "Jebres,", "Dibuatoleh"]
    places = [page.rfind(word) for word in wanted]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("count", range(30, 56))
def test_signatures_stand_under_the_last_rows_wherever_the_page_ends(count: int) -> None:
    found = printed(count)
    assert whole(found[-1], count)
    assert all(HEAD in page for page in found)
    assert "".join(found).count("Dibuatoleh") == 1


def test_the_ends_that_were_tried_are_before_and_behind_the_end_of_a_page() -> None:
    assert [len(printed(count)) for count in (30, 55)] == [1, 2]


def test_a_sheet_of_signatures_alone_would_be_seen() -> None:
    assert not whole("Jebres,Dibuatoleh", 40)
    assert not whole(f"{HEAD}Baris-40JumlahCatatankecilJebres,Dibuatoleh", 40)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_rows_or_none_are_signed_too(count: int) -> None:
    (page,) = printed(count, total=count > 1)
    assert "Catatankecil" in page
    assert page.count("Dibuatoleh") == 1
    assert ("Jumlah" in page) is (count > 1)


def test_every_page_says_what_it_is_of_and_which_of_how_many() -> None:
    assert ["Halaman1dari2" in page for page in printed(60)] == [True, False]
    assert all("BKMUji·Uji·Per24" in page for page in printed(60))
    assert "Page2of2" in printed(60, language="en")[1]
    assert "Halaman" not in printed(5)[0]


# ---------------------------------------------------------------- papers of one thing


@pytest.fixture
def fund() -> Fund:
    return make_fund()


@pytest.mark.django_db
def test_what_was_undone_says_so_on_receipt_and_voucher(fund: Fund) -> None:
    loan = fund.lend()
    fund.pay(loan, 575_000)
    first = Repayment.objects.get()

    def papers(paid: Repayment) -> tuple[str, str]:
        receipt = kuitansi(fund.book, [paid.pk], standing=OFFICER)
        voucher = voucher_paper(fund.book, paid.voucher_id, standing=OFFICER)
        return squeezed("".join(pages(receipt))), squeezed("".join(pages(voucher)))

    assert "BATALKAN" not in "".join(papers(first))
    fund.do("upk_manager", lending.reverse_repayment, repayment=first.pk, reason="Salah catat")
    second = Repayment.objects.exclude(pk=first.pk).get()
    receipt, voucher = papers(first)
    assert squeezed(f"DIBATALKAN oleh {second.receipt}") in receipt
    assert squeezed(f"DIBATALKAN oleh {second.voucher.label}") in voucher
    receipt, voucher = papers(second)
    assert squeezed(f"MEMBATALKAN {first.receipt}") in receipt
    assert squeezed("-Rp575.000 Terbilang Minus lima ratus tujuh puluh lima ribu rupiah") in receipt
    assert squeezed(f"MEMBATALKAN {first.voucher.label}") in voucher


@pytest.mark.django_db
def test_receipts_printed_together_are_papers_of_their_own(fund: Fund) -> None:
    loan = fund.lend()
    for _ in range(2):
        fund.pay(loan, 575_000)
        fund.move_to(fund.today + timedelta(days=1))
    found = pages(kuitansi(fund.book, [paid.pk for paid in Repayment.objects.all()], standing=OFFICER))
    assert len(found) == 2
    assert all("Terbilang" in page and "Halaman" not in page for page in found)


@pytest.mark.django_db
def test_a_card_says_its_class_in_words_and_sums_its_schedule(fund: Fund) -> None:
    loan = fund.lend()
    for language, word in (("id", "1Lancar"), ("en", "1Current")):
        card = card_paper(fund.book, loan.pk, standing=OFFICER, as_of=fund.today, language=language)
        text = squeezed("".join(pages(card)))
        assert word in text
        assert "5.000.000750.000" in text


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_class_has_the_word_of_the_page(language: str) -> None:
    with translation.override(language):
        assert {n: Words(language)(f"kol_{n}") for n in COLLECTIBILITY} == {
            n: str(word) for n, word in COLLECTIBILITY.items()
        }


@pytest.mark.django_db
@pytest.mark.parametrize("count", range(6, 17))
def test_rows_of_a_form_that_go_on_overleaf_go_on_under_their_head(fund: Fund, count: int) -> None:
    """The last two rows stay with the signatures; on another page than those before them they have the head again."""
    loan: Loan = fund.lend()
    file = stretched(file_of_loan(fund.book, loan.pk, standing=OFFICER, on=fund.today), count)
    last, head = squeezed(f"Anggota Nomor {count}"), "AnggotaDisetujuiKaliAngsuran"
    found = [squeezed(page) for page in pages(single(file, "permohonan"))]
    held = [page for page in found if last in page]
    assert held
    assert head in held[-1]
