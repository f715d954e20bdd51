"""`gulir backup` and `gulir restore` as people use them, in a real database of their own."""

from __future__ import annotations

import json

import pytest

from gulir.base.models import Fact
from gulir.care import sealing
from gulir.cli.main import main

WORDS = "empat kata mudah diingat"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(sealing, "COST", {"n": 2**10, "r": 8, "p": 1})


def test_a_house_is_carried_away_and_brought_back(run, fresh_database, tmp_path, monkeypatch):
    monkeypatch.setenv("GULIR_BACKUP_PASSPHRASE", WORDS)
    assert run("board", "add", "X", "--name", "BKM X").code == 0
    file = tmp_path / "gulir.backup"

    made = run("backup", str(file), "--json")

    assert made.code == 0, made.err
    told = json.loads(made.out)
    assert told["bytes"] == file.stat().st_size
    assert Fact.objects.filter(kind="BackupMade").count() == 1  # told after it was made: not in the backup itself

    older = run("restore", str(file))
    assert (older.code, older.err.split(":")[0]) == (2, "BackupOlder")

    assert run("board", "add", "Y", "--name", "BKM Y").code == 0
    back = run("restore", str(file), "--replace", "--json")
    assert back.code == 0, back.err
    assert json.loads(back.out)["facts"] == told["facts"]
    assert [row["code"] for row in json.loads(run("board", "list", "--json").out)["boards"]] == ["X"]
    assert Fact.objects.latest("id").kind == "BackupRestored"
    assert run("check").code == 0


def test_a_wrong_passphrase_and_a_short_one_are_refused(run, fresh_database, tmp_path, monkeypatch):
    file = tmp_path / "gulir.backup"
    monkeypatch.setenv("GULIR_BACKUP_PASSPHRASE", "pendek")
    assert (run("backup", str(file)).code, file.exists()) == (2, False)
    monkeypatch.setenv("GULIR_BACKUP_PASSPHRASE", WORDS)
    assert run("backup", str(file)).code == 0
    monkeypatch.setenv("GULIR_BACKUP_PASSPHRASE", "kata yang salah sekali")
    refused = run("restore", str(file), "--replace")
    assert (refused.code, refused.err.split(":")[0]) == (2, "BackupPassphraseWrong")


def test_a_backup_goes_to_standard_output(fresh_database, monkeypatch, capfdbinary):
    monkeypatch.setenv("GULIR_BACKUP_PASSPHRASE", WORDS)
    assert main(["backup", "-"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(sealing.MAGIC)
    assert b"Cadangan dibuat" in err
