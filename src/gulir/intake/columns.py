"""What each kind of file may carry: its columns, its words in two languages, the headings that mean them, a sample.

All of it is data: `reference/imports/KIND.toml`, `reference/imports/KIND.csv` (the sample) and the synonym table
`reference/imports/headings.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gulir.base.reference import reference_folder
from gulir.intake.cells import plain_word

__all__ = ["Column", "Form", "form", "sample", "synonyms"]


def _folder() -> Path:
    return reference_folder() / "imports"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name in the contract, whether its heading must be there, and what it takes, by language."""

    name: str
    required: bool
    help: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Form:
    """One kind of file; `headings` maps plain headings to column names."""

    kind: str
    help: Mapping[str, str]
    columns: tuple[Column, ...]
    headings: Mapping[str, str]

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(c.name for c in self.columns if c.required)


@cache
def form(kind: str) -> Form:
    """The form of one kind of file.

    >>> form("loans").headings["loan_id"], form("loans").headings["bulan"]
    ('loan_no', 'instalments')
    """
    raw = tomllib.loads((_folder() / f"{kind}.toml").read_text(encoding="utf-8"))
    columns = tuple(
        Column(name=c["name"], required=c.get("required", False), help={"id": c["id"], "en": c["en"]})
        for c in raw["column"]
    )
    return Form(kind=kind, help={"id": raw["id"], "en": raw["en"]}, columns=columns, headings=synonyms(kind, columns))


def synonyms(kind: str, columns: tuple[Column, ...]) -> dict[str, str]:
    """Plain heading to column name, for the columns of one kind; a heading that would mean two columns is a mistake."""
    table = _table()
    meanings: dict[str, str] = {}
    for column in columns:
        words = table.get("kind", {}).get(kind, {}).get(column.name) or table["any"].get(column.name, [])
        for word in {plain_word(w) for w in (column.name, *words)}:
            if meanings.setdefault(word, column.name) != column.name:
                raise ValueError(f"{kind}: heading {word!r} means {meanings[word]} and {column.name}")
    return meanings


def sample(kind: str) -> bytes:
    """The sample file of one kind, as it is shown and handed out."""
    return (_folder() / f"{kind}.csv").read_bytes()


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((_folder() / "headings.toml").read_text(encoding="utf-8"))
