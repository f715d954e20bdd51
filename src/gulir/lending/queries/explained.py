"""Whether old cards follow the schedule rule: which payments are amounts the schedule asks for, and which are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from gulir.lending.models import CardEntry, Instalment, Loan

__all__ = ["Explained", "explained_by_rule", "explained_payments"]

PAYMENTS = {"principal_payment": "principal", "jasa_payment": "jasa"}


@dataclass(frozen=True, kw_only=True)
class Explained:
    """How much of the rupiah paid the schedules explain, and the payments that differ: (loan, day, type, amount)."""

    paid: int
    explained: int
    differing: tuple[tuple[str, date, str, int], ...]

    @property
    def percent(self) -> Fraction:
        """The explained share in percent, exact; all of it when nothing was paid."""
        return Fraction(100 * self.explained, self.paid) if self.paid else Fraction(100)


def explained_payments(
    asked: dict[str, dict[str, set[int]]], payments: Iterable[tuple[str, date, str, int]]
) -> Explained:
    """Compare payments with the amounts each loan's schedule knows: `asked[loan]["principal" | "jasa"]`.

    >>> seen = explained_payments({"1": {"principal": {500, 400}, "jasa": {75}}},
    ...                           [("1", date(2022, 1, 1), "principal_payment", 500),
    ...                            ("1", date(2022, 1, 1), "jasa_payment", 70)])
    >>> seen.explained, len(seen.differing)
    (500, 1)
    """
    paid = explained = 0
    differing = []
    for loan, on, kind, amount in payments:
        paid += amount
        if amount in asked[loan][PAYMENTS[kind]]:
            explained += amount
        else:
            differing.append((loan, on, kind, amount))
    return Explained(paid=paid, explained=explained, differing=tuple(differing))


def explained_by_rule(book: UUID) -> Explained:
    """The board's imported cards beside their schedules."""
    numbers = dict(Loan.objects.filter(book_id=book, imported=True, withdrawn=False).values_list("pk", "loan_no"))
    asked: dict[str, dict[str, set[int]]] = {no: {"principal": set(), "jasa": set()} for no in numbers.values()}
    for loan, principal, jasa in Instalment.objects.filter(loan_id__in=numbers).values_list(
        "loan_id", "principal", "jasa"
    ):
        asked[numbers[loan]]["principal"].add(principal)
        asked[numbers[loan]]["jasa"].add(jasa)
    entries = CardEntry.objects.filter(loan_id__in=numbers, type__in=PAYMENTS, withdrawn=False).order_by("on", "line")
    rows = [
        (numbers[loan], on, kind, amount)
        for loan, on, kind, amount in entries.values_list("loan_id", "on", "type", "amount")
    ]
    return explained_payments(asked, rows)
