"""The loan of KSM Kemuning: asked for, seen, decided, paid out and confirmed by three sides, hand by hand."""

from __future__ import annotations

from typing import Any

from gulir.lending.models import Application, Loan
from tests.browser.one_ksm import KEMUNING, PHONES, Way
from tests.browser.test_january import Desk

__all__ = [
    "apply", "confirm_arrival", "decide_in_a_meeting", "disburse", "fill_forms", "look_at_steps", "mend", "newest",
    "offer_product", "open_loan", "pledge", "read_papers", "refused", "send_back", "sign", "survey",
]  # fmt: skip
EACH = 2_000_000
FORM = {
    "business": "Warung sayur", "business_since": "2019", "workers": "1", "capital": "3.000.000",
    "turnover": "6.000.000", "costs": "3.500.000", "other_income": "1.500.000", "living_costs": "2.000.000",
    "other_instalments": "0", "dependants": "2",
}  # fmt: skip


def offer_product(way: Way) -> None:
    """The manager offers a loan in three monthly instalments."""
    manager = way.at("upk_manager")
    manager.follow("Pengajuan pinjaman")
    manager.follow("Produk")
    manager.follow("Produk baru")
    manager.page.check("input[name=cara][value=flat]")
    manager.page.check("input[name=waktu][value=bulan]")
    manager.press("Lanjut")
    for box, text in (("code", "PDB3"), ("name", "Pinjaman 3 bulan"), ("rate_percent", "1,5"), ("instalments", "3")):
        manager.page.fill(f"input[name={box}]", text)
    manager.press("Lihat lembar sederhana")
    manager.press("Tawarkan")


def _fill(desk: Desk, amount: int, turnover: str) -> None:
    for box, text in {**FORM, "amount": str(amount), "turnover": turnover}.items():
        desk.page.fill(f"input[name={box}]", text)


def open_members(way: Way) -> Desk:
    """The loan officer at the page of signatures and forms."""
    officer = way.at("loan_officer")
    officer.follow("KSM dan warga")
    officer.follow("Kemuning")
    officer.follow("Tanggung renteng dan formulir")
    return officer


def fill_forms(way: Way, amount: int = EACH, turnover: str = "6.000.000") -> None:
    """Whoever has a phone writes their own form; the others tell it to the loan officer."""
    for name in PHONES:
        phone = way.phone(name)
        phone.follow("Formulir saya")
        _fill(phone, amount, turnover)
        phone.press("Simpan formulir")
    officer = open_members(way)
    for name in KEMUNING:
        if name not in PHONES:
            officer.follow(name)
            _fill(officer, amount, turnover)
            officer.press("Simpan formulir")


def pledge(way: Way) -> None:
    """All five sign joint liability before the loan officer; Puji is the sister of a board member, and says so."""
    officer = open_members(way)
    for box in officer.page.locator("input[name=people]").all():
        box.check()
    officer.press("Simpan tanda tangan")
    officer.follow("Kemuning")
    officer.follow("Puji Astuti")
    officer.follow("Keluarga pengurus")
    officer.page.select_option("select[name=other]", str(way.hall.person("Tari")))
    officer.page.select_option("select[name=relation]", "sibling")
    officer.press("Nyatakan")


def open_requirements(way: Way) -> Desk:
    """The loan officer at what the KSM needs for its next loan."""
    officer = way.at("loan_officer")
    officer.follow("KSM dan warga")
    officer.follow("Kemuning")
    officer.follow("Syarat meminjam")
    return officer


def look_at_steps(way: Way) -> list[list[str]]:
    """Each member's line of the loan ladder without the name: loans so far, the last, what is noted, the next."""
    table = open_requirements(way).page.locator("table", has_text="Tangga pinjaman")
    return [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]


def apply(way: Way, each: int, *, too_much: int = 0) -> str:
    """From the list of requirements, which is given back, to the application.

    A sum above the limit is refused, and what was typed stays.
    """
    officer = open_requirements(way)
    read: str = officer.page.inner_text("main")
    officer.follow("Ajukan pinjaman")
    officer.page.select_option("select[name=product]", label="Pinjaman 3 bulan")
    officer.page.fill("input[name=purpose]", "Modal warung bersama")
    boxes = officer.page.locator("input[name$=-amount]").all()
    for box in boxes:
        box.fill(str(each))
    if too_much:
        boxes[0].fill(str(too_much))
        officer.press("Simpan pengajuan")
        assert "Ada yang perlu diperbaiki" in officer.page.inner_text("main")
        assert officer.page.input_value("input[name=purpose]") == "Modal warung bersama"
        refused(officer)
        officer.page.locator("input[name$=-amount]").first.fill(str(each))
    officer.press("Simpan pengajuan")
    return read


def refused(desk: Desk) -> None:
    """What the browser noted about a page that was refused on purpose; anything else is not forgiven."""
    assert all("422" in line for line in desk.page.watch.take())


def newest(way: Way) -> Application:
    """The application that was made last."""
    return Application.objects.filter(group=way.group).order_by("-submitted_on", "-number")[0]


def open_application(way: Way, who: str) -> Desk:
    """Somebody at the newest application, through the list of those that run."""
    desk = way.at(who)
    desk.follow("Pengajuan pinjaman")
    if newest(way).state == "returned":
        desk.follow("Dikembalikan")
    desk.follow("Kemuning")
    return desk


def send_back(way: Way, why: str) -> None:
    """The manager sends it back to the KSM with a reason."""
    manager = open_application(way, "upk_manager")
    manager.follow("Kembalikan")
    manager.page.fill("textarea[name=reason]", why)
    manager.press("Kembalikan kepada KSM")


def mend(way: Way) -> None:
    """The KSM has mended it; it is handed in again under its number."""
    officer = open_application(way, "loan_officer")
    officer.follow("Perbaiki dan ajukan lagi")
    officer.page.fill("input[name=purpose]", "Modal warung, dibeli bersama dari pasar induk")
    officer.press("Ajukan lagi")


def survey(way: Way, income: str = "6.000.000") -> None:
    """Every member visited; their own forms have filled the boxes, the loan officer judges."""
    officer = open_application(way, "loan_officer")
    officer.follow("Tulis hasil kunjungan")
    assert officer.page.locator("input[name$=-income]").first.input_value() == income
    for fold in officer.page.locator("main details:not(.menu) > summary").all():
        fold.click()
    for mark in ("character", "capacity", "capital", "condition", "collateral"):
        for box in officer.page.locator(f"select[name$=-{mark}]").all():
            box.select_option("3")
    officer.page.fill("textarea[name=note]", "Semua usaha berjalan dan rumahnya didatangi.")
    officer.press("Simpan hasil kunjungan")


def read_papers(desk: Desk, *names: str) -> list[bytes]:
    """The whole file of the application or loan the page is at, and the papers of these names."""
    desk.follow("Formulir dan berkas lengkap")
    papers = []
    for name in ("Buka seluruh berkas", *names):
        address = desk.page.get_by_role("link", name=name).first.get_attribute("href")
        answer = desk.page.request.get(f"{desk.site}{address}")
        assert answer.ok, address
        papers.append(answer.body())
    return papers


def sign(way: Way, who: str) -> str:
    """Read in full, then sign; what the page says afterwards."""
    desk = way.at(who)
    desk.follow("Pengajuan pinjaman")
    desk.follow("Kemuning")
    if desk.page.get_by_role("link", name="Baca dan tanda tangani").count():
        desk.follow("Baca dan tanda tangani")
    desk.press("Saya setuju dan menandatangani")
    told: str = desk.page.inner_text("main")
    return told


def decide_in_a_meeting(way: Way) -> None:
    """The board meets; whoever is related steps aside; the others agree."""
    secretary = way.at("secretary")
    secretary.page.locator("[data-menu] summary").first.click()
    secretary.follow("Agenda dan rapat BKM")
    secretary.follow("Catat rapat")
    secretary.page.fill("input[name=invited]", "5")
    for box in secretary.page.locator("input[name=people]").all():
        box.check()
    secretary.press("Simpan rapat")
    secretary.follow("Putuskan agenda")
    secretary.open_first()
    secretary.page.check("input[name=outcome][value=approved]")
    secretary.page.locator("fieldset", has_text="Menyatakan kepentingan").get_by_label("Tari").check()
    secretary.press("Catat keputusan")


def disburse(way: Way) -> Loan:
    """The cashier reads what goes out and what comes back, and pays out."""
    cashier = open_application(way, "cashier")
    cashier.follow("Cairkan")
    cashier.press("Cairkan sekarang")
    return Loan.objects.get(application=newest(way))


def open_loan(way: Way, who: str) -> Desk:
    """An officer at the card of the KSM's loan."""
    desk = way.at(who)
    desk.follow("Pinjaman")
    desk.follow("Kemuning")
    return desk


def confirm_arrival(way: Way, each: int, *, wrong: int = 0) -> None:
    """The treasurer's book, two members on their phones, three with the code on their slip."""
    names = list(KEMUNING)
    for name in PHONES:
        phone = way.at(name)
        phone.follow("Buka kartu")
        phone.follow("Sebutkan berapa yang sampai")
        phone.page.fill("input[name=self-amount]", str(each))
        phone.press("Sampaikan")
        if KEMUNING[name][1] == "treasurer":
            phone.page.fill("input[name=group-amount]", str(each * len(names)))
            phone.press("Catat penerimaan KSM")
    secretary = open_loan(way, "secretary")
    secretary.follow("Lihat tiga pihak")
    secretary.follow("Cetak slip")
    (printed,) = {link.get_attribute("href") for link in secretary.page.locator("section.slip a").all()}
    slips = {
        slip.locator("h2").inner_text(): slip.locator(".boardcode").inner_text()
        for slip in secretary.page.locator("section.slip").all()
    }
    assert set(slips) == set(names) - set(PHONES)
    lent = Stranger(way.opened(360), way.site)
    lent.follow("Sebutkan uang yang Anda terima")
    assert lent.page.url == printed, "the slip names the page that the first page leads to"
    for name, code in slips.items():
        told = wrong if wrong and name == names[-1] else each
        assert "sudah tercatat" in tell_by_slip(lent, code, told)
        lent.follow("Masukkan kode lain")


class Stranger(Desk):
    """A phone that goes round, at the first page a stranger sees; nobody logs in on it."""

    def __init__(self, page: Any, site: str) -> None:
        self.page, self.site = page, site
        page.goto(f"{site}/")


def tell_by_slip(lent: Desk, code: str, amount: int) -> str:
    """The code on the slip, then the sum; what the page says then."""
    lent.page.fill("input[name=code]", code.lower())
    lent.press("Lanjut")
    lent.page.fill("input[name=amount]", str(amount))
    lent.press("Sampaikan")
    told: str = lent.page.inner_text("main")
    return told
