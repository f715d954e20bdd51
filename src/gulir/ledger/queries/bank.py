"""What bank statements and vouchers say of each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, Sum, When

from gulir.ledger.models import Account, Statement, StatementLine, Transfer

__all__ = ["Suggestion", "moved_by", "open_lines", "statements", "suggestions", "unmatched_vouchers"]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A voucher that may be what a statement line tells: same amount, a few days apart at most."""

    voucher: UUID
    number: str
    dated: date
    description: str
    days_apart: int


def _net(bank: Account) -> Case:
    return Case(When(debit=bank, then=F("amount")), default=-F("amount"))


def moved_by(bank: Account, voucher: UUID) -> int:
    """What a voucher moves on a bank account: positive came in."""
    rows = Transfer.objects.filter(Q(debit=bank) | Q(credit=bank), voucher=voucher)
    return int(rows.aggregate(net=Sum(_net(bank)))["net"] or 0)


def unmatched_vouchers(
    bank: Account, *, since: date, until: date, lines_until: date | None = None
) -> list[tuple[UUID, date, int]]:
    """Vouchers that move this account in a period and stand on no statement line (up to `lines_until`): id, day, net.

    A voucher and its reversal that both stand on no line explain each other and are left in: they sum to nothing.
    """
    matched = StatementLine.objects.filter(statement__account=bank, voucher__isnull=False)
    if lines_until is not None:
        matched = matched.filter(on__lte=lines_until)
    rows = (
        Transfer.objects.filter(Q(debit=bank) | Q(credit=bank), voucher__dated__gte=since, voucher__dated__lte=until)
        .exclude(voucher__in=matched.values("voucher"))
        .values("voucher", "voucher__dated")
        .annotate(net=Sum(_net(bank)))
        .order_by("voucher__dated", "voucher__number")
    )
    return [(row["voucher"], row["voucher__dated"], int(row["net"])) for row in rows]


def statements(bank: Account) -> list[Statement]:
    """The statements of an account, newest first."""
    return list(Statement.objects.filter(account=bank).order_by("-last_on", "-imported_at"))


def open_lines(bank: Account) -> list[StatementLine]:
    """Lines of the bank that no voucher explains yet, oldest first."""
    return list(StatementLine.objects.filter(statement__account=bank, voucher__isnull=True).order_by("on", "id"))


def suggestions(line: StatementLine, *, days: int = 5) -> list[Suggestion]:
    """Vouchers that may be this line: same amount, at most `days` apart, matched by no other line; nearest first."""
    from gulir.ledger.models import Voucher

    bank = line.statement.account
    around = timedelta(days=days)
    found = [
        pk
        for pk, _, net in unmatched_vouchers(bank, since=line.on - around, until=line.on + around)
        if net == line.amount
    ]
    made = [
        Suggestion(
            voucher=v.pk,
            number=v.label,
            dated=v.dated,
            description=v.description,
            days_apart=abs((v.dated - line.on).days),
        )
        for v in Voucher.objects.filter(pk__in=found)
    ]
    return sorted(made, key=lambda s: (s.days_apart, s.number))
