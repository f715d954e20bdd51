"""What happened to loans, savings and titipan: told by group and loan number, never by member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = [
    "ApplicationDecided",
    "ApplicationReturned",
    "ApplicationSigned",
    "ApplicationSubmitted",
    "ApplicationVerified",
    "ApplicationWithdrawn",
    "ArrivalDiffers",
    "ArrivalTold",
    "ClaimEased",
    "CoverRecorded",
    "DisbursementConfirmed",
    "LendingResumed",
    "LendingSuspended",
    "LoanDisbursed",
    "LoanSettled",
    "LoanSharesSplit",
    "LoansImported",
    "ProductEnded",
    "ProductOffered",
    "ProvisionPosted",
    "RepaymentRecorded",
    "RepaymentReversed",
    "RewardPaid",
    "SavingsReceived",
    "SavingsReturned",
    "SavingsSetOff",
    "SurplusApplied",
    "SurplusHeld",
    "SurplusReturned",
    "VisitMade",
]


@dataclass(frozen=True, kw_only=True)
class ProductOffered(Fact):
    """A loan product with its terms is offered from a day on."""

    PUBLIC = ("product", "method", "rate_percent", "instalments", "effective_on")
    product: str
    method: str
    rate_percent: str
    instalments: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Fact):
    """A group asked for a loan."""

    PUBLIC = ("application", "group", "asked", "members", "on")
    application: str
    group: str
    asked: int
    members: int
    on: date
    application_id: str
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationReturned(Fact):
    """An application went back because papers or answers are missing."""

    PUBLIC = ("application", "group", "on")
    application: str
    group: str
    on: date
    application_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationSigned(Fact):
    """One of the two signatures under a loan decision was given (R18)."""

    PUBLIC = ("application", "group", "on")
    application: str
    group: str
    on: date
    application_id: str


@dataclass(frozen=True, kw_only=True)
class ProductEnded(Fact):
    """A product is offered no more."""

    PUBLIC = ("product", "on")
    product: str
    on: date


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Fact):
    """A group took its application back."""

    PUBLIC = ("application", "group", "on")
    application: str
    group: str
    on: date
    application_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationVerified(Fact):
    """Every member was visited, and an amount was found right."""

    PUBLIC = ("application", "group", "asked", "verified", "on")
    application: str
    group: str
    asked: int
    verified: int
    on: date
    application_id: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(Fact):
    """An application was approved or rejected, with the decision it rests on."""

    PUBLIC = ("application", "group", "approved", "decided", "decision", "on")
    application: str
    group: str
    approved: bool
    decided: int
    decision: str
    on: date
    application_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanDisbursed(Fact):
    """A loan was paid out to a group."""

    PUBLIC = ("loan", "group", "principal", "instalments", "on", "number")
    loan: str
    group: str
    principal: int
    instalments: int
    on: date
    number: str
    loan_id: str
    voucher_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ArrivalTold(Fact):
    """So many hands, the treasurer's or members', told what reached them; the sums stay with the loan."""

    PUBLIC = ("loan", "group", "told", "on")
    loan: str
    group: str
    told: int
    on: date
    loan_id: str


@dataclass(frozen=True, kw_only=True)
class ArrivalDiffers(Fact):
    """What was paid, what the treasurer received and what the members confirmed are not one sum."""

    PUBLIC = ("loan", "group", "on")
    loan: str
    group: str
    on: date
    loan_id: str
    paid: int
    treasurer: int | None
    arrived: int


@dataclass(frozen=True, kw_only=True)
class CoverRecorded(Fact):
    """Inside a KSM somebody paid a part of an instalment for a member; who, and how much, stays there."""

    PUBLIC = ("loan", "group", "on")
    loan: str
    group: str
    on: date
    receipt: str
    amount: int
    debtor: str
    creditor: str
    cover_id: str


@dataclass(frozen=True, kw_only=True)
class ClaimEased(Fact):
    """A claim inside a KSM grew smaller, or was opened again."""

    PUBLIC = ("loan", "group", "on")
    loan: str
    group: str
    on: date
    kind_of_easing: str
    amount: int
    left: int
    cover_id: str


@dataclass(frozen=True, kw_only=True)
class DisbursementConfirmed(Fact):
    """What the UPK paid, what the treasurer received and what the members confirmed are one sum."""

    PUBLIC = ("loan", "group", "principal", "on")
    loan: str
    group: str
    principal: int
    on: date
    loan_id: str


@dataclass(frozen=True, kw_only=True)
class LoanSharesSplit(Fact):
    """An imported loan's unassigned share was divided among its members."""

    PUBLIC = ("loan", "group", "members", "principal")
    loan: str
    group: str
    members: int
    principal: int
    loan_id: str


@dataclass(frozen=True, kw_only=True)
class RepaymentRecorded(Fact):
    """A group paid, and how the payment was spread."""

    PUBLIC = ("loan", "group", "receipt", "amount", "principal", "jasa", "surplus", "balance", "on", "number")
    loan: str
    group: str
    receipt: str
    amount: int
    principal: int
    jasa: int
    surplus: int
    balance: int
    on: date
    number: str
    penalty: int = 0
    savings: int = 0
    loan_id: str
    repayment_id: str
    voucher_id: str = ""
    payer: str = ""


@dataclass(frozen=True, kw_only=True)
class RepaymentReversed(Fact):
    """A repayment was undone by its mirror."""

    PUBLIC = ("loan", "group", "receipt", "amount", "balance", "on", "number")
    loan: str
    group: str
    receipt: str
    amount: int
    balance: int
    on: date
    number: str
    reason: str
    loan_id: str
    repayment_id: str


@dataclass(frozen=True, kw_only=True)
class LoanSettled(Fact):
    """A loan was paid off."""

    PUBLIC = ("loan", "group", "on", "early", "on_time")
    loan: str
    group: str
    on: date
    early: bool
    on_time: bool
    loan_id: str


@dataclass(frozen=True, kw_only=True)
class SurplusHeld(Fact):
    """More came than was due; the rest is held for the group (titipan)."""

    PUBLIC = ("group", "amount", "on")
    group: str
    amount: int
    on: date
    loan_id: str = ""


@dataclass(frozen=True, kw_only=True)
class SurplusApplied(Fact):
    """Titipan was used for what had become due."""

    PUBLIC = ("loan", "group", "principal", "jasa", "on", "number")
    loan: str
    group: str
    principal: int
    jasa: int
    on: date
    number: str
    loan_id: str


@dataclass(frozen=True, kw_only=True)
class SurplusReturned(Fact):
    """Titipan was given back."""

    PUBLIC = ("group", "amount", "on", "number")
    group: str
    amount: int
    on: date
    number: str


@dataclass(frozen=True, kw_only=True)
class SavingsReceived(Fact):
    """Joint-liability savings came in."""

    PUBLIC = ("group", "amount", "balance", "on", "number")
    group: str
    amount: int
    balance: int
    on: date
    number: str
    person_id: str = ""


@dataclass(frozen=True, kw_only=True)
class SavingsReturned(Fact):
    """Joint-liability savings were given back."""

    PUBLIC = ("group", "amount", "balance", "on", "number")
    group: str
    amount: int
    balance: int
    on: date
    number: str
    person_id: str = ""


@dataclass(frozen=True, kw_only=True)
class SavingsSetOff(Fact):
    """Joint-liability savings paid arrears of the group's loan."""

    PUBLIC = ("loan", "group", "principal", "jasa", "on", "number")
    loan: str
    group: str
    principal: int
    jasa: int
    on: date
    number: str
    loan_id: str


@dataclass(frozen=True, kw_only=True)
class RewardPaid(Fact):
    """A group got its reward for paying on time (IPTW)."""

    PUBLIC = ("loan", "group", "amount", "on", "number")
    loan: str
    group: str
    amount: int
    on: date
    number: str
    loan_id: str


@dataclass(frozen=True, kw_only=True)
class ProvisionPosted(Fact):
    """The reserve for bad loans was brought to what the collectibility asks."""

    PUBLIC = ("as_of", "needed", "change", "number", "rule_versions")
    as_of: date
    needed: int
    change: int
    number: str
    rule_versions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LendingSuspended(Fact):
    """No new loans until the indicators are better or the members' meeting decides otherwise (R31)."""

    PUBLIC = ("on", "reason")
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class LendingResumed(Fact):
    """New loans are possible again."""

    PUBLIC = ("on", "decision")
    on: date
    decision: str


@dataclass(frozen=True, kw_only=True)
class LoansImported(Fact):
    """Loan cards were built from an old book, without touching the books."""

    PUBLIC = ("loans", "principal", "balance", "as_of")
    loans: int
    principal: int
    balance: int
    as_of: date | None
    import_id: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitMade(Fact):
    """Business and home were visited after the disbursement (R19)."""

    PUBLIC = ("loan", "group", "on")
    loan: str
    group: str
    on: date
    loan_id: str
    note: str = ""
