"""What was done about loans that are late: told by the number of the loan and of the step, never by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["ArrearsHandled", "WarningDelivered"]


@dataclass(frozen=True, kw_only=True)
class WarningDelivered(Fact):
    """A warning (Surat Teguran) was handed over to the group."""

    PUBLIC = ("loan", "number", "level", "on")
    loan: str
    number: str
    level: int
    on: date
    loan_id: str
    group: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ArrearsHandled(Fact):
    """A step other than a warning was taken: a reminder, a call, a visit, the case team, a decision asked for."""

    PUBLIC = ("loan", "number", "on")
    loan: str
    number: str
    on: date
    loan_id: str
    group: str
    step: str
    to: str
    cause: str = ""
