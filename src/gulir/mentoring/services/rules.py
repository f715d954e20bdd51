"""What a KSM agrees with itself: how often it meets, what each brings, what it lends."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.community.models import Group
from gulir.community.queries import group_of
from gulir.core.facts.mentoring import GroupRulesAgreed
from gulir.core.group_books import GroupTerms
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.community import GroupNotActive
from gulir.core.problems.mentoring import GroupRulesBackwards
from gulir.mentoring.models import GroupRules
from gulir.mentoring.policy import HOLDS_MEETINGS
from gulir.mentoring.queries import last_meeting

__all__ = ["agree_on_rules", "own_group"]


@command("mentoring.agree_on_rules", may=HOLDS_MEETINGS)
def agree_on_rules(
    act: Act,
    *,
    group: UUID,
    starts_on: date,
    every: str,
    savings: int,
    fine: int,
    quorum_percent: int,
    loan_most: int,
    loan_months: int,
    loan_jasa_bp: int,
) -> Result:
    """The KSM's rules from a day on, in rupiah and hundredths of a percent a month. Answers `number`.

    Refused: `RhythmUnknown`, `GroupRuleOutOfBounds`, `GroupRulesBackwards`, `GroupNotActive`, `NotFound`.
    """
    of = own_group(act, group)
    terms = GroupTerms(
        every=every,
        savings=savings,
        fine=fine,
        quorum_percent=quorum_percent,
        loan_most=loan_most,
        loan_months=loan_months,
        loan_jasa_bp=loan_jasa_bp,
    )
    newest = GroupRules.objects.filter(group=of).order_by("-number").first()
    last = last_meeting(of.pk)
    bounds = [of.formed_on, *([newest.starts_on] if newest else [])]
    earliest = max([*bounds, *([last.held_on + timedelta(days=1)] if last else [])])
    if starts_on < earliest:
        raise GroupRulesBackwards(group=of.name, from_day=earliest)

    number = newest.number + 1 if newest else 1
    GroupRules.objects.create(
        book=act.book, group=of, number=number, starts_on=starts_on, told_by=act.actor, **vars(terms)
    )

    act.tell(
        GroupRulesAgreed(group=of.name, number=number, starts_on=starts_on, group_id=str(of.pk), **vars(terms)),
    )
    return {"number": number}


def own_group(act: Act, group: UUID) -> Group:
    """A living KSM of this board that the actor leads, else `NotFound`, `NotAllowed` or `GroupNotActive`."""
    of = group_of(act.book.pk, group)
    if of.pk not in act.standing.led_groups:
        raise NotAllowed(act=act.command)
    if of.status != "active":
        raise GroupNotActive(group=of.name)
    return of
