"""A rule answers for the act and for the rows; nobody may until a rule says so."""

from __future__ import annotations

import pytest
from django.db.models import Q

from gulir.base.models import Actor
from gulir.base.policy import NOBODY, STRANGER, Rule, Standing, anyone_of, everyone, holds, require
from gulir.core.problems.access import NotAllowed

CASHIER = Standing(offices=frozenset({"cashier"}))
FOUNDER = Standing(founder=True)


@pytest.mark.parametrize(
    ("who", "may"),
    [(CASHIER, True), (FOUNDER, True), (STRANGER, False), (Standing(offices=frozenset({"overseer"})), False)],
)
def test_an_office_opens_the_act_and_the_rows_together(who: Standing, *, may: bool) -> None:
    rule = holds("cashier", "upk_manager")
    assert rule.allows(who) is may
    assert (rule.visible(who) == everyone.visible(who)) is may


@pytest.mark.django_db
def test_whoever_may_see_every_row_sees_them_all_also_where_others_see_their_own() -> None:
    """`Q() | Q(own)` would be `Q(own)`: an officer would see nothing."""
    Actor.objects.create(name="Tri")
    own = Rule(name="own", allows=lambda s: True, visible=lambda s: Q(pk__in=[]))
    rows = Actor.objects.filter((holds("cashier") | own).visible(CASHIER))
    assert rows.filter(name="Tri").exists()
    assert not Actor.objects.filter((holds("cashier") | own).visible(STRANGER)).exists()


def test_rules_are_joined_by_or() -> None:
    assert anyone_of(NOBODY, holds("cashier")).allows(CASHIER)


def test_rules_are_joined_by_and() -> None:
    assert not (everyone & holds("overseer")).allows(CASHIER)


def test_a_stranger_may_nothing() -> None:
    with pytest.raises(NotAllowed):
        require(holds("cashier"), STRANGER, act="x")
