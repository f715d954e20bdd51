"""Every attack on every morning, one after another: what can be tried is beaten off, and leaves nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.machine import laws
from tests.machine.codes import needed
from tests.machine.hostile import ATTACKS
from tests.machine.mornings import MORNINGS, town_for

pytestmark = pytest.mark.django_db
TIMES = 3
"""Some attacks choose their way by the number they are given."""


@pytest.mark.parametrize("morning", MORNINGS)
def test_every_attack_is_beaten_off(morning):
    town = town_for(morning)
    MORNINGS[morning](town)
    laws.begin(town)
    tried: Counter[str] = Counter()
    for pick in range(TIMES):
        for name, attack in ATTACKS.items():
            tried[name] += attack(town, pick)
    laws.at_the_end(town)
    missing = needed(f"siege of {morning}") - set(town.codes)
    assert not missing, f"refusals this siege should have met: {sorted(missing)}"
    assert sum(1 for name in ATTACKS if tried[name]) >= len(ATTACKS) // 2
