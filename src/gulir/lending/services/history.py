"""Old books brought in: loans with their terms, their cards line by line, and later the members' shares.

None of these touches the ledger: the opening balance holds what the cards add up to, and `control_findings` compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.community.queries import group_named
from gulir.core.facts.lending import LoanSharesSplit, LoansImported
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import LoanNumberTaken, SharesDiffer
from gulir.lending.models import CardEntry, Instalment, Loan, Share
from gulir.lending.models.loans import CARD_TYPES
from gulir.lending.policy import BRINGS_IN
from gulir.lending.terms import build_schedule, instalment_rows, terms_of

__all__ = [
    "OldEntry",
    "OldLoan",
    "OldShare",
    "bring_in_card_entries",
    "bring_in_loans",
    "split_shares",
    "withdraw_loans",
]


@dataclass(frozen=True, kw_only=True)
class OldLoan:
    """One loan of an old book, as the contract's `loans` file gives it; rupiah, percent per instalment as text."""

    loan_no: str
    ksm: str
    rw: str
    disbursed_on: date
    principal: int
    instalments: int
    rate_percent: str
    method: str = "flat"
    round_to: int = 1
    round_on: str = "principal"
    round: str = "nearest"
    every: int = 1
    unit: str = "month"
    fee_percent: str = "0"


@dataclass(frozen=True, kw_only=True)
class OldEntry:
    """One line of an old card."""

    loan_no: str
    on: date
    type: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class OldShare:
    """One member's part of an imported loan."""

    person: UUID
    amount: int


@command("lending.bring_in_loans", may=BRINGS_IN)
def bring_in_loans(act: Act, *, rows: Sequence[OldLoan], import_ref: UUID | None = None) -> Result:
    """Make a loan, a schedule and one unassigned share for each row; a number in use is refused."""
    taken = set(Loan.objects.filter(book=act.book, withdrawn=False).values_list("loan_no", flat=True))
    loans: list[Loan] = []
    lines: list[Instalment] = []
    for row in rows:
        if row.loan_no in taken:
            raise LoanNumberTaken(loan=row.loan_no)
        taken.add(row.loan_no)
        loan = _old_loan(act, row, import_ref)
        made = build_schedule(terms_of(loan, principal=row.principal, disbursed_on=row.disbursed_on))
        loan.jasa = made.total_jasa
        lines += instalment_rows(loan.pk, made)
        loans.append(loan)

    Share.objects.bulk_create(Share(loan_id=loan.pk, principal=loan.principal) for loan in loans)
    Instalment.objects.bulk_create(lines, batch_size=1000)
    Loan.objects.bulk_create(loans, batch_size=500)

    principal = sum(loan.principal for loan in loans)
    reference = str(import_ref or "")
    act.tell(LoansImported(loans=len(loans), principal=principal, balance=principal, as_of=None, import_id=reference))
    return {"loans": len(loans), "principal": principal}


def _old_loan(act: Act, row: OldLoan, import_ref: UUID | None) -> Loan:
    return Loan(
        id=new_id(),
        book=act.book,
        loan_no=row.loan_no,
        group=group_named(act.book.pk, row.ksm),
        ksm=row.ksm,
        rw=row.rw,
        disbursed_on=row.disbursed_on,
        principal=row.principal,
        instalments=row.instalments,
        method=row.method,
        rate_percent=row.rate_percent,
        fee_percent=row.fee_percent,
        every=row.every,
        unit=row.unit,
        round_to=row.round_to,
        round_on=row.round_on,
        round=row.round,
        imported=True,
        import_ref=import_ref,
    )


@command("lending.bring_in_card_entries", may=BRINGS_IN)
def bring_in_card_entries(act: Act, *, rows: Sequence[OldEntry], import_ref: UUID | None = None) -> Result:
    """Write old card lines; amounts of zero are left out by the importer. A loan paid off by them is settled."""
    loans = {loan.loan_no: loan for loan in Loan.objects.filter(book=act.book, withdrawn=False)}
    entries = []
    for line, row in enumerate(rows, 1):
        loan = loans.get(row.loan_no)
        if loan is None or row.type not in CARD_TYPES:
            raise NotFound(what="pinjaman", name=row.loan_no)
        loan.principal_paid += row.amount if row.type == "principal_payment" else 0
        loan.jasa_paid += row.amount if row.type == "jasa_payment" else 0
        if loan.principal_paid >= loan.principal:
            loan.state, loan.settled_on = "settled", row.on
        entries.append(
            CardEntry(loan=loan, line=line, on=row.on, type=row.type, amount=row.amount, import_ref=import_ref)
        )

    CardEntry.objects.bulk_create(entries, batch_size=1000)
    touched = {entry.loan_id: entry.loan for entry in entries}
    Loan.objects.bulk_update(touched.values(), ["principal_paid", "jasa_paid", "state", "settled_on"], batch_size=200)

    balance = sum(loan.balance for loan in loans.values())
    act.tell(
        LoansImported(
            loans=len(touched),
            principal=sum(loan.principal for loan in touched.values()),
            balance=balance,
            as_of=max((row.on for row in rows), default=None),
            import_id=str(import_ref or ""),
        )
    )
    return {"entries": len(entries), "loans": len(touched), "balance": balance}


@command("lending.split_shares", may=BRINGS_IN)
def split_shares(act: Act, *, loan: UUID, rows: Sequence[OldShare]) -> Result:
    """Split the unassigned share of an imported loan among its members; the parts must be the whole."""
    found = Loan.objects.filter(book=act.book, pk=loan, withdrawn=False).first()
    if found is None:
        raise NotFound(what="pinjaman", name=str(loan))
    total = sum(row.amount for row in rows)
    if total != found.principal or any(row.amount <= 0 for row in rows):
        raise SharesDiffer(shares=total, loan=found.principal)

    Share.objects.filter(loan=found, live=True).update(live=False)
    Share.objects.bulk_create(Share(loan=found, person_id=row.person, principal=row.amount) for row in rows)

    act.tell(
        LoanSharesSplit(
            loan=found.loan_no, group=found.ksm, members=len(rows), principal=found.principal, loan_id=str(found.pk)
        )
    )
    return {"loan": found.pk, "members": len(rows)}


def withdraw_loans(act: Act, *, import_ref: UUID) -> int:
    """Mark what an import brought in as withdrawn; the importer has asked that nothing later stands on it."""
    CardEntry.objects.filter(loan__book=act.book, import_ref=import_ref).update(withdrawn=True)
    return Loan.objects.filter(book=act.book, import_ref=import_ref).update(withdrawn=True)
