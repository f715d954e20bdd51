"""The computations `allocate`, `settlement` and `accrual`: where payments go."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from gulir.core.accrual import Event, EventKind, Recognise, accrual_bridge
from gulir.core.compute.lines import read_lines
from gulir.core.compute.reading import Reader
from gulir.core.compute.registry import Sample, register
from gulir.core.repayment import (
    DEFAULT_ORDER,
    Advance,
    Component,
    Part,
    PenaltyBase,
    PenaltyRule,
    SettlementRule,
    allocate,
    settlement,
)

__all__ = ["add", "compute_accrual", "compute_allocate", "compute_settlement"]

MOST_EVENTS = 10_000


def compute_allocate(document: Any) -> dict[str, Any]:
    """One payment spread over what is owed."""
    reader = Reader(document)
    due = read_lines(reader, "due")
    paid_on, amount = reader.day("paid_on"), reader.amount("amount")
    order = reader.choices("order", Component) or DEFAULT_ORDER
    advance, rule = reader.choice("advance", Advance, Advance.NEXT), _read_penalty_rule(reader)
    reader.close()
    found = allocate(due, paid_on, amount, order=order, advance=advance, penalty_rule=rule)
    return {"parts": _parts(found.parts), "surplus": found.surplus}


def compute_settlement(document: Any) -> dict[str, Any]:
    """What pays a loan off on a day."""
    reader = Reader(document)
    due, on = read_lines(reader, "due"), reader.day("on")
    rule = reader.choice("rule", SettlementRule, SettlementRule.CURRENT_JASA)
    penalty_rule = _read_penalty_rule(reader)
    reader.close()
    found = settlement(due, on, rule=rule, penalty_rule=penalty_rule)
    return {"parts": _parts(found.parts), "total": found.total, "waived_jasa": found.waived}


def compute_accrual(document: Any) -> dict[str, Any]:
    """The same loan told as an accrual journal."""
    reader = Reader(document)
    plan = read_lines(reader, "instalments")
    events = reader.rows("events", _read_event, MOST_EVENTS)
    recognise = reader.choice("recognise", Recognise, Recognise.UPFRONT)
    until = reader.day("until", None)
    reader.close()
    found = accrual_bridge(plan, events, recognise=recognise, until=until)
    return {
        "journal": [
            {
                "date": line.date.isoformat(),
                "event": line.event,
                "debit": line.debit,
                "credit": line.credit,
                "amount": line.amount,
            }
            for line in found.lines
        ],
        "repayments": [_parts(parts) for parts in found.repaid],
        "loans": found.loans,
        "jasa_receivable": found.jasa_receivable,
        "jasa_income": found.jasa_income,
        "surplus": found.surplus,
    }


def _parts(parts: Iterable[Part]) -> list[dict[str, int]]:
    return [{"no": p.no, "principal": p.principal, "jasa": p.jasa, "penalty": p.penalty} for p in parts]


def _read_penalty_rule(reader: Reader) -> PenaltyRule | None:
    part = reader.part("penalty_rule")
    if part is None:
        return None
    rule = PenaltyRule(
        flat=part.amount("flat", default=0),
        percent=part.rate("percent", Fraction(0)),
        of=part.choice("of", PenaltyBase, PenaltyBase.PRINCIPAL),
        grace_days=part.whole("grace_days", 0, 366, 0),
    )
    part.close()
    return rule


def _read_event(row: Reader) -> Event:
    return Event(row.day("date"), row.choice("kind", EventKind), row.amount("amount", least=1))


OWED = {"no": 3, "due_on": "2026-03-15", "principal": 500000, "jasa": 75000}
NEXT = {"no": 4, "due_on": "2026-04-15", "principal": 500000, "jasa": 75000}
DUE_FIELDS = """
due[]           what is still unpaid of each instalment: no, due_on, principal, jasa, penalty?
                (total and balance may stand by)"""
PENALTY_FIELDS = """
penalty_rule?   a fine per late instalment, once, where it carries no penalty yet: flat? (rupiah), percent? of?
                (principal or total), grace_days?"""
ALLOCATE_FIELDS = f"""{DUE_FIELDS}
paid_on, amount
order?          what is paid first of all that is due: jasa, principal, penalty
advance?        where money goes beyond what is due: next (instalments), last, or none{PENALTY_FIELDS}
"""
SETTLEMENT_FIELDS = f"""{DUE_FIELDS}
on              the day of payment
rule?           current_jasa, or full_term (all jasa to the end){PENALTY_FIELDS}
"""
ACCRUAL_FIELDS = """
instalments[]   the schedule: no, due_on, principal, jasa, penalty?
events[]        in the order of entry: date, kind (disburse, repayment, waive_jasa), amount
recognise?      upfront (all jasa at disbursement) or due (on each due date)
until?          with due: the last date to recognise
"""


def add() -> None:
    """Make these computations known."""
    _add_allocate()
    _add_settlement()
    _add_accrual()


def _add_allocate() -> None:
    register(
        "allocate",
        compute_allocate,
        Sample(
            about="spreads one payment: jasa due, principal due, penalties, then what comes next; the rest is surplus",
            fields=ALLOCATE_FIELDS,
            given={"due": [OWED, NEXT], "paid_on": "2026-03-20", "amount": 600000},
            found={
                "parts": [_part(3, 500000, 75000), _part(4, 0, 25000)],
                "surplus": 0,
            },
        ),
    )


def _add_settlement() -> None:
    register(
        "settlement",
        compute_settlement,
        Sample(
            about="what pays a loan off: all principal, jasa due, and the jasa of the running period only",
            fields=SETTLEMENT_FIELDS,
            given={"due": [OWED, NEXT], "on": "2026-03-10"},
            found={
                "parts": [_part(3, 500000, 75000), _part(4, 500000, 0)],
                "total": 1075000,
                "waived_jasa": 75000,
            },
        ),
    )


def _add_accrual() -> None:
    register(
        "accrual",
        compute_accrual,
        Sample(
            about="the same loan told as an accrual journal; the books of the board stay as they are",
            fields=ACCRUAL_FIELDS,
            given={
                "instalments": [{"no": 1, "due_on": "2026-02-15", "principal": 500000, "jasa": 7500}],
                "events": [
                    {"date": "2026-01-15", "kind": "disburse", "amount": 500000},
                    {"date": "2026-02-15", "kind": "repayment", "amount": 507500},
                ],
            },
            found={
                "journal": [
                    _move("2026-01-15", "disburse", "loans", "cash", 500000),
                    _move("2026-01-15", "disburse", "jasa_receivable", "jasa_income", 7500),
                    _move("2026-02-15", "repayment", "cash", "loans", 500000),
                    _move("2026-02-15", "repayment", "cash", "jasa_receivable", 7500),
                ],
                "repayments": [[_part(1, 500000, 7500)]],
                "loans": 0,
                "jasa_receivable": 0,
                "jasa_income": 7500,
                "surplus": 0,
            },
        ),
    )


def _part(no: int, principal: int, jasa: int) -> dict[str, int]:
    return {"no": no, "principal": principal, "jasa": jasa, "penalty": 0}


def _move(on: str, event: str, debit: str, credit: str, amount: int) -> dict[str, Any]:
    return {"date": on, "event": event, "debit": debit, "credit": credit, "amount": amount}
