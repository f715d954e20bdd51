"""Refusals of acts on loans: who may borrow, which step comes next, what can be taken back."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AlreadyReversed",
    "ApplicationChanged",
    "ArrivalAboveLoan",
    "ArrivalNegative",
    "BoardDecisionMissing",
    "CapacityShort",
    "CoverAboveRepayment",
    "CoverOfNothing",
    "CoversOneself",
    "GroupHasArrears",
    "GroupHasLoan",
    "GroupMetTooSeldom",
    "GroupSavedTooLittle",
    "GroupTooFewWomen",
    "GroupTooLarge",
    "GroupTooSmall",
    "GroupTooYoung",
    "HistoryAfterLive",
    "IntervalTooLong",
    "LendingIsSuspended",
    "LoanNotActive",
    "LoanNumberTaken",
    "MemberBorrowsElsewhere",
    "MemberGraduates",
    "MemberNotListedPoor",
    "MemberNotOfGroup",
    "MethodUnknown",
    "NoArrivalToTell",
    "NothingBroughtIn",
    "NothingDue",
    "NothingToRepay",
    "NothingToSettle",
    "NothingVerified",
    "NotSuspended",
    "PaidMeanwhile",
    "PaybackAboveClaim",
    "ProductClosed",
    "ProductCodeTaken",
    "PromiseInThePast",
    "ProvisionPostedAlready",
    "QuoteChanged",
    "RateNotAllowed",
    "RelatedPartyForbidden",
    "RepaymentNotLast",
    "SavingsBlocked",
    "SavingsTooSmall",
    "ShareMissing",
    "SharesDiffer",
    "SharesSplitAlready",
    "ShareTwice",
    "SignedAlready",
    "StepNotNext",
    "StepNotEarned",
    "StepTooLarge",
    "SurplusTooSmall",
    "SurveyNegative",
    "TermNotAllowed",
    "TooMuchForFirstLoan",
    "TooMuchPerMember",
    "VerifiedAboveAsked",
    "VerifierSigns",
    "WitnessTooNear",
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


class TooMuchForFirstLoan(Problem):
    """A share of somebody who never borrowed is more than the rulebook allows for a first loan (R08)."""

    amount: int
    most: int


class TooMuchPerMember(Problem):
    """A member's share is more than the rulebook allows for a later loan (R09)."""

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


class MethodUnknown(Problem):
    """Money comes in or goes out by one of the known ways."""

    method: str
    known: tuple[str, ...]


class NothingDue(Problem):
    """Nothing of the loan has fallen due that could be paid out of what is held."""

    loan: str


class PaidMeanwhile(Problem):
    """Something was paid on this loan since the sheet was opened: the same instalment may be recorded already."""

    loan: str
    before: int
    now: int


class QuoteChanged(Problem):
    """What it takes to pay the loan off is another sum than the payer was told."""

    status = 409
    loan: str
    expected: int
    total: int


class SavingsBlocked(Problem):
    """Joint-liability savings stay until the loan is paid off (R06)."""

    status = 409
    loan: str


class ShareTwice(Problem):
    """One member has two shares in the same list."""

    member: str


class NothingVerified(Problem):
    """The visit found nothing right for anybody: that is a rejection."""

    application: str


class VerifiedAboveAsked(Problem):
    """A member is given at most what they asked for, and never less than nothing."""

    member: str
    amount: int
    asked: int


class SurveyNegative(Problem):
    """Income and costs of a business are at least nothing."""

    member: str


class SignedAlready(Problem):
    """This person has signed this already; the other signature comes from another person."""

    status = 409
    application: str


class BoardDecisionMissing(Problem):
    """A loan to someone of the board or its units, or to a relative, needs the decision of the full board (R17)."""

    status = 409
    application: str


class RelatedPartyForbidden(Problem):
    """The board does not lend to its own people or their relatives at all (R17)."""

    application: str


class TermNotAllowed(Problem):
    """The term lies outside what the rulebook allows (R11)."""

    months: str
    least: int
    most: int


class RateNotAllowed(Problem):
    """The jasa a month lies outside what the rulebook allows (R12)."""

    monthly: str
    least: str
    most: str


class IntervalTooLong(Problem):
    """Instalments come at least once a month (R14)."""

    every: int
    unit: str


class NothingBroughtIn(Problem):
    """There is no row to bring in."""


class HistoryAfterLive(Problem):
    """History ends where the books went live: from that day on loans are disbursed and paid here."""

    status = 409
    loan: str
    on: date
    live_on: date


class SharesSplitAlready(Problem):
    """The loan has no unassigned share left."""

    status = 409
    loan: str


class MemberBorrowsElsewhere(Problem):
    """A member of the group still borrows in another group (I15)."""

    ksm: str
    loan: str


class GroupTooLarge(Problem):
    """The group is larger than advised (R02)."""

    ksm: str
    members: int
    most: int


class GroupTooYoung(Problem):
    """The group has not met and saved long enough for its first loan (R04)."""

    ksm: str
    months: int
    least: int


class GroupMetTooSeldom(Problem):
    """The group's own records hold too few months in a row with a meeting before its first loan (R04)."""

    ksm: str
    months: int
    least: int


class GroupSavedTooLittle(Problem):
    """The group's own records hold too few months in a row with savings before its first loan (R04)."""

    ksm: str
    months: int
    least: int


class MemberNotListedPoor(Problem):
    """A member is not on the list of the poor (R07)."""

    member: str


class StepNotEarned(Problem):
    """A member's next loan would grow although the last one was not always paid in time (R09)."""

    member: str
    amount: int
    last: int


class StepTooLarge(Problem):
    """A member's next loan grows faster than advised (R09)."""

    member: str
    amount: int
    last: int
    factor: int


class MemberGraduates(Problem):
    """A member asks for more than the programme lends: a bank or cooperative can (R10)."""

    member: str
    amount: int


class CapacityShort(Problem):
    """An instalment takes too much of what a member has left each month (domain 3.5)."""

    member: str
    instalment: int
    left: int
    percent: int


# ---------------------------------------------------------------- the money arrives


class ArrivalAboveLoan(Problem):
    """More than the loan cannot have reached anyone's hand."""

    amount: int
    most: int


class ArrivalNegative(Problem):
    """What reached a hand is zero or more."""

    amount: int


class NoArrivalToTell(Problem):
    """A loan from an old book was paid out long before; nobody is asked whether it arrived."""

    loan: str


class WitnessTooNear(Problem):
    """Whoever hears what members received is not of the same KSM."""

    status = 403
    ksm: str


# ---------------------------------------------------------------- claims inside the KSM


class CoverAboveRepayment(Problem):
    """Nobody covers more than was paid; `most` is what is left of the repayment."""

    amount: int
    most: int
    receipt: str


class CoverOfNothing(Problem):
    """A cover is of at least one rupiah."""

    amount: int


class CoversOneself(Problem):
    """Whoever pays the own part covers nobody."""

    member: str


class PaybackAboveClaim(Problem):
    """A claim grows smaller by at least one rupiah and at most what is still owed."""

    amount: int
    most: int


class PromiseInThePast(Problem):
    """A promise is for today or a later day."""

    on: date
    today: date
