"""Closing a month by its checklist: days closed, banks reconciled, cards and savings equal to their accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gulir.base.commands import Act, Result, command
from gulir.core.dates import month_end
from gulir.core.facts.books import MonthClosed
from gulir.core.problems.ledger import (
    BankNotReconciled,
    BooksStillLoading,
    DaysStillOpen,
    MonthCheckFailed,
    MonthNotNext,
    VoucherTextTooLong,
)
from gulir.core.problems.money import BadInput
from gulir.core.roles import Role
from gulir.ledger import policy
from gulir.ledger.models import BookState, Month, Voucher
from gulir.ledger.queries.balances import control_balance
from gulir.ledger.queries.months import CONTROLS, MonthCheck, month_checks, next_month
from gulir.ledger.services.openings import state_of

__all__ = ["close_month"]


@command("ledger.close_month", may=policy.may_close_month)
def close_month(
    act: Act, *, month: date, control_totals: Mapping[str, int], explanations: Mapping[str, str] | None = None
) -> Result:
    """Close a month (its first day) when every point of the checklist is fulfilled.

    `control_totals` {"loans", "savings", "provision"} come from the context above. A difference of a control that is
    known may be accepted with a written explanation; it is kept with the month and told by every later report.
    Refused: days still open, an earlier month open, a bank not reconciled, a control that differs unexplained.
    Gives `{"month": "2026-01", "totals": {…}}`.
    """
    state = state_of(act)
    if state.live_on is None or state.open_day is None:
        raise BooksStillLoading
    first = _the_next(act, state, month)
    why = _explanations(explanations)
    for name, total in control_totals.items():
        if name not in CONTROLS or type(total) is not int:
            raise BadInput(path=f"control_totals.{name}", expected=" | ".join(CONTROLS))
    if state.open_day <= month_end(first):
        raise DaysStillOpen(period=f"{first:%Y-%m}", open_day=state.open_day)
    checks = month_checks(act.book.pk, first, control_totals, why)
    for check in checks:
        _pass(check, month_end(first))

    totals = _totals(act.book.pk, month_end(first))
    Month.objects.create(
        book=act.book,
        first=first,
        closed_at=act.at,
        closed_by=act.actor,
        checks=[{"check": c.check, "expected": c.expected, "found": c.found, "explained": c.explained} for c in checks],
        totals=totals,
    )
    vouchers = Voucher.objects.filter(book=act.book, dated__gte=first, dated__lte=month_end(first)).count()
    act.tell(MonthClosed(month=f"{first:%Y-%m}", vouchers=vouchers, **totals))
    return {"month": f"{first:%Y-%m}", "totals": totals}


def _the_next(act: Act, state: BookState, month: date) -> date:
    first = month.replace(day=1)
    expected = next_month(act.book.pk, state)
    if first != expected:
        raise MonthNotNext(month=f"{first:%Y-%m}", expected=f"{expected:%Y-%m}")
    return first


def _explanations(given: Mapping[str, str] | None) -> dict[str, str]:
    why = {name: text.strip() for name, text in (given or {}).items()}
    for name, text in why.items():
        if name not in {*CONTROLS, "savings_banked"}:
            raise BadInput(path=f"explanations.{name}", expected=" | ".join([*CONTROLS, "savings_banked"]))
        if len(text) > 200:
            raise VoucherTextTooLong(field=f"explanations.{name}", limit=200)
    return why


def _pass(check: MonthCheck, end: date) -> None:
    """Refuse the first point that is not fulfilled."""
    if check.done:
        return
    if check.check.startswith("bank "):
        raise BankNotReconciled(account=check.check.rsplit(" ", 1)[1], through=end, difference=check.difference)
    if check.found is None:
        raise BadInput(path=f"control_totals.{check.check}", expected="whole rupiah")
    raise MonthCheckFailed(
        check=check.check, expected=check.expected, found=check.found, difference=check.found - check.expected
    )


def _totals(book: Any, end: date) -> dict[str, int]:
    """What the fact of the month tells: the UPK's control accounts and all its money, at the month's end."""
    held = control_balance(book, [*CONTROLS.values(), Role.CASH, Role.BANK, Role.BANK_TR], as_of=end)
    return {
        "loans": held["loans"],
        "savings": held["tr_savings"],
        "provision": held["provision"],
        "cash": held["cash"],
        "bank": held["bank"] + held["bank_tr"],
    }
