"""Money moves by clicking alone: between books and back, saved and used, set aside, taken back, found at the bank."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gulir.core.roles import Ledger, Role
from gulir.ledger.models import Draft, Reconciliation, StatementLine, Voucher
from gulir.ledger.queries import account_for, balance_at, trial_balance
from gulir.lending.models import Loan, Repayment
from gulir.lending.queries import control_totals, provision_needed
from tests.browser.test_january import Desk, bring_in
from tests.lending.stage import make_fund
from tests.web.stage import PASSWORD, Hall

pytestmark = pytest.mark.browser


@pytest.fixture
def hall(live_site: str, monkeypatch: pytest.MonkeyPatch) -> Hall:
    return Hall(fund=make_fund(), monkeypatch=monkeypatch)


@pytest.fixture
def at(hall: Hall, live_site: str, opened: Any) -> Any:
    desks: dict[str, Desk] = {}

    def sit(who: str) -> Desk:
        if who not in desks:
            desks[who] = Desk(opened(1280), live_site, hall.login_of(who).username, PASSWORD)
        return desks[who]

    return sit


def held(hall: Hall, role: Role, ledger: Ledger = Ledger.UPK) -> int:
    return balance_at(account_for(hall.fund.book, role, ledger))


def agree(hall: Hall) -> None:
    """Cards and control accounts agree, and the three books stand even."""
    assert [c for c in control_totals(hall.fund.book, as_of=hall.fund.today) if c.difference] == []
    for ledger in Ledger:
        shown = trial_balance(hall.fund.book, ledger, as_of=hall.fund.today)
        assert shown.total_debit == shown.total_credit


def collect(cashier: Desk, loan: Loan, amount: str, savings: str = "") -> None:
    """One row of the sheet, filled in, read again, recorded."""
    page = cashier.go(f"/upk/angsuran/?loan={loan.pk}")
    page.fill(f"input[name=pay_{loan.pk.hex}]", amount)
    page.fill(f"input[name=save_{loan.pk.hex}]", savings)
    cashier.press("Periksa dulu")
    cashier.press("Catat angsuran")
    page.wait_for_selector("text=Angsuran tercatat")


def cross(desk: Desk, payer: str, receiver: str, amount: str, *, settles: bool = False) -> None:
    page = desk.go("/upk/bukti/antar-buku/")
    page.select_option("select[name=payer]", payer)
    page.select_option("select[name=receiver]", receiver)
    page.fill("input[name=amount]", amount)
    page.fill("input[name=description]", "Biaya rapat warga")
    if settles:
        page.check("input[name=settles]")
    desk.press("Siapkan untuk orang kedua")


def approve(desk: Desk) -> None:
    desk.go("/upk/bukti/menunggu/")
    desk.open_first()
    desk.press("Saya setuju")


def test_money_crosses_between_three_books_and_comes_back(hall: Hall, at: Any) -> None:
    """UPK lends the secretariat 900,000; that passes 300,000 on to the activities and pays 200,000 back."""
    cash = held(hall, Role.CASH)
    cross(at("bookkeeper"), "upk", "secretariat", "900.000")
    assert held(hall, Role.CASH) == cash
    assert Draft.objects.filter(book_id=hall.fund.book, kind="crossing").count() == 1
    page = at("bookkeeper").go("/upk/bukti/menunggu/")
    at("bookkeeper").open_first()
    assert "Anda yang menyiapkan ini" in page.inner_text("main")
    approve(at("secretary"))
    cross(at("secretary"), "secretariat", "activities", "3*100.000")
    approve(at("bookkeeper"))
    cross(at("secretary"), "secretariat", "upk", "200rb", settles=True)
    approve(at("bookkeeper"))

    assert held(hall, Role.CASH) == cash - 700_000
    assert held(hall, Role.DUE_FROM_SECRETARIAT) == 700_000
    assert held(hall, Role.DUE_TO_UPK, Ledger.SECRETARIAT) == 700_000
    assert held(hall, Role.DUE_FROM_ACTIVITIES, Ledger.SECRETARIAT) == 300_000
    assert held(hall, Role.DUE_TO_SECRETARIAT, Ledger.ACTIVITIES) == 300_000
    assert held(hall, Role.CASH, Ledger.SECRETARIAT) == 400_000
    assert held(hall, Role.CASH, Ledger.ACTIVITIES) == 300_000
    agree(hall)


def test_savings_and_titipan_are_kept_used_and_given_back(hall: Hall, at: Any) -> None:
    """An instalment with savings; savings pay the next one that is late; what is left goes home with the last."""
    loan = hall.fund.lend("Melati")
    hall.move_to(date(2026, 4, 2))
    collect(at("cashier"), loan, "575.000", "600.000")
    assert held(hall, Role.TR_SAVINGS) == 600_000
    hall.move_to(date(2026, 5, 4))

    cashier = at("cashier")
    page = cashier.go(f"/upk/pinjaman/{loan.pk}/")
    cashier.follow("Pakai tabungan untuk tunggakan")
    page.fill("input[name=amount]", "575.000")
    cashier.press("Pakai tabungan")
    assert "Tercatat dengan bukti PB-2026-" in page.inner_text("main")
    assert held(hall, Role.TR_SAVINGS) == 25_000
    assert held(hall, Role.LOANS) == 4_000_000

    collect(cashier, loan, "4.610.000")
    cashier.go(f"/upk/pinjaman/{loan.pk}/")
    assert "Lunas" in page.inner_text("main")
    assert held(hall, Role.SURPLUS) == 10_000
    before = held(hall, Role.CASH)
    cashier.follow("Kembalikan titipan")
    cashier.press("Kembalikan titipan")
    cashier.go(f"/upk/pinjaman/{loan.pk}/")
    cashier.follow("Kembalikan tabungan")
    cashier.press("Kembalikan tabungan")
    assert (held(hall, Role.SURPLUS), held(hall, Role.TR_SAVINGS), held(hall, Role.LOANS)) == (0, 0, 0)
    assert held(hall, Role.CASH) == before - 35_000
    agree(hall)


def test_a_reserve_is_set_aside_as_the_classes_ask(hall: Hall, at: Any) -> None:
    """What the page says is needed, one percent of a loan on time, is what the books hold afterwards, posted once."""
    hall.fund.lend("Melati")
    hall.move_to(date(2026, 3, 31))
    needed = provision_needed(hall.fund.book, hall.fund.today)
    assert needed == 50_000
    bookkeeper = at("bookkeeper")
    page = bookkeeper.go("/upk/bulan/cadangan/")
    bookkeeper.press("Bukukan cadangan")
    assert "Cadangan dibukukan dengan bukti PB-2026-" in page.inner_text("main")
    assert held(hall, Role.PROVISION) == needed
    assert held(hall, Role.PROVISION_EXPENSE) == needed
    bookkeeper.go("/upk/bulan/cadangan/")
    assert "sudah sama dengan yang perlu" in page.inner_text("main")
    assert page.get_by_role("button", name="Bukukan cadangan").count() == 0
    agree(hall)


def test_a_mistake_is_taken_back_by_another_person(hall: Hall, at: Any) -> None:
    """A receipt and an expense, each undone by its mirror; both stay to be read, and nobody undoes their own."""
    loan = hall.fund.lend("Melati")
    cash = held(hall, Role.CASH)
    cashier, bookkeeper = at("cashier"), at("bookkeeper")
    collect(cashier, loan, "575.000")
    page = cashier.go("/upk/bukti/baru/?cara=keluar")
    page.fill("input[name=description]", "ATK dan fotokopi")
    page.locator("select[name$=account]").first.select_option(value="51030")
    page.locator("input[name$=amount]").first.fill("26.000")
    cashier.press("Periksa dulu")
    cashier.press("Catat bukti")
    assert held(hall, Role.CASH) == cash + 549_000
    spent = Voucher.objects.get(book_id=hall.fund.book, description="ATK dan fotokopi")
    cashier.go(f"/upk/bukti/{spent.pk}/")
    assert "orang lain yang membatalkannya" in page.inner_text("main")

    page = bookkeeper.go(f"/upk/bukti/{spent.pk}/")
    bookkeeper.follow("Batalkan bukti ini")
    page.fill("input[name=reason]", "nota toko lain")
    bookkeeper.press("Batalkan bukti ini")
    assert f"membatalkan bukti {spent.label}" in page.inner_text("main")
    bookkeeper.go(f"/upk/pinjaman/{loan.pk}/")
    bookkeeper.follow("Batalkan angsuran terakhir")
    page.fill("input[name=reason]", "KSM lain yang membayar")
    bookkeeper.press("Batalkan angsuran ini")
    assert held(hall, Role.CASH) == cash
    assert held(hall, Role.LOANS) == loan.principal
    assert Repayment.objects.filter(loan=loan).count() == 2
    assert Voucher.objects.filter(book_id=hall.fund.book, reverses=spent).count() == 1
    agree(hall)


STATEMENT = "date,description,debit,credit,balance\n2026-03-02,ADM BANK,15000,0,99985000\n"


def test_the_banks_list_finds_what_the_books_forgot(hall: Hall, at: Any) -> None:
    """A cost only the bank knew: its line has no voucher; one is written, matched, and the balances agree."""
    bookkeeper = at("bookkeeper")
    page = bookkeeper.go("/upk/impor/?isi=statement&rekening=11021")
    assert page.input_value("select[name=account]") == "11021"
    bring_in(bookkeeper, "statement", "bank.csv", STATEMENT)
    bookkeeper.go("/upk/bank/upk/11021/")
    assert "Belum ada bukti dengan jumlah dan tanggal yang dekat" in page.inner_text("main")
    assert page.input_value("input[name=bank_balance]") == "99.985.000"

    bookkeeper.go("/upk/bukti/baru/?cara=keluar")
    page.fill("input[name=description]", "ADM BANK")
    page.select_option("select[name=money]", "11021")
    page.locator("select[name$=account]").first.select_option(value="51060")
    page.locator("input[name$=amount]").first.fill("15.000")
    bookkeeper.press("Periksa dulu")
    bookkeeper.press("Catat bukti")
    bookkeeper.go("/upk/bank/upk/11021/")
    assert "uraian sama" in page.inner_text("main")
    bookkeeper.press("Cocok")
    assert StatementLine.objects.filter(voucher__description="ADM BANK").count() == 1
    bookkeeper.press("Cocokkan")
    assert "Cocok! Bank dan buku sama" in page.inner_text("main")
    assert Reconciliation.objects.get().difference == 0
    assert held(hall, Role.BANK) == 99_985_000
    agree(hall)
