"""Instalments as documents give them: the output of `schedule` may be handed on as it is."""

from __future__ import annotations

from functools import partial

from gulir.core.compute.reading import Reader
from gulir.core.money import LARGEST_AMOUNT
from gulir.core.problems.money import BadInput
from gulir.core.repayment import Due
from gulir.core.schedule import MOST_INSTALMENTS

__all__ = ["read_line", "read_lines"]

UNNUMBERED = -1


def read_lines(reader: Reader, name: str, *, least: int = 0, numbered: bool = True) -> list[Due]:
    """A list of instalments, each with a number of its own; where numbers do not matter they may be left out."""
    read = partial(read_line, numbered=numbered)
    rows = reader.rows(name, read, MOST_INSTALMENTS, least=least)
    seen: set[int] = set()
    for i, row in enumerate(rows):
        if row.no in seen and row.no != UNNUMBERED:
            raise BadInput(path=f"{reader.at(name)}[{i}].no", expected="a number not used before")
        seen.add(row.no)
    return rows


def read_line(row: Reader, *, numbered: bool = True) -> Due:
    """One instalment; `total` and `balance`, as `schedule` tells them, may stand beside it."""
    no = row.whole("no", 0, 10**6) if numbered else row.whole("no", 0, 10**6, UNNUMBERED)
    due_on = row.day("due_on")
    principal, jasa = row.amount("principal"), row.amount("jasa")
    penalty = row.amount("penalty", default=None)
    total = principal + jasa
    if row.whole("total", 0, 2 * LARGEST_AMOUNT, total) != total:
        raise BadInput(path=row.at("total"), expected=f"{total}, the sum of principal and jasa")
    row.amount("balance", default=None)
    return Due(no, due_on, principal, jasa, penalty)
