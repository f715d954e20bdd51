"""What it takes to pay a loan off today, for pages that tell it before the act is done."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.core.problems.access import NotFound
from gulir.core.repayment import Settlement, SettlementRule, settlement
from gulir.governance.queries import rules_at
from gulir.lending.dues import open_dues
from gulir.lending.models import Loan
from gulir.lending.queries.cards import loans_seen

__all__ = ["quote_early"]


def quote_early(book: UUID, loan: UUID, *, on: date, standing: Standing) -> Settlement:
    """All principal, and the jasa that the rulebook of that day asks (domain 3.9); a settled loan owes nothing."""
    found: Loan | None = loans_seen(book, standing).filter(pk=loan).first()
    if found is None:
        raise NotFound(what="pinjaman", name=str(loan))
    rule = SettlementRule(rules_at(book, on).choice("loan.early_settlement"))
    return settlement(open_dues(found, list(found.schedule.order_by("no"))), on, rule=rule)
