"""January 2023 in the real books of one UPK, by clicking alone: the month is worked, closed and taken along."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as SlowPage

from gulir.base.policy import Standing
from gulir.community.queries import people
from gulir.governance.queries import rules_at
from gulir.ledger.models import BookState, Month, Voucher
from gulir.ledger.queries import balance_at, cash_to_count, trial_balance
from gulir.lending.models import Loan, Repayment
from gulir.lending.queries import control_totals
from tests.browser.january import PASSWORD, Susukan, open_susukan

NEIGHBOURS = "name,sex,rw\nYuni,P,1\nKarti,P,1\nSumi,P,1\nParti,P,1\nAgus,L,1\n"
GROUPS = "code,name,rw,formed_on\nKSM-25,KSM 25,1,2022-06-01\n"
MEMBERS = "ksm,name,role,since\nKSM-25,Yuni,chair,2022-06-01\nKSM-25,Karti,secretary,2022-06-01\n"
MEMBERS += "KSM-25,Sumi,treasurer,2022-06-01\nKSM-25,Parti,member,2022-06-01\nKSM-25,Agus,member,2022-06-01\n"
FILES = (
    ("people", "warga.csv", NEIGHBOURS),
    ("ksm", "ksm.csv", GROUPS),
    ("ksm-members", "anggota.csv", MEMBERS),
)
STATEMENT = "date,description,debit,credit,balance\n2023-01-03,PENCAIRAN KSM 25,20000000,0,147031129\n"
LIMITS = {"loan.first_per_member_max": 4_000_000, "loan.per_member_max": 5_000_000}
NOTES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50)


class Desk:
    """One person's browser, logged in."""

    def __init__(self, page: Any, site: str, login: str, password: str = PASSWORD) -> None:
        self.page, self.site, self.login, self.password = page, site, login, password
        page.goto(f"{site}/akun/login/")
        self.log_in()

    def log_in(self) -> None:
        """Name and password, as after every fortnight away."""
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", self.password)
        with self.page.expect_navigation():
            self.page.click("form button[type=submit]")

    def go(self, path: str) -> Any:
        """Open a page by its address."""
        self.page.goto(self.site + path)
        if "/akun/login/" in self.page.url:
            self.log_in()
        return self.page

    def go_home(self) -> None:
        """Back to the first page of the desk by the board's name at the top; whoever was away long logs in again."""
        with self.page.expect_navigation():
            self.page.locator("a.brand").click()
        if "/akun/login/" in self.page.url:
            self.log_in()
            self.go_home()

    def press(self, words: str) -> None:
        """Press the button that says this, once a page still on its way is here; without it, say what the page says."""
        button = self.page.get_by_role("button", name=words, exact=True).first
        try:
            button.wait_for(timeout=10_000)
        except SlowPage as never:
            raise AssertionError(f"no button {words!r} on:\n{self.page.inner_text('main')[:1500]}") from never
        with self.page.expect_navigation():
            button.click()

    def follow(self, words: str) -> None:
        """Follow the link that says this, and arrive."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()

    def open_first(self) -> None:
        """Open the first line of the page's table, and arrive."""
        with self.page.expect_navigation():
            self.page.locator("main table a").first.click()


@pytest.fixture
def board(live_site: str, monkeypatch: pytest.MonkeyPatch) -> Susukan:
    return open_susukan(monkeypatch)


@pytest.fixture
def at(board: Susukan, live_site: str, opened: Any) -> Any:
    desks: dict[str, Desk] = {}

    def sit(login: str) -> Desk:
        if login not in desks:
            desks[login] = Desk(opened(1280), live_site, login)
        return desks[login]

    return sit


def bring_in(desk: Desk, kind: str, name: str, text: str) -> None:
    page = desk.go("/upk/impor/")
    page.select_option("select[name=kind]", kind)
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    desk.press("Periksa berkas")
    desk.press("Masukkan berkas ini")


def adopt(at: Any, rule: str, value: str, on: str) -> None:
    secretary = at("sari")
    page = secretary.go(f"/pengurus/aturan/{rule}/")
    page.fill("input[name=value]", value)
    page.fill("input[name=effective_on]", on)
    secretary.press("Ajukan ke rapat")
    page = secretary.go("/pengurus/rapat/baru/")
    page.fill("input[name=invited]", "3")
    for box in page.locator("input[name=people]").all():
        box.check()
    secretary.press("Simpan rapat")
    secretary.go("/pengurus/agenda/")
    secretary.open_first()
    page.check("input[name=outcome][value=approved]")
    secretary.press("Catat keputusan")


def collect_five(cashier: Desk) -> None:
    page = cashier.go("/upk/angsuran/")
    for summary in page.locator("main details summary").all():
        summary.click()
    for box in page.locator("input[type=checkbox][name=loan]").all()[:5]:
        box.check()
    cashier.press("Isi angsuran yang dipilih")
    for box in page.locator("input[name^=pay_]").all():
        box.fill("1.000.000")
    cashier.press("Periksa dulu")
    cashier.press("Catat angsuran")
    page.wait_for_selector("text=Angsuran tercatat")


def spend(bookkeeper: Desk) -> None:
    page = bookkeeper.go("/upk/bukti/baru/?cara=keluar")
    page.fill("input[name=description]", "ATK dan fotokopi")
    page.locator("select[name$=account]").first.select_option(value="6010")
    page.locator("input[name$=amount]").first.fill("26.000")
    bookkeeper.press("Periksa dulu")
    bookkeeper.press("Catat bukti")


def close_day(at: Any, board: Susukan) -> None:
    cashier = at("rini")
    page = cashier.go("/upk/hari/")
    (box,) = cash_to_count(board.book, board.today).values()
    left = balance_at(box)
    for note in NOTES:
        field = page.locator(f"input[data-times='{note}']").first
        if field.count():
            field.fill(str(left // note))
            left %= note
    cashier.press("Periksa dulu")
    cashier.press("Catat hitungan")
    manager = at("darmo")
    manager.go("/upk/hari/sahkan/")
    manager.press("Cocok, tutup hari ini")
    manager.page.wait_for_selector("text=Cocok!")


def close_through(cashier: Desk, day: str) -> None:
    page = cashier.go("/upk/hari/kosong/")
    page.fill("input[type=date]", day)
    cashier.press("Tutup hari-hari ini")


def lend(at: Any) -> None:
    officer = at("joko")
    page = officer.page
    officer.go("/upk/ksm/")
    officer.follow("KSM 25")
    officer.follow("Tanggung renteng dan formulir")
    for box in page.locator("input[name=people]").all():
        box.check()
    officer.press("Simpan tanda tangan")
    officer.go("/upk/pengajuan/baru/")
    officer.follow("KSM 25")
    page.fill("input[name=purpose]", "Modal warung")
    for box in page.locator("input[name$=amount]").all():
        box.fill("4.000.000")
    officer.press("Simpan pengajuan")
    officer.follow("kunjungan")
    officer.press("Simpan hasil kunjungan")
    address = page.url.removeprefix(officer.site).split("?")[0]
    for login in ("darmo", "rahma"):
        signer = at(login)
        signer.go(f"{address}tanda-tangan/")
        signer.press("Saya setuju dan menandatangani")
    cashier = at("rini")
    cashier.go(f"{address}cair/?dari=bank")
    cashier.press("Cairkan sekarang")


def test_a_month_is_worked_and_closed_by_clicking_alone(board: Susukan, at: Any) -> None:
    """People come in, the board decides its own limit, five KSM pay, one expense, one loan, days and month close."""
    for kind, name, text in FILES:
        bring_in(at("sari"), kind, name, text)
    assert people(board.book, Standing(founder=True), search="Yuni").count() == 1

    for rule, value in LIMITS.items():
        adopt(at, rule, str(value), "2023-01-03")
        assert rules_at(board.book, date(2023, 1, 3)).rupiah(rule) == value

    collect_five(at("rini"))
    assert Repayment.objects.filter(book_id=board.book).count() == 5
    spend(at("wulan"))
    close_day(at, board)
    assert BookState.objects.get(pk=board.book).open_day == date(2023, 1, 3)

    board.today = date(2023, 1, 3)
    lend(at)
    assert Loan.objects.filter(book_id=board.book, imported=False).get().principal == 20_000_000
    close_day_without_cash(at)
    board.today = date(2023, 1, 31)
    close_through(at("rini"), "2023-01-30")
    provision_and_month(at, board)

    statement = trial_balance(board.book, as_of=date(2023, 1, 31))
    assert statement.total_debit == statement.total_credit
    differing = {c.role.value: c.difference for c in control_totals(board.book, as_of=date(2023, 1, 31))}
    assert differing == {"loans": 0, "tr_savings": 0, "surplus": 0, "ksm_fee": 2_984_000}
    take_along(at("wulan"))


def close_day_without_cash(at: Any) -> None:
    cashier, manager = at("rini"), at("darmo")
    cashier.go("/upk/hari/")
    cashier.press("Periksa dulu")
    cashier.press("Catat hitungan")
    manager.go("/upk/hari/sahkan/")
    manager.press("Cocok, tutup hari ini")


def reconcile(bookkeeper: Desk) -> None:
    """The bank's own list comes in; its one line finds its voucher, and the balances agree at the month's end."""
    page = bookkeeper.go("/upk/impor/")
    page.select_option("select[name=kind]", "statement")
    page.select_option("select[name=account]", "1020")
    page.set_input_files("input[type=file]", {"name": "bank.csv", "mimeType": "text/csv", "buffer": STATEMENT.encode()})
    bookkeeper.press("Periksa berkas")
    bookkeeper.press("Masukkan berkas ini")
    page = bookkeeper.go("/upk/bank/upk/1020/")
    page.fill("input[name=through]", "2023-01-31")
    page.fill("input[name=bank_balance]", "147.031.129")
    bookkeeper.press("Cocokkan")


def provision_and_month(at: Any, board: Susukan) -> None:
    bookkeeper = at("wulan")
    bookkeeper.go("/upk/bulan/cadangan/")
    bookkeeper.press("Bukukan cadangan")
    close_day_without_cash(at)
    board.today = date(2023, 2, 1)
    reconcile(bookkeeper)
    page = bookkeeper.go("/upk/bulan/")
    for box in page.locator("input[name^=why_]").all():
        box.fill("Sudah diketahui sejak buku lama")
    bookkeeper.press("Tutup Januari 2023")
    assert Month.objects.filter(book_id=board.book).count() == 1, page.inner_text("main")


def take_along(desk: Desk) -> None:
    """Position and income as PDF and as a workbook."""
    for name in ("position", "income"):
        for form, mark in (("pdf", b"%PDF"), ("xlsx", b"PK")):
            answer = desk.page.request.get(f"{desk.site}/laporan/{name}/berkas.{form}?as_of=2023-01-31")
            assert answer.ok
            assert answer.body().startswith(mark)
    assert Voucher.objects.exists()
