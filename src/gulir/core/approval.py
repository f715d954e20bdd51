"""Who may let a thing pass: quorum, votes, four eyes, and the approvals a payment needs (R18, R43, domain 1.3).

People are compared as natural persons, never as logins. An approval holds for exactly what was shown: it carries the
digest of it, and a later change voids it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from gulir.core.canon import canonical_bytes
from gulir.core.problems.books import (
    ApprovalNotOfThis,
    ApprovalTooFew,
    ApprovalTwice,
    DecidedNothing,
    InterestedMustStepAside,
    MakerIsChecker,
    QuorumMissing,
    VoteCountUnclear,
)

__all__ = [
    "MATRIX",
    "Approval",
    "Manner",
    "Matter",
    "Need",
    "Outcome",
    "Quorum",
    "Votes",
    "check_approvals",
    "check_four_eyes",
    "check_quorum",
    "check_stepped_aside",
    "decide",
    "shown_digest",
]


def shown_digest(shown: Any) -> str:
    """The digest (SHA-256, hex) of exactly what an approver was shown.

    >>> shown_digest({"amount": 5_000_000})[:12]
    'b654f80dcef4'
    """
    return hashlib.sha256(canonical_bytes(shown)).hexdigest()


# ---------------------------------------------------------------- meetings


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """How many of those invited must be present: more than a share of them, or at least it (R43).

    >>> Quorum(percent=Fraction(50)).needed(55), Quorum(percent=Fraction(100, 3), more_than=False).needed(55)
    (28, 19)
    """

    percent: Fraction
    more_than: bool = True

    def needed(self, invited: int) -> int:
        """The least number of people; at least one."""
        share = invited * self.percent / 100
        return max(
            1, share.numerator // share.denominator + 1 if self.more_than else -(-share.numerator // share.denominator)
        )


def check_quorum(*, present: int, invited: int, quorum: Quorum) -> None:
    """Pass when enough of those invited are present, else `QuorumMissing`; more present than invited is fine.

    >>> check_quorum(present=32, invited=55, quorum=Quorum(percent=Fraction(50)))      # domain 8.5
    """
    if min(present, invited) < 0:
        raise VoteCountUnclear(votes=present, voters=invited)
    needed = quorum.needed(invited)
    if present < needed:
        raise QuorumMissing(present=present, invited=invited, needed=needed)


class Manner(StrEnum):
    """How a meeting decides."""

    CONSENSUS = "consensus"
    VOTE = "vote"


@dataclass(frozen=True, kw_only=True)
class Votes:
    """The votes on one motion, and how many stepped aside because of an interest."""

    votes_for: int
    against: int = 0
    abstained: int = 0
    aside: int = 0

    @property
    def cast(self) -> int:
        """Votes given by those who took part, abstentions included."""
        return self.votes_for + self.against + self.abstained


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Whether a motion was carried, and by which votes."""

    carried: bool
    manner: Manner
    votes: Votes
    needed: int


def decide(votes: Votes, *, present: int, manner: Manner) -> Outcome:
    """Whether a motion is carried. By vote: more for than against. By consensus: nobody against.

    Those who stepped aside count as present for the quorum and never as voters. Refused: votes that do not fit those
    present (`VoteCountUnclear`), and no vote for or against at all (`DecidedNothing`).

    >>> decide(Votes(votes_for=5, against=3, aside=1), present=9, manner=Manner.VOTE).carried
    True
    >>> decide(Votes(votes_for=8, against=1), present=9, manner=Manner.CONSENSUS).carried
    False
    """
    if min(votes.votes_for, votes.against, votes.abstained, votes.aside) < 0 or votes.cast + votes.aside > present:
        raise VoteCountUnclear(votes=votes.cast, voters=present - votes.aside)
    if votes.votes_for + votes.against == 0:
        raise DecidedNothing
    if manner is Manner.CONSENSUS:
        return Outcome(carried=votes.against == 0, manner=manner, votes=votes, needed=votes.votes_for + votes.against)
    needed = (votes.votes_for + votes.against) // 2 + 1
    return Outcome(carried=votes.votes_for >= needed, manner=manner, votes=votes, needed=needed)


def check_stepped_aside(*, interested: Collection[str], took_part: Collection[str]) -> None:
    """Pass when nobody with a declared interest took part in the decision, else `InterestedMustStepAside`."""
    people = set(interested) & set(took_part)
    if people:
        raise InterestedMustStepAside(people=len(people))


# ---------------------------------------------------------------- approvals


def check_four_eyes(*, maker: str, checker: str) -> None:
    """Pass when two different natural persons made and check it, else `MakerIsChecker`."""
    if maker == checker:
        raise MakerIsChecker


@dataclass(frozen=True, kw_only=True)
class Approval:
    """One natural person said yes, in an office, on a day, to what has this digest."""

    person: str
    offices: frozenset[str]
    digest: str
    on: date


@dataclass(frozen=True)
class Need:
    """One approval that is needed, from whoever holds one of these offices."""

    offices: tuple[str, ...]


class Matter(StrEnum):
    """What is to be approved."""

    LOAN = "loan"
    BANK_WITHDRAWAL = "bank_withdrawal"
    CASH_EXPENSE = "cash_expense"
    LEDGER_CROSSING = "ledger_crossing"
    DAY_CLOSE = "day_close"
    REVERSAL = "reversal"
    SUSULAN = "susulan"


_BANK = ("upk_manager", "coordinator", "trustee")
_SECOND = ("upk_manager", "bookkeeper", "overseer", "coordinator", "trustee")

MATRIX: Mapping[Matter, tuple[Need, ...]] = {
    Matter.LOAN: (Need(("upk_manager",)), Need(("coordinator",))),
    Matter.BANK_WITHDRAWAL: (Need(_BANK), Need(_BANK)),
    Matter.CASH_EXPENSE: (Need(("upk_manager",)),),
    Matter.LEDGER_CROSSING: (Need((*_BANK, "secretary")), Need((*_BANK, "secretary"))),
    Matter.DAY_CLOSE: (Need(_SECOND),),
    Matter.REVERSAL: (Need(_SECOND),),
    Matter.SUSULAN: (Need(_SECOND),),
}
"""Which approvals each matter needs beside its maker (domain 1.3; R18 for loans). Each from another natural person."""


def check_approvals(
    matter: Matter, approvals: Sequence[Approval], *, maker: str, digest: str, until: date | None = None
) -> None:
    """Pass when the approvals of a matter are all there.

    Refused in this order: the maker among the approvers (`MakerIsChecker`), one person twice (`ApprovalTwice`), an
    approval of something else (`ApprovalNotOfThis`), and what is still missing (`ApprovalTooFew`, by office). An
    approval given after `until` is void.

    >>> seen = shown_digest({"loan": "P-001", "amount": 5_000_000})
    >>> manager = Approval(person="a", offices=frozenset({"upk_manager"}), digest=seen, on=date(2026, 3, 2))
    >>> check_approvals(Matter.LOAN, [manager], maker="c", digest=seen)
    Traceback (most recent call last):
    gulir.core.problems.books.ApprovalTooFew: ApprovalTooFew {'missing': ('coordinator',)}
    """
    people = [approval.person for approval in approvals]
    if maker in people:
        raise MakerIsChecker
    if len(set(people)) != len(people):
        raise ApprovalTwice
    if any(approval.digest != digest for approval in approvals):
        raise ApprovalNotOfThis
    valid = [approval for approval in approvals if until is None or approval.on <= until]
    missing = _missing(MATRIX[matter], valid)
    if missing:
        raise ApprovalTooFew(missing=tuple(need.offices[0] for need in missing))


def _missing(needs: Sequence[Need], approvals: Sequence[Approval]) -> Sequence[Need]:
    """The fewest needs that stay open when each approval serves one need."""
    if not needs:
        return ()
    first, rest = needs[0], needs[1:]
    best: Sequence[Need] = (first, *_missing(rest, approvals))
    for i, approval in enumerate(approvals):
        if approval.offices & set(first.offices):
            without = _missing(rest, [*approvals[:i], *approvals[i + 1 :]])
            best = min(best, without, key=len)
    return best
