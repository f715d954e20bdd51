"""The money of KSM Kemuning comes back: brought to the meeting, covered for a neighbour, paid in, paid off."""

from __future__ import annotations

from datetime import date

from gulir.lending.models import Cover, Loan, Share
from tests.browser.one_ksm import Way
from tests.browser.one_loan import open_loan, read_papers
from tests.browser.test_january import Desk

__all__ = [
    "bring_to_meeting", "cover", "give_savings_back", "hear_everybody", "look_at_loan", "pay_back", "pay_in",
    "put_right", "settle_papers",
]  # fmt: skip


def put_right(way: Way, loan: Loan, name: str, amount: int) -> str:
    """The secretary hears it from the member, without anybody of the UPK; what the page says then."""
    secretary = open_loan(way, "secretary")
    secretary.follow("Lihat tiga pihak")
    share = Share.objects.get(loan=loan, person__name=name)
    secretary.page.fill(f"input[name=p{share.pk}]", str(amount))
    secretary.page.fill("input[name=reason]", "Uangnya ketemu, tertinggal di amplop bendahara")
    secretary.press("Catat yang disebut")
    told: str = secretary.page.inner_text("main")
    return told


def hear_everybody(way: Way, loan: Loan) -> str:
    """The secretary reads the treasurer's book and asks each member, all on one sheet; what the page says then."""
    secretary = open_loan(way, "secretary")
    secretary.follow("Lihat tiga pihak")
    secretary.page.fill("input[name=treasurer]", str(loan.principal))
    for share in loan.shares.filter(live=True):
        secretary.page.fill(f"input[name=p{share.pk}]", str(share.principal))
    secretary.press("Catat yang disebut")
    told: str = secretary.page.inner_text("main")
    return told


def bring_to_meeting(way: Way, counted: int, *, handed: int, away: str = "", covered_by: str = "") -> str:
    """The instalment is collected and handed on to the UPK; one may be away, with another paying for them."""
    phone = way.open_sheet()
    if away:
        part = way.box(phone, away, "instalment").input_value()
        way.box(phone, away, "came").select_option("absent")
        assert way.box(phone, away, "instalment").input_value() == ""
        way.box(phone, covered_by, "instalment").fill(f"{part}+{part}")
        way.box(phone, covered_by, "instalment").blur()
    for result in phone.page.locator("select[name^='r-']").all():
        result.select_option("kept")
    phone.page.locator("summary", has_text="Setor ke UPK").click()
    phone.page.fill("input[name=handed]", str(handed))
    return way.close_sheet(phone, counted)


def pay_in(way: Way, savings: int = 0) -> str:
    """The treasurer comes to the counter; the sum stands ready; a receipt, and what the page says."""
    cashier = way.at("cashier")
    cashier.follow("Terima angsuran")
    cashier.follow("Isi semua yang jatuh tempo")
    if savings:
        cashier.page.locator("input[name^=save_]").first.fill(str(savings))
    cashier.press("Periksa dulu")
    cashier.press("Catat angsuran")
    cashier.page.wait_for_selector("text=Angsuran tercatat")
    told: str = cashier.page.inner_text("main")
    return told


def look_at_loan(way: Way, loan: Loan) -> None:
    """The facilitator looks at every business a month after, and hears a promise."""
    facilitator = way.at("facilitator")
    facilitator.follow("Pilih KSM")
    facilitator.follow("Kemuning")
    facilitator.follow("Catat yang dilihat")
    page = facilitator.page
    for box in page.locator("input[name=met]").all():
        box.check()
    for share in loan.shares.filter(live=True):
        page.select_option(f"select[name=u{share.pk}_user]", "borrower")
        page.fill(f"input[name=u{share.pk}_for]", "Belanja dagangan")
        page.select_option(f"select[name=u{share.pk}_alive]", "yes")
        page.fill(f"input[name=u{share.pk}_note]", "Kamera rusak, didatangi sendiri")
    for box, text in (("p1_who", "Endah Lestari"), ("p1_said", "menempel jadwal angsuran di balai")):
        page.fill(f"input[name={box}]", text)
    page.fill("input[name=p1_due]", "2026-07-20")
    facilitator.press("Simpan kunjungan")


def open_claims(way: Way) -> Desk:
    """The treasurer at the sheet of who paid for whom, from her card."""
    phone = way.at("Endah Lestari")
    phone.follow("Buka kartu")
    phone.follow("Tanggung renteng di dalam KSM")
    return phone


def cover(way: Way, debtor: str, creditor: str, amount: int, promise_on: date) -> Cover:
    """The treasurer writes down who paid for whom."""
    phone = open_claims(way)
    phone.page.select_option("select[name=debtor]", str(way.person(debtor)))
    phone.page.select_option("select[name=creditor]", str(way.person(creditor)))
    phone.page.fill("input[name=amount]", str(amount))
    phone.page.fill("input[name=promise_on]", promise_on.isoformat())
    phone.page.fill("input[name=note]", "Anaknya dirawat")
    phone.press("Catat")
    return Cover.objects.get(debtor=way.person(debtor))


def pay_back(way: Way, debtor: str, amount: int) -> str:
    """The member pays back; what the page of the claim says."""
    phone = open_claims(way)
    phone.follow(debtor)
    phone.page.check("input[name=kind][value=paid]")
    phone.page.fill("input[name=amount]", str(amount))
    phone.press("Catat")
    told: str = phone.page.inner_text("main")
    return told


def settled_card(way: Way, who: str) -> Desk:
    """An officer at the card of the loan that is paid off."""
    desk = way.at(who)
    desk.follow("Pinjaman")
    desk.follow("Lunas")
    desk.follow("Kemuning")
    return desk


def settle_papers(way: Way) -> list[bytes]:
    """The whole file of the loan that is paid off, and the letter that says so."""
    return read_papers(settled_card(way, "loan_officer"), "Surat keterangan lunas")


def give_savings_back(way: Way) -> None:
    """What was saved with the instalments goes home with the last."""
    cashier = settled_card(way, "cashier")
    cashier.follow("Kembalikan tabungan")
    cashier.press("Kembalikan tabungan")
    assert "Tercatat dengan bukti KK-" in cashier.page.inner_text("main")
