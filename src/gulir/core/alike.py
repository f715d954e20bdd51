"""Applications that resemble each other more than neighbours do: reasons to look, never to refuse.

The same words about a business, the same telephone, the same household, one person in two groups: behind each may be a
family, a copied form, or a borrower who does not exist (domain 8.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from gulir.core.names import likeness, plain_name
from gulir.core.problems import Problem
from gulir.core.problems.applications import (
    BusinessesAlike,
    SameHouseholdAsks,
    SamePersonAsks,
    SamePhoneAsks,
)

__all__ = ["Asking", "alike"]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One share of an application as it is compared: `phone` is the blind index, `household` its key; or empty."""

    application: str
    ksm: str
    person: UUID
    name: str
    business: str
    phone: str = ""
    household: str = ""
    born_on: str = ""


def alike(mine: Sequence[Asking], others: Iterable[Asking], *, percent: Fraction, letters: int) -> list[Problem]:
    """What is alike, each pair once with its strongest reason: one person, one telephone, one household, one text.

    Texts count from `letters` letters on, as alike from `percent` percent on. Inside one application only telephones
    count: members of a group are neighbours, and may well be of one household or one trade.

    >>> from uuid import UUID
    >>> one = Asking(application="PGJ-1", ksm="Melati", person=UUID(int=1), name="Yuni",
    ...              business="Warung sayur di depan rumah", phone="a")
    >>> two = Asking(application="PGJ-2", ksm="Mawar", person=UUID(int=2), name="Tini",
    ...              business="Warung sayur didepan rumah", phone="b")
    >>> [problem.code for problem in alike([one], [two], percent=Fraction(90), letters=20)]
    ['BusinessesAlike']
    """
    found: list[Problem] = []
    rest = list(others)
    for place, share in enumerate(mine):
        found += [problem for other in rest if (problem := _between(share, other, percent, letters)) is not None]
        inside = mine[place + 1 :]
        found += [_said(SamePhoneAsks, share, other) for other in inside if _same(share.phone, other.phone)]
    return found


def _between(share: Asking, other: Asking, percent: Fraction, letters: int) -> Problem | None:
    if share.person == other.person:
        return _said(SamePersonAsks, share, other)
    named_alike = plain_name(share.name) == plain_name(other.name)
    if named_alike and (_same(share.phone, other.phone) or _same(share.born_on, other.born_on)):
        return _said(SamePersonAsks, share, other)
    if _same(share.phone, other.phone):
        return _said(SamePhoneAsks, share, other)
    if _same(share.household, other.household):
        return _said(SameHouseholdAsks, share, other)
    one, two = share.business.casefold().strip(), other.business.casefold().strip()
    if min(len(one), len(two)) >= letters and likeness(one, two) * 100 >= percent:
        return _said(BusinessesAlike, share, other)
    return None


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _said(kind: type[Problem], share: Asking, other: Asking) -> Problem:
    return kind(member=share.name, other=other.name, ksm=other.ksm, application=other.application)
