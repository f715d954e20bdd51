"""Refusals of acts on loans: who may borrow, which step comes next, what can be taken back."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AlreadyReversed",
    "ApplicationChanged",
    "GroupHasArrears",
    "GroupHasLoan",
    "GroupTooFewWomen",
    "GroupTooSmall",
    "LendingIsSuspended",
    "LoanNotActive",
    "LoanNumberTaken",
    "MemberNotOfGroup",
    "NothingToRepay",
    "NothingToSettle",
    "NotSuspended",
    "ProductClosed",
    "ProductCodeTaken",
    "ProvisionPostedAlready",
    "RepaymentNotLast",
    "SavingsTooSmall",
    "ShareMissing",
    "SharesDiffer",
    "StepNotNext",
    "SurplusTooSmall",
    "TooMuchPerMember",
    "VerifierSigns",
]


class ProductCodeTaken(Problem):
    """A product with this code is offered already."""

    status = 409
    code_taken: str


class ProductClosed(Problem):
    """This product is not offered any more."""

    product: str


class StepNotNext(Problem):
    """The application or loan stands at another step than this act needs."""

    status = 409
    what: str
    state: str
    wanted: str


class ApplicationChanged(Problem):
    """What was shown when signing is not what stands there now."""

    status = 409
    application: str


class VerifierSigns(Problem):
    """Whoever took or verified the application does not sign the decision on it."""

    status = 403
    application: str


class GroupTooSmall(Problem):
    """The KSM has fewer members than a borrower needs (R02)."""

    ksm: str
    members: int
    least: int


class GroupTooFewWomen(Problem):
    """Fewer of the KSM's members are women than a borrower needs (R03)."""

    ksm: str
    percent: int
    least: int


class GroupHasArrears(Problem):
    """The KSM is in arrears with a loan; first that one (R60)."""

    ksm: str
    loan: str


class GroupHasLoan(Problem):
    """The KSM still has a loan that is not paid off."""

    ksm: str
    loan: str


class LendingIsSuspended(Problem):
    """New loans are stopped since a day, until a decision lifts it (R31)."""

    since: date
    reason: str


class MemberNotOfGroup(Problem):
    """A share is for someone who is not a member of the KSM today."""

    ksm: str
    person: str


class ShareMissing(Problem):
    """An application needs the share of each member who borrows."""

    what: str


class SharesDiffer(Problem):
    """The shares do not add up to the loan."""

    shares: int
    loan: int


class TooMuchPerMember(Problem):
    """A member's share is more than the rulebook allows (R08, R09)."""

    amount: int
    most: int


class LoanNotActive(Problem):
    """The loan takes no payment: it is settled, rescheduled or written off."""

    status = 409
    loan: str
    state: str


class LoanNumberTaken(Problem):
    """Another loan of the board has this number."""

    status = 409
    loan: str


class NothingToRepay(Problem):
    """A repayment is of at least one rupiah beside the savings in it."""

    amount: int


class NothingToSettle(Problem):
    """Nothing is owed on this loan any more."""

    loan: str


class AlreadyReversed(Problem):
    """The repayment was reversed already."""

    status = 409
    receipt: str


class RepaymentNotLast(Problem):
    """A later repayment of the same loan stands on this one; reverse that one first."""

    status = 409
    receipt: str
    later: str


class SavingsTooSmall(Problem):
    """The savings held for this loan are smaller than that."""

    held: int
    wanted: int


class SurplusTooSmall(Problem):
    """The surplus held for this loan is smaller than that."""

    held: int
    wanted: int


class ProvisionPostedAlready(Problem):
    """The provision of this day is in the books already."""

    status = 409
    as_of: date


class NotSuspended(Problem):
    """Lending is not suspended."""

    status = 409
