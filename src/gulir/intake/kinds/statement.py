"""Bank statements: a table with signed amounts or with debit and credit, or an MT940 file."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import mt940

from gulir.base.commands import Act
from gulir.core.problems import Problem
from gulir.core.problems.books import AccountUnknown
from gulir.core.problems.intake import (
    AmountOnBothSides,
    CellMissing,
    FileUnreadable,
    ImportStays,
    RowRepeated,
    ZeroSkipped,
)
from gulir.core.problems.ledger import NotAMoneyAccount
from gulir.core.problems.money import AmountMissing
from gulir.core.roles import Role
from gulir.intake.cells import Cell, amount_of, text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.sheet import FileBad
from gulir.intake.table import Row, Table
from gulir.ledger.models import Account
from gulir.ledger.services import import_statement

__all__ = ["KIND"]

BANKS = (Role.BANK.value, Role.BANK_TR.value, Role.DIGITAL_CLEARING.value)
MINUS = re.compile(
    r"\A\(\s*(?P<inside>.*?)\s*\)\Z|\A[-\u2212](?P<after>.*)\Z|\A(?P<before>.*?)[ ]?(?:-|DB|D|DR)\Z", re.IGNORECASE
)
PLUS = re.compile(r"\A\+?(?P<amount>.*?)[ ]?(?:CR|K|C)?\Z", re.IGNORECASE)


class Line(NamedTuple):
    """One movement: positive came in, negative went out."""

    row: int
    code: str
    on: date
    text: str
    amount: int
    balance: int | None


def signed_of(cell: Cell) -> int:
    """A signed amount as banks write it: `-25.000`, `(25.000)`, `25.000 DB`, `1.250.000 CR`.

    >>> signed_of("25.000 DB"), signed_of("1.250.000 CR"), signed_of("(500)"), signed_of(-500.0)
    (-25000, 1250000, -500, -500)
    """
    if type(cell) is str:
        words = cell.strip()
        if match := MINUS.match(words):
            return -amount_of(next(part for part in match.groups() if part is not None))
        plain = PLUS.match(words)
        return amount_of(plain["amount"] if plain else words)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell < 0:
        return -amount_of(-cell)
    return amount_of(cell)


def read(table: Table, given: Given) -> Batch:
    """Each row as a movement; rows that move nothing (opening lines) are left out and told."""
    batch = Batch(given=given, table=table)
    seen: dict[tuple[Any, ...], int] = {}
    for row in table:
        day = row.day("date", latest=given.today)
        words = " ".join(text_of(row.cell("description")).split())[:200]
        amount = _amount(row)
        balance = row.read("balance", signed_of) if row.says("balance") else None
        code = row.text("code", limit=20, required=False) or given.account
        if row.wrong or day is None:
            continue
        if amount == 0:
            row.note(ZeroSkipped(), "amount" if "amount" in table.places else "credit", level="warning")
            continue
        same = (code, day, words, amount, balance)
        if (first := seen.setdefault(same, row.number)) != row.number:
            row.note(RowRepeated(first=first), "date", level="warning")
        batch.total += abs(amount)
        batch.rows.append(Line(row.number, code, day, words, amount, balance))
    return batch


def _amount(row: Row) -> int:
    """The signed amount, or credit less debit where the bank has two columns."""
    if row.says("amount"):
        return row.read("amount", signed_of) or 0
    debit, credit = (_side(row, side) for side in ("debit", "credit"))
    if debit and credit:
        row.note(AmountOnBothSides(account=row.text("code", limit=20, required=False)), "credit")
    if not any(row.says(column) for column in ("amount", "debit", "credit", "balance")):
        row.note(CellMissing(), "amount")
    return credit - debit


def _side(row: Row, side: str) -> int:
    if not row.says(side) or text_of(row.cell(side)) == "-":
        return 0
    try:
        return abs(signed_of(row.cell(side)))
    except AmountMissing:
        return 0
    except Problem as problem:
        row.note(problem, side)
        return 0


def check(act: Act, batch: Batch) -> None:
    """Whose bank account it is: named in the file or at the door, or the only one there is."""
    banks = dict(
        Account.objects.filter(book=act.book, ledger="upk", active=True).exclude(role="").values_list("code", "role")
    )
    only = [code for code, role in banks.items() if role == Role.BANK.value]
    for place, line in enumerate(batch.rows):
        code = line.code or (only[0] if len(only) == 1 else "")
        if banks.get(code) in BANKS:
            batch.rows[place] = line._replace(code=code)
            continue
        known = Account.objects.filter(book=act.book, ledger="upk", code=code).exists()
        problem = NotAMoneyAccount(account=code) if known else AccountUnknown(account=code or "?")
        batch.table.note(problem, row=line.row, column="code")


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """One statement for each bank account in the file."""
    lines = matched = 0
    for code in dict.fromkeys(line.code for line in batch.rows):
        own = [
            {"on": line.on, "text": line.text, "amount": line.amount, "balance": line.balance}
            for line in batch.rows
            if line.code == code
        ]
        done = import_statement.within(act, account=code, lines=own, digest=row.sha256, source=row.name[:40])
        lines, matched = lines + done["lines"], matched + done["matched"]
    return {"lines": lines, "matched": matched}


def undo(act: Act, row: Import) -> int:
    """What the bank said stays said; a wrong match is taken back line by line."""
    raise ImportStays(file_kind=row.kind)


# ---------------------------------------------------------------- MT940


def open_mt940(content: bytes) -> Table | None:
    """The table of an MT940 file; None for any other file."""
    if (
        b":61:" not in content
        or not (b":20:" in content or b":60" in content)
        or content.startswith((b"PK", b"\xd0\xcf"))
    ):
        return None
    logging.getLogger("mt940").setLevel(logging.CRITICAL)
    try:
        movements = mt940.parse(content.decode("utf-8", errors="replace"))
        rows = list(_movements(movements))
    except (RuntimeError, ValueError, KeyError, AttributeError):
        raise FileBad(FileUnreadable(found="MT940"), row=_first_bad(content)) from None
    names = ("date", "description", "amount")
    return Table(
        places={name: place for place, name in enumerate(names)},
        headings={name: name for name in names},
        rows=iter(rows),
        workbook=False,
    )


def _movements(movements: Any) -> Iterator[tuple[int, list[Cell]]]:
    for number, movement in enumerate(movements, start=1):
        data = movement.data
        amount: Decimal = data["amount"].amount
        whole: Cell = int(amount) if amount == int(amount) else f"{amount:f}".replace(".", ",")
        words = data.get("transaction_details") or data.get("customer_reference") or ""
        yield number, [date(data["date"].year, data["date"].month, data["date"].day), words, whole]


def _first_bad(content: bytes) -> int:
    """The first `:61:` line whose shape the format does not allow."""
    shape = re.compile(rb":61:\d{6}(\d{4})?R?[CD][A-Z]?[\d,]{1,15}")
    for number, line in enumerate(content.splitlines(), start=1):
        if line.startswith(b":61:") and not shape.match(line):
            return number
    return 1


KIND = Kind(name="statement", read=read, check=check, write=write, undo=undo, open=open_mt940)
