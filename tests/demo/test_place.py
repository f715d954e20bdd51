"""Where the demonstration lives: its own marked folder, built once, never over anything else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from gulir.care.health import waiting_changes
from gulir.cli.demo import EDITION, DemoMade, Login, place, prepare
from gulir.community.queries import boards
from gulir.core.problems.demo import DemoNeedsOwnPlace, DemoOfOtherVersion
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
        connection.close()
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


# ---------------------------------------------------------------- one of another version


def retell(home: Path, **changes: object) -> None:
    """Write other words into the mark; None takes a word out."""
    mark = home / place.MARK
    state = json.loads(mark.read_text(encoding="utf-8")) | changes
    mark.write_text(json.dumps({name: value for name, value in state.items() if value is not None}), encoding="utf-8")


def do(home: Path, *statements: str) -> None:
    """Statements in the database of the folder, written down; afterwards it is no longer what the build left."""
    with closing(sqlite3.connect(home / "gulir.sqlite3")) as file:
        for statement in statements:
            file.execute(statement)
        file.commit()


WORKED = "CREATE TABLE someone_worked (id integer)"


def worked(home: Path) -> bool:
    with closing(sqlite3.connect(home / "gulir.sqlite3")) as file:
        return bool(file.execute("SELECT 1 FROM sqlite_master WHERE name = 'someone_worked'").fetchone())


OUT_OF_ORDER = "DELETE FROM django_migrations WHERE app = 'mentoring' AND name LIKE '0014%'"
FORGET_THE_LAST = (
    "DELETE FROM django_migrations WHERE app = 'mentoring'"
    " AND name = (SELECT max(name) FROM django_migrations WHERE app = 'mentoring')"
)
"""Its triggers stay, so that running it again fails: as a migration does that was written anew under its name."""
UNKNOWN = "INSERT INTO django_migrations (app, name, applied) VALUES ('mentoring', '0099_of_tomorrow', '2027-01-01')"
LESS = "ALTER TABLE community_group RENAME COLUMN rw TO old_rw"


def test_an_older_story_that_nobody_used_is_built_anew(empty, builds):
    prepare(empty, say=print)
    retell(empty, edition=0)
    said = []
    assert prepare(empty, say=said.append)["new"]
    assert len(builds) == 2
    assert str(empty) in said[0]
    assert not prepare(empty, say=print)["new"]
    assert len(builds) == 2


def test_a_newer_one_that_nobody_used_is_built_anew(empty, builds):
    prepare(empty, say=print)
    do(empty, UNKNOWN)
    retell(empty, database=place._digest(empty))
    assert prepare(empty, say=print)["new"]
    assert len(builds) == 2


@pytest.mark.parametrize("how", ["worked in", "not written down yet", "marked before marks could say"])
def test_an_older_story_that_may_have_been_used_is_told_of_and_kept(empty, builds, how):
    prepare(empty, say=print)
    retell(empty, edition=0)
    if how == "marked before marks could say":
        retell(empty, database=None)
    elif how == "worked in":
        do(empty, WORKED)
    held = sqlite3.connect(empty / "gulir.sqlite3") if how == "not written down yet" else None
    if held is not None:
        held.execute("PRAGMA journal_mode = WAL")
        retell(empty, database=place._digest(empty))
        held.execute(WORKED)
        held.commit()
    said = []
    assert not prepare(empty, say=said.append)["new"]
    assert [code_of(words) for words in said] == ["DemoOfOtherEdition"]
    assert str(empty) in said[0]
    assert len(builds) == 1
    assert worked(empty) is (how != "marked before marks could say")
    if held is not None:
        held.close()


def code_of(words: str) -> str:
    """Which of the two sentences this is."""
    return "DemoOfOtherEdition" if "cerita yang lebih lama" in words else words


@pytest.mark.parametrize("wrong", [UNKNOWN, OUT_OF_ORDER, FORGET_THE_LAST, LESS])
def test_one_that_was_used_and_does_not_fit_is_refused_once_and_stays_as_it_was(empty, builds, wrong):
    prepare(empty, say=print)
    do(empty, WORKED, wrong)
    retell(empty, edition=0)
    before = list(rows_of(empty))
    said = []
    with pytest.raises(DemoOfOtherVersion) as refused:
        prepare(empty, say=said.append)
    assert refused.value.facts == {"place": str(empty)}
    assert said == []
    assert list(rows_of(empty)) == before
    assert len(builds) == 1
    assert sorted(empty.glob("*.sqlite3")) == [empty / "gulir.sqlite3"]


def rows_of(home: Path) -> Iterator[str]:
    with closing(sqlite3.connect(home / "gulir.sqlite3")) as file:
        yield from file.iterdump()


def test_one_that_was_used_gets_the_tables_it_lacks(empty, builds):
    prepare(empty, say=print)
    call_command("migrate", "mentoring", "0013", verbosity=0, interactive=False)
    connection.close()
    do(empty, WORKED)
    said = []
    assert not prepare(empty, say=said.append)["new"]
    assert said == []
    assert waiting_changes() == []
    assert worked(empty)
    assert len(builds) == 1


def test_the_command_says_one_thing_about_one_that_does_not_fit(demo, tmp_path):
    """What used to be two voices: delete it, and then that the database is not ready."""
    shutil.copytree(demo.home, tmp_path / "demo")
    do(tmp_path / "demo", WORKED, FORGET_THE_LAST)
    retell(tmp_path / "demo", edition=0)
    refused = gulir(tmp_path, "demo", "--prepare-only")
    assert refused.returncode == 2
    (line,) = refused.stderr.splitlines()
    assert line.startswith("DemoOfOtherVersion: ")
    assert str(tmp_path / "demo") in line
    assert refused.stdout == ""
    assert worked(tmp_path / "demo")


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
