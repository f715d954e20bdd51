"""Attacks on the books: closed days, money that is not there, accounts other acts keep, one's own second signature."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gulir.core.dates import add_months, month_end
from gulir.ledger import services as ledger
from gulir.ledger.models import BookState, Day, Draft, Statement, StatementLine, Voucher
from gulir.ledger.queries import balance_at, cash_to_count, next_month
from tests.ledger.stage import pieces
from tests.machine.attempts import Attack, late, plainly
from tests.machine.books import account, counts
from tests.machine.town import Town

__all__ = ["ATTACKS"]

ONE = [{"debit": "51030", "credit": "11010", "amount": 1_000}]


def books(*codes: str, **more: Any) -> Attack:
    """A voucher that is wrong in one thing."""
    return plainly("bookkeeper", ledger.record_voucher, *codes, **{"description": "Uji", "entries": ONE, **more})


def one(debit: str, credit: str, amount: int) -> list[dict[str, Any]]:
    """The entries of one transfer."""
    return [{"debit": debit, "credit": credit, "amount": amount}]


def vouchers(town: Town, **which: Any) -> list[Voucher]:
    """Vouchers of the board, newest first."""
    return list(Voucher.objects.filter(book_id=town.book, **which).order_by("-recorded_at")[:30])


def undo(town: Town, row: Voucher | None, *codes: str, who: str = "upk_manager") -> bool:
    """Try to undo a voucher."""
    if row is None:
        return False
    town.break_in(who, ledger.reverse_voucher, codes, voucher=row.pk, reason="Salah")
    return True


OWN = ("51030", "51080", "41010", "11010", "11021")


def undo_ones_own(town: Town, pick: int) -> bool:
    """By who made it."""
    row = next((row for row in vouchers(town, made_by__person=town.person("Wulan"))), None)
    return undo(town, row, "SecondPersonNeeded", who="bookkeeper")


def undo_twice(town: Town, pick: int) -> bool:
    """What was undone."""
    gone = [
        row for row in vouchers(town, kind="ordinary", reversed_by__isnull=False, made_by__person=town.person("Siti"))
        if _plain(row)
    ]  # fmt: skip
    return undo(town, gone[0] if gone else None, "VoucherAlreadyReversed")


def undo_an_undoing(town: Town, pick: int) -> bool:
    """A mirror."""
    rows = [row for row in vouchers(town, kind="reversal") if _plain(row)]
    return undo(town, rows[0] if rows else None, "VoucherKindStays", "SecondPersonNeeded", who="bookkeeper")


def _plain(row: Voucher) -> bool:
    kept = ("loans", "tr_savings", "surplus", "due_from_secretariat", "due_to_secretariat", "opening")
    return not row.transfers.filter(debit__role__in=kept).exists() and not (
        row.transfers.filter(credit__role__in=kept).exists()
    )


def undo_of_another_act(town: Town, pick: int) -> bool:
    """A payment is not undone by its voucher."""
    row = next((row for row in vouchers(town, transfers__credit__role="loans", kind="ordinary")), None)
    return undo(town, row, "ControlAccountOnly")


def approve_ones_own(town: Town, pick: int) -> bool:
    """By who prepared it."""
    return _draft(town, "bookkeeper", "SecondPersonNeeded", state="waiting")


def approve_another_showing(town: Town, pick: int) -> bool:
    """With the digest of something else."""
    return _draft(town, "upk_manager", "ApprovalNotOfThis", digest="0" * 64, state="waiting")


def approve_what_is_decided(town: Town, pick: int) -> bool:
    """A draft that does not wait."""
    return _draft(town, "upk_manager", "DraftAlreadyDecided", state__in=("approved", "withdrawn"))


def _draft(town: Town, who: str, code: str, *, digest: str = "", **which: Any) -> bool:
    row = Draft.objects.filter(book_id=town.book, made_by__person=town.person("Wulan"), **which).first()
    if row is None:
        return False
    town.break_in(who, ledger.approve_draft, (code,), draft=row.pk, digest=digest or row.digest)
    return True


def withdraw_without_a_word(town: Town, pick: int) -> bool:
    """No reason."""
    row = Draft.objects.filter(book_id=town.book, state="waiting").first()
    if row is None:
        return False
    town.break_in("bookkeeper", ledger.withdraw_draft, ("ReasonMissing",), draft=row.pk, reason="")
    return True


# ---------------------------------------------------------------- days, months, bank


def here(town: Town) -> Day:
    """The open day."""
    return Day.objects.select_related("counted_by").get(book_id=town.book, day=town.live())


def confirm_what_was_not_counted(town: Town, pick: int) -> bool:
    """Nobody counted."""
    if here(town).counted_by is not None:
        return False
    if pick % 2:
        town.break_in("upk_manager", ledger.refuse_day, ("DayNotCounted",), reason="Tidak")
    else:
        town.break_in("upk_manager", ledger.confirm_day, ("DayNotCounted",))
    return True


def confirm_ones_own_count(town: Town, pick: int) -> bool:
    """By who counted."""
    if here(town).counted_by is None:
        return False
    town.break_in("cashier", ledger.confirm_day, ("SecondPersonNeeded",))
    return True


def confirm_after_money_moved(town: Town, pick: int) -> bool:
    """The count is older than the box."""
    day = here(town)
    if day.counted_by is None:
        return False
    held = {box.pk: balance_at(box) for box in cash_to_count(town.book, day.day).values()}
    from gulir.ledger.queries import closing_counts

    last = {kept.account_id: kept.counted for kept in closing_counts(day)}
    if all(last.get(pk) == balance for pk, balance in held.items()):
        return False
    town.break_in("upk_manager", ledger.confirm_day, ("CountOutdated", "CashNotCounted"))
    return True


def close_without_counting(town: Town, pick: int) -> bool:
    """A box that moved is not counted, or counted short without a word, or is no box."""
    moved = list(cash_to_count(town.book, town.live()).values())
    if not moved:
        return False
    if pick % 3 == 0:
        town.break_in("cashier", ledger.close_day, ("CashNotCounted",), counts=[])
    elif pick % 3 == 1:
        rows = [{**row, "reason": "", "denominations": {"100000": 9_999_999}} for row in counts(town)]
        town.break_in("cashier", ledger.close_day, ("CashDifferenceUnexplained",), counts=rows)
    else:
        rows = [{"account": "11021", "denominations": {}}]
        town.break_in("cashier", ledger.close_day, ("NotACashAccount",), counts=rows)
    return True


def close_empty_what_is_not(town: Town, pick: int) -> bool:
    """The day saw vouchers."""
    if not Voucher.objects.filter(book_id=town.book, dated=town.live()).exists():
        return False
    town.break_in("cashier", ledger.close_through, ("DayNotEmpty",), through=town.live())
    return True


def close_a_month_wrongly(town: Town, pick: int) -> bool:
    """Another month, one that runs, one whose cards differ, one whose bank nobody looked at."""
    state = BookState.objects.get(book_id=town.book)
    first = next_month(town.book, state)
    assert first is not None
    if pick % 2:
        town.break_in(
            "bookkeeper", ledger.close_month, ("MonthNotNext",), month=add_months(first, 1), control_totals={}
        )
    elif town.live() <= month_end(first):
        town.break_in("bookkeeper", ledger.close_month, ("DaysStillOpen",), month=first, control_totals={})
    else:
        totals = {"loans": 1, "savings": 1, "provision": 1}
        town.break_in(
            "bookkeeper", ledger.close_month, ("MonthCheckFailed", "BankNotReconciled"), month=first,
            control_totals=totals,
        )  # fmt: skip
    return True


def bring_a_statement_twice(town: Town, pick: int) -> bool:
    """The same file."""
    row = Statement.objects.filter(book_id=town.book).first()
    if row is None:
        return False
    line = {"on": town.today, "text": "Lagi", "amount": 1}
    town.break_in(
        "bookkeeper", ledger.import_statement, ("StatementAlreadyImported",), account="11021", source="BRI",
        digest=row.digest, lines=[line],
    )  # fmt: skip
    return True


def match_wrongly(town: Town, pick: int) -> bool:
    """A line that is matched, or a voucher of another sum."""
    bank = account(town, "11021")
    for line in StatementLine.objects.filter(statement__book_id=town.book).order_by("pk"):
        row = next(iter(vouchers(town, transfers__credit__role="cash", kind="ordinary")), None)
        if row is None:
            return False
        taken = StatementLine.objects.filter(statement__account=bank, voucher=row).exists()
        code = "LineAlreadyMatched" if line.voucher_id or taken else "MatchDiffers"
        from gulir.ledger.queries import moved_by

        if code == "MatchDiffers" and moved_by(bank, row.pk) == line.amount:
            continue
        town.break_in("bookkeeper", ledger.match_line, (code,), line=line.pk, voucher=row.pk)
        return True
    return False


def take_more_than_there_is(town: Town, pick: int) -> bool:
    """A voucher, or a repaid sum, that would take the box below zero."""
    held = balance_at(account(town, "11010"))
    town.break_in(
        "bookkeeper", ledger.record_voucher, ("CashBelowZero",), description="Terlalu banyak",
        entries=one("51030", "11010", held + 1),
    )  # fmt: skip
    return True


def write_on_a_closed_day(town: Town, pick: int) -> bool:
    """Yesterday, or last week; or a day to come."""
    shift = (-1, -7, 1)[pick % 3]
    town.break_in(
        "bookkeeper", ledger.record_voucher, ("DayNotOpen",), description="Kemarin", entries=ONE,
        dated=town.live() + timedelta(days=shift),
    )  # fmt: skip
    return True


FUNCTIONS = (
    undo_ones_own, undo_twice, undo_an_undoing, undo_of_another_act, approve_ones_own, approve_another_showing,
    approve_what_is_decided, withdraw_without_a_word, confirm_what_was_not_counted, confirm_ones_own_count,
    confirm_after_money_moved, close_without_counting, close_empty_what_is_not, close_a_month_wrongly,
    bring_a_statement_twice, match_wrongly, take_more_than_there_is, write_on_a_closed_day,
)  # fmt: skip
TODAY = late(lambda town, pick: town.today)
ATTACKS: dict[str, Attack] = {
    **{function.__name__: function for function in FUNCTIONS},
    "the loan account by hand": books("ControlAccountOnly", entries=one("11030", "11010", 1_000)),
    "an account there is not": books("AccountUnknown", entries=one("99999", "11010", 1_000)),
    "nothing at all": books("VoucherEmpty", entries=[]),
    "no words": books("DescriptionMissing", description=" "),
    "a novel": books("VoucherTextTooLong", description="x" * 300),
    "zero rupiah": books("AmountZero", "BadInput", entries=one("51030", "11010", 0)),
    "below zero": books("AmountNegative", "AmountZero", "BadInput", entries=one("51030", "11010", -5)),
    "more than all": books("AmountTooLarge", entries=one("51030", "11010", 10**13)),
    "to itself": books("SameAccount", entries=one("11010", "11010", 1_000)),
    "one side": books(
        "Unbalanced", entries=(), debits=[{"account": "51030", "amount": 2}],
        credits=[{"account": "11010", "amount": 1}],
    ),
    "another type": books("VoucherTypeDiffers", type="KM"),
    "a ledger there is not": books("LedgerUnknown", ledger="rahasia"),
    "the fund for the board": books("EarmarkForbids", purpose="board_cost"),
    "late tomorrow": plainly(
        "bookkeeper", ledger.record_susulan, "SusulanWithoutDate", original_on=TODAY, description="Besok",
        reason="Belum", entries=ONE,
    ),
    "late without a word": plainly(
        "bookkeeper", ledger.record_susulan, "ReasonMissing", original_on=date(2026, 3, 1), description="Lama",
        reason="", entries=ONE,
    ),
    "late into the loans": plainly(
        "bookkeeper", ledger.record_susulan, "ControlAccountOnly", original_on=date(2026, 3, 1), description="Lama",
        reason="Lupa", entries=one("11030", "11010", 1),
    ),
    "cross to oneself": plainly(
        "bookkeeper", ledger.transfer_between_ledgers, "LedgersAreTheSame", payer="upk", receiver="upk", amount=1,
        description="Putar",
    ),
    "cross by loans": plainly(
        "bookkeeper", ledger.transfer_between_ledgers, "CrossingNotThisWay", payer="upk", receiver="secretariat",
        amount=1, description="Putar", out_of="loans",
    ),
    "a draft there is not": plainly(
        "upk_manager", ledger.approve_draft, "NotFound", draft=UUID(int=5), digest="0" * 64
    ),
    "count another account": plainly(
        "overseer", ledger.count_cash, "NotACashAccount", account="11021", denominations={}
    ),
    "count strange coins": plainly(
        "overseer", ledger.count_cash, "DenominationUnknown", account="11010", denominations={"3000": 1}
    ),
    "count half a note": plainly(
        "overseer", ledger.count_cash, "DenominationUnclear", account="11010", denominations={"1000": "setengah"}
    ),
    "count fewer than none": plainly(
        "overseer", ledger.count_cash, "PiecesNegative", "DenominationUnclear", account="11010",
        denominations={"1000": -1},
    ),
    "count short": plainly(
        "overseer", ledger.count_cash, "CashDifferenceUnexplained", account="11010",
        denominations=late(lambda town, pick: pieces(balance_at(account(town, "11010")) // 100 * 100 + 100)),
    ),
    "close another day": plainly(
        "cashier", ledger.close_day, "DayNotOpen", day=late(lambda town, pick: town.live() - timedelta(days=1))
    ),
    "close days to come": plainly(
        "cashier", ledger.close_through, "DateAfterToday",
        through=late(lambda town, pick: town.today + timedelta(days=3)),
    ),
    "close days that are closed": plainly(
        "cashier", ledger.close_through, "DayNotOpen", through=late(lambda town, pick: town.live() - timedelta(days=1))
    ),
    "go live twice": plainly("upk_manager", ledger.go_live, "BooksAreLive", on=TODAY),
    "open twice": plainly(
        "bookkeeper", ledger.post_opening, "BooksAreLive", rows=[{"code": "11010", "debit": 1, "credit": 0}]
    ),
    "close a year that runs": plainly(
        "bookkeeper", ledger.close_year, "YearNotOver", year=late(lambda town, pick: town.today.year)
    ),
    "close another year": plainly("bookkeeper", ledger.close_year, "YearNotNext", year=2031),
    "a statement of nothing": plainly(
        "bookkeeper", ledger.import_statement, "StatementEmpty", account="11021", source="BRI", digest="f" * 64,
        lines=[],
    ),
    "a statement of the box": plainly(
        "bookkeeper", ledger.import_statement, "NotAMoneyAccount", account="11010", source="BRI", digest="f" * 64,
        lines=[],
    ),
    "reconcile tomorrow": plainly(
        "bookkeeper", ledger.reconcile_bank, "DateAfterToday", account="11021", bank_balance=0,
        through=late(lambda town, pick: town.today + timedelta(days=1)),
    ),
    "an account twice": plainly(
        "bookkeeper", ledger.extend_chart, "AccountExists", "RoleKindDiffers", ledger="upk",
        rows=[{"code": "11010", "name": "Kas lain", "kind": "income"}],
    ),
    "an account of no kind": plainly(
        "bookkeeper", ledger.extend_chart, "AccountKindUnclear", ledger="upk",
        rows=[{"code": "61999", "name": "Aneh", "kind": "magic"}],
    ),
    "an account without a name": plainly(
        "bookkeeper", ledger.extend_chart, "AccountNameMissing", ledger="upk",
        rows=[{"code": "61999", "name": "", "kind": "expense"}],
    ),
    "a strange code": plainly(
        "bookkeeper", ledger.extend_chart, "AccountCodeUnclear", ledger="upk",
        rows=[{"code": "?", "name": "Aneh", "kind": "expense"}],
    ),
    "one code twice": plainly(
        "bookkeeper", ledger.extend_chart, "AccountCodeTwice", ledger="upk",
        rows=[{"code": "61999", "name": "Aneh", "kind": "expense"}, {"code": "61999", "name": "A", "kind": "expense"}],
    ),
    "a contra that is neither": plainly(
        "bookkeeper", ledger.extend_chart, "ContraUnclear", ledger="upk",
        rows=[{"code": "61999", "name": "Aneh", "kind": "expense", "contra": "mungkin"}],
    ),
    "a role there is not": plainly(
        "bookkeeper", ledger.map_roles, "RoleUnknown", ledger="upk", rows=[{"code": "51030", "role": "harta karun"}]
    ),
    "a role of another kind": plainly(
        "bookkeeper", ledger.map_roles, "RoleKindDiffers", "RoleHasBalance", ledger="upk",
        rows=[{"code": "51030", "role": "jasa_income"}],
    ),
    "a role of the UPK elsewhere": plainly(
        "bookkeeper", ledger.map_roles, "RoleNotOfLedger", ledger="secretariat",
        rows=[{"code": "41020", "role": "loans"}],
    ),
    "a role that holds money": plainly(
        "bookkeeper", ledger.map_roles, "RoleHasBalance", ledger="upk", rows=[{"code": "11010", "role": "bank"}]
    ),
    "a chart of nothing": plainly("bookkeeper", ledger.extend_chart, "ChartEmpty", ledger="upk", rows=[]),
}  # fmt: skip
