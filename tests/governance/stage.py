"""A board that meets: who came, what waits, what was decided, in the words of the acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.policy import everyone
from gulir.governance.models import AgendaItem
from gulir.governance.services import Present, decide, hold_meeting
from gulir.governance.services.agenda import put_on_agenda
from tests.community.stage import TODAY, Stage

__all__ = ["BOARD", "decide_on", "lay_before", "meet", "neighbours", "present"]

BOARD = ("Bu Rahma", "Tari", "Pak Karno", "Bu Lastri", "Pak Wiryo")
"""The five members of the board on stage; three of them are a quorum."""


@command("stage.lay_before", may=everyone)
def _lay_before(act: Act, *, subject: str, shown: dict[str, Any], parties: list[UUID]) -> Result:
    """A room above asks the board to decide, as lending does."""
    item = put_on_agenda(
        act, subject_kind="loan", subject_id=subject, title=f"Pinjaman {subject}", shown=shown, parties=parties
    )
    return {"agenda": item.pk, "digest": item.digest}


def present(stage: Stage, names: Iterable[str]) -> list[Present]:
    """These people of the stage came."""
    return [Present(name=name, sex="P", person=stage.people[name]) for name in names]


def neighbours(count: int, *, poor: int = 0) -> list[Present]:
    """So many neighbours came who are known by name only, the first of them poor."""
    return [Present(name=f"Warga {n}", sex="PL"[n % 2], poor=n < poor) for n in range(count)]


def meet(stage: Stage, *names: str, kind: str = "board", **more: Any) -> dict[str, Any]:
    """A meeting held today with these people, recorded by the secretary."""
    body = {"held_on": TODAY, "invited": 9, "attendance": present(stage, names), **more}
    return stage.does("secretary", hold_meeting, kind=kind, **body)


def lay_before(stage: Stage, subject: str = "P-001", *, parties: Iterable[str] = (), **shown: Any) -> AgendaItem:
    """Let a subject wait for the board."""
    made = stage.does(
        "loan_officer",
        _lay_before,
        subject=subject,
        shown=shown or {"amount": 5_000_000},
        parties=[stage.people[name] for name in parties],
    )
    return AgendaItem.objects.get(pk=made["agenda"])


def decide_on(
    stage: Stage,
    meeting: dict[str, Any],
    item: AgendaItem,
    outcome: str = "approved",
    *,
    by: str = "secretary",
    **more: Any,
) -> dict[str, Any]:
    """The meeting decides about the item, on what it shows now."""
    body = {"meeting": UUID(str(meeting["meeting"])), "agenda": item.pk, "digest": item.digest, "outcome": outcome}
    return stage.does(by, decide, **{**body, **more})
