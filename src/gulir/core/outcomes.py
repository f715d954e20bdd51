"""What changed for the same people between two rounds: pairs, middle, quartiles, Wilcoxon's exact test, who was lost.

Everything here is *change, not proof of effect*: nobody drew lots about who was helped. Whoever was asked only once is
counted as lost and never filled in. The product asks nobody again who still waits for a first loan, so that there is no
one to compare with; a comparison comes with such askings, not before. Values are whole numbers of one unit (rupiah,
hours, points); results are exact. Source: methods 7.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from gulir.core.money import half_up_ratio
from gulir.core.problems.measuring import PriceIndexMissing

__all__ = [
    "FEW",
    "Change",
    "Middle",
    "Series",
    "SignedRanks",
    "base_of_pair",
    "change",
    "deflated",
    "in_first_prices",
    "middle",
    "safe_cells",
    "signed_ranks",
]

Key = str
SURE_BELOW = Fraction(1, 20)
"""A p below five in a hundred counts as seen; the usual line, shown beside every result."""

Series = Mapping[int, Mapping[date, Fraction]]
"""Price indexes by the year that counts as 100, each by the first day of the month."""

FEW = 5
"""A figure of fewer people than this would show one of them to whoever knows the others (reliability I47)."""


def safe_cells(*counts: int) -> bool:
    """Whether the parts of a known total may be shown: each is nobody, or too many to point at anyone.

    One small part hides all of them: with the total beside it, what is left out would be told by what is not.

    >>> safe_cells(12, 0, 7), safe_cells(12, 1, 7), safe_cells(4)
    (True, False, False)
    """
    return all(count == 0 or count >= FEW for count in counts)


@dataclass(frozen=True, kw_only=True)
class Middle:
    """The median and the quartiles of some values, exact; between two values they lie on the straight line."""

    lower: Fraction
    median: Fraction
    upper: Fraction


def middle(values: Sequence[int]) -> Middle | None:
    """Where the middle half of the values lies; nothing where there are none.

    >>> middle([80, -20, 120, 60, 0, 120, -5, 110])                                     # methods 7.3
    Middle(lower=Fraction(-5, 4), median=Fraction(70, 1), upper=Fraction(225, 2))
    """
    if not values:
        return None
    rising = sorted(values)
    return Middle(
        lower=_at(rising, Fraction(1, 4)), median=_at(rising, Fraction(1, 2)), upper=_at(rising, Fraction(3, 4))
    )


def _at(rising: Sequence[int], part: Fraction) -> Fraction:
    place = part * (len(rising) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(rising) - 1)
    return rising[below] + (place - below) * (rising[above] - rising[below])


@dataclass(frozen=True, kw_only=True)
class SignedRanks:
    """Wilcoxon's signed ranks: `n` pairs that differ, `w` the smaller sum of ranks, `p` two-sided and exact."""

    n: int
    w: Fraction
    p: Fraction

    @property
    def can_tell(self) -> bool:
        """Whether so few pairs could ever be told from chance: five that all rise reach only 0.0625."""
        return Fraction(2, 2**self.n) < SURE_BELOW

    @property
    def seen(self) -> bool:
        """Whether chance alone would do this less than five times in a hundred."""
        return self.p < SURE_BELOW


def signed_ranks(differences: Sequence[int]) -> SignedRanks | None:
    """The test of Wilcoxon on paired differences: zeros are dropped, ties share their ranks; nothing where none differ.

    `p` counts all 2^n ways to give the ranks a sign, as if each sign were a thrown coin: no table, no approximation.

    >>> found = signed_ranks([80, -20, 120, 60, 0, 120, -5, 110])                       # methods 7.3
    >>> found.n, found.w, found.p == Fraction("0.078125")
    (7, Fraction(3, 1), True)
    """
    sizes = [abs(d) for d in differences if d]
    if not sizes:
        return None
    ranks = _doubled_ranks(sizes)
    risen = sum(rank for rank, d in zip(ranks, (d for d in differences if d), strict=True) if d > 0)
    least = min(risen, sum(ranks) - risen)
    p = Fraction(2 * _ways(ranks, least), 2 ** len(ranks))
    return SignedRanks(n=len(ranks), w=Fraction(least, 2), p=min(p, Fraction(1)))


def _doubled_ranks(sizes: Sequence[int]) -> list[int]:
    """Twice the rank of each size, so that a shared rank stays a whole number."""
    first: dict[int, int] = {}
    count: dict[int, int] = {}
    for place, size in enumerate(sorted(sizes), start=1):
        first.setdefault(size, place)
        count[size] = count.get(size, 0) + 1
    return [2 * first[size] + count[size] - 1 for size in sizes]


def _ways(ranks: Sequence[int], most: int) -> int:
    """How many choices of ranks add up to no more than `most`.

    The counts by sum stand side by side in one large number, each in a cell wide enough for 2^n.
    """
    cell = len(ranks) + 1
    whole = (1 << cell * (most + 1)) - 1
    counts = 1
    for rank in ranks:
        counts = (counts + (counts << cell * rank)) & whole
    one, total = (1 << cell) - 1, 0
    while counts:
        total += counts & one
        counts >>= cell
    return total


Seen = Literal["nobody_twice", "unchanged", "too_few", "not_seen", "rose", "fell"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of a measure between two rounds, with everything an honest sentence needs.

    `asked` had a first answer, `followed` both; `rows` names whose pairs were counted, `lost` who has no second answer.
    `says` is rose or fell only where chance alone would seldom do it; too_few where no result could ever say so.
    It is always change, not proof of effect.
    """

    asked: int
    followed: int
    rose: int
    fell: int
    same: int
    middle: Middle | None
    test: SignedRanks | None
    rows: tuple[Key, ...]
    lost: tuple[Key, ...]
    proof_of_effect: Literal[False] = False

    @property
    def followed_percent(self) -> Fraction | None:
        """Of those asked first, how many were asked again; nothing where nobody was asked."""
        return Fraction(100 * self.followed, self.asked) if self.asked else None

    @property
    def says(self) -> Seen:
        """What may be said of it."""
        if not self.followed:
            return "nobody_twice"
        if self.test is None:
            return "unchanged"
        if not self.test.can_tell:
            return "too_few"
        if not self.test.seen or self.middle is None or not self.middle.median:
            return "not_seen"
        return "rose" if self.middle.median > 0 else "fell"


def change(before: Mapping[Key, int], after: Mapping[Key, int]) -> Change:
    """The paired change: only who answered both times; a later answer without a first one does not count.

    >>> first = dict(zip("abcdefgh", (300, 450, 500, 250, 600, 400, 350, 700)))
    >>> second = dict(zip("abcdefgh", (380, 430, 620, 310, 600, 520, 345, 810)))
    >>> found = change({**first, "i": 500}, second)
    >>> found.followed, found.asked, found.lost, found.middle.median, found.says
    (8, 9, ('i',), Fraction(70, 1), 'not_seen')
    >>> found.rose, found.fell, found.same, found.proof_of_effect
    (5, 2, 1, False)
    """
    both = sorted(key for key in before if key in after)
    differences = [after[key] - before[key] for key in both]
    return Change(
        asked=len(before),
        followed=len(both),
        rose=sum(d > 0 for d in differences),
        fell=sum(d < 0 for d in differences),
        same=differences.count(0),
        middle=middle(differences),
        test=signed_ranks(differences),
        rows=tuple(both),
        lost=tuple(sorted(key for key in before if key not in after)),
    )


def deflated(amount: int, index: Mapping[date, Fraction], *, earned: date, prices_of: date) -> int:
    """An income in the prices of another month, half up to the rupiah, by the index the board typed in.

    `index` goes by the first day of a month. A month without a number cannot be judged (`PriceIndexMissing`).

    >>> index = {date(2025, 3, 1): Fraction(100), date(2026, 3, 1): Fraction("104.5")}
    >>> deflated(1_045_000, index, earned=date(2026, 3, 17), prices_of=date(2025, 3, 2))
    1000000
    """
    then, now = (_index(index, day) for day in (prices_of, earned))
    ratio = amount * then / now
    return half_up_ratio(ratio.numerator, ratio.denominator)


def in_first_prices(amount: int, series: Series, *, earned: date, first: date) -> int | None:
    """A later income in the prices of the first asking, by the newest series that knows both months; else nothing.

    Numbers of two series are never mixed: each counts from a year of its own.

    >>> old, new = {date(2021, 5, 1): Fraction(106)}, {date(2021, 5, 1): Fraction(98), date(2022, 5, 1): Fraction(100)}
    >>> in_first_prices(1_000_000, {2018: old, 2022: new}, earned=date(2022, 5, 9), first=date(2021, 5, 3))
    980000
    >>> in_first_prices(1_000_000, {2018: old}, earned=date(2022, 5, 9), first=date(2021, 5, 3)) is None
    True
    """
    base = base_of_pair(series, earned=earned, first=first)
    return None if base is None else deflated(amount, series[base], earned=earned, prices_of=first)


def base_of_pair(series: Series, *, earned: date, first: date) -> int | None:
    """The base year of the newest series that knows both months, by which alone they are compared.

    >>> base_of_pair({2018: {date(2021, 5, 1): Fraction(106)}}, earned=date(2021, 5, 9), first=date(2021, 5, 3))
    2018
    """
    months = {earned.replace(day=1), first.replace(day=1)}
    return next((base for base in sorted(series, reverse=True) if months <= set(series[base])), None)


def _index(index: Mapping[date, Fraction], day: date) -> Fraction:
    month = day.replace(day=1)
    value = index.get(month)
    if value is None or value <= 0:
        raise PriceIndexMissing(month=month)
    return value
