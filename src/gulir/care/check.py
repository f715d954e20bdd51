"""`gulir check`: everything derived again from what was written first, and compared. It changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gulir.base.models import Book
from gulir.care.checks.books import check_books
from gulir.care.checks.facts import check_facts
from gulir.care.checks.house import check_whole_house
from gulir.care.checks.loans import check_loans
from gulir.care.checks.told import check_told
from gulir.core.problems import Finding

__all__ = ["check_board", "check_house"]


def check_board(book: Book, *, on: date) -> list[Finding]:
    """Facts, books and loans of one board, as of a day."""
    return [*check_facts(book), *check_books(book), *check_loans(book, on=on), *check_told(book)]


def check_house(home: Path) -> list[Finding]:
    """What concerns no single board: engine, reference, seals, files, and the installation's own facts."""
    own = Book.objects.filter(code="").first()
    return [*check_whole_house(home), *(check_facts(own) if own else ())]
