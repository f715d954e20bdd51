"""The acts on the books, and the steps other contexts take inside their own acts."""

from gulir.ledger.services.charts import chart_findings, chart_rows, extend_chart, map_roles, use_programme_chart
from gulir.ledger.services.drafts import approve_draft, record_susulan, transfer_between_ledgers, withdraw_draft
from gulir.ledger.services.openings import go_live, post_opening
from gulir.ledger.services.reversals import reverse, reverse_voucher
from gulir.ledger.services.vouchers import Pair, post, record_voucher

__all__ = [
    "Pair",
    "approve_draft",
    "chart_findings",
    "chart_rows",
    "extend_chart",
    "go_live",
    "map_roles",
    "post",
    "post_opening",
    "record_susulan",
    "record_voucher",
    "reverse",
    "reverse_voucher",
    "transfer_between_ledgers",
    "use_programme_chart",
    "withdraw_draft",
]
