"""The demonstration, built twice: once in this process, once by the command line in a process of its own."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests import databases

NAME = "demonstration"
ELSEWHERE = "demonstration-home"
KEYS = "demonstration-keys"
"""A home with the keys of the worker that built it: the others could not read what it sealed."""


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What both builds told, and where they are: `path` and `book` of this process, `home` of the other one."""

    path: Path
    home: Path
    book: UUID
    open_day: date
    acts: int
    told: dict[str, Any]

    @property
    def other(self) -> Path:
        """The database of the other process."""
        return self.home / "gulir.sqlite3"


def start_the_other(base: Path) -> subprocess.Popen[str]:
    """`gulir demo --prepare-only --json` in a home of its own."""
    environment = {**os.environ, "GULIR_HOME": str(base)}
    words = [sys.executable, "-m", "gulir.cli.main", "demo", "--prepare-only", "--json"]
    return subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


@pytest.fixture(scope="session")
def built(template_db: str, django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """Both builds, made once for all workers of a run; the second worker waits and uses what is there."""
    done = databases.folder() / f"{NAME}.json"
    with (databases.folder() / f"{NAME}.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            done.write_text(json.dumps(_build()), encoding="utf-8")
    told: dict[str, Any] = json.loads(done.read_text(encoding="utf-8"))
    return told


def _build() -> dict[str, Any]:
    from gulir.base.keys import keys_folder
    from gulir.cli.demo import build

    base = databases.folder() / ELSEWHERE
    shared = databases.current()
    with start_the_other(base) as other:
        databases.copy_template(NAME)
        databases.use(NAME)
        said: list[str] = []
        made = build(said.append)
        shutil.copytree(keys_folder(), databases.folder() / KEYS / "keys")
        _write_down()
        databases.use(shared)
        out, trouble = other.communicate(timeout=600)
    assert other.returncode == 0, trouble
    return {"acts": made.acts, "open_day": made.open_day.isoformat(), "said": said, "told": json.loads(out)}


def _write_down() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture
def demo(built: dict[str, Any], django_db_blocker: Any, settings: Any) -> Iterator[Demo]:
    """A copy of the demonstration, in use while the test runs."""
    from gulir.community.queries import board_of

    with django_db_blocker.unblock():
        shared = databases.current()
        name = f"{NAME}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        databases.drop(name)
        shutil.copyfile(databases.path_of(NAME), databases.path_of(name))
        databases.use(name)
        settings.GULIR_HOME = databases.folder() / KEYS
        yield Demo(
            path=databases.path_of(name),
            home=Path(built["told"]["home"]),
            book=board_of("karang-anyar").book.pk,
            open_day=date.fromisoformat(built["open_day"]),
            acts=built["acts"],
            told=built["told"],
        )
        databases.use(shared)
