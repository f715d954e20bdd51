"""Reports of the books: trial balance, position, income, cash book, general ledger."""

from __future__ import annotations

from collections.abc import Sequence

from gulir.base.plain import plain
from gulir.base.policy import require
from gulir.core.roles import Role
from gulir.core.statement_rows import AmountRow
from gulir.ledger import queries
from gulir.ledger.models import Account
from gulir.ledger.policy import may_see_books
from gulir.papers.reports.asked import Asked
from gulir.papers.values import Column, Report, Section

__all__ = ["cash_book_report", "income_report", "ledger_report", "position_report", "trial_balance_report"]


def _columns(asked: Asked, *keys: str) -> list[Column]:
    kinds = {
        "code": "code", "debit": "money", "credit": "money", "amount": "money", "date": "date", "number": "code",
        "received": "money", "paid_out": "money", "balance": "money", "other": "code",
    }  # fmt: skip
    wide = {"account", "description"}
    return [Column(label=asked.words.column(k), kind=kinds.get(k, "text"), wide=k in wide, key=k) for k in keys]  # type: ignore[arg-type]


def _admit(asked: Asked) -> None:
    require(may_see_books, asked.standing, act=f"report {asked.name}")


def trial_balance_report(asked: Asked) -> Report:
    """Each account's net balance on its side, both totals."""
    _admit(asked)
    found = queries.trial_balance(asked.book, asked.ledger, as_of=asked.as_of)
    rows = [(r.code, asked.account_called(r.code, r.name), r.debit or None, r.credit or None) for r in found.rows]
    total = (None, asked.words("total"), found.total_debit, found.total_credit)
    section = Section(
        columns=_columns(asked, "code", "account", "debit", "credit"),
        rows=rows,
        total=total,
        empty=asked.words("empty"),
    )
    notes = asked.as_named((r.code, r.name) for r in found.rows)
    return Report(
        name=asked.name, heading=asked.heading(), sections=[section], data=plain(found), notes=notes, signs=asked.signs
    )


def _amounts(asked: Asked, title: str, rows: Sequence[AmountRow], total: int) -> Section:
    return Section(
        title=asked.words(title),
        columns=_columns(asked, "code", "account", "amount"),
        rows=[(r.code, asked.account_called(r.code, r.name), r.amount) for r in rows],
        total=(None, asked.words("total"), total),
        empty=asked.words("empty"),
    )


def position_report(asked: Asked) -> Report:
    """Assets, liabilities and equity with the result so far."""
    _admit(asked)
    found = queries.position(asked.book, asked.ledger, as_of=asked.as_of)
    equity = _amounts(asked, "equity", found.equity, found.total_equity)
    if found.result:
        equity = Section(
            title=equity.title,
            columns=equity.columns,
            rows=[*equity.rows, (None, asked.words("result"), found.result)],
            total=equity.total,
        )
    sections = [
        _amounts(asked, "assets", found.assets, found.total_assets),
        _amounts(asked, "liabilities", found.liabilities, found.total_liabilities),
        equity,
    ]
    notes = asked.as_named((r.code, r.name) for r in (*found.assets, *found.liabilities, *found.equity))
    return Report(
        name=asked.name, heading=asked.heading(), sections=sections, data=plain(found), notes=notes, signs=asked.signs
    )


def income_report(asked: Asked) -> Report:
    """Income and expense of a period, without closing vouchers, and the result."""
    _admit(asked)
    found = queries.income(asked.book, asked.ledger, from_=asked.from_, as_of=asked.as_of)
    columns = _columns(asked, "code", "account", "amount")
    result = Section(columns=columns, rows=[(None, asked.words("result"), found.result)])
    sections = [
        _amounts(asked, "income_lines", found.income, found.total_income),
        _amounts(asked, "expense_lines", found.expense, found.total_expense),
        result,
    ]
    heading = asked.heading(period=True)
    notes = asked.as_named((r.code, r.name) for r in (*found.income, *found.expense))
    return Report(
        name=asked.name, heading=heading, sections=sections, data=plain(found), notes=notes, signs=asked.signs
    )


def _account(asked: Asked) -> Account:
    if asked.account:
        return queries.account_at(asked.book, asked.account, asked.ledger)
    return queries.account_for(asked.book, Role.CASH, asked.ledger)


def cash_book_report(asked: Asked) -> Report:
    """What came in and went out of one money account (cash unless another is named), with the running balance."""
    _admit(asked)
    found = queries.cash_book(_account(asked), from_=asked.from_, as_of=asked.as_of)
    opening = (asked.from_, None, asked.words("opening"), None, None, found.opening)
    rows = [(r.on, r.number, r.description, r.received or None, r.paid or None, r.balance) for r in found.rows]
    section = Section(
        title=f"{found.code} {asked.account_called(found.code, found.name)}",
        columns=_columns(asked, "date", "number", "description", "received", "paid_out", "balance"),
        rows=[opening, *rows],
        total=(None, None, asked.words("total"), found.total_received, found.total_paid, found.closing),
        empty=asked.words("empty"),
    )
    heading = asked.heading(period=True)
    notes = asked.as_named([(found.code, found.name)])
    return Report(
        name=asked.name, heading=heading, sections=[section], data=plain(found), notes=notes, signs=asked.signs
    )


def ledger_report(asked: Asked) -> Report:
    """Every movement of one account with the other account and the running balance."""
    _admit(asked)
    found = queries.ledger_lines(_account(asked), from_=asked.from_, as_of=asked.as_of)
    opening = (asked.from_, None, asked.words("opening"), None, None, None, found.opening)
    rows = [(r.on, r.number, r.description, r.other, r.debit or None, r.credit or None, r.balance) for r in found.rows]
    section = Section(
        title=f"{found.code} {asked.account_called(found.code, found.name)}",
        columns=_columns(asked, "date", "number", "description", "other", "debit", "credit", "balance"),
        rows=[opening, *rows],
        total=(None, None, asked.words("total"), None, found.total_debit, found.total_credit, found.closing),
        empty=asked.words("empty"),
    )
    heading = asked.heading(period=True)
    notes = asked.as_named([(found.code, found.name)])
    return Report(name=asked.name, heading=heading, sections=[section], data=plain(found), notes=notes, landscape=True)
