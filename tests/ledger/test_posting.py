"""Vouchers enter the books whole, on the open day, numbered without gaps, and never below zero cash."""

from __future__ import annotations

import pytest

from gulir.core.problems.ledger import CashBelowZero
from gulir.ledger import services
from gulir.ledger.models import Transfer

pytestmark = pytest.mark.django_db


def test_an_expense_becomes_a_cash_out_voucher(live):
    voucher = live.spend(26_000)
    assert (voucher.label, voucher.total, voucher.type) == ("KK-2026-00001", 26_000, "KK")
    assert Transfer.objects.filter(voucher=voucher).count() == 1


def test_money_that_is_not_there_cannot_go_out(live):
    with pytest.raises(CashBelowZero) as refused:
        live.spend(5_000_001)
    assert refused.value.facts == {"account": "11010", "balance": 5_000_000, "amount": 5_000_001}


def test_another_person_undoes_a_voucher(live):
    voucher = live.spend(26_000, "siti")
    undone = live.do(services.reverse_voucher, "ratna", voucher=voucher.pk, reason="Salah akun")
    assert undone["number"] == "KM-2026-00001"
