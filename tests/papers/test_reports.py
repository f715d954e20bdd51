"""Every report in every format, from a board that lends."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from gulir.base.policy import STRANGER
from gulir.core.money import rupiah
from gulir.core.problems.access import NotAllowed, NotFound
from gulir.ledger.models import Account
from gulir.papers import FORMATS, REPORTS, report
from tests.lending.stage import Fund, make_fund
from tests.papers.pdf_text import pages, squeezed

pytestmark = pytest.mark.django_db
KEYS = {
    "trial-balance": {"as_of", "rows", "total_debit", "total_credit"},
    "position": {"as_of", "assets", "liabilities", "equity"},
    "income": {"income", "expense", "result"},
    "cash-book": {"rows", "closing"},
    "ledger": {"rows", "closing"},
    "loan-card": {"loan_no", "balance", "lines", "schedule"},
    "loans": {"rows", "total_balance"},
    "collectibility": {"rows", "total_balance", "total_provision"},
    "indicators": {"LAR", "PAR", "RR", "CCr", "ROI", "rule_versions"},
}


@pytest.fixture
def fund() -> Fund:
    made = make_fund()
    made.pay(made.lend(), 575_000)
    return made


def asked(fund: Fund, name: str, form: str, **more: Any) -> Any:
    return report(name, book=fund.book, as_of=fund.today, format=form, loan="1", **more)


@pytest.mark.parametrize("name", REPORTS)
def test_the_json_of_a_report_has_the_keys_of_the_contract(fund: Fund, name: str) -> None:
    assert set(json.loads(asked(fund, name, "json"))) >= KEYS[name]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_comes_in_every_format_and_both_languages(fund: Fund, name: str, form: str) -> None:
    for language in ("id", "en"):
        made = asked(fund, name, form, language=language)
        assert len(made) > 50


def test_the_trial_balance_balances(fund: Fund) -> None:
    found = json.loads(asked(fund, "trial-balance", "json"))
    assert found["total_debit"] == found["total_credit"] > 0
    assert set(found["rows"][0]) == {"code", "name", "kind", "debit", "credit"}


def test_the_loans_report_adds_up(fund: Fund) -> None:
    found = json.loads(asked(fund, "loans", "json"))
    assert found["total_balance"] == 4_500_000
    assert found["rows"][0]["jasa_paid"] == 75_000


def test_a_stranger_reads_no_report(fund: Fund) -> None:
    for name in REPORTS:
        with pytest.raises((NotAllowed, NotFound)):
            asked(fund, name, "json", standing=STRANGER)


def test_a_loan_that_is_not_there_has_no_card(fund: Fund) -> None:
    with pytest.raises(NotFound):
        report("loan-card", book=fund.book, as_of=fund.today, loan="999")


UNITS = {"LAR": "KSM", "PAR": "Rp", "RR": "Rp", "CCr": "Rp", "ROI": "Rp"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_indicator_says_what_it_counts_in_every_format(fund: Fund, language: str) -> None:
    """The figures of the contract, each in its own unit: rupiah or groups, and a share with its sign."""
    told = json.loads(asked(fund, "indicators", "json"))
    rows = list(csv.DictReader(io.StringIO(asked(fund, "indicators", "csv", language=language))))
    head = list(rows[0])
    number, unit = head[3], head[-1]
    assert {row[head[0]]: row[unit] for row in rows} == UNITS
    assert [int(row[number]) for row in rows] == [told[name]["numerator"] for name in UNITS]
    sheet = openpyxl.load_workbook(io.BytesIO(asked(fund, "indicators", "xlsx", language=language))).worksheets[0]
    cells = {row[0].value: row for row in sheet.iter_rows() if row[0].value in UNITS}
    paper = squeezed("".join(pages(asked(fund, "indicators", "pdf", language=language))))
    mark = "." if language == "en" else ","
    for name, of in UNITS.items():
        share, counted = told[name]["value_percent"], told[name]["denominator"]
        assert cells[name][4].value == counted
        assert ("Rp" in cells[name][4].number_format) is (of == "Rp")
        assert (rupiah(counted) if of == "Rp" else f"{counted}KSM") in paper
        if share is not None:
            assert f"{share:.2f}".replace(".", mark) + "%" in paper
            assert (float(cells[name][2].value), cells[name][2].number_format) == (share, '0.00"%"')


def test_english_calls_the_accounts_of_the_programme_in_english_and_says_whose_words_they_are(fund: Fund) -> None:
    said = asked(fund, "trial-balance", "text", language="en")
    assert "Loans to groups" in said
    assert "Pinjaman KSM" not in said
    assert "the books carry the Indonesian names" in said
    local = asked(fund, "trial-balance", "text", language="id")
    assert "Pinjaman KSM" in local
    assert "Loans to groups" not in local
    assert "Nama akun" not in local


def test_an_account_the_board_named_itself_keeps_its_name_in_every_language(fund: Fund) -> None:
    Account.objects.filter(book_id=fund.book, ledger="upk", code="11010").update(name="Laci Bu Siti")
    said = {name: asked(fund, name, "text", language="en") for name in ("trial-balance", "position", "cash-book")}
    assert all("Laci Bu Siti" in text for text in said.values())
    assert "the books carry the Indonesian names" not in said["cash-book"]  # nothing on it is translated


def test_the_data_of_a_report_carries_the_names_of_the_books(fund: Fund) -> None:
    rows = json.loads(asked(fund, "trial-balance", "json", language="en"))["rows"]
    assert "Pinjaman KSM" in {row["name"] for row in rows}
