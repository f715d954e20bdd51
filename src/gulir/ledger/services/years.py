"""Closing a year, ledger by ledger: income and expense to the result, the result to what is carried (domain 4.3)."""

from __future__ import annotations

from datetime import date

from gulir.base.commands import Act, Result, command
from gulir.core.facts.books import YearClosed
from gulir.core.postings import carry_result, year_close
from gulir.core.problems.ledger import BooksStillLoading, YearNotNext, YearNotOver
from gulir.core.roles import Kind, Ledger, Role
from gulir.core.statements import Balance
from gulir.core.vouchers import VoucherKind
from gulir.ledger import policy
from gulir.ledger.models import Voucher, Year
from gulir.ledger.queries.balances import account_for, year_balances
from gulir.ledger.queries.months import next_month
from gulir.ledger.services.openings import state_of
from gulir.ledger.services.posting import post

__all__ = ["close_year"]


@command("ledger.close_year", may=policy.may_close_year)
def close_year(act: Act, *, year: int) -> Result:
    """Close the earliest open year of all three ledgers, once its last month is closed.

    Each ledger with income or expense gets one voucher of kind `closing` on the open day, for that year: income and
    expense to the result of the year, and the result to the result carried. Gives `{"year", "results":
    {ledger: rupiah}}`.
    """
    state = state_of(act)
    if state.live_on is None:
        raise BooksStillLoading
    if year != state.year_open:
        raise YearNotNext(year=year, expected=state.year_open)
    pending = next_month(act.book.pk, state)
    if pending is not None and pending <= date(year, 12, 1):
        raise YearNotOver(year=year, month=f"{pending:%Y-%m}")

    results = {ledger.value: _close(act, ledger, year) for ledger in Ledger}
    state.year_open = year + 1
    state.save(update_fields=["year_open"])
    return {"year": year, "results": results}


def _close(act: Act, ledger: Ledger, year: int) -> int:
    """Close the year of one ledger and tell it; gives its result."""
    rows = year_balances(act.book.pk, ledger, year)
    income = sum(row.own for row in rows if row.account.kind is Kind.INCOME)
    expense = sum(row.own for row in rows if row.account.kind is Kind.EXPENSE)
    voucher = _post(act, ledger, year, rows, income - expense)
    Year.objects.create(
        book=act.book,
        ledger=ledger.value,
        year=year,
        income=income,
        expense=expense,
        result=income - expense,
        closed_at=act.at,
        closed_by=act.actor,
        voucher=voucher,
    )
    act.tell(
        YearClosed(
            year=year,
            ledger=ledger.value,
            income=income,
            expense=expense,
            result=income - expense,
            number=voucher.label if voucher else "",
        )
    )
    return income - expense


def _post(act: Act, ledger: Ledger, year: int, rows: tuple[Balance, ...], result: int) -> Voucher | None:
    """The closing voucher, or nothing where nothing moved."""
    if not any(row.net for row in rows):
        return None
    of_year = account_for(act.book.pk, Role.RESULT_OF_YEAR, ledger)
    entries = [*year_close([(row.account, row.net) for row in rows], result=of_year.code), *carry_result(result)]
    return post(
        act,
        entries=entries,
        description=f"Tutup buku {year}",
        ledger=ledger,
        kind=VoucherKind.CLOSING,
        for_year=year,
    )
