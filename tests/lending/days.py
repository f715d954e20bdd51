"""Letting days pass on the stage: each is counted by one person and confirmed by another, empty ones in one act."""

from __future__ import annotations

from datetime import date, timedelta

from gulir.core.cash import DENOMINATIONS
from gulir.ledger import services as ledger
from gulir.ledger.models import Voucher
from gulir.ledger.queries import account_for, balance_at, open_day
from tests.lending.stage import Fund

__all__ = ["advance", "pieces"]


def pieces(amount: int) -> dict[str, int]:
    """An amount in the largest notes and coins there are."""
    counted = {}
    for value in DENOMINATIONS:
        counted[str(value)], amount = divmod(amount, value)
    assert amount == 0, "the stage pays whole coins"
    return {value: number for value, number in counted.items() if number}


def advance(fund: Fund, day: date) -> Fund:
    """Stand on the morning of `day`."""
    here = open_day(fund.book)
    assert here is not None
    if here < day:
        fund.today = here
        if Voucher.objects.filter(book_id=fund.book, dated=here).exists():
            cash = account_for(fund.book, "cash")
            counts = [{"account": cash.code, "denominations": pieces(balance_at(cash))}]
            fund.do("cashier", ledger.close_day, counts=counts)
            fund.do("bookkeeper", ledger.confirm_day)
            return advance(fund, day)
        fund.today = day - timedelta(days=1)
        fund.do("cashier", ledger.close_through, through=fund.today)
    fund.today = day
    return fund
