"""`gulir`: every command in its group, and one place where refusals become words and exit codes.

Exit codes: 0 done · 1 findings of level error · 2 refused · 64 bad usage · 130 stopped by the person.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from types import TracebackType

import typer

from gulir.cli import boards, closing, computing, house, imports, keeping, reports
from gulir.cli.words import say, tell_refusal, text
from gulir.core.problems import Problem
from gulir.core.problems.care import CannotWrite
from gulir.version import VERSION

__all__ = ["FINDINGS", "REFUSED", "USAGE", "app", "main", "run"]

FINDINGS, REFUSED, USAGE, STOPPED = 1, 2, 64, 130
FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}

app = typer.Typer(
    name="gulir",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=text(
        "Gulir: dana bergulir BKM yang terbuka. Pinjaman, buku, kelompok, keputusan, bukti.",
        "Gulir: a community revolving fund in the open. Loans, books, groups, decisions, proofs.",
    ),
)
for group in (house, boards, imports, reports, closing, keeping, computing):
    group.add(app)


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", help=text("tunjukkan versi", "show the version")),
) -> None:
    if version:
        print(VERSION)
        raise typer.Exit


def main(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    json_wanted = "--json" in arguments
    try:
        code = app(args=list(arguments), prog_name="gulir", standalone_mode=False)
    except Problem as refusal:
        tell_refusal(refusal, json_wanted=json_wanted)
        return REFUSED
    except _database_errors() as error:
        return _unready(error, json_wanted=json_wanted)
    except typer.TyperException as usage:
        return _usage(usage)
    except (typer.Abort, KeyboardInterrupt):
        say(text("Dihentikan; yang belum selesai tidak dicatat.", "Stopped; what was not finished is not recorded."))
        return STOPPED
    except BrokenPipeError:
        _close_stdout()
        return 1
    except OSError as error:
        if error.errno not in FULL_DISK:
            raise
        _close_stdout()
        tell_refusal(CannotWrite(said=str(error.strerror)), json_wanted=False)
        return REFUSED
    except SystemExit as stop:  # a setting that cannot be: told before anything began
        say(str(stop.code))
        return USAGE
    return code if isinstance(code, int) else 0


def _close_stdout() -> None:
    """Nobody reads, or nothing fits: what still waits to be written is dropped, so that the end is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _database_errors() -> tuple[type[Exception], ...]:
    """What a database answers that is not there, not up to date or full; nothing while Django was not needed."""
    errors = sys.modules.get("django.db")
    return (errors.DatabaseError, errors.InterfaceError) if errors else ()


def _unready(error: Exception, *, json_wanted: bool) -> int:
    """Tell what is the matter with the database, if that is why; anything else is a fault of ours and stays loud."""
    from gulir.care.health import explain, require_ready

    why = explain(error)
    if why is None:
        try:
            require_ready()
        except Problem as refusal:
            why = refusal
        except _database_errors() as again:
            why = explain(again)
    if why is None:
        raise error
    tell_refusal(why, json_wanted=json_wanted)
    return REFUSED


def _usage(usage: typer.TyperException) -> int:
    """What was wrong with the words of the command line, and where its help is."""
    context = getattr(usage, "ctx", None)
    words = usage.format_message() if hasattr(usage, "format_message") else str(usage)
    if words:
        say(words)
    if context is not None:
        say(text(f"Lihat: {context.command_path} --help", f"See: {context.command_path} --help"))
    return USAGE


def run() -> None:
    """The entry of the program `gulir`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.excepthook = _fault
    sys.exit(main(sys.argv[1:]))


def _fault(kind: type[BaseException], error: BaseException, way: TracebackType | None) -> None:
    """A fault of ours, as loud as ever and without anybody's name or number in it."""
    from gulir.base.discreet import told

    print(told(error), file=sys.stderr)


if __name__ == "__main__":
    run()
