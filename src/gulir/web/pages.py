"""A long list, one page at a time: the part `c-pagination` draws its links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

__all__ = ["page_of"]

ROWS = 50
"""Rows of a long list on one page."""


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = ROWS) -> tuple[Page[Any], str]:
    """One page of a long list, and the rest of the query for its links."""
    query = request.GET.copy()
    number = (query.pop("page", None) or ["1"])[-1]
    rest = query.urlencode()
    return Paginator(rows, size).get_page(number), f"{rest}&" if rest else ""
