"""The walks that every run of the tests takes: from which morning, with which seed, how far.

A walk goes `examples` times from its morning and takes 100 steps each time, each step an act with all its promises
asked and one law in turn. `LONG` is the campaign of `run.py test --long`: every morning, other seeds, more than four
times as far, and still no longer than half an hour on each engine with two workers.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LONG", "SHORT", "STEPS", "Walk"]

STEPS = 100


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One test: a morning, a seed and a number of examples."""

    morning: str
    seed: int
    examples: int = 14

    @property
    def name(self) -> str:
        """How the walk is called."""
        return f"{self.morning}-{self.seed}"

    @property
    def least_steps(self) -> int:
        """What it has to have walked: an example may break off a few steps early when it has drawn too much."""
        return self.examples * STEPS * 92 // 100


MORNINGS = ("quiet", "signing", "lent", "late", "counting", "ended", "mourning", "inherited")
SHORT = tuple(Walk(morning=morning, seed=11 * number) for number, morning in enumerate(MORNINGS, start=1))
LONG = tuple(
    Walk(morning=morning, seed=1_000 * turn + 11 * number, examples=25)
    for turn in (1, 2) for number, morning in enumerate((*MORNINGS, "listened", "given out"), start=1)
)  # fmt: skip
