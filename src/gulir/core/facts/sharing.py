"""What happened to loans that share the result: told by group and loan number; what a business earned stays private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["ResultReported", "ResultTakenBack", "SharingOffered"]


@dataclass(frozen=True, kw_only=True)
class SharingOffered(Fact):
    """A product that shares the result is offered from a day on; percent of a profit, and of a loss, for the fund."""

    PUBLIC = ("product", "method", "share_percent", "loss_percent", "instalments", "effective_on")
    product: str
    method: str
    share_percent: str
    loss_percent: str
    instalments: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class ResultReported(Fact):
    """A group said what a period earned: the fund's share of it fell due, or the fund bore its part of a loss."""

    PUBLIC = ("loan", "group", "no", "share", "borne", "on", "number")
    loan: str
    group: str
    no: int
    share: int
    borne: int
    on: date
    number: str
    loan_id: str
    report_id: int
    result: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ResultTakenBack(Fact):
    """A report was taken back with what followed from it."""

    PUBLIC = ("loan", "group", "no", "share", "borne", "on", "number")
    loan: str
    group: str
    no: int
    share: int
    borne: int
    on: date
    number: str
    loan_id: str
    report_id: int
    result: int
    reason: str = ""
