"""The members of imported loans: the share without a name is split among registered people."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from gulir.base.commands import Act
from gulir.core.problems.books import AmountZero
from gulir.core.problems.intake import ImportUsed, LoanUnknown, MemberSharesDiffer, PersonTwice
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.kinds.who import Named, Residents, read_named
from gulir.intake.models import Import
from gulir.intake.table import Table
from gulir.lending.models import Loan, Share
from gulir.lending.services import OldShare, split_shares
from gulir.lending.services.withdrawals import join_shares

__all__ = ["KIND"]


class Line(NamedTuple):
    """One member's share with its row."""

    row: int
    loan_no: str
    who: Named
    amount: int


def read(table: Table, given: Given) -> Batch:
    """Each row as a member's share."""
    batch = Batch(given=given, table=table)
    for row in table:
        loan_no = row.text("loan_no", limit=30)
        who = read_named(row)
        amount = row.amount("amount")
        if amount == 0 and not row.wrong:
            row.note(AmountZero(account=loan_no), "amount")
        if not row.wrong and who is not None:
            batch.rows.append(Line(row.number, loan_no, who, amount))
            batch.total += amount
    return batch


def check(act: Act, batch: Batch) -> None:
    """Unknown loans and people, one person twice in a loan, shares that are not the loan."""
    loans = {loan.loan_no: loan for loan in Loan.objects.filter(book=act.book, withdrawn=False)}
    split = set(
        Share.objects.filter(loan__in=loans.values(), live=True, person__isnull=False).values_list("loan", flat=True)
    )
    residents = Residents.of(act.book.pk)
    shares: dict[UUID, dict[UUID, int]] = {}
    first_row: dict[UUID, int] = {}
    for line in batch.rows:
        loan = loans.get(line.loan_no)
        person = residents.find(line.who, batch.table)
        if loan is None:
            batch.table.note(LoanUnknown(loan=line.loan_no), row=line.row, column="loan_no")
        elif loan.pk in split:
            batch.table.note(ImportUsed(what=line.loan_no), row=line.row, column="loan_no")
        elif person is not None:
            first_row.setdefault(loan.pk, line.row)
            own = shares.setdefault(loan.pk, {})
            if person in own:
                batch.table.note(
                    PersonTwice(person=line.who.name, first=first_row[loan.pk]), row=line.row, column="name"
                )
            own[person] = own.get(person, 0) + line.amount
    if not any(finding.level == "error" for finding in batch.table.findings):
        _whole(batch.table, {loan.pk: loan for loan in loans.values()}, shares, first_row)
    batch.made = list(shares.items())


def _whole(
    table: Table, loans: dict[UUID, Loan], shares: dict[UUID, dict[UUID, int]], first_row: dict[UUID, int]
) -> None:
    for pk, own in shares.items():
        total = sum(own.values())
        if total != loans[pk].principal:
            problem = MemberSharesDiffer(loan=loans[pk].loan_no, shares=total, principal=loans[pk].principal)
            table.note(problem, row=first_row[pk], column="amount")


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """Split each loan among its members."""
    members = 0
    for loan, own in batch.made:
        rows = [OldShare(person=person, amount=amount) for person, amount in own.items()]
        members += split_shares.within(act, loan=loan, rows=rows)["members"]
    row.details = {"loans": [str(loan) for loan, _ in batch.made]}
    row.save(update_fields=["details"])
    return {"loans": len(batch.made), "members": members}


def undo(act: Act, row: Import) -> int:
    """Join the shares of each loan to one without a name again."""
    for loan in row.details["loans"]:
        join_shares(act, loan=UUID(loan))
    return 0


KIND = Kind(name="loan-members", read=read, check=check, write=write, undo=undo)
