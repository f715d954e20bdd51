"""Whole rupiah: sharing a sum, rounding it, showing it, and reading it as people write it.

Money is `int` everywhere. Intermediate results are exact (`Fraction`) and are rounded once, half up unless a
rule says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from gulir.core.problems.money import (
    AmountHasFraction,
    AmountMissing,
    AmountNegative,
    AmountNotANumber,
    AmountTooLarge,
    AmountUnclear,
    NothingToShareBy,
    RateUnclear,
)

__all__ = [
    "LARGEST_AMOUNT",
    "LARGEST_RATE_PERCENT",
    "Rounding",
    "half_up",
    "half_up_ratio",
    "marked",
    "parse_rate",
    "parse_rupiah",
    "rupiah",
    "split",
    "split_lines",
    "to_unit",
]

LARGEST_AMOUNT = 10**12
"""The most one figure may hold: a million million rupiah; beyond it a slip of the hand is likelier."""

LARGEST_RATE_PERCENT = 100
"""The highest percentage a period may carry."""

SHOWN = 40
"""How much of a wrong text is repeated back."""

LONGEST = 60
"""No amount that can be meant is written longer."""


class Rounding(StrEnum):
    """To which side an amount is brought to its unit."""

    UP = "up"
    NEAREST = "nearest"
    DOWN = "down"


def half_up(value: Fraction | int) -> int:
    """The nearest whole rupiah; a half goes away from zero, so that a reversal mirrors what it reverses.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(7, 3))
    (3, -3, 2)
    """
    value = Fraction(value)
    return half_up_ratio(value.numerator, value.denominator)


def half_up_ratio(numerator: int, denominator: int) -> int:
    """`half_up` of a ratio of whole numbers, for the paths that must be fast; the denominator is above zero.

    >>> half_up_ratio(5, 2), half_up_ratio(-5, 2), half_up_ratio(1, 3)
    (3, -3, 0)
    """
    if numerator < 0:
        return -half_up_ratio(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def to_unit(value: Fraction | int, unit: int, direction: Rounding) -> int:
    """The amount brought to a multiple of `unit` rupiah: up, down, or to the nearest with halves up (R16).

    >>> to_unit(Fraction(850_000, 3), 1_000, Rounding.UP)        # domain 3.5, example 1
    284000
    >>> to_unit(Fraction(850_000, 3), 1_000, Rounding.DOWN), to_unit(283_500, 1_000, Rounding.NEAREST)
    (283000, 284000)
    """
    scaled = Fraction(value) / unit
    if direction is Rounding.UP:
        return -(-scaled.numerator // scaled.denominator) * unit
    if direction is Rounding.DOWN:
        return scaled.numerator // scaled.denominator * unit
    return half_up(scaled) * unit


def split(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """The sum shared in proportion to whole weights by largest remainder: the parts always add up to the whole.

    Equal remainders go to the earlier part. A negative sum is shared like the positive one, mirrored.
    Refused: no weights, a negative weight, or nothing but zeros (`NothingToShareBy`).

    >>> split(5_000_000, [1, 1, 1])
    (1666667, 1666667, 1666666)
    >>> split(100, [2, 0, 1]), split(-100, [2, 0, 1])
    ((67, 0, 33), (-67, 0, -33))
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise NothingToShareBy(amount=amount)
    if amount < 0:
        return tuple(-part for part in split(-amount, weights))
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % whole))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


def split_lines(lines: Sequence[int], weights: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Each line shared by the same weights: every line's parts add up to it, every weight's to its part of the whole.

    What is shared are the running sums: after every line each has its fair share of all so far, to less than a rupiah,
    and the last line takes no heap of remainders. A part of two rupiah or more is never below zero. This is a member's
    part of a group's instalments. Refused like `split`.

    >>> split_lines([500_000, 500_000, 100], [1, 1, 1])
    ((166667, 166667, 166666), (166667, 166666, 166667), (33, 34, 33))
    """
    given, so_far, shared = (0,) * len(weights), 0, []
    for line in lines:
        so_far += line
        due = split(so_far, weights)
        shared.append(tuple(now - before for now, before in zip(due, given, strict=True)))
        given = due
    return tuple(shared)


def rupiah(amount: int) -> str:
    """The amount as people here write it.

    >>> rupiah(1_250_000), rupiah(0), rupiah(-575_000)
    ('Rp1.250.000', 'Rp0', '-Rp575.000')
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


SWAPPED = str.maketrans(",.", ".,")


def marked(number: str, language: str) -> str:
    """A plain decimal number with the marks of a language: Indonesian parts decimals by a comma, English by a point.

    >>> marked("1250.5", "id"), marked("-1250.50", "en"), marked("7", "id")
    ('1.250,5', '-1,250.50', '7')
    """
    sign, rest = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, point, decimals = rest.partition(".")
    text = f"{sign}{int(whole):,}{point}{decimals}"
    return text if language == "en" else text.translate(SWAPPED)


DASHES = "-\u2012\u2013\u2014\u2212"
SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\t": " "})
PREFIX = re.compile(r"(?:rp\.?|idr)\s*", re.IGNORECASE | re.ASCII)
BRACKETED = re.compile(r"\((?:rp\.? ?)?[0-9][0-9., ]*\)\Z", re.ASCII)
TAIL = re.compile(r"[,.](?:-{1,2}|=)\Z")
SCALES = {
    **dict.fromkeys(("rb", "ribu", "k"), 10**3),
    **dict.fromkeys(("jt", "juta"), 10**6),
    **dict.fromkeys(("miliar", "milyar", "mlr"), 10**9),
}
SCALED = re.compile(rf"(?P<number>[0-9][0-9.,]*) ?(?P<scale>{'|'.join(SCALES)})\.?\Z", re.ASCII)
DIGITS = re.compile(r"[0-9]+\Z", re.ASCII)
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?P<mark>[., ])[0-9]{3})(?:(?P=mark)[0-9]{3})*\Z", re.ASCII)
SEN = re.compile(r"(?P<whole>.*[0-9])(?P<mark>[.,])(?P<sen>[0-9]+)\Z", re.ASCII)
NUMBER_LIKE = re.compile(r"[0-9][0-9., ]*\Z", re.ASCII)


def parse_rupiah(text: str) -> int:
    """Whole rupiah from an amount as a person writes it (ecosystem 1.6); what can be read in two ways is refused.

    Read: `1250000`, `1.250.000`, `Rp 1.250.000,-`, `Rp1.250.000,00`, `1,250,000`, `1,25 jt`, `250rb`.
    Refused, each with its own code: empty (`AmountMissing`), not an amount (`AmountNotANumber`), `1.25` and
    `1,250` (`AmountUnclear`), `1.250,50` (`AmountHasFraction`), below zero (`AmountNegative`), above 10^12
    (`AmountTooLarge`).

    >>> [parse_rupiah(t) for t in ("1.250.000", "Rp 1.250.000,-", "Rp1.250.000,00", "1,250,000", "1,25 jt", "250rb")]
    [1250000, 1250000, 1250000, 1250000, 1250000, 250000]
    >>> parse_rupiah("1.25")
    Traceback (most recent call last):
    gulir.core.problems.money.AmountUnclear: AmountUnclear {'text': '1.25'}
    """
    shown = text.strip()[:SHOWN]
    body = text.translate(SPACES).strip().lower()
    if not body:
        raise AmountMissing
    if body[0] in DASHES or BRACKETED.match(body):
        raise AmountNegative(text=shown)
    body = body[match.end() :] if (match := PREFIX.match(body)) else body
    if body[:1] and body[0] in DASHES:
        raise AmountNegative(text=shown)
    if len(body) > LONGEST:
        raise AmountNotANumber(text=shown)
    body = TAIL.sub("", body.removesuffix("rupiah").rstrip())
    scaled = SCALED.match(body)
    amount = _scaled(scaled["number"], SCALES[scaled["scale"]], shown) if scaled else _plain(body, shown)
    if amount > LARGEST_AMOUNT:
        raise AmountTooLarge(text=shown, limit=LARGEST_AMOUNT)
    return amount


def _plain(body: str, shown: str) -> int:
    """An amount without a word behind it."""
    whole = _whole(body)
    if whole is not None and not (body.count(",") == 1 and "." not in body):
        return whole
    sen = SEN.match(body)
    if sen and (whole := _whole(sen["whole"])) is not None and _may_be_sen(sen["whole"], sen["mark"], sen["sen"]):
        if sen["sen"].strip("0"):
            raise AmountHasFraction(text=shown)
        return whole
    raise AmountUnclear(text=shown) if NUMBER_LIKE.match(body) else AmountNotANumber(text=shown)


def _whole(body: str) -> int | None:
    """A whole number, bare or grouped by threes with one and the same mark; nothing when it is neither."""
    if DIGITS.match(body):
        return int(body) if body == "0" or body[0] != "0" else None
    return int(body.replace(".", "").replace(",", "").replace(" ", "")) if GROUPED.match(body) else None


def _may_be_sen(whole: str, mark: str, sen: str) -> bool:
    """Whether the tail is clearly sen: a comma behind a number without commas, or a point behind comma groups."""
    if mark == ",":
        return "," not in whole and len(sen) <= 2
    return whole.count(",") >= 1 and "." not in whole and len(sen) == 2


def _scaled(number: str, scale: int, shown: str) -> int:
    """An amount in thousands, millions or thousand millions; a comma before it is a decimal comma."""
    head, comma, tail = number.partition(",")
    whole = _whole(head)
    if whole is None or (comma and not DIGITS.match(tail)) or len(tail) == 3:
        raise AmountUnclear(text=shown)
    value = whole * scale + Fraction(int(tail or "0"), 10 ** len(tail)) * scale
    if value.denominator != 1:
        raise AmountHasFraction(text=shown)
    return int(value)


RATE = re.compile(r"(?P<top>[0-9]{1,9})(?:\.(?P<decimals>[0-9]{1,9})|/(?P<bottom>[0-9]{1,9}))?\Z", re.ASCII)


def parse_rate(text: str) -> Fraction:
    """An exact percentage from `1.5`, `6/13` or `2`; refused when unclear, below zero or above 100 (`RateUnclear`).

    >>> parse_rate("1.5"), parse_rate("6/13"), parse_rate("2")
    (Fraction(3, 2), Fraction(6, 13), Fraction(2, 1))
    """
    match = RATE.match(text.strip())
    if not match or (match["bottom"] and not int(match["bottom"])):
        raise RateUnclear(text=text[:SHOWN], limit=LARGEST_RATE_PERCENT)
    rate = Fraction(match[0])
    if rate > LARGEST_RATE_PERCENT:
        raise RateUnclear(text=text[:SHOWN], limit=LARGEST_RATE_PERCENT)
    return rate
