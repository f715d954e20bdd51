"""What no page can read is turned away before a page is asked: a NUL sign in an address stands in no text of the house.

PostgreSQL refuses such a sign wherever it meets it; a box of a form says so itself, at its place.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

__all__ = ["readable_address"]

NUL = "\x00"


def readable_address(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: an address with a sign that nobody can type is answered with 400, in words."""

    def asked(request: HttpRequest) -> HttpResponseBase:
        told = (text for name, texts in request.GET.lists() for text in (name, *texts))
        if NUL in request.path or any(NUL in text for text in told):
            raise BadRequest("a NUL sign in an address")
        return answer(request)

    return asked
