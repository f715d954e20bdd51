"""One repayment in two statements: where the database is over the wire, each statement costs more than what it does.

The database's functions read and write what the plain statements of the services do, nothing else: no rule lies in
them. The services then go on as ever, from what was read ahead; a test pays both ways and compares every row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Ahead, Swift
from gulir.base.models import Actor
from gulir.base.rows import ask
from gulir.community.queries import standing_in
from gulir.core.rules import Rules
from gulir.governance.queries import rulebook_in, rules_at
from gulir.ledger.services.posting import Books, books_in
from gulir.lending.services.owed import Owed, owed_in, read_loan

__all__ = ["SWIFT", "Known", "load"]

READS = "SELECT lending_repayment_reads(%s, %s, %s, %s, %s)"
WRITES = "SELECT lending_repayment_writes(%s)"


def read_ahead(book: UUID, actor: Actor, at: datetime, body: Mapping[str, Any]) -> Ahead | None:
    """Lock the book and read all that one repayment asks; None when there is no such book."""
    ((text,),) = ask(READS, [book, actor.pk, at, body.get("loan"), body.get("received_on")])
    if text is None:
        return None
    found = json.loads(text)
    return Ahead(book=found["book"], standing=standing_in(found["standing"] or []), more=found)


SWIFT = Swift(read=read_ahead, writes=WRITES)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a repayment is reckoned from: the loan with its schedule, the rules of the day, the books if read ahead."""

    owed: Owed
    rules: Rules
    books: Books | None = None


def load(act: Act, loan: UUID, *, on: date | None) -> Known:
    """From what was read ahead, or piece by piece; refused as `read_loan` refuses."""
    found = act.ahead
    if not found:
        owed = read_loan(act, loan, on=on)
        return Known(owed=owed, rules=rules_at(act.book.pk, owed.on))
    owed = owed_in(act, loan, found["loan"], found["schedule"] or [], on=on)
    rows = [[*found["state"], *account, found["last_receipt"]] for account in found["accounts"] or []]
    return Known(owed=owed, rules=rulebook_in(found["rules"] or []).at(owed.on), books=books_in(rows, found["year"]))
