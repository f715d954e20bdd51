"""Readings of governance: the rulebook in force, what waits to be decided, what was decided."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.base.reference import rule_definitions
from gulir.core.rules import Rulebook, RuleRow, Rules
from gulir.governance.models import AgendaItem, Decision, Meeting, RuleValue
from gulir.governance.policy import READS_AGENDA

__all__ = ["agenda", "decision_for", "decisions", "meetings", "rulebook", "rules_at"]


def rulebook(book: UUID) -> Rulebook:
    """The programme's rules with this board's own dated values."""
    definitions = {definition.key: definition for definition in rule_definitions()}
    rows = (
        RuleValue.objects.filter(book_id=book)
        .order_by("effective_on")
        .values_list("key", "value", "effective_on", "decision__number", "adopted_on")
    )
    adopted = [
        RuleRow(
            key=key, value=definitions[key].read(value), effective_on=begins, decision=decision, adopted_on=adopted_on
        )
        for key, value, begins, decision, adopted_on in rows
    ]
    return Rulebook(definitions.values(), adopted)


def rules_at(book: UUID, on: date) -> Rules:
    """The rules in force on a day: one query."""
    return rulebook(book).at(on)


def agenda(book: UUID, standing: Standing) -> QuerySet[AgendaItem]:
    """What waits to be decided, oldest first, for those who may see it."""
    return AgendaItem.objects.filter(READS_AGENDA.visible(standing), book_id=book, status="waiting").order_by(
        "put_on", "id"
    )


def meetings(book: UUID, standing: Standing) -> QuerySet[Meeting]:
    """The board's meetings, newest first."""
    return Meeting.objects.filter(READS_AGENDA.visible(standing), book_id=book).order_by("-held_on", "-id")


def decisions(book: UUID, standing: Standing) -> QuerySet[Decision]:
    """What was decided, newest first."""
    found = Decision.objects.filter(READS_AGENDA.visible(standing), book_id=book)
    return found.select_related("meeting").order_by("-decided_on", "-id")


def decision_for(book: UUID, *, subject_kind: str, subject_id: str, digest: str = "") -> Decision | None:
    """The latest approval of a subject; with `digest`, only of exactly what was shown then."""
    found = Decision.objects.filter(book_id=book, subject_kind=subject_kind, subject_id=subject_id, outcome="approved")
    if digest:
        found = found.filter(digest=digest)
    return found.order_by("-decided_on", "-id").first()
