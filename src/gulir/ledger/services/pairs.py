"""One transfer to post, and the two ways in which people write a voucher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gulir.core.problems.money import BadInput
from gulir.core.roles import Role
from gulir.core.vouchers import Line, pair

__all__ = ["Pair", "Place", "voucher_pairs"]

Place = Role | str
"""An account by what it is for, or by its code."""


class Pair(NamedTuple):
    """One transfer to post: debit and credit as a role or a code, whole rupiah, and whose loan it is, if any."""

    debit: Place
    credit: Place
    amount: int
    loan_no: str = ""
    ksm: str = ""


def voucher_pairs(
    entries: Sequence[Mapping[str, Any]], debits: Sequence[Mapping[str, Any]], credits_: Sequence[Mapping[str, Any]]
) -> list[Pair]:
    """Pairs from the two ways a voucher is written: transfer by transfer, or two sides that must be equal.

    >>> voucher_pairs([{"debit": "51030", "credit": "11010", "amount": 26_000}], [], [])[0].amount
    26000
    >>> [one.amount for one in voucher_pairs([], [{"account": "11010", "amount": 5}],
    ...                                      [{"account": "41010", "amount": 2}, {"account": "41020", "amount": 3}])]
    [2, 3]
    """
    pairs = [
        Pair(_text(row, "debit", n), _text(row, "credit", n), _amount(row, n), _tag(row, "loan_no"), _tag(row, "ksm"))
        for n, row in enumerate(entries)
    ]
    if debits or credits_:
        pairs += [Pair(*entry) for entry in pair(_side(debits), _side(credits_))]
    return pairs


def _side(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    return [Line(_text(row, "account", n), _amount(row, n)) for n, row in enumerate(rows)]


def _text(row: Mapping[str, Any], name: str, n: int) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(path=f"entries[{n}].{name}", expected="account code")
    return str(value.strip())


def _tag(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "")


def _amount(row: Mapping[str, Any], n: int) -> int:
    value = row.get("amount")
    if type(value) is not int:
        raise BadInput(path=f"entries[{n}].amount", expected="whole rupiah")
    return value
