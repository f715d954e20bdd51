"""Which account plays which role (`gulir board roles --set`)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gulir.base.commands import Act
from gulir.core.accounts import claim, parse_contra, parse_ledger, play
from gulir.core.problems import Problem
from gulir.core.problems.books import AccountMappedTwice, AccountUnknown, RoleContraDiffers, RoleUnknown
from gulir.core.roles import CONTRA, Role
from gulir.intake.cells import text_of
from gulir.intake.kind import Batch, Given, Kind
from gulir.intake.models import Import
from gulir.intake.table import Row, Table
from gulir.ledger.models import Account, Transfer
from gulir.ledger.services import map_roles
from gulir.ledger.services.retiring import settle_contra

__all__ = ["KIND"]


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """One mapping with its row."""

    row: int
    ledger: str
    code: str
    role: Role
    contra: bool | None


def read(table: Table, given: Given) -> Batch:
    """Each row as a mapping; a role that two accounts of one ledger claim, and an account named twice, is an error."""
    batch = Batch(given=given, table=table)
    claimed: dict[str, dict[str, Role | None]] = {}
    for row in table:
        code = row.text("code", limit=20)
        ledger = row.read("book", lambda cell: parse_ledger(text_of(cell)).value) or "upk"
        role, contra = _role(row, code)
        if row.wrong or role is None:
            continue
        try:
            claim(claimed.setdefault(ledger, {}), code, role)
        except Problem as problem:
            row.note(problem, "code" if isinstance(problem, AccountMappedTwice) else "role")
            continue
        batch.rows.append(RoleRow(row=row.number, ledger=ledger, code=code, role=role, contra=contra))
    return batch


def _role(row: Row, code: str) -> tuple[Role | None, bool | None]:
    """The role, and the contra the row names, which has to fit it."""
    words = row.text("role", limit=40)
    try:
        role = Role(words.lower()) if words else None
    except ValueError:
        row.note(RoleUnknown(account=code, text=words), "role")
        return None, None
    if role is None or not row.says("contra"):
        return role, None
    contra = row.read("contra", lambda _: parse_contra(row.text("contra", limit=10), account=code))
    if contra is not None and contra is not (role in CONTRA):
        row.note(RoleContraDiffers(account=code, role=role.value), "contra")
    return role, contra


def check(act: Act, batch: Batch) -> None:
    """Unknown accounts, and roles that do not fit their account."""
    accounts = {(a.ledger, a.code): a for a in Account.objects.filter(book=act.book)}
    transfers = Transfer.objects.filter(book=act.book)
    used = {
        *transfers.values_list("debit", flat=True).distinct(),
        *transfers.values_list("credit", flat=True).distinct(),
    }
    for one in batch.rows:
        account = accounts.get((one.ledger, one.code))
        if account is None:
            batch.table.note(AccountUnknown(account=one.code), row=one.row, column="code")
            continue
        as_told = account.as_core()
        if one.contra is not None and one.contra is not account.contra:
            if account.pk in used:
                batch.table.note(RoleContraDiffers(account=one.code, role=one.role.value), row=one.row, column="contra")
                continue
            as_told = replace(as_told, contra=one.contra, role=None)
        try:
            play(as_told, one.role)
        except Problem as problem:
            batch.table.note(problem, row=one.row, column="role")


def write(act: Act, batch: Batch, row: Import) -> dict[str, int]:
    """Map the roles, ledger by ledger; what was before is kept for an undo."""
    before = Account.objects.filter(book=act.book).values_list("ledger", "code", "role")
    row.details = {"before": [list(one) for one in before]}
    row.save(update_fields=["details"])
    settle_contra(act, {(one.ledger, one.code): one.contra for one in batch.rows if one.contra is not None})
    mapped = 0
    for ledger in dict.fromkeys(one.ledger for one in batch.rows):
        own = [{"code": one.code, "role": one.role.value} for one in batch.rows if one.ledger == ledger]
        mapped += map_roles.within(act, rows=own, ledger=ledger)["mapped"]
    return {"roles": len(batch.rows), "changed": mapped}


def undo(act: Act, row: Import) -> int:
    """Say the roles of before again; the books refuse it where a balance would lose its role."""
    now = {(a.ledger, a.code): a.role for a in Account.objects.filter(book=act.book)}
    changed = [(ledger, code, role) for ledger, code, role in row.details["before"] if now.get((ledger, code)) != role]
    for ledger in dict.fromkeys(ledger for ledger, _, _ in changed):
        taken = [{"code": code, "role": ""} for place, code, _ in changed if place == ledger]
        given = [{"code": code, "role": role} for place, code, role in changed if place == ledger and role]
        map_roles.within(act, rows=taken, ledger=ledger)
        if given:
            map_roles.within(act, rows=given, ledger=ledger)
    return 0


KIND = Kind(name="roles", read=read, check=check, write=write, undo=undo)
