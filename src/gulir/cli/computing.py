"""`gulir compute`: the pure rules on JSON; no database, no Django."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated, Any, NoReturn

import typer

from gulir.cli.door import contents
from gulir.cli.words import answer, text
from gulir.core.problems.money import BadInput

__all__ = ["add"]

HELP = text(
    "Hitung dengan aturan murni: JSON masuk, JSON keluar, tanpa basis data. `gulir compute` menyebut semua; "
    "`gulir compute NAME --help` menunjukkan isian dan contohnya.",
    "Compute with the pure rules: JSON in, JSON out, no database. `gulir compute` lists all; "
    "`gulir compute NAME --help` shows fields and an example.",
)


def add(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("compute", help=HELP, add_help_option=False)(compute)


def compute(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=text("apa yang dihitung", "what to compute"))] = "",
    file: Annotated[
        str,
        typer.Argument(
            metavar="[FILE]", help=text("berkas JSON; - untuk masukan baku", "JSON file; - for standard input")
        ),
    ] = "-",
    show_help: Annotated[bool, typer.Option("--help", help=text("isian dan contoh", "fields and an example"))] = False,
    json_wanted: Annotated[bool, typer.Option("--json", help=text("selalu JSON", "always JSON"))] = False,
) -> None:
    """Read one document, print one document."""
    from gulir.core.compute import COMPUTATIONS, SAMPLES
    from gulir.core.compute import HELP as PAGES
    from gulir.core.compute import compute as answer_of

    if not name and json_wanted:
        answer(
            {"computations": [{"name": n, "about": SAMPLES[n].about} for n in sorted(COMPUTATIONS)]}, json_wanted=True
        )
        return
    if not name:
        print(HELP)
        for one in sorted(COMPUTATIONS):
            print(f"  {one}: {SAMPLES[one].about}")
        return
    if show_help and name in PAGES:
        print(PAGES[name])
        return
    document = {} if name not in COMPUTATIONS else _document(contents(file))
    print(json.dumps(answer_of(name, document), ensure_ascii=False, indent=2))


def _document(content: bytes) -> Any:
    """The document, with decimals kept exact; what is not JSON is refused with its place."""
    try:
        return json.loads(
            content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except UnicodeDecodeError:
        raise BadInput(path="$", expected="a JSON document in UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadInput(path=f"$ (line {error.lineno}, column {error.colno})", expected="a JSON document") from None
    except (RecursionError, ValueError):
        raise BadInput(path="$", expected="a JSON document of ordinary depth and numbers") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: nobody could tell which one was meant."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput(path=name[:80], expected="a name that stands once")
        found[name] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
