"""How loans ended unpaid, and what came back of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = [
    "DeathCoverProposed",
    "DeathCovered",
    "LoanRestructured",
    "LoanWrittenOff",
    "RebateProposed",
    "RecoveryReceived",
    "RestructuringProposed",
    "WriteOffProposed",
]


@dataclass(frozen=True, kw_only=True)
class WriteOffProposed(Fact):
    """The members' meeting is asked to write a loan off."""

    PUBLIC = ("loan", "group", "amount", "on")
    loan: str
    group: str
    amount: int
    on: date
    loan_id: str
    cause: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LoanWrittenOff(Fact):
    """A loan left the books by a decision of the members' meeting; the claim is kept."""

    PUBLIC = ("loan", "group", "amount", "claim", "decision", "on", "number")
    loan: str
    group: str
    amount: int
    claim: int
    decision: str
    on: date
    number: str
    loan_id: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class RecoveryReceived(Fact):
    """Something came back of what had been written off."""

    PUBLIC = ("loan", "group", "amount", "left", "on", "receipt")
    loan: str
    group: str
    amount: int
    left: int
    on: date
    receipt: str
    loan_id: str
    voucher_id: str
    payer: str = ""


@dataclass(frozen=True, kw_only=True)
class DeathCoverProposed(Fact):
    """The board is asked to pay what a member who died still owed out of the fund set aside for it."""

    PUBLIC = ("loan", "group", "amount", "on")
    loan: str
    group: str
    amount: int
    on: date
    loan_id: str
    person_id: str
    died_on: date
    letter: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DeathCovered(Fact):
    """What a member who died still owed was paid out of the fund set aside; the others go on with their own parts."""

    PUBLIC = ("loan", "group", "amount", "new_loan", "decision", "on", "number")
    loan: str
    group: str
    amount: int
    new_loan: str
    decision: str
    on: date
    number: str
    loan_id: str
    new_loan_id: str
    person_id: str
    jasa: int
    died_on: date
    letter: str
    savings: int = 0
    surplus: int = 0


@dataclass(frozen=True, kw_only=True)
class RebateProposed(Fact):
    """The board is asked for a rebate on the margin of a loan that is to be paid off early."""

    PUBLIC = ("loan", "group", "amount", "on")
    loan: str
    group: str
    amount: int
    on: date
    loan_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RestructuringProposed(Fact):
    """A new schedule was laid before the meeting."""

    PUBLIC = ("loan", "group", "principal", "instalments", "on")
    loan: str
    group: str
    principal: int
    instalments: int
    on: date
    loan_id: str
    change: str
    cause: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LoanRestructured(Fact):
    """A loan was closed by a decision, and what was left of it goes on in a new one; no money moved."""

    PUBLIC = ("loan", "group", "new_loan", "principal", "instalments", "decision", "on")
    loan: str
    group: str
    new_loan: str
    principal: int
    instalments: int
    decision: str
    on: date
    loan_id: str
    new_loan_id: str
    change: str
    cause: str
    savings: int = 0
    surplus: int = 0
