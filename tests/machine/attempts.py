"""How an attack is written down: who tries which act on what, and with which codes it must be refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gulir.base.commands import Command
from tests.machine.town import Town

__all__ = ["Attack", "late", "on_application", "on_loan", "plainly"]

Attack = Callable[[Town, int], bool]
"""Tries something on the town, chosen with a number below a hundred; False when there is nothing to try it on."""
Made = Callable[[Town, Any], Any]


class late:  # noqa: N801  (reads as a word in the tables)
    """A part of a body that is only known when the attack is tried: a function of the town and its target."""

    def __init__(self, made: Made) -> None:
        self.made = made


def _filled(body: Mapping[str, Any], town: Town, target: Any) -> dict[str, Any]:
    return {name: value.made(town, target) if isinstance(value, late) else value for name, value in body.items()}


def plainly(who: str, act: Command[Any], *expected: str, **body: Any) -> Attack:
    """An attack that needs nothing but the town."""

    def tried(town: Town, pick: int) -> bool:
        town.break_in(who, act, expected, **_filled(body, town, pick))
        return True

    return tried


def on_loan(states: Sequence[str], who: str, act: Command[Any], *expected: str, **body: Any) -> Attack:
    """An attack on a loan in one of these states; `when` says of which loans it can be tried."""
    when: Callable[[Town, Any], bool] = body.pop("when", lambda town, loan: True)

    def tried(town: Town, pick: int) -> bool:
        found = [loan for loan in town.loans(*states) if when(town, loan)]
        if not found:
            return False
        loan = found[pick % len(found)]
        town.break_in(who, act, expected, **{"loan": loan.pk, **_filled(body, town, loan)})
        return True

    return tried


def on_application(states: Sequence[str], who: str, act: Command[Any], *expected: str, **body: Any) -> Attack:
    """An attack on an application in one of these states."""
    when: Callable[[Town, Any], bool] = body.pop("when", lambda town, asked: True)

    def tried(town: Town, pick: int) -> bool:
        found = [asked for asked in town.applications(*states) if when(town, asked)]
        if not found:
            return False
        asked = found[pick % len(found)]
        town.break_in(who, act, expected, **{"application": asked.pk, **_filled(body, town, asked)})
        return True

    return tried
