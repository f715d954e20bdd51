"""One loan through all its schedules: the cards it was written on, in order, and why each gave way to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gulir.governance.models import Decision
from gulir.lending.models import Ending, Loan

__all__ = ["Chapter", "chain_to", "history"]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One card of a loan, and how it ended where it did; `change` is what the meeting changed about the schedule."""

    loan: Loan
    ending: Ending | None
    change: str = ""


def chain_to(loan: Loan) -> list[Loan]:
    """The loan with those it carries on, back to the first."""
    chain = [loan]
    while chain[-1].replaces is not None:
        chain.append(chain[-1].replaces)
    return chain


def history(loan: Loan) -> list[Chapter]:
    """Every card of the loan that this one is a part of, the first one first."""
    cards = chain_to(loan)[::-1]
    while later := Loan.objects.filter(replaces=cards[-1]).first():
        cards.append(later)
    endings = {one.loan_id: one for one in Ending.objects.filter(loan__in=[card.pk for card in cards])}
    return [
        Chapter(loan=card, ending=endings.get(card.pk), change=_change(endings.get(card.pk))) for card in cards
    ]  # fmt: skip


def _change(ending: Ending | None) -> str:
    """What the decision that ended a card changed; nothing where the loan did not go on."""
    if ending is None:
        return ""
    found = Decision.objects.select_related("agenda").filter(book_id=ending.book_id, number=ending.decision).first()
    shown: dict[str, Any] = found.agenda.shown if found is not None and found.agenda is not None else {}
    return str(shown.get("change", ""))
