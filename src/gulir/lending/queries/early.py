"""What it takes to pay a loan off today, told by pages and asked by the act alike.

A margin (murabahah) is a price agreed in rupiah: it is owed whole. The board may grant a rebate when somebody pays
early, of its own accord and never promised beforehand (DSN-MUI 23/2002).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.core.problems.access import NotFound
from gulir.core.repayment import Due, Settlement, SettlementRule, settlement
from gulir.core.rules import Rules
from gulir.core.schedule import Method
from gulir.governance.models import Decision
from gulir.governance.queries import decision_for, rules_at
from gulir.lending.dues import open_dues
from gulir.lending.models import Loan
from gulir.lending.queries.cards import loans_seen

__all__ = ["REBATE", "has_margin", "quote_early", "quote_of", "rebate_of", "unearned"]

REBATE = "margin_rebate"


def has_margin(loan: Loan) -> bool:
    """Whether what is asked beside the principal is a margin fixed in rupiah."""
    return loan.method == Method.MURABAHAH.value


def unearned(unpaid: Sequence[Due], on: date) -> int:
    """The margin of instalments that have not fallen due: the most a rebate can be, in rupiah."""
    return sum(due.jasa for due in unpaid if due.due_on > on)


def rebate_of(loan: Loan) -> tuple[int, str]:
    """The rebate that the board granted on the loan as it stands now, in rupiah, and its decision; 0 without one."""
    found: Decision | None = decision_for(loan.book_id, subject_kind=REBATE, subject_id=str(loan.pk))
    if found is None or found.agenda is None or found.meeting.kind not in ("board", "rwt"):
        return 0, ""
    seen = found.agenda.shown
    if (seen["amount"], seen["jasa"]) != (loan.balance, loan.jasa - loan.jasa_paid - loan.jasa_waived):
        return 0, ""
    return int(seen["rebate"]), found.number


def quote_of(loan: Loan, unpaid: Sequence[Due], on: date, rules: Rules) -> Settlement:
    """All principal and the jasa the rulebook asks (domain 3.9); a margin whole, less what the board granted."""
    if has_margin(loan):
        return settlement(unpaid, on, rule=SettlementRule.FULL_TERM, rebate=rebate_of(loan)[0])
    return settlement(unpaid, on, rule=SettlementRule(rules.choice("loan.early_settlement")))


def quote_early(book: UUID, loan: UUID, *, on: date, standing: Standing) -> Settlement:
    """The quote of a loan this person may see; a settled loan owes nothing."""
    found: Loan | None = loans_seen(book, standing).filter(pk=loan).first()
    if found is None:
        raise NotFound(what="pinjaman", name=str(loan))
    return quote_of(found, open_dues(found, list(found.schedule.order_by("no"))), on, rules_at(book, on))
