"""A throw-away PostgreSQL for the tests: made in a temporary folder, gone when the tests are.

`start()` finds the server's programs on the path or under `/usr/lib/postgresql/*/bin`, makes a cluster (as the user
`postgres` when we are root, for the server refuses to run as root), starts it on a free loopback port with a password
of its own and gives back its address. A keeper process holds the other end of a pipe: when the tests end, in whatever
way, the pipe closes, and the keeper stops the server and removes the folder.

It is built for speed and forgets everything: `fsync` is off. Never start a real database like this.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

__all__ = ["MISSING", "Cluster", "find", "start"]

MISSING = (
    "PostgreSQL is not installed here, so the tests on its engine did not run. "
    "Install the server (Debian: apt-get install postgresql) and run them again."
)
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}
KEEPER = """
import os, shutil, signal, sys, time
server, folder = int(sys.argv[1]), sys.argv[2]
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
sys.stdin.buffer.read()
try:
    os.kill(server, signal.SIGQUIT)
    for _ in range(100):
        os.kill(server, 0)
        time.sleep(0.05)
except ProcessLookupError:
    pass
shutil.rmtree(folder, ignore_errors=True)
"""


@dataclass(kw_only=True)
class Cluster:
    """A running server: `url("name")` is the address of one of its databases, for the plain user that owns them."""

    port: int
    password: str
    server: subprocess.Popen[bytes]
    keeper: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The address of a database as `GULIR_DATABASE` takes it."""
        return f"postgresql://gulir:{self.password}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop the server and remove its folder; harmless when it is stopped already."""
        if self.keeper.stdin is not None:
            with suppress(BrokenPipeError):
                self.keeper.stdin.close()
        # The keeper watches for the server's process to vanish, which it does when we collect it.
        self.server.wait(timeout=20)
        self.keeper.wait(timeout=20)


def find() -> Path | None:
    """The folder that holds the server's programs, newest first; None where there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def start() -> Cluster | None:
    """Start a fresh server; None where PostgreSQL is not installed."""
    programs = find()
    if programs is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="gulir-pg-"))
    user = _server_user()
    if user is not None:
        shutil.chown(folder, user)
    password = secrets.token_hex(16)
    _make_cluster(programs, folder, password, user)
    port = _free_port()
    options = [word for name, value in {**SETTINGS, "port": str(port)}.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(folder / "data"), *options],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, **_as(user),
        )  # fmt: skip
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(server.pid), str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    cluster = Cluster(port=port, password=password, server=server, keeper=keeper)
    try:
        _make_owner(cluster)
    except BaseException:
        told = (folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
        cluster.stop()
        sys.stderr.write(told)
        raise
    return cluster


def _server_user() -> str | None:
    """Whom the server runs as: `postgres` when we are root, else ourselves (None)."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return pwd.getpwnam("nobody").pw_name


def _as(user: str | None) -> dict[str, Any]:
    return {} if user is None else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": [], "cwd": "/"}


def _make_cluster(programs: Path, folder: Path, password: str, user: str | None) -> None:
    secret = folder / "password"
    secret.write_text(password, encoding="utf-8")
    if user is not None:
        shutil.chown(secret, user)
    subprocess.run(
        [
            str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "--pwfile", str(secret),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions",
        ],
        check=True, stdout=subprocess.DEVNULL, **_as(user),
    )  # fmt: skip
    secret.unlink()


def _make_owner(cluster: Cluster) -> None:
    """The tests work as a plain user that may make databases, never as a superuser that every wall lets through."""
    address = f"postgresql://postgres:{cluster.password}@127.0.0.1:{cluster.port}/postgres"
    deadline = time.monotonic() + 60
    while True:
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
                connection.execute(f"CREATE ROLE gulir LOGIN CREATEDB PASSWORD '{cluster.password}'")
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline or cluster.server.poll() is not None:
                raise
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
