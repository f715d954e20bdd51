"""One cell as people or spreadsheets wrote it, read as text, amount, date, count or choice, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from gulir.core.dates import parse_date
from gulir.core.money import LARGEST_AMOUNT, parse_rupiah
from gulir.core.problems.intake import (
    CellMissing,
    CellTooLong,
    ChoiceUnclear,
    DateOutOfRange,
    DigitsLost,
    TextUnreadable,
    WholeNumberUnclear,
)
from gulir.core.problems.money import (
    AmountHasFraction,
    AmountMissing,
    AmountNegative,
    AmountNotANumber,
    AmountTooLarge,
    DateUnclear,
)

__all__ = [
    "Cell", "amount_of", "choice_of", "date_of", "digits_of", "from_serial", "limited", "plain_word", "text_of",
    "whole_of",
]  # fmt: skip

Cell = str | int | float | bool | date | datetime | time | timedelta
SPREADSHEET_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
SHOWN = 40


def text_of(cell: Cell) -> str:
    """The cell as text: codes and numbers that a spreadsheet turned into `1010.0` come back as `1010`.

    >>> text_of(" KSM 01 "), text_of(1010.0), text_of(1.5), text_of(date(2022, 12, 31))
    ('KSM 01', '1010', '1.5', '2022-12-31')
    """
    if type(cell) is str:
        return cell.strip() if cell.isascii() else " ".join(cell.split())
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def limited(text: str, limit: int) -> str:
    """The text, if it is short enough and made of printable characters; else `CellTooLong`, `TextUnreadable`."""
    if len(text) > limit:
        raise CellTooLong(length=len(text), limit=limit)
    if not text.isprintable():
        odd = next(c for c in text if not c.isprintable())
        raise TextUnreadable(found=f"U+{ord(odd):04X}")
    return text


_amount = lru_cache(maxsize=65_536)(parse_rupiah)
_date = lru_cache(maxsize=8_192)(parse_date)


def amount_of(cell: Cell) -> int:
    """Whole rupiah from 0 to 10^12, from text as people write it or from a number cell.

    >>> amount_of("1.250.000"), amount_of(1250000.0)
    (1250000, 1250000)
    >>> amount_of(1.25)
    Traceback (most recent call last):
    gulir.core.problems.money.AmountHasFraction: AmountHasFraction {'text': '1.25'}
    """
    if type(cell) is str:
        return _amount(cell)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        raise AmountNotANumber(text=text_of(cell)[:SHOWN])
    if cell < 0:
        raise AmountNegative(text=text_of(cell)[:SHOWN])
    if cell > LARGEST_AMOUNT:
        raise AmountTooLarge(text=text_of(cell)[:SHOWN], limit=LARGEST_AMOUNT)
    if isinstance(cell, float) and not cell.is_integer():
        raise AmountHasFraction(text=text_of(cell)[:SHOWN])
    return int(cell)


def from_serial(cell: Cell) -> date | None:
    """The day behind a bare spreadsheet number (days since 1899-12-30), or nothing when it cannot be one.

    >>> from_serial(44926.0), from_serial(3.5)
    (datetime.date(2022, 12, 31), None)
    """
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    if not FIRST_SERIAL <= cell <= LAST_SERIAL or cell != int(cell):
        return None
    return SPREADSHEET_ZERO + timedelta(days=int(cell))


def date_of(cell: Cell, *, earliest: date, latest: date) -> date:
    """The day, from text as people write it, a date cell or a spreadsheet number; outside the range is refused."""
    if type(cell) is str:
        if not cell.strip():
            raise CellMissing
        day = _date(cell)
    elif isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        serial = from_serial(cell)
        if serial is None:
            raise DateUnclear(text=text_of(cell)[:SHOWN])
        day = serial
    if not earliest <= day <= latest:
        raise DateOutOfRange(on=day, earliest=earliest, latest=latest)
    return day


def whole_of(cell: Cell, *, least: int, most: int) -> int:
    """A count between its limits; text with anything but digits, and fractions, are refused.

    >>> whole_of("12", least=1, most=120), whole_of(12.0, least=1, most=120)
    (12, 12)
    """
    text = text_of(cell)
    if not text:
        raise CellMissing
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)) + 3 and least <= int(text) <= most:
        return int(text)
    raise WholeNumberUnclear(text=text[:SHOWN], least=least, most=most)


def digits_of(cell: Cell) -> str:
    """A long number such as a NIK; in a number cell of sixteen digits or more the last ones are lost (`DigitsLost`).

    >>> digits_of("3372015203800001"), digits_of(81234567890.0)
    ('3372015203800001', '81234567890')
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= 10**15:
        raise DigitsLost(text=text_of(cell)[:SHOWN])
    return text_of(cell)


def plain_word(text: str) -> str:
    """A word as synonyms are compared: small letters, every run of anything else as one underscore.

    >>> plain_word(" Jasa (%) per Bulan "), plain_word("loan-id")
    ('jasa_per_bulan', 'loan_id')
    """
    kept = "".join(c if c.isalnum() else " " for c in text.lower())
    return "_".join(kept.split())


def choice_of(cell: Cell, words: Mapping[str, str]) -> str:
    """The value a word stands for; `words` maps plain words to values. Unknown ones are refused with the list."""
    text = text_of(cell)
    if not text:
        raise CellMissing
    value = words.get(plain_word(text))
    if value is None:
        raise ChoiceUnclear(text=text[:SHOWN], choices=", ".join(dict.fromkeys(words.values())))
    return value


def missing(cell: Cell) -> bool:
    """Whether the cell says nothing."""
    return cell == "" or (type(cell) is str and not cell.strip())


def as_missing(problem: Exception) -> Exception:
    """An empty amount box is a missing cell, in the words of a sheet."""
    return CellMissing() if isinstance(problem, AmountMissing) else problem
