"""Refusals about areas, boards, people, households, groups, offices and logins."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AlreadyMember",
    "AreaCodeUnclear",
    "AreaExists",
    "AreaLevelUnclear",
    "AreaParentTooNarrow",
    "AreaUnknown",
    "BirthdayUnclear",
    "BoardCodeTaken",
    "BoardCodeUnclear",
    "CoordinatorPresent",
    "GroupCodeTaken",
    "GroupCodeUnclear",
    "GroupHasMembers",
    "GroupNameTaken",
    "GroupNotActive",
    "GroupOfficeHeld",
    "GroupRoleUnknown",
    "HouseholdNumberTaken",
    "HouseholdNumberUnclear",
    "IdentityMissing",
    "KinshipKnown",
    "LoginTaken",
    "LoginUnclear",
    "MemberBeforeGroup",
    "NameMissing",
    "NeighbourhoodUnclear",
    "NikElsewhere",
    "NikNotOfThisName",
    "NikTaken",
    "NikUnclear",
    "NotAMember",
    "OfficeHeldAlready",
    "OfficeUnknown",
    "OfficesIncompatible",
    "OwnOffice",
    "PasswordTooWeak",
    "PersonHasLogin",
    "PersonHasNoNik",
    "PhoneUnclear",
    "PurposeUnknown",
    "ReasonMissing",
    "RelationUnclear",
    "RelativeNeedsMinute",
    "SexUnclear",
    "TermBackwards",
    "TermEnded",
    "ZoneUnknown",
]


# ---------------------------------------------------------------- areas and boards


class AreaUnknown(Problem):
    """No area has this code."""

    status = 404
    area: str


class AreaExists(Problem):
    """An area with this code is already in the tree."""

    status = 409
    area: str


class AreaCodeUnclear(Problem):
    """An area code is digits with points, as government writes it, and a number for RW and RT after a slash."""

    area: str


class AreaLevelUnclear(Problem):
    """There is no such level of area."""

    level: str


class AreaParentTooNarrow(Problem):
    """An area lies in a wider one, never in one of its own level or narrower."""

    area: str
    parent: str


class BoardCodeTaken(Problem):
    """A board with this code is already here."""

    status = 409
    board: str


class BoardCodeUnclear(Problem):
    """A board's code is one to forty letters, digits, points or dashes."""

    board: str


class ZoneUnknown(Problem):
    """A board lives in WIB, WITA or WIT."""

    zone: str


# ---------------------------------------------------------------- people


class NameMissing(Problem):
    """A name is one to eighty signs on one line; `what` says whose."""

    what: str


class SexUnclear(Problem):
    """Sex is P (perempuan) or L (laki-laki)."""

    text: str


class BirthdayUnclear(Problem):
    """Nobody is born in the future or lived 130 years ago."""

    born_on: date


class NikUnclear(Problem):
    """A NIK is sixteen digits with a possible date of birth in them; `digits` says how many there were."""

    digits: int


class NikTaken(Problem):
    """Someone with this NIK is already registered at this board."""

    status = 409


class NikElsewhere(Problem):
    """Someone with this NIK is registered, at another board: take that person in instead of registering twice."""

    status = 409


class NikNotOfThisName(Problem):
    """No registered person has this NIK together with this name."""

    status = 404


class PersonHasNoNik(Problem):
    """This person was registered without a NIK, so that there is none to show."""


class PhoneUnclear(Problem):
    """A phone number is nine to fifteen digits, perhaps after a plus."""

    digits: int


class NeighbourhoodUnclear(Problem):
    """RW and RT are numbers of at most three digits."""

    text: str


class HouseholdNumberTaken(Problem):
    """A household with this number is already here."""

    status = 409
    number: str


class HouseholdNumberUnclear(Problem):
    """A household number is one to twenty letters, digits, points, slashes or dashes."""

    text: str


class PurposeUnknown(Problem):
    """A sealed number is opened for one of the known purposes; the purpose is public, so that it is no free text."""

    purpose: str


class ReasonMissing(Problem):
    """This needs a reason, which is kept."""


# ---------------------------------------------------------------- groups


class GroupCodeTaken(Problem):
    """A group with this code is already here."""

    status = 409
    group: str


class GroupCodeUnclear(Problem):
    """A group's code is one to twenty letters, digits, points, slashes or dashes."""

    group: str


class GroupNameTaken(Problem):
    """An active group with this name is already here."""

    status = 409
    group: str


class GroupNotActive(Problem):
    """The group was dissolved."""

    group: str


class GroupHasMembers(Problem):
    """A group with members cannot be dissolved on a day before they have left."""

    group: str
    members: int


class GroupRoleUnknown(Problem):
    """A member is chair, secretary, treasurer or member."""

    role: str


class GroupOfficeHeld(Problem):
    """Someone else already holds this office of the group in that time."""

    status = 409
    group: str
    role: str


class AlreadyMember(Problem):
    """This person already belongs to the group in that time."""

    status = 409
    group: str


class NotAMember(Problem):
    """This person does not belong to the group on that day."""

    group: str
    on: date


class MemberBeforeGroup(Problem):
    """Nobody joins a group before it was formed."""

    group: str
    formed_on: date


# ---------------------------------------------------------------- offices


class OfficeUnknown(Problem):
    """There is no such office at a board."""

    office: str


class TermBackwards(Problem):
    """A term ends after it starts."""

    starts_on: date
    ends_before: date


class TermEnded(Problem):
    """The term already ended by then; a longer one is a new term."""

    office: str
    ends_before: date


class OfficesIncompatible(Problem):
    """One natural person may not hold both offices at the same time (domain 1.3); `conflict` names the reason."""

    status = 409
    office: str
    other: str
    conflict: str


class OfficeHeldAlready(Problem):
    """This person already holds this office in that time."""

    status = 409
    office: str


class CoordinatorPresent(Problem):
    """The board has a coordinator in that time; there is one."""

    status = 409
    starts_on: date


class OwnOffice(Problem):
    """Nobody gives an office to themselves."""

    status = 403
    office: str


class KinshipKnown(Problem):
    """It is known already that these two are related."""

    status = 409
    name: str
    other: str


class RelationUnclear(Problem):
    """A declared relation is spouse, parent, child or sibling, to another person of the board."""

    relation: str


class RelativeNeedsMinute(Problem):
    """A relative holds a key office of the UPK or oversees it; the board's minute must allow this one (domain 1.3)."""

    office: str
    other: str


# ---------------------------------------------------------------- logins


class LoginTaken(Problem):
    """Another login has this name."""

    status = 409
    login: str


class LoginUnclear(Problem):
    """A login name is three to forty lower-case letters, digits, points or dashes, and begins with a letter."""

    login: str


class PersonHasLogin(Problem):
    """This person already has a login; nobody has two."""

    status = 409
    login: str


class PasswordTooWeak(Problem):
    """The password is too short, too common or too much like the name; `reasons` are codes for each."""

    reasons: tuple[str, ...]


class IdentityMissing(Problem):
    """A login needs a NIK, or a sworn statement that a second person of the board has seen."""
