"""A board to measure on: loans of twelve instalments on live books, brought in through the acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from gulir.base.models import Actor
from gulir.community import services as community
from gulir.community.queries import founding_actor, installation_book
from gulir.ledger import services as ledger
from gulir.lending import services as lending
from gulir.lending.models import Loan

__all__ = ["DAY", "Clock", "build", "loading"]

DAY = date(2026, 3, 2)
CAPITAL = 400_000_000_000


class Clock:
    """An instant that moves a millisecond at each reading, and a key that is new each time."""

    def __init__(self, prefix: str) -> None:
        self.at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
        self.keys = (f"{prefix}-{n}" for n in count())

    def tick(self) -> datetime:
        """The next instant."""
        self.at += timedelta(milliseconds=1)
        return self.at

    def key(self) -> str:
        """The next key."""
        return next(self.keys)


def build(code: str, *, loans: int) -> tuple[UUID, Actor, list[UUID]]:
    """A live board with so many loans of Rp6,000,000; the founder acts, so that rights are asked and given."""
    founder, clock = founding_actor(), Clock(f"build-{code}")
    made = community.found_board(
        book=installation_book().pk, key=f"found-{code}", actor=founder, at=clock.tick(), code=code, name=f"BKM {code}",
        opened_on=DAY,
    )  # fmt: skip
    book = UUID(made["book"])

    def do(act: object, **body: object) -> None:
        act(book=book, key=clock.key(), actor=founder, at=clock.tick(), **body)  # type: ignore[operator]

    do(ledger.use_programme_chart)
    lent = loans * 6_000_000
    rows = [
        {"code": "11010", "debit": CAPITAL, "credit": 0},
        {"code": "11030", "debit": lent, "credit": 0},
        {"code": "31010", "debit": 0, "credit": CAPITAL + lent},
    ]
    do(ledger.post_opening, rows=rows)
    do(lending.bring_in_loans, rows=list(_old_loans(loans)))
    do(ledger.go_live, on=DAY)
    return book, founder, list(Loan.objects.filter(book_id=book).values_list("pk", flat=True))


def loading(code: str) -> tuple[UUID, Actor, Clock]:
    """A board that still loads its old books, opened a year before `DAY`, with a chart and an opening balance."""
    founder, clock = founding_actor(), Clock(f"load-{code}")
    made = community.found_board(
        book=installation_book().pk, key=f"found-{code}", actor=founder, at=clock.tick(), code=code, name=f"BKM {code}",
        opened_on=date(2025, 1, 1),
    )  # fmt: skip
    book = UUID(made["book"])
    rows = [{"code": "11010", "debit": CAPITAL, "credit": 0}, {"code": "31010", "debit": 0, "credit": CAPITAL}]
    ledger.use_programme_chart(book=book, key=clock.key(), actor=founder, at=clock.tick())
    ledger.post_opening(book=book, key=clock.key(), actor=founder, at=clock.tick(), rows=rows)
    return book, founder, clock


def _old_loans(number: int) -> Iterator[lending.OldLoan]:
    for n in range(1, number + 1):
        yield lending.OldLoan(
            loan_no=str(n), ksm=f"KSM {n}", rw="01", disbursed_on=date(2026, 1, 15), principal=6_000_000,
            instalments=12, rate_percent="1.5",
        )  # fmt: skip
