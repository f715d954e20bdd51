"""A year ends by clicking: December, the year of all three books, and the profit as the members' meeting decides it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gulir.core.roles import Role
from gulir.ledger.models import Month, Voucher, Year
from gulir.ledger.queries import account_for, balance_at, income, trial_balance
from tests.browser.test_january import Desk
from tests.lending.stage import make_fund
from tests.web.stage import PASSWORD, Hall

pytestmark = pytest.mark.browser

BANK = "100.000.000"
WHY = {f"why_{name}": "Sudah diketahui" for name in ("loans", "savings", "provision", "savings_banked")}


@pytest.fixture
def hall(live_site: str, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """A board that worked from March to November: one loan, paid off, months closed; December lies open."""
    made = Hall(fund=make_fund(), monkeypatch=monkeypatch)
    loan = made.fund.lend("Melati")
    made.fund.pay(loan, loan.principal + loan.jasa)
    made.move_to(date(2026, 12, 31))
    for month in range(3, 12):
        end = date(2026, month, [31, 30, 31, 30, 31, 31, 30, 31, 30][month - 3])
        sent = {"through": end.isoformat(), "bank_balance": BANK, "key": f"b{month}"}
        assert made.send("bookkeeper", "officers:bank_account", "upk", "11021", **sent).status_code == 302
        assert made.send("bookkeeper", "officers:month", key=f"m{month}", **WHY).status_code == 302
    assert Month.objects.count() == 9
    return made


@pytest.fixture
def at(hall: Hall, live_site: str, opened: Any) -> Any:
    desks: dict[str, Desk] = {}

    def sit(who: str) -> Desk:
        if who not in desks:
            desks[who] = Desk(opened(1280), live_site, hall.login_of(who).username, PASSWORD)
        return desks[who]

    return sit


def close_december(bookkeeper: Desk) -> None:
    page = bookkeeper.go("/upk/bank/upk/11021/")
    page.fill("input[name=through]", "2026-12-31")
    page.fill("input[name=bank_balance]", BANK)
    bookkeeper.press("Cocokkan")
    page = bookkeeper.go("/upk/bulan/")
    for box in page.locator("input[name^=why_]").all():
        box.fill("Sudah diketahui pengurus")
    bookkeeper.press("Tutup Desember 2026")


def decide(secretary: Desk, on: str) -> None:
    """A members' meeting with everybody there, and its decision about the one thing on the agenda."""
    page = secretary.go("/pengurus/rapat/baru/")
    page.select_option("select[name=kind]", "rwt")
    page.fill("input[name=held_on]", on)
    page.fill("input[name=invited]", "5")
    for box in page.locator("input[name=people]").all():
        box.check()
    secretary.press("Simpan rapat")
    secretary.go("/pengurus/agenda/")
    secretary.open_first()
    page.check("input[name=outcome][value=approved]")
    secretary.press("Catat keputusan")


def test_a_year_is_closed_and_its_profit_given_out_by_clicking(hall: Hall, at: Any) -> None:
    book = hall.fund.book
    hall.fund.today = date(2026, 12, 31)
    at("cashier").go("/upk/hari/kosong/").fill("input[type=date]", "2026-12-31")
    at("cashier").press("Tutup hari-hari ini")
    hall.fund.today = date(2027, 1, 2)
    close_december(at("bookkeeper"))
    assert Month.objects.filter(book_id=book).count() == 10

    earned = income(book, from_=date(2026, 1, 1), as_of=date(2026, 12, 31)).result
    assert earned == 750_000
    bookkeeper = at("bookkeeper")
    page = bookkeeper.go("/upk/tahun/")
    assert "Rp750.000" in page.inner_text("main").replace("\\u200b", "").replace("\n", "")
    bookkeeper.press("Tutup tahun")
    assert {y.ledger for y in Year.objects.filter(book_id=book, year=2026)} == {"upk", "secretariat", "activities"}
    assert balance_at(account_for(book, Role.RESULT_CARRIED)) == 750_000

    bookkeeper.go("/upk/tahun/2026/laba/")
    bookkeeper.press("Ajukan ke RWT")
    decide(at("secretary"), "2027-01-02")
    bookkeeper.go("/upk/tahun/2026/laba/")
    bookkeeper.press("Bukukan pembagian laba")
    given = Voucher.objects.get(book_id=book, reference="LABA-2026")
    assert given.total == 750_000
    assert balance_at(account_for(book, Role.RESULT_CARRIED)) == 0
    page = bookkeeper.go("/upk/tahun/2026/laba/")
    assert "Laba sudah dibagi" in page.inner_text("main")
    assert not page.get_by_role("button", name="Bukukan pembagian laba").count()
    statement = trial_balance(book, as_of=date(2027, 1, 2))
    assert statement.total_debit == statement.total_credit
