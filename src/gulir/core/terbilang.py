"""Sums and dates in words, as receipts and minutes write them, and back again.

"seribu" stands where one thousand stands alone in its group, "... satu ribu" where it does not; "miliar", not
"milyar" (ecosystem 1.6).
"""

from __future__ import annotations

from datetime import date

from gulir.core.dates import month_name, weekday_name
from gulir.core.problems.money import WordsNotANumber

__all__ = ["MOST", "date_in_words", "number_from_words", "rupiah_in_words", "terbilang"]

ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
GROUPS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
MOST = 10**15 - 1
"""The largest number that has words here."""


def terbilang(number: int) -> str:
    """The number in words.

    >>> terbilang(1_001_000)
    'satu juta seribu'
    >>> terbilang(901_893)
    'sembilan ratus satu ribu delapan ratus sembilan puluh tiga'
    >>> terbilang(-111), terbilang(0)
    ('minus seratus sebelas', 'nol')
    """
    if abs(number) > MOST:
        raise ValueError(f"no words for {number}")
    if number < 0:
        return f"minus {terbilang(-number)}"
    words: list[str] = []
    for size, name in GROUPS:
        count, number = divmod(number, size)
        if count == 1 and size == 1_000:
            words.append("seribu")
        elif count:
            words += [*_below_thousand(count), name]
    return " ".join(words + _below_thousand(number)) or "nol"


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = ["seratus"] if hundreds == 1 else [ONES[hundreds], "ratus"] if hundreds else []
    tens, ones = divmod(rest, 10)
    if rest in (10, 11):
        return [*words, "sepuluh" if rest == 10 else "sebelas"]
    if tens == 1:
        return [*words, ONES[ones], "belas"]
    words += [ONES[tens], "puluh"] if tens else []
    return words + ([ONES[ones]] if ones else [])


def rupiah_in_words(amount: int) -> str:
    """The sum as a receipt spells it, with a capital.

    >>> rupiah_in_words(1_250_000)
    'Satu juta dua ratus lima puluh ribu rupiah'
    """
    return f"{terbilang(amount)} rupiah".capitalize()


def date_in_words(day: date) -> str:
    """The date as minutes of a meeting begin.

    >>> date_in_words(date(2026, 11, 23))
    'Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam'
    """
    return f"{weekday_name(day)} tanggal {terbilang(day.day)} bulan {month_name(day.month)} tahun {terbilang(day.year)}"


SIZES = {name: size for size, name in GROUPS} | {"milyar": 10**9}
WHOLES = {"seribu": 1_000, "seratus": 100, "sebelas": 11, "sepuluh": 10}
DIGITS = {word: digit for digit, word in enumerate(ONES) if word}


def number_from_words(text: str) -> int:
    """The number that words spell, the inverse of `terbilang`; refused when they spell none (`WordsNotANumber`).

    The last word may be "rupiah". Whatever is read would be written the same way again.

    >>> number_from_words("Satu juta dua ratus lima puluh ribu rupiah"), number_from_words("minus sebelas")
    (1250000, -11)
    """
    words = text.lower().split()
    if words and words[-1] == "rupiah":
        words.pop()
    below = words[:1] == ["minus"]
    number = _read(words[below:])
    if number is None or number > MOST:
        raise WordsNotANumber(text=text.strip()[:60])
    number = -number if below else number
    if terbilang(number).split() != [_modern(word) for word in words]:
        raise WordsNotANumber(text=text.strip()[:60])
    return number


def _modern(word: str) -> str:
    return "miliar" if word == "milyar" else word


def _read(words: list[str]) -> int | None:
    """What the words add up to, whatever their order; the caller writes it again to see whether that was right."""
    total = group = digit = 0
    for word in words:
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "nol":
            digit = 0
        elif word == "belas":
            group, digit = group + 10 + digit, 0
        elif word in {"puluh", "ratus"}:
            group, digit = group + digit * (10 if word == "puluh" else 100), 0
        elif word in WHOLES:
            group += WHOLES[word]
        elif word in SIZES:
            total, group, digit = total + (group + digit) * SIZES[word], 0, 0
        else:
            return None
    return total + group + digit
