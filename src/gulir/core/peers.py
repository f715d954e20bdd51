"""One KSM mentoring another: what changed for the mentored, beside groups that were alike and had no mentor.

Who gets a mentor is chosen, not drawn by lot; groups that are alike make a comparison fairer, never a proof. Each
figure says how many groups it rests on. Sources: methods 6.1, 7.3, peers part 3 (11).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from gulir.core.outcomes import SignedRanks, middle, signed_ranks
from gulir.core.problems.peers import MentorInArrears, MentorStageLower, MentorUnread
from gulir.core.vital_signs import InstalmentDue

__all__ = [
    "FEWEST_BESIDE",
    "Alike",
    "Mentored",
    "MentoringChange",
    "Peer",
    "Track",
    "alike",
    "beside_the_alike",
    "check_mentor",
    "overdue",
]

FEWEST_BESIDE = 6
"""As many pairs as the exact test needs before it can tell anything from chance."""


@dataclass(frozen=True, kw_only=True)
class Peer:
    """A KSM on the day a mentoring is agreed: missed instalments of its worst loan, rank of its last stage if read."""

    name: str
    missed: int
    rank: int | None


def check_mentor(mentor: Peer, mentee: Peer, *, most_missed: int) -> None:
    """Pass a mentor that pays and stands no lower than the mentee; a mentee that was never read may have any mentor.

    Refused: `MentorInArrears`, `MentorUnread`, `MentorStageLower`.

    >>> check_mentor(Peer(name="Mawar", missed=0, rank=1), Peer(name="Melati", missed=2, rank=1), most_missed=0)
    >>> check_mentor(Peer(name="Mawar", missed=1, rank=1), Peer(name="Melati", missed=2, rank=0), most_missed=0)
    Traceback (most recent call last):
    ...
    gulir.core.problems.peers.MentorInArrears: MentorInArrears {'group': 'Mawar'}
    """
    if mentor.missed > most_missed:
        raise MentorInArrears(group=mentor.name)
    if mentor.rank is None:
        raise MentorUnread(group=mentor.name)
    if mentee.rank is not None and mentor.rank < mentee.rank:
        raise MentorStageLower(mentor=mentor.name, mentee=mentee.name)


@dataclass(frozen=True, kw_only=True)
class Track:
    """A KSM on the day a mentoring began and some months later: the points of each habit that has records.

    `later` is None when it was lost on the way. `months` is its age on the first day; `overdue` counts instalments that
    had fallen due and were not paid. `taking_part` tells that it was itself mentor or mentored by the later day.
    """

    name: str
    stage: str
    members: int
    months: int
    points: Mapping[str, int]
    later: Mapping[str, int] | None
    overdue: int = 0
    overdue_later: int = 0
    taking_part: bool = False

    @property
    def before(self) -> int:
        """All its points on the first day."""
        return sum(self.points.values())

    @property
    def both(self) -> dict[str, tuple[int, int]]:
        """The habits that have records on both days, with their points on each."""
        later = self.later or {}
        return {key: (points, later[key]) for key, points in self.points.items() if key in later}

    @property
    def change(self) -> int | None:
        """The points it rose in the habits that have records on both days; nothing when there are none."""
        return self.change_in(self.both)

    def change_in(self, habits: Collection[str]) -> int | None:
        """The points it rose in these habits; nothing when there are none or one of them lacks records on a day."""
        both = self.both
        if not habits or any(key not in both for key in habits):
            return None
        return sum(both[key][1] - both[key][0] for key in habits)


def overdue(instalments: Iterable[InstalmentDue], *, on: date) -> int:
    """How many instalments had fallen due before a day and were not paid on it.

    >>> overdue([InstalmentDue(row="1", due_on=date(2026, 3, 2), paid_on=date(2026, 3, 9))], on=date(2026, 3, 8))
    1
    """
    return sum(one.due_on < on and (one.paid_on is None or one.paid_on > on) for one in instalments)


@dataclass(frozen=True, kw_only=True)
class Alike:
    """How far two groups may differ at the start and still be called alike: points, members, months of age."""

    points: int = 3
    members: int = 5
    months: int = 12


def alike(mentee: Track, others: Iterable[Track], *, within: Alike) -> list[Track]:
    """The groups to set beside a mentored one, by name.

    They take part in no mentoring, stand on the same stage with records of the same habits, and are near in points,
    size and age.

    Only what was so on the first day counts, so that nobody is matched by how it ended.

    >>> def track(name, stage, meetings, later, **more):
    ...     return Track(name=name, stage=stage, members=10, months=8, points={"meetings": meetings},
    ...                  later={"meetings": later}, **more)
    >>> one = track("Mawar", "pemula", 1, 3, taking_part=True)
    >>> near, far = track("Melati", "pemula", 2, 2), track("Kenanga", "tumbuh", 2, 3)
    >>> [found.name for found in alike(one, [near, far, one], within=Alike())]
    ['Melati']
    """
    near = [
        one
        for one in others
        if one.name != mentee.name
        and not one.taking_part
        and one.stage == mentee.stage
        and one.points.keys() == mentee.points.keys()
        and abs(one.before - mentee.before) <= within.points
        and abs(one.members - mentee.members) <= within.members
        and abs(one.months - mentee.months) <= within.months
    ]
    return sorted(near, key=lambda one: one.name)


@dataclass(frozen=True, kw_only=True)
class Mentored:
    """One mentored KSM: its own change, the middle change of those alike in the same habits, and who they are.

    `lost` names those alike that have no later records of these habits; they are told, not left away.
    """

    track: Track
    beside: Fraction | None
    alike: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def change(self) -> int | None:
        """The points it rose itself."""
        return self.track.change

    @property
    def more(self) -> Fraction | None:
        """How much more it rose than those alike; nothing while one of the two is not known."""
        return None if self.change is None or self.beside is None else self.change - self.beside


@dataclass(frozen=True, kw_only=True)
class MentoringChange:
    """All mentored groups together: `n` with a change and somebody beside them, out of `mentored`.

    `says` is more or less only where chance alone would seldom do it; too_few where so few could never tell, which also
    holds where fewer than six different groups (`beside_n`) stand beside them: the same neighbour is no second witness.
    """

    groups: tuple[Mentored, ...]
    mentored: int
    n: int
    beside_n: int
    median: Fraction | None
    test: SignedRanks | None
    says: Literal["nothing_to_compare", "too_few", "not_seen", "more", "less"]
    proof_of_effect: Literal[False] = False


def beside_the_alike(pairs: Iterable[tuple[Track, Sequence[Track]]], *, within: Alike) -> MentoringChange:
    """Each mentored KSM with the groups of its own first day, and what may be said of all of them.

    >>> def track(name, later, **more):
    ...     return Track(name=name, stage="pemula", members=10, months=8, points={"meetings": 1},
    ...                  later=None if later is None else {"meetings": later}, **more)
    >>> rest = [track("Melati", 2), track("Dahlia", 2), track("Kenanga", None)]
    >>> found = beside_the_alike([(track("Mawar", 4, taking_part=True), rest)], within=Alike())
    >>> found.groups[0].change, found.groups[0].beside, found.groups[0].more, found.groups[0].lost
    (3, Fraction(1, 1), Fraction(2, 1), ('Kenanga',))
    >>> found.n, found.beside_n, found.says
    (1, 2, 'too_few')
    """
    groups = tuple(_beside(one, alike(one, others, within=within)) for one, others in pairs)
    halves = [int(2 * one.more) for one in groups if one.more is not None]
    centre, test = middle(halves), signed_ranks(halves)
    median = centre.median / 2 if centre else None
    names = {name for one in groups if one.more is not None for name in one.alike if name not in one.lost}
    return MentoringChange(
        groups=groups,
        mentored=len(groups),
        n=len(halves),
        beside_n=len(names),
        median=median,
        test=test,
        says=_says(median, test, n=len(halves), beside_n=len(names)),
    )


def _beside(one: Track, near: Sequence[Track]) -> Mentored:
    rose = [(track.name, track.change_in(one.both) if one.both else track.change) for track in near]
    changes = middle([change for _name, change in rose if change is not None])
    return Mentored(
        track=one,
        beside=changes.median if changes else None,
        alike=tuple(track.name for track in near),
        lost=tuple(name for name, change in rose if change is None),
    )


def _says(
    median: Fraction | None, test: SignedRanks | None, *, n: int, beside_n: int
) -> Literal["nothing_to_compare", "too_few", "not_seen", "more", "less"]:
    if not n:
        return "nothing_to_compare"
    if min(n, beside_n) < FEWEST_BESIDE:
        return "too_few"
    if test is None:
        return "not_seen"
    if not test.can_tell:
        return "too_few"
    if not test.seen or not median:
        return "not_seen"
    return "more" if median > 0 else "less"
