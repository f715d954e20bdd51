"""Whether a disbursement arrived: what the UPK paid, what the treasurer received, what reached the members' hands.

In one kelurahan a voucher of Rp2,800,000 put Rp1,200,000 into members' hands, and it surfaced four months later, in the
arrears. Three sides tell their own sum, none sees it filled in, and a loan is confirmed only when all three are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Gap", "Hand", "Sides", "Verdict", "verdict"]

State = Literal["waiting", "late", "confirmed", "differs"]


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One member: the share that was decided and what reached the hand, in rupiah; None while nothing was said."""

    member: str
    share: int
    arrived: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The three sides of one disbursement, in rupiah; None where nobody has said anything yet."""

    paid: int
    treasurer: int | None = None
    hands: Sequence[Hand] = ()

    @property
    def arrived(self) -> int:
        """What reached the members' hands, as far as they have told."""
        return sum(hand.arrived or 0 for hand in self.hands)

    @property
    def told(self) -> int:
        """How many members have told."""
        return sum(hand.arrived is not None for hand in self.hands)

    @property
    def complete(self) -> bool:
        """Whether the treasurer and every member have told."""
        return self.treasurer is not None and bool(self.hands) and self.told == len(self.hands)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One side that says another sum than it should; `member` is empty for the treasurer."""

    member: str
    should: int
    said: int

    @property
    def missing(self) -> int:
        """What did not arrive, in rupiah; below zero when more arrived."""
        return self.should - self.said


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Where the three sides stand, and who says something else."""

    state: State
    gaps: tuple[Gap, ...] = ()


def verdict(sides: Sides, *, days: int, within: int) -> Verdict:
    """One difference is enough to differ, at once; silence is late after `within` days since the money was paid.

    >>> melati = [Hand(member="Yuni", share=1_400_000, arrived=600_000), Hand(member="Karti", share=1_400_000)]
    >>> found = verdict(Sides(paid=2_800_000, treasurer=2_800_000, hands=melati), days=0, within=7)
    >>> found.state, found.gaps[0].missing
    ('differs', 800000)
    >>> whole = [Hand(member="Yuni", share=1_400_000, arrived=1_400_000), Hand(member="Karti", share=1_400_000)]
    >>> [verdict(Sides(paid=2_800_000, hands=whole), days=day, within=7).state for day in (0, 7, 8)]
    ['waiting', 'waiting', 'late']
    """
    gaps = [
        Gap(member=hand.member, should=hand.share, said=hand.arrived)
        for hand in sides.hands
        if hand.arrived is not None and hand.arrived != hand.share
    ]
    if sides.treasurer is not None and sides.treasurer != sides.paid:
        gaps.insert(0, Gap(member="", should=sides.paid, said=sides.treasurer))
    if gaps:
        return Verdict(state="differs", gaps=tuple(gaps))
    if sides.complete:
        return Verdict(state="confirmed")
    return Verdict(state="late" if days > within else "waiting")
