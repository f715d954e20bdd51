"""What a KSM did for its members and neighbours: that it did is told to all, for whom and why to its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = ["HelpNetworkKept", "MemberProblemClosed", "WelfareDeedTakenBack", "WelfareDeedTold"]


@dataclass(frozen=True, kw_only=True)
class WelfareDeedTold(Fact):
    """A KSM told at a meeting what it did for somebody; worth in rupiah."""

    PUBLIC = ("group", "on")
    group: str
    on: date
    deed: str
    member: bool
    worth: int
    hours: int
    said: str
    deed_id: str
    meeting_id: str


@dataclass(frozen=True, kw_only=True)
class WelfareDeedTakenBack(Fact):
    """What a KSM told of a deed was wrong; a newer row takes it back and says why."""

    PUBLIC = ("group", "on")
    group: str
    on: date
    reason: str
    deed_id: str
    takes_back_id: str


@dataclass(frozen=True, kw_only=True)
class MemberProblemClosed(Fact):
    """A problem that a member brought to a meeting found its end."""

    PUBLIC = ("group", "on")
    group: str
    on: date
    said: str
    meeting_id: str
    line: int


@dataclass(frozen=True, kw_only=True)
class HelpNetworkKept(Fact):
    """The members of a KSM were asked whom they would ask for help: how many were asked, and no name."""

    PUBLIC = ("group", "on")
    group: str
    on: date
    number: int
    asked: int
    ties: int
    round_id: str
    reason: str
