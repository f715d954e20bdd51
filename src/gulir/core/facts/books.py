"""What happened in the three books: charts, vouchers, days, months, years, bank statements.

Accounts are named by code, ledgers by their word (`upk`, `secretariat`, `activities`), vouchers by number. What a
voucher says in words may name people, so descriptions and reasons are private.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = [
    "CashCounted",
    "ChartExtended",
    "DayClosed",
    "DayCounted",
    "DaysClosedThrough",
    "FileImported",
    "ImportWithdrawn",
    "LedgersCrossed",
    "MonthClosed",
    "OpeningPosted",
    "ProfitAllocated",
    "ReceiptBlockIssued",
    "RolesMapped",
    "StatementImported",
    "StatementReconciled",
    "VoucherPosted",
    "VoucherReversed",
    "YearClosed",
]


@dataclass(frozen=True, kw_only=True)
class ChartExtended(Fact):
    """Accounts were added to a chart."""

    PUBLIC = ("ledger", "accounts")
    ledger: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RolesMapped(Fact):
    """It was said which account plays which role, as `role=code`."""

    PUBLIC = ("ledger", "roles")
    ledger: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OpeningPosted(Fact):
    """The opening balance stands in the books, each account against the system account."""

    PUBLIC = ("ledger", "on", "accounts", "total")
    ledger: str
    on: date
    accounts: int
    total: int
    voucher_id: str = ""
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class VoucherPosted(Fact):
    """A voucher stands in the books."""

    PUBLIC = ("number", "ledger", "voucher_kind", "on", "total", "happened_on")
    number: str
    ledger: str
    voucher_kind: str
    on: date
    total: int
    happened_on: date | None = None
    voucher_id: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class VoucherReversed(Fact):
    """A voucher was undone by its mirror, which names it."""

    PUBLIC = ("number", "original", "ledger", "on", "total")
    number: str
    original: str
    ledger: str
    on: date
    total: int
    reason: str
    voucher_id: str
    original_id: str


@dataclass(frozen=True, kw_only=True)
class LedgersCrossed(Fact):
    """Money went from one ledger to another by a due-to/due-from pair, approved by two."""

    PUBLIC = ("payer", "receiver", "on", "amount", "paying_number", "receiving_number")
    payer: str
    receiver: str
    on: date
    amount: int
    paying_number: str
    receiving_number: str
    second_person_id: str = ""


@dataclass(frozen=True, kw_only=True)
class CashCounted(Fact):
    """A cash box was counted between closings."""

    PUBLIC = ("ledger", "account", "on", "counted", "booked")
    ledger: str
    account: str
    on: date
    counted: int
    booked: int


@dataclass(frozen=True, kw_only=True)
class DayCounted(Fact):
    """The first person counted the day's cash by denomination; the day waits for the second."""

    PUBLIC = ("on", "counted", "difference")
    on: date
    counted: int
    difference: int
    denominations: dict[str, dict[str, int]]


@dataclass(frozen=True, kw_only=True)
class DayClosed(Fact):
    """A day was closed by two people; `open_on` is the day that is open now."""

    PUBLIC = ("on", "open_on", "vouchers", "counted", "difference")
    on: date
    open_on: date
    vouchers: int
    counted: int
    difference: int
    second_person_id: str = ""


@dataclass(frozen=True, kw_only=True)
class DaysClosedThrough(Fact):
    """Empty days were confirmed as empty, in one act."""

    PUBLIC = ("first_on", "last_on", "days", "open_on")
    first_on: date
    last_on: date
    days: int
    open_on: date


@dataclass(frozen=True, kw_only=True)
class MonthClosed(Fact):
    """A month was closed by its checklist; the totals are those of the control accounts."""

    PUBLIC = ("month", "vouchers", "loans", "savings", "provision", "cash", "bank")
    month: str
    vouchers: int
    loans: int
    savings: int
    provision: int
    cash: int
    bank: int


@dataclass(frozen=True, kw_only=True)
class YearClosed(Fact):
    """A year was closed: income and expense brought to the result."""

    PUBLIC = ("year", "ledger", "income", "expense", "result", "number")
    year: int
    ledger: str
    income: int
    expense: int
    result: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ProfitAllocated(Fact):
    """The members' meeting gave the profit of a year to capital, funds and people; shares as `part=rupiah`."""

    PUBLIC = ("year", "amount", "shares", "decision", "number")
    year: int
    amount: int
    shares: tuple[str, ...]
    decision: str
    number: str


@dataclass(frozen=True, kw_only=True)
class StatementImported(Fact):
    """A bank statement was brought in."""

    PUBLIC = ("account", "first_on", "last_on", "lines", "closing_balance")
    account: str
    first_on: date
    last_on: date
    lines: int
    closing_balance: int | None
    sha256: str


@dataclass(frozen=True, kw_only=True)
class StatementReconciled(Fact):
    """A bank account agrees with its statement up to a day, or differs by an amount that is told."""

    PUBLIC = ("account", "through", "book_balance", "bank_balance", "difference")
    account: str
    through: date
    book_balance: int
    bank_balance: int
    difference: int


@dataclass(frozen=True, kw_only=True)
class ReceiptBlockIssued(Fact):
    """A block of receipt numbers was given out."""

    PUBLIC = ("series", "first", "last")
    series: str
    first: int
    last: int
    user_id: str


@dataclass(frozen=True, kw_only=True)
class FileImported(Fact):
    """A file was brought in whole: its kind, digest and totals. Its vouchers are covered by this fact."""

    PUBLIC = ("file_kind", "sha256", "rows", "warnings", "total")
    file_kind: str
    sha256: str
    rows: int
    warnings: int
    total: int
    import_id: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportWithdrawn(Fact):
    """An import was undone: vouchers reversed, other rows withdrawn."""

    PUBLIC = ("file_kind", "sha256", "reversed_vouchers")
    file_kind: str
    sha256: str
    reversed_vouchers: int
    reason: str
    import_id: str
