"""What the books keep: accounts, vouchers with their transfers, days, months, years, drafts, bank statements."""

from gulir.ledger.models.bank import Reconciliation, Statement, StatementLine
from gulir.ledger.models.charts import Account, BookState
from gulir.ledger.models.days import CashCount, Day, Month, Year
from gulir.ledger.models.drafts import Draft
from gulir.ledger.models.vouchers import AccountSum, Transfer, Voucher

__all__ = [
    "Account",
    "AccountSum",
    "BookState",
    "CashCount",
    "Day",
    "Draft",
    "Month",
    "Reconciliation",
    "Statement",
    "StatementLine",
    "Transfer",
    "Voucher",
    "Year",
]
