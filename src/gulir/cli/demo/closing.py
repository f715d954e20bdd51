"""How days, months and years end: counted by one, confirmed by another, checked against the cards."""

from __future__ import annotations

from datetime import date, timedelta

from gulir.cli.demo.office import Office
from gulir.cli.demo.till import BANK, BANK_TR, book, pieces
from gulir.core.dates import month_end
from gulir.core.roles import Role
from gulir.ledger import services as ledger
from gulir.lending import queries
from gulir.lending import services as lending

__all__ = ["close_day", "close_month", "close_year", "end_of_month"]

CONFIRMERS = ("bookkeeper", "bookkeeper", "upk_manager", "coordinator", "overseer")
SHORT_ON, SHORT_BY = date(2025, 8, 13), 5_000
"""A pay day on which the cash box holds less than the books say."""
REFUSED_ON = date(2026, 5, 13)
"""A pay day whose first count the second person sends back."""
INTEREST, TAX_SHARE, BANK_FEE = 2400, 5, 12_500
"""Interest of a month is a 2,400th of the balance (half a percent a year), a fifth of it is taxed; the fee is fixed."""
DEPRECIATION = 80_000


def close_day(office: Office) -> None:
    """Count the boxes that moved, let another person confirm, and the next day is open; an unused day stays open."""
    if not office.booked:
        return
    day = office.open_day
    counts = [_count(office, one) for one in sorted(office.moved)]
    office.do("cashier", ledger.close_day, counts=counts)
    if day == REFUSED_ON:
        office.do("bookkeeper", ledger.refuse_day, reason="Lembar 50.000 dan 20.000 tertukar di berita acara")
        office.do("cashier", ledger.close_day, counts=counts)
    office.do(CONFIRMERS[day.toordinal() % len(CONFIRMERS)], ledger.confirm_day)
    office.open_day = day + timedelta(days=1)
    office.booked = False
    office.moved = set()


def _count(office: Office, name: str) -> dict[str, object]:
    """One box as it is counted."""
    booked = office.holds(Role.CASH, name)
    short = SHORT_BY if office.open_day == SHORT_ON and name == "upk" else 0
    row: dict[str, object] = {"account": "11010", "ledger": name, "denominations": pieces(booked - short)}
    return {**row, "reason": "Kembalian untuk KSM lebih satu lembar 5.000"} if short else row


def end_of_month(office: Office, last: date) -> None:
    """The last vouchers of a month: interest and charges of the bank, depreciation, provision as the loans need it."""
    interest = office.holds(Role.BANK) // INTEREST
    book(office, "bookkeeper", "Bunga bank", BANK, "41020", interest)
    book(office, "bookkeeper", "Pajak bunga dan administrasi bank", "51060", BANK, interest // TAX_SHARE + BANK_FEE)
    book(office, "bookkeeper", "Penyusutan inventaris", "51070", "12021", DEPRECIATION)
    office.do("bookkeeper", lending.post_provision, as_of=last)


def close_month(office: Office, first: date) -> None:
    """Compare both bank accounts, and the secretariat's, with the passbooks, then close with what the cards say."""
    last = month_end(first)
    for who, code, role, name in (
        ("bookkeeper", BANK, Role.BANK, "upk"),
        ("bookkeeper", BANK_TR, Role.BANK_TR, "upk"),
        ("secretary", "11020", Role.BANK, "secretariat"),
    ):
        balance = office.holds(role, name)
        office.do(who, ledger.reconcile_bank, account=code, through=last, bank_balance=balance, ledger=name)
    cards = {control.role: control.cards for control in queries.control_totals(office.book, as_of=last)}
    totals = {
        "loans": cards[Role.LOANS],
        "savings": cards[Role.TR_SAVINGS],
        "provision": queries.provision_needed(office.book, last),
    }
    office.do("bookkeeper", ledger.close_month, month=first, control_totals=totals)


def close_year(office: Office, year: int) -> None:
    """The year's income and expense go to its result, in all three ledgers."""
    office.books("upk_manager", ledger.close_year, year=year)
