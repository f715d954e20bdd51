"""Earmarks: which money may pay for what (R21, R22, R23), as a table of purposes and accounts.

A payment is judged by the account that bears it, the one that is debited. The three rules are rulebook values: a
board that decided otherwise is not refused, and stands under a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gulir.core.accounts import Account
from gulir.core.problems.books import EarmarkForbids
from gulir.core.roles import Kind, Ledger, Role

__all__ = ["EARMARKS", "Earmark", "Purpose", "bearer_role", "check_earmark", "forbidden_pairs"]


class Purpose(StrEnum):
    """What money leaves the ledger for."""

    LOAN = "loan"
    GIVE_BACK = "give_back"
    UPK_COST = "upk_cost"
    OVERSEER_PAY = "overseer_pay"
    BOARD_COST = "board_cost"
    ACTIVITY = "activity"
    CROSSING = "crossing"


@dataclass(frozen=True, kw_only=True)
class Earmark:
    """For this purpose only these roles may bear the payment; `rule` is the rulebook key, `code` its number."""

    rule: str
    code: str
    purpose: Purpose
    bearers: frozenset[Role]


_COSTS = frozenset({Role.OPERATING_EXPENSE, Role.BANK_EXPENSE, Role.IPTW_EXPENSE, Role.DEPRECIATION_EXPENSE})
_FUND_ONLY = "earmark.fund_only_for_loans"
_DUES = frozenset(role for role in Role if role.value.startswith(("due_from_", "due_to_")))

EARMARKS: tuple[Earmark, ...] = (
    Earmark(
        rule="earmark.overseers_from_profit_only",
        code="R21",
        purpose=Purpose.OVERSEER_PAY,
        bearers=frozenset({Role.PAYABLE, Role.RESULT_CARRIED}),
    ),
    Earmark(
        rule="earmark.no_board_cost_from_upk",
        code="R22",
        purpose=Purpose.BOARD_COST,
        bearers=frozenset({Role.BOP_FUND}),
    ),
    Earmark(rule=_FUND_ONLY, code="R23", purpose=Purpose.LOAN, bearers=frozenset({Role.LOANS})),
    Earmark(
        rule=_FUND_ONLY,
        code="R23",
        purpose=Purpose.GIVE_BACK,
        bearers=frozenset({Role.TR_SAVINGS, Role.SURPLUS, Role.KSM_FEE, Role.IPTW_PAYABLE, Role.PAYABLE}),
    ),
    Earmark(
        rule=_FUND_ONLY,
        code="R23",
        purpose=Purpose.UPK_COST,
        bearers=_COSTS | {Role.EQUIPMENT, Role.BUILDINGS, Role.PAYABLE, Role.OTHER_RECEIVABLE},
    ),
    Earmark(
        rule=_FUND_ONLY,
        code="R23",
        purpose=Purpose.ACTIVITY,
        bearers=frozenset({Role.SOCIAL_FUND, Role.DUE_TO_UPL, Role.DUE_TO_UPS, Role.DUE_TO_ACTIVITIES}),
    ),
    Earmark(rule=_FUND_ONLY, code="R23", purpose=Purpose.CROSSING, bearers=_DUES),
)
"""The table, for the UPK's ledger; the other two ledgers hold no loan fund."""

WITHOUT_ROLE: Mapping[Kind, Role] = {
    Kind.ASSET: Role.OTHER_RECEIVABLE,
    Kind.LIABILITY: Role.PAYABLE,
    Kind.EQUITY: Role.GRANTED_CAPITAL,
    Kind.INCOME: Role.OTHER_INCOME,
    Kind.EXPENSE: Role.OPERATING_EXPENSE,
}


def bearer_role(account: Account) -> Role:
    """The role an account bears costs as; one without a role counts as the plainest of its kind."""
    return account.role or WITHOUT_ROLE[account.kind]


def check_earmark(account: Account, purpose: Purpose, *, in_force: Mapping[str, bool] | None = None) -> None:
    """Pass when this account may bear a payment for this purpose, else `EarmarkForbids`.

    `in_force` are the values of the three rulebook keys; left out, all three hold.

    >>> atk = Account(code="51030", name="ATK", kind=Kind.EXPENSE, role=Role.OPERATING_EXPENSE)
    >>> check_earmark(atk, Purpose.UPK_COST)
    >>> check_earmark(atk, Purpose.OVERSEER_PAY)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    gulir.core.problems.books.EarmarkForbids: EarmarkForbids {'rule': 'R21', 'role': 'operating_expense', ...}
    >>> check_earmark(atk, Purpose.OVERSEER_PAY, in_force={"earmark.overseers_from_profit_only": False})
    """
    if account.ledger is not Ledger.UPK:
        return
    earmark = next(e for e in EARMARKS if e.purpose is purpose)
    if in_force is not None and not in_force.get(earmark.rule, True):
        return
    role = bearer_role(account)
    if role not in earmark.bearers:
        raise EarmarkForbids(rule=earmark.code, role=role.value, purpose=purpose.value)


def forbidden_pairs() -> Iterator[tuple[Role, Purpose]]:
    """Every pair of role and purpose that the three rules forbid together."""
    for earmark in EARMARKS:
        for role in Role:
            if role not in earmark.bearers:
                yield role, earmark.purpose
