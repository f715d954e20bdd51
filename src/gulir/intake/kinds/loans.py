"""Loans of an old book: terms and card heads. `balance_<date>` columns are kept and compared with the cards."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from gulir.base.commands import Act
from gulir.core.money import Rounding, parse_rate
from gulir.core.problems import Problem
from gulir.core.problems.books import AmountZero
from gulir.core.problems.intake import ImportUsed, LoanExists, LoanTwice
from gulir.core.schedule import Method, RoundOn, Terms, Unit, schedule
from gulir.intake.cells import Cell, amount_of, text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Row, Table
from gulir.lending.models import CardEntry, Ending, Loan, Repayment, Saving, Share
from gulir.lending.services import OldLoan, bring_in_loans, withdraw_loans

__all__ = ["KIND"]

METHODS = {
    "flat": "flat", "tetap": "flat", "annuity": "annuity", "anuitas": "annuity", "equal_principal": "equal_principal",
    "menurun": "equal_principal",
}  # fmt: skip
ROUNDS = {
    "nearest": "nearest", "terdekat": "nearest", "up": "up", "ke_atas": "up", "atas": "up", "down": "down",
    "ke_bawah": "down", "bawah": "down",
}  # fmt: skip
ROUND_ON = {"principal": "principal", "pokok": "principal", "total": "total", "jumlah": "total"}
UNITS = {"month": "month", "bulan": "month", "week": "week", "minggu": "week"}
COLUMN = {
    "principal": "principal", "instalments": "instalments", "every": "every", "rate_percent": "jasa_percent_per_month",
    "round_to": "round_to",
}  # fmt: skip


class Line(NamedTuple):
    """One loan with its row and the balances the list claims, by day."""

    row: int
    loan: OldLoan
    balances: dict[date, int]


def percent_of(cell: Cell) -> str:
    """A percentage as exact text: a decimal comma and a percent sign are understood.

    >>> percent_of("1,5 %"), percent_of(0.05), percent_of("6/13")
    ('1.5', '0.05', '6/13')
    """
    words = text_of(cell).removesuffix("%").strip().replace(",", ".")
    parse_rate(words)
    return words


def read(table: Table, given: Given) -> Batch:
    """Each row as a loan whose schedule can be made."""
    batch = Batch(given=given, table=table)
    numbers: dict[str, int] = {}
    for row in table:
        loan = _loan(row, given)
        balances = _balances(row)
        if loan is None:
            continue
        if (first := numbers.setdefault(loan.loan_no, row.number)) != row.number:
            row.note(LoanTwice(loan=loan.loan_no, first=first), "loan_no")
            continue
        _can_be_scheduled(row, loan)
        if not row.wrong:
            batch.rows.append(Line(row.number, loan, balances))
            batch.total += loan.principal
    batch.details["balances"] = _claims(batch)
    return batch


def _loan(row: Row, given: Given) -> OldLoan | None:
    loan_no, ksm = row.text("loan_no", limit=30), row.text("ksm", limit=80)
    rw = row.text("rw", limit=3, required=False)
    on = row.day("disbursed_on", latest=given.today)
    principal = row.amount("principal")
    if principal == 0 and not row.wrong:
        row.note(AmountZero(account=loan_no), "principal")
    instalments = row.whole("instalments", least=1, most=600)
    rate = row.read("jasa_percent_per_month", percent_of) if _given(row, "jasa_percent_per_month") else None
    fee = row.read("ksm_fee_percent_per_month", percent_of) if row.says("ksm_fee_percent_per_month") else "0"
    method = row.choice("method", METHODS, otherwise="flat")
    round_to = row.whole("round_to", least=1, most=1_000_000, otherwise=1)
    round_on = row.choice("round_on", ROUND_ON, otherwise="principal")
    direction = row.choice("round", ROUNDS, otherwise="nearest")
    every = row.whole("every", least=1, most=366, otherwise=1)
    unit = row.choice("unit", UNITS, otherwise="month")
    if row.wrong or on is None or rate is None or fee is None:
        return None
    return OldLoan(
        loan_no=loan_no, ksm=ksm, rw=rw, disbursed_on=on, principal=principal, instalments=instalments,
        rate_percent=rate, fee_percent=fee, method=method, round_to=round_to, round_on=round_on, round=direction,
        every=every, unit=unit,
    )  # fmt: skip


def _given(row: Row, column: str) -> bool:
    """Whether the cell says anything; an empty one is noted as missing."""
    return bool(row.text(column, limit=20))


def _can_be_scheduled(row: Row, loan: OldLoan) -> None:
    """Terms that no schedule can be made of are told at the column they belong to."""
    try:
        schedule(
            Terms(
                principal=loan.principal, instalments=loan.instalments, rate_percent=Fraction(loan.rate_percent),
                method=Method(loan.method), every=loan.every, unit=Unit(loan.unit), disbursed_on=loan.disbursed_on,
                round_to=loan.round_to, round_on=RoundOn(loan.round_on), rounding=Rounding(loan.round),
            )
        )  # fmt: skip
    except Problem as problem:
        row.note(problem, COLUMN.get(str(problem.facts.get("path")), "principal"))


def _balances(row: Row) -> dict[date, int]:
    """What the list claims was left, by day; an empty cell claims nothing."""
    found = {}
    for day, place in row.table.balances.items():
        cell = row.at(place)
        if text_of(cell):
            try:
                found[day] = amount_of(cell)
            except Problem as problem:
                row.note(problem, f"balance_{day.isoformat()}")
    return found


def _claims(batch: Batch) -> dict[str, dict[str, int]]:
    claims: dict[str, dict[str, int]] = {}
    for line in batch.rows:
        for day, amount in line.balances.items():
            claims.setdefault(day.isoformat(), {})[line.loan.loan_no] = amount
    return claims


def check(act: Act, batch: Batch) -> None:
    """Numbers the board has already."""
    taken = set(Loan.objects.filter(book=act.book, withdrawn=False).values_list("loan_no", flat=True))
    for line in batch.rows:
        if line.loan.loan_no in taken:
            batch.table.note(LoanExists(loan=line.loan.loan_no), row=line.row, column="loan_no")


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """All loans at once, each with its schedule and one unassigned share."""
    done = bring_in_loans.within(act, rows=[line.loan for line in batch.rows], import_ref=row.pk)
    return {"loans": done["loans"]}


def undo(act: Act, row: Import) -> int:
    """Withdraw the loans; refused once a card line, a repayment, savings or a member's share stands on one of them."""
    loans = Loan.objects.filter(book=act.book, import_ref=row.pk, withdrawn=False)
    entry = CardEntry.objects.filter(loan__in=loans, withdrawn=False).select_related("loan").first()
    paid = Repayment.objects.filter(loan__in=loans).select_related("loan").first()
    saved = Saving.objects.filter(loan__in=loans).select_related("loan").first()
    share = Share.objects.filter(loan__in=loans, live=True, person__isnull=False).select_related("loan").first()
    ended = Ending.objects.filter(loan__in=loans).select_related("loan").first()
    used = entry or paid or saved or share or ended
    if used is not None:
        raise ImportUsed(what=used.loan.loan_no)
    withdraw_loans(act, import_ref=row.pk)
    return 0


KIND = Kind(name="loans", read=read, check=check, write=write, undo=undo)
