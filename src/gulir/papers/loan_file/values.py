"""What a loan file is printed from: everything known of one application and its loan, gathered once, all of it values.

What nobody recorded yet is `None` or empty, and stands on paper as a ruled line to be filled in by hand. Amounts in
rupiah.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

__all__ = [
    "Agreed",
    "Asked",
    "Due",
    "Ended",
    "Lent",
    "Letter",
    "LoanFile",
    "Member",
    "Moved",
    "Offered",
    "Paid",
    "Renewed",
    "Surveyed",
    "Used",
    "Visited",
    "Written",
]


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the member wrote before the loan: business and household, rupiah a month."""

    since: int | None
    workers: int
    capital: int
    turnover: int
    costs: int
    other_income: int
    living_costs: int
    other_instalments: int
    dependants: int


@dataclass(frozen=True, kw_only=True)
class Surveyed:
    """What the visit found beside the business; `marks` are the five headings, 1 weak to 4 strong, 0 not judged."""

    other_income: int
    living_costs: int
    other_instalments: int
    ceiling: int
    marks: Sequence[int]
    exception: str


@dataclass(frozen=True, kw_only=True)
class Used:
    """What a visit saw of one member's share: who uses it, what for, and whether the business lives."""

    user: str
    used_for: str
    alive: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Visited:
    """A visit that looked at this loan: when, who went, what was found and advised, who promised what by when.

    `uses` stands in the order of the members; none where the visit did not come to a member.
    """

    on: date
    by: str
    condition: str
    advice: str
    answer: str
    promises: Sequence[tuple[str, str, date]]
    uses: Sequence[Used | None]


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member of the KSM who borrows, or its officer. `nik` is masked; `instalments` are (principal, jasa) per due."""

    name: str
    role: str
    sex: str
    place: str
    nik: str = ""
    business: str = ""
    asked: int | None = None
    verified: int | None = None
    decided: int | None = None
    income: int | None = None
    costs: int | None = None
    share: int | None = None
    written: Written | None = None
    surveyed: Surveyed | None = None
    pledged_on: date | None = None
    instalments: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The application: its number, its amounts step by step, who did what when."""

    number: str
    purpose: str
    state: str
    submitted_on: date
    asked: int
    verified: int | None
    verified_on: date | None
    verified_by: str
    decided: int | None
    decided_on: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The terms: method, jasa in percent of an instalment period, how many instalments at which interval."""

    method: str
    rate_percent: str
    share_percent: str
    loss_percent: str
    instalments: int
    every: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class Due:
    """One line of the instalment plan, with the principal still owed after it."""

    no: int
    due_on: date
    principal: int
    jasa: int
    balance: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One line of the loan card as the card itself shows it."""

    on: date
    what: str
    reference: str
    principal: int
    jasa: int
    savings: int
    balance: int


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One repayment that stands, for its voucher: for which instalments, who paid, who took it, what was left."""

    receipt: str
    voucher: str
    on: date
    amount: int
    principal: int
    jasa: int
    savings: int
    surplus: int
    periods: Sequence[int]
    method: str
    payer: str
    cashier: str
    balance: int


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The letter that a late loan gets: step 0 tells what is owed, 1 to 3 warn. Once recorded it says what was told."""

    step: int
    on: date
    days_late: int
    arrears: int
    recorded: bool


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What the KSM agreed with itself, rupiah; `jasa_bp` is a month's jasa in hundredths of a percent."""

    every: str
    savings: int
    fine: int
    quorum_percent: int
    loan_most: int
    loan_months: int
    jasa_bp: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """The loan that carries on what was left of another: its number, and the plan it is paid back by."""

    loan_no: str
    principal: int
    instalments: int
    first_due_on: date
    usual: int


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a loan ended unpaid, by which decision: what was unpaid then, and what is still claimed of it."""

    kind: str
    on: date
    principal: int
    jasa: int
    written_off: int
    claim: int
    cause: str
    decision: str
    renewed: Renewed | None = None


@dataclass(frozen=True, kw_only=True)
class Lent:
    """The loan: paid out when, with which voucher, and where it stands on the day of printing."""

    loan_no: str
    carries_on: str
    state: str
    disbursed_on: date
    settled_on: date | None
    principal: int
    jasa: int
    balance: int
    principal_paid: int
    jasa_paid: int
    arrears_principal: int
    arrears_jasa: int
    missed: int
    days_late: int
    collectibility: int
    savings: int
    voucher: str
    reward: int
    punctual: bool
    letter: Letter | None
    ended: Ended | None
    cards: Sequence[Moved]
    paid: Sequence[Paid]


@dataclass(frozen=True, kw_only=True)
class LoanFile:
    """One application and its loan on a day. `offices` names who holds which office, `leaders` the KSM's officers.

    `schedule` is the loan's, or before the payout the one it would have if it were paid out on `on`.
    """

    board: str
    board_code: str
    place: str
    on: date
    ksm: str
    ksm_code: str
    rw: str
    formed_on: date | None
    amount: int
    members: Sequence[Member]
    fellows: Sequence[Member]
    leaders: Mapping[str, str]
    offices: Mapping[str, str]
    agreed: Agreed | None
    offered: Offered
    schedule: Sequence[Due]
    asked: Asked | None
    lent: Lent | None
    visited: Sequence[Visited] = ()
