"""What stands beside an application without refusing it: each warning is told, and only when there is reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from gulir.base.reference import rule_definitions
from gulir.core.alike import Asking, alike
from gulir.core.eligibility import Candidate, Ksm, State, checks
from gulir.core.problems.applications import (
    BusinessesAlike,
    LadderClimbed,
    MemberSeemsToBorrow,
    MembersNotListedPoor,
    SameHouseholdAsks,
    SamePersonAsks,
    SamePhoneAsks,
)
from gulir.core.problems.lending import GroupTooLarge
from gulir.core.rules import Rulebook

ONE = Asking(application="PGJ-1", ksm="Melati", person=UUID(int=1), name="Yuni", business="Warung sayur di depan rumah")
TWO = Asking(application="PGJ-2", ksm="Mawar", person=UUID(int=2), name="Tini", business="Jahit pakaian anak sekolah")
YUNI = Candidate(name="Yuni", woman=True, poor_listed=True)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({}, []),
        ({"person": ONE.person}, [SamePersonAsks]),
        ({"name": "yuni", "born_on": "1980-01-01"}, [SamePersonAsks]),
        ({"phone": "a"}, [SamePhoneAsks]),
        ({"household": "h"}, [SameHouseholdAsks]),
        ({"business": "Warung sayur didepan rumah"}, [BusinessesAlike]),
    ],
)
def test_the_strongest_likeness_of_two_is_told(other, found):
    one = replace(ONE, phone="a", household="h", born_on="1980-01-01")
    said = alike([one], [replace(TWO, **other)], percent=Fraction(90), letters=20)
    assert [type(problem) for problem in said] == found


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ([YUNI] * 40, GroupTooLarge),
        ([replace(YUNI, poor_listed=False), *[YUNI] * 5], MembersNotListedPoor),
        ([replace(YUNI, seems="Juni", seems_in="Mawar"), *[YUNI] * 5], MemberSeemsToBorrow),
        ([replace(YUNI, graduates=True), *[YUNI] * 5], LadderClimbed),
    ],
)
def test_a_group_that_is_to_be_looked_at_is_told_and_not_stopped(members, problem):
    rules = Rulebook(rule_definitions()).at(date(2026, 3, 2))
    told = {type(p): check.state for check in checks(_group(members), rules) for p in check.problems}
    assert told == {problem: State.WATCH}
    assert not [p for check in checks(_group([YUNI] * 6), rules) for p in check.problems]


def _group(members):
    return Ksm(name="Melati", months=12, first=False, members=tuple(members))
