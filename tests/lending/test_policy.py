"""Who may do what: every act against every office, written down (I18). Everything not written is refused."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gulir.base.commands import COMMANDS
from gulir.base.policy import Standing
from gulir.core.problems import Problem
from gulir.core.problems.access import NotAllowed
from gulir.lending import services as lending
from gulir.lending.policy import READS_LOANS
from gulir.lending.queries import loans_seen

pytestmark = pytest.mark.django_db
NOWHERE = UUID(int=0)
OFFICES = (
    "secretary", "upk_manager", "loan_officer", "cashier", "bookkeeper", "overseer", "auditor", "facilitator", "forum",
    "trustee", "coordinator",
)  # fmt: skip
CASHIER, MANAGERS = {"cashier"}, {"upk_manager", "coordinator"}
BODIES = {
    "define_product": ({"code": "", "name": ""}, MANAGERS),
    "close_product": ({"product": NOWHERE}, MANAGERS),
    "submit_application": (
        {"group": NOWHERE, "product": NOWHERE, "shares": [], "purpose": ""}, {"loan_officer", "upk_manager"},
    ),
    "resubmit_application": ({"application": NOWHERE, "shares": []}, {"loan_officer", "upk_manager"}),
    "withdraw_application": ({"application": NOWHERE, "reason": ""}, {"loan_officer", "upk_manager"}),
    "verify_application": ({"application": NOWHERE, "shares": []}, {"loan_officer"}),
    "return_application": ({"application": NOWHERE, "reason": ""}, {"loan_officer", "upk_manager", "coordinator"}),
    "sign_application": ({"application": NOWHERE, "digest": ""}, MANAGERS),
    "reject_application": ({"application": NOWHERE, "reason": ""}, MANAGERS),
    "disburse": ({"application": NOWHERE}, CASHIER),
    "fill_member_form": (
        {"group": NOWHERE, "person": NOWHERE, "amount": 1, "business": "Warung"},
        {"loan_officer", "upk_manager", "Yuni"},
    ),
    "see_pledges": (
        {"group": NOWHERE, "people": [], "signed_on": date(2026, 3, 2)}, {"loan_officer", "upk_manager"},
    ),
    "allow_exception": ({"application": NOWHERE, "person": NOWHERE, "reason": "x"}, MANAGERS),
    "put_first": ({"application": NOWHERE, "reason": "x"}, MANAGERS),
    "ask_to_go_on": ({"until": date(2026, 3, 2), "reason": ""}, {"upk_manager", "coordinator", "overseer"}),
    "report_result": ({"loan": NOWHERE, "no": 1, "result": 1}, {"loan_officer"}),
    "take_back_result": ({"report": 0, "reason": "x"}, {"upk_manager", "bookkeeper"}),
    "record_arrival": ({"loan": NOWHERE, "amount": 1}, {"Yuni"}),
    "confirm_arrival": ({"loan": NOWHERE, "amount": 1}, {"Yuni"}),
    "witness_arrivals": (
        {"loan": NOWHERE, "amounts": {}},
        {"secretary", "trustee", "coordinator", "overseer", "forum", "facilitator"},
    ),
    "record_cover": ({"repayment": NOWHERE, "debtor": NOWHERE, "amount": 1}, {"Yuni", "facilitator", "loan_officer"}),
    "ease_claim": ({"cover": NOWHERE, "amount": 1}, {"Yuni", "facilitator", "loan_officer"}),
    "take_back_easing": ({"move": NOWHERE, "reason": "x"}, {"Yuni", "facilitator", "loan_officer"}),
    "record_repayment": ({"loan": NOWHERE, "amount": 1}, CASHIER),
    "settle_early": ({"loan": NOWHERE}, CASHIER),
    "apply_surplus": ({"loan": NOWHERE}, CASHIER),
    "refund_surplus": ({"loan": NOWHERE, "amount": 1}, CASHIER),
    "receive_savings": ({"loan": NOWHERE, "amount": 1}, CASHIER),
    "return_savings": ({"loan": NOWHERE, "amount": 1}, CASHIER),
    "set_off_savings": ({"loan": NOWHERE, "amount": 1}, CASHIER),
    "reverse_repayment": ({"repayment": NOWHERE, "reason": ""}, {"upk_manager", "bookkeeper"}),
    "pay_reward": ({"loan": NOWHERE}, CASHIER),
    "handle_arrears": ({"loan": NOWHERE, "step": "", "to": ""}, {"loan_officer", "upk_manager"}),
    "propose_write_off": (
        {"loan": NOWHERE, "cause": "", "reason": ""}, {"loan_officer", "upk_manager"},
    ),
    "write_off": ({"loan": NOWHERE}, {"upk_manager", "bookkeeper"}),
    "propose_restructuring": (
        {"loan": NOWHERE, "kind": "", "first_due_on": date(2099, 1, 1), "cause": "", "reason": ""},
        {"loan_officer", "upk_manager"},
    ),
    "restructure": ({"loan": NOWHERE}, {"upk_manager", "bookkeeper"}),
    "propose_death_cover": (
        {"loan": NOWHERE, "person": NOWHERE, "died_on": date(2026, 3, 2), "letter": ""},
        {"loan_officer", "upk_manager"},
    ),
    "propose_rebate": ({"loan": NOWHERE, "amount": 1, "reason": ""}, {"loan_officer", "upk_manager"}),
    "cover_death": ({"loan": NOWHERE}, {"upk_manager", "bookkeeper"}),
    "recover": ({"loan": NOWHERE, "amount": 1}, CASHIER),
    "post_provision": ({"as_of": date(2099, 1, 1)}, {"upk_manager", "bookkeeper"}),
    "suspend": ({"reason": ""}, {"upk_manager", "coordinator", "overseer"}),
    "resume": ({}, {"upk_manager", "coordinator", "overseer"}),
    "bring_in_loans": ({"rows": []}, {"upk_manager", "bookkeeper"}),
    "bring_in_card_entries": ({"rows": []}, {"upk_manager", "bookkeeper"}),
    "split_shares": ({"loan": NOWHERE, "rows": []}, {"upk_manager", "bookkeeper"}),
}  # fmt: skip


def test_every_act_of_lending_has_its_row():
    assert {f"lending.{name}" for name in BODIES} == {name for name in COMMANDS if name.startswith("lending.")}


@pytest.mark.parametrize("act", list(BODIES))
@pytest.mark.parametrize("office", [*OFFICES, "Yuni"])
def test_an_office_may_what_is_written_and_nothing_else(fund, office, act):
    """Whoever may gets as far as the empty body, which is refused for another reason; the others hear no more."""
    body, may = BODIES[act]
    with pytest.raises(Problem) as refused:
        fund.do(office, getattr(lending, act), **body)
    assert isinstance(refused.value, NotAllowed) == (office not in may), refused.value


@pytest.mark.parametrize("office", OFFICES)
def test_whoever_belongs_to_the_board_sees_every_loan(fund, office):
    fund.lend("Melati")
    fund.lend("Mawar")
    assert loans_seen(fund.book, fund.stage.stands(office)).count() == 2


def test_members_see_the_loan_of_their_own_group(fund):
    fund.lend("Melati")
    fund.lend("Mawar")
    assert [loan.ksm for loan in loans_seen(fund.book, fund.stage.stands("Yuni"))] == ["Melati"]


def test_a_stranger_sees_none(fund):
    fund.lend("Melati")
    assert loans_seen(fund.book, Standing()).count() == 0
    assert not READS_LOANS.allows(Standing())


def test_an_office_that_ended_yesterday_pays_nothing_out_today(fund):
    """The rights are those of this moment (I23)."""
    from gulir.community.models import OfficeTerm

    loan = fund.lend()
    OfficeTerm.objects.filter(book_id=fund.book, office="cashier").update(ends_before=fund.today)
    with pytest.raises(NotAllowed):
        fund.pay(loan, 575_000)
