"""Bad input at the acts on a running loan: each is refused by its own code, and nothing moves."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from gulir.core.problems import Problem
from gulir.ledger.models import Voucher
from gulir.lending import services as lending
from gulir.lending.models import Loan

pytestmark = pytest.mark.django_db
BELOW = (0, -1, -75_000, -575_000, -(10**12), -(10**15))
BEYOND = (10**12 + 1, 10**13, 10**15)
WORDS = ("", " ", "kas", "CASH", "Bank", "qris", "transfer", "savings", "surplus", "loans", "tabungan", "x" * 50)
OTHER_DAYS = tuple(date(2026, month, day) for month, day in product(range(1, 13), (1, 28)))
CASES: list[tuple[str, dict[str, Any], str]] = [
    *(("record_repayment", {"amount": amount}, "NothingToRepay") for amount in BELOW),
    *(("record_repayment", {"amount": n, "savings": n}, "NothingToRepay") for n in (0, 1, 575_000, 10**12)),
    *(
        ("record_repayment", {"amount": 575_000, "savings": s}, "NothingToRepay")
        for s in (-1, -575_000, 575_001, 10**12)
    ),
    *(("record_repayment", {"amount": a, "savings": s}, "NothingToRepay") for a, s in product(BELOW, (1, 50_000, -1))),
    *(("record_repayment", {"amount": amount}, "AmountTooLarge") for amount in BEYOND),
    *(("record_repayment", {"amount": amount, "savings": 1}, "AmountTooLarge") for amount in BEYOND),
    *(("record_repayment", {"amount": 575_000, "method": word}, "MethodUnknown") for word in WORDS),
    *(("record_repayment", {"amount": a, "method": word}, "MethodUnknown") for a, word in product(BELOW, WORDS)),
    *(("record_repayment", {"amount": 575_000, "payer": "x" * n}, "NoteTooLong") for n in (121, 500, 10_000)),
    *(("record_repayment", {"amount": 9, "received_on": day}, "DayNotOpen") for day in OTHER_DAYS),
    *(("settle_early", {"method": word}, "MethodUnknown") for word in WORDS),
    *(("settle_early", {"payer": "x" * n}, "NoteTooLong") for n in (121, 500)),
    *(("settle_early", {"expected": n}, "QuoteChanged") for n in (0, -1, 1, 5_074_999, 5_075_001, 5_750_000, 10**15)),
    *(("receive_savings", {"amount": amount}, "NothingToRepay") for amount in BELOW),
    *(("receive_savings", {"amount": amount}, "AmountTooLarge") for amount in BEYOND),
    *(("receive_savings", {"amount": 1, "method": word}, "MethodUnknown") for word in WORDS),
    *(("return_savings", {"amount": n}, "SavingsBlocked") for n in (*BELOW, 1, *BEYOND)),
    *(("set_off_savings", {"amount": n}, "SavingsTooSmall") for n in (*BELOW, 1, 50_000, *BEYOND)),
    *(("refund_surplus", {"amount": n}, "SurplusTooSmall") for n in (*BELOW, 1, 50_000, *BEYOND)),
    *(("refund_surplus", {"amount": 1, "out_of": word}, "MethodUnknown") for word in WORDS),
    ("apply_surplus", {}, "SurplusTooSmall"),
]
NAMED = [f"{act}-{code}-{n}" for n, (act, _, code) in enumerate(CASES)]


def test_the_table_is_long():
    assert len(CASES) >= 200


@pytest.fixture(scope="module")
def running(founded, django_db_blocker):
    """A loan that was paid out a moment ago."""
    from dataclasses import replace

    from django.db import transaction

    fund = replace(founded)
    with django_db_blocker.unblock(), transaction.atomic():
        loan = fund.lend().pk
        yield fund, loan
        transaction.set_rollback(True)


@pytest.mark.parametrize(("act", "body", "code"), CASES, ids=NAMED)
def test_it_is_refused_by_its_code_and_nothing_moves(running, db, act, body, code):
    fund, loan = running
    before = (Voucher.objects.count(), Loan.objects.values_list("principal_paid", "jasa_paid", "state").get(pk=loan))
    with pytest.raises(Problem) as refused:
        fund.do("cashier", getattr(lending, act), loan=loan, **body)
    assert refused.value.code == code
    after = (Voucher.objects.count(), Loan.objects.values_list("principal_paid", "jasa_paid", "state").get(pk=loan))
    assert after == before


@pytest.mark.parametrize("act", [
    "record_repayment", "settle_early", "apply_surplus", "refund_surplus", "receive_savings", "return_savings",
    "set_off_savings",
])  # fmt: skip
@pytest.mark.parametrize("which", [UUID(int=0), UUID(int=2**128 - 1), UUID(int=7), "another board"])
def test_a_loan_of_nowhere_or_of_another_board_is_not_found(running, db, act, which):
    """What another board has sounds like what is not there at all."""
    fund, own = running
    amount = {} if act in {"settle_early", "apply_surplus"} else {"amount": 1}
    if which == "another board":
        from tests.lending import old_books

        village = old_books.bring_in("LAIN")
        which = old_books.loan_id(village, "1")
    with pytest.raises(Problem) as refused:
        fund.do("cashier", getattr(lending, act), loan=which, **amount)
    assert refused.value.code == "NotFound"
    assert own
