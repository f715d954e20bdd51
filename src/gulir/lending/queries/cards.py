"""Loans as of a day, and the card of one loan: the same layout as the paper card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.core.arrears import Arrears, ArrearsRules, Payment, arrears_of
from gulir.core.collectibility import ClassTable
from gulir.core.collectibility import collectibility as class_of
from gulir.core.problems.access import NotFound
from gulir.core.restructuring import class_floor, in_time
from gulir.core.roles import Role
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.ledger.models import Transfer
from gulir.lending.dues import Line, schedules_of
from gulir.lending.models import CardEntry, Ending, Instalment, Loan, Repayment, Saving, SurplusMove
from gulir.lending.policy import READS_LOANS
from gulir.lending.queries.paid import Paid, paid_until

__all__ = [
    "Card",
    "CardLine",
    "LoanRow",
    "best_classes",
    "card",
    "class_table",
    "loans",
    "loans_seen",
    "standing_of_loans",
]


@dataclass(frozen=True, kw_only=True)
class LoanRow:
    """One loan as of a day. `principal_due` is what the schedule asked up to that day; amounts in rupiah."""

    id: UUID
    loan_no: str
    ksm: str
    rw: str
    group: UUID | None
    state: str
    arrival: str
    disbursed_on: date
    principal: int
    instalments: int
    principal_paid: int
    jasa_paid: int
    balance: int
    principal_due: int
    jasa_due: int
    arrears_principal: int
    arrears_jasa: int
    missed_instalments: int
    periods_late: int
    days_late: int
    collectibility: int

    @property
    def in_arrears(self) -> bool:
        """Whether an instalment that fell due is not paid in full: what every page counts as menunggak."""
        return self.missed_instalments > 0


def class_table(rules: Rules) -> ClassTable:
    """The collectibility table of the rulebook on that day (R32 to R34)."""
    savings = rules.count("provision.savings_from_class")
    return ClassTable(
        starts_at=rules.counts("collectibility.starts_at"),
        percents=rules.percents("provision.percents"),
        ended_months=rules.count("collectibility.ended_months"),
        savings_from_class=savings or None,
    )


def standing_of_loans(found: Sequence[Loan], on: date, rules: Rules) -> list[LoanRow]:
    """Where each loan stands at the end of a day: two statements, whatever the number of loans."""
    ids = [loan.pk for loan in found]
    schedules = schedules_of(ids, until=on)
    paid = paid_until(ids, on)
    table = class_table(rules)
    grace = ArrearsRules(grace_days=rules.count("arrears.grace_days"))
    best = best_classes(found, on, rules)
    return [
        _row(loan, schedules[loan.pk], paid.get(loan.pk, Paid()), on, table, grace, best=best.get(loan.pk, 1))
        for loan in found
    ]


def best_classes(found: Sequence[Loan], on: date, rules: Rules) -> dict[UUID, int]:
    """The best class each loan with a new schedule may have (domain 3.11): no statement where there is none.

    What counts is every card since the schedule was changed; a card that began because a member died changes nothing.
    """
    cards = _since_changed(found)
    if not cards:
        return {}
    ids = {one for row in cards.values() for one in row}
    schedules = schedules_of(ids)
    rows = Repayment.objects.filter(loan__in=ids, received_on__lte=on)
    payments: dict[UUID, list[Payment]] = {}
    for loan, day, principal, jasa in rows.values_list("loan", "received_on", "principal", "jasa"):
        payments.setdefault(loan, []).append(Payment(day, principal, jasa))
    floor, until = rules.count("restructure.floor_class"), rules.count("restructure.on_time_until_free")
    in_time_on = {one: in_time(schedules[one], payments.get(one, ())) for one in ids}
    return {
        loan: class_floor(sum(in_time_on[one] for one in row), floor=floor, until=until) for loan, row in cards.items()
    }


def _since_changed(found: Sequence[Loan]) -> dict[UUID, list[UUID]]:
    """For each loan whose schedule was changed: its card and those before it, back to the one that began with that."""
    cards = {loan.pk: [loan.pk] for loan in found if loan.replaces_id is not None}
    before = {loan.pk: loan.replaces_id for loan in found if loan.replaces_id is not None}
    changed: dict[UUID, list[UUID]] = {}
    while before:
        rows = Ending.objects.filter(loan__in=set(before.values())).values_list("loan", "covered", "loan__replaces")
        known = {loan: (covered, first) for loan, covered, first in rows}
        further: dict[UUID, UUID | None] = {}
        for loan, old in before.items():
            covered, first = known.get(old, (0, None))
            if not covered:
                changed[loan] = cards[loan]
            elif first is not None:
                cards[loan].append(old)
                further[loan] = first
        before = further  # type: ignore[assignment]
    return changed


def _row(
    loan: Loan, lines: Sequence[Line], paid: Paid, on: date, table: ClassTable, grace: ArrearsRules, *, best: int = 1
) -> LoanRow:
    jasa = paid.jasa + paid.waived
    if loan.settled_on is not None and loan.settled_on <= on:
        jasa = max(jasa, loan.jasa)  # an old book may call a loan paid off whose last jasa never came
    late = arrears_of(lines, paid.principal, jasa, on, rules=grace)
    balance = loan.principal - paid.principal
    if loan.ended_on is not None and loan.ended_on <= on:
        late, balance = _gone(late), 0
    return LoanRow(
        id=loan.pk,
        loan_no=loan.loan_no,
        ksm=loan.ksm,
        rw=loan.rw,
        group=loan.group_id,
        state=loan.state,
        arrival=loan.arrival,
        disbursed_on=loan.disbursed_on,
        principal=loan.principal,
        instalments=loan.instalments,
        principal_paid=paid.principal,
        jasa_paid=paid.jasa,
        balance=balance,
        principal_due=late.principal_due,
        jasa_due=late.jasa_due,
        arrears_principal=late.principal,
        arrears_jasa=late.jasa,
        missed_instalments=late.missed,
        periods_late=late.periods_late,
        days_late=late.days_late,
        collectibility=max(class_of(late, table=table), best if balance else 1),
    )


def _gone(late: Arrears) -> Arrears:
    """A loan that left the books, written off or closed by a new schedule, is late no more there."""
    return replace(late, missed=0, after_term=0, days_late=0, principal=0, jasa=0, balance=0, ended_months=0)


def loans_seen(book: UUID, standing: Standing) -> QuerySet[Loan]:
    """The loans this person may see, by number."""
    return Loan.objects.filter(READS_LOANS.visible(standing), book_id=book, withdrawn=False)


NEEDED = (
    "loan_no", "ksm", "rw", "group", "state", "arrival", "disbursed_on", "principal", "jasa", "instalments",
    "settled_on", "ended_on", "replaces",
)  # fmt: skip


def loans(book: UUID, *, as_of: date, standing: Standing | None = None, with_balance: bool = False) -> list[LoanRow]:
    """Every loan paid out by a day, as of that day; `with_balance` leaves out those paid off by then."""
    found = loans_seen(book, standing) if standing else Loan.objects.filter(book_id=book, withdrawn=False)
    seen = list(found.filter(disbursed_on__lte=as_of).only(*NEEDED))
    rows = standing_of_loans(seen, as_of, rules_at(book, as_of))
    kept = [row for row in rows if row.balance or not with_balance]
    return sorted(kept, key=lambda row: (len(row.loan_no), row.loan_no))


@dataclass(frozen=True, kw_only=True)
class CardLine:
    """One line of a loan card: what happened on a day and the balance after it."""

    on: date
    what: str
    reference: str
    principal: int
    jasa: int
    savings: int
    surplus: int
    fee: int
    balance: int
    repayment: UUID | None = None
    reversed: bool = False


@dataclass(frozen=True, kw_only=True)
class Card:
    """The card of one loan: where it stands, its schedule, its lines."""

    loan: Loan
    row: LoanRow
    schedule: tuple[Instalment, ...]
    lines: tuple[CardLine, ...]


def card(book: UUID, loan: UUID, *, as_of: date, standing: Standing | None = None) -> Card:
    """The card as of a day; a loan that is not there, or not to be seen, is `NotFound`."""
    found = loans_seen(book, standing) if standing else Loan.objects.filter(book_id=book, withdrawn=False)
    row = found.filter(pk=loan).first()
    if row is None:
        raise NotFound(what="pinjaman", name=str(loan))
    stands = standing_of_loans([row], as_of, rules_at(book, as_of))[0]
    return Card(
        loan=row,
        row=stands,
        schedule=tuple(row.schedule.order_by("no")),
        lines=tuple(_lines(row, as_of)),
    )


def _lines(loan: Loan, as_of: date) -> list[CardLine]:
    """The old card first, then what the UPK recorded itself in the order of recording, each with the balance after."""
    balance = loan.principal
    lines: list[CardLine] = []
    entries = list(CardEntry.objects.filter(loan=loan, on__lte=as_of, withdrawn=False).order_by("on", "line", "id"))
    if not any(entry.type == "disbursement" for entry in entries):
        begun = "disbursement" if loan.replaces_id is None else "carried_on"
        lines.append(_line(loan.disbursed_on, begun, balance, reference=_paid_out_with(loan)))
    for entry in entries:
        balance -= entry.amount if entry.type == "principal_payment" else 0
        lines.append(_entry_line(entry, balance))
    for _, line in sorted(_recorded(loan, as_of), key=lambda pair: pair[0]):
        balance -= line.principal
        lines.append(replace(line, balance=balance))
    return lines


def _paid_out_with(loan: Loan) -> str:
    """The number of the voucher the loan was paid out with; a loan of an old book has none here."""
    if loan.imported:
        return ""
    first = Transfer.objects.filter(book_id=loan.book_id, loan_no=loan.loan_no, debit__role=Role.LOANS.value)
    return str(first.order_by("id").values_list("voucher__label", flat=True).first() or "")


def _line(on: date, what: str, balance: int = 0, **amounts: Any) -> CardLine:
    empty: dict[str, Any] = {
        "reference": "", **dict.fromkeys(("principal", "jasa", "savings", "surplus", "fee"), 0),
    }  # fmt: skip
    return CardLine(on=on, what=what, balance=balance, **{**empty, **amounts})


def _recorded(loan: Loan, as_of: date) -> Iterator[tuple[tuple[date, datetime], CardLine]]:
    """Repayments with their mirrors, savings and titipan moved beside them, each with its place in time."""
    live = Repayment.objects.filter(loan=loan, received_on__lte=as_of).select_related("voucher", "reversal")
    for paid in live.order_by("id"):
        yield (paid.received_on, paid.voucher.recorded_at), _line(
            paid.received_on, _what(paid), reference=paid.receipt,
            principal=paid.principal, jasa=paid.jasa, savings=paid.savings, surplus=paid.surplus, repayment=paid.pk,
            reversed=hasattr(paid, "reversal"),
        )  # fmt: skip
    for saved in Saving.objects.filter(loan=loan, on__lte=as_of).select_related("voucher").order_by("id"):
        what = "savings_in" if saved.amount > 0 else "savings_out"
        yield _held_line(saved, what, savings=saved.amount)
    for moved in SurplusMove.objects.filter(loan=loan, on__lte=as_of).select_related("voucher").order_by("id"):
        yield _held_line(moved, "surplus_out", surplus=moved.amount)
    for ended in Ending.objects.filter(loan=loan, on__lte=as_of).select_related("voucher"):
        label = ended.voucher.label if ended.voucher else ""
        what = "death_covered" if ended.covered else ended.kind
        line = _line(ended.on, what, reference=label, principal=ended.principal)
        yield (ended.on, LAST), line


def _held_line(moved: Saving | SurplusMove, what: str, **amount: int) -> tuple[tuple[date, datetime], CardLine]:
    """A line of savings or titipan; what went along with a loan stands last on its old card and first on its new."""
    if moved.voucher is None:
        at = LAST if moved.amount < 0 else FIRST
        return (moved.on, at), _line(moved.on, "goes_along" if moved.amount < 0 else "came_along", **amount)
    return (moved.on, moved.voucher.recorded_at), _line(moved.on, what, reference=moved.voucher.label, **amount)


FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _what(paid: Repayment) -> str:
    """The word of a recorded line."""
    if paid.method == "loss":
        return "loss_back" if paid.reverses_id else "loss"
    return "reversal" if paid.reverses_id else "repayment"


COLUMN = {
    "disbursement": ("", 0),
    "principal_payment": ("principal", 1),
    "jasa_payment": ("jasa", 1),
    "savings_in": ("savings", 1),
    "savings_out": ("savings", -1),
    "ksm_fee_in": ("fee", 1),
    "ksm_fee_out": ("fee", -1),
}
"""In which column of the card an old entry stands, and with which sign."""


def _entry_line(entry: CardEntry, balance: int) -> CardLine:
    column, sign = COLUMN[entry.type]
    return _line(entry.on, entry.type, balance, **({column: sign * entry.amount} if column else {}))
