"""Posting: entries between roles or codes become transfers and one voucher, on the open day, never below zero cash.

`post` is the one way into the books. It sends three statements (read, transfers, voucher), one more when money goes
out, and runs under the board's lock, so numbers have no gaps and balances cannot be overtaken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from gulir.base.commands import Act
from gulir.base.ids import new_id
from gulir.base.models import Actor
from gulir.base.rows import Row, ask, day_of
from gulir.core.money import LARGEST_AMOUNT
from gulir.core.problems.books import (
    AccountUnknown,
    DescriptionMissing,
    RoleWithoutAccount,
    SameAccount,
    SusulanWithoutDate,
    VoucherEmpty,
)
from gulir.core.problems.endings import RiskFundTooSmall
from gulir.core.problems.ledger import (
    AccountInactive,
    AdjustmentMovesMoney,
    BooksNotBegun,
    CashBelowZero,
    DateAfterToday,
    DateBeforeBooks,
    DateNeeded,
    DayNotOpen,
    VoucherTextTooLong,
    YearClosedForVouchers,
)
from gulir.core.problems.money import AmountTooLarge
from gulir.core.roles import MONEY, Ledger, Role
from gulir.core.vouchers import Entry, VoucherKind, VoucherNumber, VoucherType, check_amount, voucher_type
from gulir.ledger.models import Month, Voucher
from gulir.ledger.services.pairs import Pair, Place
from gulir.ledger.sums import balances_of

__all__ = ["Books", "booking_day", "books_in", "post", "read_books", "takes_adjustments"]

MONEY_ROLES = frozenset(role.value for role in MONEY)


class Known(NamedTuple):
    """An account as posting needs it."""

    id: int
    code: str
    role: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class Books:
    """What one reading told: where the books stand, the accounts named, the last number of each type."""

    opens_on: date
    live_on: date | None
    open_day: date | None
    year_open: int
    year: int
    accounts: tuple[Known, ...]
    last: Mapping[str, int]

    def account(self, place: Place) -> Known:
        """The account of a role or a code; refused with what is missing."""
        if isinstance(place, Role):
            role = place.value
            for account in self.accounts:
                if account.role == role:
                    return account
            raise RoleWithoutAccount(role=role)
        for account in self.accounts:
            if account.code == place:
                return account
        raise AccountUnknown(account=place[:40])


READ = """
SELECT s.opens_on, s.live_on, s.open_day, s.year_open, a.id, a.code, a.role, a.active,
  (SELECT number FROM ledger_voucher WHERE book_id = s.book_id AND ledger = %s AND type = 'KM' AND year = %s
    ORDER BY number DESC LIMIT 1),
  (SELECT number FROM ledger_voucher WHERE book_id = s.book_id AND ledger = %s AND type = 'KK' AND year = %s
    ORDER BY number DESC LIMIT 1),
  (SELECT number FROM ledger_voucher WHERE book_id = s.book_id AND ledger = %s AND type = 'PB' AND year = %s
    ORDER BY number DESC LIMIT 1)
FROM ledger_bookstate s LEFT JOIN ledger_account a ON a.book_id = s.book_id AND a.ledger = %s AND ({which})
WHERE s.book_id = %s
"""


def read_books(act: Act, ledger: Ledger, places: Iterable[Place], year: int) -> Books:
    """State, accounts and last numbers in one statement; `BooksNotBegun` when there is no chart yet."""
    named = set(places)
    roles = [place.value for place in named if isinstance(place, Role)]
    codes = [place for place in named if not isinstance(place, Role)]
    which = " OR ".join(
        f"a.{column} IN ({', '.join(['%s'] * len(values))})"
        for column, values in (("role", roles), ("code", codes))
        if values
    )
    values = [*[ledger.value, year] * 3, ledger.value, *roles, *codes, act.book.pk]
    return books_in(ask(READ.replace("{which}", which), values), year)


def books_in(rows: Sequence[Row], year: int) -> Books:
    """What rows of `(opens on, live on, open day, year open, account …, last KM, last KK, last PB)` tell of a year.

    An act that only receives may leave out the last two; another type of voucher cannot be posted from such books.
    """
    if not rows:
        raise BooksNotBegun
    first = rows[0]
    return Books(
        opens_on=day_of(first[0]),
        live_on=first[1] and day_of(first[1]),
        open_day=first[2] and day_of(first[2]),
        year_open=first[3],
        year=year,
        accounts=tuple(Known(r[4], r[5], r[6], bool(r[7])) for r in rows if r[4] is not None),
        last={type_: number or 0 for type_, number in zip(("KM", "KK", "PB"), first[8:], strict=False)},
    )


def post(
    act: Act,
    *,
    entries: Sequence[tuple[Any, ...]],
    description: str,
    ledger: str | Ledger = Ledger.UPK,
    kind: str | VoucherKind = VoucherKind.ORDINARY,
    dated: date | None = None,
    reference: str = "",
    original_on: date | None = None,
    for_year: int | None = None,
    reverses: UUID | None = None,
    import_ref: UUID | None = None,
    approved_by: Actor | None = None,
    made_by: Actor | None = None,
    known: Books | None = None,
) -> Voucher:
    """Write one voucher: `entries` are `(debit, credit, amount[, loan_no, ksm])` between roles or account codes.

    On live books it is dated on the open day (`dated` may only repeat it); while loading `dated` is needed. Refused:
    a role without account, an unknown or unused account, an amount outside 1 to 10^12 rupiah, another day than the
    open one, a closed year, and money going out that is not there (I07). Tells no fact: the act that posts does.
    `known` are the books as this act has read them already, under its lock.
    """
    pairs = [Pair(*entry) for entry in entries]
    book, kind = Ledger(ledger), VoucherKind(kind)
    _check_texts(pairs, description, reference)
    places = [place for one in pairs for place in (one.debit, one.credit)]
    guess = (dated or act.today).year
    books = known or read_books(act, book, places, guess)
    on = booking_day(act, books, dated, kind)
    if on.year != books.year:
        books = read_books(act, book, places, on.year)
    year = counting_year(books, on, for_year, kind)
    if year < on.year and kind is not VoucherKind.CLOSING and not takes_adjustments(act, year):
        raise YearClosedForVouchers(year=year)
    legs = [(books.account(one.debit), books.account(one.credit), one) for one in pairs]
    _check_accounts(legs, moves_money=year == on.year or kind is VoucherKind.CLOSING)
    _check_held(legs, live=books.live_on is not None)
    if kind is VoucherKind.SUSULAN and not (original_on and original_on < on):
        raise SusulanWithoutDate(on=on)

    type_ = _type_of(legs)
    number = VoucherNumber(type=type_, year=on.year, sequence=books.last[type_.value] + 1, ledger=book)
    values = {
        "id": new_id(),
        "book_id": act.book.pk,
        "ledger": book.value,
        "type": type_.value,
        "kind": kind.value,
        "number": number.sequence,
        "year": on.year,
        "label": str(number),
        "dated": on,
        "for_year": year,
        "effective_on": on if year == on.year or kind is VoucherKind.CLOSING else date(year, 12, 31),
        "original_on": original_on,
        "description": description.strip(),
        "reference": reference.strip(),
        "reverses_id": reverses,
        "total": sum(one.amount for one in pairs),
        "made_by_id": (made_by or act.actor).pk,
        "approved_by_id": approved_by.pk if approved_by else None,
        "recorded_at": act.at,
        "import_ref": import_ref,
    }
    _write(act, values, legs)
    voucher = Voucher(**values)
    voucher._state.adding = False  # noqa: SLF001  (the row is there: it was just written)
    return voucher


TRANSFER = ("book_id", "voucher_id", "line", "debit_id", "credit_id", "amount", "loan_no", "ksm")
VOUCHER = (
    "id", "book_id", "ledger", "type", "kind", "number", "year", "label", "dated", "for_year", "effective_on",
    "original_on", "description", "reference", "reverses_id", "total", "made_by_id", "approved_by_id", "recorded_at",
    "import_ref",
)  # fmt: skip


def _write(act: Act, values: Mapping[str, Any], legs: Sequence[tuple[Known, Known, Pair]]) -> None:
    """Transfers first, the header last: it closes the voucher for ever."""
    transfers = (
        (values["book_id"], values["id"], line, debit.id, credit.id, one.amount, one.loan_no, one.ksm)
        for line, (debit, credit, one) in enumerate(legs, start=1)
    )
    act.put("ledger_transfer", TRANSFER, transfers)
    act.put("ledger_voucher", VOUCHER, [[values[column] for column in VOUCHER]])


# ---------------------------------------------------------------- what post refuses


def _check_texts(pairs: Sequence[Pair], description: str, reference: str) -> None:
    if not pairs:
        raise VoucherEmpty
    if not description.strip():
        raise DescriptionMissing
    for field, text, limit in (("description", description, 200), ("reference", reference, 60)):
        if len(text.strip()) > limit:
            raise VoucherTextTooLong(field=field, limit=limit)
    for one in pairs:
        check_amount(one.amount, account=str(one.debit))
        if len(one.loan_no) > 40 or len(one.ksm) > 80:
            raise VoucherTextTooLong(field="loan_no" if len(one.loan_no) > 40 else "ksm", limit=40)
    total = sum(one.amount for one in pairs)
    if total > LARGEST_AMOUNT:
        raise AmountTooLarge(text=str(total), limit=LARGEST_AMOUNT)


def booking_day(act: Act, books: Books, dated: date | None, kind: VoucherKind) -> date:
    """The day on which a voucher is booked, or its refusal."""
    if books.open_day is not None:
        if dated not in {None, books.open_day}:
            raise DayNotOpen(on=dated, open_day=books.open_day)
        return books.open_day
    if dated is None:
        raise DateNeeded
    if dated > act.today:
        raise DateAfterToday(on=dated, today=act.today)
    early = (books.opens_on - dated).days
    if early > (1 if kind in {VoucherKind.OPENING, VoucherKind.REVERSAL} else 0):
        raise DateBeforeBooks(on=dated, opens_on=books.opens_on)
    return dated


def counting_year(books: Books, on: date, for_year: int | None, kind: VoucherKind) -> int:
    """The year in whose income a voucher counts; a closed year, or one to come, is refused."""
    year = on.year if for_year is None else for_year
    floor = books.year_open if books.live_on else min(books.year_open, on.year)
    if year > on.year or (year < floor and kind is not VoucherKind.CLOSING):
        raise YearClosedForVouchers(year=year)
    return year


def takes_adjustments(act: Act, year: int) -> bool:
    """Whether a voucher may still count for an earlier year: until its December is closed."""
    return not Month.objects.filter(book=act.book, first=date(year, 12, 1)).exists()


def _check_accounts(legs: Sequence[tuple[Known, Known, Pair]], *, moves_money: bool) -> None:
    for debit, credit, _ in legs:
        if debit.id == credit.id:
            raise SameAccount(account=debit.code)
        for account in (debit, credit):
            if not account.active:
                raise AccountInactive(account=account.code)
            if not moves_money and account.role in MONEY_ROLES:
                raise AdjustmentMovesMoney(account=account.code)


def _check_held(legs: Sequence[tuple[Known, Known, Pair]], *, live: bool) -> None:
    """Refuse what is not there to give; old books may still stand below zero in the risk fund while they load."""
    _check_cash(legs)
    if live:
        _check_risk_fund(legs)


def _check_cash(legs: Sequence[tuple[Known, Known, Pair]]) -> None:
    """Refuse money that is not there: what leaves a cash box or bank account is at most what it holds (I07)."""
    moved: dict[int, int] = {}
    codes: dict[int, str] = {}
    for debit, credit, one in legs:
        for account, amount in ((debit, one.amount), (credit, -one.amount)):
            if account.role in MONEY_ROLES:
                moved[account.id] = moved.get(account.id, 0) + amount
                codes[account.id] = account.code
    leaving = {pk: -amount for pk, amount in moved.items() if amount < 0}
    for pk, balance in sorted(balances_of(leaving).items()):
        if balance < leaving[pk]:
            raise CashBelowZero(account=codes[pk], balance=balance, amount=leaving[pk])


def _check_risk_fund(legs: Sequence[tuple[Known, Known, Pair]]) -> None:
    """Refuse to take more out of the fund for members who died than it holds, also by taking back what filled it."""
    taken: dict[int, int] = {}
    for debit, credit, one in legs:
        for account, amount in ((debit, one.amount), (credit, -one.amount)):
            if account.role == Role.RISK_FUND.value:
                taken[account.id] = taken.get(account.id, 0) + amount
    wanted = {pk: amount for pk, amount in taken.items() if amount > 0}
    for pk, balance in balances_of(wanted).items():
        if -balance < wanted[pk]:
            raise RiskFundTooSmall(held=max(-balance, 0), wanted=wanted[pk])


def _type_of(legs: Sequence[tuple[Known, Known, Pair]]) -> VoucherType:
    money = {account.code for leg in legs for account in leg[:2] if account.role in MONEY_ROLES}
    return voucher_type([Entry(debit.code, credit.code, one.amount) for debit, credit, one in legs], money)
