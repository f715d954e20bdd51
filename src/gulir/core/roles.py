"""The words a chart is written in: five kinds, two sides, three ledgers, and the roles posting rules name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

__all__ = ["CONTRA", "DAILY", "KIND_OF", "MONEY", "ONLY_UPK", "Kind", "Ledger", "Role", "Side"]


class Side(StrEnum):
    """Left or right."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def other(self) -> Side:
        """The other side."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class Kind(StrEnum):
    """The five kinds of account."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"

    @property
    def side(self) -> Side:
        """The side on which accounts of this kind grow.

        >>> Kind.ASSET.side.value, Kind.INCOME.side.value
        ('debit', 'credit')
        """
        return Side.DEBIT if self in {Kind.ASSET, Kind.EXPENSE} else Side.CREDIT

    @property
    def in_position(self) -> bool:
        """Whether it stands in the statement of position; the others stand in the statement of income."""
        return self in {Kind.ASSET, Kind.LIABILITY, Kind.EQUITY}


class Ledger(StrEnum):
    """The three books that never mix (domain 4.1): loan fund, secretariat (grants, costs), UPL/UPS activities."""

    UPK = "upk"
    SECRETARIAT = "secretariat"
    ACTIVITIES = "activities"


class Role(StrEnum):
    """What an account is for, told to posting rules; `meaning` says it in one line. One account of a ledger plays it.

    >>> Role("loans").meaning
    'control account of all loan cards'
    """

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """A role is its name; the second word is its meaning."""
        role = str.__new__(cls, value)
        role._value_ = value
        role.meaning = meaning
        return role

    CASH = "cash", "cash box"
    BANK = "bank", "bank account of the ledger"
    BANK_TR = "bank_tr", "bank account that holds joint-liability savings"
    DIGITAL_CLEARING = "digital_clearing", "payments by QRIS on their way to the bank"
    LOANS = "loans", "control account of all loan cards"
    OTHER_RECEIVABLE = "other_receivable", "what others owe, other than loans"
    CASH_DIFFERENCE = "cash_difference", "cash counted more or less than booked, until explained"
    PROVISION = "provision", "reserve for loans that may not come back, against the loans"
    EQUIPMENT = "equipment", "things the unit owns"
    ACCUMULATED_DEPRECIATION = "accumulated_depreciation", "what equipment has lost, against its cost"
    BUILDINGS = "buildings", "buildings the unit owns"
    ACCUMULATED_DEPRECIATION_BUILDINGS = "accumulated_depreciation_buildings", "what buildings lost, against their cost"
    WRITTEN_OFF = "written_off", "register of loans written off, still claimed"
    WRITTEN_OFF_OFFSET = "written_off_offset", "the other side of the register, so that it weighs nothing"
    PAYABLE = "payable", "what the ledger owes"
    SURPLUS = "surplus", "paid beyond what was due, held for the payer (titipan)"
    TR_SAVINGS = "tr_savings", "joint-liability savings of groups and members"
    SOCIAL_FUND = "social_fund", "part of the profit set aside for social work"
    RISK_FUND = "risk_fund", "set aside to pay what members who died still owed"
    BOP_FUND = "bop_fund", "part of the profit set aside for the board's own costs"
    IPTW_PAYABLE = "iptw_payable", "reward for paying on time, promised and not yet paid"
    KSM_FEE = "ksm_fee", "fee held for groups and given back to them"
    DUE_TO_UPL = "due_to_upl", "budget held for the environment unit"
    DUE_TO_UPS = "due_to_ups", "budget held for the social unit"
    GRANTED_CAPITAL = "granted_capital", "grants that are the fund's capital"
    CAPITAL_FROM_PROFIT = "capital_from_profit", "profit added to the capital"
    GENERAL_RESERVE = "general_reserve", "profit kept for bad years"
    RESULT_CARRIED = "result_carried", "result of past years not yet allocated"
    RESULT_OF_YEAR = "result_of_year", "result of the year being closed"
    OPENING = "opening", "system account against which opening balances are posted; ends at zero"
    JASA_INCOME = "jasa_income", "service charge received on loans"
    BANK_INTEREST = "bank_interest", "interest the bank paid"
    GRANT_INCOME = "grant_income", "grants and contributions to be spent"
    OTHER_INCOME = "other_income", "other income"
    RECOVERED_INCOME = "recovered_income", "received on loans written off before"
    OPERATING_EXPENSE = "operating_expense", "running costs"
    ACTIVITY_EXPENSE = "activity_expense", "cost of works, training and social aid"
    PROVISION_EXPENSE = "provision_expense", "cost of the reserve for bad loans"
    DEPRECIATION_EXPENSE = "depreciation_expense", "cost of wear"
    IPTW_EXPENSE = "iptw_expense", "rewards for paying on time"
    BANK_EXPENSE = "bank_expense", "fees and taxes the bank took"
    DUE_FROM_UPK = "due_from_upk", "owed to this ledger by the UPK"
    DUE_FROM_SECRETARIAT = "due_from_secretariat", "owed to this ledger by the secretariat"
    DUE_FROM_ACTIVITIES = "due_from_activities", "owed to this ledger by the activities"
    DUE_TO_UPK = "due_to_upk", "owed by this ledger to the UPK"
    DUE_TO_SECRETARIAT = "due_to_secretariat", "owed by this ledger to the secretariat"
    DUE_TO_ACTIVITIES = "due_to_activities", "owed by this ledger to the activities"

    @classmethod
    def due_from(cls, ledger: Ledger) -> Role:
        """The claim on another ledger."""
        return cls(f"due_from_{ledger.value}")

    @classmethod
    def due_to(cls, ledger: Ledger) -> Role:
        """The debt to another ledger."""
        return cls(f"due_to_{ledger.value}")


CONTRA = frozenset({
    Role.PROVISION, Role.ACCUMULATED_DEPRECIATION, Role.ACCUMULATED_DEPRECIATION_BUILDINGS, Role.WRITTEN_OFF_OFFSET,
})  # fmt: skip
"""Roles of contra accounts."""

_KINDS: Mapping[Kind, tuple[Role, ...]] = {
    Kind.ASSET: (
        Role.CASH, Role.BANK, Role.BANK_TR, Role.DIGITAL_CLEARING, Role.LOANS, Role.OTHER_RECEIVABLE,
        Role.CASH_DIFFERENCE, Role.EQUIPMENT, Role.BUILDINGS, Role.WRITTEN_OFF, *CONTRA, Role.DUE_FROM_UPK,
        Role.DUE_FROM_SECRETARIAT, Role.DUE_FROM_ACTIVITIES,
    ),
    Kind.LIABILITY: (
        Role.PAYABLE, Role.SURPLUS, Role.TR_SAVINGS, Role.SOCIAL_FUND, Role.RISK_FUND, Role.BOP_FUND, Role.IPTW_PAYABLE,
        Role.KSM_FEE, Role.DUE_TO_UPL, Role.DUE_TO_UPS, Role.DUE_TO_UPK, Role.DUE_TO_SECRETARIAT,
        Role.DUE_TO_ACTIVITIES,
    ),
    Kind.EQUITY: (
        Role.GRANTED_CAPITAL, Role.CAPITAL_FROM_PROFIT, Role.GENERAL_RESERVE, Role.RESULT_CARRIED, Role.RESULT_OF_YEAR,
        Role.OPENING,
    ),
    Kind.INCOME: (
        Role.JASA_INCOME, Role.BANK_INTEREST, Role.GRANT_INCOME, Role.OTHER_INCOME, Role.RECOVERED_INCOME,
    ),
    Kind.EXPENSE: (
        Role.OPERATING_EXPENSE, Role.ACTIVITY_EXPENSE, Role.PROVISION_EXPENSE, Role.DEPRECIATION_EXPENSE,
        Role.IPTW_EXPENSE, Role.BANK_EXPENSE,
    ),
}  # fmt: skip
KIND_OF: Mapping[Role, Kind] = {role: kind for kind, roles in _KINDS.items() for role in roles}
"""The kind of account that may play each role."""

MONEY = frozenset({Role.CASH, Role.BANK, Role.BANK_TR, Role.DIGITAL_CLEARING})
"""Where money lies: these decide whether a voucher is KM, KK or PB, and never go below zero."""

ONLY_UPK = frozenset({
    Role.BANK_TR, Role.DIGITAL_CLEARING, Role.LOANS, Role.PROVISION, Role.WRITTEN_OFF, Role.WRITTEN_OFF_OFFSET,
    Role.SURPLUS, Role.TR_SAVINGS, Role.SOCIAL_FUND, Role.RISK_FUND, Role.BOP_FUND, Role.IPTW_PAYABLE, Role.KSM_FEE,
    Role.DUE_TO_UPL, Role.DUE_TO_UPS, Role.CAPITAL_FROM_PROFIT, Role.JASA_INCOME, Role.RECOVERED_INCOME,
    Role.PROVISION_EXPENSE, Role.IPTW_EXPENSE,
})  # fmt: skip
"""Roles of the loan fund; the other ledgers never lend."""

DAILY = (
    Role.CASH, Role.BANK, Role.LOANS, Role.CASH_DIFFERENCE, Role.PROVISION, Role.SURPLUS, Role.TR_SAVINGS,
    Role.RESULT_CARRIED, Role.RESULT_OF_YEAR, Role.JASA_INCOME, Role.OPERATING_EXPENSE, Role.PROVISION_EXPENSE,
)  # fmt: skip
"""Roles without which a month of work cannot be closed."""
