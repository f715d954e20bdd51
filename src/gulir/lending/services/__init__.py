"""The acts of lending, one file per noun."""

from __future__ import annotations

from gulir.lending.services.applications import (
    AskedShare,
    VerifiedShare,
    resubmit_application,
    submit_application,
    verify_application,
)
from gulir.lending.services.arrivals import confirm_arrival, record_arrival, witness_arrivals
from gulir.lending.services.covers import ease_claim, record_cover, take_back_easing
from gulir.lending.services.deaths import cover_death, propose_death_cover
from gulir.lending.services.decisions import (
    reject_application,
    return_application,
    shown,
    sign_application,
    withdraw_application,
)
from gulir.lending.services.disbursements import disburse
from gulir.lending.services.endings import propose_write_off, recover, write_off
from gulir.lending.services.handling import handle_arrears
from gulir.lending.services.held import receive_savings, refund_surplus, return_savings
from gulir.lending.services.history import (
    OldEntry,
    OldLoan,
    OldShare,
    bring_in_card_entries,
    bring_in_loans,
    split_shares,
)
from gulir.lending.services.members import fill_member_form, see_pledges
from gulir.lending.services.products import Season, close_product, define_product
from gulir.lending.services.rebates import propose_rebate
from gulir.lending.services.repayments import record_repayment
from gulir.lending.services.restructurings import propose_restructuring, restructure
from gulir.lending.services.results import report_result, take_back_result
from gulir.lending.services.reversals import reverse_repayment
from gulir.lending.services.rewards import pay_reward
from gulir.lending.services.settlements import apply_surplus, set_off_savings, settle_early
from gulir.lending.services.standing import ask_to_go_on, post_provision, resume, suspend
from gulir.lending.services.surveys import allow_exception
from gulir.lending.services.waiting import put_first
from gulir.lending.services.withdrawals import withdraw_loans

__all__ = [
    "allow_exception", "fill_member_form", "put_first", "see_pledges",
    "AskedShare", "OldEntry", "OldLoan", "OldShare", "Season", "VerifiedShare", "apply_surplus", "ask_to_go_on",
    "bring_in_card_entries", "bring_in_loans", "close_product", "confirm_arrival", "define_product", "disburse",
    "ease_claim", "handle_arrears", "post_provision", "propose_write_off", "receive_savings", "record_arrival",
    "record_cover", "record_repayment", "recover", "refund_surplus", "reject_application", "report_result",
    "resubmit_application", "resume", "return_application", "return_savings", "reverse_repayment", "set_off_savings",
    "settle_early", "shown", "sign_application", "split_shares", "submit_application", "suspend", "take_back_easing",
    "take_back_result", "verify_application", "withdraw_application", "withdraw_loans", "witness_arrivals",
    "cover_death", "pay_reward", "propose_death_cover", "propose_rebate", "propose_restructuring", "restructure",
    "write_off",
]  # fmt: skip
