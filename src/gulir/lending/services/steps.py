"""Where an application stands, and the day on which acts happen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.commands import Act
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import StepNotNext
from gulir.ledger.queries import open_day
from gulir.lending.models import Application

__all__ = ["application_at", "business_day"]


def application_at(act: Act, application: UUID, *states: str) -> Application:
    """The board's application while it stands at one of these steps, else `NotFound` or `StepNotNext`."""
    found = (
        Application.objects.select_related("group", "product", "submitted_by", "verified_by")
        .filter(book=act.book, pk=application)
        .first()
    )
    if found is None:
        raise NotFound(what="pengajuan", name=str(application))
    if found.state not in states:
        raise StepNotNext(what=found.number, state=found.state, wanted=", ".join(states))
    return found


def business_day(act: Act) -> date:
    """The open day of live books, on which acts that write vouchers happen; while books load, the board's own today."""
    return open_day(act.book.pk) or act.today
