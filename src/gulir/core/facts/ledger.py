"""What happened around the books before or beside a voucher: drafts that wait for a second person, refused counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["DayCountRefused", "DraftMade", "DraftWithdrawn"]


@dataclass(frozen=True, kw_only=True)
class DraftMade(Fact):
    """Something waits for a second person: a late voucher, a crossing of ledgers, the end of loading."""

    PUBLIC = ("draft_kind",)
    draft_kind: str
    draft_id: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class DraftWithdrawn(Fact):
    """Something that waited for a second person was taken back."""

    PUBLIC = ("draft_kind",)
    draft_kind: str
    draft_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DayCountRefused(Fact):
    """The second person sent the day's cash count back to be counted again."""

    PUBLIC = ("on",)
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class LineMatched(Fact):
    """A line of a bank statement was matched with a voucher, or (empty number) a wrong match was taken back."""

    PUBLIC = ("account", "on", "number")
    account: str
    on: date
    amount: int
    number: str
