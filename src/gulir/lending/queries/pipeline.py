"""The way of an application: what stands at which step, how long it has waited, and what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.governance.queries import rules_at
from gulir.lending.models import Application, Product
from gulir.lending.policy import READS_LOANS

__all__ = ["Step", "applications", "pipeline", "products"]

WAITING = ("submitted", "verified", "approved")


@dataclass(frozen=True, kw_only=True)
class Step:
    """The applications that wait at one step: how many, for how much, and those that wait too long (domain 3.7)."""

    state: str
    applications: int
    amount: int
    oldest_days: int
    overdue: int


def applications(book: UUID, standing: Standing, *, states: tuple[str, ...] = ()) -> QuerySet[Application]:
    """The applications this person may see, newest first."""
    found = Application.objects.filter(READS_LOANS.visible(standing), book_id=book)
    if states:
        found = found.filter(state__in=states)
    return found.select_related("group", "product").order_by("-submitted_on", "-number")


def pipeline(book: UUID, *, on: date, standing: Standing) -> list[Step]:
    """What waits at each step on a day. Too long is longer than the rulebook allows up to the decision: two queries."""
    days = rules_at(book, on).count("loan.decision_days")
    rows: dict[str, list[Application]] = {state: [] for state in WAITING}
    for row in applications(book, standing, states=WAITING):
        rows[row.state].append(row)
    return [_step(state, found, on, days) for state, found in rows.items()]


def _step(state: str, found: list[Application], on: date, days: int) -> Step:
    waits = [(on - row.submitted_on).days for row in found]
    return Step(
        state=state,
        applications=len(found),
        amount=sum(_amount(row) for row in found),
        oldest_days=max(waits, default=0),
        overdue=sum(wait > days for wait in waits) if state != "approved" else 0,
    )


def _amount(row: Application) -> int:
    """What the application stands at: decided, else verified, else asked; rupiah."""
    stages: tuple[int | None, ...] = (row.decided, row.verified, row.asked)
    return next(amount for amount in stages if amount is not None)


def products(book: UUID) -> QuerySet[Product]:
    """What the board offers today."""
    return Product.objects.filter(book_id=book, closed_on=None).order_by("code")
