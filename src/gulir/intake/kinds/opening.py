"""The opening balance: one row per account (and, if wished, per loan or group), balanced within each ledger."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from gulir.base.commands import Act
from gulir.core.accounts import parse_ledger
from gulir.core.problems.books import AccountUnknown, Unbalanced
from gulir.core.problems.intake import AmountOnBothSides, DateWanted, OpeningExists, RowRepeated
from gulir.core.problems.ledger import AccountInactive, BooksAreLive, BooksNotBegun, OpeningOffDate
from gulir.core.roles import Role
from gulir.intake.cells import text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Table
from gulir.ledger.models import Account, BookState, Voucher
from gulir.ledger.services import post_opening, reverse

__all__ = ["KIND"]


@dataclass(frozen=True, kw_only=True)
class OpeningLine:
    """One balance with its row."""

    row: int
    book: str
    code: str
    debit: int
    credit: int
    loan_no: str
    ksm: str


def read(table: Table, given: Given) -> Batch:
    """Each row as a balance on one side; each ledger has to balance. Rows of nothing are left out."""
    batch = Batch(given=given, table=table)
    if given.dated is None:
        table.note(DateWanted())
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    seen: dict[tuple[str, ...], int] = {}
    for row in table:
        code = row.text("code", limit=20)
        ledger = row.read("book", lambda cell: parse_ledger(text_of(cell)).value) or "upk"
        debit, credit = row.amount("debit", required=False), row.amount("credit", required=False)
        loan_no = row.text("loan_no", limit=40, required=False)
        ksm = row.text("ksm", limit=80, required=False)
        if debit and credit:
            row.note(AmountOnBothSides(account=code), "credit")
        first = seen.setdefault((ledger, code, loan_no, ksm), row.number)
        if first != row.number and (debit or credit):
            row.note(RowRepeated(first=first), "code", level="error")
        if row.wrong:
            continue
        sums[ledger][0] += debit
        sums[ledger][1] += credit
        batch.total += debit
        line = OpeningLine(row=row.number, book=ledger, code=code, debit=debit, credit=credit, loan_no=loan_no, ksm=ksm)
        batch.rows.append(line)
    if not any(finding.level == "error" for finding in table.findings):
        _balanced(table, sums)
    if not batch.total and not any(sums[ledger][1] for ledger in sums):
        batch.rows = []
    return batch


def _balanced(table: Table, sums: dict[str, list[int]]) -> None:
    """Unbalanced is told at the foot of the sheet: no single row is to blame."""
    for debit, credit in sums.values():
        if debit != credit:
            table.note(Unbalanced(debit=debit, credit=credit, difference=debit - credit), column="debit")


def check(act: Act, batch: Batch) -> None:
    """Accounts, the day, and whether an opening stands already."""
    state = BookState.objects.filter(book=act.book).first()
    if state is None:
        raise BooksNotBegun
    if state.live_on is not None:
        raise BooksAreLive
    expected = state.opens_on - timedelta(days=1)
    if batch.given.dated not in {None, expected}:
        batch.table.note(OpeningOffDate(on=batch.given.dated, expected=expected))
    accounts = {(a.ledger, a.code): a for a in Account.objects.filter(book=act.book)}
    for line in batch.rows:
        account = accounts.get((line.book, line.code))
        if account is None or account.role == Role.OPENING.value:
            batch.table.note(AccountUnknown(account=line.code), row=line.row, column="code")
        elif not account.active:
            batch.table.note(AccountInactive(account=line.code), row=line.row, column="code")
    standing = Voucher.objects.filter(book=act.book, kind="opening", reversed_by__isnull=True)
    for ledger in set(standing.values_list("ledger", flat=True)) & {line.book for line in batch.rows}:
        batch.table.note(OpeningExists(ledger=ledger))


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """One opening voucher for each ledger."""
    rows = [{name: value for name, value in asdict(line).items() if name != "row"} for line in batch.rows]
    done = post_opening.within(act, rows=rows, on=batch.given.dated, import_ref=row.pk, sha256=row.sha256)
    return {"accounts": done["accounts"], "vouchers": len(done["vouchers"])}


def undo(act: Act, row: Import) -> int:
    """Reverse the opening vouchers, while the books load; the opening may then come in again."""
    standing = Voucher.objects.filter(
        book=act.book, import_ref=row.pk, kind="opening", reversed_by__isnull=True
    ).values_list("id", flat=True)
    vouchers = list(standing)
    for voucher in vouchers:
        _reverse(act, voucher, row)
    return len(vouchers)


def _reverse(act: Act, voucher: UUID, row: Import) -> None:
    reverse(act, voucher=voucher, reason=f"impor {row.name} dibatalkan"[:150], import_ref=row.pk)


KIND = Kind(name="opening", read=read, check=check, write=write, undo=undo)
