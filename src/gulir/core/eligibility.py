"""Whether a KSM may borrow, told as a list: each requirement with its rule, how it stands, and what to do (domain 3.3).

Nothing here is hidden until somebody applies: the same list is read by the KSM beforehand and asked by the acts. What
`blocks` is refused by the act; what is to be `watch`ed the board may weigh itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gulir.core.dates import months_between
from gulir.core.problems import Problem
from gulir.core.problems.applications import (
    LadderClimbed,
    LiabilityNotSigned,
    MemberInOtherFund,
    MemberSeemsToBorrow,
    MembersNotListedPoor,
)
from gulir.core.problems.lending import (
    GroupHasArrears,
    GroupHasLoan,
    GroupMetTooSeldom,
    GroupSavedTooLittle,
    GroupTooFewWomen,
    GroupTooLarge,
    GroupTooSmall,
    GroupTooYoung,
    MemberBorrowsElsewhere,
)
from gulir.core.rules import Rules

__all__ = ["Candidate", "Check", "Ksm", "Lived", "Running", "State", "before_first", "checks", "months_in_a_row"]


class State(StrEnum):
    """How a requirement stands."""

    MET = "met"
    WATCH = "watch"
    BLOCKS = "blocks"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A member as the requirements see them. `borrows_in`: the running loan of another KSM of this fund.

    `seems`: the name, in another borrowing KSM, that may be the same person under another spelling. `other_fund`: a
    running loan in the fund of another board, of which nothing more is told. `graduates`: see `core.rungs`.
    """

    name: str
    woman: bool
    poor_listed: bool
    signed: bool = True
    borrows_in: str = ""
    seems: str = ""
    seems_in: str = ""
    other_fund: bool = False
    graduates: bool = False


@dataclass(frozen=True, kw_only=True)
class Running:
    """A loan of the KSM that is not paid off, and how many instalments of it are missed."""

    loan_no: str
    missed: int


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What the KSM's own records say of its life up to a day: in how many months in a row it met, and it saved."""

    met: int
    saved: int


@dataclass(frozen=True, kw_only=True)
class Ksm:
    """The group on a day: whole months since it was formed, its members, its running loans; `first`: never lent to.

    `lived` is what its own records say; nothing where nobody looked into them.
    """

    name: str
    months: int
    first: bool
    members: tuple[Candidate, ...]
    running: tuple[Running, ...] = ()
    lived: Lived | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """One requirement: its rule, how it stands, what there is, out of how many (0 where nothing is counted out).

    `problems` says what is missing and what to do; the first is what an act is refused with.
    """

    rule: str
    state: State
    have: int
    of: int = 0
    problems: tuple[Problem, ...] = ()


def checks(ksm: Ksm, rules: Rules) -> list[Check]:
    """Every requirement in the order in which people meet them.

    >>> from datetime import date
    >>> from gulir.base.reference import rule_definitions
    >>> from gulir.core.rules import Rulebook
    >>> rules = Rulebook(rule_definitions()).at(date(2026, 3, 2))
    >>> four = tuple(Candidate(name=n, woman=n != "Agus", poor_listed=True) for n in ("Yuni", "Karti", "Sumi", "Agus"))
    >>> [(c.rule, c.have) for c in checks(Ksm(name="Melati", months=5, first=True, members=four), rules)
    ...     if c.state is State.BLOCKS]
    [('group.members_min', 4)]
    """
    return [
        _enough(ksm, rules),
        _not_too_many(ksm, rules),
        _women(ksm, rules),
        *before_first(ksm, rules),
        _poor(ksm, rules),
        _signed(ksm),
        _arrears(ksm),
        _running(ksm),
        _one_group(ksm),
        _ladder(ksm),
    ]


def _check(rule: str, have: int, found: Sequence[Problem] = (), *, of: int = 0, worst: State = State.BLOCKS) -> Check:
    state = worst if found else State.MET
    return Check(rule=rule, state=state, have=have, of=of, problems=tuple(found))


def _enough(ksm: Ksm, rules: Rules) -> Check:
    count, least = len(ksm.members), rules.count("group.members_min")
    few = [GroupTooSmall(ksm=ksm.name, members=count, least=least)] if count < least else []
    return _check("group.members_min", count, few)


def _not_too_many(ksm: Ksm, rules: Rules) -> Check:
    count, most = len(ksm.members), rules.count("group.members_max")
    many = [GroupTooLarge(ksm=ksm.name, members=count, most=most)] if count > most else []
    return _check("group.members_max", count, many, worst=State.WATCH)


def _women(ksm: Ksm, rules: Rules) -> Check:
    count, women = len(ksm.members), sum(member.woman for member in ksm.members)
    share = rules.percent("group.women_percent_min")
    percent = women * 100 // count if count else 0
    few = women * 100 < share * count
    found = [GroupTooFewWomen(ksm=ksm.name, percent=percent, least=int(share))] if few else []
    return _check("group.women_percent_min", percent, found)


def before_first(ksm: Ksm, rules: Rules) -> list[Check]:
    """Months of activity and, where its records were read, of saving: asked before the first loan alone (R04)."""
    saving = [] if ksm.lived is None else [_saving(ksm, ksm.lived, rules)]
    return [_active(ksm, rules), *saving]


def _active(ksm: Ksm, rules: Rules) -> Check:
    least = rules.count("group.months_active_min")
    met = ksm.months if ksm.lived is None else min(ksm.months, ksm.lived.met)
    found: list[Problem] = []
    if ksm.first and ksm.months < least:
        found = [GroupTooYoung(ksm=ksm.name, months=ksm.months, least=least)]
    elif ksm.first and met < least:
        found = [GroupMetTooSeldom(ksm=ksm.name, months=met, least=least)]
    return _check("group.months_active_min", met, found, worst=State.WATCH)


def _saving(ksm: Ksm, lived: Lived, rules: Rules) -> Check:
    least = rules.count("group.months_saving_min")
    short = ksm.first and lived.saved < least
    found = [GroupSavedTooLittle(ksm=ksm.name, months=lived.saved, least=least)] if short else []
    return _check("group.months_saving_min", lived.saved, found, worst=State.WATCH)


def months_in_a_row(days: Iterable[date], on: date) -> int:
    """In how many months in a row, up to now, something happened at least once; this month does not break the row yet.

    Never more months than lie between the first of those days and now, the one begun counted.

    >>> monthly = [date(2026, 1, 8), date(2026, 2, 12), date(2026, 3, 9)]
    >>> months_in_a_row(monthly, date(2026, 3, 10)), months_in_a_row(monthly, date(2026, 4, 30))
    (3, 3)
    >>> months_in_a_row(monthly, date(2026, 5, 1)), months_in_a_row([monthly[0], monthly[2]], date(2026, 3, 10))
    (0, 1)
    >>> months_in_a_row([date(2026, 1, 31), date(2026, 2, 15), date(2026, 3, 1)], date(2026, 3, 2))    # thirty days
    2
    """
    first: dict[int, date] = {}
    for day in days:
        if day <= on:
            month = _month(day)
            first[month] = min(day, first.get(month, day))
    last = _month(on) if _month(on) in first else _month(on) - 1
    month = last
    while month in first:
        month -= 1
    if month == last:
        return 0
    return min(last - month, months_between(first[month + 1], on) + 1)


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _poor(ksm: Ksm, rules: Rules) -> Check:
    count, listed = len(ksm.members), sum(member.poor_listed for member in ksm.members)
    lacks = rules.flag("loan.poor_listed_required") and listed < count
    found = [MembersNotListedPoor(ksm=ksm.name, listed=listed, members=count)] if lacks else []
    return _check("loan.poor_listed_required", listed, found, of=count, worst=State.WATCH)


def _signed(ksm: Ksm) -> Check:
    """Joint liability (R05): whoever has not signed keeps the money from going out, not the group from applying."""
    missing = tuple(member.name for member in ksm.members if not member.signed)
    found = [LiabilityNotSigned(ksm=ksm.name, members=missing)] if missing else []
    count = len(ksm.members)
    return _check("loan.joint_liability_signed", count - len(missing), found, of=count, worst=State.WATCH)


def _arrears(ksm: Ksm) -> Check:
    late = [loan for loan in ksm.running if loan.missed]
    found = [GroupHasArrears(ksm=ksm.name, loan=loan.loan_no) for loan in late]
    return _check("loan.no_arrears", sum(loan.missed for loan in late), found)


def _running(ksm: Ksm) -> Check:
    found = [GroupHasLoan(ksm=ksm.name, loan=loan.loan_no) for loan in ksm.running]
    return _check("loan.one_at_a_time", len(found), found)


def _one_group(ksm: Ksm) -> Check:
    """A person in a loan of another KSM blocks; one who only seems to be, or borrows elsewhere, is to be looked at."""
    sure = [MemberBorrowsElsewhere(ksm=ksm.name, loan=m.borrows_in) for m in ksm.members if m.borrows_in]
    maybe: list[Problem] = [
        MemberSeemsToBorrow(member=m.name, other=m.seems, ksm=m.seems_in) for m in ksm.members if m.seems
    ]
    maybe += [MemberInOtherFund(member=m.name) for m in ksm.members if m.other_fund]
    worst = State.BLOCKS if sure else State.WATCH
    return _check("loan.one_group_each", len(sure) + len(maybe), [*sure, *maybe], of=len(ksm.members), worst=worst)


def _ladder(ksm: Ksm) -> Check:
    done = tuple(member.name for member in ksm.members if member.graduates)
    found = [LadderClimbed(ksm=ksm.name, members=done)] if done else []
    return _check("loan.graduation_loans", len(done), found, of=len(ksm.members), worst=State.WATCH)
