"""Lending, ledger and mentoring together, in any order, with a third of all steps hostile: every law holds throughout.

Together the walks take at least ten thousand steps on each engine (each counts its own); `village.py` is the machine,
`laws.py` what holds.
"""

from __future__ import annotations

import pytest

from tests.machine.codes import must_be_met
from tests.machine.hostile import ATTACKS
from tests.machine.mornings import MORNINGS, town_for
from tests.machine.village import Ran, Village, walk
from tests.machine.walks import LONG, SHORT, STEPS, Walk

pytestmark = pytest.mark.django_db


def walked(one: Walk) -> Ran:
    """One walk from its morning on."""
    return walk(town_for(one.morning), seed=one.seed, examples=one.examples, steps=STEPS, morning=MORNINGS[one.morning])


@pytest.mark.parametrize("one", SHORT, ids=lambda one: one.name)
def test_any_order_of_acts_keeps_every_law(one):
    ran = walked(one)
    assert ran.steps >= one.least_steps, "the walk broke off early"
    assert ran.hostile.total() * 100 >= 15 * ran.steps, "too little mischief"
    assert ran.effects * 100 >= 20 * ran.steps, "most of the walk is refused: it proves little"
    assert len(set(ran.codes) & must_be_met()) >= 100, "too few kinds of refusal"


def test_the_walks_are_long_enough():
    assert sum(one.least_steps for one in SHORT) >= 10_000
    assert sum(one.least_steps for one in LONG) >= 4 * sum(one.least_steps for one in SHORT)
    assert {one.morning for one in LONG} == set(MORNINGS), "a morning that no campaign begins with"
    assert not {one.seed for one in LONG} & {one.seed for one in SHORT}
    rules = [name for name in dir(Village) if hasattr(getattr(Village, name), "hypothesis_stateful_rule")]
    assert len(rules) >= 25
    assert len(ATTACKS) >= 200


@pytest.mark.long
@pytest.mark.parametrize("one", LONG, ids=lambda one: one.name)
def test_a_long_campaign_keeps_every_law(one):
    ran = walked(one)
    assert ran.steps >= one.least_steps
    assert len(set(ran.codes) & must_be_met()) >= 140
