"""Keys for scripts at the command line (`GULIR_TOKEN`): signed, dated, dead as soon as the password changes.

Nothing is stored: the key carries login, last day and a mark of the present password hash, under Django's signature.
That one was issued is a fact.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core import signing

from gulir.base.commands import Act, Result, command
from gulir.base.policy import everyone
from gulir.community.models import User
from gulir.core.facts.access import TokenIssued

__all__ = ["issue_token", "opens", "seal_token"]

SALT = "gulir.token"


@command("care.issue_token", may=everyone)
def issue_token(act: Act, *, user: int, expires_on: date) -> Result:
    """Tell that a key was issued to the one who acts; the key itself is made by `seal_token` and kept nowhere."""
    act.tell(TokenIssued(user_id=str(user), scopes=("cli",), expires_on=expires_on))
    return {"user": user, "expires_on": expires_on}


def seal_token(user: User, expires_on: date) -> str:
    """The key itself."""
    body = {"login": user.username, "until": expires_on.isoformat(), "mark": user.get_session_auth_hash()}
    return signing.dumps(body, salt=SALT, compress=False)


def opens(token: str, *, user: User, on: date) -> bool:
    """Whether this key lets this login act on this day."""
    try:
        body: Any = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    if not isinstance(body, dict) or body.get("login") != user.username:
        return False
    return on.isoformat() <= str(body.get("until", "")) and body.get("mark") == user.get_session_auth_hash()
