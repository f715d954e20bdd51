"""Bring a file in whole or not at all; try it first; undo it.

One import is one act: the board is locked, the file is read and checked against the books as they are now, written
under every constraint and trigger, and told as one fact with digest and totals. A dry run walks exactly this road and
then rolls everything back, so it cannot promise what the real run would refuse.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.models import Actor, Reply
from gulir.base.plain import plain
from gulir.core.facts.books import FileImported, ImportWithdrawn
from gulir.core.problems import Finding, Problem
from gulir.core.problems.intake import (
    AlreadyImported,
    ImportKindUnknown,
    ImportUnknown,
    ImportWithdrawnBefore,
    NothingToBringIn,
)
from gulir.intake import policy
from gulir.intake.columns import form
from gulir.intake.kind import Batch, Given, Outcome
from gulir.intake.kinds import KINDS
from gulir.intake.models import Import
from gulir.intake.reader import read_table
from gulir.intake.sheet import FileBad

__all__ = ["bring_in", "import_file", "withdraw"]


class _Told(Exception):
    """Leaves the act with an outcome and without a trace: findings of level error, or the end of a dry run."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.kind)
        self.outcome = outcome


def import_file(
    *,
    kind: str,
    name: str,
    content: bytes,
    book: UUID,
    actor: Actor,
    at: datetime,
    key: str,
    dated: date | None = None,
    account: str = "",
    dry_run: bool = False,
) -> Outcome:
    """Bring a file in, or only try it; the outcome lists every finding by row and column.

    Refused with a `Problem`: an unknown kind, no right, a key used for something else. Everything that is wrong with
    the file itself is a finding; one of level error keeps the whole file out.
    """
    if kind not in KINDS:
        raise ImportKindUnknown(text=kind[:40], known=", ".join(KINDS))
    try:
        done = bring_in(
            book=book, key=key, actor=actor, at=at,
            kind=kind, name=name, content=content, dated=dated, account=account, dry_run=dry_run,
        )  # fmt: skip
    except _Told as told:
        return told.outcome
    findings = tuple(Finding(**finding) for finding in done["findings"])
    return Outcome(kind=kind, findings=findings, counts=done["counts"], import_id=done["import"])


@command("intake.bring_in", may=policy.BRING_IN)
def bring_in(
    act: Act, *, kind: str, name: str, content: bytes, dated: date | None, account: str, dry_run: bool
) -> Result:
    """Read, check, write, tell. With findings of level error nothing is left; so with a dry run."""
    if Reply.objects.filter(book=act.book, key=act.key).exists():
        raise AlreadyImported(on=act.today, import_id="")  # the command answers a repeated key with its stored reply
    given = Given(today=act.today, dated=dated, account=account)
    try:
        batch = _read(kind, content, given)
    except FileBad as bad:
        raise _Told(Outcome(kind=kind, findings=(bad.finding,), counts={}, dry_run=dry_run)) from None
    digest = hashlib.sha256(content).hexdigest()
    _not_before(act, kind, digest, batch)
    KINDS[kind].check(act, batch)
    _stop_at_errors(kind, batch, dry_run=dry_run)
    row = Import.objects.create(
        id=new_id(), book=act.book, kind=kind, name=name[:200], sha256=digest, dated=dated, rows=len(batch.rows),
        total=batch.total, warnings=plain(_sorted(batch)), details=plain(batch.details), actor=act.actor,
        recorded_at=act.at,
    )  # fmt: skip
    counts = _write(act, kind, batch, row, dry_run=dry_run)
    told = FileImported(
        file_kind=kind, sha256=digest, rows=len(batch.rows), warnings=len(batch.table.findings), total=batch.total,
        import_id=str(row.pk), name=row.name,
    )  # fmt: skip
    act.tell(told)
    if dry_run:
        _settle()
        raise _Told(Outcome(kind=kind, findings=_sorted(batch), counts=counts, dry_run=True))
    return {"import": row.pk, "counts": counts, "findings": _sorted(batch)}


@command("intake.withdraw", may=policy.BRING_IN)
def withdraw(act: Act, *, import_id: UUID, reason: str) -> Result:
    """Undo an import: its vouchers are reversed, other rows are withdrawn; refused once something rests on it."""
    row = Import.objects.filter(book=act.book, pk=import_id).first()
    if row is None:
        raise ImportUnknown(import_id=str(import_id))
    if row.withdrawn_at is not None:
        raise ImportWithdrawnBefore(import_id=str(import_id))
    reversed_vouchers = KINDS[row.kind].undo(act, row)
    row.withdrawn_at, row.withdrawn_by = act.at, act.actor
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    told = ImportWithdrawn(
        file_kind=row.kind, sha256=row.sha256, reversed_vouchers=reversed_vouchers, reason=reason, import_id=str(row.pk)
    )
    act.tell(told)
    return {"import": row.pk, "kind": row.kind, "rows": row.rows, "reversed_vouchers": reversed_vouchers}


# ---------------------------------------------------------------- steps


def _read(kind: str, content: bytes, given: Given) -> Batch:
    opener = KINDS[kind].open
    table = (opener(content) if opener else None) or read_table(content, form(kind))
    return KINDS[kind].read(table, given)


def _not_before(act: Act, kind: str, digest: str, batch: Batch) -> None:
    before = Import.objects.filter(book=act.book, kind=kind, sha256=digest, withdrawn_at__isnull=True).first()
    if before is not None:
        batch.table.note(AlreadyImported(on=before.recorded_at.date(), import_id=str(before.pk)))
    elif not batch.rows and not any(f.level == "error" for f in batch.table.findings):
        batch.table.note(NothingToBringIn())


def _sorted(batch: Batch) -> tuple[Finding, ...]:
    """The findings as the file is read: about the whole first, then by row."""
    return tuple(sorted(batch.table.findings, key=lambda f: f.row or 0))


def _stop_at_errors(kind: str, batch: Batch, *, dry_run: bool) -> None:
    if any(finding.level == "error" for finding in batch.table.findings):
        raise _Told(Outcome(kind=kind, findings=_sorted(batch), counts={}, dry_run=dry_run))


def _write(act: Act, kind: str, batch: Batch, row: Import, *, dry_run: bool) -> dict[str, int]:
    """Write the batch; what the books refuse about it is a finding of a dry run, and a refusal of a real one."""
    try:
        return KINDS[kind].write(act, batch, row)
    except Problem as refusal:
        if not dry_run or refusal.status == 403:
            raise
        batch.table.note(refusal)
        raise _Told(Outcome(kind=kind, findings=_sorted(batch), counts={}, dry_run=True)) from None


def _settle() -> None:
    """Let deferred constraints speak before a dry run is rolled back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def shown(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Findings as JSON has them."""
    return [plain(finding) for finding in findings]
