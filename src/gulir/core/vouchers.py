"""Vouchers: one business event as a set of transfers, each from one credit account to one debit account.

A transfer has one amount, so a voucher balances by construction. A compound entry (several debits, several
credits) is paired into transfers with every sum preserved. Nothing is edited: a voucher is reversed by its mirror.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gulir.core.money import LARGEST_AMOUNT
from gulir.core.problems.books import (
    AmountZero,
    ClosingWithoutYear,
    DescriptionMissing,
    ReversalWithoutOriginal,
    SameAccount,
    SusulanWithoutDate,
    Unbalanced,
    VoucherEmpty,
    VoucherNotReversible,
    VoucherNumberUnclear,
)
from gulir.core.problems.money import AmountNegative, AmountTooLarge
from gulir.core.roles import Ledger

__all__ = [
    "Entry",
    "Line",
    "VoucherDraft",
    "VoucherKind",
    "VoucherNumber",
    "VoucherType",
    "check_amount",
    "pair",
    "reverse",
    "totals",
    "voucher_type",
]


def check_amount(amount: int, *, account: str) -> None:
    """Pass for whole rupiah from 1 to 10^12; else `AmountZero`, `AmountNegative` or `AmountTooLarge`."""
    if type(amount) is not int:
        raise TypeError(f"an amount is whole rupiah (int), not {type(amount).__name__}")
    if amount == 0:
        raise AmountZero(account=account)
    if amount < 0:
        raise AmountNegative(text=str(amount))
    if amount > LARGEST_AMOUNT:
        raise AmountTooLarge(text=str(amount), limit=LARGEST_AMOUNT)


class Entry(NamedTuple):
    """One transfer before it is stored: account codes, whole rupiah. Made by `Entry.of`, which refuses what cannot be.

    >>> Entry.of("11010", "11030", 500_000)
    Entry(debit='11010', credit='11030', amount=500000)
    """

    debit: str
    credit: str
    amount: int

    @classmethod
    def of(cls, debit: str, credit: str, amount: int) -> Entry:
        """A checked transfer: two different accounts, 1 to 10^12 rupiah."""
        check_amount(amount, account=debit)
        if debit == credit:
            raise SameAccount(account=debit)
        return cls(debit, credit, amount)


class Line(NamedTuple):
    """One side of a compound entry: account code and whole rupiah."""

    account: str
    amount: int


class VoucherType(StrEnum):
    """The three vouchers of the programme (domain 4.1): Bukti Kas Masuk, Bukti Kas Keluar, Bukti Pemindahbukuan."""

    KM = "KM"
    KK = "KK"
    PB = "PB"


class VoucherKind(StrEnum):
    """Why a voucher exists: daily work, or one of the four special reasons."""

    ORDINARY = "ordinary"
    OPENING = "opening"
    CLOSING = "closing"
    REVERSAL = "reversal"
    SUSULAN = "susulan"


@dataclass(frozen=True, kw_only=True)
class VoucherDraft:
    """A voucher that has no number yet. `on` is the day on which it is booked.

    `for_year` is the year a closing voucher closes (else the year of `on` counts); `happened_on` is the true day of
    a late one (susulan); `original` is the number that a reversal mirrors and `mirrors` that voucher's kind.
    """

    on: date
    description: str
    entries: tuple[Entry, ...]
    type: VoucherType
    kind: VoucherKind = VoucherKind.ORDINARY
    ledger: Ledger = Ledger.UPK
    for_year: int | None = None
    happened_on: date | None = None
    original: str | None = None
    mirrors: VoucherKind | None = None

    def __post_init__(self) -> None:
        if not self.entries:
            raise VoucherEmpty
        for entry in self.entries:
            Entry.of(*entry)
        if self.total > LARGEST_AMOUNT:
            raise AmountTooLarge(text=str(self.total), limit=LARGEST_AMOUNT)
        if not self.description.strip():
            raise DescriptionMissing
        if self.kind is VoucherKind.CLOSING and self.for_year is None:
            raise ClosingWithoutYear
        if self.kind is VoucherKind.SUSULAN and not (self.happened_on and self.happened_on < self.on):
            raise SusulanWithoutDate(on=self.on)
        if self.kind is VoucherKind.REVERSAL and not self.original:
            raise ReversalWithoutOriginal

    @property
    def total(self) -> int:
        """The sum of its transfers in rupiah."""
        return sum(entry.amount for entry in self.entries)

    @property
    def year(self) -> int:
        """The year in whose income it counts."""
        return self.on.year if self.for_year is None else self.for_year


def voucher_type(entries: Iterable[Entry], money: Collection[str]) -> VoucherType:
    """Which of the three vouchers this is: money came in (KM), went out (KK), or neither on balance (PB).

    `money` are the accounts where money lies (cash, banks, digital clearing); moving it between them is a PB.

    >>> voucher_type([Entry("11010", "11030", 500_000), Entry("11010", "41010", 75_000)], {"11010", "11021"}).value
    'KM'
    >>> voucher_type([Entry("11010", "11021", 5_000_000)], {"11010", "11021"}).value
    'PB'
    """
    net = 0
    for entry in entries:
        net += entry.amount * ((entry.debit in money) - (entry.credit in money))
    if net == 0:
        return VoucherType.PB
    return VoucherType.KM if net > 0 else VoucherType.KK


MIRROR = {VoucherType.KM: VoucherType.KK, VoucherType.KK: VoucherType.KM, VoucherType.PB: VoucherType.PB}


def reverse(draft: VoucherDraft, *, number: str, on: date, description: str) -> VoucherDraft:
    """The mirror of a voucher: each transfer the other way round, on an open day, naming the original.

    A reversal is not reversed (`VoucherNotReversible`). The mirror of a closing counts for the same year.

    >>> paid = VoucherDraft(on=date(2026, 3, 2), description="ATK", entries=(Entry("51030", "11010", 26_000),),
    ...                     type=VoucherType.KK)
    >>> mirror = reverse(paid, number="KK-2026-00007", on=date(2026, 3, 3), description="Salah akun")
    >>> mirror.entries, mirror.type.value
    ((Entry(debit='11010', credit='51030', amount=26000),), 'KM')
    """
    if draft.kind is VoucherKind.REVERSAL:
        raise VoucherNotReversible(number=number)
    return replace(
        draft,
        on=on,
        description=description,
        entries=tuple(Entry(e.credit, e.debit, e.amount) for e in draft.entries),
        type=MIRROR[draft.type],
        kind=VoucherKind.REVERSAL,
        happened_on=None,
        original=number,
        mirrors=draft.kind,
    )


PREFIX = {Ledger.UPK: "", Ledger.SECRETARIAT: "SEK-", Ledger.ACTIVITIES: "KEG-"}
"""What stands before the number of a voucher of another ledger than the UPK."""

NUMBER = re.compile(r"(?P<book>SEK-|KEG-|)(?P<type>KM|KK|PB)-(?P<year>[1-9][0-9]{3})-(?P<no>[0-9]{5,9})\Z", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class VoucherNumber:
    """A voucher's number: one gapless series per ledger, type and year of the posting date.

    >>> str(VoucherNumber(type=VoucherType.KM, year=2026, sequence=12))
    'KM-2026-00012'
    >>> VoucherNumber.parse("sek-kk-2026-00003").ledger.value
    'secretariat'
    """

    type: VoucherType
    year: int
    sequence: int
    ledger: Ledger = Ledger.UPK

    def __str__(self) -> str:
        return f"{PREFIX[self.ledger]}{self.type.value}-{self.year}-{self.sequence:05d}"

    @classmethod
    def parse(cls, text: str) -> VoucherNumber:
        """The number read back; anything else is refused with `VoucherNumberUnclear`."""
        match = NUMBER.match(text.strip().upper())
        if not match:
            raise VoucherNumberUnclear(text=text[:40])
        ledger = next(ledger for ledger, prefix in PREFIX.items() if prefix == match["book"])
        number = cls(type=VoucherType(match["type"]), year=int(match["year"]), sequence=int(match["no"]), ledger=ledger)
        if number.sequence == 0 or str(number) != match[0]:
            raise VoucherNumberUnclear(text=text[:40])
        return number


def totals(entries: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """Debit and credit of each account over these transfers, in rupiah.

    >>> totals([Entry("11010", "11030", 500_000), Entry("11010", "41010", 75_000)])
    {'11010': (575000, 0), '11030': (0, 500000), '41010': (0, 75000)}
    """
    sums: dict[str, tuple[int, int]] = {}
    for entry in entries:
        debit, credit = sums.get(entry.debit, (0, 0))
        sums[entry.debit] = (debit + entry.amount, credit)
        debit, credit = sums.get(entry.credit, (0, 0))
        sums[entry.credit] = (debit, credit + entry.amount)
    return sums


def pair(debited: Sequence[Line], credited: Sequence[Line]) -> tuple[Entry, ...]:
    """A compound entry as transfers: what each account is debited and credited is kept to the rupiah.

    The same lists give the same transfers. An account may stand on both sides as long as it never has to pay itself.
    Refused: nothing (`VoucherEmpty`), an amount outside 1 to 10^12, sides that differ (`Unbalanced`), and an account
    that would have to pay itself (`SameAccount`).

    >>> pair([Line("11010", 575_000)], [Line("11030", 500_000), Line("41010", 75_000)])
    (Entry(debit='11010', credit='11030', amount=500000), Entry(debit='11010', credit='41010', amount=75000))
    >>> pair([Line("51030", 26_000)], [Line("11010", 25_000)])
    Traceback (most recent call last):
    gulir.core.problems.books.Unbalanced: Unbalanced {'debit': 26000, 'credit': 25000, 'difference': 1000}
    """
    left, right = _sums(debited), _sums(credited)
    rest = sum(left.values())
    if rest != sum(right.values()):
        raise Unbalanced(debit=rest, credit=sum(right.values()), difference=rest - sum(right.values()))
    if rest > LARGEST_AMOUNT:
        raise AmountTooLarge(text=str(rest), limit=LARGEST_AMOUNT)
    for account in left:
        if left[account] + right.get(account, 0) > rest:
            raise SameAccount(account=account)
    entries: list[Entry] = []
    while rest:
        debit, credit, amount = _next(left, right, rest)
        entries.append(Entry(debit, credit, amount))
        rest -= amount
        _take(left, debit, amount)
        _take(right, credit, amount)
    return tuple(entries)


def _sums(lines: Sequence[Line]) -> dict[str, int]:
    """Each account's sum, in order of first appearance."""
    if not lines:
        raise VoucherEmpty
    sums: dict[str, int] = {}
    for line in lines:
        check_amount(line.amount, account=line.account)
        sums[line.account] = sums.get(line.account, 0) + line.amount
    return sums


def _take(side: dict[str, int], account: str, amount: int) -> None:
    side[account] -= amount
    if not side[account]:
        del side[account]


def _next(left: dict[str, int], right: dict[str, int], rest: int) -> tuple[str, str, int]:
    """The next transfer, and how much of it can go without leaving some account nobody else to pay.

    An account whose debit and credit together equal what is left must take part now.
    """
    weight = {a: left[a] + right[a] for a in left if a in right}
    tight = next((a for a in weight if weight[a] == rest), None)
    if tight is not None:
        debit, credit = tight, next(c for c in right if c != tight)
    else:
        debit = next(iter(left))
        credit = next(c for c in right if c != debit)
    slack = (rest - weight[a] for a in weight if a not in {debit, credit})
    return debit, credit, min(left[debit], right[credit], *slack)
