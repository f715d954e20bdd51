"""The way of an application: what stands at which step, and what is offered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.lending.models import Application, Product
from gulir.lending.policy import READS_LOANS

__all__ = ["applications", "products"]


def applications(book: UUID, standing: Standing, *, states: tuple[str, ...] = ()) -> QuerySet[Application]:
    """The applications this person may see, newest first."""
    found = Application.objects.filter(READS_LOANS.visible(standing), book_id=book)
    if states:
        found = found.filter(state__in=states)
    return found.select_related("group", "product").order_by("-submitted_on", "-number")


def products(book: UUID) -> QuerySet[Product]:
    """What the board offers today."""
    return Product.objects.filter(book_id=book, closed_on=None).order_by("code")
