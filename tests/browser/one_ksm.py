"""One KSM on its way, hand by hand: who sits where, and what each presses. Nothing here calls an act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from gulir.care.calendar import ahead
from gulir.community.models import Group, Person
from gulir.community.queries import members
from gulir.core.roles import Ledger
from gulir.ledger.models import Voucher
from gulir.ledger.queries import balance_at, cash_to_count, open_day, trial_balance
from gulir.lending.queries import control_totals
from gulir.mentoring.queries import books_of
from tests.browser.test_january import NOTES, Desk
from tests.community.stage import nik
from tests.web.stage import PASSWORD, Hall

__all__ = ["KEMUNING", "Way", "agree"]

KEMUNING = {
    "Sri Wahyuningtyas": ("P", "chair"), "Lilis Handayani": ("P", "secretary"), "Endah Lestari": ("P", "treasurer"),
    "Puji Astuti": ("P", "member"), "Budi Santoso": ("L", "member"),
}  # fmt: skip
"""The KSM that is formed: five neighbours, four of them women."""
PHONES = {"Sri Wahyuningtyas": "sri.kemuning", "Endah Lestari": "endah.kemuning"}
"""Who of them has a phone with a login: the chairwoman and the treasurer."""
PHONE, DESK = 360, 1280


@dataclass(kw_only=True)
class Way:
    """The hall with everybody's browsers: officers at a desk of 1280 pixels, members at a phone of 360."""

    hall: Hall
    site: str
    opened: Any
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def book(self) -> UUID:
        """The board's book."""
        return self.hall.fund.book

    @property
    def today(self) -> date:
        """The day every page shows: the fund's first, and as many after it as were turned."""
        return self.hall.fund.today + ahead(Path(settings.GULIR_HOME))

    def at(self, who: str) -> Desk:
        """Somebody's browser on the first page of their desk: an office, or a member with a phone."""
        if who not in self.desks:
            own = who in PHONES
            login = PHONES[who] if own else self.hall.login_of(who).username
            self.desks[who] = Desk(self.opened(PHONE if own else DESK), self.site, login, PASSWORD)
        else:
            self.desks[who].go_home()
        return self.desks[who]

    def person(self, name: str) -> UUID:
        """A member's key, read from the rows."""
        return Person.objects.get(name=name).pk

    @property
    def group(self) -> Group:
        """KSM Kemuning."""
        return Group.objects.get(book_id=self.book, name="Kemuning")

    # ------------------------------------------------------------ days

    def next_day(self, day: date) -> None:
        """Close what is open, turn the calendar on, close every day before: the cashier counts, the manager again."""
        if Voucher.objects.filter(book_id=self.book, dated=open_day(self.book) or self.today).exists():
            self._count()
        cashier = self.at("cashier")
        cashier.follow("Majukan kalender")
        cashier.page.fill("input[name=to]", day.isoformat())
        cashier.press("Majukan kalender")
        assert self.today == day
        last = day - timedelta(days=1)
        if (open_day(self.book) or day) <= last:
            cashier.go_home()
            cashier.follow("Tutup hari")
            cashier.follow("Tutup hari-hari tanpa bukti")
            cashier.page.fill("input[type=date]", last.isoformat())
            cashier.press("Tutup hari-hari ini")
        assert open_day(self.book) == day

    def _count(self) -> None:
        cashier = self.at("cashier")
        cashier.follow("Tutup hari")
        for box in cash_to_count(self.book, open_day(self.book) or self.today).values():
            left = balance_at(box)
            for note in NOTES:
                cashier.page.fill(f"input[name=n_{box.pk}_{note}]", str(left // note))
                left %= note
            if left:
                cashier.page.fill(f"input[name=n_{box.pk}_reason]", "Tidak ada uang sekecil itu")
        cashier.press("Periksa dulu")
        cashier.press("Catat hitungan")
        manager = self.at("upk_manager")
        manager.follow("Tutup hari")
        manager.follow("Baca dan sahkan")
        manager.press("Cocok, tutup hari ini")

    # ------------------------------------------------------------ forming

    def form_group(self) -> None:
        """The loan officer registers five neighbours and makes them a KSM; two of them get a login."""
        officer = self.at("loan_officer")
        for number, (name, (sex, _role)) in enumerate(KEMUNING.items(), start=7001):
            self._register(officer, name, sex, nik(number))
        self._to_groups(officer)
        officer.follow("Tambah KSM")
        for box, text in (("code", "K09"), ("name", "Kemuning"), ("rw", "01")):
            officer.page.fill(f"input[name={box}]", text)
        officer.press("Simpan KSM")
        for name, (_sex, role) in KEMUNING.items():
            self._join(officer, name, role)
        for name, login in PHONES.items():
            self._give_login(name, login)

    def _to_groups(self, desk: Desk) -> None:
        desk.go_home()
        desk.follow("KSM dan warga")

    def _register(self, officer: Desk, name: str, sex: str, number: str) -> None:
        self._to_groups(officer)
        officer.follow("Warga")
        officer.follow("Daftarkan warga")
        officer.page.fill("input[name=name]", name)
        officer.page.check(f"input[name=sex][value={sex}]")
        officer.page.fill("input[name=nik]", number)
        officer.page.check("input[name=poor_listed]")
        officer.press("Daftarkan")

    def _join(self, officer: Desk, name: str, role: str) -> None:
        officer.follow("Tambah anggota")
        officer.page.fill("input[name=q]", name)
        officer.press("Cari")
        officer.page.get_by_label(name).check()
        officer.page.select_option("select[name=role]", role)
        officer.press("Jadikan anggota")

    def _give_login(self, name: str, login: str) -> None:
        secretary = self.at("secretary")
        secretary.page.locator("[data-menu] summary").first.click()
        secretary.follow("Akses masuk")
        secretary.follow("Buat nama pengguna")
        secretary.page.fill("input[name=q]", name)
        secretary.press("Cari")
        secretary.open_first()
        secretary.page.fill("input[name=username]", login)
        for box in ("password", "again"):
            secretary.page.fill(f"input[name={box}]", PASSWORD)
        secretary.press("Buat nama pengguna")

    # ------------------------------------------------------------ the KSM at its own table

    def phone(self, name: str = "Endah Lestari") -> Desk:
        """A member's phone at the page of the KSM."""
        phone = self.at(name)
        phone.follow("Lihat 5 anggota")
        return phone

    def agree_on_rules(self) -> None:
        """Every month 10,000, the first of all from today on."""
        phone = self.phone()
        phone.follow("Pertemuan dan kas")
        phone.follow("Aturan KSM")
        phone.page.select_option("select[name=every]", "month")
        for box, text in (
            ("savings", "10.000"), ("fine", "1.000"), ("quorum_percent", "60"), ("loan_most", "50.000"),
            ("loan_months", "3"), ("jasa", "1"),
        ):  # fmt: skip
            phone.page.fill(f"input[name={box}]", text)
        phone.press("Sepakati aturan")

    def box(self, phone: Desk, name: str, what: str) -> Any:
        """A member's box on the sheet of the meeting."""
        return phone.page.locator(f"[name='m-{self.person(name).hex}-{what}']")

    def open_sheet(self) -> Desk:
        """The sheet of the next meeting on the treasurer's phone."""
        phone = self.phone()
        phone.follow("Pertemuan dan kas")
        phone.follow("Catat pertemuan")
        return phone

    def close_sheet(self, phone: Desk, counted: int) -> str:
        """Count the box, read the sentences, close; what the page of the closed record says."""
        phone.page.fill("input[name=counted]", str(counted))
        phone.press("Periksa dulu")
        phone.press("Tutup pertemuan")
        assert phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0
        told: str = phone.page.inner_text("main")
        return told

    def meet(self, counted: int) -> str:
        """A meeting at which all came and brought what was agreed on: five figures typed, three presses."""
        return self.close_sheet(self.open_sheet(), counted)


def agree(way: Way) -> None:
    """Cards and control accounts agree, the three books stand even, the KSM's box holds what its members own."""
    assert [c for c in control_totals(way.book, as_of=way.today) if c.difference] == []
    for ledger in Ledger:
        shown = trial_balance(way.book, ledger, as_of=way.today)
        assert shown.total_debit == shown.total_credit
    books = books_of(way.group.pk)
    assert books.cash + books.lent == books.savings + books.held + books.surplus
    assert sum(books.saved.get(row.person, 0) for row in members(way.group.pk, way.today)) == books.savings
