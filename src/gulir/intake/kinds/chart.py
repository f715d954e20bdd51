"""A chart of accounts: rows are added to the chart there is; accounts already there stay as they are."""

from __future__ import annotations

from dataclasses import replace

from gulir.base.commands import Act
from gulir.core.accounts import ChartRow, accounts_of
from gulir.core.problems.intake import NothingToBringIn
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Table
from gulir.ledger.models import Account
from gulir.ledger.services import chart_findings, extend_chart
from gulir.ledger.services.retiring import retire_accounts, revive_accounts

__all__ = ["KIND"]

LIMITS = {"code": 40, "name": 120, "kind": 40, "contra": 10, "role": 40, "book": 20}


def read(table: Table, given: Given) -> Batch:
    """Every row as the core's `ChartRow`; what is wrong inside it is told by the core's own check."""
    batch = Batch(given=given, table=table)
    for row in table:
        cells = {name: row.text(name, limit=limit, required=False) for name, limit in LIMITS.items()}
        if not row.wrong:
            batch.rows.append(ChartRow(**cells, row=row.number))
    return batch


def check(act: Act, batch: Batch) -> None:
    """What the chart rules say about these rows beside the chart there is."""
    if not batch.rows:
        return
    for finding in chart_findings(act.book.pk, batch.rows):
        column = batch.table.seen(finding.column) if finding.column else None
        batch.table.findings.append(replace(finding, column=column))
    sleeping = Account.objects.filter(book=act.book, active=False).values_list("ledger", "code")
    known = {(f.row) for f in batch.table.findings if f.code == "AccountExists"}
    woken = {code for _, code in sleeping}
    if all(row.row in known and row.code not in woken for row in batch.rows):
        batch.table.note(NothingToBringIn())


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """Add what is new; wake what an undone import had put to sleep."""
    before = set(Account.objects.filter(book=act.book).values_list("ledger", "code"))
    accounts = accounts_of(batch.rows)
    rows = [
        {"code": r.code, "name": r.name, "kind": r.kind, "contra": r.contra, "role": r.role, "book": r.book}
        for r in batch.rows
    ]
    done = extend_chart.within(act, rows=rows)
    woken = revive_accounts(act, accounts)
    added = [(a.ledger.value, a.code) for a in accounts if (a.ledger.value, a.code) not in before]
    row.details = {"accounts": [list(place) for place in (*added, *woken)]}
    row.save(update_fields=["details"])
    return {"accounts": len(added) + len(woken), "known": done["known"] - len(woken)}


def undo(act: Act, row: Import) -> int:
    """Put the added accounts out of use; refused when a voucher names one."""
    retire_accounts(act, {(ledger, code) for ledger, code in row.details["accounts"]})
    return 0


KIND = Kind(name="chart", read=read, check=check, write=write, undo=undo)
