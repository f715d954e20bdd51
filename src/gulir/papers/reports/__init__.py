"""The nine reports of the contract: each reads its context once and gives sections for people and data for machines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.community.queries import board_of
from gulir.core.accounts import parse_ledger
from gulir.core.roles import Ledger
from gulir.papers.reports import books, lending
from gulir.papers.reports.asked import Asked
from gulir.papers.reports.outcomes import outcomes_report
from gulir.papers.values import Report
from gulir.papers.words import Words

__all__ = ["BESIDE", "REPORTS", "Asked", "build"]

REPORTS: dict[str, Callable[[Asked], Report]] = {
    "trial-balance": books.trial_balance_report,
    "position": books.position_report,
    "income": books.income_report,
    "cash-book": books.cash_book_report,
    "ledger": books.ledger_report,
    "loan-card": lending.loan_card_report,
    "loans": lending.loans_report,
    "collectibility": lending.collectibility_report,
    "indicators": lending.indicators_report,
}

BESIDE: dict[str, Callable[[Asked], Report]] = {"outcomes": outcomes_report}
"""Reports beside the nine: a page of their own shows them, and hands them out."""


def build(
    name: str,
    *,
    book: UUID,
    as_of: date,
    from_: date | None = None,
    language: str = "id",
    ledger: str = "upk",
    account: str = "",
    loan: str = "",
    standing: Standing | None = None,
) -> Report:
    """The report `name` of one board, for whoever stands where `standing` says (left out: the founder)."""
    board = board_of(book)
    asked = Asked(
        name=name,
        book=book,
        board=board.name,
        place=board.area.name if board.area else "",
        as_of=as_of,
        from_=from_ or as_of.replace(month=1, day=1),
        words=Words(language),
        ledger=parse_ledger(ledger) or Ledger.UPK,
        account=account,
        loan=loan,
        standing=standing or Standing(founder=True),
    )
    return {**REPORTS, **BESIDE}[name](asked)
