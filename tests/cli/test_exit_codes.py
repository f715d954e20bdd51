"""0 done, 1 findings, 2 refused, 64 bad usage: for every command, on the right stream, and as JSON."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gulir.cli.main import main
from gulir.version import VERSION
from tests.cli.stage import REAL

TRIAL = str(REAL / "upk_trial_balance_2022-12-31.csv")
USAGE = {
    "no such command": ["nothing"],
    "no such option": ["board", "list", "--wrong"],
    "a board without a name": ["board", "add", "X"],
    "a day that is none": ["board", "live", "X", "--on", "31 Februari 2026"],
    "a day in another form": ["report", "income", "--board", "X", "--as-of", "2026/01/01"],
    "a report without a day": ["report", "income", "--board", "X"],
    "a report of another name": ["report", "profit", "--board", "X", "--as-of", "2026-01-01"],
    "a report in another format": ["report", "income", "--board", "X", "--as-of", "2026-01-01", "--format", "doc"],
    "an import without a board": ["import", "chart", TRIAL],
    "an import without a file": ["import", "chart", "--board", "X"],
    "a file that is not there": ["import", "chart", "no-such-file.csv", "--board", "X"],
    "an undo of something that is no id": ["import", "chart", "--board", "X", "--undo", "1"],
    "a day and a count and a confirmation": ["close", "day", "2026-01-01", "--board", "X", "--count", "-", "--confirm"],
    "a month that is none": ["close", "month", "2026", "--board", "X"],
    "a year that is none": ["close", "year", "12", "--board", "X"],
    "an explanation without a reason": ["close", "month", "2026-01", "--board", "X", "--explain", "loans"],
    "a port that is none": ["serve", "--port", "0"],
    "a backup without a file": ["backup"],
    "a restore of a file that is not there": ["restore", "no-such-file"],
    "a computation from a file that is not there": ["compute", "terbilang", "no-such-file.json"],
    "a token for too many days": ["user", "token", "siti", "--board", "X", "--days", "999"],
}
REFUSED = {
    "an unknown board": (["board", "roles", "NONE"], "BoardUnknown"),
    "an unknown kind of file": (["import", "pinjaman", TRIAL, "--board", "X"], "ImportKindUnknown"),
    "an unknown computation": (["compute", "magic"], "ComputationUnknown"),
    "a board's code that cannot be": (["board", "add", "A B", "--name", "X"], "BoardCodeUnclear"),
    "a board twice": (["board", "add", "x", "--name", "Lagi"], "BoardCodeTaken"),
    "an unknown area": (["board", "add", "Y", "--name", "Y", "--area", "99.99"], "AreaUnknown"),
    "an unknown zone": (["board", "add", "Y", "--name", "Y", "--zone", "CET"], "ZoneUnknown"),
    "an import that never was": (
        ["import", "chart", "--board", "X", "--undo", "01a20f1e-3ae7-70b7-9305-20e5ee588026"], "ImportUnknown",
    ),
    "days of books that still load": (["close", "through", "2026-01-02", "--board", "X"], "BooksStillLoading"),
    "a day of books that still load": (["close", "day", "2026-01-02", "--board", "X"], "BooksStillLoading"),
    "a month of books that still load": (["close", "month", "2026-01", "--board", "X"], "BooksStillLoading"),
    "going live before the books begin": (["board", "live", "X", "--on", "2025-01-01"], "DateBeforeBooks"),
    "a loan that is not there": (
        ["report", "loan-card", "--board", "X", "--as-of", "2026-01-01", "--loan", "9"], "NotFound",
    ),
}  # fmt: skip


@pytest.fixture
def board(db, run):
    """A board with the programme's chart, in loading."""
    assert run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-01").code == 0


@pytest.mark.parametrize("story", USAGE)
@pytest.mark.django_db
def test_bad_usage_is_64_and_says_where_the_help_is(run, board, story):
    answer = run(*USAGE[story])
    assert answer.code == 64
    assert answer.out == ""
    assert "--help" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("story", REFUSED)
@pytest.mark.django_db
def test_a_refusal_is_2_with_its_code_and_one_sentence(run, board, story):
    words, code = REFUSED[story]
    answer = run(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.strip().splitlines()[-1].startswith(f"{code}: ")
    assert "{" not in answer.err

    shown = run(*words, "--json")
    document = json.loads(shown.out)
    assert (shown.code, document["refused"]["code"]) == (2, code)
    assert document["refused"]["sentence"] in shown.err


@pytest.mark.django_db
def test_findings_are_1_and_warnings_are_0(run, board, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("code;name;kind\n19001;Satu;kas\n", encoding="utf-8")
    answer = run("import", "chart", str(bad), "--board", "X")
    assert answer.code == 1
    assert "baris 2, kolom kind" in answer.out

    odd = tmp_path / "odd.csv"
    odd.write_text("code;name;kind;x\n19001;Satu;asset;\n", encoding="utf-8")
    answer = run("import", "chart", str(odd), "--board", "X", "--json")
    document = json.loads(answer.out)
    assert (answer.code, document["warnings"], document["errors"]) == (0, 1, 0)
    assert document["findings"][0]["code"] == "ColumnUnknown"
    assert document["counts"] == {"accounts": 1, "known": 0}


JSON = {
    "settings": ["settings"],
    "board list": ["board", "list"],
    "board roles": ["board", "roles", "X"],
    "init": ["init"],
    "check": ["check", "--board", "X"],
    "worker": ["worker", "--once"],
    "report": ["report", "trial-balance", "--board", "X", "--as-of", "2026-01-01"],
    "board live": ["board", "live", "X", "--on", "2026-01-05"],
    "board add": ["board", "add", "Z", "--name", "BKM Z"],
}


@pytest.mark.parametrize("story", JSON)
@pytest.mark.django_db
def test_json_is_one_document_and_nothing_else(run, board, story):
    answer = run(*JSON[story], "--json")
    assert answer.code == 0, answer.err
    json.loads(answer.out)


@pytest.mark.django_db
def test_secrets_are_hidden_in_the_settings(run):
    shown = json.loads(run("settings", "--json").out)
    by_name = {row["name"]: row for row in shown}
    assert by_name["GULIR_SECRET_KEY"]["value"] == "********"
    assert by_name["GULIR_HOME"]["source"] == "environment"
    assert by_name["GULIR_LANGUAGE"] == {"name": "GULIR_LANGUAGE", "value": "id", "source": "default"}


def test_the_password_of_a_database_is_not_shown():
    from gulir.cli.house import _without_password

    assert (
        _without_password("postgresql://siti:rahasia@host:5432/gulir") == "postgresql://siti:********@host:5432/gulir"
    )
    assert _without_password("postgresql:///gulir?host=/tmp") == "postgresql:///gulir?host=/tmp"
    assert _without_password("sqlite:////tmp/a@b.sqlite3") == "sqlite:////tmp/a@b.sqlite3"


def test_the_version_and_the_help_need_nothing(run):
    assert run("--version").out.strip() == VERSION
    answer = run("--help")
    assert answer.code == 0
    assert "compute" in answer.out


def test_a_stopped_command_says_so(run, monkeypatch):
    def stop(*words, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("gulir.cli.main.app", stop)
    answer = run("anything")
    assert answer.code == 130
    assert answer.err


def test_the_installed_program_exits_with_the_same_codes():
    for words, code in ((["--version"], 0), (["nothing"], 64), (["compute", "magic"], 2)):
        done = subprocess.run([sys.executable, "-m", "gulir.cli.main", *words], capture_output=True, check=False)
        assert done.returncode == code, done.stderr


def test_a_database_that_is_not_there_is_refused_with_what_to_do(home):
    """Not a traceback: `gulir init` is named."""
    done = subprocess.run(
        [sys.executable, "-m", "gulir.cli.main", "board", "list", "--json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["refused"]["code"] == "DatabaseNotReady"
    assert "gulir init" in done.stderr


def test_init_makes_the_database_and_a_second_one_changes_nothing(home):
    first = subprocess.run(
        [sys.executable, "-m", "gulir.cli.main", "init", "--json"], capture_output=True, text=True, check=False
    )
    assert first.returncode == 0, first.stderr
    again = subprocess.run(
        [sys.executable, "-m", "gulir.cli.main", "init", "--json"], capture_output=True, text=True, check=False
    )
    assert json.loads(first.stdout)["changes"] > 10
    assert json.loads(again.stdout)["changes"] == 0
    assert (home / "keys" / "field.key").stat().st_size == 32


def test_main_gives_a_code_and_never_exits():
    assert main(["--version"]) == 0
