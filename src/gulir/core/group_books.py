"""The KSM's own books: what lies in its box, what each member saved, what was lent among neighbours.

They are the group's alone: no voucher, account or day of the UPK is touched by them. What members bring for the UPK's
instalment lies in the box for a while and is nobody's wealth: it is held until it is handed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from gulir.core.dates import add_months
from gulir.core.money import LARGEST_AMOUNT, half_up_ratio, rupiah
from gulir.core.problems.mentoring import (
    BoxShort,
    CollectedLess,
    CountDiffers,
    GroupRuleOutOfBounds,
    OwedLess,
    QuorumMissed,
    RhythmUnknown,
    SavedLess,
    SavingsGivenAway,
)
from gulir.core.problems.money import AmountMissing, AmountNegative, AmountTooLarge

__all__ = ["COMES_IN", "EVERY", "GOES_OUT", "GroupBooks", "GroupTerms", "Line", "check_quorum", "difference", "needed"]

Who = UUID | str

COMES_IN = ("brought", "savings", "fine", "instalment", "repayment", "jasa", "gift", "over")
GOES_OUT = ("withdrawal", "loan", "welfare", "cost", "handed", "short")
EVERY = ("week", "fortnight", "month")
DAYS = {"week": 7, "fortnight": 14}
BOUNDS = {
    "savings": (0, LARGEST_AMOUNT),
    "fine": (0, LARGEST_AMOUNT),
    "quorum_percent": (1, 100),
    "loan_most": (0, LARGEST_AMOUNT),
    "loan_months": (1, 36),
    "loan_jasa_bp": (0, 1_000),
}


@dataclass(frozen=True, kw_only=True)
class GroupTerms:
    """What a KSM agreed with itself: amounts in rupiah, jasa per month in hundredths of a percent.

    >>> terms = GroupTerms(every="month", savings=10_000, fine=2_000, quorum_percent=60, loan_most=500_000,
    ...                    loan_months=3, loan_jasa_bp=150)
    >>> terms.jasa_at(500_000, 150), terms.next_on(date(2026, 1, 31)), terms.due_on(date(2026, 1, 10))
    (7500, datetime.date(2026, 2, 28), datetime.date(2026, 4, 10))
    """

    every: str
    savings: int
    fine: int
    quorum_percent: int
    loan_most: int
    loan_months: int
    loan_jasa_bp: int

    def __post_init__(self) -> None:
        if self.every not in EVERY:
            raise RhythmUnknown(every=self.every[:20], known=EVERY)
        for rule, (least, most) in BOUNDS.items():
            if not least <= getattr(self, rule) <= most:
                raise GroupRuleOutOfBounds(rule=rule, least=least, most=most)

    def next_on(self, last: date) -> date:
        """When the next meeting is due after one that was held on `last`."""
        return last + timedelta(days=DAYS[self.every]) if self.every in DAYS else add_months(last, 1)

    def due_on(self, lent_on: date) -> date:
        """Until when an internal loan of that day is to be paid back."""
        return add_months(lent_on, self.loan_months)

    @staticmethod
    def jasa_at(balance: int, jasa_bp: int) -> int:
        """What a month of this balance costs, in rupiah, half up."""
        return half_up_ratio(balance * jasa_bp, 10_000)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sum that went into the box or out of it at a meeting, in rupiah."""

    kind: str
    amount: int
    person: Who | None = None
    loan: Who | None = None

    @property
    def signed(self) -> int:
        """What it does to the box."""
        return self.amount if self.kind in COMES_IN else -self.amount


@dataclass(frozen=True, kw_only=True)
class GroupBooks:
    """Where a KSM stands, in rupiah: the box, each member's savings, each internal loan, what is held for the UPK."""

    cash: int = 0
    saved: Mapping[Who, int] = field(default_factory=dict)
    owed: Mapping[Who, int] = field(default_factory=dict)
    held: int = 0

    @property
    def savings(self) -> int:
        """What belongs to the members, one by one."""
        return sum(self.saved.values())

    @property
    def lent(self) -> int:
        """What members still owe the group."""
        return sum(self.owed.values())

    @property
    def surplus(self) -> int:
        """What is the group's own: jasa, fines and gifts, less welfare, costs and what was missing from the box."""
        return self.cash + self.lent - self.savings - self.held

    def added(self, lines: Iterable[Line]) -> GroupBooks:
        """The books with these lines in them, whatever comes out.

        >>> books = GroupBooks().added([Line(kind="savings", amount=50_000, person="Yuni")])
        >>> lent = books.added([Line(kind="loan", amount=30_000, person="Karti", loan="K-1")])
        >>> lent.cash, lent.savings, lent.lent, lent.surplus
        (20000, 50000, 30000, 0)
        """
        cash, held, saved, owed = self.cash, self.held, dict(self.saved), dict(self.owed)
        for line in lines:
            cash += line.signed
            if line.kind in ("brought", "savings", "withdrawal") and line.person is not None:
                saved[line.person] = saved.get(line.person, 0) + line.signed
            elif line.kind in ("loan", "repayment") and line.loan is not None:
                owed[line.loan] = owed.get(line.loan, 0) - line.signed
            elif line.kind in ("instalment", "handed"):
                held += line.signed
        return GroupBooks(cash=cash, saved=saved, owed=owed, held=held)

    def after(self, lines: Iterable[Line], *, names: Mapping[Who, str] | None = None) -> GroupBooks:
        """The books after a meeting, or the first thing that cannot be.

        Nothing falls below zero: the box, a member's savings, a loan, what is held for the UPK; and what is spent on
        welfare and costs comes out of what is the group's own, never out of the members' savings.

        >>> books = GroupBooks().after([Line(kind="savings", amount=50_000, person="Yuni")])
        >>> books.after([Line(kind="welfare", amount=10_000)])
        Traceback (most recent call last):
        ...
        gulir.core.problems.mentoring.SavingsGivenAway: SavingsGivenAway {'own': 0, 'spent': 10000}
        """
        written = list(lines)
        for line in written:
            _check(line.amount)
        called, new = names or {}, self.added(written)
        for who, balance in new.saved.items():
            if balance < 0:
                asked = sum(-line.signed for line in written if line.person == who and line.kind == "withdrawal")
                raise SavedLess(member=called.get(who, str(who)), saved=balance + asked, asked=asked)
        for loan, balance in new.owed.items():
            if balance < 0:
                paid = sum(line.amount for line in written if line.loan == loan and line.kind == "repayment")
                raise OwedLess(member=called.get(loan, str(loan)), owed=balance + paid, paid=paid)
        if new.held < 0:
            handed = sum(line.amount for line in written if line.kind == "handed")
            raise CollectedLess(collected=new.held + handed, handed=handed)
        spent = sum(line.amount for line in written if line.kind in ("welfare", "cost"))
        if spent and new.surplus < 0:
            raise SavingsGivenAway(own=max(new.surplus + spent, 0), spent=spent)
        if new.cash < 0:
            raise BoxShort(short=-new.cash)
        return new


def needed(expected: int, percent: int) -> int:
    """How many must come, of those expected, before the KSM may decide: the share is rounded up.

    >>> needed(10, 60), needed(7, 50)
    (6, 4)
    """
    return -(-expected * percent // 100)


def check_quorum(present: int, expected: int, percent: int) -> None:
    """Pass, or refuse with `QuorumMissed`: money may be brought without a quorum, nothing may be decided or lent."""
    if present < needed(expected, percent):
        raise QuorumMissed(present=present, needed=needed(expected, percent))


def difference(*, booked: int, counted: int, reason: str) -> Line | None:
    """What makes the books say what lies in the box; a difference without a reason is refused.

    >>> difference(booked=50_000, counted=49_000, reason="Kembalian salah")
    Line(kind='short', amount=1000, person=None, loan=None)
    >>> difference(booked=50_000, counted=50_000, reason="") is None
    True
    """
    if counted:
        _check(counted)
    if counted == booked:
        return None
    if not reason.strip():
        raise CountDiffers(booked=booked, counted=counted)
    return Line(kind="over" if counted > booked else "short", amount=abs(counted - booked))


def _check(amount: int) -> None:
    if amount == 0:
        raise AmountMissing
    if amount < 0:
        raise AmountNegative(text=rupiah(amount))
    if amount > LARGEST_AMOUNT:
        raise AmountTooLarge(text=rupiah(amount), limit=LARGEST_AMOUNT)
