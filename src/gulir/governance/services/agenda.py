"""The agenda: rooms above ask the board to decide; they push, governance never looks up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from gulir.base.commands import Act
from gulir.base.plain import plain
from gulir.community.queries import person_of
from gulir.core.approval import shown_digest
from gulir.core.facts.governance import AgendaItemAdded
from gulir.governance.models import AgendaItem, AgendaParty

__all__ = ["put_on_agenda", "withdraw_from_agenda"]


def put_on_agenda(
    act: Act,
    *,
    subject_kind: str,
    subject_id: str,
    title: str,
    shown: Mapping[str, Any],
    parties: Collection[UUID] = (),
) -> AgendaItem:
    """Let this subject wait for a decision on exactly `shown`; an earlier showing of it is withdrawn.

    `parties` are the people it concerns: neither they nor their declared relatives may take part in deciding it.
    """
    withdraw_from_agenda(act, subject_kind=subject_kind, subject_id=subject_id)
    concerned = [person_of(act.book.pk, person) for person in dict.fromkeys(parties)]

    laid_open = plain({**shown, "title": title})
    item = AgendaItem.objects.create(
        book=act.book,
        subject_kind=subject_kind,
        subject_id=subject_id,
        shown=laid_open,
        digest=shown_digest(laid_open),
        put_on=act.today,
    )
    AgendaParty.objects.bulk_create(AgendaParty(item=item, person=person) for person in concerned)

    act.tell(
        AgendaItemAdded(meeting="", subject_kind=subject_kind, digest=item.digest, subject_id=subject_id, title=title)
    )
    return item


def withdraw_from_agenda(act: Act, *, subject_kind: str, subject_id: str) -> None:
    """The subject waits no more, because it changed or was taken back."""
    AgendaItem.objects.filter(book=act.book, subject_kind=subject_kind, subject_id=subject_id, status="waiting").update(
        status="withdrawn"
    )
