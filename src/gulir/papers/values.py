"""A report before it becomes a file: sections of rows with named columns, and the JSON that is the contract.

Values are whole rupiah, whole numbers, text, dates or `None`; a percent and a decimal are text already rounded
("15.0"; "<0.1" says below). Where the rows of one column count different things, a value is an `Amount` with its own
unit. The four renderers (`text`, `csv`, `xlsx`, `pdf`) read nothing else, so they can never disagree about a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

__all__ = ["RUPIAH", "Amount", "Column", "Heading", "Kind", "Report", "Row", "Section", "Value"]

Kind = Literal["text", "code", "money", "number", "decimal", "percent", "date"]
RUPIAH = "Rp"


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A figure with its own unit: rupiah, or what is counted, as the report calls it ("KSM")."""

    value: int
    unit: str


Value = str | int | date | Amount | None
Row = tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: what it is called, and what its values are. `wide` columns take the room that is left.

    `key` is its name in the words of the reference, the same in every language.
    """

    label: str
    kind: Kind = "text"
    wide: bool = False
    key: str = ""

    @property
    def right(self) -> bool:
        """Figures stand on the right."""
        return self.kind in ("money", "number", "decimal", "percent")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of a report, with its own title and its totals row."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    title: str = ""
    total: Row | None = None
    empty: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands on top: whose report, which, of when, and what the words around it are in this language.

    `unit` stands under the board's name: whose book it is, and where.
    """

    board: str
    place: str
    title: str
    period: str
    language: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report in one language. `data` is what `--format json` prints: its keys are the contract."""

    name: str
    heading: Heading
    sections: Sequence[Section]
    data: Mapping[str, Any]
    notes: Sequence[str] = ()
    signs: Sequence[str] = ()
    landscape: bool = False
