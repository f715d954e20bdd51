"""Who may do what with loans, and who sees which: officers all of them, members those of their own groups."""

from __future__ import annotations

from django.db.models import Q

from gulir.base.policy import Rule, holds

__all__ = [
    "BRINGS_IN",
    "DECIDES",
    "HEARS_RESULTS",
    "KEEPS_BOOKS",
    "KEEPS_CLAIMS",
    "OFFERS",
    "PAYS_OUT",
    "READS_LOANS",
    "RECEIVES",
    "STOPS",
    "TAKES",
    "TAKES_BACK",
    "TELLS_FOR_GROUP",
    "TELLS_FOR_ONESELF",
    "VERIFIES",
    "WITNESSES_ARRIVAL",
]

OFFERS = holds("upk_manager", "coordinator")
TAKES = holds("loan_officer", "upk_manager")
VERIFIES = holds("loan_officer")
DECIDES = holds("upk_manager", "coordinator")
PAYS_OUT = holds("cashier")
RECEIVES = holds("cashier")
HANDLES = holds("loan_officer", "upk_manager")
TAKES_BACK = holds("upk_manager", "bookkeeper")
HEARS_RESULTS = holds("loan_officer")
KEEPS_BOOKS = holds("bookkeeper", "upk_manager")
STOPS = holds("upk_manager", "coordinator", "overseer")
BRINGS_IN = holds("bookkeeper", "upk_manager")

TELLS_FOR_GROUP = Rule(name="officer of the group", allows=lambda s: bool(s.led_groups))
TELLS_FOR_ONESELF = Rule(name="member of the group", allows=lambda s: bool(s.groups))
KEEPS_CLAIMS = TELLS_FOR_GROUP | holds("facilitator", "loan_officer")
"""Whoever leads a KSM, or sits beside it, keeps what its members owe one another."""
WITNESSES_ARRIVAL = holds("secretary", "trustee", "coordinator", "overseer", "forum", "facilitator")
"""Whoever hears what reached a member's hand never had the money in their own."""

_OWN_GROUPS = Rule(
    name="member of the group",
    allows=lambda s: bool(s.groups),
    visible=lambda s: Q(group_id__in=s.groups),
)
READS_LOANS = (
    holds(
        "upk_manager", "loan_officer", "cashier", "bookkeeper", "secretary", "trustee", "coordinator", "overseer",
        "auditor", "forum", "facilitator",
    )
    | _OWN_GROUPS
)  # fmt: skip
