"""A rule answers for the act and for the rows; nobody may until a rule says so."""

from __future__ import annotations

import pytest

from gulir.base.policy import NOBODY, STRANGER, Standing, anyone_of, everyone, holds, require
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
    assert (len(rule.visible(who)) == 0) is may


def test_rules_are_joined_by_or() -> None:
    assert anyone_of(NOBODY, holds("cashier")).allows(CASHIER)


def test_rules_are_joined_by_and() -> None:
    assert not (everyone & holds("overseer")).allows(CASHIER)


def test_a_stranger_may_nothing() -> None:
    with pytest.raises(NotAllowed):
        require(holds("cashier"), STRANGER, act="x")
