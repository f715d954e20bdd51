"""What every command shares: Django started late, the clock, the board, who acts, files, and the common options."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gulir.base.messages import sentence
from gulir.cli.words import LANGUAGE, text
from gulir.core.dates import parse_date
from gulir.core.problems import Problem
from gulir.core.problems.access import BoardUnknown
from gulir.core.problems.care import CannotWrite, LoginNotKnown, TokenNotValid

if TYPE_CHECKING:
    from gulir.base.models import Actor, Book
    from gulir.base.policy import Standing

__all__ = [
    "As", "Board", "Day", "Json", "actor", "book", "contents", "day_of", "home", "key", "new_password", "now",
    "operator", "start", "write_out",
]  # fmt: skip

BOARD_HELP = text("kode BKM", "code of the board")
AS_HELP = text(
    "nama masuk yang melakukannya; sandinya ditanyakan, atau pakai GULIR_TOKEN",
    "login of who does it; the password is asked, or use GULIR_TOKEN",
)
JSON_HELP = text("jawaban sebagai satu dokumen JSON", "answer with one JSON document")


def day_of(words: str) -> date:
    """A date as people write it; anything else is bad usage."""
    try:
        return parse_date(words)
    except Problem as problem:
        raise typer.BadParameter(sentence(problem.code, problem.facts, LANGUAGE)) from None


Board = Annotated[str, typer.Option("--board", metavar="CODE", help=BOARD_HELP)]
As = Annotated[str, typer.Option("--as", metavar="LOGIN", help=AS_HELP)]
Json = Annotated[bool, typer.Option("--json", help=JSON_HELP)]
Day = Annotated[date, typer.Argument(parser=day_of, metavar="DATE", help="YYYY-MM-DD")]


# ---------------------------------------------------------------- Django, clock, keys


def start() -> None:
    """Start Django, once; what needs no database never calls this. A setting that cannot be is bad usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gulir.config.settings")
    import django
    from django.apps import apps

    if apps.ready:
        return
    try:
        django.setup()
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="GULIR_TIME_ZONE") from None
    except OSError as error:
        raise CannotWrite(said=f"GULIR_HOME {error.filename}: {error.strerror}") from error


def now() -> datetime:
    """The clock, here and nowhere below; in a demonstration the calendar to which it was turned on."""
    from django.conf import settings

    from gulir.care.calendar import ahead

    real = datetime.now(UTC)
    return real + ahead(Path(settings.GULIR_HOME)) if settings.configured and settings.DEMO else real


def key() -> str:
    """A fresh idempotency key for one act."""
    from gulir.base.ids import new_id

    return str(new_id())


def home() -> Path:
    """The folder of this installation."""
    from django.conf import settings

    return Path(settings.GULIR_HOME)


# ---------------------------------------------------------------- which board, who acts


def book(code: str) -> Book:
    """The book of a board by its code; refused with `BoardUnknown`."""
    from gulir.base.models import Book

    found = Book.objects.filter(code=code).first() if code else None
    if found is None:
        raise BoardUnknown(board=code[:40])
    return found


def operator() -> Standing:
    """Who reads at the command line: whoever can read the files of this installation can read the books in them."""
    from gulir.base.policy import Standing

    return Standing(founder=True)


def actor(login: str) -> Actor:
    """Who acts: the login's person after the password or `GULIR_TOKEN`, or the founding actor without a login."""
    from gulir.community.queries import founding_actor

    if not login:
        return founding_actor()
    from gulir.community.models import User

    user = User.objects.filter(username=login, is_active=True).select_related("actor").first()
    given = os.environ.get("GULIR_TOKEN", "")
    if given:
        from gulir.care.tokens import opens

        if user is None or user.actor is None or not opens(given, user=user, on=now().date()):
            raise TokenNotValid(login=login[:60])
        return user.actor
    password = _password(login)
    if user is None or user.actor is None or not user.check_password(password):
        raise LoginNotKnown(login=login[:60])
    return user.actor


def _password(login: str) -> str:
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            text(
                "sandi tidak dapat ditanyakan di sini; pakai GULIR_TOKEN",
                "no terminal to ask the password: use GULIR_TOKEN",
            ),
            param_hint="--as",
        )
    return getpass.getpass(text(f"Sandi {login}: ", f"Password of {login}: "), stream=sys.stderr)


def new_password(login: str, *, given: str = "") -> str:
    """A new password, typed twice; from a pipe its first line is taken."""
    if given:
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(text(f"Sandi baru untuk {login}: ", f"New password for {login}: "), stream=sys.stderr)
    again = getpass.getpass(text("Sekali lagi: ", "Once more: "), stream=sys.stderr)
    if first != again:
        raise typer.BadParameter(text("kedua sandi tidak sama", "the two passwords differ"))
    return first


# ---------------------------------------------------------------- files


def contents(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; a file that is not there is bad usage."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}") from None


def write_out(name: str, content: bytes) -> None:
    """Write the bytes to a file, or to standard output for `-`."""
    if name == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(name).write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}") from None
