"""Bank statements: brought in once, matched line by line, reconciled through a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min

from gulir.base.commands import Act, Result, command
from gulir.core.accounts import parse_ledger
from gulir.core.facts.books import StatementImported, StatementReconciled
from gulir.core.facts.ledger import LineMatched
from gulir.core.money import LARGEST_AMOUNT
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import AccountUnknown
from gulir.core.problems.ledger import (
    DateAfterToday,
    LineAlreadyMatched,
    MatchDiffers,
    NotAMoneyAccount,
    StatementAlreadyImported,
    StatementEmpty,
)
from gulir.core.problems.money import AmountTooLarge, BadInput
from gulir.core.roles import Role
from gulir.ledger import policy
from gulir.ledger.models import Account, Reconciliation, Statement, StatementLine, Voucher
from gulir.ledger.queries.balances import balance_at
from gulir.ledger.queries.bank import moved_by, unmatched_vouchers

__all__ = ["import_statement", "match_line", "reconcile_bank", "unmatch_line"]

BANKS = {Role.BANK.value, Role.BANK_TR.value, Role.DIGITAL_CLEARING.value}


def _bank(act: Act, code: str, ledger: str) -> Account:
    account = Account.objects.filter(book=act.book, ledger=parse_ledger(ledger).value, code=code).first()
    if account is None:
        raise AccountUnknown(account=code[:40])
    if account.role not in BANKS:
        raise NotAMoneyAccount(account=code)
    return account


@command("ledger.import_statement", may=policy.may_reconcile)
def import_statement(
    act: Act,
    *,
    account: str,
    lines: Sequence[Mapping[str, Any]],
    digest: str,
    source: str,
    ledger: str = "upk",
    closing_balance: int | None = None,
) -> Result:
    """Bring in one statement: `lines` of {on, text, amount: signed rupiah, balance?: rupiah}, in the bank's order.

    `digest` is the file's SHA-256; the same file twice is `StatementAlreadyImported`. Gives `{"statement": id,
    "lines": n, "matched": m}`; lines with one possible voucher of the same amount and day are matched at once.
    """
    bank = _bank(act, account, ledger)
    if Statement.objects.filter(book=act.book, account=bank, digest=digest).exists():
        raise StatementAlreadyImported(account=account)
    rows = [_line(row, n) for n, row in enumerate(lines, start=1)]
    if not rows:
        raise StatementEmpty
    days = [row.on for row in rows]
    balance = closing_balance if closing_balance is not None else rows[-1].balance

    statement = Statement.objects.create(
        book=act.book,
        account=bank,
        source=source[:40],
        digest=digest,
        first_on=min(days),
        last_on=max(days),
        closing_balance=balance,
        imported_by=act.actor,
        imported_at=act.at,
    )
    for row in rows:
        row.statement = statement
    StatementLine.objects.bulk_create(rows)
    matched = _match_certain(act, bank, statement)
    act.tell(
        StatementImported(
            account=account,
            first_on=min(days),
            last_on=max(days),
            lines=len(rows),
            closing_balance=balance,
            sha256=digest,
        )
    )
    return {"statement": statement.pk, "lines": len(rows), "matched": matched}


def _line(row: Mapping[str, Any], n: int) -> StatementLine:
    """One line of a statement, or its refusal."""
    for name in ("amount", "balance"):
        value = row.get(name)
        if type(value) is not int and not (name == "balance" and value is None):
            raise BadInput(path=f"lines[{n}].{name}", expected="whole rupiah")
        if value is not None and abs(value) > LARGEST_AMOUNT:
            raise AmountTooLarge(text=str(value), limit=LARGEST_AMOUNT)
    if row["amount"] == 0:
        raise BadInput(path=f"lines[{n}].amount", expected="not 0")
    if type(row.get("on")) is not date:
        raise BadInput(path=f"lines[{n}].on", expected="date")
    line = StatementLine(no=n, on=row["on"], text=str(row.get("text", ""))[:200], amount=row["amount"])
    if row.get("balance") is not None:
        line.balance = row["balance"]
    return line


def _match_certain(act: Act, bank: Account, statement: Statement) -> int:
    """Match each line that has exactly one voucher of the same day and amount, and the voucher exactly one line."""
    vouchers: dict[tuple[date, int], list[UUID]] = {}
    for pk, dated, net in unmatched_vouchers(bank, since=statement.first_on, until=statement.last_on):
        vouchers.setdefault((dated, net), []).append(pk)
    lines: dict[tuple[date, int], list[StatementLine]] = {}
    for line in StatementLine.objects.filter(statement=statement):
        lines.setdefault((line.on, line.amount), []).append(line)
    certain = [
        (found[0], vouchers[key][0])
        for key, found in lines.items()
        if len(found) == 1 and len(vouchers.get(key, ())) == 1
    ]
    for line, voucher in certain:
        line.voucher_id, line.matched_by = voucher, act.actor
    StatementLine.objects.bulk_update([line for line, _ in certain], ["voucher", "matched_by"])
    return len(certain)


def _own_line(act: Act, line: int) -> StatementLine:
    found = (
        StatementLine.objects.filter(statement__book=act.book, pk=line)
        .select_related("statement", "statement__account", "voucher")
        .first()
    )
    if found is None:
        raise NotFound(what="line", name=str(line))
    return found


@command("ledger.match_line", may=policy.may_reconcile)
def match_line(act: Act, *, line: int, voucher: UUID) -> Result:
    """Say that this line of the bank is this voucher; both amounts must be equal. Gives `{"line", "number"}`."""
    found = _own_line(act, line)
    paper = Voucher.objects.filter(book=act.book, pk=voucher).first()
    if paper is None:
        raise NotFound(what="voucher", name=str(voucher))
    bank = found.statement.account
    taken = StatementLine.objects.filter(statement__account=bank, voucher=paper).exists()
    if found.voucher_id is not None or taken:
        raise LineAlreadyMatched(line=found.no)
    net = moved_by(bank, paper.pk)
    if net != found.amount:
        raise MatchDiffers(line_amount=found.amount, voucher_amount=net)

    found.voucher, found.matched_by = paper, act.actor
    found.save(update_fields=["voucher", "matched_by"])
    act.tell(LineMatched(account=bank.code, on=found.on, amount=found.amount, number=paper.label))
    return {"line": found.pk, "number": paper.label}


@command("ledger.unmatch_line", may=policy.may_reconcile)
def unmatch_line(act: Act, *, line: int) -> Result:
    """Take a wrong match back. Gives `{"line"}`."""
    found = _own_line(act, line)
    if found.voucher is None:
        raise NotFound(what="voucher", name="")

    found.voucher = found.matched_by = None
    found.save(update_fields=["voucher", "matched_by"])
    act.tell(LineMatched(account=found.statement.account.code, on=found.on, amount=found.amount, number=""))
    return {"line": found.pk}


@command("ledger.reconcile_bank", may=policy.may_reconcile)
def reconcile_bank(act: Act, *, account: str, through: date, bank_balance: int, ledger: str = "upk") -> Result:
    """Compare a bank account with its statement (or passbook) through one day.

    `bank_balance` is what the bank says it holds. With statements, unmatched vouchers and lines explain a difference;
    without, the two balances must be equal. The month closes only when nothing stays unexplained. Gives
    `{"book_balance", "bank_balance", "not_in_bank", "not_in_book", "difference"}`.
    """
    bank = _bank(act, account, ledger)
    if through > act.today:
        raise DateAfterToday(on=through, today=act.today)
    if type(bank_balance) is not int:
        raise BadInput(path="bank_balance", expected="whole rupiah")
    booked = balance_at(bank, as_of=through)
    not_in_bank, not_in_book = _open_items(bank, through)
    difference = bank_balance - booked + not_in_bank - not_in_book

    kept = Reconciliation.objects.create(
        book=act.book,
        account=bank,
        through=through,
        book_balance=booked,
        bank_balance=bank_balance,
        not_in_bank=not_in_bank,
        not_in_book=not_in_book,
        difference=difference,
        made_by=act.actor,
        made_at=act.at,
    )
    act.tell(
        StatementReconciled(
            account=account,
            through=through,
            book_balance=booked,
            bank_balance=bank_balance,
            difference=difference,
        )
    )
    return {
        "reconciliation": kept.pk,
        "book_balance": booked,
        "bank_balance": bank_balance,
        "not_in_bank": not_in_bank,
        "not_in_book": not_in_book,
        "difference": difference,
    }


def _open_items(bank: Account, through: date) -> tuple[int, int]:
    """What is booked and not on the statement, and what is on the statement and not booked; nothing without one."""
    first = Statement.objects.filter(account=bank).aggregate(first=Min("first_on"))["first"]
    if first is None or first > through:
        return 0, 0
    open_vouchers = unmatched_vouchers(bank, since=first, until=through, lines_until=through)
    lines = StatementLine.objects.filter(statement__account=bank, on__lte=through)
    matched_later = lines.filter(voucher__dated__gt=through)
    unmatched = sum(line.amount for line in lines.filter(voucher__isnull=True)) + sum(
        line.amount for line in matched_later
    )
    return sum(net for _, _, net in open_vouchers), unmatched
