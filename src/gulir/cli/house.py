"""The house itself: make or upgrade the database, show settings, serve, work in the background, the demonstration."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from gulir.cli.door import Json, home, now, start
from gulir.cli.words import answer, say, text
from gulir.version import VERSION

__all__ = ["add"]

PORT_HELP = text("nomor port", "port number")
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help=PORT_HELP)]


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        "init",
        help=text(
            "Membuat atau memperbarui basis data di GULIR_HOME.", "Makes or upgrades the database in GULIR_HOME."
        ),
    )(init)
    app.command(
        "settings",
        help=text(
            "Semua pengaturan dan asalnya; yang rahasia ditutup.",
            "All settings with where each came from; secrets hidden.",
        ),
    )(settings)
    app.command("serve", help=text("Melayani halaman web.", "Serves the pages."))(serve)
    app.command(
        "worker",
        help=text(
            "Pekerja latar: mengirim yang menunggu di kotak keluar.",
            "The background worker: sends what waits in the outbox.",
        ),
    )(worker)
    app.command(
        "demo",
        help=text(
            "Peragaan: BKM Karang Anyar, dibuat sekali lalu dilayani.",
            "The demonstration: the board of Karang Anyar, built once, then served.",
        ),
    )(demo)


def init(json_wanted: Json = False) -> None:
    """Migrate, make the keys, and make sure that the founding actor is there."""
    start()
    from django.core.management import call_command

    from gulir.base.keys import make_keys
    from gulir.care.health import require_keys, require_sound_reference, waiting_changes
    from gulir.community.queries import founding_actor

    require_sound_reference()
    require_keys()
    changes = waiting_changes()
    make_keys(home())
    call_command("migrate", verbosity=0, interactive=False)
    founding_actor()
    done = {"home": str(home()), "version": VERSION, "changes": len(changes)}
    words = text(
        f"Basis data siap di {home()} (Gulir {VERSION}; {len(changes)} perubahan dijalankan).",
        f"The database is ready in {home()} (Gulir {VERSION}; {len(changes)} changes made).",
    )
    answer(done, [words], json_wanted=json_wanted)


def settings(json_wanted: Json = False) -> None:
    """Every setting, its value, and where it came from."""
    start()
    from django.conf import settings as known

    shown = [
        {"name": o.name, "value": "********" if o.secret else _without_password(o.value), "source": o.source}
        for o in known.ORIGINS
    ]
    answer(shown, [f"{s['name']}={s['value']}  ({s['source']})" for s in shown], json_wanted=json_wanted)


def _without_password(value: str) -> str:
    """The address of a database without the password in it."""
    scheme, mark, rest = value.partition("://")
    user, at, place = rest.rpartition("@")
    if not (mark and at) or ":" not in user:
        return value
    return f"{scheme}://{user.split(':')[0]}:********@{place}"


def serve(
    port: Port = 8000,
    host: Annotated[
        str, typer.Option("--host", help=text("alamat yang didengarkan", "address to listen on"))
    ] = "127.0.0.1",
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help=text("jumlah proses", "number of processes"))
    ] = 1,
) -> None:
    """Serve the pages until stopped."""
    start()
    from gulir.care.health import require_ready, require_sound_reference

    require_sound_reference()
    require_ready()
    say(
        text(
            f"Gulir di http://{host}:{port}/ (Ctrl+C untuk berhenti)",
            f"Gulir at http://{host}:{port}/ (Ctrl+C to stop)",
        )
    )
    _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "gulir.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_access=False,
    ).serve()


def worker(
    once: Annotated[bool, typer.Option("--once", help=text("satu putaran saja", "one round only"))] = False,
    every: Annotated[
        int, typer.Option("--every", min=1, max=3600, help=text("jeda dalam detik", "pause in seconds"))
    ] = 10,
    json_wanted: Json = False,
) -> None:
    """Send what waits in the outbox, again and again, or once."""
    start()
    from gulir.care.health import require_ready, require_sound_reference
    from gulir.care.outbox import send_waiting

    require_sound_reference()
    require_ready()
    while True:
        sent = send_waiting(home() / "outbox", at=now())
        if once:
            answer({"sent": sent}, json_wanted=json_wanted)
            return
        if sent:
            say(text(f"{sent} terkirim", f"{sent} sent"))
        time.sleep(every)


def demo(
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help=text("hanya membuat, tidak melayani", "build it and end"))
    ] = False,
    port: Port = 8000,
    json_wanted: Json = False,
) -> None:
    """Build the demonstration in a folder of its own unless it is there, tell address and logins, serve it."""
    base = Path(os.environ.get("GULIR_HOME") or Path.cwd() / ".gulir")
    os.environ["GULIR_HOME"] = str(base / "demo")
    os.environ["GULIR_DEMO"] = "1"
    os.environ.pop("GULIR_DATABASE", None)
    start()
    from gulir.cli.demo import prepare

    told = prepare(home(), say=say)
    answer(told, _demo_lines(told, port, prepare_only=prepare_only), json_wanted=json_wanted)
    sys.stdout.flush()
    if not prepare_only:
        _serve("127.0.0.1", port, 1)


def _demo_lines(told: dict[str, object], port: int, *, prepare_only: bool) -> list[str]:
    """Address and one login per desk, for people."""
    lines = [] if prepare_only else [f"http://127.0.0.1:{port}/"]
    logins = told["logins"]
    assert isinstance(logins, list)
    lines += [f"  {one['desk']:<14}{one['login']:<14}{one['password']}" for one in logins]
    return lines
