"""The rows of the community, one file per noun."""

from __future__ import annotations

from gulir.community.models.areas import Area, Board
from gulir.community.models.groups import Group, Membership
from gulir.community.models.offices import Kinship, OfficeConflict, OfficeTerm
from gulir.community.models.people import Household, Person, Resident
from gulir.community.models.users import LoginChange, User

__all__ = [
    "Area",
    "Board",
    "Group",
    "Household",
    "Kinship",
    "LoginChange",
    "Membership",
    "OfficeConflict",
    "OfficeTerm",
    "Person",
    "Resident",
    "User",
]
