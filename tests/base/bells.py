"""A command and a fact of the tests' own: someone rings a bell, so that acts can be tried without any context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from gulir.base.commands import Act, Result, command
from gulir.base.models import Actor, Book
from gulir.base.policy import NOBODY, everyone
from gulir.core.facts import REGISTRY, Fact
from gulir.core.problems.access import NotFound

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BellRung(Fact):
    """The bell was rung; how often is public, by whom is not."""

    PUBLIC = ("times",)
    times: int
    by: str


REGISTRY.pop("BellRung")


@command("bells.ring", may=everyone)
def ring(act: Act, *, times: int) -> Result:
    """Ring; a bell that is not there is refused after the fact was told, so that rolling back shows."""
    act.tell(BellRung(times=times, by=act.actor.name))
    if times > 12:
        raise NotFound(what="bell", name=str(times))
    return {"times": times}


@command("bells.silent", may=everyone)
def silent(act: Act, *, times: int) -> Result:
    """An act that forgets to tell."""
    return {"times": times}


@command("bells.forbidden", may=NOBODY)
def forbidden(act: Act, *, times: int) -> Result:
    """An act nobody may do."""
    act.tell(BellRung(times=times, by=act.actor.name))
    return {"times": times}


@command("bells.twice", may=everyone)
def twice(act: Act, *, times: int) -> Result:
    """Two rings in one act."""
    ring.within(act, times=times)
    return ring.within(act, times=times + 1)


def village() -> tuple[Book, Actor]:
    """A book and someone who acts in it."""
    return Book.objects.create(code="desa"), Actor.objects.create(name="Siti")
