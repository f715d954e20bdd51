"""Every command is in the manual, the manual is what the commands say, and every command has its help."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gulir.cli.imports import KINDS
from gulir.cli.manual import commands
from gulir.intake.columns import form, sample
from gulir.intake.kinds import KINDS as IMPORTERS
from gulir.papers import FORMATS, REPORTS

ROOT = Path(__file__).resolve().parents[2]
NAMES = [name for name, _ in commands()]
CONTRACT = {
    "init", "board add", "board live", "board roles", "user add", "import", "report", "close day", "close month",
    "close year", "close through", "check", "compute", "serve", "worker", "demo", "backup", "restore", "settings",
}  # fmt: skip


def test_every_command_of_the_contract_is_there():
    assert set(NAMES) >= CONTRACT


def test_the_manual_is_what_the_commands_say():
    done = subprocess.run(
        [sys.executable, "-m", "gulir.cli.manual"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout == (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(run, name):
    answer = run(*name.split(), "--help")
    assert answer.code == 0
    assert len(answer.out.split()) > 5


def test_every_option_says_what_it_is_for():
    mute = [f"{name} {p.name}" for name, command in commands() for p in command.params if not (p.help or p.metavar)]
    assert mute == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_help_of_an_import_shows_columns_and_a_sample(run, kind):
    answer = run("import", kind, "--help")
    assert answer.code == 0
    for column in form(kind).columns:
        assert re.search(rf"^  {column.name} \(", answer.out, re.MULTILINE), column.name
    assert sample(kind).decode().splitlines()[0] in answer.out


def test_the_sample_is_handed_out(run, tmp_path):
    file = tmp_path / "contoh.csv"
    assert run("import", "people", str(file), "--sample").code == 0
    assert file.read_bytes() == sample("people")
    assert run("import", "people", "--sample").out.encode() == sample("people")


def test_the_kinds_of_the_command_are_the_importers_there_are():
    assert {*KINDS, "roles"} == set(IMPORTERS)  # roles come in by `board roles --set`


def test_the_reports_of_the_command_are_the_reports_there_are():
    from gulir.cli import reports

    assert set(reports.NAMES) == set(REPORTS)
    assert set(reports.FORMATS) == set(FORMATS)


def test_help_speaks_both_languages():
    for language, word in (("id", "Melayani halaman web"), ("en", "Serves the pages")):
        speaking = {**os.environ, "GULIR_LANGUAGE": language, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "gulir.cli.main", "--help"], capture_output=True, text=True, check=True, env=speaking
        )
        assert word in done.stdout
