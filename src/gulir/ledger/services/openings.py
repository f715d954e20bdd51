"""How a board's books begin: the opening balance, and the end of loading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max, Min

from gulir.base.commands import Act, Result, command
from gulir.core.accounts import parse_ledger
from gulir.core.dates import long_date
from gulir.core.facts.books import OpeningPosted
from gulir.core.facts.community import BoardWentLive
from gulir.core.problems.books import AccountUnknown, Unbalanced, VoucherEmpty
from gulir.core.problems.intake import AmountOnBothSides, OpeningExists
from gulir.core.problems.ledger import (
    BooksAreLive,
    BooksNotBegun,
    DateAfterToday,
    DateBeforeBooks,
    LiveBeforeVouchers,
    OpeningNotZero,
    OpeningOffDate,
)
from gulir.core.problems.money import AmountNegative, BadInput
from gulir.core.roles import Kind, Ledger, Role
from gulir.core.vouchers import VoucherKind
from gulir.ledger import policy
from gulir.ledger.models import Account, BookState, Day, Transfer, Voucher
from gulir.ledger.services.pairs import Pair
from gulir.ledger.services.posting import post
from gulir.ledger.sums import balances_of, refresh_sums

__all__ = ["end_loading", "go_live", "post_opening"]

SYSTEM_CODES = ("39990", "OPENING")


class OpeningRow(NamedTuple):
    """One row of an opening balance."""

    ledger: Ledger
    code: str
    debit: int
    credit: int
    loan_no: str
    ksm: str


def state_of(act: Act) -> BookState:
    """Where the board's books stand; refused with `BooksNotBegun` before the first chart."""
    state = BookState.objects.filter(book=act.book).first()
    if state is None:
        raise BooksNotBegun
    return state


@command("ledger.post_opening", may=policy.may_load)
def post_opening(
    act: Act,
    *,
    rows: Sequence[Mapping[str, Any]],
    on: date | None = None,
    import_ref: UUID | None = None,
    sha256: str = "",
) -> Result:
    """Bring in the opening balance: rows of `code`, `debit`, `credit` and, if wished, `book`, `loan_no`, `ksm`.

    It stands on the day before the books open, each account against the system account (role `opening`), which the
    balanced rows bring back to zero. Once per ledger, while loading. Gives `{"vouchers": [ids], "accounts": n,
    "total": debit}`.
    """
    state = state_of(act)
    if state.live_on is not None:
        raise BooksAreLive
    day = state.opens_on - timedelta(days=1)
    if on not in {None, day}:
        raise OpeningOffDate(on=on, expected=day)
    read = [row for n, raw in enumerate(rows) if (row := _read(raw, n)).debit or row.credit]
    if not read:
        raise VoucherEmpty

    vouchers = []
    total = 0
    for ledger in Ledger:
        own = [row for row in read if row.ledger is ledger]
        if own:
            vouchers.append(_post_one(act, ledger, own, day, import_ref, sha256))
            total += sum(row.debit for row in own)
    return {"vouchers": [voucher.pk for voucher in vouchers], "accounts": len(read), "total": total}


def _read(raw: Mapping[str, Any], n: int) -> OpeningRow:
    """One row, or its refusal."""
    amounts = [raw.get(side) or 0 for side in ("debit", "credit")]
    for side, amount in zip(("debit", "credit"), amounts, strict=True):
        if type(amount) is not int:
            raise BadInput(path=f"rows[{n}].{side}", expected="whole rupiah")
        if amount < 0:
            raise AmountNegative(text=str(amount))
    if all(amounts):
        raise AmountOnBothSides(account=str(raw.get("code", ""))[:40])
    return OpeningRow(
        parse_ledger(str(raw.get("book", "") or "")), str(raw.get("code", "")).strip(), amounts[0], amounts[1],
        str(raw.get("loan_no", "") or ""), str(raw.get("ksm", "") or ""),
    )  # fmt: skip


def _post_one(
    act: Act, ledger: Ledger, rows: Sequence[OpeningRow], day: date, import_ref: UUID | None, sha256: str
) -> Voucher:
    """The opening voucher of one ledger, and its fact."""
    debit, credit = sum(row.debit for row in rows), sum(row.credit for row in rows)
    if debit != credit:
        raise Unbalanced(debit=debit, credit=credit, difference=debit - credit)
    openings = Voucher.objects.filter(book=act.book, ledger=ledger.value, kind=VoucherKind.OPENING.value)
    if openings.filter(reversed_by__isnull=True).exists():
        raise OpeningExists(ledger=ledger.value)
    system = _system_account(act, ledger, {row.code for row in rows})
    voucher = post(
        act,
        entries=[
            Pair(row.code, system, row.debit, row.loan_no, row.ksm)
            if row.debit
            else Pair(system, row.code, row.credit, row.loan_no, row.ksm)
            for row in rows
        ],
        description=f"Neraca pembukaan {long_date(day)}",
        ledger=ledger,
        kind=VoucherKind.OPENING,
        dated=day,
        import_ref=import_ref,
    )
    act.tell(
        OpeningPosted(
            ledger=ledger.value, on=day, accounts=len(rows), total=debit, voucher_id=str(voucher.pk), sha256=sha256
        )
    )
    return voucher


def _system_account(act: Act, ledger: Ledger, used: set[str]) -> str:
    """The code of the account that plays `opening`; a chart without one gets it."""
    accounts = dict(Account.objects.filter(book=act.book, ledger=ledger.value).values_list("code", "role"))
    for code, role in accounts.items():
        if role == Role.OPENING.value:
            if code in used:
                raise AccountUnknown(account=code)
            return code
    code = next(code for code in SYSTEM_CODES if code not in accounts)
    Account.objects.create(
        book=act.book, ledger=ledger.value, code=code, name="Neraca pembukaan", kind=Kind.EQUITY.value,
        role=Role.OPENING.value,
    )  # fmt: skip
    return code


# ---------------------------------------------------------------- going live


@command("ledger.go_live", may=policy.may_approve)
def go_live(act: Act, *, on: date) -> Result:
    """End the loading of history for ever and open the day `on`: two people, or the founding actor alone.

    The founding actor (no coordinator yet) does it at once: `{"open_day": date, "draft": ""}`. Anyone else leaves a
    draft that a second person approves with `approve_draft`: `{"open_day": "", "draft": id}`.
    """
    from gulir.ledger.services.drafts import make_draft

    may_go_live(act, on)
    if act.standing.founder:
        end_loading(act, on)
        return {"open_day": on, "draft": ""}
    return {"open_day": "", "draft": make_draft(act, "live", {"on": on}).pk}


def may_go_live(act: Act, on: date) -> BookState:
    """The state of books that may go live on this day, or the refusal."""
    state = state_of(act)
    if state.live_on is not None:
        raise BooksAreLive
    if on > act.today:
        raise DateAfterToday(on=on, today=act.today)
    if on < state.opens_on:
        raise DateBeforeBooks(on=on, opens_on=state.opens_on)
    last = Voucher.objects.filter(book=act.book).aggregate(last=Max("dated"))["last"]
    if last is not None and last > on:
        raise LiveBeforeVouchers(on=on, last=last)
    system = {a.pk: a for a in Account.objects.filter(book=act.book, role=Role.OPENING.value)}
    for pk, net in balances_of(system).items():
        if net:
            raise OpeningNotZero(ledger=system[pk].ledger, difference=net)
    return state


def end_loading(act: Act, on: date, *, second: str = "") -> None:
    """Set the open day; the first year that still has income or expense in it is the year to close next."""
    state = may_go_live(act, on)
    state.live_on = state.open_day = on
    state.year_open = _first_year_unclosed(act, on)
    state.save(update_fields=["live_on", "open_day", "year_open"])
    Day.objects.create(book=act.book, day=on, opened_at=act.at)
    refresh_sums(act.book.pk)
    act.tell(BoardWentLive(code=act.book.code, on=on, second_person_id=second))


def _first_year_unclosed(act: Act, on: date) -> int:
    """The earliest year whose income and expense accounts still hold something, else the year of `on`."""
    flows = Account.objects.filter(book=act.book, kind__in=(Kind.INCOME.value, Kind.EXPENSE.value))
    held = {pk for pk, net in balances_of(list(flows.values_list("pk", flat=True))).items() if net}
    first = None
    for side in ("debit", "credit"):
        found = Transfer.objects.filter(**{f"{side}__in": held}).aggregate(y=Min("voucher__for_year"))["y"]
        first = min(found, first) if found and first else found or first
    return first or on.year
