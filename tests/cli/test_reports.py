"""Every report in every format, to a file and to standard output; a board whose chart is bad is not founded."""

from __future__ import annotations

import json

import pytest

from gulir.base.models import Book, Fact
from gulir.cli.main import main
from gulir.cli.reports import FORMATS, NAMES
from gulir.intake.columns import sample

pytestmark = pytest.mark.django_db

FIRST = {"xlsx": b"PK\x03\x04", "pdf": b"%PDF-", "json": b"{"}
MORE = {"ledger": ["--account", "11010"], "loan-card": ["--loan", "2"]}


@pytest.fixture
def board(run, tmp_path):
    """A board with an opening balance and two old loans."""
    assert run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-01").code == 0
    for kind, extra in (("opening", ["--date", "2025-12-31"]), ("loans", [])):
        file = tmp_path / f"{kind}.csv"
        file.write_bytes(sample(kind))
        answer = run("import", kind, str(file), "--board", "X", *extra)
        assert answer.code == 0, answer.err
    return run


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_written_in_every_format(board, tmp_path, name):
    for form in FORMATS:
        out = tmp_path / f"{name}.{form}"
        words = ["report", name, "--board", "X", "--as-of", "2026-01-31", "--format", form, *MORE.get(name, [])]
        answer = board(*words, "-o", str(out))
        assert answer.code == 0, (form, answer.err)
        assert answer.out == ""
        content = out.read_bytes()
        assert content.startswith(FIRST.get(form, b"")), form
        assert len(content) > 60
        if form in {"text", "csv", "json"}:
            assert board(*words).out.encode() == content


def test_json_carries_the_keys_of_the_contract(board):
    document = json.loads(board("report", "trial-balance", "--board", "X", "--as-of", "2026-01-31", "--json").out)
    assert set(document) >= {"as_of", "rows", "total_debit", "total_credit"}
    assert document["total_debit"] == document["total_credit"] == 62_666_400
    loans = json.loads(board("report", "loans", "--board", "X", "--as-of", "2026-01-31", "--json").out)
    assert loans["total_balance"] == 50_000_000
    keys = (
        "loan_no ksm principal instalments principal_paid jasa_paid balance principal_due arrears_principal"
        " missed_instalments collectibility"
    )
    assert set(keys.split()) <= set(loans["rows"][0])


def test_a_binary_report_goes_to_standard_output(capfdbinary):
    assert main(["board", "add", "X", "--name", "BKM X"]) == 0
    capfdbinary.readouterr()
    assert main(["report", "position", "--board", "X", "--as-of", "2026-01-31", "--format", "xlsx"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"PK\x03\x04")


def test_a_folder_that_is_not_there_is_bad_usage(board):
    answer = board("report", "position", "--board", "X", "--as-of", "2026-01-31", "-o", "/nowhere/at/all.txt")
    assert answer.code == 64


def test_a_board_whose_chart_is_bad_is_not_founded(run, tmp_path):
    """Board and chart come together or not at all."""
    bad = tmp_path / "bad.csv"
    bad.write_text("code;name;kind\n1010;Kas;kas\n", encoding="utf-8")
    answer = run("board", "add", "X", "--name", "BKM X", "--chart", str(bad))
    assert answer.code == 1
    assert "baris 2, kolom kind" in answer.out
    assert not Book.objects.filter(code="X").exists()
    assert not Fact.objects.filter(kind="BoardFounded").exists()
