"""Refusals of the acts on the books: time, cash, closing, reversal, drafts, bank statements."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AccountInactive",
    "AdjustmentMovesMoney",
    "BankNotReconciled",
    "BooksAreLive",
    "BooksNotBegun",
    "BooksStillLoading",
    "CashBelowZero",
    "CashDifferenceUnexplained",
    "CashNotCounted",
    "ControlAccountOnly",
    "CountOutdated",
    "CrossingNotThisWay",
    "DateAfterToday",
    "DateBeforeBooks",
    "DateNeeded",
    "DayNotCounted",
    "DayNotEmpty",
    "DayNotOpen",
    "DaysStillOpen",
    "DecisionMissing",
    "DraftAlreadyDecided",
    "LineAlreadyMatched",
    "LiveBeforeVouchers",
    "MatchDiffers",
    "MonthCheckFailed",
    "MonthNotNext",
    "NotACashAccount",
    "NotAMoneyAccount",
    "OpeningNotZero",
    "OpeningOffDate",
    "ProfitAlreadyAllocated",
    "ProfitGateShut",
    "ReserveTooSmall",
    "RoleHasBalance",
    "StatementAlreadyImported",
    "StatementEmpty",
    "VoucherAlreadyReversed",
    "VoucherKindStays",
    "VoucherTextTooLong",
    "VoucherTypeDiffers",
    "YearClosedForVouchers",
    "YearNotNext",
    "YearNotOver",
]


# ---------------------------------------------------------------- time


class BooksNotBegun(Problem):
    """The board has no chart of accounts yet."""

    status = 409


class BooksAreLive(Problem):
    """Loading has ended: from now on everything goes to the open day."""

    status = 409


class BooksStillLoading(Problem):
    """The board still brings in its history; days cannot be closed before it goes live."""

    status = 409


class DateNeeded(Problem):
    """While history is loaded, every voucher says its own day."""


class DayNotOpen(Problem):
    """Only the open day takes vouchers."""

    status = 409
    on: date
    open_day: date


class DateBeforeBooks(Problem):
    """The day lies before the books begin."""

    on: date
    opens_on: date


class DateAfterToday(Problem):
    """The day has not come yet."""

    on: date
    today: date


class YearClosedForVouchers(Problem):
    """The year for which the voucher would count is closed, or lies ahead."""

    status = 409
    year: int


# ---------------------------------------------------------------- vouchers


class AccountInactive(Problem):
    """The account is no longer used."""

    account: str


class CashBelowZero(Problem):
    """The cash box or bank account does not hold that much: money that is not there cannot go out."""

    status = 409
    account: str
    balance: int
    amount: int


class AdjustmentMovesMoney(Problem):
    """A voucher that counts for an earlier year moves no cash or bank money: money moves on its own day."""

    account: str


class ControlAccountOnly(Problem):
    """This account is kept by its own acts (loans, savings, due to and from), never by a voucher of one's own."""

    account: str
    role: str


class VoucherTypeDiffers(Problem):
    """The voucher is of another type: cash in (KM), cash out (KK), or neither (PB)."""

    wanted: str
    found: str


class VoucherTextTooLong(Problem):
    """The text is longer than its place on the voucher."""

    field: str
    limit: int


class VoucherAlreadyReversed(Problem):
    """The voucher was undone before; at most one reversal undoes a voucher."""

    status = 409
    number: str


class VoucherKindStays(Problem):
    """A reversal, a closing, or an opening of live books is not undone by a mirror."""

    number: str
    kind: str


class CrossingNotThisWay(Problem):
    """Money crosses ledgers from one cash or bank account to another."""

    role: str


# ---------------------------------------------------------------- opening and going live


class OpeningOffDate(Problem):
    """The opening balance stands on the day before the first open day."""

    on: date
    expected: date


class OpeningNotZero(Problem):
    """The system account of the opening does not end at zero."""

    status = 409
    ledger: str
    difference: int


class LiveBeforeVouchers(Problem):
    """The first open day cannot lie before a voucher that is already in the books."""

    on: date
    last: date


class RoleHasBalance(Problem):
    """A role cannot leave an account that still holds money of that role."""

    status = 409
    role: str
    account: str
    balance: int


# ---------------------------------------------------------------- drafts


class DraftAlreadyDecided(Problem):
    """The draft was approved or withdrawn before."""

    status = 409
    state: str


# ---------------------------------------------------------------- days


class NotACashAccount(Problem):
    """Only a cash box is counted by notes and coins."""

    account: str


class CashNotCounted(Problem):
    """Money moved through this cash box today and it was not counted."""

    status = 409
    account: str
    balance: int


class CashDifferenceUnexplained(Problem):
    """The count differs from the books and nobody said why."""

    account: str
    expected: int
    counted: int
    difference: int


class CountOutdated(Problem):
    """Money moved after the count: the cash box is counted again."""

    status = 409
    account: str
    counted: int
    balance: int


class DayNotCounted(Problem):
    """A day is counted by one person before another closes it."""

    status = 409
    day: date


class DayNotEmpty(Problem):
    """The day has vouchers or a count; it closes by counting the cash."""

    status = 409
    day: date


# ---------------------------------------------------------------- months and years


class DaysStillOpen(Problem):
    """Days of the period are still open."""

    status = 409
    period: str
    open_day: date


class MonthNotNext(Problem):
    """Months close one after another."""

    status = 409
    month: str
    expected: str


class MonthCheckFailed(Problem):
    """A point of the month's checklist is not fulfilled."""

    status = 409
    check: str
    expected: int
    found: int
    difference: int


class BankNotReconciled(Problem):
    """The bank account was not compared with its statement through the end of the month, or still differs."""

    status = 409
    account: str
    through: date
    difference: int | None


class YearNotOver(Problem):
    """A year closes when its last month is closed."""

    status = 409
    year: int
    month: str


class YearNotNext(Problem):
    """Years close one after another."""

    status = 409
    year: int
    expected: int


class ProfitAlreadyAllocated(Problem):
    """The profit of this year was given out before."""

    status = 409
    year: int


class ReserveTooSmall(Problem):
    """Profit is not given out while the reserve for loans at risk is below what the cards need."""

    status = 409
    booked: int
    needed: int


class ProfitGateShut(Problem):
    """Profit is not given out while the fund is not healthy: `gate` names the measure that forbids it."""

    status = 409
    gate: str


class DecisionMissing(Problem):
    """The members' meeting did not decide this, or decided something else."""

    status = 409
    subject: str


# ---------------------------------------------------------------- bank


class NotAMoneyAccount(Problem):
    """The account is not a bank account."""

    account: str


class StatementAlreadyImported(Problem):
    """The same statement was brought in before."""

    status = 409
    account: str


class StatementEmpty(Problem):
    """The statement holds no movement."""


class LineAlreadyMatched(Problem):
    """The line, or the voucher, was matched before."""

    status = 409
    line: int


class MatchDiffers(Problem):
    """The voucher does not move this bank account by the amount of the line."""

    line_amount: int
    voucher_amount: int
