"""Refusals about the reward for paying on time."""

from __future__ import annotations

from gulir.core.problems import Problem

__all__ = ["RewardNotEarned", "RewardPaidBefore"]


class RewardNotEarned(Problem):
    """The loan is not paid off, or an instalment was late, or nothing is given."""

    loan: str


class RewardPaidBefore(Problem):
    """The reward of this loan was paid; its voucher has to be undone first."""

    loan: str
    number: str
