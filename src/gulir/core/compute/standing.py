"""The computations `arrears` and `provision`: how loans stand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gulir.core.arrears import ArrearsRules, MissedFrom, Pause, Payment, arrears
from gulir.core.collectibility import DEFAULT_TABLE, ClassTable, collectibility, provision
from gulir.core.compute.lines import read_lines
from gulir.core.compute.reading import Reader
from gulir.core.compute.registry import Sample, register
from gulir.core.problems.money import BadInput
from gulir.core.repayment import Due
from gulir.core.schedule import MOST_INSTALMENTS

__all__ = ["add", "compute_arrears", "compute_provision"]

MOST_ROWS = 100_000
MOST_PAUSES = 1_000
MOST_CLASSES = 12


def compute_arrears(document: Any) -> dict[str, Any]:
    """How many instalments are missed, since when, how much, and the class."""
    reader = Reader(document)
    lines = _read_instalments(reader)
    payments = reader.rows("payments", _payment, MOST_ROWS)
    as_of = reader.day("as_of")
    rules = ArrearsRules(
        grace_days=reader.whole("grace_days", 0, 366, 0),
        pauses=tuple(reader.rows("pauses", _pause, MOST_PAUSES, optional=True)),
        missed_from=reader.choice("missed_from", MissedFrom, None),
    )
    table = _read_classes(reader)
    flagged = reader.flag("flagged", default=False)
    reader.close()
    found = arrears(lines, payments, as_of, rules=rules)
    return {
        "missed_instalments": found.missed,
        "days_late": found.days_late,
        "arrears_principal": found.principal,
        "arrears_jasa": found.jasa,
        "collectibility": collectibility(found, table=table, flagged=flagged),
    }


def _read_instalments(reader: Reader) -> list[Due]:
    lines = read_lines(reader, "instalments", least=1, numbered=False)
    for i in range(1, len(lines)):
        if lines[i].due_on < lines[i - 1].due_on:
            before = lines[i - 1].due_on.isoformat()
            raise BadInput(path=f"instalments[{i}].due_on", expected=f"a date not before {before}")
    return lines


def _payment(row: Reader) -> Payment:
    return Payment(row.day("date"), row.amount("principal"), row.amount("jasa"))


def _pause(row: Reader) -> Pause:
    pause = Pause(row.day("from"), row.day("to"))
    if pause.ends_on < pause.starts_on:
        raise BadInput(path=row.at("to"), expected=f"a date not before {pause.starts_on.isoformat()}")
    return pause


def _read_classes(reader: Reader) -> ClassTable:
    part = reader.part("classes")
    if part is None:
        return DEFAULT_TABLE
    starts = part.wholes("starts_at", 0, MOST_INSTALMENTS, entries=MOST_CLASSES) or DEFAULT_TABLE.starts_at
    for i, start in enumerate(starts):
        if (start != 0) if i == 0 else (start <= starts[i - 1]):
            wanted = "0" if i == 0 else f"a whole number above {starts[i - 1]}"
            raise BadInput(path=f"{part.at('starts_at')}[{i}]", expected=wanted)
    ended = part.whole("ended_months", 0, 120, DEFAULT_TABLE.ended_months)
    part.close()
    return ClassTable(starts_at=starts, percents=(Fraction(0),) * len(starts), ended_months=ended)


def compute_provision(document: Any) -> dict[str, Any]:
    """What the loans of each class ask to be set aside."""
    reader = Reader(document)
    table = _read_provision_table(reader)
    loans = reader.rows("loans", _loan_reader(table.worst), MOST_ROWS)
    reader.close()
    rows = []
    for kol, percent in enumerate(table.percents, start=1):
        members = [(balance, savings) for of, balance, savings in loans if of == kol]
        rows.append(
            {
                "class": kol,
                "loans": len(members),
                "balance": sum(balance for balance, _ in members),
                "rate_percent": int(percent) if percent.denominator == 1 else str(percent),
                "provision": sum(provision(b, kol, table=table, savings=s) for b, s in members),
            }
        )
    return {
        "rows": rows,
        "total_balance": sum(row["balance"] for row in rows),
        "total_provision": sum(row["provision"] for row in rows),
    }


def _read_provision_table(reader: Reader) -> ClassTable:
    percents = reader.rates("percents", MOST_CLASSES) or DEFAULT_TABLE.percents
    from_class = reader.whole("deduct_savings_from_class", 1, len(percents), None)
    return ClassTable(starts_at=tuple(range(len(percents))), percents=percents, savings_from_class=from_class)


def _loan_reader(worst: int) -> Callable[[Reader], tuple[int, int, int]]:
    def read(row: Reader) -> tuple[int, int, int]:
        kol = row.whole("collectibility", 1, worst)
        return kol, row.amount("balance"), row.amount("tr_savings", default=0)

    return read


ARREARS_FIELDS = """
instalments[]   the schedule in order of due date: due_on, principal, jasa (no, total and balance may stand by)
payments[]      date, principal, jasa; those after as_of do not count
as_of           the close of this day
grace_days?     days after the due date that are not late (0)
pauses[]?       from, to: days on which arrears do not age
missed_from?    due_day (default without grace) or day_after (default with grace)
classes?        starts_at (periods late at which each class starts: [0,1,4,7,10]), ended_months (3)
flagged?        true: found to be fraud or a fictitious group, the worst class at once
"""
PROVISION_FIELDS = """
loans[]         balance, collectibility, tr_savings? (joint-liability savings held for it)
percents?       percent of each class: [1, 10, 25, 50, 100]
deduct_savings_from_class?   from this class on, savings are taken off the balance first
"""


def add() -> None:
    """Make these computations known."""
    register(
        "arrears",
        compute_arrears,
        Sample(
            about="how many instalments are missed, days late, what is overdue, and the class",
            fields=ARREARS_FIELDS,
            given={
                "instalments": [
                    {"no": no, "due_on": f"2026-0{no + 1}-15", "principal": 500000, "jasa": 75000} for no in range(1, 6)
                ],
                "payments": [
                    {"date": "2026-02-15", "principal": 500000, "jasa": 75000},
                    {"date": "2026-03-15", "principal": 500000, "jasa": 75000},
                    {"date": "2026-06-20", "principal": 0, "jasa": 50000},
                ],
                "as_of": "2026-06-30",
            },
            found={
                "missed_instalments": 3,
                "days_late": 76,
                "arrears_principal": 1500000,
                "arrears_jasa": 175000,
                "collectibility": 2,
            },
        ),
    )
    register(
        "provision",
        compute_provision,
        Sample(
            about="what the loans of each class ask to be set aside",
            fields=PROVISION_FIELDS,
            given={"loans": [{"balance": 4000000, "collectibility": 2}, {"balance": 1000000, "collectibility": 1}]},
            found={
                "rows": [
                    {"class": 1, "loans": 1, "balance": 1000000, "rate_percent": 1, "provision": 10000},
                    {"class": 2, "loans": 1, "balance": 4000000, "rate_percent": 10, "provision": 400000},
                    {"class": 3, "loans": 0, "balance": 0, "rate_percent": 25, "provision": 0},
                    {"class": 4, "loans": 0, "balance": 0, "rate_percent": 50, "provision": 0},
                    {"class": 5, "loans": 0, "balance": 0, "rate_percent": 100, "provision": 0},
                ],
                "total_balance": 5000000,
                "total_provision": 410000,
            },
        ),
    )
