"""The waiting list of approved loans beside the money that lies idle, and how that share is computed (domain 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from django.db.models import Q, Sum

from gulir.core.indicators import Figure, idle_cash
from gulir.core.roles import Role
from gulir.core.rules import Rules
from gulir.core.waiting import Place, Waiting, in_order
from gulir.governance.queries import rules_at
from gulir.ledger.models import Transfer
from gulir.ledger.queries.held import held_now
from gulir.lending.dues import schedules_of
from gulir.lending.models import Application, Loan
from gulir.lending.queries.punctual import paid_on_time

__all__ = ["Idle", "WaitingList", "idle_of", "lies_long", "waiting_list"]


@dataclass(frozen=True, kw_only=True)
class Idle:
    """What lies idle: cash and bank of the loan fund over the whole fund, rupiah; `limit` is the share warned about."""

    cash: int
    bank: int
    loans: int
    figure: Figure
    limit: Fraction

    @property
    def money(self) -> int:
        """Cash and bank together."""
        return self.cash + self.bank

    @property
    def too_much(self) -> bool:
        """Whether more lies idle than the rulebook lets lie."""
        return self.figure.value is not None and self.figure.value > self.limit


@dataclass(frozen=True, kw_only=True)
class WaitingList:
    """Who waits, in order, the money they wait for, and the application behind each place."""

    idle: Idle
    places: tuple[Place, ...]
    ids: dict[str, UUID]


def idle_of(*, cash: int, bank: int, loans: int, rules: Rules) -> Idle:
    """The idle share of a fund of which these balances are known. Money below zero lies nowhere.

    >>> from gulir.base.reference import rule_definitions
    >>> from gulir.core.rules import Rulebook
    >>> rules = Rulebook(rule_definitions()).at(date(2026, 3, 2))
    >>> idle = idle_of(cash=5_000_000, bank=35_000_000, loans=60_000_000, rules=rules)
    >>> str(idle.figure.value_percent), idle.too_much
    ('40.00', True)
    """
    figure = idle_cash(money=max(0, cash + bank), loans=max(0, loans))
    return Idle(cash=cash, bank=bank, loans=loans, figure=figure, limit=rules.percent("cash.idle_percent"))


FUND = {Role.CASH.value: "money", Role.BANK.value: "money", Role.LOANS.value: "loans"}


def lies_long(book: UUID, on: date, idle: Idle, rules: Rules) -> bool:
    """Whether more than the rulebook lets lie has lain there for as many days as it says, at the end of every one.

    A fund lies idle on the day of every pay day; it is told of when nobody was lent to for weeks. No statement where
    it is not too much now, one where it is.
    """
    if not idle.too_much:
        return False
    begun = on - timedelta(days=rules.count("cash.idle_days"))
    held = {"money": idle.money, "loans": idle.loans}
    for moved in _moved_since(book, begun):
        held = {what: amount - moved[what] for what, amount in held.items()}
        if not idle_of(cash=held["money"], bank=0, loans=held["loans"], rules=rules).too_much:
            return False
    return True


def _moved_since(book: UUID, begun: date) -> list[dict[str, int]]:
    """What money and loans of the fund grew by on each day after one on which they moved, the latest day first."""
    rows = Transfer.objects.filter(book_id=book, voucher__ledger="upk", voucher__dated__gt=begun)
    sums = (
        rows.filter(Q(debit__role__in=FUND) | Q(credit__role__in=FUND))
        .order_by()
        .values_list("voucher__dated", "debit__role", "credit__role")
        .annotate(sum=Sum("amount"))
    )
    days: dict[date, dict[str, int]] = {}
    for day, debit, credit, amount in sums:
        moved = days.setdefault(day, {"money": 0, "loans": 0})
        for role, sign in ((debit, 1), (credit, -1)):
            if role in FUND:
                moved[FUND[role]] += sign * int(amount)
    return [days[day] for day in sorted(days, reverse=True)]


def waiting_list(book: UUID, on: date) -> WaitingList:
    """The approved applications of a fund in the order in which they are paid out, and the money at hand."""
    rules = rules_at(book, on)
    held = held_now(book, (Role.CASH, Role.BANK, Role.LOANS))
    idle = idle_of(cash=held[Role.CASH], bank=held[Role.BANK], loans=held[Role.LOANS], rules=rules)
    approved = list(
        Application.objects.filter(book_id=book, state="approved")
        .select_related("group", "priority")
        .order_by("number")
    )
    punctual = _punctual(book, approved, rules)
    rows = [
        Waiting(
            application=asked.number,
            ksm=asked.group.name,
            amount=asked.decided or 0,
            decided_on=asked.decided_on or asked.submitted_on,
            punctual=asked.group_id in punctual,
            first=asked.priority.reason if hasattr(asked, "priority") else "",
        )
        for asked in approved
    ]
    places = in_order(rows, money=idle.money, punctual_first=rules.flag("loan.punctual_first"))
    return WaitingList(idle=idle, places=tuple(places), ids={asked.number: asked.pk for asked in approved})


def _punctual(book: UUID, approved: list[Application], rules: Rules) -> set[UUID]:
    """The groups among these whose last loan was paid in time from the first to the last instalment."""
    last: dict[UUID, Loan] = {}
    found = Loan.objects.filter(
        book_id=book, group__in={asked.group_id for asked in approved}, state="settled", withdrawn=False
    )
    for loan in found.order_by("disbursed_on", "id"):
        if loan.group_id is not None:
            last[loan.group_id] = loan
    schedules = schedules_of(loan.pk for loan in last.values())
    tolerance = rules.count("iptw.tolerance_days")
    return {
        group for group, loan in last.items() if paid_on_time(loan, schedules[loan.pk], tolerance_days=tolerance)
    }  # fmt: skip
