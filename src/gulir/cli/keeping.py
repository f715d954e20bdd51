"""Looking after the house: `gulir check`, `gulir backup`, `gulir restore`."""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from gulir.cli import door
from gulir.cli.door import Json
from gulir.cli.words import answer, finding_lines, finding_rows, say, text
from gulir.core.problems import Finding
from gulir.version import VERSION

if TYPE_CHECKING:
    from gulir.base.commands import Command
    from gulir.care.place import Place

__all__ = ["add"]

KEY_HELP = text(
    "kata kuncinya ditanyakan, atau diambil dari GULIR_BACKUP_PASSPHRASE",
    "its passphrase is asked, or taken from GULIR_BACKUP_PASSPHRASE",
)


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        "check",
        help=text(
            "Menghitung ulang segalanya dari bukti dan membandingkan; kode keluar 1 bila ada yang beda.",
            "Derives everything again from the vouchers and compares; exit code 1 if anything differs.",
        ),
    )(check)
    app.command(
        "backup",
        help=text(
            "Satu berkas tersandi: basis data, lampiran, kunci; ", "One sealed file: database, attachments, keys; "
        )
        + KEY_HELP,
    )(backup)
    app.command(
        "restore",
        help=text(
            "Memulihkan dari cadangan; tidak menimpa yang lebih baru tanpa --replace; ",
            "Brings a backup back; never over anything newer without --replace; ",
        )
        + KEY_HELP,
    )(restore)


def check(
    board: Annotated[str, typer.Option("--board", metavar="CODE", help=door.BOARD_HELP)] = "",
    json_wanted: Json = False,
) -> None:
    """Every board, or one; findings with the name of the board."""
    door.start()
    from gulir.care.check import check_board, check_house
    from gulir.care.health import require_ready
    from gulir.community.queries import boards
    from gulir.intake.queries import balance_findings

    require_ready()
    codes = [door.book(board)] if board else [one.book for one in boards()]
    on = door.now().date()
    found = {book.code: [*check_board(book, on=on), *balance_findings(book.pk)] for book in codes}
    if not board:
        found = {"": check_house(door.home()), **found}
    total = sum(len(findings) for findings in found.values())
    lines = [line for code, findings in found.items() for line in _lines(code, findings)]
    last = text(
        f"{total} temuan." if total else "Semua cocok.", f"{total} findings." if total else "Everything agrees."
    )
    document = {
        "findings": [{"board": code, **row} for code, rows in found.items() for row in finding_rows(rows)],
        "boards": [b.code for b in codes],
    }
    answer(document, [*lines, last], json_wanted=json_wanted)
    if any(finding.level == "error" for findings in found.values() for finding in findings):
        raise typer.Exit(1)


def _lines(code: str, findings: list[Finding]) -> list[str]:
    return [f"{code or text('rumah', 'house')}: {line}" for line in finding_lines(findings)]


def backup(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help=text("berkas cadangan; - untuk keluaran baku", "backup file; - for standard output")
        ),
    ],
    json_wanted: Json = False,
) -> None:
    """Write the backup beside its name first, then move it into place: a half one never bears the name."""
    if file != "-" and (Path(file).is_dir() or not Path(file).absolute().parent.is_dir()):
        raise typer.BadParameter(text(f"{file}: bukan nama berkas di folder yang ada", f"{file}: no file in a folder"))
    _end_like_ctrl_c()
    door.start()
    from gulir.care.backup import make_backup
    from gulir.care.health import require_ready
    from gulir.care.records import record_backup

    require_ready()
    words = _passphrase(new=True)
    told = make_backup(
        _place(),
        Path(file) if file != "-" else None,
        passphrase=words,
        version=VERSION,
        at=door.now(),
        chance=secrets.token_bytes,
    )
    say(
        text(
            f"Cadangan dibuat: {told['bytes']} bita, {told['facts']} catatan.",
            f"Backup made: {told['bytes']} bytes, {told['facts']} facts.",
        )
    )
    _record(record_backup, told)
    if file == "-":
        return
    answer({"file": file, **told}, [f"sha256 {told['sha256']}"], json_wanted=json_wanted)


def restore(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help=text("berkas cadangan; - untuk masukan baku", "backup file; - for standard input")
        ),
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=text("timpa yang ada di sini", "replace what is here"))
    ] = False,
    json_wanted: Json = False,
) -> None:
    """Check the whole backup first, then put it in the place of what is here."""
    if file != "-":
        _can_be_read(file)
    _end_like_ctrl_c()
    door.start()
    from django.core.management import call_command

    from gulir.care.place import workroom, writing
    from gulir.care.records import record_restore
    from gulir.care.restore import restore_backup

    place, words = _place(), _passphrase(new=False, from_stdin=file != "-")
    with writing(), workroom(place, at=door.now()) as room:
        source = Path(file)
        if file == "-":  # it is read twice: what comes through a pipe is kept for as long, sealed as it is
            source = room / "backup"
            with source.open("wb") as kept:
                shutil.copyfileobj(sys.stdin.buffer, kept)
        told = restore_backup(place, source, passphrase=words, version=VERSION, replace=replace, at=door.now())
    call_command("migrate", verbosity=0, interactive=False)
    _record(record_restore, told)
    words = text(
        f"Dipulihkan: {told['facts']} catatan dari {told['made_at']}.",
        f"Restored: {told['facts']} facts of {told['made_at']}.",
    )
    answer(told, [words], json_wanted=json_wanted)


def _can_be_read(file: str) -> None:
    """A file that is not there, or may not be read, is bad usage."""
    try:
        with Path(file).open("rb"):
            pass
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from None


def _end_like_ctrl_c() -> None:
    """A polite end (SIGTERM) is taken like Ctrl-C: nothing half done and nothing unsealed stays behind."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _record(act: Command[Any], told: dict[str, Any]) -> None:
    """Leave the fact in the installation's own book."""
    from gulir.community.queries import founding_actor, installation_book

    act(
        book=installation_book().pk, key=door.key(), actor=founding_actor(), at=door.now(), sha256=told["sha256"],
        facts=told["facts"],
    )  # fmt: skip


def _place() -> Place:
    """This installation, as its settings have it."""
    from django.db import connection

    from gulir.care.place import Place

    engine: Literal["sqlite", "postgresql"] = "sqlite" if connection.vendor == "sqlite" else "postgresql"
    return Place(home=door.home(), engine=engine, database=connection.settings_dict, environment=os.environ)


def _passphrase(*, new: bool, from_stdin: bool = True) -> str:
    """The passphrase: from the environment, the terminal, or the first line of standard input when that is free."""
    given = os.environ.get("GULIR_BACKUP_PASSPHRASE", "")
    if given:
        return given
    if not from_stdin:
        raise typer.BadParameter(
            text(
                "cadangannya datang dari masukan baku; kata kuncinya dari GULIR_BACKUP_PASSPHRASE",
                "the backup comes from standard input: its passphrase from GULIR_BACKUP_PASSPHRASE",
            ),
            param_hint="FILE",
        )
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    words = getpass.getpass(text("Kata kunci cadangan: ", "Passphrase of the backup: "), stream=sys.stderr)
    if new and words != getpass.getpass(text("Sekali lagi: ", "Once more: "), stream=sys.stderr):
        raise typer.BadParameter(text("kedua kata kunci tidak sama", "the two passphrases differ"))
    return words
