"""What a household can carry a month, and whether a loan stays below it (domain 3.5: heavy at 50, too much at 75)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from gulir.core.schedule import Schedule, Unit

__all__ = ["Economy", "Judged", "Load", "judge", "monthly_load"]


class Load(StrEnum):
    """How a monthly load lies against what is left."""

    WITHIN = "within"
    HEAVY = "heavy"
    ABOVE = "above"


@dataclass(frozen=True, kw_only=True)
class Economy:
    """What comes into a household in a month and what goes out, in rupiah: the business, other income, daily life.

    >>> Economy(income=2_150_000, costs=1_400_000).left                                                  # S12
    750000
    >>> Economy(income=500_000, costs=400_000, living_costs=900_000, other_income=600_000).left
    -200000
    """

    income: int
    costs: int
    other_income: int = 0
    living_costs: int = 0
    other_instalments: int = 0

    @property
    def left(self) -> int:
        """What is left each month; below zero when more goes out than comes in."""
        return self.income + self.other_income - self.costs - self.living_costs - self.other_instalments


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is left a month, the most an instalment may take of it, and how this one lies; rupiah."""

    left: int
    monthly: int
    ceiling: int
    load: Load


def judge(economy: Economy, monthly: int, *, warn: Fraction, block: Fraction) -> Judged:
    """How an instalment a month lies against what is left: above `warn` percent is heavy, above `block` too much.

    >>> economy = Economy(income=2_150_000, costs=1_400_000)
    >>> judge(economy, 284_000, warn=Fraction(50), block=Fraction(75)).load.value                        # S12: 38 %
    'within'
    >>> [judge(economy, asked, warn=Fraction(50), block=Fraction(75)).load.value for asked in (375_001, 562_501)]
    ['heavy', 'above']
    """
    left = max(0, economy.left)
    ceiling = int(left * block / 100)
    load = Load.ABOVE if monthly > ceiling else Load.HEAVY if monthly * 100 > left * warn else Load.WITHIN
    return Judged(left=economy.left, monthly=monthly, ceiling=ceiling, load=load)


def monthly_load(made: Schedule, *, unit: Unit, every: int, months: Fraction) -> int:
    """The rupiah a schedule asks for in a month: its largest month, or its sum spread over `months` where that is more.

    Several instalments a month are added up by how many fall into an average month; one that comes at harvest is saved
    for month by month.

    >>> from datetime import date
    >>> from gulir.core.schedule import Terms, schedule
    >>> made = schedule(Terms(principal=1_000_000, instalments=10, rate_percent=Fraction(3, 2), round_to=1000,
    ...                       disbursed_on=date(2026, 3, 2)))
    >>> monthly_load(made, unit=Unit.MONTH, every=1, months=Fraction(10))
    115000
    """
    spread = Fraction(made.total) / months if months > 0 else Fraction(made.total)
    largest = max(line.total for line in made.instalments)
    a_month = {Unit.MONTH: Fraction(1), Unit.WEEK: Fraction(52, 12), Unit.DAY: Fraction(365, 12)}[unit] / every
    by_rhythm = largest * a_month if a_month >= 1 else Fraction(0)
    return -int(-max(spread, by_rhythm) // 1)
