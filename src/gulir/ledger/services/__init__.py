"""The acts on the books, and the steps other contexts take inside their own acts."""

from gulir.ledger.services.bank import import_statement, match_line, reconcile_bank, unmatch_line
from gulir.ledger.services.charts import chart_findings, chart_rows, extend_chart, map_roles, use_programme_chart
from gulir.ledger.services.days import close_day, close_through, confirm_day, count_cash, refuse_day
from gulir.ledger.services.drafts import approve_draft, record_susulan, transfer_between_ledgers, withdraw_draft
from gulir.ledger.services.months import close_month
from gulir.ledger.services.openings import go_live, post_opening
from gulir.ledger.services.pairs import Pair
from gulir.ledger.services.posting import post
from gulir.ledger.services.profits import allocate_profit, propose_profit
from gulir.ledger.services.reversals import reverse, reverse_voucher
from gulir.ledger.services.vouchers import record_voucher
from gulir.ledger.services.years import close_year

__all__ = [
    "Pair",
    "allocate_profit",
    "approve_draft",
    "chart_findings",
    "chart_rows",
    "close_day",
    "close_month",
    "close_through",
    "close_year",
    "confirm_day",
    "count_cash",
    "extend_chart",
    "go_live",
    "import_statement",
    "map_roles",
    "match_line",
    "post",
    "post_opening",
    "propose_profit",
    "reconcile_bank",
    "record_susulan",
    "record_voucher",
    "refuse_day",
    "reverse",
    "reverse_voucher",
    "transfer_between_ledgers",
    "unmatch_line",
    "use_programme_chart",
    "withdraw_draft",
]
