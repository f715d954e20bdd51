"""Who may do what with a KSM's own affairs: its officers write, its members and the programme's people read."""

from __future__ import annotations

from django.db.models import Q

from gulir.base.policy import Rule, holds

__all__ = ["HOLDS_MEETINGS", "READS_MEETINGS"]

HOLDS_MEETINGS = Rule(name="officer of the group", allows=lambda s: bool(s.led_groups))
"""An office of the programme opens nothing here: the books are the KSM's own."""

_OWN_GROUPS = Rule(
    name="member of the group",
    allows=lambda s: bool(s.groups),
    visible=lambda s: Q(group_id__in=s.groups),
)
READS_MEETINGS = (
    holds(
        "upk_manager", "loan_officer", "bookkeeper", "secretary", "trustee", "coordinator", "overseer", "auditor",
        "forum", "facilitator",
    )
    | _OWN_GROUPS
)  # fmt: skip
