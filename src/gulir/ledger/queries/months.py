"""The checklist of a month: what is done, what is not, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.core.dates import add_months, month_end
from gulir.core.roles import Role
from gulir.ledger.models import Account, BookState, Month, Reconciliation
from gulir.ledger.queries.balances import balance_at, control_balance

__all__ = ["CONTROLS", "MonthCheck", "month_checks", "next_month"]

CONTROLS: Mapping[str, Role] = {"loans": Role.LOANS, "savings": Role.TR_SAVINGS, "provision": Role.PROVISION}
"""What the context above counts from its cards, and the account that must say the same (I06)."""
BANKS = (Role.BANK.value, Role.BANK_TR.value)


@dataclass(frozen=True, kw_only=True)
class MonthCheck:
    """One point of the checklist: `expected` is what the books say, `found` what was counted or reconciled.

    `explained` is the written reason of a difference that is known and accepted; it stays on the closed month.
    """

    check: str
    expected: int
    found: int | None
    explained: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.found == self.expected or (self.found is not None and bool(self.explained))

    @property
    def difference(self) -> int | None:
        """What is counted beyond the books; nothing while it was not counted."""
        return None if self.found is None else self.found - self.expected


def next_month(book: UUID, state: BookState) -> date | None:
    """The first day of the month to close next: after the last closed one, else the month in which books went live."""
    last = Month.objects.filter(book_id=book).order_by("-first").values_list("first", flat=True).first()
    if last is not None:
        return add_months(last, 1)
    return state.live_on.replace(day=1) if state.live_on else None


def month_checks(
    book: UUID, month: date, control_totals: Mapping[str, int], explanations: Mapping[str, str] | None = None
) -> list[MonthCheck]:
    """The checklist of a month, point by point, with what is done and what is not; nothing is refused here.

    `control_totals` are what the context above counted at the month's end: `loans` (cards), `savings` (group books),
    `provision` (what is needed).
    """
    end = month_end(month)
    state = BookState.objects.get(book_id=book)
    why = explanations or {}
    days_left = max(0, (end - state.open_day).days + 1) if state.open_day else 0
    checks = [MonthCheck(check="days", expected=0, found=days_left)]
    checks += [_bank_check(account, end) for account in _banks(book)]
    held = control_balance(book, [*CONTROLS.values(), Role.BANK_TR], as_of=end)
    checks += [
        MonthCheck(
            check=name, expected=held[role.value], found=control_totals.get(name), explained=why.get(name, "").strip()
        )
        for name, role in CONTROLS.items()
    ]
    short = max(0, held[Role.TR_SAVINGS.value] - held[Role.BANK_TR.value])
    covered = MonthCheck(
        check="savings_banked", expected=0, found=short, explained=why.get("savings_banked", "").strip()
    )
    return [*checks, covered]


def _banks(book: UUID) -> list[Account]:
    return list(Account.objects.filter(book_id=book, role__in=BANKS).order_by("ledger", "code"))


def _bank_check(account: Account, end: date) -> MonthCheck:
    """A bank account agrees with its statement at the month's end; one that is empty and unused needs none."""
    last = Reconciliation.objects.filter(account=account, through=end).order_by("-made_at", "-id").first()
    name = f"bank {account.ledger} {account.code}"
    booked = balance_at(account, as_of=end)
    if last is None:
        return MonthCheck(check=name, expected=booked, found=None if booked else 0)
    if last.book_balance != booked:
        return MonthCheck(check=name, expected=booked, found=None)
    return MonthCheck(check=name, expected=booked, found=booked + last.difference)
