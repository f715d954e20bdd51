"""Counting cash by denomination, and what the count shows against the books."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gulir.core.money import LARGEST_AMOUNT
from gulir.core.problems.books import DenominationUnclear, DenominationUnknown, PiecesNegative
from gulir.core.problems.money import AmountTooLarge

__all__ = ["COINS", "DENOMINATIONS", "NOTES", "CashCount", "count"]

COINS = (50, 100, 200, 500, 1_000)
NOTES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
DENOMINATIONS = tuple(sorted({*COINS, *NOTES}, reverse=True))
"""The rupiah in circulation, largest first; 1,000 is coin and note, counted together; real boxes still hold 50s."""

WHOLE = re.compile(r"-?[0-9]{1,9}\Z", re.ASCII)


@dataclass(frozen=True)
class CashCount:
    """How many pieces of each denomination lie in the box.

    >>> box = CashCount({100_000: 2, 50_000: 1, 500: 3})
    >>> box.total, box.difference(booked=250_000)
    (251500, 1500)
    """

    pieces: Mapping[int, int]

    def __post_init__(self) -> None:
        for denomination, pieces in self.pieces.items():
            if denomination not in DENOMINATIONS:
                raise DenominationUnknown(text=str(denomination))
            if pieces < 0:
                raise PiecesNegative(denomination=denomination, pieces=pieces)
        if self.total > LARGEST_AMOUNT:
            raise AmountTooLarge(text=str(self.total), limit=LARGEST_AMOUNT)

    @property
    def total(self) -> int:
        """What the box holds, in rupiah."""
        return sum(denomination * pieces for denomination, pieces in self.pieces.items())

    def difference(self, *, booked: int) -> int:
        """What was counted beyond the books; below zero when cash is missing."""
        return self.total - booked

    @property
    def plain(self) -> dict[str, int]:
        """The count as JSON carries it, largest denomination first, without empty rows."""
        return {str(d): self.pieces[d] for d in DENOMINATIONS if self.pieces.get(d)}


def count(raw: Mapping[str, object]) -> CashCount:
    """The count from a form or a file: denomination to pieces, as text or numbers; empty boxes count as none.

    Refused: `DenominationUnknown`, `DenominationUnclear`, `PiecesNegative`.

    >>> count({"100000": "2", "50.000": "", "500": 3}).total
    201500
    """
    pieces: dict[int, int] = {}
    for name, value in raw.items():
        digits = str(name).strip().replace(".", "").replace(",", "")
        if not WHOLE.match(digits) or int(digits) not in DENOMINATIONS:
            raise DenominationUnknown(text=str(name)[:40])
        pieces[int(digits)] = pieces.get(int(digits), 0) + _pieces(digits, value)
    return CashCount(pieces)


def _pieces(denomination: str, value: object) -> int:
    if value is None or value == "":
        return 0
    text = str(value).strip()
    if isinstance(value, bool) or not isinstance(value, (int, str)) or not WHOLE.match(text):
        raise DenominationUnclear(denomination=denomination, text=str(value)[:40])
    return int(text)
