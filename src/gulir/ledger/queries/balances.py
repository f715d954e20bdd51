"""Balances and statements, read from the transfers: nothing here is stored.

Reports count a voucher on its `effective_on`: its own day, or the last day of the earlier year it is for. Cash book
and account ledger go by the day on which it was booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from gulir.base.rows import ask, day_of
from gulir.core.accounts import Account as CoreAccount
from gulir.core.problems.books import AccountUnknown, RoleMissing
from gulir.core.roles import CONTRA, KIND_OF, Ledger, Role
from gulir.core.statements import Balance, Income, Position, TrialBalance
from gulir.core.statements import income as income_statement
from gulir.core.statements import position as position_statement
from gulir.core.statements import trial_balance as trial_statement
from gulir.ledger.models import Account, BookState
from gulir.ledger.sums import balances_of, sums_of

__all__ = [
    "account_at",
    "account_for",
    "accounts",
    "balance_at",
    "balance_before",
    "balances",
    "books_at",
    "control_balance",
    "income",
    "position",
    "trial_balance",
    "year_balances",
]

BETWEEN = """
SELECT t.debit_id, t.credit_id, sum(t.amount) FROM ledger_transfer t JOIN ledger_voucher v ON v.id = t.voucher_id
WHERE {where} GROUP BY t.debit_id, t.credit_id
"""
Sums = dict[int, tuple[int, int]]
"""Debit and credit in rupiah by account id."""
Chart = Sequence[tuple[int, CoreAccount]]
"""The accounts of a ledger with their ids."""


def accounts(book: UUID, ledger: str | Ledger = Ledger.UPK, *, active_only: bool = False) -> list[Account]:
    """The chart of one ledger, in order of code."""
    rows = Account.objects.filter(book_id=book, ledger=Ledger(ledger).value).order_by("code")
    return list(rows.filter(active=True) if active_only else rows)


def _sums(book: UUID, ledger: Ledger, *, until: date | None, since: date | None, without_closing: bool) -> Sums:
    """Debit and credit of accounts over the vouchers that count in a period."""
    wheres = ["v.book_id = %s", "v.ledger = %s"]
    values: list[Any] = [book.hex if connection.vendor == "sqlite" else book, ledger.value]
    for sign, day in (("<=", until), (">=", since)):
        if day is not None:
            wheres.append(f"v.effective_on {sign} %s")
            values.append(day.isoformat())
    if without_closing:
        wheres.append("v.kind <> 'closing'")
    with connection.cursor() as cursor:
        cursor.execute(BETWEEN.replace("{where}", " AND ".join(wheres)), values)
        moved = cursor.fetchall()
    sums: Sums = {}
    for debit, credit, amount in moved:
        left, right = sums.get(debit, (0, 0)), sums.get(credit, (0, 0))
        sums[debit], sums[credit] = (left[0] + int(amount), left[1]), (right[0], right[1] + int(amount))
    return sums


def _counts_everything(book: UUID, as_of: date | None) -> bool:
    """Whether nothing that is booked counts after this day: there is no day, or it is the open day or later."""
    return as_of is None or BookState.objects.filter(book_id=book, open_day__lte=as_of).exists()


def balances(
    book: UUID,
    ledger: str | Ledger = Ledger.UPK,
    *,
    as_of: date | None = None,
    from_: date | None = None,
    without_closing: bool = False,
) -> tuple[Balance, ...]:
    """Debit and credit of every account of a ledger up to a day (from a day), for the statements of the core.

    Up to the open day it reads the sums kept since the last close and what was booked after, else the transfers.
    """
    wanted = Ledger(ledger)
    if from_ is None and not without_closing and _counts_everything(book, as_of):
        sums = sums_of(book, wanted)
    else:
        sums = _sums(book, wanted, until=as_of, since=from_, without_closing=without_closing)
    return tuple(Balance(a.as_core(), *sums.get(a.pk, (0, 0))) for a in accounts(book, ledger))


def books_at(book: UUID, ledger: str | Ledger = Ledger.UPK, *, as_of: date) -> tuple[tuple[Balance, ...], Income]:
    """What `balances` and `income` since January say at a day, for a reading that needs both: the chart is read once.

    Where all years before are closed, the year's income is what income and expense accounts hold, and no voucher of
    it is read.
    """
    wanted, january = Ledger(ledger), as_of.replace(month=1, day=1)
    chart = [(a.pk, a.as_core()) for a in accounts(book, wanted)]
    state = _reached(book, wanted)
    if state is not None and state.open_day <= as_of:
        held = year = sums_of(book, wanted)
        if state.year_open != as_of.year or not _closed_before(book, wanted, state, chart):
            year = _sums(book, wanted, until=as_of, since=january, without_closing=True)
    else:
        held = _sums(book, wanted, until=as_of, since=None, without_closing=False)
        year = _sums(book, wanted, until=as_of, since=january, without_closing=True)
    return _balances(chart, held), income_statement(_balances(chart, year), starts_on=january, as_of=as_of)


def _balances(chart: Chart, sums: Sums) -> tuple[Balance, ...]:
    return tuple(Balance(account, *sums.get(pk, (0, 0))) for pk, account in chart)


REACHED = """
SELECT s.opens_on, s.open_day, s.year_open, coalesce((
  SELECT min(y.year) FROM ledger_year y WHERE y.book_id = s.book_id AND y.ledger = %s), s.year_open)
FROM ledger_bookstate s WHERE s.book_id = %s AND s.open_day IS NOT NULL
"""
EARLIER = """
SELECT v.id, t.debit_id, t.credit_id FROM (
  SELECT id FROM ledger_voucher
  WHERE book_id = %s AND ledger = %s AND effective_on < %s AND kind <> 'closing' ORDER BY effective_on LIMIT %s
) AS v JOIN ledger_transfer t ON t.voucher_id = v.id
"""
FEW = 10
"""More vouchers than these are not looked into; their year is added up instead."""


class Reached(NamedTuple):
    """How far live books have come; `first` is the first year that was closed here, or the one that is open."""

    opens_on: date
    open_day: date
    year_open: int
    first: int


def _reached(book: UUID, ledger: Ledger) -> Reached | None:
    for opens_on, open_day, year_open, first in ask(REACHED, [ledger.value, book]):
        return Reached(day_of(opens_on), day_of(open_day), year_open, first)
    return None


def _closed_before(book: UUID, ledger: Ledger, state: Reached, chart: Chart) -> bool:
    """Whether no income or expense of an earlier year is left: a closing took it, or there never was any.

    A closing takes exactly what its own year moved, and nothing is booked into a closed year; so what may be left is
    of years before the first that was closed, such as old books brought in.
    """
    start = date(state.first, 1, 1)
    if state.opens_on > start:  # an opening may stand on the day before the books begin
        return True
    earlier = ask(EARLIER, [book, ledger.value, start, FEW + 1])
    flows = {pk for pk, account in chart if not account.kind.in_position}
    touched = {account for _, debit, credit in earlier for account in (debit, credit)}
    return len({voucher for voucher, _, _ in earlier}) <= FEW and not touched & flows


def trial_balance(book: UUID, ledger: str | Ledger = Ledger.UPK, *, as_of: date) -> TrialBalance:
    """The net balance of each account on its side at a day; the totals are equal, or the books are broken."""
    return trial_statement(balances(book, ledger, as_of=as_of), as_of=as_of)


def position(book: UUID, ledger: str | Ledger = Ledger.UPK, *, as_of: date) -> Position:
    """The statement of position (neraca) at a day."""
    return position_statement(balances(book, ledger, as_of=as_of), as_of=as_of)


def income(book: UUID, ledger: str | Ledger = Ledger.UPK, *, from_: date, as_of: date) -> Income:
    """The statement of income (laba rugi) of a period, without closing vouchers."""
    rows = balances(book, ledger, as_of=as_of, from_=from_, without_closing=True)
    return income_statement(rows, starts_on=from_, as_of=as_of)


def year_balances(book: UUID, ledger: str | Ledger, year: int) -> tuple[Balance, ...]:
    """What moved on every income and expense account for one year, without closing vouchers."""
    found = balances(book, ledger, from_=date(year, 1, 1), as_of=date(year, 12, 31), without_closing=True)
    return tuple(row for row in found if not row.account.kind.in_position)


# ---------------------------------------------------------------- one account


def account_for(book: UUID, role: Role | str, ledger: str | Ledger = Ledger.UPK) -> Account:
    """The account that plays a role in a ledger; `RoleMissing` says which one to add or map."""
    found = Account.objects.filter(book_id=book, ledger=Ledger(ledger).value, role=Role(role).value).first()
    if found is None:
        raise RoleMissing(role=Role(role).value, ledger=Ledger(ledger).value)
    return found


def account_at(book: UUID, code: str, ledger: str | Ledger = Ledger.UPK) -> Account:
    """The account of a code in a ledger; `AccountUnknown` when there is none."""
    found = Account.objects.filter(book_id=book, ledger=Ledger(ledger).value, code=code).first()
    if found is None:
        raise AccountUnknown(account=code[:40])
    return found


HELD = """
SELECT coalesce(sum(CASE WHEN t.debit_id = %s THEN t.amount ELSE -t.amount END), 0)
FROM ledger_transfer t JOIN ledger_voucher v ON v.id = t.voucher_id
WHERE (t.debit_id = %s OR t.credit_id = %s) AND {day} <= %s
"""
HELD_BY = {by: HELD.replace("{day}", f"v.{by}") for by in ("dated", "effective_on")}


def balance_at(account: Account, *, as_of: date | None = None, by: str = "dated") -> int:
    """What an account holds at the end of a day, positive on its own side; without a day, over everything recorded."""
    if as_of is None:
        net = balances_of([account.pk])[account.pk]
    else:
        with connection.cursor() as cursor:
            cursor.execute(HELD_BY[by], [*[account.pk] * 3, as_of.isoformat()])
            net = int(cursor.fetchone()[0])
    return account.as_core().balance(debit=net, credit=0)


def balance_before(account: Account, day: date) -> int:
    """What an account held when a day began, positive on its own side."""
    return balance_at(account, as_of=day - timedelta(days=1)) if day > date.min else 0


NETS = """
SELECT a.role, a.id, coalesce((
  SELECT sum(t.amount) FROM ledger_transfer t JOIN ledger_voucher v ON v.id = t.voucher_id
  WHERE t.debit_id = a.id AND v.effective_on <= %s), 0) - coalesce((
  SELECT sum(t.amount) FROM ledger_transfer t JOIN ledger_voucher v ON v.id = t.voucher_id
  WHERE t.credit_id = a.id AND v.effective_on <= %s), 0)
FROM ledger_account a WHERE a.book_id = %s AND a.ledger = 'upk' AND a.role IN ({marks})
"""


def control_balance(book: UUID, roles: Iterable[Role | str], *, as_of: date | None = None) -> dict[str, int]:
    """What the UPK's accounts of these roles hold at a day, each positive on its own side; 0 where a role has none.

    One query for a day, two for everything recorded so far.
    """
    wanted = [Role(role) for role in roles]
    if not wanted:
        return {}
    if as_of is None:
        found = {a.pk: a.role for a in Account.objects.filter(book_id=book, ledger=Ledger.UPK.value, role__in=wanted)}
        nets = {found[pk]: net for pk, net in balances_of(found).items()}
    else:
        statement = NETS.replace("{marks}", ", ".join(["%s"] * len(wanted)))
        given = book.hex if connection.vendor == "sqlite" else book
        day = as_of.isoformat()
        with connection.cursor() as cursor:
            cursor.execute(statement, [day, day, given, *[role.value for role in wanted]])
            nets = {role: int(net) for role, _, net in cursor.fetchall()}
    return {role.value: _own_side(role, nets.get(role.value, 0)) for role in wanted}


def _own_side(role: Role, net: int) -> int:
    """A net balance positive on the side on which accounts of this role grow."""
    account = CoreAccount(code="", name="", kind=KIND_OF[role], contra=role in CONTRA, role=role)
    return account.balance(debit=net, credit=0)
