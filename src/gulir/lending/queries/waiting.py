"""The waiting list of approved loans beside the money that lies idle, and how that share is computed (domain 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from gulir.core.indicators import Figure, idle_cash
from gulir.core.roles import Role
from gulir.core.rules import Rules
from gulir.core.waiting import Place, Waiting, in_order
from gulir.governance.queries import rules_at
from gulir.ledger.queries.held import held_now
from gulir.lending.dues import schedules_of
from gulir.lending.models import Application, Loan
from gulir.lending.queries.punctual import paid_on_time

__all__ = ["Idle", "WaitingList", "idle_of", "waiting_list"]


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
