"""Texts that nobody can mean, by the kind of box they are typed into, each with the code the box answers with.

The codes are those of the core where the text is money, and Django's own where it is a day, a choice or a length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

__all__ = [
    "MISSING",
    "MONEY",
    "NOBODY",
    "NOT_COUNTS",
    "NOT_DAYS",
    "NOT_MONEY",
    "NO_CHOICE",
    "NO_DAY",
    "NUL",
    "PEOPLE",
    "SIBLING",
    "TEXT_200",
    "TEXT_400",
    "Bad",
    "Made",
    "choices",
    "long",
    "plain",
    "same",
]

NOBODY = "00000000-0000-0000-0000-000000000007"
SIBLING = "00000000-0000-0000-0000-000000000008"


def same(code: str, *texts: str) -> dict[str, str]:
    """Texts that all meet the same code."""
    return dict.fromkeys(texts, code)


NOT_MONEY = {
    **same("AmountUnclear", "1.25", "12.50", "1,250", "1.2500", "01.250", "1.234.567.89", "1 2"),
    **same("AmountHasFraction", "1.250,50", "1250,5", "1,234,567.89"),
    **same("AmountNegative", "-5", "-1.250.000", "(5.000)", "Rp -5"),
    **same("AmountNotANumber", "sejuta", "12a", "1e6", "=5+5", "#REF!", "0x10", "5 ekor", "NaN", "<b>5</b>", "5000'"),
    **same("AmountTooLarge", "1.000.000.000.001", "99999999999999"),
}
NOT_DAYS = same(
    "invalid",
    "31-02-2026", "2026-02-30", "29/02/2026", "00-01-2026", "2026-13-01", "32-01-2026", "31/12/25", "besok",
    "2026/01/05", "1 Januari 2026", "45662", "2026", "5-Jan", "2026-01-05T00:00", "2026-W02", "１-１-２０２６", "'; --",
)  # fmt: skip
MISSING = same("required", "", "   ", "\t", "\n", "\r\n", " \t ", "\u3000", "\u2003", "\x0b")
NO_CHOICE = {**same("required", ""), **same("invalid_choice", "   ", "\t")}
NO_DAY = {**same("required", ""), **same("invalid", "   ", "\t")}
NOT_COUNTS = same("invalid", "satu", "1.5", "1,5", "12 bulan", "1e1", "IV", "0x5", "½", "1 2")
NUL = same("null_characters_not_allowed", "a\x00b", "\x00", "\x00a", "a\x00", "\x00\x00", "0\x00")


def long(length: int) -> dict[str, str]:
    """Texts longer than their box: by one sign, by words, by signs of two bytes, far."""
    return same(
        "max_length", "x" * (length + 1), ("kata " * length)[: length + 5] + "x", "é" * (length + 1), "9" * (length * 2)
    )


def choices(*texts: str) -> dict[str, str]:
    """Texts that are none of the choices."""
    return same("invalid_choice", *texts)


MONEY = [("11010", "Kas"), ("11021", "Bank")]
PEOPLE = [(NOBODY, "Siti")]
Maker = Callable[[Mapping[str, Any]], forms.Form]
Made = Mapping[str, tuple[Maker, Mapping[str, Any]]]
"""Forms by a name of their own: how one is made of data, and data in which nothing is wrong."""
Bad = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By form and field: texts with the code each must meet."""


def plain(form: type[forms.Form], **more: Any) -> Maker:
    """A form with its data, and what it needs beside."""
    return lambda data: form(dict(data), **more)


TEXT_200 = {**MISSING, **long(200), **NUL}
TEXT_400 = {**MISSING, **long(400), **NUL}
