"""Who may act on the books, and which rows they see."""

from __future__ import annotations

from collections.abc import Mapping

from gulir.base.policy import Rule, anyone_of, holds
from gulir.core.roles import Ledger

__all__ = [
    "KEEPS",
    "may_approve",
    "may_close_day",
    "may_close_month",
    "may_close_year",
    "may_confirm_day",
    "may_count",
    "may_keep",
    "may_keep_chart",
    "may_load",
    "may_reconcile",
    "may_reverse",
    "may_see_books",
]

UPK = ("upk_manager", "cashier", "bookkeeper")
KEEPS: Mapping[Ledger, Rule] = {
    Ledger.UPK: holds(*UPK),
    Ledger.SECRETARIAT: holds("secretary"),
    Ledger.ACTIVITIES: holds("upl", "ups"),
}
"""Who writes vouchers of each ledger: the three books have different keepers (domain 4.1, R25)."""

may_keep: Rule = anyone_of(*KEEPS.values())
may_keep_chart: Rule = holds("upk_manager", "bookkeeper", "secretary", "coordinator")
may_load: Rule = holds("upk_manager", "bookkeeper", "secretary")
may_count: Rule = holds(*UPK, "secretary", "overseer")
may_close_day: Rule = holds(*UPK)
may_confirm_day: Rule = holds(*UPK, "trustee", "coordinator", "overseer")
may_close_month: Rule = holds("upk_manager", "bookkeeper")
may_close_year: Rule = holds("upk_manager", "bookkeeper")
may_reverse: Rule = holds("upk_manager", "bookkeeper", "cashier", "secretary", "upl", "ups")
may_approve: Rule = holds("upk_manager", "bookkeeper", "secretary", "trustee", "coordinator", "overseer")
may_reconcile: Rule = holds("upk_manager", "bookkeeper", "secretary")
may_see_books: Rule = holds(
    *UPK, "loan_officer", "secretary", "upl", "ups", "trustee", "coordinator", "overseer", "auditor", "forum"
)
"""Every row of the books, read-only; members and the public read cards and published reports instead."""
