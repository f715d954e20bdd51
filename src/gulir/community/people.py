"""What a name, a NIK, a phone number, an RW may look like; how a NIK is masked and sealed.

A NIK is sixteen digits: place (6), day of birth (2, plus 40 for women), month (2), year (2), number (4).
"""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from gulir.base.fields import blind, seal, unseal
from gulir.community.models import Person
from gulir.core.problems.community import (
    BirthdayUnclear,
    NameMissing,
    NeighbourhoodUnclear,
    NikUnclear,
    PhoneUnclear,
    SexUnclear,
)

__all__ = [
    "mask_nik",
    "nik_index",
    "nik_of",
    "phone_index",
    "phone_of",
    "read_birthday",
    "read_name",
    "read_neighbourhood",
    "read_nik",
    "read_phone",
    "read_sex",
    "sealed_nik",
    "sealed_phone",
]

NIK, PHONE = "person.nik", "person.phone"
SPACES = re.compile(r"\s+")
OLDEST = 130
NIK_SHAPE = re.compile(
    r"[0-9]{6}(?P<day>[0-7][0-9])(?P<month>[01][0-9])(?P<year>[0-9]{2})(?P<number>[0-9]{4})\Z", re.ASCII
)


def read_name(text: str, *, what: str = "person") -> str:
    """The name with single spaces; an empty one, one of more than eighty signs or with control signs is refused.

    >>> read_name("  Siti   Aminah ")
    'Siti Aminah'
    """
    name = SPACES.sub(" ", text).strip()
    if not 1 <= len(name) <= 80 or not name.isprintable() or not any(sign.isalnum() for sign in name):
        raise NameMissing(what=what)
    return name


def read_sex(text: str) -> str:
    """P or L; the words people write for them are understood.

    >>> read_sex("perempuan"), read_sex("l")
    ('P', 'L')
    """
    word = text.strip().lower()
    if word in {"p", "perempuan", "wanita", "pr"}:
        return "P"
    if word in {"l", "laki-laki", "pria", "lk"}:
        return "L"
    raise SexUnclear(text=text[:20])


def read_birthday(born_on: date | None, *, today: date) -> date | None:
    """The date of birth when it is possible; nothing when it is not known."""
    if born_on is not None and not (today.year - OLDEST <= born_on.year and born_on <= today):
        raise BirthdayUnclear(born_on=born_on)
    return born_on


def read_neighbourhood(text: str) -> str:
    """The number of an RW or RT in two digits at least; empty when it is not known.

    >>> read_neighbourhood("7"), read_neighbourhood("RW 011"), read_neighbourhood("")
    ('07', '11', '')
    """
    if not text.strip():
        return ""
    word = text.strip().upper().removeprefix("RW").removeprefix("RT").strip(" .")
    if not (word.isascii() and word.isdigit() and len(word) <= 3 and int(word) > 0):
        raise NeighbourhoodUnclear(text=text[:20])
    return f"{int(word):02d}"


def read_nik(text: str) -> str:
    """The sixteen digits; refused when they are not sixteen or carry no possible date.

    What the number says of birth and sex is not held against what was typed: an office that corrects a birthday
    leaves the NIK as it was given.

    >>> read_nik("3372 0152 0380 0001")
    '3372015203800001'
    """
    nik = re.sub(r"[\s.\-]", "", text)
    match = NIK_SHAPE.match(nik)
    if match is None or match["number"] == "0000":
        raise NikUnclear(digits=sum(sign.isdigit() for sign in nik))
    day = int(match["day"])
    if not _some_date(day - 40 if day > 40 else day, int(match["month"]), int(match["year"])):
        raise NikUnclear(digits=16)
    return nik


def _some_date(day: int, month: int, year: int) -> bool:
    """Whether the day exists in the 1900s or the 2000s."""
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def read_phone(text: str) -> str:
    """The number in international form; a leading 0 is Indonesia's.

    >>> read_phone("0812-3456-7890"), read_phone("+62 812 3456 7890")
    ('+6281234567890', '+6281234567890')
    """
    word = re.sub(r"[\s.\-()]", "", text)
    number = f"+62{word[1:]}" if word.startswith("0") else word if word.startswith("+") else f"+{word}"
    if not re.fullmatch(r"\+[1-9][0-9]{8,14}", number, re.ASCII):
        raise PhoneUnclear(digits=sum(sign.isdigit() for sign in word))
    return number


def mask_nik(nik: str) -> str:
    """The NIK as a page may show it: first and last four.

    >>> mask_nik("3372015203800001")
    '3372********0001'
    """
    return f"{nik[:4]}********{nik[-4:]}"


def nik_index(nik: str) -> str:
    """The blind index of a NIK: the same for the same number, and it tells nothing else."""
    return blind(nik, field=NIK)


def phone_index(phone: str) -> str:
    """The blind index of a phone number."""
    return blind(phone, field=PHONE)


def sealed_nik(nik: str, person: UUID) -> str:
    """The NIK sealed for this person's row."""
    return seal(nik, field=NIK, row=person)


def sealed_phone(phone: str, person: UUID) -> str:
    """The phone number sealed for this person's row."""
    return seal(phone, field=PHONE, row=person)


def nik_of(person: Person) -> str:
    """The open NIK, for those who were let in by `reveal_nik`, and for masking. Empty when there is none."""
    return unseal(person.nik, field=NIK, row=person.pk) if person.nik else ""


def phone_of(person: Person) -> str:
    """The open phone number; empty when there is none."""
    return unseal(person.phone, field=PHONE, row=person.pk) if person.phone else ""
