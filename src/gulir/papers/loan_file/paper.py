"""The forms as paper: one of them, the whole file of a loan, or new lines on a card that was printed before."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gulir.base.reference import reference_folder
from gulir.core.money import rupiah
from gulir.core.problems.access import NotFound
from gulir.papers.loan_file.catalogue import held, printable
from gulir.papers.loan_file.printed import printed
from gulir.papers.loan_file.values import LoanFile, Moved
from gulir.papers.typeset import typeset

__all__ = ["CardShape", "card_lines", "card_shape", "placed", "single", "whole"]


def single(file: LoanFile, key: str) -> bytes:
    """One form as a PDF; a form that says nothing true yet is not there (`NotFound`), like one nobody knows."""
    form = next((form for form in printable(file) if form.key == key), None)
    if form is None:
        raise NotFound(what="formulir", name=key[:40])
    return typeset("loan_file", printed(file, [form]))


def whole(file: LoanFile) -> bytes:
    """Every form the file holds at its present stage as one PDF, under a first sheet that lists them."""
    forms = held(file)
    return typeset("loan_file", printed(file, forms, cover=forms))


# ---------------------------------------------------------------- lines on a card that was printed before


@dataclass(frozen=True, kw_only=True)
class CardShape:
    """Where the lines of the pre-printed card stand, in millimetres from its upper left corner."""

    width: float
    height: float
    first_line: float
    line_height: float
    lines: int
    shift_right: float
    shift_down: float
    size_pt: float
    column: tuple[Mapping[str, Any], ...]


@cache
def card_shape() -> CardShape:
    """The card of the reference."""
    table = tomllib.loads((reference_folder() / "papers" / "card.toml").read_text(encoding="utf-8"))
    return CardShape(**{**table, "column": tuple(table["column"])})


def card_lines(file: LoanFile, *, first: int = 1) -> bytes:
    """The card's lines from number `first` on, each at its own place, and nothing else: no frame, no head, no name.

    `NotFound` for a line the card does not have yet.
    """
    lines = file.lent.cards if file.lent else ()
    if not 1 <= first <= len(lines):
        raise NotFound(what="baris kartu", name=str(first))
    shape = card_shape()
    page = {name: getattr(shape, name) for name in ("width", "height", "size_pt")}
    return typeset("card_lines", {"title": "", "page": page, "sides": placed(lines, shape, first=first)})


def placed(lines: Sequence[Moved], shape: CardShape, *, first: int) -> list[list[dict[str, Any]]]:
    """What is printed where, side by side: line `n` of the card stands always on the same line of the same side.

    A line that lies on a later side than `first` comes on a page of its own: the card is turned in between.
    """
    sides: dict[int, list[dict[str, Any]]] = {}
    for n, line in enumerate(lines, start=1):
        if n < first:
            continue
        side, row = divmod(n - 1, shape.lines)
        top = shape.first_line + row * shape.line_height + shape.shift_down
        texts = _texts(line)
        sides.setdefault(side, []).extend(
            {
                "text": texts[column["key"]],
                "top": top,
                "left": column["left"] + shape.shift_right,
                "width": column["width"],
                "right": column["side"] == "right",
            }
            for column in shape.column
        )
    return list(sides.values())


def _texts(line: Moved) -> dict[str, str]:
    """The cells of one line; an amount of zero is left empty, but a balance of zero is written."""

    def figure(amount: int) -> str:
        plain = rupiah(abs(amount)).removeprefix("Rp") if amount else ""
        return f"({plain})" if amount < 0 else plain

    return {
        "date": line.on.strftime("%d-%m-%Y"),
        "reference": line.reference,
        "principal": figure(line.principal),
        "jasa": figure(line.jasa),
        "savings": figure(line.savings),
        "balance": figure(line.balance) or "0",
    }
