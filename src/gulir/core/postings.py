"""Posting rules: each event of the programme as transfers between roles (domain 4.3), never between codes.

Every rule takes whole rupiah and gives back a tuple of `Posting`; parts of zero are left out. `to_entries` turns
roles into a board's own account codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from gulir.core.accounts import Account
from gulir.core.money import split
from gulir.core.problems.books import LedgersAreTheSame, ProfitSplitNotWhole, RoleWithoutAccount
from gulir.core.problems.money import AmountNegative
from gulir.core.roles import Ledger, Role
from gulir.core.vouchers import Entry

__all__ = [
    "Crossing",
    "Posting",
    "allocate_profit",
    "bank_fee",
    "bank_interest",
    "between_ledgers",
    "capital_received",
    "carry_result",
    "cash_difference",
    "death_covered",
    "depreciation",
    "disbursement",
    "expense",
    "iptw_paid",
    "iptw_promised",
    "ksm_fee_received",
    "ksm_fee_returned",
    "loss_borne",
    "move",
    "play_roles",
    "profit_allocation",
    "provision",
    "recovery",
    "repayment",
    "savings_banked",
    "savings_received",
    "savings_returned",
    "savings_set_off",
    "surplus_applied",
    "surplus_returned",
    "to_entries",
    "write_off",
    "year_close",
]


class Posting(NamedTuple):
    """One transfer between roles, in whole rupiah."""

    debit: Role
    credit: Role
    amount: int


Postings = tuple[Posting, ...]


def _only(*postings: Posting) -> Postings:
    """The postings that move something; an amount below zero is refused."""
    for posting in postings:
        if posting.amount < 0:
            raise AmountNegative(text=str(posting.amount))
    return tuple(p for p in postings if p.amount)


def play_roles(accounts: Iterable[Account]) -> dict[Role, str]:
    """Which code plays each role in one ledger's chart.

    >>> from gulir.core.roles import Kind
    >>> play_roles([Account(code="1010", name="Kas", kind=Kind.ASSET, role=Role.CASH)])
    {<Role.CASH: 'cash'>: '1010'}
    """
    return {account.role: account.code for account in accounts if account.role is not None}


def to_entries(postings: Iterable[Posting], codes: Mapping[Role, str]) -> tuple[Entry, ...]:
    """The transfers in a board's own codes; a role without an account is refused (`RoleWithoutAccount`).

    >>> to_entries(disbursement(5_000_000), {Role.LOANS: "1030", Role.BANK: "1020"})
    (Entry(debit='1030', credit='1020', amount=5000000),)
    """
    return tuple(Entry.of(_code(p.debit, codes), _code(p.credit, codes), p.amount) for p in postings)


def _code(role: Role, codes: Mapping[Role, str]) -> str:
    if role not in codes:
        raise RoleWithoutAccount(role=role.value)
    return codes[role]


# ---------------------------------------------------------------- loans


def disbursement(principal: int, *, out_of: Role = Role.BANK) -> Postings:
    """A loan paid out, from the bank or the cash box."""
    return _only(Posting(Role.LOANS, out_of, principal))


def repayment(
    *,
    principal: int,
    jasa: int,
    surplus: int = 0,
    penalty: int = 0,
    savings: int = 0,
    ksm_fee: int = 0,
    into: Role = Role.CASH,
) -> Postings:
    """One receipt from a group: principal to the loans, jasa to income, what is too much to titipan (infer S8).

    >>> [(p.credit.value, p.amount) for p in repayment(principal=500_000, jasa=75_000)]     # domain 3.5, example 2
    [('loans', 500000), ('jasa_income', 75000)]
    """
    return _only(
        Posting(into, Role.LOANS, principal),
        Posting(into, Role.JASA_INCOME, jasa),
        Posting(into, Role.OTHER_INCOME, penalty),
        Posting(into, Role.TR_SAVINGS, savings),
        Posting(into, Role.KSM_FEE, ksm_fee),
        Posting(into, Role.SURPLUS, surplus),
    )


def loss_borne(amount: int) -> Postings:
    """The fund's part of a loss, where the result is shared: a cost of risk, and so much less is owed to it.

    >>> [(p.debit.value, p.credit.value, p.amount) for p in loss_borne(400_000)]
    [('provision_expense', 'loans', 400000)]
    """
    return _only(Posting(Role.PROVISION_EXPENSE, Role.LOANS, amount))


def surplus_applied(*, principal: int, jasa: int) -> Postings:
    """Titipan used for what has become due."""
    return _only(Posting(Role.SURPLUS, Role.LOANS, principal), Posting(Role.SURPLUS, Role.JASA_INCOME, jasa))


def surplus_returned(amount: int, *, out_of: Role = Role.CASH) -> Postings:
    """Titipan given back to the payer."""
    return _only(Posting(Role.SURPLUS, out_of, amount))


def ksm_fee_received(amount: int, *, into: Role = Role.CASH) -> Postings:
    """The fee a group lays aside with each instalment."""
    return _only(Posting(into, Role.KSM_FEE, amount))


def ksm_fee_returned(amount: int, *, out_of: Role = Role.CASH) -> Postings:
    """The fee given back to the group."""
    return _only(Posting(Role.KSM_FEE, out_of, amount))


def savings_received(amount: int, *, into: Role = Role.CASH) -> Postings:
    """Joint-liability savings come in."""
    return _only(Posting(into, Role.TR_SAVINGS, amount))


def savings_banked(amount: int, *, out_of: Role = Role.CASH) -> Postings:
    """Joint-liability savings brought to their own bank account."""
    return _only(Posting(Role.BANK_TR, out_of, amount))


def savings_returned(amount: int, *, out_of: Role = Role.BANK_TR) -> Postings:
    """Joint-liability savings given back when the loan is paid off."""
    return _only(Posting(Role.TR_SAVINGS, out_of, amount))


def savings_set_off(*, principal: int, jasa: int) -> Postings:
    """Savings pay arrears, and the money moves from the savings bank to the loan fund's bank.

    >>> [(p.debit.value, p.credit.value, p.amount) for p in savings_set_off(principal=90_000, jasa=10_000)]
    [('tr_savings', 'loans', 90000), ('tr_savings', 'jasa_income', 10000), ('bank', 'bank_tr', 100000)]
    """
    return _only(
        Posting(Role.TR_SAVINGS, Role.LOANS, principal),
        Posting(Role.TR_SAVINGS, Role.JASA_INCOME, jasa),
        Posting(Role.BANK, Role.BANK_TR, principal + jasa),
    )


def provision(*, held: int, needed: int) -> Postings:
    """The reserve brought from what is held to what is needed: up as a cost, down against that cost.

    >>> provision(held=300_000, needed=400_000)[0].debit.value, provision(held=400_000, needed=300_000)[0].debit.value
    ('provision_expense', 'provision')
    """
    if needed >= held:
        return _only(Posting(Role.PROVISION_EXPENSE, Role.PROVISION, needed - held))
    return _only(Posting(Role.PROVISION, Role.PROVISION_EXPENSE, held - needed))


def write_off(balance: int, *, held: int, register: bool = False) -> Postings:
    """A loan written off by the members' meeting: out of the reserve, what is short is a cost; the claim lives on.

    With `register` the claim is also noted in the chart's own register accounts, which weigh nothing together.

    >>> [(p.debit.value, p.amount) for p in write_off(1_000_000, held=700_000)]
    [('provision', 700000), ('provision_expense', 300000)]
    """
    covered = min(balance, max(0, held))
    return _only(
        Posting(Role.PROVISION, Role.LOANS, covered),
        Posting(Role.PROVISION_EXPENSE, Role.LOANS, balance - covered),
        Posting(Role.WRITTEN_OFF, Role.WRITTEN_OFF_OFFSET, balance if register else 0),
    )


def death_covered(principal: int) -> Postings:
    """What a member who died still owed, paid out of what was set aside for it; no money moves, jasa is not asked.

    >>> [(p.debit.value, p.credit.value, p.amount) for p in death_covered(900_000)]
    [('risk_fund', 'loans', 900000)]
    """
    return _only(Posting(Role.RISK_FUND, Role.LOANS, principal))


def recovery(amount: int, *, into: Role = Role.CASH, listed: int = 0) -> Postings:
    """Money received on a loan written off before: income, never principal.

    `listed` is how much of it stood in the chart's own register, which holds principal alone.

    >>> [(p.debit.value, p.credit.value, p.amount) for p in recovery(50_000, listed=30_000)]
    [('cash', 'recovered_income', 50000), ('written_off_offset', 'written_off', 30000)]
    """
    return _only(
        Posting(into, Role.RECOVERED_INCOME, amount),
        Posting(Role.WRITTEN_OFF_OFFSET, Role.WRITTEN_OFF, listed),
    )


def iptw_promised(amount: int) -> Postings:
    """A reward for paying on time, owed to the group at settlement (R36)."""
    return _only(Posting(Role.IPTW_EXPENSE, Role.IPTW_PAYABLE, amount))


def iptw_paid(amount: int, *, promised: bool = False, out_of: Role = Role.CASH) -> Postings:
    """A reward for paying on time, paid: out of what was promised, or at once as a cost."""
    return _only(Posting(Role.IPTW_PAYABLE if promised else Role.IPTW_EXPENSE, out_of, amount))


# ---------------------------------------------------------------- money places and daily life


def capital_received(amount: int, *, into: Role = Role.BANK) -> Postings:
    """A grant for loans (BLM) arrives."""
    return _only(Posting(into, Role.GRANTED_CAPITAL, amount))


def move(amount: int, *, out_of: Role, into: Role) -> Postings:
    """Money moved between the ledger's own places: withdrawn, banked, settled."""
    return _only(Posting(into, out_of, amount))


def expense(amount: int, *, for_what: Role = Role.OPERATING_EXPENSE, out_of: Role = Role.CASH) -> Postings:
    """A running cost is paid."""
    return _only(Posting(for_what, out_of, amount))


def bank_interest(amount: int, *, tax: int = 0, into: Role = Role.BANK) -> Postings:
    """Interest the bank paid, whole, and the tax it kept, as a cost.

    >>> [(p.debit.value, p.credit.value, p.amount) for p in bank_interest(10_000, tax=2_000)]
    [('bank', 'bank_interest', 10000), ('bank_expense', 'bank', 2000)]
    """
    return _only(Posting(into, Role.BANK_INTEREST, amount), Posting(Role.BANK_EXPENSE, into, tax))


def bank_fee(amount: int, *, out_of: Role = Role.BANK) -> Postings:
    """What the bank charged."""
    return _only(Posting(Role.BANK_EXPENSE, out_of, amount))


def depreciation(amount: int, *, of: Role = Role.EQUIPMENT) -> Postings:
    """The wear of a period, of equipment or of buildings."""
    buildings = of is Role.BUILDINGS
    return _only(
        Posting(
            Role.DEPRECIATION_EXPENSE,
            Role.ACCUMULATED_DEPRECIATION_BUILDINGS if buildings else Role.ACCUMULATED_DEPRECIATION,
            amount,
        )
    )


def cash_difference(*, booked: int, counted: int) -> Postings:
    """What the count shows more or less than the books, put aside the same day until explained (domain 4.4).

    >>> cash_difference(booked=291_350, counted=290_000)
    (Posting(debit=<Role.CASH_DIFFERENCE: 'cash_difference'>, credit=<Role.CASH: 'cash'>, amount=1350),)
    """
    if counted < booked:
        return _only(Posting(Role.CASH_DIFFERENCE, Role.CASH, booked - counted))
    return _only(Posting(Role.CASH, Role.CASH_DIFFERENCE, counted - booked))


class Crossing(NamedTuple):
    """Money from one ledger to another: what the payer posts and what the receiver posts."""

    paying: Postings
    receiving: Postings


def between_ledgers(
    amount: int,
    *,
    payer: Ledger,
    receiver: Ledger,
    out_of: Role = Role.CASH,
    into: Role = Role.CASH,
    settles: bool = False,
) -> Crossing:
    """Money crosses ledgers by a pair: the payer gains a claim, the receiver a debt of the same rupiah.

    With `settles` the payer pays back what it owed, and the receiver's claim goes down.

    >>> lent = between_ledgers(250_000, payer=Ledger.UPK, receiver=Ledger.SECRETARIAT)
    >>> lent.paying[0].debit.value, lent.receiving[0].credit.value
    ('due_from_secretariat', 'due_to_upk')
    """
    if payer is receiver:
        raise LedgersAreTheSame(ledger=payer.value)
    given = Role.due_to(receiver) if settles else Role.due_from(receiver)
    taken = Role.due_from(payer) if settles else Role.due_to(payer)
    return Crossing(_only(Posting(given, out_of, amount)), _only(Posting(into, taken, amount)))


# ---------------------------------------------------------------- the year


def year_close(balances: Iterable[tuple[Account, int]], *, result: str) -> tuple[Entry, ...]:
    """Income and expense accounts brought to zero against the result of the year (account code `result`).

    `balances` are net balances (debit less credit, in rupiah) of the year; accounts of the position are left alone.

    >>> from gulir.core.roles import Kind
    >>> jasa = Account(code="41010", name="Jasa", kind=Kind.INCOME)
    >>> atk = Account(code="51030", name="ATK", kind=Kind.EXPENSE)
    >>> year_close([(jasa, -525_000), (atk, 26_000)], result="32020")
    (Entry(debit='41010', credit='32020', amount=525000), Entry(debit='32020', credit='51030', amount=26000))
    """
    entries = []
    for account, net in sorted(balances, key=lambda pair: pair[0].code):
        if account.kind.in_position or not net:
            continue
        entries.append(Entry.of(result, account.code, net) if net > 0 else Entry.of(account.code, result, -net))
    return tuple(entries)


def carry_result(profit: int) -> Postings:
    """1 January: the result of the year becomes the result of past years; a loss goes the other way."""
    if profit < 0:
        return _only(Posting(Role.RESULT_CARRIED, Role.RESULT_OF_YEAR, -profit))
    return _only(Posting(Role.RESULT_OF_YEAR, Role.RESULT_CARRIED, profit))


PROFIT_ROLES: Mapping[str, Role] = {
    "capital": Role.CAPITAL_FROM_PROFIT,
    "social": Role.SOCIAL_FUND,
    "bop": Role.BOP_FUND,
    "overseers": Role.PAYABLE,
    "upk_bonus": Role.PAYABLE,
    "reserve": Role.GENERAL_RESERVE,
}
"""Where each part of a profit split (R38) goes."""


def allocate_profit(profit: int, percents: Mapping[str, Fraction | int]) -> dict[str, int]:
    """The profit shared by percentages that add up to 100, to the rupiah, by largest remainder (R38).

    Refused: a loss (`AmountNegative`), percentages that do not add up to 100 (`ProfitSplitNotWhole`).

    >>> allocate_profit(522_101_425, {"capital": 50, "social": 20, "bop": 10, "overseers": 5, "upk_bonus": 10,
    ...                               "reserve": 5})["capital"]
    261050713
    """
    if profit < 0:
        raise AmountNegative(text=str(profit))
    parts = {name: Fraction(percent) for name, percent in percents.items()}
    if sum(parts.values()) != 100 or any(part < 0 for part in parts.values()):
        raise ProfitSplitNotWhole(percent=str(sum(parts.values())))
    scale = 1
    for part in parts.values():
        scale *= part.denominator
    return dict(zip(parts, split(profit, [int(part * scale) for part in parts.values()]), strict=True))


def profit_allocation(shares: Sequence[tuple[Role, int]]) -> Postings:
    """The members' meeting gives the carried result to capital, funds and people."""
    return _only(*(Posting(Role.RESULT_CARRIED, role, amount) for role, amount in shares))
