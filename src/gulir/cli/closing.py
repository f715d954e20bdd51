"""Closing: `gulir close day|through|month|year`, each with its checks, each by those who may."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import typer

from gulir.cli import door
from gulir.cli.door import As, Board, Day, Json
from gulir.cli.words import answer, text
from gulir.core.problems.money import BadInput

__all__ = ["add"]

COUNT_HELP = text(
    'hitungan kas: [{"account": "1010", "denominations": {"100000": 2}, "reason": ""}]',
    'cash count: [{"account": "1010", "denominations": {"100000": 2}, "reason": ""}]',
)
Explain = Annotated[
    list[str],
    typer.Option(
        "--explain", metavar="CHECK=REASON", help=text("alasan selisih yang diketahui", "reason of a known difference")
    ),
]


def add(app: typer.Typer) -> None:
    """Add the group to the program."""
    close = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    close.command(
        "day",
        help=text(
            "Menutup hari: hitung kas, lalu orang kedua mengesahkan.",
            "Closes a day: count the cash, then a second person confirms.",
        ),
    )(day)
    close.command("through", help=text("Mengesahkan hari-hari kosong sekaligus.", "Confirms empty days in one act."))(
        through
    )
    close.command("month", help=text("Menutup bulan dengan daftar periksanya.", "Closes a month by its checklist."))(
        month
    )
    close.command(
        "year",
        help=text(
            "Menutup tahun: laba dipindahkan ke hasil usaha.", "Closes a year: income and expense go to the result."
        ),
    )(year)
    app.add_typer(close, name="close", help=text("Menutup hari, bulan, tahun.", "Closes days, months, years."))


def day(
    on: Day,
    board: Board,
    count: Annotated[str, typer.Option("--count", metavar="FILE", help=COUNT_HELP)] = "",
    confirm: Annotated[
        bool, typer.Option("--confirm", help=text("orang kedua mengesahkan", "the second person confirms"))
    ] = False,
    acting: As = "",
    json_wanted: Json = False,
) -> None:
    """The first person counts; with `--confirm` another closes the day and the next one opens."""
    if confirm and count:
        raise typer.BadParameter(
            text("pakai salah satu: --count atau --confirm", "use one of them: --count or --confirm")
        )
    door.start()
    from gulir.ledger.services import close_day, confirm_day

    book, actor = door.book(board), door.actor(acting)
    common: dict[str, Any] = {"book": book.pk, "key": door.key(), "actor": actor, "at": door.now(), "day": on}
    if confirm:
        done = confirm_day(**common)
        words = text(
            f"Hari {on} ditutup; hari buka {done['open_day']}.", f"{on} is closed; the open day is {done['open_day']}."
        )
    else:
        done = close_day(**common, counts=_counts(count) if count else [])
        words = text(
            f"Hari {on} dihitung (selisih {done['difference']}); menunggu orang kedua: --confirm --as.",
            f"{on} is counted (difference {done['difference']}); waiting for the second person: --confirm --as.",
        )
    answer(done, [words], json_wanted=json_wanted)


def _counts(name: str) -> list[dict[str, Any]]:
    """The counted boxes from a JSON file: a list of rows, or one row."""
    try:
        rows = json.loads(door.contents(name).decode("utf-8-sig"))
    except ValueError:
        raise BadInput(path="$", expected="a JSON document") from None
    rows = rows if isinstance(rows, list) else [rows]
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or not isinstance(row.get("denominations"), dict):
            raise BadInput(path=f"[{number}]", expected="an object with account and denominations")
    return rows


def through(on: Day, board: Board, acting: As = "", json_wanted: Json = False) -> None:
    """Confirm that nothing happened from the open day up to this one."""
    door.start()
    from gulir.ledger.services import close_through

    book, actor = door.book(board), door.actor(acting)
    done = close_through(book=book.pk, key=door.key(), actor=actor, at=door.now(), through=on)
    words = text(
        f"{done['days']} hari kosong disahkan; hari buka {done['open_day']}.",
        f"{done['days']} empty days confirmed; the open day is {done['open_day']}.",
    )
    answer(done, [words], json_wanted=json_wanted)


def _month(words: str) -> date:
    """A month as `2026-11`."""
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError:
        raise typer.BadParameter("YYYY-MM") from None


def month(
    which: Annotated[date, typer.Argument(parser=_month, metavar="MONTH", help="YYYY-MM")],
    board: Board,
    explain: Explain = [],  # noqa: B006  (typer copies it)
    acting: As = "",
    json_wanted: Json = False,
) -> None:
    """Count the cards at the month's end, show the checklist, and close the month when nothing is left."""
    door.start()
    from gulir.core.dates import month_end
    from gulir.ledger.services import close_month

    reasons = _reasons(explain)
    book, actor = door.book(board), door.actor(acting)
    totals = _totals(book.pk, month_end(which))
    done = close_month(
        book=book.pk,
        key=door.key(),
        actor=actor,
        at=door.now(),
        month=which,
        control_totals=totals,
        explanations=reasons,
    )
    words = text(f"Bulan {which:%Y-%m} ditutup.", f"The month {which:%Y-%m} is closed.")
    answer(done, [words], json_wanted=json_wanted)


def _totals(book: UUID, end: date) -> dict[str, int]:
    """What lending counts from its cards at the month's end, under the names the checklist knows."""
    from gulir.core.roles import Role
    from gulir.lending.queries import control_totals, provision_needed

    counted = {control.role: control.cards for control in control_totals(book, as_of=end)}
    return {
        "loans": counted[Role.LOANS], "savings": counted[Role.TR_SAVINGS], "provision": provision_needed(book, end)
    }  # fmt: skip


def _reasons(explain: list[str]) -> dict[str, str]:
    reasons = {}
    for words in explain:
        check, mark, reason = words.partition("=")
        if not mark or not reason.strip():
            raise typer.BadParameter("CHECK=REASON", param_hint="--explain")
        reasons[check.strip()] = reason.strip()
    return reasons


def year(
    which: Annotated[int, typer.Argument(min=1990, max=2999, metavar="YEAR", help="YYYY")],
    board: Board,
    acting: As = "",
    json_wanted: Json = False,
) -> None:
    """Bring income and expense of a year to the result, in each ledger."""
    door.start()
    from gulir.ledger.services import close_year

    book, actor = door.book(board), door.actor(acting)
    done = close_year(book=book.pk, key=door.key(), actor=actor, at=door.now(), year=which)
    answer(done, [text(f"Tahun {which} ditutup.", f"The year {which} is closed.")], json_wanted=json_wanted)
