"""Loans from their schedules, cards and repayments up, and the cards beside their control accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, Sum, When

from gulir.base.models import Book
from gulir.care.checks.endings import check_endings
from gulir.core.problems import Finding
from gulir.core.problems.care import (
    InstalmentsDiffer,
    LoanSharesDiffer,
    LoanSumsDiffer,
    RepaymentPartsDiffer,
    ResultsDiffer,
)
from gulir.lending.models import CardEntry, Instalment, Loan, Repayment, Result, Share
from gulir.lending.queries import control_findings

__all__ = ["check_loans"]


def check_loans(book: Book, *, on: date) -> Iterator[Finding]:
    """Everything about the loans of one board, as of a day."""
    loans = list(Loan.objects.filter(book=book, withdrawn=False).order_by("loan_no"))
    yield from _schedules(book, loans)
    yield from _paid(book, loans)
    yield from _repayments(book)
    yield from _results(book)
    yield from check_endings(book)
    yield from control_findings(book.pk, as_of=on)


def _sums(rows: Any) -> dict[Any, int]:
    return {row["loan"]: int(row["sum"] or 0) for row in rows.values("loan").annotate(sum=Sum("principal"))}


def _schedules(book: Book, loans: list[Loan]) -> Iterator[Finding]:
    """Instalments and shares each add up to the loan."""
    instalments = _sums(Instalment.objects.filter(loan__book=book))
    shares = _sums(Share.objects.filter(loan__book=book, live=True))
    for loan in loans:
        built = instalments.get(loan.pk, 0)
        if built != loan.principal:
            problem = InstalmentsDiffer(loan=loan.loan_no, instalments=built, principal=loan.principal)
            yield Finding.of(problem)
        held = shares.get(loan.pk, 0)
        if held != loan.principal:
            yield Finding.of(LoanSharesDiffer(loan=loan.loan_no, shares=held, principal=loan.principal))


def _paid(book: Book, loans: list[Loan]) -> Iterator[Finding]:
    """What a loan says was paid is what its old card and its repayments give."""
    old = CardEntry.objects.filter(loan__book=book, withdrawn=False).values("loan")
    cards = old.annotate(
        principal=Sum(Case(When(type="principal_payment", then=F("amount")), default=0)),
        jasa=Sum(Case(When(type="jasa_payment", then=F("amount")), default=0)),
    )
    new = Repayment.objects.filter(book=book).values("loan")
    paid = new.annotate(p=Sum("principal"), j=Sum("jasa"))
    built: dict[Any, list[int]] = {row["loan"]: [int(row["principal"]), int(row["jasa"])] for row in cards}
    for row in paid:
        sums = built.setdefault(row["loan"], [0, 0])
        sums[0] += int(row["p"])
        sums[1] += int(row["j"])
    for loan in loans:
        principal, jasa = built.get(loan.pk, [0, 0])
        for kept, found in ((loan.principal_paid, principal), (loan.jasa_paid, jasa)):
            if kept != found:
                yield Finding.of(LoanSumsDiffer(loan=loan.loan_no, kept=kept, built=found))


def _results(book: Book) -> Iterator[Finding]:
    """Where the result is shared, each line asks the fund's share of what was reported for it, and nothing else."""
    rows = Result.objects.filter(book=book).values("loan", "no").annotate(sum=Sum("share"))
    told = {(row["loan"], row["no"]): int(row["sum"]) for row in rows}
    lines = Instalment.objects.filter(loan__book=book, loan__reported__isnull=False).select_related("loan")
    for line in lines.order_by("loan__loan_no", "no").iterator(chunk_size=2000):
        reported = told.get((line.loan_id, line.no), 0)
        if line.jasa != reported:
            yield Finding.of(ResultsDiffer(loan=line.loan.loan_no, no=line.no, asked=line.jasa, reported=reported))


def _repayments(book: Book) -> Iterator[Finding]:
    """A receipt is the sum of its parts, and its voucher carries that amount."""
    rows = Repayment.objects.filter(book=book).select_related("voucher")
    for row in rows.filter(~Q(amount=F("principal") + F("jasa") + F("surplus") + F("savings") - F("borne"))):
        parts = row.principal + row.jasa + row.surplus + row.savings - row.borne
        yield Finding.of(RepaymentPartsDiffer(receipt=row.receipt, amount=row.amount, parts=parts))
    for row in rows.filter(method__in=("cash", "bank")).exclude(voucher__total=F("amount")).filter(amount__gt=0):
        yield Finding.of(RepaymentPartsDiffer(receipt=row.receipt, amount=row.amount, parts=row.voucher.total))
    for row in rows.iterator():
        spread = sum(int(part[1]) + int(part[2]) for part in row.parts)
        if row.parts and spread != row.principal + row.jasa:
            yield Finding.of(RepaymentPartsDiffer(receipt=row.receipt, amount=row.principal + row.jasa, parts=spread))
