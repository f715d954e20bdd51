"""Old vouchers in great number: checked as a set, written as a set, under the same triggers as every voucher.

The steps of an importer. While a board loads its history, vouchers come in by file; each keeps its own day and gets
its number in order of days. Nothing here bypasses the database's own witness: only the road to it is shorter (COPY on
PostgreSQL, one prepared statement on SQLite).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max, Sum

from gulir.base.commands import Act
from gulir.base.ids import new_id
from gulir.core.money import LARGEST_AMOUNT
from gulir.core.problems import Problem
from gulir.core.problems.books import AccountUnknown, SameAccount
from gulir.core.problems.intake import VoucherExists
from gulir.core.problems.ledger import (
    AccountInactive,
    BooksAreLive,
    CashBelowZero,
    DateAfterToday,
    DateBeforeBooks,
    YearClosedForVouchers,
)
from gulir.core.problems.money import AmountTooLarge
from gulir.core.roles import MONEY, Ledger
from gulir.core.vouchers import MIRROR, VoucherKind, VoucherNumber, VoucherType
from gulir.ledger.models import Account, BookState, Transfer, Voucher
from gulir.ledger.services.openings import state_of

__all__ = ["Leg", "OldVoucher", "Wrong", "bring_in_vouchers", "take_back_vouchers", "wrong_with"]

JOINT = " · "
FIRST_PART = 400
MONEY_ROLES = frozenset(role.value for role in MONEY)


class Leg(NamedTuple):
    """One transfer of an old voucher by account codes; `row` is where it stands in the file."""

    row: int
    debit: str
    credit: str
    amount: int
    loan_no: str = ""
    ksm: str = ""


@dataclass(kw_only=True)
class OldVoucher:
    """One voucher of an old book: its own number there, its day, its transfers. Amounts are above 0 already."""

    ledger: str
    name: str
    dated: date
    description: str
    reference: str = ""
    legs: list[Leg] = field(default_factory=list)

    @property
    def kept_reference(self) -> str:
        """The old number, with the other reference behind it."""
        return f"{self.name}{JOINT}{self.reference}" if self.reference else self.name


class Wrong(NamedTuple):
    """What is wrong with one row: the refusal a single voucher would have met."""

    problem: Problem
    row: int
    column: str


class _Place(NamedTuple):
    id: int
    money: bool
    active: bool


# ---------------------------------------------------------------- checking


def wrong_with(act: Act, vouchers: Sequence[OldVoucher]) -> Iterator[Wrong]:
    """Everything the books would refuse about these vouchers, row by row; refused as a whole on live books."""
    state = state_of(act)
    if state.live_on is not None:
        raise BooksAreLive
    places = _places(act)
    known = _brought_in_before(act)
    sound = True
    for voucher in vouchers:
        for wrong in (*_wrong_day(act, state, voucher, known), *_wrong_legs(voucher, places)):
            sound = False
            yield wrong
    if sound:
        yield from _overdrawn(vouchers, places)


def _wrong_day(
    act: Act, state: BookState, voucher: OldVoucher, known: Mapping[tuple[str, str, date], str]
) -> Iterator[Wrong]:
    """Days outside the books, and numbers that came in before."""
    row, day = voucher.legs[0].row, voucher.dated
    if day < state.opens_on:
        yield Wrong(DateBeforeBooks(on=day, opens_on=state.opens_on), row, "date")
    elif day > act.today:
        yield Wrong(DateAfterToday(on=day, today=act.today), row, "date")
    elif day.year < state.year_open:
        yield Wrong(YearClosedForVouchers(year=day.year), row, "date")
    before = known.get((voucher.ledger, voucher.name, day))
    if before is not None:
        yield Wrong(VoucherExists(voucher=voucher.name, number=before), row, "voucher")


def _places(act: Act) -> dict[tuple[str, str], _Place]:
    rows = Account.objects.filter(book=act.book).values_list("ledger", "code", "id", "role", "active")
    return {(ledger, code): _Place(pk, role in MONEY_ROLES, active) for ledger, code, pk, role, active in rows}


def _brought_in_before(act: Act) -> dict[tuple[str, str, date], str]:
    """Number here by (ledger, old number, day), of imported vouchers that still stand."""
    standing = Voucher.objects.filter(
        book=act.book, import_ref__isnull=False, kind=VoucherKind.ORDINARY.value, reversed_by__isnull=True
    )
    rows = standing.values_list("ledger", "reference", "dated", "label")
    return {(ledger, ref.split(JOINT)[0], dated): label for ledger, ref, dated, label in rows.iterator()}


def _wrong_legs(voucher: OldVoucher, places: Mapping[tuple[str, str], _Place]) -> Iterator[Wrong]:
    total = 0
    for leg in voucher.legs:
        total += leg.amount
        for code, column in ((leg.debit, "debit_code"), (leg.credit, "credit_code")):
            place = places.get((voucher.ledger, code))
            if place is None:
                yield Wrong(AccountUnknown(account=code[:40]), leg.row, column)
            elif not place.active:
                yield Wrong(AccountInactive(account=code), leg.row, column)
        if leg.debit == leg.credit:
            yield Wrong(SameAccount(account=leg.debit), leg.row, "credit_code")
    if total > LARGEST_AMOUNT:
        yield Wrong(AmountTooLarge(text=str(total), limit=LARGEST_AMOUNT), voucher.legs[0].row, "amount")


def _overdrawn(vouchers: Sequence[OldVoucher], places: Mapping[tuple[str, str], _Place]) -> Iterator[Wrong]:
    """Days at whose end a cash box or bank account would hold less than nothing, each told once (I07)."""
    moved: dict[tuple[str, str], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    rows: dict[tuple[str, str, date], tuple[int, int]] = {}
    for voucher in vouchers:
        for leg in voucher.legs:
            for code, amount in ((leg.debit, leg.amount), (leg.credit, -leg.amount)):
                place = places.get((voucher.ledger, code))
                if place is not None and place.money:
                    moved[voucher.ledger, code][voucher.dated] += amount
                    if amount < 0:
                        rows[voucher.ledger, code, voucher.dated] = (leg.row, leg.amount)
    for (ledger, code), days in moved.items():
        held = _daily(places[ledger, code].id)
        balance = 0
        for day in sorted({*days, *held}):
            before = balance
            balance += days.get(day, 0) + held.get(day, 0)
            if balance < 0 and days.get(day, 0) < 0 and (ledger, code, day) in rows:
                row, amount = rows[ledger, code, day]
                yield Wrong(CashBelowZero(account=code, balance=before, amount=amount), row, "credit_code")
                break


def _daily(account: int) -> dict[date, int]:
    """What an account's money did on each day so far."""
    sums: dict[date, int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        found = Transfer.objects.filter(**{side: account}).values("voucher__dated").annotate(sum=Sum("amount"))
        for row in found:
            sums[row["voucher__dated"]] += sign * int(row["sum"])
    return sums


# ---------------------------------------------------------------- writing


def bring_in_vouchers(act: Act, vouchers: Iterable[OldVoucher], *, import_ref: UUID) -> int:
    """Write vouchers that `wrong_with` found nothing wrong with, numbered in order of days; gives how many.

    Tells no fact: the import is one fact with its digest and totals.
    """
    places = _places(act)
    numbers = _Numbers(act)
    headers: list[tuple[Any, ...]] = []
    transfers: list[tuple[Any, ...]] = []
    identity = _identity()
    for voucher in sorted(vouchers, key=lambda v: v.dated):
        voucher_id = identity(new_id())
        net = total = 0
        for line, leg in enumerate(voucher.legs, start=1):
            debit, credit = places[voucher.ledger, leg.debit], places[voucher.ledger, leg.credit]
            net += leg.amount * (debit.money - credit.money)
            total += leg.amount
            transfers.append((voucher_id, line, debit.id, credit.id, leg.amount, leg.loan_no, leg.ksm))
        type_ = VoucherType.PB if net == 0 else VoucherType.KM if net > 0 else VoucherType.KK
        number, label = numbers.next(voucher.ledger, type_, voucher.dated.year)
        headers.append((
            voucher.dated, voucher_id, voucher.ledger, type_.value, VoucherKind.ORDINARY.value, number, label,
            voucher.description, voucher.kept_reference, None, total,
        ))  # fmt: skip
    _write(act, transfers, headers, import_ref)
    return len(headers)


def take_back_vouchers(act: Act, *, import_ref: UUID, reason: str) -> int:
    """Reverse every standing voucher of an import on its own day, while the books load; gives how many.

    Refused: live books (`BooksAreLive`), and a reversal that would leave a cash box or bank below zero on some day
    (`CashBelowZero`): something later was paid out of that money.
    """
    if state_of(act).live_on is not None:
        raise BooksAreLive
    standing = Voucher.objects.filter(
        book=act.book, import_ref=import_ref, kind=VoucherKind.ORDINARY.value, reversed_by__isnull=True
    ).order_by("dated", "ledger", "type", "number")
    legs = _legs_of(act, import_ref)
    numbers = _Numbers(act)
    headers: list[tuple[Any, ...]] = []
    transfers: list[tuple[Any, ...]] = []
    identity = _identity()
    for old in standing.values("id", "ledger", "type", "label", "dated", "reference", "total").iterator():
        voucher_id = identity(new_id())
        for line, debit, credit, amount, loan_no, ksm in legs[old["id"]]:
            transfers.append((voucher_id, line, credit, debit, amount, loan_no, ksm))
        type_ = MIRROR[VoucherType(old["type"])]
        number, label = numbers.next(old["ledger"], type_, old["dated"].year)
        headers.append((
            old["dated"], voucher_id, old["ledger"], type_.value, VoucherKind.REVERSAL.value, number, label,
            f"{old['label']}: {reason}"[:200], old["reference"], identity(old["id"]), old["total"],
        ))  # fmt: skip
    _write(act, transfers, headers, import_ref)
    _not_overdrawn(act)
    return len(headers)


def _legs_of(act: Act, import_ref: UUID) -> dict[UUID, list[tuple[Any, ...]]]:
    legs: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    rows = Transfer.objects.filter(book=act.book, voucher__import_ref=import_ref).order_by("voucher", "line")
    for voucher, *leg in rows.values_list("voucher_id", "line", "debit_id", "credit_id", "amount", "loan_no", "ksm"):
        legs[voucher].append(tuple(leg))
    return legs


def _not_overdrawn(act: Act) -> None:
    """Refuse a set of reversals that leaves some day's money below zero."""
    money = Account.objects.filter(book=act.book, role__in=MONEY_ROLES).values_list("id", "code")
    for account, code in money:
        balance = 0
        for _, moved in sorted(_daily(account).items()):
            before, balance = balance, balance + moved
            if balance < 0:
                raise CashBelowZero(account=code, balance=before, amount=-moved)


class _Numbers:
    """The next number of each series, counted on from the largest there is."""

    def __init__(self, act: Act) -> None:
        rows = Voucher.objects.filter(book=act.book).values("ledger", "type", "year").annotate(last=Max("number"))
        self._last = {(r["ledger"], r["type"], r["year"]): r["last"] for r in rows}

    def next(self, ledger: str, type_: VoucherType, year: int) -> tuple[int, str]:
        """The number and its label."""
        series = (ledger, type_.value, year)
        number = self._last[series] = self._last.get(series, 0) + 1
        return number, str(VoucherNumber(type=type_, year=year, sequence=number, ledger=Ledger(ledger)))


# ---------------------------------------------------------------- the two engines

TRANSFER = ("book_id", "voucher_id", "line", "debit_id", "credit_id", "amount", "loan_no", "ksm")
VOUCHER = (
    "book_id", "import_ref", "made_by_id", "recorded_at", "year", "for_year", "dated", "effective_on", "id", "ledger",
    "type", "kind", "number", "label", "description", "reference", "reverses_id", "total",
)  # fmt: skip


def _write(
    act: Act, transfers: Sequence[tuple[Any, ...]], headers: Sequence[tuple[Any, ...]], import_ref: UUID
) -> None:
    """Transfers first, headers last. A header begins with its day, a transfer with its voucher."""
    sqlite = connection.vendor == "sqlite"
    ids = (act.book.pk, import_ref, act.actor.pk)
    book, reference, maker = (one.hex for one in ids) if sqlite else ids
    moment = connection.ops.adapt_datetimefield_value(act.at) if sqlite else act.at
    days = {header[0] for header in headers}
    shown = {day: (day.year, day.year, *((day.isoformat(),) * 2 if sqlite else (day, day))) for day in days}
    insert = _insert_sqlite if sqlite else _copy_postgres
    insert("ledger_transfer", TRANSFER, [(book, *transfer) for transfer in transfers])
    insert("ledger_voucher", VOUCHER, [(book, reference, maker, moment, *shown[h[0]], *h[1:]) for h in headers])


def _identity() -> Callable[[UUID], Any]:
    """How this engine keeps an id: 32 signs on SQLite, itself on PostgreSQL."""
    return (lambda one: one.hex) if connection.vendor == "sqlite" else (lambda one: one)


def _copy_postgres(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """COPY in growing parts, with fresh statistics between them.

    The triggers' own queries keep their plan for the whole of one COPY: one made on an empty table would read all of it
    for every row. A few hundred rows and an ANALYZE later, the planner knows which index to take.
    """
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    bounds = sorted({0, min(FIRST_PART, len(rows)), min(10 * FIRST_PART, len(rows)), len(rows)})
    with connection.cursor() as cursor:
        for start, end in pairwise(bounds):
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows[start:end]:
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {table}")


def _insert_sqlite(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  (names are constants above)
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
