"""One board's first year in chapters. Each ends with the accounting equation, to the rupiah, in every ledger."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gulir.core.dates import month_end
from gulir.core.roles import Ledger, Role
from gulir.core.vouchers import VoucherType
from gulir.governance.models import AgendaItem
from gulir.ledger import queries, services
from gulir.ledger.models import Voucher
from tests.ledger.stage import pieces
from tests.ledger.test_bank import book
from tests.ledger.test_months_and_years import SPLIT, close_days, decided, give, reconcile

pytestmark = pytest.mark.django_db


def equation(village, as_of):
    """Assets less liabilities equal equity in all three ledgers; gives the UPK's assets, liabilities and equity."""
    for ledger in Ledger:
        position = queries.position(village.book.pk, ledger, as_of=as_of)
        assert position.difference == 0, ledger
        trial = queries.trial_balance(village.book.pk, ledger, as_of=as_of)
        assert trial.total_debit == trial.total_credit, ledger
    upk = queries.position(village.book.pk, as_of=as_of)
    assert upk.total_assets == upk.total_liabilities + upk.total_equity
    return upk.total_assets, upk.total_liabilities, upk.total_equity


def close_twelve_months(village):
    """Every month of 2026 closes by its checklist, December with its provision."""
    totals = {"loans": 9_000_000, "savings": 500_000, "provision": 0}
    for month in range(1, 13):
        first, end = date(2026, month, 1), month_end(date(2026, month, 1))
        close_days(village, end - timedelta(days=1))
        if month == 12:
            village.post([(Role.PROVISION_EXPENSE, Role.PROVISION, 90_000)], description="Cadangan 1%")
            totals["provision"] = 90_000
        close_days(village, end)
        reconcile(village, end)
        tr = queries.balance_at(village.account("11022"), as_of=end)
        village.do(services.reconcile_bank, account="11022", through=end, bank_balance=tr)
        village.do(services.close_month, "ratna", month=first, control_totals=totals)


def test_the_first_year_of_a_board(village):
    """
    opening    cash 5,000,000  bank 50,000,000  capital 55,000,000
    January    BLM 20,000,000 | withdrawn 10,000,000 | loan 10,000,000 | first repayment 1,000,000 + jasa 150,000
               stationery 26,000 | bank interest 12,000, fee 5,000 | savings 500,000 banked | cash 1,000 short
               secretariat borrows 250,000 | a reversal | a late electricity bill 150,000
    December   provision 90,000; the year closes with a loss, which is carried
    """
    # ---- chapter 1: the opening
    village.live()
    assert equation(village, date(2026, 1, 1)) == (55_000_000, 0, 55_000_000)

    # ---- chapter 2: capital and the first loan
    village.post([(Role.BANK, Role.GRANTED_CAPITAL, 20_000_000)], description="BLM tahap I")
    book(village, "11010", "11021", 10_000_000, "Tarik tunai")
    village.post([(Role.LOANS, Role.CASH, 10_000_000, "1", "Mawar")], description="Pencairan KSM Mawar")
    assert equation(village, date(2026, 1, 1)) == (75_000_000, 0, 75_000_000)

    # ---- chapter 3: the first repayment, savings, costs
    paid = (Role.CASH, Role.LOANS, 1_000_000, "1", "Mawar"), (Role.CASH, Role.JASA_INCOME, 150_000, "1", "Mawar")
    village.post(list(paid))
    village.post([(Role.CASH, Role.TR_SAVINGS, 500_000)])
    village.post([(Role.BANK_TR, Role.CASH, 500_000)])
    village.spend(26_000)
    book(village, "11021", "41020", 12_000, "Bunga")
    book(village, "51060", "11021", 5_000, "Administrasi")
    assert equation(village, date(2026, 1, 1)) == (75_631_000, 500_000, 75_131_000)

    # ---- chapter 4: a mistake, a late bill, a loan between ledgers
    wrong = village.spend(75_000)
    village.do(services.reverse_voucher, "ratna", voucher=wrong.pk, reason="Salah akun")
    late = village.do(
        services.record_susulan, original_on=date(2025, 12, 30), description="Listrik", reason="Nota terlambat",
        entries=[{"debit": "51090", "credit": "11010", "amount": 150_000}],
    )  # fmt: skip
    village.do(services.approve_draft, "ratna", **late)
    crossing = village.do(
        services.transfer_between_ledgers, payer="upk", receiver="secretariat", amount=250_000, description="Rapat"
    )
    village.do(services.approve_draft, "hasan", **crossing)
    assert equation(village, date(2026, 1, 1)) == (75_481_000, 500_000, 74_981_000)

    # ---- chapter 5: the day closes one thousand short
    cash = queries.balance_at(village.account("11010"))
    counts = [
        {"account": "11010", "denominations": pieces(cash - 1_000), "reason": "Kembalian"},
        {"account": "11010", "ledger": "secretariat", "denominations": pieces(1_250_000)},
    ]
    assert village.do(services.close_day, "siti", counts=counts)["difference"] == -1_000
    village.do(services.confirm_day, "budi")
    assert equation(village, date(2026, 1, 1)) == (75_481_000, 500_000, 74_981_000)

    # ---- chapter 6: the months close, December with its provision
    close_twelve_months(village)
    assert equation(village, date(2026, 12, 31)) == (75_391_000, 500_000, 74_891_000)

    # ---- chapter 7: the year closes and the members give the profit out
    result = village.do(services.close_year, "ratna", year=2026)["results"]
    assert result == {"upk": 150_000 + 12_000 - 26_000 - 5_000 - 150_000 - 90_000, "secretariat": 0, "activities": 0}
    assert equation(village, date(2027, 1, 2)) == (75_391_000, 500_000, 74_891_000)

    # ---- chapter 8: what the papers say
    cash_book = queries.cash_book(village.account("11010"), from_=date(2026, 1, 1), as_of=date(2026, 12, 31))
    assert (cash_book.opening, cash_book.closing) == (5_000_000, cash - 1_000)
    loans = queries.ledger_lines(village.account("11030"), from_=date(2026, 1, 1), as_of=date(2026, 12, 31))
    assert [row.balance for row in loans.rows] == [10_000_000, 9_000_000]
    received = queries.day_book(village.book.pk, VoucherType.KM, from_=date(2026, 1, 1), as_of=date(2026, 1, 1))
    booked = Voucher.objects.filter(book=village.book, ledger="upk", type="KM", dated=date(2026, 1, 1))
    assert len(received.rows) == booked.count()


def test_a_good_year_gives_its_profit_out(unclosed):
    unclosed.do(services.close_year, "ratna", year=2025)
    agenda = unclosed.do(services.propose_profit, "ratna", year=2025)["agenda"]
    assert AgendaItem.objects.get(pk=agenda).shown["profit"] == 1_000_000
    give(unclosed, decided(unclosed, agenda), shares=SPLIT)
    assert equation(unclosed, date(2026, 1, 1)) == (55_000_000, 450_000, 54_550_000)
