"""What people script against, line by line: every command, option, exit code and JSON key that was promised."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from gulir.cli.main import main
from gulir.cli.manual import commands
from gulir.core.compute import COMPUTATIONS, SAMPLES
from gulir.intake.columns import form, sample

COMMANDS = {
    "init": set(),
    "board add": {"--name", "--area", "--chart", "--opens-on", "--zone", "--as"},
    "board live": {"--on", "--as"},
    "board roles": {"--set", "--as"},
    "user add": {"--name", "--office", "--board", "--from", "--to", "--as"},
    "import": {"--board", "--date", "--dry-run", "--undo", "--as"},
    "report": {"--board", "--as-of", "--from", "--format", "-o"},
    "close day": {"--board", "--count", "--confirm", "--as"},
    "close through": {"--board", "--as"},
    "close month": {"--board", "--as"},
    "close year": {"--board", "--as"},
    "check": {"--board"},
    "compute": set(),
    "serve": {"--port"},
    "worker": set(),
    "demo": {"--prepare-only", "--port"},
    "backup": set(),
    "restore": {"--replace"},
    "settings": set(),
}
ARGUMENTS = {
    "board add": ["CODE"], "board live": ["CODE"], "board roles": ["CODE"], "user add": ["LOGIN"],
    "import": ["[KIND]", "[FILE]"], "report": ["NAME"], "close day": ["DATE"], "close through": ["DATE"],
    "close month": ["MONTH"], "close year": ["YEAR"], "compute": ["[NAME]", "[FILE]"], "backup": ["FILE"],
    "restore": ["FILE"],
}  # fmt: skip
WITHOUT_JSON = {"serve"}
"""It answers with pages until it is stopped."""
THERE = dict(commands())
COLUMNS = {
    "chart": "code name kind contra role book",
    "opening": "code debit credit loan_no ksm book",
    "vouchers": "voucher date description debit_code credit_code amount loan_no ksm reference book",
    "loans": (
        "loan_no ksm rw disbursed_on principal instalments jasa_percent_per_month method round_to round_on round every"
        " unit ksm_fee_percent_per_month"
    ),
    "loan-members": "loan_no name nik amount",
    "loan-transactions": "loan_no date type amount",
}
MAY_LACK = {
    "chart": "contra role book", "opening": "loan_no ksm book", "vouchers": "loan_no ksm reference book",
    "loans": "rw method round_to round_on round every unit ksm_fee_percent_per_month", "loan-members": "nik",
}  # fmt: skip
SYNONYMS = {
    ("loans", "loan_id"): "loan_no", ("loans", "months"): "instalments",
    ("loans", "jasa_percent_per_month_flat"): "jasa_percent_per_month",
}  # fmt: skip
TYPES = "disbursement principal_payment jasa_payment ksm_fee_in ksm_fee_out savings_in savings_out bop_in bop_out"
REPORTS = {
    "trial-balance": {"as_of", "rows", "total_debit", "total_credit"},
    "loans": {"rows", "total_balance"},
    "collectibility": {"rows", "total_balance", "total_provision"},
    "indicators": {"LAR", "PAR", "RR", "CCr", "ROI", "rule_versions"},
}
ROWS = {
    "trial-balance": {"code", "name", "kind", "debit", "credit"},
    "loans": {
        "loan_no", "ksm", "principal", "instalments", "principal_paid", "jasa_paid", "balance", "principal_due",
        "arrears_principal", "missed_instalments", "collectibility",
    },
    "collectibility": {"class", "loans", "balance", "rate_percent", "provision"},
}  # fmt: skip
FOUND = {
    "schedule": {
        "instalments", "total_principal", "total_jasa", "nominal_rate_percent_per_year",
        "effective_rate_percent_per_year",
    },
    "allocate": {"parts", "surplus"},
    "arrears": {"missed_instalments", "days_late", "arrears_principal", "arrears_jasa", "collectibility"},
    "indicators": {"LAR", "PAR", "RR", "CCr", "ROI"},
}  # fmt: skip
GIVEN = {
    "schedule": (
        "principal method rate_percent_per_period instalments every unit disbursed_on first_due_on grace_principal"
        " grace_jasa round_to round_on round shift due_dates"
    ),
    "allocate": "due paid_on amount order advance penalty_rule",
    "arrears": "instalments payments as_of grace_days pauses",
    "indicators": "loans income expense capital months",
}
LINES = {
    "schedule": ("instalments", {"no", "due_on", "principal", "jasa", "total", "balance"}),
    "allocate": ("parts", {"no", "principal", "jasa", "penalty"}),
}


# ---------------------------------------------------------------- words of the command line


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_arguments_and_options(name):
    command = THERE[name]
    options = {word for p in command.params if p.param_type_name == "option" for word in p.opts}
    arguments = [str(p.metavar or p.name.upper()) for p in command.params if p.param_type_name == "argument"]
    assert COMMANDS[name] <= options
    assert arguments == ARGUMENTS.get(name, [])
    assert ("--json" in options) is (name not in WITHOUT_JSON)


def test_every_command_answers_in_json_where_it_answers():
    silent = {n for n, command in THERE.items() if "--json" not in {word for p in command.params for word in p.opts}}
    assert silent == WITHOUT_JSON


# ---------------------------------------------------------------- files in


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_file_takes_the_columns_it_was_promised(kind):
    columns = {column.name: column.required for column in form(kind).columns}
    assert set(COLUMNS[kind].split()) <= set(columns)
    optional = set(MAY_LACK.get(kind, "").split())
    assert {name for name in COLUMNS[kind].split() if columns[name]} == set(COLUMNS[kind].split()) - optional


def test_other_headings_mean_what_was_promised():
    assert {(kind, word): form(kind).headings.get(word) for kind, word in SYNONYMS} == SYNONYMS


# ---------------------------------------------------------------- reports out


@pytest.fixture
def board(db, run, tmp_path):
    """A board with an opening balance, two old loans and what was paid on them."""
    assert run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-01").code == 0
    for kind in ("opening", "loans", "loan-transactions"):
        file = tmp_path / f"{kind}.csv"
        file.write_bytes(sample(kind))
        assert run("import", kind, str(file), "--board", "X", "--date", "2025-12-31").code == 0
    return run


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_has_the_keys_it_was_promised(board, name):
    answer = board("report", name, "--board", "X", "--as-of", "2026-01-31", "--format", "json")
    document = json.loads(answer.out)
    assert REPORTS[name] <= set(document)
    if name in ROWS:
        assert document["rows"]
        assert all(ROWS[name] <= set(row) for row in document["rows"])
    else:
        measures = [document[key] for key in ("LAR", "PAR", "RR", "CCr", "ROI")]
        assert all({"value_percent", "numerator", "denominator", "class"} <= set(one) for one in measures)
    money = [value for key, value in document.items() if key.startswith("total_")]
    assert all(type(value) is int for value in money)
    assert board("report", name, "--board", "X", "--as-of", "2026-01-31", "--json").out == answer.out


@pytest.mark.parametrize("word", TYPES.split())
def test_every_type_of_movement_is_taken(board, tmp_path, word):
    file = tmp_path / "moves.csv"
    file.write_text(f"loan_id,date,type,amount\n1,2025-12-01,{word},1000\n", encoding="utf-8")
    answer = board("import", "loan-transactions", str(file), "--board", "X", "--dry-run", "--json")
    assert "ChoiceUnclear" not in {finding["code"] for finding in json.loads(answer.out)["findings"]}


# ---------------------------------------------------------------- compute


@pytest.mark.parametrize("name", FOUND)
def test_a_computation_has_the_keys_it_was_promised(run, tmp_path, name):
    file = tmp_path / "in.json"
    file.write_text(json.dumps(SAMPLES[name].given), encoding="utf-8")
    found = json.loads(run("compute", name, str(file)).out)
    assert FOUND[name] <= set(found)
    if name in LINES:
        list_of, keys = LINES[name]
        assert keys <= set(found[list_of][0])
    if name == "indicators":
        assert all("class" in found[key] for key in FOUND[name])


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, words in GIVEN.items() for field in words.split()])
def test_a_computation_knows_the_fields_it_was_promised(run, tmp_path, name, field):
    """A field it did not know would be refused by its path; a known one is refused for its value, or taken."""
    file = tmp_path / "in.json"
    file.write_text(json.dumps({**SAMPLES[name].given, field: {"no": "such value"}}), encoding="utf-8")
    answer = run("compute", name, str(file), "--json")
    assert answer.code == 2
    refused = json.loads(answer.out)["refused"]
    assert "unknown" not in str(refused["facts"].get("expected", "")), refused
    file.write_text(json.dumps({**SAMPLES[name].given, "nothing_of_ours": 1}), encoding="utf-8")
    other = json.loads(run("compute", name, str(file), "--json").out)["refused"]
    assert (other["facts"]["path"], other["facts"]["expected"]) != (field, refused["facts"]["expected"])


def test_a_schedule_may_begin_at_its_first_due_day(run, tmp_path):
    file = tmp_path / "in.json"
    body = {
        "principal": 1_000_000, "method": "flat", "rate_percent_per_period": "6/13", "instalments": 2, "unit": "month",
        "first_due_on": "2026-02-01",
    }  # fmt: skip
    file.write_text(json.dumps(body), encoding="utf-8")
    found = json.loads(run("compute", "schedule", str(file)).out)
    assert [line["due_on"] for line in found["instalments"]] == ["2026-02-01", "2026-03-01"]
    assert found["total_principal"] == 1_000_000


def test_the_lists_are_json_too(run):
    listed = json.loads(run("compute", "--json").out)["computations"]
    assert {one["name"] for one in listed} == set(COMPUTATIONS)
    assert {"chart", "opening", "loans"} <= {one["kind"] for one in json.loads(run("import", "--json").out)["kinds"]}


# ---------------------------------------------------------------- settings, streams, exit codes


@pytest.mark.parametrize(
    ("name", "value"), [("GULIR_DATABASE", "mysql://x"), ("GULIR_TIME_ZONE", "Mars/Olympus"), ("GULIR_DATABASE", "x")]
)
def test_a_setting_that_cannot_be_is_bad_usage(tmp_path, name, value):
    env = {**os.environ, "GULIR_HOME": str(tmp_path), name: value}
    words = [sys.executable, "-m", "gulir.cli.main", "board", "list", "--json"]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (64, "")
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    env = {**os.environ, "GULIR_HOME": str(tmp_path / "file" / "house")}
    env.pop("GULIR_DATABASE", None)
    words = [sys.executable, "-m", "gulir.cli.main", "board", "list"]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "CannotWrite"), done.stderr[-400:]


def test_settings_tell_what_was_promised(run):
    shown = {row["name"]: row for row in json.loads(run("settings", "--json").out)}
    wanted = {"GULIR_HOME", "GULIR_DATABASE", "GULIR_SECRET_KEY", "GULIR_LANGUAGE", "GULIR_TIME_ZONE"}
    assert wanted <= set(shown)
    assert set(shown["GULIR_SECRET_KEY"]["value"]) == {"*"}
    assert all(row["source"] for row in shown.values())


def test_an_answer_that_does_not_fit_is_told(tmp_path):
    """The answer goes into a device that is full: refused, and no traceback."""
    env = {**os.environ, "GULIR_HOME": str(tmp_path)}
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        words = [sys.executable, "-m", "gulir.cli.main", "import", "people", "--sample"]
        done = subprocess.run(words, env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "CannotWrite"), done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_comes_from_standard_input(run, fresh_database, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("GULIR_BACKUP_PASSPHRASE", "empat kata mudah diingat")
    file = tmp_path / "gulir.backup"
    assert run("board", "add", "X", "--name", "BKM X").code == 0
    assert run("backup", str(file)).code == 0
    with file.open("rb") as given:
        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": given, "isatty": staticmethod(lambda: False)})())
        assert main(["restore", "-", "--replace"]) == 0
    monkeypatch.delenv("GULIR_BACKUP_PASSPHRASE")
    assert run("restore", "-").code == 64  # the pipe holds the backup: its passphrase cannot come the same way


def test_the_founding_actor_ends_with_the_first_coordinator(db, run, monkeypatch):
    monkeypatch.setattr("gulir.cli.door.new_password", lambda login, given="": "empat-bebek-di-kali")
    assert run("board", "add", "X", "--name", "BKM X", "--opens-on", "2026-01-01").code == 0
    person = ["--name", "Endang", "--office", "coordinator", "--board", "X", "--nik", "3372015203800001"]
    assert run("user", "add", "endang", *person).code == 0
    refused = run("board", "live", "X", "--on", "2026-01-01", "--json")
    assert (refused.code, json.loads(refused.out)["refused"]["code"]) == (2, "NotAllowed")
