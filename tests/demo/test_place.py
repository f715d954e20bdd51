"""Where the demonstration lives: its own marked folder, built once, never over anything else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections

from gulir.cli.demo import EDITION, DemoMade, Login, place, prepare
from gulir.community.queries import boards
from gulir.core.problems.demo import DemoNeedsOwnPlace
from tests import databases

pytestmark = pytest.mark.sqlite_only

MADE = DemoMade(
    board="contoh", open_day=date(2026, 11, 23), acts=1, logins=(Login(desk="officer", login="kasir", password="x"),)
)


@pytest.fixture
def empty(tmp_path, template_db, django_db_setup, django_db_blocker):
    """An empty folder whose database is the one in use."""
    with django_db_blocker.unblock():
        shared = databases.current()
        databases.let_go()
        connections.settings["default"]["NAME"] = str(tmp_path / "gulir.sqlite3")
        yield tmp_path
        databases.use(shared)


@pytest.fixture
def builds(empty, monkeypatch):
    """Counts the builds instead of living through two years; the database gets its file."""
    done = []

    def build(home, say):
        connection.ensure_connection()
        done.append(sorted(path.name for path in home.iterdir()))
        shutil.copyfile(databases.path_of(databases.TEMPLATE), home / "gulir.sqlite3")
        return MADE

    monkeypatch.setattr(place, "_build", build)
    return done


def test_it_is_built_once_and_used_again(empty, builds):
    first, second = prepare(empty, say=print), prepare(empty, say=print)
    assert len(builds) == 1
    assert (first["new"], second["new"]) == (True, False)
    assert {**first, "new": False} == second
    assert first["logins"] == [{"desk": "officer", "login": "kasir", "password": "x"}]
    assert first["home"] == str(empty)


def test_a_build_that_was_broken_off_begins_anew(empty, builds):
    (empty / place.MARK).write_text(json.dumps({"state": "building", "edition": EDITION}), encoding="utf-8")
    (empty / "gulir.sqlite3").write_bytes(b"half a file, as a power cut leaves it")
    assert prepare(empty, say=print)["new"]
    assert len(builds) == 1


def test_without_the_mark_a_database_with_other_tables_is_left_alone(empty, builds):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE someone_elses (id integer)")
    with pytest.raises(DemoNeedsOwnPlace):
        prepare(empty, say=print)
    assert not builds
    assert not (empty / place.MARK).exists()
    assert connection.introspection.table_names() == ["someone_elses"]


def test_a_database_elsewhere_is_left_alone(empty, builds, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    with pytest.raises(DemoNeedsOwnPlace):
        prepare(other, say=print)
    assert not builds


def test_an_older_story_is_told_of_and_kept(empty, builds):
    prepare(empty, say=print)
    mark = empty / place.MARK
    mark.write_text(mark.read_text(encoding="utf-8").replace(f'"edition": {EDITION}', '"edition": 0'), encoding="utf-8")
    said = []
    assert not prepare(empty, say=said.append)["new"]
    assert any(str(empty) in words for words in said)
    assert len(builds) == 1


def gulir(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "GULIR_DATABASE"}
    environment["GULIR_HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-m", "gulir.cli.main", *words], env=environment, capture_output=True, text=True, check=False
    )


def test_the_second_start_of_the_command_finds_it(demo):
    again = gulir(demo.home.parent, "demo", "--prepare-only", "--json")
    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout)
    assert (told["new"], told["home"], told["open_day"]) == (False, str(demo.home), "2026-11-23")
    assert told["logins"] == demo.told["logins"]


def test_the_command_refuses_to_build_over_a_board(demo, tmp_path):
    """The folder holds a board and no mark: somebody's books, for all the command knows."""
    (tmp_path / "demo").mkdir()
    there = tmp_path / "demo" / "gulir.sqlite3"
    shutil.copyfile(demo.other, there)
    before = there.read_bytes()
    refused = gulir(tmp_path, "demo", "--prepare-only", "--json")
    assert refused.returncode == 2
    assert "DemoNeedsOwnPlace" in refused.stdout + refused.stderr
    assert there.read_bytes() == before
    assert boards()


def test_the_mark_labels_every_page_also_when_it_is_only_served(demo, tmp_path):
    """`gulir serve` in the demonstration's folder knows what it serves; in another folder nothing is labelled."""

    def of(home):
        rows = json.loads(gulir(home, "settings", "--json").stdout)
        return next(row for row in rows if row["name"] == "GULIR_DEMO")

    assert of(demo.home)["value"] == "1"
    assert of(demo.home)["source"].endswith(place.MARK)
    assert of(tmp_path)["value"] == "0"
