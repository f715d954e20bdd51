"""What stands against an application, and refusals of what comes before a loan: who may ask, for how much, when."""

from __future__ import annotations

from gulir.core.problems import Problem

__all__ = ["LadderClimbed", "MemberInOtherFund", "MemberSeemsToBorrow", "MembersNotListedPoor"]


class MembersNotListedPoor(Problem):
    """Not every member is on the local poor list (R07)."""

    ksm: str
    listed: int
    members: int


class MemberSeemsToBorrow(Problem):
    """A member resembles somebody with a running loan in another KSM: name, birthday or telephone."""

    member: str
    other: str
    ksm: str


class MemberInOtherFund(Problem):
    """A member has a running loan in the fund of another board, of which nothing more is told."""

    member: str


class LadderClimbed(Problem):
    """Members have had as many or as large loans as the fund gives, and are taken to a bank or cooperative (R10)."""

    ksm: str
    members: tuple[str, ...]
