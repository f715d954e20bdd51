"""Whether old cards follow a schedule rule: which payments are the amounts it asks for, and which are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from gulir.core.money import Rounding, half_up_ratio
from gulir.core.schedule import RoundOn
from gulir.lending.models import CardEntry, Loan
from gulir.lending.terms import build_schedule, terms_of

__all__ = ["FOUND_IN_PRACTICE", "Differing", "Explained", "ScheduleRule", "explained_by_rule", "explained_payments"]


@dataclass(frozen=True, kw_only=True)
class ScheduleRule:
    """How instalments are rounded: unit in rupiah, what is rounded, and which way. The last one takes the rest."""

    round_to: int
    round_on: RoundOn
    rounding: Rounding


FOUND_IN_PRACTICE = ScheduleRule(round_to=100, round_on=RoundOn.PRINCIPAL, rounding=Rounding.UP)
"""Principal by months rounded up to a hundred rupiah, the last takes the rest, jasa stands beside it."""


@dataclass(frozen=True, kw_only=True)
class Differing:
    """A payment that is not what the rule asks for; `expected` is nothing beyond the last instalment. Rupiah."""

    loan_no: str
    on: date
    type: str
    amount: int
    expected: int | None


@dataclass(frozen=True, kw_only=True)
class Explained:
    """How much of the rupiah paid the rule explains, and the rows that differ."""

    paid: int
    explained: int
    differing: tuple[Differing, ...]

    @property
    def percent(self) -> Fraction:
        """The explained share in percent, exact; all of it when nothing was paid."""
        return Fraction(100 * self.explained, self.paid) if self.paid else Fraction(100)

    @property
    def tenths(self) -> int:
        """The share in tenths of a percent, half up, as it is shown: 958 is 95.8 percent."""
        return half_up_ratio(1000 * self.explained, self.paid) if self.paid else 1000


def explained_payments(
    asked: Mapping[tuple[str, str], Sequence[int]], payments: Iterable[tuple[str, date, str, int]]
) -> Explained:
    """Compare the n-th payment of each kind on a loan with the n-th amount asked; a payment of nothing counts as one.

    `asked` has the amounts by loan number and type of card entry.

    >>> jan, feb = date(2022, 1, 1), date(2022, 2, 1)
    >>> seen = explained_payments({("1", "principal_payment"): [500, 400]},
    ...                           [("1", jan, "principal_payment", 500), ("1", feb, "principal_payment", 300)])
    >>> seen.paid, seen.explained, seen.tenths
    (800, 500, 625)
    >>> seen.differing
    (Differing(loan_no='1', on=datetime.date(2022, 2, 1), type='principal_payment', amount=300, expected=400),)
    """
    paid = explained = 0
    count: dict[tuple[str, str], int] = {}
    differing = []
    for loan, on, kind, amount in payments:
        place = count.get((loan, kind), 0)
        count[loan, kind] = place + 1
        due = asked[loan, kind]
        expected = due[place] if place < len(due) else None
        paid += amount
        if amount == expected:
            explained += amount
        else:
            differing.append(Differing(loan_no=loan, on=on, type=kind, amount=amount, expected=expected))
    return Explained(paid=paid, explained=explained, differing=tuple(differing))


def explained_by_rule(book: UUID, *, rule: ScheduleRule = FOUND_IN_PRACTICE) -> Explained:
    """The board's imported cards beside the schedules that a rule would have given their loans: two queries."""
    loans = {loan.pk: loan for loan in Loan.objects.filter(book_id=book, imported=True, withdrawn=False)}
    asked: dict[tuple[str, str], list[int]] = {}
    for loan in loans.values():
        made = build_schedule(
            terms_of(
                loan, principal=loan.principal, disbursed_on=loan.disbursed_on, round_to=rule.round_to,
                round_on=rule.round_on, rounding=rule.rounding,
            )
        )  # fmt: skip
        asked[loan.loan_no, "principal_payment"] = [line.principal for line in made.instalments]
        asked[loan.loan_no, "jasa_payment"] = [line.jasa for line in made.instalments]
    entries = CardEntry.objects.filter(
        loan_id__in=loans, type__in=("principal_payment", "jasa_payment"), withdrawn=False
    ).order_by("on", "line", "id")
    rows = [
        (loans[loan].loan_no, on, kind, amount)
        for loan, on, kind, amount in entries.values_list("loan_id", "on", "type", "amount")
    ]
    return explained_payments(asked, rows)
