"""Charts of accounts: the programme's, a board's own, and which account plays which role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gulir.base.commands import Act, Result, command
from gulir.base.reference import programme_chart
from gulir.community.models import Board
from gulir.core.accounts import Account as CoreAccount
from gulir.core.accounts import ChartRow, accounts_of, check_chart, claim, parse_ledger, play
from gulir.core.facts.books import ChartExtended, RolesMapped
from gulir.core.problems import Finding
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import AccountUnknown, ChartEmpty, RoleContraDiffers, RoleUnknown
from gulir.core.problems.ledger import RoleHasBalance
from gulir.core.roles import CONTRA, Ledger, Role
from gulir.ledger import policy
from gulir.ledger.models import Account, BookState
from gulir.ledger.sums import balances_of

__all__ = ["begin_books", "chart_findings", "chart_rows", "extend_chart", "map_roles", "use_programme_chart"]


def begin_books(act: Act) -> BookState:
    """The state of the board's books; it begins, in loading, with the board's first chart."""
    state = BookState.objects.filter(book=act.book).first()
    if state is not None:
        return state
    board = Board.objects.filter(book=act.book).only("opened_on").first()
    if board is None:
        raise NotFound(what="board", name=act.book.code)
    return BookState.objects.create(book=act.book, opens_on=board.opened_on, year_open=board.opened_on.year)


def chart_rows(rows: Iterable[Mapping[str, Any]], *, ledger: str = "") -> list[ChartRow]:
    """Rows as people write them (code, name, kind, contra, role, book) for the rules of the core."""
    return [
        ChartRow(
            code=str(row.get("code", "")),
            name=str(row.get("name", "")),
            kind=str(row.get("kind", "")),
            contra=_yes_no(row.get("contra", "")),
            role=str(row.get("role", "") or ""),
            book=str(row.get("book", "") or ledger),
            row=row.get("row"),
        )
        for row in rows
    ]


def _yes_no(value: object) -> str:
    return {True: "1", False: "0"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def chart_findings(book_id: Any, rows: Sequence[ChartRow]) -> list[Finding]:
    """Everything wrong with these rows beside the chart there is; nothing is written."""
    return check_chart(rows, existing=[account.as_core() for account in Account.objects.filter(book_id=book_id)])


@command("ledger.extend_chart", may=policy.may_keep_chart)
def extend_chart(act: Act, *, rows: Sequence[Mapping[str, Any]], ledger: str = "") -> Result:
    """Add accounts to a board's charts; accounts that are there already stay as they are.

    Gives `{"added": n, "known": n}`. The first wrong row is refused with the code that `chart_findings` reports.
    """
    given = chart_rows(rows, ledger=ledger)
    for finding in chart_findings(act.book.pk, given):
        if finding.level == "error":
            raise _as_problem(finding)
    begin_books(act)

    return _add(act, accounts_of(given))


def _as_problem(finding: Finding) -> Exception:
    from gulir.core.problems import REGISTRY

    return REGISTRY[finding.code](**finding.facts)


@command("ledger.use_programme_chart", may=policy.may_keep_chart)
def use_programme_chart(act: Act) -> Result:
    """Give the board the programme's three charts (domain 4.2); accounts that are there already stay.

    Gives `{"added": n, "known": n}`.
    """
    begin_books(act)

    return _add(act, programme_chart())


def _add(act: Act, accounts: Sequence[CoreAccount]) -> Result:
    """Write the accounts that are new and tell what was added, ledger by ledger."""
    known = set(Account.objects.filter(book=act.book).values_list("ledger", "code"))
    played = set(Account.objects.filter(book=act.book).exclude(role="").values_list("ledger", "role"))
    new = [account for account in accounts if (account.ledger.value, account.code) not in known]
    Account.objects.bulk_create(
        Account(
            book=act.book,
            ledger=account.ledger.value,
            code=account.code,
            name=account.name,
            kind=account.kind.value,
            contra=account.contra,
            role=account.role.value
            if account.role and (account.ledger.value, account.role.value) not in played
            else "",
        )
        for account in new
    )
    for ledger in Ledger:
        codes = tuple(account.code for account in new if account.ledger is ledger)
        if codes or (not new and ledger is Ledger.UPK):
            act.tell(ChartExtended(ledger=ledger.value, accounts=codes))
    return {"added": len(new), "known": len(accounts) - len(new)}


@command("ledger.map_roles", may=policy.may_keep_chart)
def map_roles(act: Act, *, rows: Sequence[Mapping[str, Any]], ledger: str = "upk") -> Result:
    """Say which account plays which role: rows of `code`, `role` (empty takes it away) and, if wished, `contra`.

    Refused: unknown code or role, a role of another kind or ledger, a contra that differs, an account or a role that
    two rows name (`AccountMappedTwice`, `RoleTwice`), and a role that leaves an account with a balance
    (`RoleHasBalance`). Gives `{"mapped": n}`.
    """
    book = parse_ledger(ledger)
    accounts = {a.code: a for a in Account.objects.filter(book=act.book, ledger=book.value)}
    wanted = [_mapping(row, accounts) for row in rows]
    if not wanted:
        raise ChartEmpty
    claims: dict[str, Role | None] = {}
    for account, role in wanted:
        claim(claims, account.code, role)
    changed = [(account, role) for account, role in wanted if account.role != (role.value if role else "")]
    _may_leave(changed, accounts)

    for account, role in changed:
        _take_from_others(accounts, account, role)
        account.role = role.value if role else ""
        account.save(update_fields=["role"])
    told = tuple(f"{account.role or '-'}={account.code}" for account, _ in changed)
    act.tell(RolesMapped(ledger=book.value, roles=told))
    return {"mapped": len(changed)}


def _mapping(row: Mapping[str, Any], accounts: Mapping[str, Account]) -> tuple[Account, Role | None]:
    """One row as account and role, or its refusal."""
    code = str(row.get("code", "")).strip()
    if code not in accounts:
        raise AccountUnknown(account=code[:40])
    text = str(row.get("role", "") or "").strip().lower()
    try:
        role = Role(text) if text else None
    except ValueError:
        raise RoleUnknown(account=code, text=text[:40]) from None
    contra = str(row.get("contra", "") or "").strip()
    if role is not None and contra and (contra == "1") is not (role in CONTRA):
        raise RoleContraDiffers(account=code, role=role.value)
    play(accounts[code].as_core(), role)
    return accounts[code], role


def _may_leave(changed: Sequence[tuple[Account, Role | None]], accounts: Mapping[str, Account]) -> None:
    """Refuse a role leaving an account that still holds a balance of it."""
    taken = {role.value for _, role in changed if role}
    leaving = {account.pk: account for account, _ in changed if account.role}
    leaving |= {a.pk: a for a in accounts.values() if a.role in taken}
    for pk, net in balances_of(leaving).items():
        if net:
            account = leaving[pk]
            raise RoleHasBalance(role=account.role, account=account.code, balance=account_side(account, net))


def account_side(account: Account, net: int) -> int:
    """A net balance (debit less credit) as it reads on the account's own side."""
    return account.as_core().balance(debit=net, credit=0)


def _take_from_others(accounts: Mapping[str, Account], account: Account, role: Role | None) -> None:
    """A role is played by one account: whoever played it stops."""
    for other in accounts.values():
        if role and other.role == role.value and other.pk != account.pk:
            other.role = ""
            other.save(update_fields=["role"])
