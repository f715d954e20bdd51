"""What happened to boards, units, offices, people, households and groups.

People are named nowhere in a public part: a fact that concerns one person says the office, the group, the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = [
    "AreaAdded",
    "BoardFounded",
    "BoardWentLive",
    "BusinessRegistered",
    "GroupDissolved",
    "GroupFormed",
    "GroupOfficerNamed",
    "HouseholdRegistered",
    "KinshipDeclared",
    "MemberJoined",
    "MemberLeft",
    "OfficeEnded",
    "OfficeTaken",
    "PersonChanged",
    "PersonRegistered",
]


@dataclass(frozen=True, kw_only=True)
class AreaAdded(Fact):
    """An area (city, kelurahan, RW, RT) was added to the tree."""

    PUBLIC = ("code", "name", "level")
    code: str
    name: str
    level: str


@dataclass(frozen=True, kw_only=True)
class BoardFounded(Fact):
    """A board began its books here, in loading."""

    PUBLIC = ("code", "name", "area", "chart", "opens_on")
    code: str
    name: str
    area: str
    chart: str
    opens_on: date | None
    board_id: str


@dataclass(frozen=True, kw_only=True)
class BoardWentLive(Fact):
    """Loading ended for ever and the first day is open."""

    PUBLIC = ("code", "on")
    code: str
    on: date
    second_person_id: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeTaken(Fact):
    """Someone took an office for a term; `by_minute`: a minute of the board allowed it."""

    PUBLIC = ("office", "starts_on", "ends_before", "by_minute")
    office: str
    starts_on: date
    ends_before: date | None
    person_id: str
    office_holding_id: str = ""
    by_minute: bool = False
    minute: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeEnded(Fact):
    """Someone's office ended, by term or before it."""

    PUBLIC = ("office", "ends_before")
    office: str
    ends_before: date
    person_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Fact):
    """A person was registered; the board's public book only counts."""

    person_id: str
    identified: bool


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    """What is known of a person was corrected; `fields` names what, never the values."""

    person_id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HouseholdRegistered(Fact):
    """A household was registered."""

    PUBLIC = ("area",)
    area: str
    household_id: str


@dataclass(frozen=True, kw_only=True)
class BusinessRegistered(Fact):
    """A member's business was registered."""

    PUBLIC = ("kind_of_business",)
    kind_of_business: str
    business_id: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class GroupFormed(Fact):
    """A group (KSM) was formed, with how many members and how many of them women."""

    PUBLIC = ("group", "area", "formed_on", "members", "women")
    group: str
    area: str
    formed_on: date
    members: int
    women: int
    group_id: str


@dataclass(frozen=True, kw_only=True)
class GroupDissolved(Fact):
    """A group ended."""

    PUBLIC = ("group", "on")
    group: str
    on: date
    reason: str
    group_id: str


@dataclass(frozen=True, kw_only=True)
class GroupOfficerNamed(Fact):
    """A group chose its chair, secretary or treasurer."""

    PUBLIC = ("group", "office", "on")
    group: str
    office: str
    on: date
    group_id: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    """Someone joined a group."""

    PUBLIC = ("group", "on", "members")
    group: str
    on: date
    members: int
    group_id: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    """Someone left a group."""

    PUBLIC = ("group", "on", "members")
    group: str
    on: date
    members: int
    group_id: str
    person_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class KinshipDeclared(Fact):
    """Two people of the board are related, as one of them declared."""

    PUBLIC = ("on",)
    on: date
    person_id: str
    other_id: str
    relation: str
