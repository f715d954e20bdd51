"""What a group that was never late gets back, and whether it has it already (R36)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef

from gulir.core.incentive import reward_of
from gulir.core.rules import Rules
from gulir.ledger.models import Voucher
from gulir.lending.dues import schedules_of
from gulir.lending.models import Loan, Reward
from gulir.lending.queries.punctual import paid_on_time

__all__ = ["reward_due", "standing_reward"]


def reward_due(loan: Loan, rules: Rules) -> int:
    """What a paid-off loan earned, in rupiah: part of the jasa that was paid, or nothing when an instalment was late.

    Jasa that an early settlement spared earns nothing. A loan that carries another one on had its help already.
    """
    if loan.state != "settled" or loan.replaces_id is not None:
        return 0
    lines = schedules_of([loan.pk])[loan.pk]
    if not paid_on_time(loan, lines, tolerance_days=rules.count("iptw.tolerance_days")):
        return 0
    return reward_of(loan.jasa_paid, rules.percent("iptw.percent"))


def standing_reward(loan: UUID) -> Reward | None:
    """The reward that was paid for a loan, unless its voucher was undone."""
    undone = Voucher.objects.filter(reverses=OuterRef("voucher"))
    return Reward.objects.filter(loan=loan).exclude(Exists(undone)).select_related("voucher").first()
