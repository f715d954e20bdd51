"""Whom the fund pays out first while there is not money for all."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.core.facts.applications import PutFirst
from gulir.core.problems.applications import ComesFirstAlready
from gulir.core.problems.community import ReasonMissing
from gulir.lending.eligibility import check_disinterested
from gulir.lending.models import Priority
from gulir.lending.policy import DECIDES
from gulir.lending.services.steps import application_at

__all__ = ["put_first"]


@command("lending.put_first", may=DECIDES)
def put_first(act: Act, *, application: UUID, reason: str) -> Result:
    """Put an approved application before the others in the waiting list, for a reason everybody reads.

    Refused: one that is not approved (`StepNotNext`), one that comes first already (`ComesFirstAlready`), no reason,
    and whoever borrows in it or is related to a borrower.
    """
    asked = application_at(act, application, "approved")
    check_text(reason=(reason, 200))
    if not reason.strip():
        raise ReasonMissing
    check_disinterested(act.book.pk, act.standing.person, list(asked.shares.all()))
    if Priority.objects.filter(application=asked).exists():
        raise ComesFirstAlready(application=asked.number)
    on, said = act.today, reason.strip()

    Priority.objects.create(application=asked, reason=said, put_by=act.actor, put_on=on)

    act.tell(
        PutFirst(
            application=asked.number, group=asked.group.name, reason=said, on=on, application_id=str(asked.pk)
        )
    )  # fmt: skip
    return {"application": asked.pk, "number": asked.number}
