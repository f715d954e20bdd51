"""The books from the vouchers up: numbers without gaps, whole vouchers, balanced ledgers, unbroken days, kept sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, Sum

from gulir.base.models import Book
from gulir.core.problems import Finding
from gulir.core.problems.care import (
    AccountSumDiffers,
    DayMissing,
    TransferStrays,
    TransfersUnbalanced,
    VoucherNumberMissing,
    VoucherNumberTwice,
    VoucherSumDiffers,
)
from gulir.core.problems.endings import RiskFundTooSmall
from gulir.core.problems.ledger import CashBelowZero, OpeningNotZero
from gulir.core.roles import MONEY, Ledger, Role
from gulir.core.vouchers import VoucherNumber, VoucherType
from gulir.ledger.models import Account, AccountSum, BookState, Day, Transfer, Voucher

__all__ = ["check_books"]

MOST_GAPS = 20
MONEY_ROLES = [role.value for role in MONEY]


def check_books(book: Book) -> Iterator[Finding]:
    """Everything about the three ledgers of one board."""
    yield from _numbers(book)
    yield from _sums(book)
    yield from _strays(book)
    yield from _balanced(book)
    yield from _kept_sums(book)
    yield from _days(book)
    yield from _opening(book)
    yield from _cash(book)
    yield from _risk_fund(book)


def _numbers(book: Book) -> Iterator[Finding]:
    """Each series of voucher numbers counts from one without a gap."""
    series = Voucher.objects.filter(book=book).values("ledger", "type", "year")
    for row in series.annotate(last=Max("number"), there=Count("id"), different=Count("number", distinct=True)):
        own = Voucher.objects.filter(book=book, ledger=row["ledger"], type=row["type"], year=row["year"])
        if row["different"] != row["there"]:
            for twice in own.values("number").annotate(n=Count("id")).filter(n__gt=1)[:MOST_GAPS]:
                yield Finding.of(VoucherNumberTwice(ledger=row["ledger"], number=_label(row, twice["number"])))
        if row["last"] != row["different"]:
            there = set(own.values_list("number", flat=True))
            missing = [number for number in range(1, row["last"] + 1) if number not in there]
            for number in missing[:MOST_GAPS]:
                yield Finding.of(VoucherNumberMissing(ledger=row["ledger"], number=_label(row, number)))


def _label(row: Any, number: int) -> str:
    type_, ledger = VoucherType(row["type"]), Ledger(row["ledger"])
    return str(VoucherNumber(type=type_, year=row["year"], sequence=number, ledger=ledger))


def _sums(book: Book) -> Iterator[Finding]:
    """The header says what its transfers add up to; transfers without a header are in no report."""
    vouchers = Voucher.objects.filter(book=book).annotate(sum=Sum("transfers__amount"))
    for voucher in vouchers.exclude(sum=F("total")) | vouchers.filter(sum__isnull=True):
        built = int(voucher.sum or 0)
        yield Finding.of(VoucherSumDiffers(number=voucher.label, total=voucher.total, transfers=built))
    orphans = Transfer.objects.filter(book=book).exclude(voucher__in=Voucher.objects.all())
    for row in orphans.values("voucher_id").annotate(sum=Sum("amount"))[:MOST_GAPS]:
        yield Finding.of(VoucherSumDiffers(number=str(row["voucher_id"]), total=0, transfers=int(row["sum"])))


def _strays(book: Book) -> Iterator[Finding]:
    """Both accounts of a transfer belong to the voucher's own board and ledger."""
    wrong = (
        ~Q(debit__ledger=F("voucher__ledger"))
        | ~Q(credit__ledger=F("voucher__ledger"))
        | ~Q(debit__book=F("voucher__book"))
        | ~Q(credit__book=F("voucher__book"))
    )
    labels = Transfer.objects.filter(wrong, voucher__book=book).values_list("voucher__label", flat=True).distinct()
    for label in labels[:MOST_GAPS]:
        yield Finding.of(TransferStrays(number=label))


def _balanced(book: Book) -> Iterator[Finding]:
    """Debit and credit of each ledger, summed from the two sides apart."""
    sides: dict[str, dict[str, int]] = {}
    for side in ("debit", "credit"):
        rows = Transfer.objects.filter(book=book).values(f"{side}__ledger").annotate(sum=Sum("amount"))
        sides[side] = {row[f"{side}__ledger"]: int(row["sum"]) for row in rows}
    for ledger in Ledger:
        debit, credit = (sides[side].get(ledger.value, 0) for side in ("debit", "credit"))
        if debit != credit:
            yield Finding.of(TransfersUnbalanced(ledger=ledger.value, debit=debit, credit=credit))


def _kept_sums(book: Book) -> Iterator[Finding]:
    """The cache of sums says what the transfers up to its mark add up to."""
    for kept in AccountSum.objects.filter(account__book=book).select_related("account"):
        early = Transfer.objects.filter(id__lte=kept.through)
        debit = early.filter(debit=kept.account_id).aggregate(sum=Sum("amount"))["sum"] or 0
        credit = early.filter(credit=kept.account_id).aggregate(sum=Sum("amount"))["sum"] or 0
        if (kept.debit, kept.credit) != (debit, credit):
            account = kept.account
            problem = AccountSumDiffers(
                ledger=account.ledger, account=account.code, kept=kept.debit - kept.credit, built=int(debit - credit)
            )
            yield Finding.of(problem)


def _days(book: Book) -> Iterator[Finding]:
    """From the day books went live to the open one, every day is there."""
    state = BookState.objects.filter(book=book, live_on__isnull=False).first()
    if state is None or state.live_on is None:
        return
    if state.open_day is None:
        yield Finding.of(DayMissing(on=state.live_on))
        return
    there = set(Day.objects.filter(book=book).values_list("day", flat=True))
    day, missing = state.live_on, 0
    while day <= state.open_day and missing < MOST_GAPS:
        if day not in there:
            missing += 1
            yield Finding.of(DayMissing(on=day))
        day += timedelta(days=1)


def _opening(book: Book) -> Iterator[Finding]:
    """The system account of opening balances ends at zero."""
    for account in Account.objects.filter(book=book, role=Role.OPENING.value):
        net = sum(_daily(account.pk).values())
        if net:
            yield Finding.of(OpeningNotZero(ledger=account.ledger, difference=net))


def _cash(book: Book) -> Iterator[Finding]:
    """No cash box and no bank account held less than nothing at the end of any day (I07)."""
    for account in Account.objects.filter(book=book, role__in=MONEY_ROLES):
        balance = 0
        for _, moved in sorted(_daily(account.pk).items()):
            before, balance = balance, balance + moved
            if balance < 0:
                yield Finding.of(CashBelowZero(account=account.code, balance=before, amount=-moved))
                break


def _risk_fund(book: Book) -> Iterator[Finding]:
    """Since the books are live, no more was taken out of the fund for members who died than it held."""
    live_on = BookState.objects.filter(book=book).values_list("live_on", flat=True).first()
    for account in Account.objects.filter(book=book, role=Role.RISK_FUND.value):
        held = 0
        for day, taken in sorted(_daily(account.pk).items()):
            before, held = held, held - taken
            if held < 0 and live_on is not None and day >= live_on:
                yield Finding.of(RiskFundTooSmall(held=max(before, 0), wanted=taken))
                break


def _daily(account: int) -> dict[date, int]:
    sums: dict[date, int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Transfer.objects.filter(**{side: account}).values("voucher__dated").annotate(sum=Sum("amount"))
        for row in rows:
            sums[row["voucher__dated"]] += sign * int(row["sum"])
    return sums
