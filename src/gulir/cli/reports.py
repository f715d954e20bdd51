"""`gulir report NAME`: what the books say, as text, JSON, CSV, XLSX or PDF."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from gulir.cli import door
from gulir.cli.door import Board, Json, day_of
from gulir.cli.words import LANGUAGE, text

__all__ = ["FORMATS", "NAMES", "add"]

NAMES = (
    "trial-balance",
    "position",
    "income",
    "cash-book",
    "ledger",
    "loan-card",
    "loans",
    "collectibility",
    "indicators",
)
FORMATS = ("text", "json", "csv", "xlsx", "pdf")


def add(app: typer.Typer) -> None:
    """Add the command to the program."""
    words = text(
        "Laporan: neraca saldo, neraca, laba rugi, buku kas, pinjaman, kolektibilitas, indikator.",
        "Reports: trial balance, position, income, cash book, loans, collectibility, indicators.",
    )
    app.command("report", help=words)(report)


def report(
    name: Annotated[str, typer.Argument(metavar="NAME", help=", ".join(NAMES))],
    board: Board,
    as_of: Annotated[
        date, typer.Option("--as-of", parser=day_of, metavar="DATE", help=text("per tanggal", "as of this day"))
    ],
    from_: Annotated[
        date | None, typer.Option("--from", parser=day_of, metavar="DATE", help=text("sejak tanggal", "from this day"))
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help=text("bentuk", "format"))
    ] = "text",
    book: Annotated[str, typer.Option("--book", help="upk, secretariat, activities")] = "upk",
    account: Annotated[
        str, typer.Option("--account", metavar="CODE", help=text("kode akun, untuk ledger", "account code, for ledger"))
    ] = "",
    loan: Annotated[
        str,
        typer.Option(
            "--loan", metavar="NO", help=text("nomor pinjaman, untuk loan-card", "loan number, for loan-card")
        ),
    ] = "",
    out: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help=text("berkas; - untuk keluaran baku", "file; - for standard output")
        ),
    ] = "-",
    json_wanted: Json = False,
) -> None:
    """Write one report."""
    if name not in NAMES:
        raise typer.BadParameter(", ".join(NAMES), param_hint="NAME")
    form = "json" if json_wanted else format_
    if form not in FORMATS:
        raise typer.BadParameter(", ".join(FORMATS), param_hint="--format")
    door.start()
    from gulir.papers import report as made

    content = made(
        name, book=door.book(board).pk, as_of=as_of, from_=from_, format=form, language=LANGUAGE, ledger=book,
        account=account, loan=loan, standing=door.operator(), at=door.now(),
    )  # fmt: skip
    door.write_out(out, content if isinstance(content, bytes) else f"{content.rstrip()}\n".encode())
