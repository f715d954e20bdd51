"""The second person about a login: who saw a sworn statement says so, who stands by confirms a new password."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.community.models import LoginChange, User
from gulir.community.policy import CONFIRMS_PASSWORDS, WITNESSES
from gulir.community.services.logins import put_password
from gulir.core.facts.access import LoginChangeRefused, LoginWitnessed, PasswordChanged
from gulir.core.problems.access import NotFound, SecondPersonNeeded
from gulir.core.problems.community import ReasonMissing

__all__ = ["confirm_password", "refuse_login_change", "witness_login"]


@command("community.witness_login", may=WITNESSES)
def witness_login(act: Act, *, change: UUID) -> Result:
    """Say that one saw the sworn statement of a new user: the login opens. Only the named witness can.

    Refused: `NotFound` (nothing waits, or another was named).
    """
    row = _waiting(act, change, kind="sworn")
    if row.witness_id != act.actor.person:
        raise NotFound(what="login_change", name=str(change))

    _decide(act, row, "confirmed")
    User.objects.filter(pk=row.user_id).update(is_active=True)

    act.tell(LoginWitnessed(user_id=str(row.user_id), person_id=str(row.user.person_id)))
    return {"user": row.user_id, "change": row.pk}


@command("community.confirm_password", may=CONFIRMS_PASSWORDS)
def confirm_password(act: Act, *, change: UUID) -> Result:
    """Confirm that this person asked for a new password: it counts, open sessions end, a shut login opens.

    Refused: `NotFound`, `SecondPersonNeeded` (whoever asked, and the person themselves).
    """
    row = _waiting(act, change, kind="password")
    if act.actor.person in (row.asked_by.person, row.user.person_id):
        raise SecondPersonNeeded(act=act.command)

    put_password(row.user, row.password)
    _decide(act, row, "confirmed")

    act.tell(PasswordChanged(user_id=str(row.user_id), asked_by_id=str(row.asked_by.person)))
    return {"user": row.user_id, "change": row.pk}


@command("community.refuse_login_change", may=WITNESSES)
def refuse_login_change(act: Act, *, change: UUID, reason: str) -> Result:
    """Refuse what was asked for a login, or take back what one asked; everything stays as it is.

    Refused: `NotFound` (nothing waits, or it is not this person's to decide), `ReasonMissing`.
    """
    row = _waiting(act, change)
    decides = row.witness_id == act.actor.person if row.kind == "sworn" else CONFIRMS_PASSWORDS.allows(act.standing)
    if not decides and row.asked_by.person != act.actor.person:
        raise NotFound(what="login_change", name=str(change))
    if not reason.strip():
        raise ReasonMissing

    _decide(act, row, "refused")

    act.tell(LoginChangeRefused(user_id=str(row.user_id), change=row.kind, reason=reason.strip()[:200]))
    return {"user": row.user_id, "change": row.pk}


def _waiting(act: Act, change: UUID, **narrow: str) -> LoginChange:
    """What waits at this board; everything else is not there."""
    found = LoginChange.objects.select_related("user__person", "asked_by").filter(
        book=act.book, pk=change, state="waiting", **narrow
    )
    row = found.first()
    if row is None:
        raise NotFound(what="login_change", name=str(change))
    return row


def _decide(act: Act, row: LoginChange, state: str) -> None:
    """Write the decision; a password that waited is not kept."""
    row.state, row.password, row.decided_by, row.decided_at = state, "", act.actor, act.at
    row.save(update_fields=["state", "password", "decided_by", "decided_at"])
