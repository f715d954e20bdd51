"""Codes and kinds turned into sentences, Indonesian and English, from one catalogue (`reference/messages/*.toml`).

A placeholder names a fact: `{amount:rupiah}`. What stands after the colon says how it is shown: `rupiah`, `date`,
`month`, `office`, `role`, `rule`, `ledger`, `routine`; without it, whole numbers and texts as they are, lists joined by
"dan" or "and".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from gulir.base import reference
from gulir.core.dates import long_date, month_name
from gulir.core.money import rupiah

__all__ = ["FORMATS", "placeholders", "sentence", "title"]

PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([a-z_]+))?\}")
AND = {"id": "dan", "en": "and"}
TRUTH = {"id": {True: "ya", False: "tidak"}, "en": {True: "yes", False: "no"}}
LEDGERS = {
    "upk": reference.Text("UPK", "UPK"),
    "secretariat": reference.Text("Sekretariat", "the secretariat"),
    "activities": reference.Text("Kegiatan UPL/UPS", "the UPL/UPS activities"),
}


def sentence(code: str, facts: Mapping[str, Any], language: str = "id") -> str:
    """The sentence of a refusal, a finding or a fact, with its facts filled in.

    An unknown code gives the code itself and its facts, so that nothing is ever hidden by a missing sentence.

    >>> sentence("AmountZero", {"account": "11010"}, "en")
    'The amount for account 11010 is zero. Please fill in how many rupiah.'
    """
    text = reference.messages().get(code)
    if text is None:
        return f"{code} {dict(facts)}" if facts else code
    return PLACE.sub(lambda m: _show(facts.get(m[1], ""), m[2] or "", _known(language)), text.to(language))


def title(code: str, language: str = "id") -> str:
    """The short heading of a code, or the code in words when it has none.

    >>> title("VoucherReversed", "en")
    'Voucher reversed'
    """
    text = reference.message_titles().get(code)
    if text is not None:
        return text.to(language)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code).capitalize()


def placeholders(text: str) -> set[tuple[str, str]]:
    """The facts a sentence asks for, each with its format.

    >>> sorted(placeholders("{amount:rupiah} on {day:date} from {group}"))
    [('amount', 'rupiah'), ('day', 'date'), ('group', '')]
    """
    return {(name, form) for name, form in PLACE.findall(text)}


def _known(language: str) -> str:
    return "en" if language == "en" else "id"


def _show(value: Any, form: str, language: str) -> str:
    if isinstance(value, (list, tuple)):
        return _list([_show(item, form, language) for item in value], language)
    return FORMATS[form](value, language) if form in FORMATS else str(value)


def _list(items: list[str], language: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {AND[language]} {items[-1]}"


def _plain(value: Any, language: str) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return TRUTH[language][value]
    if isinstance(value, (date, datetime)):
        return _date(value, language)
    return str(value)


def _rupiah(value: Any, language: str) -> str:
    """Whole rupiah, also from the text that JSON may have made of it."""
    try:
        return rupiah(int(value))
    except (TypeError, ValueError):
        return _plain(value, language)


def _date(value: Any, language: str) -> str:
    """A day in words, also from `2026-11-23`."""
    day = _day(value)
    return long_date(day, language) if day else _plain(value, language)


def _month(value: Any, language: str) -> str:
    """The month a day lies in, in words."""
    day = _day(value)
    return f"{month_name(day.month, language)} {day.year}" if day else _plain(value, language)


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _office(value: Any, language: str) -> str:
    office = reference.offices().get(str(value)) or reference.group_offices().get(str(value))
    return office.name.to(language) if office else str(value)


def _rule(value: Any, language: str) -> str:
    text = reference.rule_texts().get(str(value))
    return text.name.to(language) if text else str(value)


def _role(value: Any, language: str) -> str:
    """A role by the name of the programme's account that plays it."""
    for account in reference.programme_chart():
        if account.role is not None and account.role.value == str(value):
            return reference.account_names()[account.ledger, account.code].to(language)
    return str(value)


def _ledger(value: Any, language: str) -> str:
    text = LEDGERS.get(str(value))
    return text.to(language) if text else str(value)


def _routine(value: Any, language: str) -> str:
    """A routine of the hand-over ladder by the name of its question."""
    for (key, _), text in sorted(reference.instrument_texts().items(), reverse=True):
        if key == "handover" and str(value) in text.items:
            return text.items[str(value)].name.to(language)
    return str(value)


FORMATS: Mapping[str, Callable[[Any, str], str]] = {
    "": _plain,
    "rupiah": _rupiah,
    "date": _date,
    "month": _month,
    "office": _office,
    "rule": _rule,
    "role": _role,
    "ledger": _ledger,
    "routine": _routine,
}
"""How a fact can be shown."""
