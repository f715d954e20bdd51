"""The page of outcomes: change with its number and its doubt, who was lost, jobs, repeat loans, and the rows behind."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from django.urls import reverse

from gulir.base.policy import Standing
from gulir.core.money import rupiah
from gulir.lending import services as lending
from gulir.mentoring.models import FollowUp, PriceIndex
from gulir.mentoring.queries.outcomes import outcomes
from gulir.mentoring.services import FollowUpSheet, JobTold, record_followup
from gulir.papers import build
from gulir.papers.reports.outcomes import change_lines
from gulir.papers.words import Words
from tests.lending.stage import MEMBERS
from tests.papers.pdf_text import pages, squeezed
from tests.web.stage import make_hall, words

pytestmark = pytest.mark.django_db
SIX = date(2026, 9, 2)
PEOPLE = (*MEMBERS["Melati"], *MEMBERS["Mawar"])
OWNER = JobTold(who="owner", weekly_hours=40, months=12, woman=True, poor=False)


@pytest.fixture
def hall(founded, monkeypatch):
    """Ten members filled in their forms and borrowed six months ago."""
    made = make_hall(monkeypatch, founded)
    fund = made.fund
    for place, name in enumerate(PEOPLE):
        fund.do(
            "loan_officer", lending.fill_member_form, person=made.person(name), amount=1_000_000, business="Warung",
            group=fund.stage.groups["Melati" if place < 5 else "Mawar"], business_since=2020, turnover=2_000_000,
            costs=1_500_000,
        )  # fmt: skip
    fund.lend("Melati")
    fund.lend("Mawar")
    fund.today = SIX
    return made


def ask(hall, name, gain=100_000, **more):
    sheet = FollowUpSheet(
        asked_on=SIX, answer="answered", alive=True, workers=1, turnover=2_000_000 + gain, costs=1_500_000,
        jobs=[OWNER],
    )  # fmt: skip
    hall.fund.do("facilitator", record_followup, person=hall.person(name), turn="month_6", sheet=replace(sheet, **more))


def lose(hall, name, why="moved"):
    sheet = FollowUpSheet(asked_on=SIX, answer=why)
    hall.fund.do("facilitator", record_followup, person=hall.person(name), turn="month_6", sheet=sheet)


def everyone(hall):
    for place, name in enumerate(PEOPLE[:9]):
        ask(hall, name, gain=100_000 + 10_000 * place)
    lose(hall, PEOPLE[9])


def read(hall, who, page="outcomes:index", *args):
    return words(hall.see(who, page, *args))


def test_the_page_says_change_with_its_number_and_never_effect(hall):
    everyone(hall)
    page = read(hall, "facilitator")
    assert "Perubahan, bukan bukti pengaruh" in page
    assert "9 dari 10 anggota menjawab dua kali" in page
    assert "Rp140.000" in page  # the median of nine gains from 100,000 to 180,000
    assert "0,4%" in page  # all nine rose: 2 / 2**9
    assert "Naik" in page
    assert "9 naik, 0 turun, 0 tetap" in page


def test_every_figure_opens_to_its_rows_for_who_may_and_to_how_it_is_computed_for_others(hall):
    everyone(hall)
    mine = hall.see("overseer", "outcomes:index").content.decode()
    for what in ("month_6", "kerja", "ulang"):
        assert reverse("outcomes:rows", args=[what]) in mine
    theirs = hall.see("trustee", "outcomes:index").content.decode()
    assert reverse("outcomes:rows", args=["month_6"]) not in theirs
    assert 'href="#cara"' in theirs
    assert reverse("outcomes:rows", args=["ulang"]) in theirs


def test_the_rows_add_up_to_the_figure_and_keep_who_was_lost(hall):
    everyone(hall)
    page = hall.see("overseer", "outcomes:rows", "month_6").content.decode()
    for row in FollowUp.objects.filter(answer="answered"):
        assert reverse("outcomes:show", args=[row.pk]) in page
    assert "Pindah" in page
    assert page.count("KSM M") == 10
    assert read(hall, "overseer", "outcomes:rows", "kerja").count("Pemilik") == 9
    assert "Yuni" in read(hall, "trustee", "outcomes:rows", "ulang")


def test_no_name_and_no_small_part_is_on_the_page_of_who_reads_figures_alone(hall):
    everyone(hall)
    page = read(hall, "trustee")
    assert not [name for name in PEOPLE if name in page]
    assert "Pindah" not in page
    assert "Alasan yang tidak menjawab tidak dirinci" in page
    assert "9 naik, 0 turun, 0 tetap" in page  # large enough
    assert "Pindah" in read(hall, "overseer")  # the control


def test_few_answers_are_not_shown_to_who_reads_figures_alone(hall):
    for name in PEOPLE[:4]:
        ask(hall, name)
    page = read(hall, "trustee")
    assert "Rp100.000" not in page
    assert "kurang dari 5 orang tidak ditunjukkan" in page
    assert "Belum cukup jawaban" in page
    assert "Rp100.000" in read(hall, "overseer")
    assert "Terlalu sedikit untuk dikatakan" in read(hall, "overseer")


def test_before_the_first_round_the_page_says_when_it_begins(hall):
    hall.fund.today = date(2026, 3, 3)
    assert "Belum ada anggota yang waktunya ditanya" in read(hall, "facilitator")


def test_jobs_and_repeat_loans_stand_beside_it(hall):
    everyone(hall)
    page = read(hall, "facilitator")
    assert "setara 9,0 orang penuh waktu" in page
    assert "0 dari 10 peminjam; baik bila di atas 40%" in page


@pytest.mark.parametrize(("who", "figures", "rows", "repeat"), [
    ("facilitator", 200, 200, 200), ("overseer", 200, 200, 200), ("loan_officer", 200, 200, 200),
    ("trustee", 200, 403, 200), ("coordinator", 200, 403, 200), ("bookkeeper", 200, 403, 200),
    ("secretary", 200, 403, 200), ("cashier", 403, 403, 403), ("Yuni", 403, 403, 403),
])  # fmt: skip
def test_who_sees_which_page(hall, who, figures, rows, repeat):
    assert hall.see(who, "outcomes:index").status_code == figures
    assert hall.see(who, "outcomes:rows", "month_6").status_code == rows
    assert hall.see(who, "outcomes:rows", "kerja").status_code == rows
    assert hall.see(who, "outcomes:rows", "ulang").status_code == repeat


def test_rows_of_nothing_known_are_not_there(hall):
    assert hall.see("facilitator", "outcomes:rows", "month_9").status_code == 404


def test_the_reports_lead_here_for_who_may(hall):
    assert reverse("outcomes:index") in hall.see("trustee", "reports:index").content.decode()
    assert reverse("outcomes:index") not in hall.see("cashier", "reports:index").content.decode()


def test_the_page_is_english_for_who_reads_english(hall):
    everyone(hall)
    hall.at("facilitator").cookies["django_language"] = "en"
    page = read(hall, "facilitator")
    assert "Change, not proof of effect" in page
    assert "9 rose, 0 fell, 0 stayed" in page
    assert "bukan bukti" not in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_the_figures_go_along_as_a_file_for_who_may_read_them(hall, form):
    everyone(hall)
    answer = hall.see("trustee", "outcomes:file", form)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'-outcomes-2026-09-02.{form}"')
    assert hall.see("cashier", "outcomes:file", form).status_code == 403
    assert hall.see("trustee", "outcomes:file", "exe").status_code == 404


def test_a_file_holds_what_the_page_shows_and_hides_what_it_hides(hall):
    everyone(hall)
    theirs = hall.see("trustee", "outcomes:file", "csv").content.decode()
    assert "140000" in theirs
    made = build("outcomes", book=hall.fund.book, as_of=SIX)
    assert "bukan bukti pengaruh" in made.notes[0]
    assert made.data["rounds"][0]["measures"]["income"]["proof_of_effect"] is False
    assert not [name for name in PEOPLE if name in theirs]
    assert "Pindah" not in theirs
    assert "Pindah" in hall.see("overseer", "outcomes:file", "csv").content.decode()


# ---------------------------------------------------------------- in the same prices

REAL = "Laba usaha sebulan, dalam harga formulir pertama"
MARCH_AND_SEPTEMBER = "2026-03 100\n\n2026-09  110,00"


def fill_in(hall, who="facilitator", **other):
    form = {"base_year": "2022", "source": "BPS, IHK umum", "months": MARCH_AND_SEPTEMBER, "reason": "", **other}
    return hall.send(who, "outcomes:prices", **form)


def test_income_in_first_prices_stands_beside_the_other_once_the_index_is_written(hall):
    everyone(hall)
    before = read(hall, "facilitator")
    assert REAL not in before
    assert "Kenaikan harga belum dikeluarkan" in before
    page = read(hall, "facilitator", "outcomes:prices")
    assert "Masih kurang untuk menghitung semua anggota: Maret 2026, September 2026." in page
    fill_in(hall)
    page = read(hall, "facilitator")
    assert REAL in page
    assert "9 dari 9 anggota" in page
    assert "Rp81.818" in page  # of 640,000 earned in September there are 581,818 in prices of March; 500,000 before
    page = read(hall, "trustee", "outcomes:prices")
    assert "Semua bulan yang diperlukan sudah tertulis." in page
    assert "2022 = 100. BPS, IHK umum." in page
    assert "110,00" in page


def told_in_files(hall, who="facilitator"):
    """The texts of the PDF, the cells of the workbook and of the CSV, all of the same day."""
    paper = squeezed("".join(pages(hall.see(who, "outcomes:file", "pdf").content)))
    sheet = openpyxl.load_workbook(io.BytesIO(hall.see(who, "outcomes:file", "xlsx").content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return paper, rows, list(csv.reader(io.StringIO(hall.see(who, "outcomes:file", "csv").content.decode())))


def test_page_and_papers_say_the_same_figures_in_the_same_words(hall):
    """Every line of change, the one in first prices among them: words, spread, chance, verdict."""
    everyone(hall)
    fill_in(hall)
    page = read(hall, "facilitator")
    paper, rows, plain = told_in_files(hall)
    found = outcomes(hall.fund.book, Standing(founder=True), on=SIX, good_above=Fraction(1, 2))
    lines = change_lines(Words("id"), found.rounds[0])
    assert [line.label for line in lines][:2] == ["Laba usaha sebulan", REAL]
    assert lines[1].middle == (63_636, 81_818, 100_000)
    for line in lines:
        chance = f"{line.chance.replace('.', ',')}%" if line.chance else ""
        figures = [rupiah(figure) for figure in line.middle]
        assert " ".join([*figures, chance or "–", line.said]) in " ".join(page.partition(f"{line.label} ")[2].split())
        bare = [figure.removeprefix("Rp") for figure in figures]
        counted = [str(count) for count in line.counted]
        assert squeezed("".join([line.label, "10", "9", *bare, *counted, chance, line.said])) in paper
        row = next(row for row in rows if row[1] == line.label)
        assert row[2:12] == [10, 9, *line.middle, *line.counted, line.chance and float(line.chance), line.said]
        row = next(row for row in plain if row[1:2] == [line.label])
        assert row[2:] == ["10", "9", *map(str, (*line.middle, *line.counted)), line.chance or "", line.said]


def test_papers_name_the_index_and_its_source(hall):
    everyone(hall)
    missing = "Kenaikan harga belum dikeluarkan dari angka ini: indeks harganya belum ditulis."
    paper, rows, _ = told_in_files(hall)
    assert squeezed(missing) in paper
    assert [missing] in [row[:1] for row in rows]
    fill_in(hall, months="2026-03 100\n2026-09 110\n2025-01 90", source="BPS, IHK umum")
    fill_in(hall, base_year="2018", source="Terbitan lama", months=MARCH_AND_SEPTEMBER)
    paper, rows, plain = told_in_files(hall)
    page = read(hall, "facilitator")
    assert "Indeks harga konsumen: 2022 = 100. BPS, IHK umum." in page
    assert squeezed("Tahun yang bernilai 100 Sumber 2022 BPS, IHK umum") in paper
    assert ["2022", "BPS, IHK umum"] in [row[:2] for row in rows]
    assert ["2022", "BPS, IHK umum"] in plain
    for told in (page, paper, str(rows), str(plain)):
        assert missing not in told
        assert "Terbitan" not in told  # nothing rests on that series


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ("2026-03 10a", "Baris “2026-03 10a” belum jelas"), ("2026-13 100", "belum jelas"),
        ("0000-01 100", "belum jelas"),
        ("2026-03 108,255", "belum jelas"), ("2026-03\n2026-09", "Belum ada bulan dengan angkanya"),
        ("2026-03 100\n2026-03 101", "tertulis dua kali"), ("2026-12 100", "tidak mungkin"),
        ("2026-03 0", "Indeks harga untuk Maret 2026 tidak mungkin"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_month_with_a_number_is_named(hall, months, said):
    answer = fill_in(hall, months=months)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not PriceIndex.objects.exists()


def test_a_number_that_changes_needs_its_reason(hall):
    fill_in(hall)
    assert "sudah tertulis dengan angka lain" in words(fill_in(hall, months="2026-03 101"))
    fill_in(hall, months="2026-03 101", reason="Salah salin")
    assert "101,00" in read(hall, "facilitator", "outcomes:prices")


def test_who_only_reads_sees_no_form_and_can_send_none(hall):
    assert "Simpan indeks harga" not in read(hall, "trustee", "outcomes:prices")
    assert fill_in(hall, "trustee").status_code == 403
    assert not PriceIndex.objects.exists()
