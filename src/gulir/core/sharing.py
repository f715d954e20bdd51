"""Profit share: what a period's reported result gives to the fund, and what the fund bears of a loss.

The ratio is agreed before signing; no rupiah of it is known then, and none is promised. A profit is shared by the
ratio. A loss is borne by those who brought the capital: in mudharabah that is the fund alone, in musyarakah the fund by
its part of the capital. What the fund bears lowers the principal still owed, oldest instalment first.
Source: mudharabah and musyarakah as commonly fixed in Indonesia (DSN-MUI 07 and 08 of 2000) [bg]; S43 for the akad.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from gulir.core.money import LARGEST_AMOUNT, half_up
from gulir.core.problems.loans import SharingRatioOutOfRange
from gulir.core.problems.money import AmountTooLarge
from gulir.core.terms import Method

__all__ = ["Agreement", "Outcome", "outcome"]

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed about the result, in percent: the fund's part of a profit, and its part of a loss."""

    method: Method
    share_percent: Fraction
    loss_percent: Fraction

    def __post_init__(self) -> None:
        """Refused (`SharingRatioOutOfRange`): all or nothing of the profit; a loss that mudharabah would share."""
        if not 0 < self.share_percent < WHOLE:
            raise SharingRatioOutOfRange(path="share_percent", percent=str(self.share_percent), least=1, most=99)
        if self.method is Method.MUDHARABAH and self.loss_percent != WHOLE:
            raise SharingRatioOutOfRange(path="loss_percent", percent=str(self.loss_percent), least=WHOLE, most=WHOLE)
        if not 0 < self.loss_percent <= WHOLE:
            raise SharingRatioOutOfRange(path="loss_percent", percent=str(self.loss_percent), least=1, most=WHOLE)


class Outcome(NamedTuple):
    """What one reported result means, in rupiah: the fund's share to be paid, and the principal the fund gives up."""

    share: int
    borne: int


def outcome(result: int, agreement: Agreement, *, balance: int) -> Outcome:
    """The fund's part of a result in rupiah (below zero: a loss), half up; it never bears more than is still owed.

    >>> thirty = Agreement(Method.MUDHARABAH, Fraction(30), Fraction(100))
    >>> outcome(1_000_000, thirty, balance=5_000_000), outcome(-400_000, thirty, balance=5_000_000)
    (Outcome(share=300000, borne=0), Outcome(share=0, borne=400000))
    >>> half = Agreement(Method.MUSYARAKAH, Fraction(40), Fraction(50))
    >>> outcome(-400_000, half, balance=5_000_000), outcome(-400_000, half, balance=150_000)
    (Outcome(share=0, borne=200000), Outcome(share=0, borne=150000))
    """
    if abs(result) > LARGEST_AMOUNT:
        raise AmountTooLarge(text=str(result), limit=LARGEST_AMOUNT)
    if result >= 0:
        return Outcome(half_up(result * agreement.share_percent / WHOLE), 0)
    return Outcome(0, min(balance, half_up(-result * agreement.loss_percent / WHOLE)))
