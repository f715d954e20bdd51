"""Statements as folds over balances and movements: trial balance, position, income, cash book, ledger, columns.

Everything is whole rupiah. A statement never rounds and never hides: what does not fit shows as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from gulir.core.accounts import Account, on_its_side
from gulir.core.roles import Kind, Side
from gulir.core.statement_rows import (
    AmountRow,
    Balance,
    CashBook,
    CashBookRow,
    ColumnRow,
    Columns,
    Income,
    LedgerBook,
    LedgerRow,
    Movement,
    Position,
    TrialBalance,
    TrialRow,
)
from gulir.core.vouchers import VoucherKind

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
    "balances",
    "capital",
    "cash_book",
    "columns",
    "gather",
    "income",
    "income_day",
    "income_movements",
    "ledger_book",
    "position",
    "trial_balance",
]


# ---------------------------------------------------------------- folds


def balances(accounts: Iterable[Account], movements: Iterable[Movement]) -> tuple[Balance, ...]:
    """Debit and credit of every account over these movements, in order of code.

    >>> kas = Account(code="11010", name="Kas", kind=Kind.ASSET)
    >>> jasa = Account(code="41010", name="Jasa", kind=Kind.INCOME)
    >>> paid = Movement(date(2026, 3, 2), "KM-2026-00001", "Angsuran", "11010", "41010", 75_000)
    >>> [(b.account.code, b.debit, b.credit) for b in balances([kas, jasa], [paid])]
    [('11010', 75000, 0), ('41010', 0, 75000)]
    """
    debit: dict[str, int] = {}
    credit: dict[str, int] = {}
    for m in movements:
        debit[m.debit] = debit.get(m.debit, 0) + m.amount
        credit[m.credit] = credit.get(m.credit, 0) + m.amount
    ordered = sorted(accounts, key=lambda a: a.code)
    return tuple(Balance(a, debit.get(a.code, 0), credit.get(a.code, 0)) for a in ordered)


def trial_balance(rows: Iterable[Balance], *, as_of: date) -> TrialBalance:
    """The net balance of each account on its side; the totals must be equal.

    >>> kas = Account(code="11010", name="Kas", kind=Kind.ASSET)
    >>> jasa = Account(code="41010", name="Jasa", kind=Kind.INCOME)
    >>> tb = trial_balance([Balance(kas, 100_000, 25_000), Balance(jasa, 0, 75_000)], as_of=date(2026, 3, 31))
    >>> tb.total_debit, tb.total_credit, tb.rows[0].debit
    (75000, 75000, 75000)
    """
    made = []
    for row in rows:
        debit, credit = on_its_side(row.net)
        made.append(
            TrialRow(
                code=row.account.code, name=row.account.name, kind=row.account.kind.value, debit=debit, credit=credit
            )
        )
    return TrialBalance(
        as_of=as_of,
        rows=tuple(made),
        total_debit=sum(r.debit for r in made),
        total_credit=sum(r.credit for r in made),
    )


def position(rows: Sequence[Balance], *, as_of: date) -> Position:
    """The statement of position (neraca) from the balances of all accounts, closed or not.

    Income and expense that are not closed yet count in equity as `result`; assets equal the rest, else `difference`
    says by how much the books are broken.

    >>> kas = Account(code="11010", name="Kas", kind=Kind.ASSET)
    >>> modal = Account(code="31010", name="Modal", kind=Kind.EQUITY)
    >>> jasa = Account(code="41010", name="Jasa", kind=Kind.INCOME)
    >>> p = position([Balance(kas, 575_000, 0), Balance(modal, 0, 500_000), Balance(jasa, 0, 75_000)],
    ...              as_of=date(2026, 3, 31))
    >>> p.total_assets, p.result, p.total_equity, p.difference
    (575000, 75000, 575000, 0)
    """
    assets, liabilities, equity = (_rows(rows, kind) for kind in (Kind.ASSET, Kind.LIABILITY, Kind.EQUITY))
    result = _total(_rows(rows, Kind.INCOME)) - _total(_rows(rows, Kind.EXPENSE))
    total_equity = _total(equity) + result
    return Position(
        as_of=as_of,
        assets=assets,
        liabilities=liabilities,
        equity=equity,
        result=result,
        total_assets=_total(assets),
        total_liabilities=_total(liabilities),
        total_equity=total_equity,
        difference=_total(assets) - _total(liabilities) - total_equity,
    )


def income(rows: Sequence[Balance], *, starts_on: date, as_of: date) -> Income:
    """The statement of income (laba rugi) from what moved in a period (`income_movements` chooses what counts).

    >>> jasa = Account(code="41010", name="Jasa", kind=Kind.INCOME)
    >>> atk = Account(code="51030", name="ATK", kind=Kind.EXPENSE)
    >>> income([Balance(jasa, 0, 75_000), Balance(atk, 26_000, 0)], starts_on=date(2026, 1, 1),
    ...        as_of=date(2026, 3, 31)).result
    49000
    """
    earned, spent = _rows(rows, Kind.INCOME), _rows(rows, Kind.EXPENSE)
    return Income(
        starts_on=starts_on,
        as_of=as_of,
        income=earned,
        expense=spent,
        total_income=_total(earned),
        total_expense=_total(spent),
        result=_total(earned) - _total(spent),
    )


def income_day(movement: Movement) -> date | None:
    """The day in whose income a movement counts: its own, or the last of the year it is for; closing never counts."""
    if VoucherKind.CLOSING in {movement.kind, movement.mirrors}:
        return None
    if movement.for_year is None or movement.for_year == movement.on.year:
        return movement.on
    return date(movement.for_year, 12, 31)


def income_movements(movements: Iterable[Movement], *, starts_on: date, as_of: date) -> tuple[Movement, ...]:
    """The movements that count in the income of a period, by the year they are for and without closing."""
    days = ((m, income_day(m)) for m in movements)
    return tuple(m for m, day in days if day is not None and starts_on <= day <= as_of)


def _rows(rows: Iterable[Balance], kind: Kind) -> tuple[AmountRow, ...]:
    """The accounts of a kind, positive on the kind's side."""
    return tuple(
        AmountRow(code=b.account.code, name=b.account.name, kind=kind.value, amount=_on_side(b, kind.side))
        for b in rows
        if b.account.kind is kind
    )


def _on_side(row: Balance, side: Side) -> int:
    return row.net if side is Side.DEBIT else -row.net


def _total(rows: Iterable[AmountRow]) -> int:
    return sum(row.amount for row in rows)


def capital(rows: Iterable[Balance]) -> int:
    """The capital of the fund, as ROI reckons it: all equity except results and the opening account (domain 5.1).

    >>> from gulir.core.roles import Role
    >>> modal = Account(code="4010", name="Hibah", kind=Kind.EQUITY, role=Role.GRANTED_CAPITAL)
    >>> laba = Account(code="4030", name="Laba tahun berjalan", kind=Kind.EQUITY, role=Role.RESULT_OF_YEAR)
    >>> capital([Balance(modal, 0, 70_000_000), Balance(laba, 0, 1_900_000)])
    70000000
    """
    left_out = {"result_carried", "result_of_year", "opening"}
    return sum(
        -b.net
        for b in rows
        if b.account.kind is Kind.EQUITY and (b.account.role is None or b.account.role.value not in left_out)
    )


def gather(rows: Iterable[Balance], place: Callable[[Account], str]) -> dict[str, int]:
    """Balances gathered into the lines of another statement (SAK EP, EMKM): line key to rupiah on its kind's side.

    >>> kas = Account(code="11010", name="Kas", kind=Kind.ASSET)
    >>> bank = Account(code="11021", name="Bank", kind=Kind.ASSET)
    >>> gather([Balance(kas, 5, 0), Balance(bank, 7, 0)], lambda account: "cash_and_equivalents")
    {'cash_and_equivalents': 12}
    """
    lines: dict[str, int] = {}
    for row in rows:
        key = place(row.account)
        lines[key] = lines.get(key, 0) + _on_side(row, row.account.kind.side)
    return lines


# ---------------------------------------------------------------- books


def cash_book(
    account: Account, movements: Iterable[Movement], *, starts_on: date, as_of: date, opening: int = 0
) -> CashBook:
    """What came in and went out of one money account, voucher by voucher, with the running balance.

    `movements` come in the order in which they were recorded; `opening` is the balance before `starts_on`.

    >>> kas = Account(code="11010", name="Kas", kind=Kind.ASSET)
    >>> day = date(2018, 12, 15)
    >>> book = cash_book(kas, [Movement(day, "KM-1", "Mekar", "11010", "11030", 500_000),
    ...                        Movement(day, "KM-1", "Mekar", "11010", "41010", 75_000)], starts_on=day, as_of=day)
    >>> book.rows[0].received, book.closing, len(book.rows)
    (575000, 575000, 1)
    """
    sums: dict[tuple[date, str], tuple[str, int, int]] = {}
    for m in movements:
        if account.code not in {m.debit, m.credit} or not starts_on <= m.on <= as_of:
            continue
        text, received, paid = sums.get((m.on, m.number), (m.description, 0, 0))
        received, paid = (received + m.amount, paid) if m.debit == account.code else (received, paid + m.amount)
        sums[m.on, m.number] = (text, received, paid)
    rows, balance = [], opening
    for (on, number), (text, received, paid) in sorted(sums.items(), key=lambda item: item[0][0]):
        balance += received - paid
        rows.append(CashBookRow(on=on, number=number, description=text, received=received, paid=paid, balance=balance))
    return CashBook(
        code=account.code,
        name=account.name,
        starts_on=starts_on,
        as_of=as_of,
        opening=opening,
        rows=tuple(rows),
        total_received=sum(r.received for r in rows),
        total_paid=sum(r.paid for r in rows),
        closing=balance,
    )


def ledger_book(
    account: Account, movements: Iterable[Movement], *, starts_on: date, as_of: date, opening: int = 0
) -> LedgerBook:
    """Every movement of one account, with the other account and the balance on the account's own side.

    `opening` is the balance before `starts_on`, positive on the account's own side.

    >>> loans = Account(code="11030", name="Pinjaman", kind=Kind.ASSET)
    >>> day = date(2026, 3, 2)
    >>> book = ledger_book(loans, [Movement(day, "KM-1", "Angsuran", "11010", "11030", 500_000)],
    ...                    starts_on=day, as_of=day, opening=5_000_000)
    >>> book.rows[0].other, book.closing
    ('11010', 4500000)
    """
    rows, balance = [], opening
    touched = [m for m in movements if account.code in {m.debit, m.credit} and starts_on <= m.on <= as_of]
    for m in sorted(touched, key=lambda m: m.on):
        debit, credit = (m.amount, 0) if m.debit == account.code else (0, m.amount)
        balance += account.balance(debit=debit, credit=credit)
        rows.append(
            LedgerRow(
                on=m.on,
                number=m.number,
                description=m.description,
                other=m.credit if debit else m.debit,
                debit=debit,
                credit=credit,
                balance=balance,
            )
        )
    return LedgerBook(
        code=account.code,
        name=account.name,
        kind=account.kind.value,
        starts_on=starts_on,
        as_of=as_of,
        opening=opening,
        rows=tuple(rows),
        total_debit=sum(r.debit for r in rows),
        total_credit=sum(r.credit for r in rows),
        closing=balance,
    )


def columns(movements: Iterable[Movement]) -> Columns:
    """The columnar day book of the programme (CUM, CUK): one row per voucher, one column per account (domain 4.1).

    >>> day = date(2018, 12, 15)
    >>> book = columns([Movement(day, "KM-1", "Mekar", "11010", "11030", 500_000),
    ...                 Movement(day, "KM-1", "Mekar", "11010", "41010", 75_000)])
    >>> dict(book.rows[0].cells), dict(book.debit), dict(book.credit)
    ({'11010': 575000, '11030': -500000, '41010': -75000}, {'11010': 575000}, {'11030': 500000, '41010': 75000})
    """
    vouchers: dict[tuple[date, str], tuple[str, dict[str, int]]] = {}
    debit: dict[str, int] = {}
    credit: dict[str, int] = {}
    for m in movements:
        _, cells = vouchers.setdefault((m.on, m.number), (m.description, {}))
        cells[m.debit] = cells.get(m.debit, 0) + m.amount
        cells[m.credit] = cells.get(m.credit, 0) - m.amount
        debit[m.debit] = debit.get(m.debit, 0) + m.amount
        credit[m.credit] = credit.get(m.credit, 0) + m.amount
    rows = [
        ColumnRow(on=on, number=number, description=text, cells=cells)
        for (on, number), (text, cells) in vouchers.items()
    ]
    return Columns(rows=tuple(rows), debit=debit, credit=credit)
