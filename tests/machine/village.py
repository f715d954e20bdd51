"""The machine itself: every rule there is, on one town, with the laws after each step."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.machine import laws
from tests.machine.books import Books
from tests.machine.borrowing import PICK, Borrowing
from tests.machine.endings import Endings
from tests.machine.farewells import Farewells
from tests.machine.gatherings import Gatherings
from tests.machine.hostile import ATTACKS, attack_from
from tests.machine.inherited import Inherited
from tests.machine.listening import Listening
from tests.machine.paying import Paying
from tests.machine.town import Town

__all__ = ["Ran", "Village", "walk"]

HOSTILE = st.integers(0, len(ATTACKS) - 1)
PARTS = 8

OFTEN = {
    "attack": 36, "push_on": 8, "pay_what_is_due": 6, "wait": 6, "decide": 6, "repay": 4, "pay_out": 4, "carry_out": 4,
    "sign_the_other": 4, "bring": 4, "share_the_profit": 4, "change_what_is_offered": 1, "provide": 1, "agree": 1,
    "count": 1, "use_the_chart": 1, "find_an_old_card": 1,
}  # fmt: skip
"""How often a rule is drawn beside the others (2). Hypothesis would switch off half of the rules in every example: no
loan would come through a road of ten steps then, so the rules are drawn evenly here."""


class Ran:
    """What a walk did, over all its examples."""

    def __init__(self) -> None:
        self.steps = 0
        self.hostile: Counter[str] = Counter()
        self.besieged: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.done: Counter[str] = Counter()

    @property
    def effects(self) -> int:
        """How many acts went through."""
        return self.done.total() - self.done["refused honest"]


class Village(Borrowing, Paying, Endings, Farewells, Books, Inherited, Gatherings, Listening, RuleBasedStateMachine):
    """Everybody at work and some at mischief; `first` is the morning every example begins with, `ran` counts."""

    first: Town
    ran: Ran

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.atomic()
        self.mark.__enter__()
        first = type(self).first
        plain = {name: deepcopy(getattr(first, name)) for name in ("boxes", "closed", "states", "read")}
        self.town = replace(first, fund=replace(first.fund), tally=Counter(), codes=Counter(), last=None, **plain)
        self.steps = -1  # the laws are asked once before the first step
        often = [one for one in self.rules for _ in range(OFTEN.get(one.function.__name__, 2))]
        evenly: Any = st.sampled_from(often).flatmap(
            lambda one: st.tuples(st.just(one), st.fixed_dictionaries(one.arguments))
        )
        self._rules_strategy = evenly

    def teardown(self) -> None:
        """Every law at the end; then the day is forgotten."""
        try:
            if sys.exc_info()[0] is None:  # what failed already has its own story
                laws.at_the_end(self.town)
        finally:
            ran = type(self).ran
            ran.steps += self.steps
            ran.codes += self.town.codes
            ran.done += self.town.tally
            transaction.set_rollback(True)
            self.mark.__exit__(None, None, None)

    def break_in(self, number: int, pick: int) -> None:
        """One hostile act: the drawn one, moved on by what was done so far, or the next that can be tried now."""
        attack = attack_from(number + 13 * self.town.fund.ticks, self.town, pick)
        type(self).ran.hostile[attack] += 1

    @rule(number=HOSTILE, pick=PICK)
    def attack(self, number: int, pick: int) -> None:
        """A hostile act."""
        self.break_in(number, pick)

    @rule(part=st.integers(0, PARTS - 1), pick=PICK)
    def besiege(self, part: int, pick: int) -> None:
        """Every attack of one part, one after another: so that none is forgotten by chance."""
        for name in list(ATTACKS)[part::PARTS]:
            type(self).ran.besieged[name] += ATTACKS[name](self.town, pick)

    @rule()
    def press_twice(self) -> None:
        """The last button again: one effect."""
        if self.town.last is not None:
            self.town.press_again()
            type(self).ran.hostile["double key"] += 1

    @invariant()
    def the_laws_hold(self) -> None:
        """After each step the cheap ones, the others in turn; a step that found nothing to do does mischief instead."""
        self.steps += 1
        if self.steps and not self.town.tried:
            self.break_in(7 * self.steps, self.steps)
        self.town.tried = False
        laws.after_each_step(self.town)
        laws.in_turn(self.town, self.town.fund.ticks)


def walk(
    first: Town, *, seed: int, examples: int, steps: int, machine: type[Village] = Village, ran: Ran | None = None,
    morning: Callable[[Town], None] | None = None, shrink: bool = True,
) -> Ran:  # fmt: skip
    """Walk so many times so many steps from one morning on; gives back what was done.

    `morning` comes first, once. The same seed walks the same way on every machine and engine.
    """
    done = ran or Ran()
    if morning is not None:
        morning(first)
    laws.begin(first)
    mine: Any = type("Village", (machine,), {"first": first, "ran": done, "_hypothesis_internal_use_seed": seed})
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    run_state_machine_as_test(
        mine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
            phases=phases, report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return done
