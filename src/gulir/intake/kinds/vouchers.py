"""Old vouchers: rows of one voucher stand together; each row is one transfer."""

from __future__ import annotations

from datetime import date

from gulir.base.commands import Act
from gulir.core.accounts import parse_ledger
from gulir.core.problems.books import AmountZero
from gulir.core.problems.intake import RowRepeated, VoucherDateDiffers, VoucherTextDiffers, VoucherTwice
from gulir.intake.cells import text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Row, Table
from gulir.ledger.services.bulk import Leg, OldVoucher, bring_in_vouchers, take_back_vouchers, wrong_with

__all__ = ["KIND"]


def read(table: Table, given: Given) -> Batch:
    """Group the rows into vouchers; a voucher that comes back after another began is an error."""
    batch = Batch(given=given, table=table)
    began: dict[tuple[str, str], int] = {}
    seen: dict[tuple[object, ...], int] = {}
    voucher: OldVoucher | None = None
    for row in table:
        name = row.text("voucher", limit=30)
        ledger = row.read("book", lambda cell: parse_ledger(text_of(cell)).value) or "upk"
        day = row.day("date", latest=given.today)
        leg = _leg(row)
        words = row.text("description", limit=200)
        reference = row.text("reference", limit=27, required=False)
        if row.wrong or day is None:
            continue
        same = (ledger, name, day, *leg[1:])
        if (first := seen.setdefault(same, row.number)) != row.number:
            row.note(RowRepeated(first=first), "voucher", level="warning")
        if voucher is None or (voucher.ledger, voucher.name) != (ledger, name):
            if (ledger, name) in began:
                row.note(VoucherTwice(voucher=name, first=began[ledger, name]), "voucher")
                continue
            began[ledger, name] = row.number
            voucher = OldVoucher(ledger=ledger, name=name, dated=day, description=words, reference=reference)
            batch.rows.append(voucher)
        elif not _same_voucher(row, voucher, day, words):
            continue
        voucher.legs.append(leg)
        batch.total += leg.amount
    return batch


def _leg(row: Row) -> Leg:
    """The transfer of one row; an amount of nothing is an error here: a voucher moves money."""
    amount = row.amount("amount")
    if amount == 0 and row.says("amount") and not row.wrong:
        row.note(AmountZero(account=row.text("debit_code", limit=20, required=False)), "amount")
    return Leg(
        row.number,
        row.text("debit_code", limit=20),
        row.text("credit_code", limit=20),
        amount,
        row.text("loan_no", limit=40, required=False),
        row.text("ksm", limit=80, required=False),
    )


def _same_voucher(row: Row, voucher: OldVoucher, day: date, words: str) -> bool:
    """Rows of one voucher have one day; another text is told and left."""
    if day != voucher.dated:
        row.note(VoucherDateDiffers(voucher=voucher.name, on=day, first=voucher.dated), "date")
        return False
    if words != voucher.description:
        row.note(VoucherTextDiffers(voucher=voucher.name), "description", level="warning")
    return True


def check(act: Act, batch: Batch) -> None:
    """Accounts, days, numbers brought in before, and money that was not there."""
    for wrong in wrong_with(act, batch.rows):
        batch.table.note(wrong.problem, row=wrong.row, column=wrong.column)


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """All vouchers at once, numbered in order of days."""
    count = bring_in_vouchers(act, batch.rows, import_ref=row.pk)
    return {"vouchers": count, "rows": sum(len(voucher.legs) for voucher in batch.rows)}


def undo(act: Act, row: Import) -> int:
    """Reverse every voucher of the import on its own day."""
    return take_back_vouchers(act, import_ref=row.pk, reason=f"impor {row.name} dibatalkan"[:150])


KIND = Kind(name="vouchers", read=read, check=check, write=write, undo=undo)
