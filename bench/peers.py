"""Other programs on the same server in the same run: each installed by name into an environment of its own.

A peer is a process that makes itself ready and then posts for as many seconds as each line of its input says.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import NamedTuple

import psycopg
from psycopg import sql

from tests import postgres

__all__ = ["PEERS", "Peer", "open_peer"]

HERE = Path(__file__).parent
PATIENCE = 300
"""Seconds in which a peer must be installed, and again be ready."""


class Known(NamedTuple):
    """What to install (nothing: it runs in our own environment), what to run, and how much faster we are to be."""

    package: str
    script: str
    floor: float
    goal: float


PEERS = {
    "hordak": Known("django-hordak==2.0.0", "hordak_posts.py", 2.5, 4.0),
    "django-ledger": Known("django-ledger==0.8.5", "django_ledger_posts.py", 8.0, 13.0),
    "the ORM, written naively": Known("", "naive_posts.py", 5.0, 9.0),
}


class Peer:
    """A peer that is ready; `measure` gives its postings a second, None once it has failed."""

    def __init__(self, words: list[str]) -> None:
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def measure(self, seconds: float) -> float | None:
        """Let it post for so long."""
        if self._process.poll() is not None or self._process.stdin is None:
            return None
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{seconds}\n")
            self._process.stdin.flush()
        return self._answer(seconds + PATIENCE)

    def ready(self) -> bool:
        """Wait until it has made its tables and accounts."""
        return self._answer(PATIENCE) is not None

    def stop(self) -> None:
        """Let it end."""
        self._process.terminate()
        self._process.communicate(timeout=20)

    def _answer(self, seconds: float) -> float | None:
        assert self._process.stdout is not None
        watch = Timer(seconds, self._process.kill)
        watch.start()
        said = self._process.stdout.readline()
        watch.cancel()
        if said:
            return float(said)
        self._process.wait()
        assert self._process.stderr is not None
        _complain("peer", self._process.stderr.read())
        return None


def open_peer(name: str, cluster: postgres.Cluster) -> Peer | None:
    """A peer on a database of its own, ready to post; None when it cannot be installed or does not start here."""
    known = PEERS[name]
    python = _environment(name, known.package) if known.package else Path(sys.executable)
    if python is None:
        return None
    database = f"peer_{known.script.removesuffix('.py')}"
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        for words in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            connection.execute(sql.SQL(words).format(sql.Identifier(database)))
    peer = Peer([str(python), str(HERE / "peer_scripts" / known.script), cluster.url(database)])
    if peer.ready():
        return peer
    peer.stop()
    return None


def _environment(name: str, package: str) -> Path | None:
    """The interpreter of the peer's environment, made on first use; None when its packages cannot be fetched."""
    folder = HERE / "out" / "peers" / name
    python = folder / "bin" / "python"
    if (folder / "ready").exists():
        return python
    folder.parent.mkdir(parents=True, exist_ok=True)
    for words in (
        [sys.executable, "-m", "venv", "--without-pip", str(folder)],
        [_with_pip(), "-m", "pip", "--python", str(python), "install", "-q", package, "psycopg[binary]"],
    ):
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as failed:
            _complain(name, str(failed))
            return None
        if done.returncode:
            _complain(name, done.stderr)
            return None
    (folder / "ready").touch()
    return python


def _complain(name: str, told: str) -> None:
    print(f"{name}: {(told.strip().splitlines() or ['said nothing'])[-1]}", file=sys.stderr)


def _with_pip() -> str:
    """An interpreter that has pip: ours has none, the one it was made from usually has."""
    return str(Path(sys.base_prefix) / "bin" / "python3")
