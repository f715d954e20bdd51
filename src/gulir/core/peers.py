"""One KSM mentoring another: what changed for the mentored, beside groups that were alike and had no mentor.

Who gets a mentor is chosen, not drawn by lot; groups that are alike make a comparison fairer, never a proof. Each
figure says how many groups it rests on. Sources: methods 6.1, 7.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gulir.core.outcomes import SignedRanks, middle, signed_ranks

__all__ = ["Alike", "Mentored", "MentoringChange", "Track", "alike", "beside_the_alike"]

FEWEST_BESIDE = 6
"""As many pairs as the exact test needs before it can tell anything from chance."""


@dataclass(frozen=True, kw_only=True)
class Track:
    """A KSM at the start and at the end of the time looked at: points of one instrument; `after` None when it was lost.

    `months` is its age at the start.
    """

    name: str
    stage: str
    members: int
    months: int
    before: int
    after: int | None
    mentored: bool = False

    @property
    def change(self) -> int | None:
        """The points it rose; nothing when it was not read again."""
        return None if self.after is None else self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Alike:
    """How far two groups may differ at the start and still be called alike: points, members, months of age."""

    points: int = 3
    members: int = 5
    months: int = 12


def alike(mentee: Track, others: Iterable[Track], *, within: Alike) -> list[Track]:
    """The groups to set beside a mentored one, by name: no mentor, the same stage, and near in points, size and age.

    Only what was so at the start counts, so that nobody is matched by how it ended.

    >>> one = Track(name="Mawar", stage="tunas", members=10, months=8, before=9, after=15, mentored=True)
    >>> near = Track(name="Melati", stage="tunas", members=12, months=12, before=10, after=11)
    >>> far = Track(name="Kenanga", stage="tumbuh", members=12, months=12, before=13, after=14)
    >>> [track.name for track in alike(one, [near, far, one], within=Alike())]
    ['Melati']
    """
    near = [
        one
        for one in others
        if one.name != mentee.name
        and not one.mentored
        and one.stage == mentee.stage
        and abs(one.before - mentee.before) <= within.points
        and abs(one.members - mentee.members) <= within.members
        and abs(one.months - mentee.months) <= within.months
    ]
    return sorted(near, key=lambda one: one.name)


@dataclass(frozen=True, kw_only=True)
class Mentored:
    """One mentored KSM: its own change, the middle change of those alike, and who they are.

    `lost` names those alike that were not read again; they are told, not left away.
    """

    name: str
    change: int | None
    beside: Fraction | None
    alike: tuple[str, ...]
    lost: tuple[str, ...]

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


def beside_the_alike(tracks: Sequence[Track], *, within: Alike) -> MentoringChange:
    """Each mentored KSM beside those alike, and what may be said of all of them.

    >>> mawar = Track(name="Mawar", stage="tunas", members=10, months=8, before=9, after=15, mentored=True)
    >>> rest = [Track(name=name, stage="tunas", members=10, months=8, before=9, after=after)
    ...         for name, after in (("Melati", 10), ("Dahlia", 12), ("Kenanga", None))]
    >>> found = beside_the_alike([mawar, *rest], within=Alike())
    >>> found.groups[0].change, found.groups[0].beside, found.groups[0].more, found.groups[0].lost
    (6, Fraction(2, 1), Fraction(4, 1), ('Kenanga',))
    >>> found.n, found.beside_n, found.says
    (1, 2, 'too_few')
    """
    groups = tuple(
        _beside(one, alike(one, tracks, within=within))
        for one in sorted(tracks, key=lambda track: track.name)
        if one.mentored
    )
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
    changes = middle([change for track in near if (change := track.change) is not None])
    return Mentored(
        name=one.name,
        change=one.change,
        beside=changes.median if changes else None,
        alike=tuple(track.name for track in near),
        lost=tuple(track.name for track in near if track.change is None),
    )


def _says(
    median: Fraction | None, test: SignedRanks | None, *, n: int, beside_n: int
) -> Literal["nothing_to_compare", "too_few", "not_seen", "more", "less"]:
    if not n:
        return "nothing_to_compare"
    if test is None:
        return "not_seen"
    if not test.can_tell or beside_n < FEWEST_BESIDE:
        return "too_few"
    if not test.seen or not median:
        return "not_seen"
    return "more" if median > 0 else "less"
