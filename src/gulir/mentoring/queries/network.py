"""The network of help of a KSM before and after: figures for all who may know, names for its own people alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.community.models import Group
from gulir.core.gathering import Network, network, networks
from gulir.mentoring.models import HelpAnswer, HelpRound, HelpTie
from gulir.mentoring.policy import reads_private
from gulir.mentoring.queries.signs import group_seen

__all__ = ["HelpNetwork", "Named", "help_network"]


@dataclass(frozen=True, kw_only=True)
class Named:
    """What one member answered in the newest round: the members they named, and how many people outside."""

    name: str
    named: tuple[str, ...]
    outside: int


@dataclass(frozen=True, kw_only=True)
class HelpNetwork:
    """The first round and the newest one of the same members; `after` is missing while there was one round only.

    `told` and `alone` are names, and empty for whoever reads from outside; the figures are the same for all.
    """

    group: Group
    rounds: tuple[HelpRound, ...]
    before: Network | None
    after: Network | None
    told: tuple[Named, ...] = ()
    alone: tuple[str, ...] = ()
    private: bool = False


def help_network(book: UUID, group: UUID, standing: Standing, *, on: date) -> HelpNetwork:
    """The network of help as far as this person may read it, else `NotFound`; four statements."""
    of = group_seen(book, group, standing)
    rounds = tuple(HelpRound.objects.filter(group=of, asked_on__lte=on).select_related("kept_by").order_by("number"))
    if not rounds:
        return HelpNetwork(group=of, rounds=(), before=None, after=None, private=reads_private(standing, of.pk))
    first, newest = rounds[0].pk, rounds[-1].pk
    asked = list(HelpAnswer.objects.filter(round__in={first, newest}).select_related("person"))
    named: dict[UUID, dict[str, list[str]]] = {first: {}, newest: {}}
    for answer in asked:
        named[answer.round_id][str(answer.person_id)] = []
    called = {str(answer.person_id): answer.person.name for answer in asked}
    ties = HelpTie.objects.filter(round__in={first, newest}).select_related("named").order_by("place")
    for tie in ties:
        named[tie.round_id][str(tie.person_id)].append(str(tie.named_id))
        called.setdefault(str(tie.named_id), tie.named.name)
    poor = {str(answer.person_id) for answer in asked if answer.person.poor_listed}
    before, after = _both(named[first], named[newest], poor, once=first == newest)
    private = reads_private(standing, of.pk)
    last = [answer for answer in asked if answer.round_id == newest]
    return HelpNetwork(
        group=of,
        rounds=rounds,
        before=before,
        after=after,
        told=_told(last, named[newest], called) if private else (),
        alone=tuple(sorted(called[who] for who in (after or before).alone)) if private else (),
        private=private,
    )


def _both(
    first: Mapping[str, list[str]], newest: Mapping[str, list[str]], poor: set[str], *, once: bool
) -> tuple[Network, Network | None]:
    return (network(first, poor=poor), None) if once else networks(first, newest, poor=poor)


def _told(last: list[HelpAnswer], named: Mapping[str, list[str]], called: Mapping[str, str]) -> tuple[Named, ...]:
    rows = [
        Named(
            name=answer.person.name,
            named=tuple(called[who] for who in named[str(answer.person_id)]),
            outside=answer.outside,
        )
        for answer in last
    ]
    return tuple(sorted(rows, key=lambda row: row.name))
