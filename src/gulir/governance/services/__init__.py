"""The acts of governance: meetings, agenda, decisions, rules."""

from __future__ import annotations

from gulir.governance.services.agenda import put_on_agenda, withdraw_from_agenda
from gulir.governance.services.decisions import decide
from gulir.governance.services.meetings import Present, close_meeting, hold_meeting
from gulir.governance.services.rules import adopt_rule, propose_rule

__all__ = [
    "Present",
    "adopt_rule",
    "close_meeting",
    "decide",
    "hold_meeting",
    "propose_rule",
    "put_on_agenda",
    "withdraw_from_agenda",
]
