"""Refusals and findings about accounts, charts, vouchers, earmarks, cash counts and approvals."""

from __future__ import annotations

from datetime import date

from gulir.core.problems import Problem

__all__ = [
    "AccountCodeTwice",
    "AccountCodeUnclear",
    "AccountExists",
    "AccountKindUnclear",
    "AccountMappedTwice",
    "AccountNameMissing",
    "AccountUnknown",
    "AmountZero",
    "ApprovalNotOfThis",
    "ApprovalTooFew",
    "ApprovalTwice",
    "ChartEmpty",
    "ClosingWithoutYear",
    "ContraUnclear",
    "DecidedNothing",
    "DenominationUnclear",
    "DenominationUnknown",
    "DescriptionMissing",
    "EarmarkForbids",
    "InterestedMustStepAside",
    "LedgersAreTheSame",
    "LedgerUnknown",
    "LeafUnclear",
    "MakerIsChecker",
    "PiecesNegative",
    "ProfitSplitNotWhole",
    "QuorumMissing",
    "ReversalWithoutOriginal",
    "RoleContraDiffers",
    "RoleKindDiffers",
    "RoleMissing",
    "RoleNotOfLedger",
    "RoleTwice",
    "RoleUnknown",
    "RoleWithoutAccount",
    "SameAccount",
    "SusulanWithoutDate",
    "Unbalanced",
    "ValueNotCanonical",
    "VoteCountUnclear",
    "VoucherEmpty",
    "VoucherNotReversible",
    "VoucherNumberUnclear",
]


# ---------------------------------------------------------------- charts


class ChartEmpty(Problem):
    """A chart of accounts needs at least one account."""


class AccountCodeUnclear(Problem):
    """An account code is one to twenty letters, digits, points or dashes, and begins with a letter or digit."""

    text: str


class AccountCodeTwice(Problem):
    """The same code stands twice in one ledger."""

    account: str


class AccountMappedTwice(Problem):
    """A list that says which account plays which role names this account twice."""

    account: str


class AccountExists(Problem):
    """The chart already has this account, and the new row says something else about it."""

    account: str


class AccountNameMissing(Problem):
    """An account without a name cannot be found again by people."""

    account: str


class AccountKindUnclear(Problem):
    """The kind of an account is none of the five."""

    account: str
    text: str


class ContraUnclear(Problem):
    """`contra` says neither yes nor no."""

    account: str
    text: str


class LedgerUnknown(Problem):
    """There are three ledgers: upk, secretariat, activities."""

    text: str


class RoleUnknown(Problem):
    """No posting rule knows a role of this name."""

    account: str
    text: str


class RoleTwice(Problem):
    """This role may be played by one account of a ledger only, and two claim it."""

    role: str
    account: str
    other: str


class RoleKindDiffers(Problem):
    """The role belongs to another kind of account (jasa is income, loans are assets)."""

    account: str
    role: str
    found: str
    expected: str


class RoleContraDiffers(Problem):
    """The role is that of a contra account, or is not, and the account says the opposite."""

    account: str
    role: str


class RoleNotOfLedger(Problem):
    """The role does not exist in this ledger: only the UPK lends."""

    account: str
    role: str
    ledger: str


class RoleMissing(Problem):
    """The chart has no account for a role that daily work needs."""

    role: str
    ledger: str


class RoleWithoutAccount(Problem):
    """The act cannot be posted: its role has no account in this ledger's chart."""

    role: str


class AccountUnknown(Problem):
    """The chart has no account of this code."""

    account: str


# ---------------------------------------------------------------- vouchers


class AmountZero(Problem):
    """A transfer of nothing is not a transfer."""

    account: str


class SameAccount(Problem):
    """Money cannot go from an account to itself."""

    account: str


class Unbalanced(Problem):
    """Debit and credit of the voucher are not equal."""

    debit: int
    credit: int
    difference: int


class VoucherEmpty(Problem):
    """A voucher needs at least one transfer."""


class DescriptionMissing(Problem):
    """A voucher says in a few words what happened."""


class VoucherNumberUnclear(Problem):
    """The text is not a voucher number."""

    text: str


class ClosingWithoutYear(Problem):
    """A closing voucher says for which year it closes."""


class SusulanWithoutDate(Problem):
    """A late voucher carries the day when it really happened, before the day on which it is booked."""

    on: date


class ReversalWithoutOriginal(Problem):
    """A reversal names the voucher that it mirrors."""


class VoucherNotReversible(Problem):
    """A reversal is not reversed again: what was right is posted anew."""

    number: str


class ProfitSplitNotWhole(Problem):
    """The parts of a profit split must add up to one hundred percent."""

    percent: str


class LedgersAreTheSame(Problem):
    """A due-to/due-from pair joins two different ledgers."""

    ledger: str


class EarmarkForbids(Problem):
    """This money may not be used for this purpose (R21, R22, R23)."""

    rule: str
    role: str
    purpose: str


class ValueNotCanonical(Problem):
    """A value has no canonical bytes: a fraction in binary, an unreadable text, or something that is not data."""

    path: str
    found: str


class LeafUnclear(Problem):
    """A leaf cannot be written or read: a field of it has the wrong shape."""

    what: str


# ---------------------------------------------------------------- cash


class DenominationUnknown(Problem):
    """There is no coin or note of this value."""

    text: str


class DenominationUnclear(Problem):
    """How many pieces there are is not a whole number."""

    denomination: str
    text: str


class PiecesNegative(Problem):
    """Fewer than no pieces cannot be counted."""

    denomination: int
    pieces: int


# ---------------------------------------------------------------- approval


class QuorumMissing(Problem):
    """Too few of those invited are present to decide."""

    present: int
    invited: int
    needed: int


class VoteCountUnclear(Problem):
    """The votes do not fit those present: one is below zero, or there are more votes than people who may vote."""

    votes: int
    voters: int


class DecidedNothing(Problem):
    """Nobody was there to vote after those with an interest stepped aside."""


class MakerIsChecker(Problem):
    """Whoever made it cannot approve it, compared by natural person."""

    status = 403


class ApprovalTwice(Problem):
    """One natural person approved twice; two approvals need two people."""

    status = 403


class ApprovalNotOfThis(Problem):
    """What was approved is not what lies here now: it changed after it was shown."""

    status = 409


class ApprovalTooFew(Problem):
    """The approvals that this payment needs are not all there."""

    status = 403
    missing: tuple[str, ...]


class InterestedMustStepAside(Problem):
    """Someone with a declared interest took part in the decision."""

    status = 403
    people: int
