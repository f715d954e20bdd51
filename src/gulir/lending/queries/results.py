"""What a loan's group reported of its business, where the result is shared."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from gulir.lending.models import Result

__all__ = ["reports_of"]


def reports_of(loan: UUID) -> QuerySet[Result]:
    """The reports of a loan that stand, period by period."""
    return Result.objects.filter(loan=loan, takes_back=None, taken_back=None).order_by("no")
