"""Old books brought in: loans with their terms, their cards line by line, and later the members' shares.

None of these touches the ledger: the opening balance holds what the cards add up to, and `control_findings` compares.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.queries import group_named, person_of
from gulir.core.facts.lending import LoanSharesSplit, LoansImported
from gulir.core.money import Rounding
from gulir.core.problems.access import NotFound
from gulir.core.problems.intake import PrincipalOverpaid
from gulir.core.problems.lending import (
    HistoryAfterLive,
    LoanNotActive,
    LoanNumberTaken,
    NothingBroughtIn,
    SavingsTooSmall,
    SharesDiffer,
    SharesSplitAlready,
    ShareTwice,
)
from gulir.core.problems.money import AmountNegative, BadInput
from gulir.core.schedule import Method, RoundOn, Unit
from gulir.ledger.models import BookState
from gulir.lending.models import CardEntry, Instalment, Loan, Share
from gulir.lending.models.loans import CARD_TYPES
from gulir.lending.policy import BRINGS_IN
from gulir.lending.queries.paid import savings_by_loan
from gulir.lending.services.owed import any_loan
from gulir.lending.terms import build_schedule, instalment_rows, terms_of

__all__ = [
    "OldEntry",
    "OldLoan",
    "OldShare",
    "bring_in_card_entries",
    "bring_in_loans",
    "split_shares",
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
    """Make a loan, a schedule and one unassigned share for each row; the books are not touched.

    Refused: no row, a number in use or without text, terms that give no schedule, and on live books a loan paid out
    since they are live: those are disbursed.
    """
    taken = set(Loan.objects.filter(book=act.book, withdrawn=False).values_list("loan_no", flat=True))
    if not rows:
        raise NothingBroughtIn
    live_on = _live_on(act)
    loans: list[Loan] = []
    lines: list[Instalment] = []
    for row in rows:
        _check_loan(row, taken, live_on)
        taken.add(row.loan_no)
        loan = _old_loan(act, row, import_ref)
        made = build_schedule(terms_of(loan, principal=row.principal, disbursed_on=row.disbursed_on))
        loan.jasa = made.total_jasa
        lines += instalment_rows(loan.pk, made)
        loans.append(loan)

    Share.objects.bulk_create([Share(loan_id=loan.pk, principal=loan.principal) for loan in loans], batch_size=500)
    Instalment.objects.bulk_create(lines, batch_size=1000)
    Loan.objects.bulk_create(loans, batch_size=500)

    principal = sum(loan.principal for loan in loans)
    reference = str(import_ref or "")
    act.tell(LoansImported(loans=len(loans), principal=principal, balance=principal, as_of=None, import_id=reference))
    return {"loans": len(loans), "principal": principal}


OLD_WORDS = {
    "method": [method.value for method in Method if not method.shares_result],
    "unit": [unit.value for unit in Unit],
    "round_on": [word.value for word in RoundOn],
    "round": [word.value for word in Rounding],
}
"""The words an old loan may bring. A shared result is not among them: its reports would have to come with it."""


def _live_on(act: Act) -> date | None:
    return BookState.objects.filter(book=act.book).values_list("live_on", flat=True).first()


def _check_loan(row: OldLoan, taken: Collection[str], live_on: date | None) -> None:
    check_text(loan_no=(row.loan_no, 30), ksm=(row.ksm, 80), rw=(row.rw, 3))
    for field, text in (("loan_no", row.loan_no), ("ksm", row.ksm)):
        if not text.strip():
            raise BadInput(path=field, expected="text")
    if row.loan_no in taken:
        raise LoanNumberTaken(loan=row.loan_no)
    if live_on is not None and row.disbursed_on >= live_on:
        raise HistoryAfterLive(loan=row.loan_no, on=row.disbursed_on, live_on=live_on)
    for field, known in OLD_WORDS.items():
        if getattr(row, field) not in known:
            raise BadInput(path=field, expected=" | ".join(known))


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
        arrival="old",
        import_ref=import_ref,
    )


@command("lending.bring_in_card_entries", may=BRINGS_IN)
def bring_in_card_entries(act: Act, *, rows: Sequence[OldEntry], import_ref: UUID | None = None) -> Result:
    """Write old card lines as they stand on paper; the books are not touched, the database adds them to their loans.

    A line of zero is kept and moves nothing. A loan whose principal is all paid back is settled. Refused: no row, an
    unknown loan or type, an amount below zero, more principal than was lent (`PrincipalOverpaid`), more savings given
    back than taken in (`SavingsTooSmall`), a day since the books are live, a loan that was paid out here, and one that
    ended: written off, or carried on by another.
    """
    if not rows:
        raise NothingBroughtIn
    loans = {loan.loan_no: loan for loan in Loan.objects.filter(book=act.book, withdrawn=False)}
    _check_entries(act, rows, loans)

    CardEntry.objects.bulk_create(
        [
            CardEntry(
                loan=loans[row.loan_no], line=line, on=row.on, type=row.type, amount=row.amount, import_ref=import_ref
            )
            for line, row in enumerate(rows, 1)
        ],
        batch_size=1000,
    )

    touched = Loan.objects.filter(book=act.book, withdrawn=False, loan_no__in={row.loan_no for row in rows})
    sums = touched.aggregate(loans=Count("id"), principal=Sum("principal"), paid=Sum("principal_paid"))
    balance = int(sums["principal"]) - int(sums["paid"])
    act.tell(
        LoansImported(
            loans=sums["loans"],
            principal=int(sums["principal"]),
            balance=balance,
            as_of=max(row.on for row in rows),
            import_id=str(import_ref or ""),
        )
    )
    return {"entries": len(rows), "loans": sums["loans"], "balance": balance}


def _check_entries(act: Act, rows: Sequence[OldEntry], loans: Mapping[str, Loan]) -> None:
    live_on = _live_on(act)
    paid = {number: loan.principal_paid for number, loan in loans.items()}
    for row in rows:
        loan = loans.get(row.loan_no)
        if loan is None:
            raise NotFound(what="pinjaman", name=row.loan_no[:40])
        if row.type not in CARD_TYPES:
            raise BadInput(path="type", expected=" | ".join(CARD_TYPES))
        if row.amount < 0:
            raise AmountNegative(text=str(row.amount))
        _check_history(loan, row.on, live_on)
        if row.type == "principal_payment":
            paid[row.loan_no] += row.amount
            if paid[row.loan_no] > loan.principal:
                raise PrincipalOverpaid(loan=row.loan_no, paid=paid[row.loan_no], principal=loan.principal)
    _check_savings(act, rows, loans)


def _check_history(loan: Loan, on: date, live_on: date | None) -> None:
    """Refuse what is no history: what happened since the books are live, and anything of a loan paid out here."""
    began = on if loan.imported else max(on, loan.disbursed_on)
    if live_on is not None and began >= live_on:
        raise HistoryAfterLive(loan=loan.loan_no, on=began, live_on=live_on)
    if loan.ended_on is not None:
        raise LoanNotActive(loan=loan.loan_no, state=loan.state)


def _check_savings(act: Act, rows: Sequence[OldEntry], loans: Mapping[str, Loan]) -> None:
    """Over all lines of a loan no more savings may go out than came in; the order within old books is not asked."""
    moved: dict[str, int] = {}
    for row in rows:
        sign = {"savings_in": 1, "savings_out": -1}.get(row.type, 0)
        if sign:
            moved[row.loan_no] = moved.get(row.loan_no, 0) + sign * row.amount
    if not any(change < 0 for change in moved.values()):
        return
    held = savings_by_loan(act.book.pk)
    for number, change in moved.items():
        before = held.get(loans[number].pk, 0)
        if before + change < 0:
            raise SavingsTooSmall(held=before, wanted=-change)


@command("lending.split_shares", may=BRINGS_IN)
def split_shares(act: Act, *, loan: UUID, rows: Sequence[OldShare]) -> Result:
    """Split the unassigned share of an imported loan among its members; the parts must be the whole.

    The loan is tied to its KSM when there is one of its name by now. Refused: a loan without unassigned share
    (`SharesSplitAlready`), parts that do not add up, a part of nothing, one person twice, a stranger to the board.
    """
    found = any_loan(act, loan)
    unassigned = Share.objects.filter(loan=found, live=True, person=None, principal__gt=0).first()
    if unassigned is None:
        raise SharesSplitAlready(loan=found.loan_no)
    total = sum(row.amount for row in rows)
    if total != unassigned.principal or any(row.amount <= 0 for row in rows):
        raise SharesDiffer(shares=total, loan=unassigned.principal)
    for n, row in enumerate(rows):
        person = person_of(act.book.pk, row.person)
        if row.person in {other.person for other in rows[:n]}:
            raise ShareTwice(member=person.name)

    Share.objects.bulk_create(Share(loan=found, person_id=row.person, principal=row.amount) for row in rows)
    if found.group_id is None and (group := group_named(act.book.pk, found.ksm)) is not None:
        Loan.objects.filter(pk=found.pk).update(group=group)

    act.tell(
        LoanSharesSplit(
            loan=found.loan_no, group=found.ksm, members=len(rows), principal=found.principal, loan_id=str(found.pk)
        )
    )
    return {"loan": found.pk, "members": len(rows)}
