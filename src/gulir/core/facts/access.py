"""What happened at the gate: an act that was refused. Never public."""

from __future__ import annotations

from dataclasses import dataclass

from gulir.core.facts import Fact

__all__ = ["CommandRefused"]


@dataclass(frozen=True, kw_only=True)
class CommandRefused(Fact):
    """A command was refused and everything it had begun was rolled back; `digest` names its body without showing it."""

    code: str
    command: str
    digest: str
