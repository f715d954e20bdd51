"""What the books can be asked."""

from gulir.ledger.queries.balances import (
    account_at,
    account_for,
    accounts,
    balance_at,
    balances,
    control_balance,
    income,
    position,
    trial_balance,
)

__all__ = [
    "account_at",
    "account_for",
    "accounts",
    "balance_at",
    "balances",
    "control_balance",
    "income",
    "position",
    "trial_balance",
]
