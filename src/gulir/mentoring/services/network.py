"""Members are asked whom they would ask for help: kept for a day, with names of members alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.community.queries import group_of, members
from gulir.core.facts.welfare import HelpNetworkKept
from gulir.core.problems.access import NotAllowed
from gulir.core.problems.community import GroupNotActive, NotAMember
from gulir.core.problems.welfare import HelpAskedTwice, HelpFromOneself, HelpNamesTooMany, HelpRepeated, HelpTooFew
from gulir.mentoring.models import HelpAnswer, HelpRound, HelpTie
from gulir.mentoring.models.network import MOST_NAMED
from gulir.mentoring.policy import KEEPS_NETWORK, KEEPS_SIGNS

__all__ = ["WouldAsk", "keep_network"]

FEWEST = 2
WHY = 200


@dataclass(frozen=True, kw_only=True)
class WouldAsk:
    """Whom one member would ask for help: members by name, people outside the KSM by their number."""

    person: UUID
    named: Sequence[UUID] = ()
    outside: int = 0


@command("mentoring.keep_network", may=KEEPS_NETWORK)
def keep_network(act: Act, *, group: UUID, answers: Sequence[WouldAsk], reason: str = "") -> Result:
    """What members of the KSM answered today. Answers `round` and `number`.

    Refused: `HelpTooFew`, `HelpAskedTwice`, `HelpFromOneself`, `HelpNamesTooMany`, `NotAMember`, `HelpRepeated` (today
    already, and no reason), `NoteTooLong`, `NotAllowed` (an officer of another KSM), `GroupNotActive`, `NotFound`.
    """
    of = group_of(act.book.pk, group)
    if not KEEPS_SIGNS.allows(act.standing) and of.pk not in act.standing.led_groups:
        raise NotAllowed(act=act.command)
    if of.status != "active":
        raise GroupNotActive(group=of.name)
    again = reason.strip()
    check_text(reason=(again, WHY))
    _check(act, of, answers)
    last = HelpRound.objects.filter(group=of).order_by("-number").first()
    if last is not None and last.asked_on == act.today and not again:
        raise HelpRepeated(group=of.name, on=act.today)

    key, number = new_id(), last.number + 1 if last else 1
    HelpAnswer.objects.bulk_create(
        HelpAnswer(round_id=key, person_id=one.person, outside=one.outside) for one in answers
    )
    ties = [
        HelpTie(round_id=key, person_id=one.person, named_id=named, place=place)
        for one in answers
        for place, named in enumerate(one.named, 1)
    ]
    HelpTie.objects.bulk_create(ties)
    HelpRound.objects.create(
        id=key, book=act.book, group=of, number=number, asked_on=act.today, asked=len(answers), reason=again,
        kept_by=act.actor, kept_at=act.at,
    )  # fmt: skip

    act.tell(
        HelpNetworkKept(
            group=of.name,
            on=act.today,
            number=number,
            asked=len(answers),
            ties=len(ties),
            round_id=str(key),
            reason=again,
        )
    )
    return {"round": key, "number": number}


def _check(act: Act, of: Group, answers: Sequence[WouldAsk]) -> None:
    """Two or more members, each asked once, each naming a few other members and people outside."""
    names = {row.person: row.name for row in members(of.pk, act.today)}
    if {one.person for one in answers} - set(names) or {who for one in answers for who in one.named} - set(names):
        raise NotAMember(group=of.name, on=act.today)
    if len(answers) < FEWEST:
        raise HelpTooFew(asked=len(answers))
    seen: set[UUID] = set()
    for one in answers:
        name = names[one.person]
        if one.person in seen:
            raise HelpAskedTwice(member=name)
        seen.add(one.person)
        if one.person in one.named or len(set(one.named)) != len(one.named):
            raise HelpFromOneself(member=name)
        if one.outside < 0 or len(one.named) + one.outside > MOST_NAMED:
            raise HelpNamesTooMany(member=name, most=MOST_NAMED)
