"""Values as people read them, in the language of the page: money, dates, shares, classes.

The rules of money words live in the core; here they only meet the language that is active.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gulir.core import dates
from gulir.core.money import half_up_ratio, marked
from gulir.core.money import rupiah as core_rupiah
from gulir.core.terbilang import terbilang as core_terbilang

__all__ = [
    "COLLECTIBILITY",
    "collectibility",
    "count",
    "day",
    "language",
    "long_date",
    "month",
    "percent",
    "rupiah",
    "short_date",
    "short_rupiah",
    "spelled",
]

COLLECTIBILITY: dict[int, Promise] = {
    1: _("Lancar"),
    2: _("Dalam perhatian"),
    3: _("Kurang lancar"),
    4: _("Diragukan"),
    5: _("Macet"),
}
"""Word of each collectibility class (domain 3.12), always shown beside its number."""


def language() -> str:
    """The two-letter language of the page: `id`, unless English was chosen."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def rupiah(amount: int) -> str:
    """Whole rupiah as `Rp1.250.000`, the same in both languages."""
    return core_rupiah(amount)


_STEPS: tuple[tuple[int, str, str], ...] = (
    (10**12, " T", " tn"),
    (10**9, " M", " bn"),
    (10**6, " jt", " m"),
    (10**3, " rb", "k"),
)


def short_rupiah(amount: int) -> str:
    """The amount at a glance, for pictures only: `Rp3,5 jt` (`Rp3.5 m` in English), rounded half up to one decimal.

    Tables, receipts and sentences show every rupiah; a picture has its table behind it.
    """
    for size, local, english in _STEPS:
        tenths = half_up_ratio(abs(amount) * 10, size)
        if tenths >= 10 and abs(amount) >= 1_000:
            unit = english if language() == "en" else local
            head, tail = divmod(tenths, 10)
            return f"{'-' if amount < 0 else ''}Rp{decimal(f'{head}.{tail}' if tail else str(head))}{unit}"
    return rupiah(amount)


def spelled(amount: int) -> str:
    """The amount in Indonesian words, as a receipt needs it: `satu juta dua ratus lima puluh ribu rupiah`."""
    return f"{core_terbilang(amount)} rupiah"


def count(number: int) -> str:
    """A whole number with its thousands mark: `1.250` in Indonesian, `1,250` in English."""
    return decimal(str(number))


def decimal(number: str) -> str:
    """A decimal number of the machine as people of this language read it: `1.250,5`."""
    return marked(number, language())


def _as_day(value: date) -> date:
    """The local calendar day of a date or of an aware instant."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def long_date(value: date) -> str:
    """`23 November 2026`."""
    return dates.long_date(_as_day(value), language())


def short_date(value: date) -> str:
    """`23 Nov 2026`, for narrow columns."""
    on = _as_day(value)
    return f"{on.day} {dates.month_name(on.month, language())[:3]} {on.year}"


def day(value: date) -> str:
    """`Senin, 23 November 2026`, for the open day in the header."""
    return dates.long_date(_as_day(value), language(), weekday=True)


def month(value: date) -> str:
    """`November 2026`."""
    on = _as_day(value)
    return f"{dates.month_name(on.month, language())} {on.year}"


def percent(value: int | Fraction | Decimal | str, digits: int = 1) -> str:
    """A number of percent, rounded half up, with the decimal mark of the language: `2,5%`.

    Floats are not accepted: a share is computed exactly (`Fraction`) and rounded once, here.
    """
    if isinstance(value, float):
        raise TypeError("a percentage is exact: give int, Fraction, Decimal or a decimal string")
    scale = 10**digits
    exact = Fraction(value) * scale
    whole = (abs(exact) * 2 + 1) // 2
    head, tail = divmod(int(whole), scale)
    text = decimal(f"{head}.{tail:0{digits}d}" if digits else str(head))
    return f"{'-' if exact < 0 and whole else ''}{text}%"


def collectibility(number: int) -> str:
    """Word of a collectibility class 1 to 5, in the language of the page."""
    return str(COLLECTIBILITY[number])
