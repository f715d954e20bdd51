"""Every row of the books has a name that people can read, in lists and in the admin."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.ledger import models, services

pytestmark = pytest.mark.django_db


def test_rows_say_what_they_are(live):
    live.spend(26_000)
    cross = {"payer": "upk", "receiver": "secretariat", "amount": 5, "description": "Rapat"}
    live.do(services.transfer_between_ledgers, **cross)
    live.do(services.count_cash, "rini", account="11010", denominations={"100000": 49}, reason="Bon")
    line = {"on": date(2026, 1, 1), "text": "BUNGA", "amount": 12_000}
    live.do(services.import_statement, account="11021", lines=[line], digest="a", source="BRI")
    live.do(services.reconcile_bank, account="11021", through=date(2026, 1, 1), bank_balance=50_012_000)

    def name(model):
        return str(model.objects.last() if model is not models.BookState else live.state)

    cash, paper = live.account("11010"), live.account("51030")
    assert str(cash) == "11010 Kas"
    assert name(models.BookState).endswith("2026-01-01")
    assert name(models.Transfer) == f"{paper.pk} < {cash.pk} 26000"
    assert str(models.Voucher.objects.get(kind="ordinary")) == "KK-2026-00001"
    assert str(models.AccountSum.objects.get(account=cash)) == f"{cash.pk} 5000000 0"
    assert name(models.Day) == "2026-01-01"
    assert name(models.CashCount) == f"2026-01-01 {cash.pk} 4900000"
    assert str(models.Draft.objects.get(kind="crossing")) == "crossing waiting"
    assert name(models.Statement) == "BRI 2026-01-01 2026-01-01"
    assert name(models.StatementLine) == "2026-01-01 12000"
    assert name(models.Reconciliation).endswith("2026-01-01 0")
    assert str(models.Month(first=date(2026, 1, 1))) == "2026-01"
    assert str(models.Year(ledger="upk", year=2026)) == "upk 2026"
