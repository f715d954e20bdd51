"""What was told is what stands there: the rows of books, loans and decisions beside the facts that told of them.

Whoever changes a receipt, its voucher and its transfers together keeps every sum right. The fact of that day still says
what it said, under a commitment of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gulir.base.models import Book, Fact
from gulir.community.models import OfficeTerm
from gulir.core.problems import Finding
from gulir.core.problems.care import FactContradicted
from gulir.governance.models import Decision, Meeting, RuleValue
from gulir.ledger.models import Voucher, Year
from gulir.lending.models import Loan, Repayment, Result

__all__ = ["check_told"]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One kind of fact: by which fields its row is found, and which fields must say the same; fact field → column."""

    kind: str
    rows: Any
    found_by: Mapping[str, str]
    says: Mapping[str, str]
    private: bool = False


TELLINGS = (
    Telling(
        kind="VoucherPosted", rows=Voucher.objects, found_by={"ledger": "ledger", "number": "label"},
        says={"total": "total", "on": "dated", "voucher_kind": "kind"},
    ),
    Telling(
        kind="RepaymentRecorded", rows=Repayment.objects, found_by={"receipt": "receipt"},
        says={
            "amount": "amount", "principal": "principal", "jasa": "jasa", "surplus": "surplus", "on": "received_on",
            "loan": "loan__loan_no", "number": "voucher__label",
        },
    ),
    Telling(
        kind="LoanDisbursed", rows=Loan.objects, found_by={"loan": "loan_no"},
        says={"principal": "principal", "instalments": "instalments", "on": "disbursed_on"},
    ),
    Telling(
        kind="ResultReported", rows=Result.objects, found_by={"report_id": "id"}, private=True,
        says={
            "loan": "loan__loan_no", "no": "no", "result": "result", "share": "share", "borne": "borne",
            "on": "reported_on",
        },
    ),
    Telling(
        kind="YearClosed", rows=Year.objects, found_by={"year": "year", "ledger": "ledger"},
        says={"income": "income", "expense": "expense", "result": "result"},
    ),
    Telling(
        kind="DecisionTaken", rows=Decision.objects, found_by={"number": "number"},
        says={
            "digest": "digest", "manner": "manner", "votes_for": "votes_for", "against": "against",
            "abstained": "abstained", "on": "decided_on", "subject_kind": "subject_kind",
        },
    ),
    Telling(
        kind="MeetingHeld", rows=Meeting.objects, found_by={"meeting": "number"},
        says={"on": "held_on", "invited": "invited", "present": "present"},
    ),
    Telling(
        kind="RuleAdopted", rows=RuleValue.objects, found_by={"rule": "key", "effective_on": "effective_on"},
        says={"decision": "decision__number"},
    ),
    Telling(
        kind="OfficeTaken", rows=OfficeTerm.objects, found_by={"office_holding_id": "id"}, private=True,
        says={"office": "office", "starts_on": "starts_on"},
    ),
)  # fmt: skip


def check_told(book: Book) -> Iterator[Finding]:
    """One finding for each fact whose row is gone or says something else."""
    for telling in TELLINGS:
        yield from _compared(book, telling)


def _compared(book: Book, telling: Telling) -> Iterator[Finding]:
    columns = [*telling.found_by.values(), *telling.says.values()]
    keys = len(telling.found_by)
    rows = {
        tuple(map(_plain, row[:keys])): list(map(_plain, row[keys:]))
        for row in telling.rows.filter(book=book).values_list(*columns).iterator(chunk_size=2000)
    }
    facts = Fact.objects.filter(book=book, kind=telling.kind).order_by("sequence")
    for fact in facts.select_related("secret").iterator(chunk_size=2000):
        secret = getattr(fact, "secret", None)
        if telling.private and secret is None:  # erased on purpose: nothing is left to compare
            continue
        told = {**fact.public, **(secret.private if telling.private and secret else {})}
        key = tuple(_plain(told[name]) for name in telling.found_by)
        row = rows.get(key)
        said = [_plain(told[name]) for name in telling.says]
        if row != said:
            names = list(telling.says)
            field = "-" if row is None else next(n for n, a, b in zip(names, row, said, strict=True) if a != b)
            yield Finding.of(
                FactContradicted(sequence=fact.sequence, kind=telling.kind, row=" ".join(key), field=field)
            )


def _plain(value: Any) -> str:
    """A value as both sides can write it."""
    return value.isoformat() if isinstance(value, date) else str(value)
