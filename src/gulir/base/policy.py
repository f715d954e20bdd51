"""Who may do what, in two halves: `allows` answers for an act, `visible` answers for rows.

A rule serves services and queries alike, so a list can never show what a detail would refuse.
Nobody may do anything until a rule says so. Who stands where (offices at this moment, memberships) is
read by the community context, which registers `standing_of` once at start; without it everyone is a stranger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from gulir.core.problems.access import NotAllowed

__all__ = [
    "NOBODY",
    "STRANGER",
    "Rule",
    "Standing",
    "anyone_of",
    "everyone",
    "holds",
    "provide_standing",
    "require",
    "standing_of",
]

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING
"""Every row, said as a condition: an empty `Q()` would vanish in `Q() | Q(own)` and leave only the own rows."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a natural person stands towards one board at one moment."""

    person: UUID | None = None
    offices: frozenset[str] = frozenset()
    groups: frozenset[UUID] = frozenset()
    led_groups: frozenset[UUID] = frozenset()
    founder: bool = False


STRANGER = Standing()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One answer to "may this be done?" and to "which rows may be seen?", joined by `|` and `&`."""

    name: str
    allows: Callable[[Standing], bool]
    visible: Callable[[Standing], Q] = field(default=lambda standing: NOTHING)

    def __or__(self, other: Rule) -> Rule:
        return Rule(
            name=f"{self.name} or {other.name}",
            allows=lambda s: self.allows(s) or other.allows(s),
            visible=lambda s: self.visible(s) | other.visible(s),
        )

    def __and__(self, other: Rule) -> Rule:
        return Rule(
            name=f"{self.name} and {other.name}",
            allows=lambda s: self.allows(s) and other.allows(s),
            visible=lambda s: self.visible(s) & other.visible(s),
        )


def holds(*offices: str) -> Rule:
    """Whoever holds one of these offices now (or founds a board without coordinator yet) may, and sees every row."""
    wanted = frozenset(offices)

    def allows(standing: Standing) -> bool:
        return standing.founder or bool(wanted & standing.offices)

    return Rule(name=" or ".join(offices), allows=allows, visible=lambda s: EVERYTHING if allows(s) else NOTHING)


def anyone_of(*rules: Rule) -> Rule:
    """The rules joined by "or"."""
    joined = rules[0]
    for rule in rules[1:]:
        joined = joined | rule
    return joined


NOBODY = Rule(name="nobody", allows=lambda standing: False)
everyone = Rule(name="everyone", allows=lambda standing: True, visible=lambda standing: EVERYTHING)


def require(rule: Rule, standing: Standing, *, act: str) -> None:
    """Pass, or refuse with `NotAllowed`: the admit beat of a service.

    >>> require(NOBODY, STRANGER, act="ledger.post")
    Traceback (most recent call last):
    ...
    gulir.core.problems.access.NotAllowed: NotAllowed {'act': 'ledger.post'}
    """
    if not rule.allows(standing):
        raise NotAllowed(act=act)


Reader = Callable[[UUID, UUID, date], Standing]
_readers: list[Reader] = []


def provide_standing(reader: Reader) -> None:
    """Register who answers where an actor stands: called once, by the community context, at start."""
    _readers[:] = [reader]


def standing_of(*, actor: UUID, book: UUID, on: date) -> Standing:
    """Where this actor stands towards this board on this day; a stranger when nobody can tell."""
    return _readers[0](actor, book, on) if _readers else STRANGER
