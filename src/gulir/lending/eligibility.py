"""Whether a KSM may borrow, what each member may have, and who may not decide about it.

Who: enough members, enough women, nothing in arrears, nothing still running, no member in another group's loan (R02,
R03, R60, I15). How much: the limits of a first and of a later loan (R08, R09). Beyond that there are warnings: what
the programme asks and the board may weigh itself (R04, R07, R10, domain 3.5), the step up to the next loan among it: no
source makes that a limit (`docs/decisions/0018`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from uuid import UUID

from gulir.community.models import Group
from gulir.community.queries import members, relatives
from gulir.core.approval import check_stepped_aside
from gulir.core.dates import months_between
from gulir.core.eligibility import Ksm, Lived, State, before_first, checks
from gulir.core.problems import Finding, Problem
from gulir.core.problems.applications import IndicatorsStopLending, LiabilityNotSigned
from gulir.core.problems.lending import (
    CapacityShort,
    GroupTooLarge,
    LendingIsSuspended,
    MemberGraduates,
    MemberNotListedPoor,
    StepNotEarned,
    StepTooLarge,
    TooMuchForFirstLoan,
    TooMuchPerMember,
)
from gulir.core.rules import Rules
from gulir.lending.models import ApplicationShare, Share
from gulir.lending.queries.eligibility import MemberRung, ksm_of, lent_unassigned, never_lent_to, pledged, rungs
from gulir.lending.queries.stopped import stop_at, stopped_since

__all__ = [
    "check_borrower",
    "check_disinterested",
    "check_lending_goes_on",
    "check_limits",
    "check_pledged",
    "warnings",
]


def check_borrower(book: UUID, group: Group, on: date, rules: Rules, *, members_on: date | None = None) -> None:
    """Pass, or refuse with the first thing that stands in the way of a loan to this group on a day.

    It is the list the KSM reads beforehand (`queries.eligibility`). `members_on` is the day whose members count, when
    it is not that of the books.
    """
    ksm = ksm_of(book, group, members(group.pk, members_on or on), on, rules)
    for check in checks(ksm, rules):
        if check.state is State.BLOCKS:
            raise check.problems[0]


def check_pledged(group: Group, on: date) -> None:
    """Pass when every member of this day signed that all answer together (R05), else `LiabilityNotSigned`."""
    signed = pledged(group)
    missing = tuple(member.name for member in members(group.pk, on) if member.person not in signed)
    if missing:
        raise LiabilityNotSigned(ksm=group.name, members=missing)


def check_lending_goes_on(book: UUID, on: date, rules: Rules) -> None:
    """Pass while new loans are stopped neither by hand nor by LAR or PAR (R31).

    Refused: `LendingIsSuspended`; `IndicatorsStopLending` unless the members' meeting lets lending go on that day.
    """
    stopped = stopped_since(book)
    if stopped is not None:
        raise LendingIsSuspended(since=stopped.since, reason=stopped.reason)
    stop = stop_at(book, on, rules)
    if stop.stands:
        worst = stop.stopping[0]
        percent = str(stop.figures[worst].value_percent)
        raise IndicatorsStopLending(measure=worst, percent=percent, limit=stop.limits[worst])


def check_limits(book: UUID, group: Group, amounts: Mapping[UUID, int], rules: Rules) -> None:
    """Pass when no member gets more than the rulebook allows in a first (R08) or a later loan (R09). Rupiah."""
    lent_before = lent_unassigned(book, group)
    known = set(
        Share.objects.filter(person__in=amounts, live=True, loan__book_id=book).values_list("person_id", flat=True)
    )
    for person, amount in amounts.items():
        first = not lent_before and person not in known
        most = rules.rupiah("loan.first_per_member_max" if first else "loan.per_member_max")
        if amount > most:
            raise (TooMuchForFirstLoan if first else TooMuchPerMember)(amount=amount, most=most)


def check_disinterested(book: UUID, person: UUID | None, shares: Collection[ApplicationShare]) -> None:
    """Pass when this person neither borrows in it nor is related to a borrower (domain 1.3, I25)."""
    if person is None:
        return
    interested = {str(share.person_id) for share in shares}
    took_part = {str(person), *(str(other) for other in relatives(book, person))}
    check_stepped_aside(interested=interested, took_part=took_part)


# ---------------------------------------------------------------- what the board may weigh itself


def warnings(
    book: UUID,
    group: Group,
    shares: Collection[ApplicationShare],
    on: date,
    rules: Rules,
    *,
    per_month: Fraction,
    lived: Lived | None = None,
) -> list[Finding]:
    """What stands against an application without refusing it. `per_month`: what one rupiah borrowed costs a month.

    A share that was visited is judged by its survey: what the whole household has left. `lived`: see `eligibility`.
    """
    found = [*_about_the_group(group, on, rules, first=never_lent_to(book, group), lived=lived)]
    asking = {share.person_id for share in shares}
    here = [row for row in members(group.pk, on) if row.person in asking]
    poor = {row.person for row in here if row.poor_listed}
    steps = {step.person: step for step in rungs(book, group, here, rules)}
    for share in shares:
        stages: tuple[int | None, ...] = (share.verified, share.asked)
        amount = next(stage for stage in stages if stage is not None)
        found += _about_a_member(share, amount, rules, poor=share.person_id in poor, step=steps.get(share.person_id))
        found += _about_capacity(share, amount, rules, per_month)
    return found


def _about_the_group(group: Group, on: date, rules: Rules, *, first: bool, lived: Lived | None) -> list[Finding]:
    found = []
    most, count = rules.count("group.members_max"), len(members(group.pk, on))
    if count > most:
        found.append(_warning(GroupTooLarge(ksm=group.name, members=count, most=most)))
    months = months_between(group.formed_on, on)
    young = Ksm(name=group.name, months=months, first=first, members=(), lived=lived)
    return [*found, *(_warning(problem) for check in before_first(young, rules) for problem in check.problems)]


def _about_a_member(
    share: ApplicationShare, amount: int, rules: Rules, *, poor: bool, step: MemberRung | None
) -> list[Finding]:
    name, found = share.person.name, []
    if rules.flag("loan.poor_listed_required") and not poor:
        found.append(_warning(MemberNotListedPoor(member=name)))
    if step is not None and step.next.rule == "loan.step_up_factor" and amount > step.next.most:
        factor = rules.count("loan.step_up_factor")
        found.append(_warning(
            StepTooLarge(member=name, amount=amount, last=step.last, factor=factor) if step.punctual
            else StepNotEarned(member=name, amount=amount, last=step.last)
        ))  # fmt: skip
    if amount > rules.rupiah("loan.graduation_amount"):
        found.append(_warning(MemberGraduates(member=name, amount=amount)))
    return found


def _about_capacity(share: ApplicationShare, amount: int, rules: Rules, per_month: Fraction) -> list[Finding]:
    """An instalment that takes too much of what is left of a member's income (domain 3.5)."""
    survey: tuple[int | None, int | None] = (share.income, share.costs)
    income, costs = survey
    if income is None or costs is None:
        return []
    left, due = income - costs, amount * per_month
    seen = getattr(share, "survey", None)
    if seen is not None:
        left += seen.other_income - seen.living_costs - seen.other_instalments
        due = Fraction(seen.monthly)
    limit = rules.percent("loan.capacity_warn_percent")
    if due * 100 <= left * limit:
        return []
    return [_warning(CapacityShort(member=share.person.name, instalment=int(due), left=left, percent=int(limit)))]


def _warning(problem: Problem) -> Finding:
    return Finding.of(problem, level="warning")
