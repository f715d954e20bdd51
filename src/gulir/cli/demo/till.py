"""The cash box: money fetched from the bank and brought there, counted piece by piece."""

from __future__ import annotations

from gulir.cli.demo.office import Office
from gulir.core.cash import DENOMINATIONS
from gulir.core.roles import Role
from gulir.ledger import services as ledger

__all__ = ["BANK", "BANK_TR", "CASH", "book", "bring_to_bank", "have_cash", "pieces"]

CASH, BANK, BANK_TR = "11010", "11021", "11022"
TILL_LIMIT = 500_000
"""What may stay in the cash box overnight (rule cash.till_limit)."""
ROUND = 50_000
SMALLEST_KEPT_WHOLE = 20_000


def book(
    office: Office, who: str, description: str, debit: str, credit: str, amount: int, *, ledger_name: str = "upk",
    purpose: str = "",
) -> None:  # fmt: skip
    """A voucher of one's own: one account against another."""
    office.open_books()
    entries = [{"debit": debit, "credit": credit, "amount": amount}]
    office.do(who, ledger.record_voucher, description=description, entries=entries, ledger=ledger_name, purpose=purpose)
    office.booked = True
    if CASH in {debit, credit}:
        office.moved.add(ledger_name)


def have_cash(office: Office, amount: int) -> None:
    """Fetch from the bank what the cash box lacks, in whole hundreds of thousands."""
    short = amount - office.holds(Role.CASH)
    if short > 0:
        fetched = -(-short // 100_000) * 100_000
        book(office, "cashier", "Ambil uang dari bank untuk kas", CASH, BANK, fetched)


def bring_to_bank(office: Office) -> None:
    """At the end of a pay day: savings to their own account, and what is above the till limit to the fund's account."""
    if office.savings["cash"]:
        book(office, "cashier", "Setor tabungan tanggung renteng", BANK_TR, CASH, office.savings["cash"])
    if office.savings["bank"]:
        book(office, "bookkeeper", "Pindah tabungan tanggung renteng", BANK_TR, BANK, office.savings["bank"])
    office.savings = {"cash": 0, "bank": 0}
    above = (office.holds(Role.CASH) - TILL_LIMIT) // ROUND * ROUND
    if above > 0:
        book(office, "cashier", "Setor kas ke bank", BANK, CASH, above)


def pieces(total: int) -> dict[str, int]:
    """A cash box of this sum as it might lie there: large notes, and always some small ones.

    >>> pieces(512_500)
    {'100000': 4, '50000': 1, '20000': 2, '10000': 2, '2000': 1, '500': 1}
    """
    laid: dict[str, int] = {}
    for denomination in DENOMINATIONS:
        count = total // denomination
        if count > 1 and denomination >= SMALLEST_KEPT_WHOLE:
            count -= 1
        if count:
            laid[str(denomination)] = count
            total -= count * denomination
    return laid
