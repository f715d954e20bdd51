"""What a board pays and gets beside its loans: a few honest vouchers every month, and some that were mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from gulir.cli.demo.calendar import month, work_day
from gulir.cli.demo.founding import approve
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.till import BANK, CASH, book, have_cash, pieces
from gulir.core.roles import Role
from gulir.ledger import services as ledger

__all__ = ["happenings", "single_happenings", "spend", "surprise_count"]

INCENTIVES = (600_000, 900_000, 1_500_000)
"""What the four of the UPK share in a month: in the first months, in the first year, then."""
STATIONERY = (45_000, 26_000, 62_500, 38_000, 85_000, 31_500)
TRANSPORT = (100_000, 120_000, 150_000)
MEETINGS = (150_000, 175_000, 220_000)


def spend(office: Office, description: str, account: str, amount: int, *, purpose: str = "") -> None:
    """Pay something out of the cash box."""
    have_cash(office, amount)
    book(office, "cashier", description, account, CASH, amount, purpose=purpose)


def happenings(number: int) -> Iterator[Happening]:
    """The vouchers that come back every month."""
    first = month(number)
    yield work_day(first.replace(day=6)), lambda office: _small_costs(office, number)
    yield work_day(first.replace(day=12)), lambda office: _secretariat(office, number)
    yield work_day(first.replace(day=24)), lambda office: _incentives(office, number)


def _small_costs(office: Office, number: int) -> None:
    spend(office, "ATK dan fotokopi", "51030", STATIONERY[number % len(STATIONERY)])
    spend(office, "Transport kunjungan KSM", "51040", TRANSPORT[number % len(TRANSPORT)])


def _incentives(office: Office, number: int) -> None:
    stage = 0 if number < 4 else 1 if number < 13 else 2
    spend(office, f"Insentif UPK {month(number):%m-%Y}", "51010", INCENTIVES[stage])
    if number % 3 == 2:
        spend(office, "Pembinaan KSM di RW", "51050", 200_000)


def _secretariat(office: Office, number: int) -> None:
    """The secretariat keeps its own money: meetings and pay, fetched from its own bank account."""
    amount = MEETINGS[number % len(MEETINGS)] + 200_000
    if office.holds(Role.CASH, "secretariat") < amount:
        book(office, "secretary", "Ambil uang dari bank", CASH, "11020", 1_500_000, ledger_name="secretariat")
    book(
        office, "secretary", "Rapat bulanan BKM", "51050", CASH, MEETINGS[number % len(MEETINGS)],
        ledger_name="secretariat",
    )  # fmt: skip
    book(office, "secretary", "Honor petugas sekretariat", "51010", CASH, 200_000, ledger_name="secretariat")


def surprise_count(office: Office) -> None:
    """An overseer counts the cash box without telling before (domain 4.4)."""
    office.do("overseer", ledger.count_cash, account=CASH, denominations=pieces(office.holds(Role.CASH)))


# ---------------------------------------------------------------- what happens once


def single_happenings() -> tuple[Happening, ...]:
    """What happened once in two years."""
    return (
        (date(2025, 8, 15), _cash_found),
        (date(2025, 9, 8), _typed_twice),
        (date(2025, 10, 15), _grant),
        (date(2026, 3, 10), _audit_advanced),
        (date(2026, 4, 20), _audit_settled),
    )


def _cash_found(office: Office) -> None:
    """What was missing on a pay day is paid by the cashier."""
    book(office, "cashier", "Selisih kas 13-08-2025 diganti kasir", CASH, "11041", 5_000)


def _typed_twice(office: Office) -> None:
    """A voucher typed twice is taken back by a second person."""
    spend(office, "Beli map dan kuitansi", "51030", 54_000)
    have_cash(office, 54_000)
    entries = [{"debit": "51030", "credit": CASH, "amount": 54_000}]
    twice = office.books("cashier", ledger.record_voucher, description="Beli map dan kuitansi", entries=entries)
    office.do(
        "bookkeeper",
        ledger.reverse_voucher,
        voucher=UUID(twice["voucher"]),
        reason="Tercatat dua kali, notanya satu",
    )


def _grant(office: Office) -> None:
    book(office, "secretary", "BOP dari kelurahan", "11020", "41010", 6_000_000, ledger_name="secretariat")


def _audit_advanced(office: Office) -> None:
    """The secretariat advances the audit of the UPK; money crosses between ledgers by two people."""
    _cross(office, "secretary", "secretariat", "upk", settles=False)
    book(office, "bookkeeper", "Audit tahun buku 2025", "51090", BANK, 1_500_000)


def _audit_settled(office: Office) -> None:
    _cross(office, "bookkeeper", "upk", "secretariat", settles=True)


def _cross(office: Office, who: str, payer: str, receiver: str, *, settles: bool) -> None:
    office.open_books()
    made = office.do(
        who,
        ledger.transfer_between_ledgers,
        payer=payer,
        receiver=receiver,
        amount=1_500_000,
        description="Talangan audit UPK dikembalikan" if settles else "Talangan audit UPK oleh Sekretariat",
        out_of="bank",
        into="bank",
        settles=settles,
    )
    approve(office, UUID(made["draft"]), "coordinator")
    office.booked = True
