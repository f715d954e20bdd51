"""Movements on old loan cards. They build the cards and never touch the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from gulir.base.commands import Act
from gulir.core.problems.intake import (
    DisbursementDiffers,
    ImportUsed,
    LoanUnknown,
    PaymentBeforeDisbursement,
    PrincipalOverpaid,
    RowRepeated,
    ZeroSkipped,
)
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Table
from gulir.lending.models import CardEntry, Ending, Loan, Repayment
from gulir.lending.models.loans import CARD_TYPES
from gulir.lending.services import OldEntry, bring_in_card_entries
from gulir.lending.services.withdrawals import withdraw_card_entries

__all__ = ["KIND"]

TYPES = {
    **{name: name for name in CARD_TYPES},
    "pencairan": "disbursement", "angsuran_pokok": "principal_payment", "pokok": "principal_payment",
    "jasa": "jasa_payment", "angsuran_jasa": "jasa_payment", "bop_in": "ksm_fee_in", "bop_out": "ksm_fee_out",
    "bop_masuk": "ksm_fee_in", "bop_keluar": "ksm_fee_out", "tabungan_masuk": "savings_in",
    "tabungan_keluar": "savings_out", "setor_tabungan": "savings_in", "ambil_tabungan": "savings_out",
}  # fmt: skip


class Line(NamedTuple):
    """One movement with its row."""

    row: int
    entry: OldEntry


def read(table: Table, given: Given) -> Batch:
    """Each row as a movement; rows of nothing move nothing, identical ones count, both told."""
    batch = Batch(given=given, table=table)
    seen: dict[tuple[str, date, str, int], int] = {}
    for row in table:
        loan_no = row.text("loan_no", limit=30)
        day = row.day("date", latest=given.today)
        kind = row.choice("type", TYPES)
        amount = row.amount("amount")
        if row.wrong or day is None:
            continue
        if amount == 0:
            row.note(ZeroSkipped(), "amount", level="warning")
            batch.rows.append(Line(row.number, OldEntry(loan_no=loan_no, on=day, type=kind, amount=0)))
            continue
        same = (loan_no, day, kind, amount)
        if (first := seen.setdefault(same, row.number)) != row.number:
            row.note(RowRepeated(first=first), "date", level="warning")
        batch.rows.append(Line(row.number, OldEntry(loan_no=loan_no, on=day, type=kind, amount=amount)))
        batch.total += amount
    if not batch.total:
        batch.rows.clear()
    return batch


def check(act: Act, batch: Batch) -> None:
    """Unknown loans, payments before the disbursement, more paid back than was lent."""
    loans = {loan.loan_no: loan for loan in Loan.objects.filter(book=act.book, withdrawn=False)}
    paid = {number: loan.principal_paid for number, loan in loans.items()}
    lent: dict[str, int] = defaultdict(int)
    unknown: set[str] = set()
    for line in batch.rows:
        entry = line.entry
        loan = loans.get(entry.loan_no)
        if loan is None:
            if entry.loan_no not in unknown:
                batch.table.note(LoanUnknown(loan=entry.loan_no), row=line.row, column="loan_no")
            unknown.add(entry.loan_no)
            continue
        if entry.type == "disbursement":
            lent[entry.loan_no] += entry.amount
            if lent[entry.loan_no] > loan.principal:
                problem = DisbursementDiffers(loan=loan.loan_no, amount=lent[loan.loan_no], principal=loan.principal)
                batch.table.note(problem, row=line.row, column="amount")
        elif entry.on < loan.disbursed_on:
            early = PaymentBeforeDisbursement(loan=loan.loan_no, on=entry.on, disbursed_on=loan.disbursed_on)
            batch.table.note(early, row=line.row, column="date", level="warning")
        if entry.type == "principal_payment":
            paid[entry.loan_no] += entry.amount
            _not_overpaid(batch.table, line, loan, paid)


def _not_overpaid(table: Table, line: Line, loan: Loan, paid: Mapping[str, int]) -> None:
    if paid[loan.loan_no] > loan.principal:
        problem = PrincipalOverpaid(loan=loan.loan_no, paid=paid[loan.loan_no], principal=loan.principal)
        table.note(problem, row=line.row, column="amount")


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """All card lines at once."""
    done = bring_in_card_entries.within(act, rows=[line.entry for line in batch.rows], import_ref=row.pk)
    moved = sum(line.entry.amount > 0 for line in batch.rows)
    return {"entries": moved, "loans": done["loans"]}


def undo(act: Act, row: Import) -> int:
    """Withdraw the card lines and what they paid; refused once the UPK itself received something on such a loan."""
    entries = CardEntry.objects.filter(loan__book=act.book, import_ref=row.pk, withdrawn=False)
    paid = Repayment.objects.filter(loan__in=entries.values("loan")).select_related("loan").first()
    ended = Ending.objects.filter(loan__in=entries.values("loan")).select_related("loan").first()
    used = paid or ended
    if used is not None:
        raise ImportUsed(what=used.loan.loan_no)
    withdraw_card_entries(act, import_ref=row.pk)
    return 0


KIND = Kind(name="loan-transactions", read=read, check=check, write=write, undo=undo)
