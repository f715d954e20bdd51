"""Whether new lending is stopped, and since when."""

from __future__ import annotations

from uuid import UUID

from gulir.lending.models import Suspension

__all__ = ["stopped_since"]


def stopped_since(book: UUID) -> Suspension | None:
    """The stop of new lending that holds now (R31), with its day and reason; nothing while lending goes on."""
    return Suspension.objects.filter(book_id=book, until=None).first()
