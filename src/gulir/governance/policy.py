"""Who calls meetings, records decisions and changes rules; whoever belongs to the board may read them."""

from __future__ import annotations

from gulir.base.policy import Rule, holds

__all__ = ["KEEPS_MEETINGS", "READS_AGENDA", "READS_RULEBOOK"]

KEEPS_MEETINGS = holds("coordinator", "secretary")
READS_AGENDA = holds(
    "trustee", "coordinator", "secretary", "upk_manager", "overseer", "auditor", "facilitator", "forum"
)
READS_RULEBOOK = Rule(name="anyone of the board", allows=lambda s: s.founder or bool(s.offices or s.groups))
