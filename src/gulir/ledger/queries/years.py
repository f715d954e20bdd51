"""The years that are closed, and what became of their profit."""

from __future__ import annotations

from uuid import UUID

from gulir.ledger.models import Voucher, Year

__all__ = ["closed_years", "profit_reference", "profit_voucher"]


def closed_years(book: UUID) -> list[Year]:
    """Every closed year of every ledger, newest first."""
    return list(Year.objects.filter(book_id=book).order_by("-year", "ledger"))


def profit_reference(year: int) -> str:
    """By what the voucher that gives out a year's profit is found again."""
    return f"LABA-{year}"


def profit_voucher(book: UUID, year: int) -> Voucher | None:
    """The voucher that gave out the profit of a year; nothing while it was not, or was reversed."""
    return Voucher.objects.filter(book_id=book, reference=profit_reference(year), reversed_by__isnull=True).first()
