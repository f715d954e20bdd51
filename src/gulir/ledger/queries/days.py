"""Where the books stand: the open day, what happened in it, what waits for someone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from gulir.base.rows import ask, day_of
from gulir.core.problems.ledger import BooksNotBegun
from gulir.core.roles import Role
from gulir.ledger.models import Account, BookState, CashCount, Day, Draft, Month, Transfer, Voucher
from gulir.ledger.sums import balances_of

__all__ = [
    "CashBox",
    "DaySummary",
    "book_state",
    "cash_counts",
    "cash_to_count",
    "closed_days_by_month",
    "closed_months",
    "closing_counts",
    "day_summary",
    "days",
    "drafts",
    "open_day",
]


@dataclass(frozen=True, kw_only=True)
class CashBox:
    """A cash box on a day: what the books say it holds, whether money moved through it, and its last closing count."""

    account: Account
    balance: int
    moved: bool
    counted: int | None


@dataclass(frozen=True, kw_only=True)
class DaySummary:
    """The open day at a glance. `state` is loading, open or counted (waiting for the second person)."""

    day: date | None
    state: str
    counted_by: str
    refused: bool
    vouchers: dict[str, int]
    received: int
    paid: int
    boxes: tuple[CashBox, ...]
    drafts: int


def book_state(book: UUID) -> BookState:
    """Where the books stand; `BooksNotBegun` before the first chart."""
    state = BookState.objects.filter(book_id=book).first()
    if state is None:
        raise BooksNotBegun
    return state


def open_day(book: UUID) -> date | None:
    """The one open day of a board's three books; nothing while it loads its history. Every officer's page asks it."""
    rows = ask("SELECT open_day FROM ledger_bookstate WHERE book_id = %s", [book])
    return day_of(rows[0][0]) if rows and rows[0][0] else None


def day_summary(book: UUID) -> DaySummary:
    """What the open day holds so far; while loading, only that it is loading."""
    state = book_state(book)
    if state.open_day is None:
        return DaySummary(
            day=None, state="loading", counted_by="", refused=False, vouchers={}, received=0, paid=0, boxes=(), drafts=0
        )
    day = Day.objects.select_related("counted_by").get(book_id=book, day=state.open_day)
    by_type = {
        row["type"]: (row["n"], int(row["total"]))
        for row in Voucher.objects.filter(book_id=book, dated=state.open_day)
        .values("type")
        .annotate(n=Count("id"), total=Sum("total"))
    }
    return DaySummary(
        day=state.open_day,
        state="counted" if day.counted_by else "open",
        counted_by=day.counted_by.name if day.counted_by else "",
        refused=day.refused,
        vouchers={type_: n for type_, (n, _) in by_type.items()},
        received=by_type.get("KM", (0, 0))[1],
        paid=by_type.get("KK", (0, 0))[1],
        boxes=_boxes(book, day),
        drafts=Draft.objects.filter(book_id=book, state="waiting").count(),
    )


def cash_to_count(book: UUID, day: date) -> dict[int, Account]:
    """The cash boxes of all three ledgers through which money moved on a day, by account id."""
    boxes = {account.pk: account for account in Account.objects.filter(book_id=book, role=Role.CASH.value)}
    moved: set[int] = set()
    for side in ("debit", "credit"):
        moved |= set(
            Transfer.objects.filter(book_id=book, voucher__dated=day, **{f"{side}__in": list(boxes)}).values_list(
                f"{side}_id", flat=True
            )
        )
    return {pk: boxes[pk] for pk in sorted(moved)}


def closing_counts(day: Day) -> list[CashCount]:
    """The counts on which a counted day stands, box by box; none while it is not counted."""
    if day.counted_at is None:
        return []
    rows = CashCount.objects.filter(book_id=day.book_id, day=day.day, closing=True, counted_at=day.counted_at)
    return list(rows.select_related("account"))


def _boxes(book: UUID, day: Day) -> tuple[CashBox, ...]:
    boxes = list(Account.objects.filter(book_id=book, role=Role.CASH.value).order_by("ledger", "code"))
    held = balances_of([account.pk for account in boxes])
    moved = cash_to_count(book, day.day)
    counted = {kept.account_id: kept.counted for kept in closing_counts(day)}
    return tuple(CashBox(account=a, balance=held[a.pk], moved=a.pk in moved, counted=counted.get(a.pk)) for a in boxes)


def days(book: UUID, *, from_: date, as_of: date) -> list[Day]:
    """The days of a period, oldest first, with who counted and who confirmed."""
    rows = Day.objects.filter(book_id=book, day__gte=from_, day__lte=as_of)
    return list(rows.select_related("counted_by", "confirmed_by").order_by("day"))


def closed_days_by_month(book: UUID) -> dict[date, int]:
    """How many days of each month are closed, by the month's first day, the latest month first."""
    months = Day.objects.filter(book_id=book, closed_at__isnull=False).annotate(month=TruncMonth("day"))
    return dict(months.values("month").annotate(n=Count("id")).order_by("-month").values_list("month", "n"))


def cash_counts(book: UUID, *, from_: date, as_of: date) -> list[CashCount]:
    """Every cash count of a period, newest first."""
    rows = CashCount.objects.filter(book_id=book, day__gte=from_, day__lte=as_of)
    return list(rows.select_related("account", "counted_by").order_by("-counted_at"))


def drafts(book: UUID, *, state: str = "waiting") -> list[Draft]:
    """What waits for a second person (or was approved, or withdrawn), oldest first."""
    return list(Draft.objects.filter(book_id=book, state=state).select_related("made_by").order_by("made_at", "id"))


def closed_months(book: UUID) -> list[Month]:
    """The closed months, newest first."""
    return list(Month.objects.filter(book_id=book).select_related("closed_by").order_by("-first"))
