"""Other programs on the same server in the same run: each installed by name into an environment of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg

from tests import postgres

__all__ = ["PEERS", "peer"]

HERE = Path(__file__).parent
PEERS = {
    "hordak": ("django-hordak==2.0.0", "hordak_posts.py", 2.5, 4.0),
    "django-ledger": ("django-ledger==0.8.5", "django_ledger_posts.py", 8.0, 13.0),
}
"""What to install, what to run, and how many times faster we must and want to be (performance target 2)."""


def peer(name: str, cluster: postgres.Cluster, *, seconds: float) -> float | None:
    """Postings a second of one journal entry of four lines; None when it cannot be installed here."""
    package, script, _, _ = PEERS[name]
    python = _environment(name, package)
    if python is None:
        return None
    database = f"peer_{name.replace('-', '_')}"
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database}".encode())
        connection.execute(f"CREATE DATABASE {database}".encode())
    words = [str(python), str(HERE / "peer_scripts" / script), cluster.url(database), str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        print(f"{name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return float(done.stdout.strip().splitlines()[-1])


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
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            return None
    (folder / "ready").touch()
    return python


def _with_pip() -> str:
    """An interpreter that has pip: ours has none, the one it was made from usually has."""
    return str(Path(sys.base_prefix) / "bin" / "python3")
