"""The rows that statements are made of: what goes in (balances, movements) and what comes out.

The field names of what comes out are the JSON keys of the reports. Everything is whole rupiah.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gulir.core.accounts import Account
from gulir.core.vouchers import VoucherKind, VoucherType

__all__ = [
    "AmountRow",
    "Balance",
    "CashBook",
    "CashBookRow",
    "ColumnRow",
    "Columns",
    "Income",
    "LedgerBook",
    "LedgerRow",
    "Movement",
    "Position",
    "TrialBalance",
    "TrialRow",
]


class Balance(NamedTuple):
    """What moved on one account in a period, or stands on it at a day: debit and credit sums."""

    account: Account
    debit: int
    credit: int

    @property
    def net(self) -> int:
        """Debit less credit."""
        return self.debit - self.credit

    @property
    def own(self) -> int:
        """The balance, positive on the account's own side."""
        return self.account.balance(debit=self.debit, credit=self.credit)


class Movement(NamedTuple):
    """One transfer as the statements read it: account codes, and what its voucher says of itself."""

    on: date
    number: str
    description: str
    debit: str
    credit: str
    amount: int
    type: VoucherType = VoucherType.PB
    kind: VoucherKind = VoucherKind.ORDINARY
    for_year: int | None = None
    mirrors: VoucherKind | None = None


@dataclass(frozen=True, kw_only=True)
class TrialRow:
    """One account with its net balance on its side."""

    code: str
    name: str
    kind: str
    debit: int
    credit: int


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """Every account with its net balance; the two totals are equal, or the books are broken."""

    as_of: date
    rows: tuple[TrialRow, ...]
    total_debit: int
    total_credit: int


@dataclass(frozen=True, kw_only=True)
class AmountRow:
    """One account in a statement; a contra account is shown below zero among its kind."""

    code: str
    name: str
    kind: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Position:
    """Assets, liabilities and equity at a day; `result` is what the year earned and is not closed yet."""

    as_of: date
    assets: tuple[AmountRow, ...]
    liabilities: tuple[AmountRow, ...]
    equity: tuple[AmountRow, ...]
    result: int
    total_assets: int
    total_liabilities: int
    total_equity: int
    difference: int


@dataclass(frozen=True, kw_only=True)
class Income:
    """Income and expense of a period, without closing vouchers."""

    starts_on: date
    as_of: date
    income: tuple[AmountRow, ...]
    expense: tuple[AmountRow, ...]
    total_income: int
    total_expense: int
    result: int


@dataclass(frozen=True, kw_only=True)
class CashBookRow:
    """One voucher that moved this money account, and what was left after it."""

    on: date
    number: str
    description: str
    received: int
    paid: int
    balance: int


@dataclass(frozen=True, kw_only=True)
class CashBook:
    """All that came into and went out of one money account in a period."""

    code: str
    name: str
    starts_on: date
    as_of: date
    opening: int
    rows: tuple[CashBookRow, ...]
    total_received: int
    total_paid: int
    closing: int


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One transfer on an account: from or to which other account, and the balance on the account's own side."""

    on: date
    number: str
    description: str
    other: str
    debit: int
    credit: int
    balance: int


@dataclass(frozen=True, kw_only=True)
class LedgerBook:
    """Every movement of one account in a period."""

    code: str
    name: str
    kind: str
    starts_on: date
    as_of: date
    opening: int
    rows: tuple[LedgerRow, ...]
    total_debit: int
    total_credit: int
    closing: int


@dataclass(frozen=True, kw_only=True)
class ColumnRow:
    """One voucher of a columnar day book: a column per account, debit above zero, credit below."""

    on: date
    number: str
    description: str
    cells: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Columns:
    """A columnar day book (CUM, CUK): one row per voucher, and the total of each column by side."""

    rows: tuple[ColumnRow, ...]
    debit: Mapping[str, int]
    credit: Mapping[str, int]
