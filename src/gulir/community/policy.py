"""Who may do what with people, groups, offices and logins, and who sees which rows.

A cashier registers nobody: whoever holds the money must not be able to invent a borrower.
"""

from __future__ import annotations

from django.db.models import Q

from gulir.base.policy import Rule, Standing, holds

__all__ = [
    "APPOINTS",
    "CONFIRMS_PASSWORDS",
    "FOUNDS_BOARDS",
    "GIVES_LOGINS",
    "KEEPS_AREAS",
    "KEEPS_GROUPS",
    "KEEPS_PEOPLE",
    "OPENS_NIK",
    "SEES_GROUPS",
    "SEES_OFFICES",
    "SEES_PEOPLE",
    "WITNESSES",
    "WITNESS_OFFICES",
]

STAFF = ("upk_manager", "loan_officer", "cashier", "bookkeeper", "upl", "ups", "secretary")
BOARD = ("trustee", "coordinator")
WATCHERS = ("overseer", "auditor", "forum", "facilitator")

FOUNDS_BOARDS = holds("city_coordinator")
KEEPS_AREAS = holds("city_coordinator")
KEEPS_PEOPLE = holds(
    "upk_manager", "loan_officer", "bookkeeper", "upl", "ups", "secretary", "coordinator", "facilitator"
)
KEEPS_GROUPS = holds("upk_manager", "loan_officer", "secretary", "coordinator", "facilitator")
APPOINTS = holds("coordinator", "secretary")
GIVES_LOGINS = holds("coordinator", "secretary")
CONFIRMS_PASSWORDS = holds(*BOARD, "secretary", "upk_manager", "overseer")
WITNESS_OFFICES = tuple(office for office in (*STAFF, *BOARD, *WATCHERS) if office != "cashier")
WITNESSES = holds(*WITNESS_OFFICES)
"""Whoever may be named as the one who saw a sworn statement, and says so themselves."""
OPENS_NIK = holds("upk_manager", "loan_officer", "secretary", "coordinator", "overseer", "auditor")


def _oneself_and_companions(standing: Standing) -> Q:
    """A member sees themselves and those of their own groups."""
    if not standing.groups:
        return Q(pk__in=[])
    return Q(pk=standing.person) | Q(memberships__group__in=standing.groups, memberships__ends_before=None)


IS_A_MEMBER = Rule(name="member", allows=lambda s: bool(s.groups), visible=_oneself_and_companions)
OF_OWN_GROUP = Rule(name="member", allows=lambda s: bool(s.groups), visible=lambda s: Q(pk__in=s.groups))

SEES_PEOPLE = holds(*STAFF, *BOARD, *WATCHERS) | IS_A_MEMBER
SEES_GROUPS = holds(*STAFF, *BOARD, *WATCHERS) | OF_OWN_GROUP
SEES_OFFICES = holds(*STAFF, *BOARD, *WATCHERS, "village_head", "city_coordinator")
