"""Closing a day: one person counts the cash by denomination, another confirms, and the next day opens (I36, I38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gulir.base.commands import Act, Result, command
from gulir.core.accounts import parse_ledger
from gulir.core.cash import count
from gulir.core.facts.books import CashCounted, DayClosed, DayCounted, DaysClosedThrough
from gulir.core.facts.ledger import DayCountRefused
from gulir.core.postings import cash_difference
from gulir.core.problems.books import AccountUnknown
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.ledger import (
    BooksStillLoading,
    CashDifferenceUnexplained,
    CashNotCounted,
    CountOutdated,
    DateAfterToday,
    DayNotCounted,
    DayNotEmpty,
    DayNotOpen,
    NotACashAccount,
    VoucherTextTooLong,
)
from gulir.core.roles import Ledger, Role
from gulir.ledger import policy
from gulir.ledger.models import Account, BookState, CashCount, Day, Voucher
from gulir.ledger.queries.days import cash_to_count, closing_counts
from gulir.ledger.services.openings import state_of
from gulir.ledger.services.posting import post
from gulir.ledger.services.reversals import second_person
from gulir.ledger.sums import balances_of, refresh_sums

__all__ = ["close_day", "close_through", "confirm_day", "count_cash", "refuse_day"]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A cash box as it was counted, before it is written."""

    account: Account
    booked: int
    counted: int
    pieces: Mapping[str, int]
    reason: str


def open_day_of(act: Act, day: date | None) -> tuple[BookState, Day]:
    """The open day and the state of live books; another day is refused."""
    state = state_of(act)
    if state.open_day is None:
        raise BooksStillLoading
    if day not in {None, state.open_day}:
        raise DayNotOpen(on=day, open_day=state.open_day)
    return state, Day.objects.select_related("counted_by").get(book=act.book, day=state.open_day)


# ---------------------------------------------------------------- counting


def _count(act: Act, row: Mapping[str, Any]) -> Counted:
    """One counted box from a row of `account`, `denominations`, `ledger`, `reason`; a difference needs its reason."""
    code, ledger = str(row.get("account", "")), parse_ledger(str(row.get("ledger", "") or ""))
    account = Account.objects.filter(book=act.book, ledger=ledger.value, code=code).first()
    if account is None:
        raise AccountUnknown(account=code[:40])
    if account.role != Role.CASH.value:
        raise NotACashAccount(account=code)
    box = count(row.get("denominations") or {})
    reason = str(row.get("reason", "") or "").strip()
    if len(reason) > 200:
        raise VoucherTextTooLong(field="reason", limit=200)
    booked = balances_of([account.pk])[account.pk]
    if box.total != booked and not reason:
        raise CashDifferenceUnexplained(
            account=code, expected=booked, counted=box.total, difference=box.difference(booked=booked)
        )
    return Counted(account=account, booked=booked, counted=box.total, pieces=box.plain, reason=reason)


def _write(act: Act, day: date, box: Counted, *, closing: bool, voucher: Voucher | None = None) -> CashCount:
    return CashCount.objects.create(
        book=act.book,
        day=day,
        account=box.account,
        expected=box.booked,
        counted=box.counted,
        denominations=dict(box.pieces),
        reason=box.reason if box.counted != box.booked else "",
        counted_by=act.actor,
        counted_at=act.at,
        closing=closing,
        voucher=voucher,
    )


@command("ledger.count_cash", may=policy.may_count)
def count_cash(
    act: Act, *, account: str, denominations: Mapping[str, Any], ledger: str = "upk", reason: str = ""
) -> Result:
    """Count a cash box between closings (a surprise count of the overseer, a hand-over); nothing is booked.

    A difference needs its reason (`CashDifferenceUnexplained`). Gives `{"count", "expected", "counted",
    "difference"}`.
    """
    state, _ = open_day_of(act, None)
    row = {"account": account, "denominations": denominations, "ledger": ledger, "reason": reason}
    box = _count(act, row)

    kept = _write(act, state.open_day or act.today, box, closing=False)

    act.tell(
        CashCounted(
            ledger=box.account.ledger,
            account=box.account.code,
            on=kept.day,
            counted=box.counted,
            booked=box.booked,
        )
    )
    return {
        "count": kept.pk,
        "expected": box.booked,
        "counted": box.counted,
        "difference": box.counted - box.booked,
    }


# ---------------------------------------------------------------- closing


@command("ledger.close_day", may=policy.may_close_day)
def close_day(act: Act, *, day: date | None = None, counts: Sequence[Mapping[str, Any]] = ()) -> Result:
    """The first person counts the open day's cash; the day then waits for a second person (`confirm_day`).

    `counts` are rows of `account`, `denominations` ({"100000": 2, …}) and, if needed, `ledger` and `reason`: one for
    each cash box that moved (`CashNotCounted`). A difference is booked the same day to the account of role
    `cash_difference` with its reason (domain 4.4). Counting again replaces the first count. Gives
    `{"day", "counted", "difference"}`.
    """
    _, open_day = open_day_of(act, day)
    on = open_day.day
    if on > act.today:
        raise DateAfterToday(on=on, today=act.today)
    boxes = [_count(act, row) for row in counts]
    given = {box.account.pk for box in boxes}
    for pk, account in cash_to_count(act.book.pk, on).items():
        if pk not in given:
            raise CashNotCounted(account=account.code, balance=balances_of([pk])[pk])

    for box in boxes:
        _write(act, on, box, closing=True, voucher=_book_difference(act, box))
    open_day.counted_at, open_day.counted_by, open_day.refused = act.at, act.actor, False
    open_day.save(update_fields=["counted_at", "counted_by", "refused"])
    counted = sum(box.counted for box in boxes)
    difference = sum(box.counted - box.booked for box in boxes)
    act.tell(
        DayCounted(
            on=on,
            counted=counted,
            difference=difference,
            denominations={f"{box.account.ledger} {box.account.code}": dict(box.pieces) for box in boxes},
        )
    )
    return {"day": on, "counted": counted, "difference": difference}


def _book_difference(act: Act, box: Counted) -> Voucher | None:
    """What the count shows more or less than the books, put aside the same day."""
    if box.counted == box.booked:
        return None
    return post(
        act,
        entries=cash_difference(booked=box.booked, counted=box.counted),
        description=f"Selisih kas {box.account.code}: {box.reason}"[:200],
        ledger=Ledger(box.account.ledger),
    )


@command("ledger.confirm_day", may=policy.may_confirm_day)
def confirm_day(act: Act, *, day: date | None = None) -> Result:
    """A second natural person confirms the count, the day closes for ever, and the next day opens.

    Refused: a day not counted, the counter as confirmer (`SecondPersonNeeded`), money that moved after the count
    (`CountOutdated`, `CashNotCounted`). Gives `{"day", "open_day"}`.
    """
    state, open_day = open_day_of(act, day)
    if open_day.counted_by is None:
        raise DayNotCounted(day=open_day.day)
    second_person(act, open_day.counted_by, "ledger.confirm_day")
    counts = _standing_counts(act, open_day)

    open_day.closed_at, open_day.confirmed_by = act.at, act.actor
    open_day.save(update_fields=["closed_at", "confirmed_by"])
    _open_next(act, state)
    vouchers = Voucher.objects.filter(book=act.book, dated=open_day.day).count()
    act.tell(
        DayClosed(
            on=open_day.day,
            open_on=open_day.day + ONE_DAY,
            vouchers=vouchers,
            counted=sum(kept.counted for kept in counts),
            difference=sum(kept.counted - kept.expected for kept in counts),
            second_person_id=str(act.actor.person),
        )
    )
    return {"day": open_day.day, "open_day": open_day.day + ONE_DAY}


def _standing_counts(act: Act, day: Day) -> list[CashCount]:
    """The last closing count of each box, as long as no money moved since; else the day is counted again."""
    counts = {kept.account_id: kept for kept in closing_counts(day)}
    boxes = cash_to_count(act.book.pk, day.day)
    held = balances_of({*counts, *boxes})
    for pk, account in boxes.items():
        if pk not in counts:
            raise CashNotCounted(account=account.code, balance=held[pk])
    for pk, kept in counts.items():
        if held[pk] != kept.counted:
            raise CountOutdated(account=kept.account.code, counted=kept.counted, balance=held[pk])
    return list(counts.values())


def _open_next(act: Act, state: BookState) -> None:
    """The day after the open one is open now."""
    assert state.open_day is not None  # live books have one
    state.open_day += ONE_DAY
    state.save(update_fields=["open_day"])
    Day.objects.create(book=act.book, day=state.open_day, opened_at=act.at)
    refresh_sums(act.book.pk)


@command("ledger.refuse_day", may=policy.may_confirm_day)
def refuse_day(act: Act, *, reason: str, day: date | None = None) -> Result:
    """The second person sends the count back, with a reason; the day is counted again. Gives `{"day"}`."""
    _, open_day = open_day_of(act, day)
    if open_day.counted_by is None:
        raise DayNotCounted(day=open_day.day)
    second_person(act, open_day.counted_by, "ledger.refuse_day")
    if not reason.strip():
        raise ReasonMissing

    open_day.counted_at, open_day.counted_by, open_day.refused = None, None, True
    open_day.save(update_fields=["counted_at", "counted_by", "refused"])
    act.tell(DayCountRefused(on=open_day.day, reason=reason.strip()))
    return {"day": open_day.day}


@command("ledger.close_through", may=policy.may_close_day)
def close_through(act: Act, *, through: date) -> Result:
    """Confirm that the open day and every day up to `through` had no vouchers, in one act; the next day opens.

    Refused: a day that has not come, and an open day with vouchers (`DayNotEmpty`). Gives `{"days": n, "open_day"}`.
    """
    state, open_day = open_day_of(act, None)
    first = open_day.day
    if through > act.today:
        raise DateAfterToday(on=through, today=act.today)
    if through < first:
        raise DayNotOpen(on=through, open_day=first)
    if open_day.counted_by_id or Voucher.objects.filter(book=act.book, dated=first).exists():
        raise DayNotEmpty(day=first)

    open_day.counted_at = open_day.closed_at = act.at
    open_day.counted_by, open_day.empty = act.actor, True
    open_day.save(update_fields=["counted_at", "closed_at", "counted_by", "empty"])
    days = (through - first).days + 1
    Day.objects.bulk_create(
        Day(
            book=act.book, day=first + timedelta(days=n), opened_at=act.at, counted_at=act.at, counted_by=act.actor,
            closed_at=act.at, empty=True,
        )
        for n in range(1, days)
    )  # fmt: skip
    state.open_day = through + ONE_DAY
    state.save(update_fields=["open_day"])
    Day.objects.create(book=act.book, day=state.open_day, opened_at=act.at)
    act.tell(DaysClosedThrough(first_on=first, last_on=through, days=days, open_on=state.open_day))
    return {"days": days, "open_day": state.open_day}
