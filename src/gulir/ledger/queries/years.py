"""The years that are closed, and what became of their profit."""

from __future__ import annotations

from uuid import UUID

from gulir.base.models import Fact
from gulir.core.facts.books import ProfitAllocated
from gulir.core.roles import Ledger
from gulir.ledger.models import Voucher, Year

__all__ = ["closed_years", "profit_reference", "profit_voucher"]


def closed_years(book: UUID) -> list[Year]:
    """Every closed year of every ledger, newest first."""
    return list(Year.objects.filter(book_id=book).order_by("-year", "ledger"))


def profit_reference(year: int) -> str:
    """What the voucher that gives out a year's profit carries as its reference."""
    return f"LABA-{year}"


def profit_voucher(book: UUID, year: int) -> Voucher | None:
    """The voucher that gave out the profit of a year; nothing while it was not, or was reversed.

    It is known by the fact that told it: anyone may write the same reference, and its mirror carries it too.
    """
    told = Fact.objects.filter(book_id=book, kind=ProfitAllocated.__name__, public__year=year)
    numbers = [fact.public["number"] for fact in told]
    given = Voucher.objects.filter(book_id=book, ledger=Ledger.UPK.value, label__in=numbers, reversed_by__isnull=True)
    return given.first()
