"""How one payment is spread over what is owed, and what it takes to settle early.

The order of the programme (R15, domain 3.13): all jasa due, oldest first; then all principal due, oldest first;
penalties last; then the next instalments one by one, jasa before principal; what is left is held for the payer
(titipan). A payment never takes more than is owed, and its parts and surplus add up to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from gulir.core.money import half_up_ratio
from gulir.core.problems.loans import OwedAmountNegative, RepaymentNegative

__all__ = [
    "DEFAULT_ORDER",
    "Advance",
    "Allocation",
    "Component",
    "Due",
    "Part",
    "PenaltyBase",
    "PenaltyRule",
    "Settlement",
    "SettlementRule",
    "allocate",
    "settlement",
]


class Component(StrEnum):
    """What an instalment is made of."""

    JASA = "jasa"
    PRINCIPAL = "principal"
    PENALTY = "penalty"


DEFAULT_ORDER = (Component.JASA, Component.PRINCIPAL, Component.PENALTY)


class Advance(StrEnum):
    """Where money goes once nothing more is due: the next instalments, the last ones, or back to the payer."""

    NEXT = "next"
    LAST = "last"
    NONE = "none"


class PenaltyBase(StrEnum):
    """What a penalty by percentage is taken of."""

    PRINCIPAL = "principal"
    TOTAL = "total"


class SettlementRule(StrEnum):
    """Which jasa an early settlement still owes."""

    CURRENT_JASA = "current_jasa"
    FULL_TERM = "full_term"


class Due(NamedTuple):
    """What is still owed on one instalment. A penalty of None has not been reckoned yet; a rule may do it."""

    no: int
    due_on: date
    principal: int
    jasa: int
    penalty: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one payment pays of one instalment."""

    no: int
    principal: int = 0
    jasa: int = 0
    penalty: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.principal + self.jasa + self.penalty


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where one payment went: a part per instalment it touched, and the surplus to be held for the payer."""

    parts: tuple[Part, ...]
    surplus: int

    @property
    def principal(self) -> int:
        """How much of the loan it pays back."""
        return sum(part.principal for part in self.parts)

    @property
    def jasa(self) -> int:
        """How much jasa it pays."""
        return sum(part.jasa for part in self.parts)

    @property
    def penalty(self) -> int:
        """How much penalty it pays."""
        return sum(part.penalty for part in self.parts)


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """A fine per late instalment, once, never compounding (R37: none by default): a flat sum, a percentage, or both."""

    flat: int = 0
    percent: Fraction = Fraction(0)
    of: PenaltyBase = PenaltyBase.PRINCIPAL
    grace_days: int = 0

    def on(self, due: Due, paid_on: date) -> int:
        """The penalty of one instalment at the day of payment; none while it is not late, or nothing of it is owed.

        >>> late = Due(1, date(2023, 2, 1), 100_000, 3_000)
        >>> PenaltyRule(percent=Fraction(3, 2)).on(late, date(2023, 5, 1))
        1500
        >>> PenaltyRule(flat=500).on(late, date(2023, 2, 1))
        0
        """
        base = due.principal if self.of is PenaltyBase.PRINCIPAL else due.principal + due.jasa
        if paid_on <= due.due_on + timedelta(days=self.grace_days) or due.principal + due.jasa == 0:
            return 0
        return self.flat + half_up_ratio(base * self.percent.numerator, 100 * self.percent.denominator)


def allocate(
    due: Sequence[Due],
    paid_on: date,
    amount: int,
    *,
    order: Sequence[Component] = DEFAULT_ORDER,
    advance: Advance = Advance.NEXT,
    penalty_rule: PenaltyRule | None = None,
) -> Allocation:
    """The payment spread over what is owed; `due` holds what is still unpaid of each instalment, in any order.

    Components named in `order` are paid one after another over all instalments due, oldest first; those left out
    come after them, so that nothing due is passed over. Refused: a negative payment or a negative debt.

    >>> from datetime import date
    >>> owed = [Due(i, date(2026, i, 15), 500_000, 75_000) for i in (3, 4, 5, 6, 7)]
    >>> paid = allocate(owed, date(2026, 6, 20), 650_000)
    >>> paid.jasa, paid.principal, paid.parts[0]
    (300000, 350000, Part(no=3, principal=350000, jasa=75000, penalty=0))
    >>> ahead = allocate(owed[-1:], date(2026, 6, 20), 600_000)
    >>> ahead.parts, ahead.surplus
    ((Part(no=7, principal=500000, jasa=75000, penalty=0),), 25000)
    """
    if amount < 0:
        raise RepaymentNegative(path="amount", amount=amount)
    lines = sorted(due, key=BY_DATE)
    owed = _owed(lines, paid_on, penalty_rule)
    paid = {component: [0] * len(lines) for component in DEFAULT_ORDER}
    left = amount
    for component, i in _steps(lines, paid_on, (*order, *(c for c in DEFAULT_ORDER if c not in order)), advance):
        took = min(left, owed[component][i])
        paid[component][i] += took
        left -= took
        if not left:
            break
    each = zip(lines, paid[Component.PRINCIPAL], paid[Component.JASA], paid[Component.PENALTY], strict=True)
    return Allocation(tuple(Part(line.no, p, j, f) for line, p, j, f in each if p or j or f), left)


BY_DATE = attrgetter("due_on", "no")


def _owed(lines: Sequence[Due], on: date, rule: PenaltyRule | None) -> dict[Component, list[int]]:
    """What each instalment owes, by component; a penalty not reckoned yet is reckoned by the rule."""
    penalties = [line.penalty if line.penalty is not None else rule.on(line, on) if rule else 0 for line in lines]
    for line, penalty in zip(lines, penalties, strict=True):
        if line.principal < 0 or line.jasa < 0 or penalty < 0:
            raise OwedAmountNegative(path="due", no=line.no)
    return {
        Component.PRINCIPAL: [line.principal for line in lines],
        Component.JASA: [line.jasa for line in lines],
        Component.PENALTY: penalties,
    }


def _steps(
    lines: Sequence[Due], paid_on: date, order: Sequence[Component], advance: Advance
) -> Iterator[tuple[Component, int]]:
    """Which component of which instalment is paid next: what is due first, then in advance."""
    due_now = sum(line.due_on <= paid_on for line in lines)
    for component in order:
        for i in range(due_now):
            yield component, i
    if advance is Advance.NONE:
        return
    later = range(due_now, len(lines))
    for i in later if advance is Advance.NEXT else reversed(later):
        for component in order:
            yield component, i


@dataclass(frozen=True, slots=True)
class Settlement:
    """What pays a loan off on a day: a part per instalment, and the jasa that need not be paid, per instalment."""

    parts: tuple[Part, ...]
    waived_jasa: tuple[tuple[int, int], ...]

    @property
    def total(self) -> int:
        """What has to be paid."""
        return sum(part.total for part in self.parts)

    @property
    def waived(self) -> int:
        """How much jasa is spared."""
        return sum(jasa for _, jasa in self.waived_jasa)


def settlement(
    due: Sequence[Due],
    on: date,
    *,
    rule: SettlementRule = SettlementRule.CURRENT_JASA,
    penalty_rule: PenaltyRule | None = None,
    rebate: int = 0,
) -> Settlement:
    """The quote for paying off today: all principal, jasa due, and jasa of the running period only (domain 3.9).

    The running period is the one whose instalment falls due today or next. `FULL_TERM` owes all jasa to the end.

    >>> owed = [Due(i, date(2026, i, 15), 500_000, 75_000) for i in (3, 4, 5, 6)]
    >>> quote = settlement(owed, date(2026, 3, 20))
    >>> quote.total, quote.waived
    (2150000, 150000)
    >>> settlement(owed, date(2026, 3, 20), rule=SettlementRule.FULL_TERM).total
    2300000

    `rebate` rupiah of what has not fallen due yet are spared of a full term, the last instalment first, and never more
    than there is: so it is granted on a margin that is fixed (domain 3.9).

    >>> granted = settlement(owed, date(2026, 3, 20), rule=SettlementRule.FULL_TERM, rebate=100_000)
    >>> granted.total, granted.waived_jasa
    (2200000, ((5, 25000), (6, 75000)))
    """
    lines = sorted(due, key=BY_DATE)
    owed = _owed(lines, on, penalty_rule)
    running = min((line.due_on for line in lines if line.due_on >= on), default=on)
    spared = _spared(lines, on, rebate)
    parts, waived = [], []
    for line, penalty in zip(lines, owed[Component.PENALTY], strict=True):
        principal, jasa = line.principal, line.jasa
        less = spared.get(line.no, 0)
        if rule is SettlementRule.CURRENT_JASA and line.due_on > running:
            less = jasa
        if less:
            waived.append((line.no, less))
            jasa -= less
        if principal or jasa or penalty:
            parts.append(Part(line.no, principal, jasa, penalty))
    return Settlement(tuple(parts), tuple(waived))


def _spared(lines: Sequence[Due], on: date, rebate: int) -> dict[int, int]:
    """How much jasa of which instalment a rebate spares: of those not due yet, from the last one back."""
    left, spared = rebate, {}
    for line in reversed(lines):
        if line.due_on > on and (less := min(left, line.jasa)) > 0:
            spared[line.no] = less
            left -= less
    return spared
