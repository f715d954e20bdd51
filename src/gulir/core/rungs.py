"""The rungs a borrower climbs: what a member may have next, and when the fund has done its part (domain 3.4)."""

from __future__ import annotations

from dataclasses import dataclass

from gulir.core.rules import Rules

__all__ = ["Rung", "RungRules", "rung"]


@dataclass(frozen=True, kw_only=True)
class RungRules:
    """The numbers in force: rupiah, a factor, a count of loans."""

    first_most: int
    later_most: int
    factor: int
    graduation_amount: int
    graduation_loans: int

    @classmethod
    def of(cls, rules: Rules) -> RungRules:
        """What a board's rulebook holds on a day (R08, R09, R10)."""
        return cls(
            first_most=rules.rupiah("loan.first_per_member_max"),
            later_most=rules.rupiah("loan.per_member_max"),
            factor=rules.count("loan.step_up_factor"),
            graduation_amount=rules.rupiah("loan.graduation_amount"),
            graduation_loans=rules.count("loan.graduation_loans"),
        )


@dataclass(frozen=True, kw_only=True)
class Rung:
    """Where a member stands: the number of the next loan, the most it may be in rupiah, which rule says so.

    `graduates`: the member has had enough loans or large enough ones, and is taken to a bank or cooperative (R10).
    """

    step: int
    most: int
    rule: str
    graduates: bool


def rung(*, loans: int, last: int, punctual: bool, rules: RungRules) -> Rung:
    """The next step of a member who had so many loans, the last of `last` rupiah; `punctual`: it was always in time.

    The step up is earned by punctuality: without it the next loan is at most as large as the last. `last` is 0 where
    only the group's old book knows of a loan: then the limit of later loans alone holds.

    >>> rules = RungRules(first_most=3_000_000, later_most=10_000_000, factor=2,
    ...                   graduation_amount=10_000_000, graduation_loans=4)
    >>> rung(loans=0, last=0, punctual=False, rules=rules).most                                         # R08
    3000000
    >>> rung(loans=1, last=1_000_000, punctual=True, rules=rules).most                                  # R09, twice
    2000000
    >>> rung(loans=1, last=1_000_000, punctual=False, rules=rules).most
    1000000
    >>> rung(loans=4, last=2_000_000, punctual=True, rules=rules).graduates                             # R10
    True
    """
    if loans == 0:
        return Rung(step=1, most=rules.first_most, rule="loan.first_per_member_max", graduates=False)
    by_step = last * (rules.factor if punctual else 1) or rules.later_most
    return Rung(
        step=loans + 1,
        most=min(by_step, rules.later_most),
        rule="loan.step_up_factor" if by_step < rules.later_most else "loan.per_member_max",
        graduates=loans >= rules.graduation_loans or last >= rules.graduation_amount,
    )
