"""Who may do what with a KSM's own affairs: its officers write, its members and the programme's people read."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import Q

from gulir.base.policy import Rule, Standing, holds

__all__ = [
    "AGREES_TO_PEERS",
    "ANSWERS_SIGNS",
    "ANSWERS_VISITS",
    "BRINGS_PEERS_TOGETHER",
    "HEARS_ALL",
    "HOLDS_MEETINGS",
    "KEEPS_NETWORK",
    "KEEPS_PEERS",
    "KEEPS_SIGNS",
    "READS_ALL_PEERS",
    "READS_ANSWERS",
    "ANSWERS_HANDOVERS",
    "KEEPS_HANDOVERS",
    "READS_HANDOVERS",
    "READS_MEETINGS",
    "READS_OUTCOMES",
    "READS_PEERS",
    "READS_PRIVATE",
    "READS_SIGNS",
    "READS_VISITS",
    "READS_WARNINGS",
    "WRITES_FOLLOW_UPS",
    "WRITES_LOAN_VISITS",
    "WRITES_PRICES",
    "WRITES_VISITS",
    "reads_of",
    "reads_private",
    "takes_sessions_back",
]

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

READS_PRIVATE = holds("facilitator") | _OWN_GROUPS
"""What concerns one member alone (why somebody was away, who saved and owes how much, whose trouble was talked about)
stays among the members and who sits with them; everybody else who reads a meeting reads it without that."""


def reads_private(standing: Standing, group: UUID) -> bool:
    """Whether this person reads what concerns one member of this KSM alone."""
    by_office = replace(standing, groups=frozenset(), led_groups=frozenset())
    return READS_PRIVATE.allows(by_office) or group in standing.groups


WRITES_VISITS = holds("facilitator")
WRITES_LOAN_VISITS = holds("facilitator", "loan_officer")
ANSWERS_VISITS = Rule(name="officer of the group", allows=lambda s: bool(s.led_groups))
_VISITED = Rule(
    name="officer of the visited group",
    allows=lambda s: bool(s.led_groups),
    visible=lambda s: Q(group_id__in=s.led_groups),
)
READS_VISITS = (
    holds(
        "facilitator", "loan_officer", "upk_manager", "secretary", "trustee", "coordinator", "overseer", "auditor",
        "forum",
    )
    | _VISITED
)  # fmt: skip
HEARS_ALL = holds("facilitator")
"""What was told without consent to pass it on is read by those who listen, and by nobody else."""
READS_WARNINGS = READS_MEETINGS & READS_VISITS
"""Warnings are read from meetings and visits alike, by whoever may read both: the programme's people, who leads it."""

AGREES_TO_PEERS = Rule(name="officer of one of the two groups", allows=lambda s: bool(s.led_groups))
BRINGS_PEERS_TOGETHER = holds("facilitator")
KEEPS_PEERS = BRINGS_PEERS_TOGETHER | AGREES_TO_PEERS
"""The facilitator may bring two KSM together; that they agree is said by officers of each."""
READS_ALL_PEERS = holds("facilitator", "secretary", "trustee", "coordinator", "overseer", "auditor", "forum")
READS_PEERS = READS_ALL_PEERS | Rule(
    name="member of one of the two groups",
    allows=lambda s: bool(s.groups),
    visible=lambda s: Q(mentor_id__in=s.groups) | Q(mentee_id__in=s.groups),
)
"""Which KSM mentors which, and what they work on, is read by both and by the programme's people."""


def takes_sessions_back(standing: Standing, wrote: UUID | None) -> bool:
    """Whether this person may take back what the officers of a KSM wrote of a session; None is the facilitator's.

    The facilitator may take back any. Neither KSM takes back alone what the other wrote: both sat there.
    """
    return BRINGS_PEERS_TOGETHER.allows(standing) or wrote in standing.led_groups


KEEPS_SIGNS = holds("facilitator")
KEEPS_NETWORK = KEEPS_SIGNS | Rule(name="officer of the group", allows=lambda s: bool(s.led_groups))
ANSWERS_SIGNS = Rule(name="officer of the group", allows=lambda s: bool(s.led_groups))
READS_SIGNS = READS_MEETINGS
"""Every member reads how their own KSM was found, before anybody else has to tell them."""

WRITES_FOLLOW_UPS = holds("facilitator")
WRITES_PRICES = holds("facilitator", "secretary")
"""The price index is copied from a publication: by who asks again, or by the secretary who keeps the papers."""
READS_ANSWERS = holds("facilitator", "loan_officer", "upk_manager", "overseer", "auditor")
"""What a household earns and spends is read by who asks, who lends and who audits; others read figures without rows."""
READS_OUTCOMES = READS_ANSWERS | holds("bookkeeper", "secretary", "trustee", "coordinator", "forum", "city_coordinator")

KEEPS_HANDOVERS = holds("facilitator")
ANSWERS_HANDOVERS = holds("coordinator", "trustee")
"""Who is said to need the facilitator less, or still, has a word beside it."""
READS_HANDOVERS = holds(
    "facilitator", "loan_officer", "upk_manager", "bookkeeper", "cashier", "secretary", "trustee", "coordinator",
    "overseer", "auditor", "forum",
)  # fmt: skip


def reads_of(rule: Rule, standing: Standing, group: UUID) -> bool:
    """Whether this person may read of this KSM: by office of every one, otherwise of those they lead."""
    by_office = replace(standing, groups=frozenset(), led_groups=frozenset())
    return rule.allows(by_office) or (rule.allows(standing) and group in standing.led_groups)
