"""A table as data, so that every list is the same: sticky header, figures right, totals, cards on phones.

>>> columns = (Column(label="Hari"), Column(label="Masuk", kind="money"))
>>> kas = Table(caption="Kas", columns=columns, rows=((date(2026, 2, 2), 5000),))
>>> [cell.text for cell in kas.body()[0]]
['2 Feb 2026', 'Rp5.000']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from gulir.web import words

__all__ = ["Cell", "Column", "Kind", "Shown", "State", "Table", "Value"]

Kind = Literal["text", "code", "money", "number", "percent", "date", "kol", "html"]
State = Literal["", "good", "watch", "bad", "info"]
"""How something stands; each has its word and its shape, and nothing is an ordinary cell."""
Value = str | Promise | int | Fraction | Decimal | date | None
_MANY = 6
_RIGHT: frozenset[str] = frozenset({"money", "number", "percent"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `key` marks the figure that comes first when a row becomes a card on a phone."""

    label: str | Promise
    kind: Kind = "text"
    key: bool = False

    @property
    def right(self) -> bool:
        """Whether the column holds figures and is set flush right."""
        return self.kind in _RIGHT


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A value with a link, a note below it, or a state badge (`state` is good, watch, bad or info; `word` says it).

    `struck` is a value that was taken back: it stays readable and counts no more.
    """

    value: Value
    href: str = ""
    note: str | Promise = ""
    state: State = ""
    word: str | Promise = ""
    struck: bool = False


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A cell ready for the template: text already in the language of the page, escaped by the template."""

    text: str
    column: Column
    cell: Cell
    first: bool
    negative: bool

    @property
    def words(self) -> bool:
        """Whether words stand where the column has figures: the name of a sum."""
        return isinstance(self.cell.value, str)

    @property
    def css(self) -> str:
        """The classes of this cell."""
        marks = (
            ("first", self.first),
            ("key", self.column.key),
            ("n", self.column.right),
            ("blank", not (self.text or self.cell.word)),
        )
        names = [name for name, on in marks if on]
        if self.column.kind in ("date", "code"):
            names.append(f"t-{self.column.kind}")
        return " ".join(names)


def _text(value: Value, kind: Kind) -> str:
    """One value in words; None is an empty cell, never a zero."""
    if value is None:
        return ""
    if isinstance(value, SafeString) and kind == "html":
        return value
    if isinstance(value, date):
        return words.short_date(value)
    if kind == "percent" and isinstance(value, int | Fraction | Decimal | str):
        return words.percent(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return {"money": words.rupiah, "number": words.count}.get(kind, str)(value)
    return str(value)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list for people: `total` has one value per column, `empty` is the sentence when there are no rows.

    With `empty_action` and `empty_href` the empty list offers what to do next. `far` are the places of rows that are
    not needed now: on a phone they wait behind `more`; wide screens and paper show every row.
    """

    caption: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value | Cell]]
    total: Sequence[Value | Cell] | None = None
    note: str | Promise = ""
    empty: str | Promise = ""
    empty_action: str | Promise = ""
    empty_href: str = ""
    cards: bool = True
    far: frozenset[int] = frozenset()
    more: str | Promise = ""

    @property
    def dense(self) -> bool:
        """Whether the columns are so many that the letters must be small."""
        return len(self.columns) >= _MANY

    def _shown(self, row: Sequence[Value | Cell]) -> list[Shown]:
        if len(row) != len(self.columns):
            raise ValueError(f"{len(row)} cells in a table of {len(self.columns)} columns")
        cells = [value if isinstance(value, Cell) else Cell(value=value) for value in row]
        return [
            Shown(
                text=_text(cell.value, column.kind),
                column=column,
                cell=cell,
                first=place == 0,
                negative=column.kind == "money" and isinstance(cell.value, int) and cell.value < 0,
            )
            for place, (column, cell) in enumerate(zip(self.columns, cells, strict=True))
        ]

    def body(self) -> list[list[Shown]]:
        """All rows, ready for the template."""
        return [self._shown(row) for row in self.rows]

    def foot(self) -> list[Shown]:
        """The totals row, or nothing."""
        return self._shown(self.total) if self.total is not None else []
