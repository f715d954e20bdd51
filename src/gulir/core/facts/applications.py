"""What happened before a loan: forms filled in, signatures seen, exceptions allowed; never told by member in public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["ExceptionAllowed", "MemberFormFilled", "PledgesSeen", "PutFirst"]


@dataclass(frozen=True, kw_only=True)
class MemberFormFilled(Fact):
    """A member wrote down the wish, the business and the household's economy."""

    PUBLIC = ("group", "on")
    group: str
    on: date
    person_id: str
    form_id: str


@dataclass(frozen=True, kw_only=True)
class PledgesSeen(Fact):
    """Members signed that they answer together for the loans of their group (R05)."""

    PUBLIC = ("group", "signed", "on")
    group: str
    signed: int
    on: date
    group_id: str
    person_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ExceptionAllowed(Fact):
    """A share above what the household can carry was allowed, with a reason, by somebody who did not visit."""

    PUBLIC = ("application", "group", "on")
    application: str
    group: str
    on: date
    application_id: str
    person_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PutFirst(Fact):
    """An approved application was put before the others in the waiting list, for a reason everybody reads."""

    PUBLIC = ("application", "group", "reason", "on")
    application: str
    group: str
    reason: str
    on: date
    application_id: str
