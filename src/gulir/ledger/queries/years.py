"""The years that are closed."""

from __future__ import annotations

from uuid import UUID

from gulir.ledger.models import Year

__all__ = ["closed_years"]


def closed_years(book: UUID) -> list[Year]:
    """Every closed year of every ledger, newest first."""
    return list(Year.objects.filter(book_id=book).order_by("-year", "ledger"))
