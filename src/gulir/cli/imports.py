"""`gulir import KIND FILE`: bring a file in, try it, undo it, or see what it may hold."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from gulir.cli import door
from gulir.cli.door import As, Json, day_of
from gulir.cli.words import LANGUAGE, answer, busy, finding_lines, finding_rows, text
from gulir.core.problems.intake import ImportKindUnknown

if TYPE_CHECKING:
    from gulir.base.models import Book
    from gulir.intake.kind import Outcome

__all__ = ["KINDS", "add", "kind_help"]

KINDS = (
    "chart", "opening", "vouchers", "loans", "loan-members", "loan-transactions", "people", "households", "ksm",
    "ksm-members", "statement",
)  # fmt: skip
HELP = text(
    "Membawa masuk berkas CSV, XLSX atau XLS, seluruhnya atau tidak. `gulir import KIND --help` menyebut kolomnya.",
    "Brings in a CSV, XLSX or XLS file, all of it or nothing. `gulir import KIND --help` tells its columns.",
)


def add(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("import", help=HELP, add_help_option=False)(bring_in)


def bring_in(
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help=", ".join(KINDS))] = "",
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help=text("berkas; - untuk masukan baku", "file; - for standard input"))
    ] = "",
    board: Annotated[str, typer.Option("--board", metavar="CODE", help=door.BOARD_HELP)] = "",
    dated: Annotated[
        date | None,
        typer.Option(
            "--date", parser=day_of, metavar="DATE", help=text("tanggal saldo awal", "day of an opening balance")
        ),
    ] = None,
    account: Annotated[
        str,
        typer.Option(
            "--account", metavar="CODE", help=text("akun bank, untuk rekening koran", "bank account, for a statement")
        ),
    ] = "",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=text("periksa saja, tidak ada yang disimpan", "check only, nothing is kept")),
    ] = False,
    undo: Annotated[
        str, typer.Option("--undo", metavar="IMPORT_ID", help=text("batalkan berkas masuk ini", "undo this import"))
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help=text("alasan pembatalan", "why it is undone"))] = "",
    sample: Annotated[bool, typer.Option("--sample", help=text("tulis contoh berkas", "write a sample file"))] = False,
    show_help: Annotated[
        bool, typer.Option("--help", help=text("kolom dan contoh berkas", "columns and a sample file"))
    ] = False,
    acting: As = "",
    json_wanted: Json = False,
) -> None:
    """One of: help of a kind, its sample, an undo, or a file brought in."""
    if not kind and json_wanted:
        answer({"kinds": [{"kind": known, "about": about(known)} for known in KINDS]}, json_wanted=True)
        return
    if not kind:
        print("\n".join((HELP, "", *(f"  {known}: {about(known)}" for known in KINDS))))
        return
    if kind not in KINDS:
        raise ImportKindUnknown(text=kind[:40], known=", ".join(KINDS))
    if show_help:
        print("\n".join(kind_help(kind)))
        return
    if sample:
        from gulir.intake.columns import sample as sample_of

        door.write_out(file or "-", sample_of(kind))
        return
    if not board:
        raise typer.BadParameter(text("sebutkan --board", "name the --board"))
    door.start()
    book = door.book(board)
    if undo:
        _undo(book, undo, reason, acting, json_wanted=json_wanted)
        return
    if not file:
        raise typer.BadParameter(text("sebutkan berkasnya", "name the file"))
    outcome = _run(kind, file, book, acting, dated=dated, account=account, dry_run=dry_run)
    _tell(outcome, json_wanted=json_wanted)
    if outcome.errors:
        raise typer.Exit(1)


def _run(kind: str, file: str, book: Book, acting: str, *, dated: date | None, account: str, dry_run: bool) -> Outcome:
    from gulir.intake.services import import_file

    content, actor = door.contents(file), door.actor(acting)
    with busy(text(f"Membaca {file} …", f"Reading {file} …")):
        return import_file(
            kind=kind, name=PurePath(file).name, content=content, book=book.pk, actor=actor, at=door.now(),
            key=door.key(), dated=dated, account=account, dry_run=dry_run,
        )  # fmt: skip


def _tell(outcome: Outcome, *, json_wanted: bool) -> None:
    """Findings first, then what happened, so that the last line is the one to read."""
    errors, warnings = outcome.errors, len(outcome.findings) - outcome.errors
    what = ", ".join(f"{name} {count}" for name, count in outcome.counts.items())
    if errors:
        last = text(f"{errors} kesalahan; tidak ada yang disimpan.", f"{errors} errors; nothing was kept.")
    elif outcome.dry_run:
        last = text(f"Percobaan: {what}; belum ada yang disimpan.", f"Dry run: {what}; nothing was kept.")
    else:
        last = text(
            f"Masuk: {what} (berkas masuk {outcome.import_id}).", f"Brought in: {what} (import {outcome.import_id})."
        )
    if warnings and not errors:
        last += text(f" {warnings} hal perlu diperhatikan.", f" {warnings} warnings.")
    document = {
        "kind": outcome.kind, "import": outcome.import_id, "dry_run": outcome.dry_run, "counts": outcome.counts,
        "errors": errors, "warnings": warnings, "findings": finding_rows(outcome.findings) if json_wanted else [],
    }  # fmt: skip
    answer(document, [*finding_lines(outcome.findings), last], json_wanted=json_wanted)


def _undo(book: Book, undo: str, reason: str, acting: str, *, json_wanted: bool) -> None:
    from gulir.intake.services import withdraw

    try:
        import_id = UUID(undo)
    except ValueError:
        raise typer.BadParameter(undo, param_hint="--undo") from None
    done = withdraw(
        book=book.pk, key=door.key(), actor=door.actor(acting), at=door.now(), import_id=import_id,
        reason=reason or text("dibatalkan lewat baris perintah", "undone at the command line"),
    )  # fmt: skip
    words = text(
        f"Berkas masuk {undo} dibatalkan; {done['reversed_vouchers']} bukti dibalik.",
        f"The import {undo} is undone; {done['reversed_vouchers']} vouchers reversed.",
    )
    answer(done, [words], json_wanted=json_wanted)


# ---------------------------------------------------------------- help


def about(kind: str) -> str:
    """One line about a kind of file."""
    from gulir.intake.columns import form

    return form(kind).help[LANGUAGE]


def kind_help(kind: str) -> list[str]:
    """What a kind of file may hold: its columns, other headings they go by, a sample."""
    from gulir.intake.columns import form, sample

    one = form(kind)
    lines = [
        f"gulir import {kind} FILE --board CODE [--date DATE] [--dry-run] [--undo IMPORT_ID]",
        "",
        one.help[LANGUAGE],
        "",
    ]
    for column in one.columns:
        must = text("wajib", "required") if column.required else text("boleh tidak ada", "optional")
        others = sorted(word for word, name in one.headings.items() if name == column.name and word != column.name)
        lines.append(f"  {column.name} ({must}): {column.help[LANGUAGE]}")
        if others:
            lines.append(text("      juga: ", "      also: ") + ", ".join(others))
    lines += ["", text("Contoh:", "Sample:"), ""]
    return lines + [f"  {line}" for line in sample(kind).decode("utf-8-sig").splitlines()]
