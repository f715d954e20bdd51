"""Whoever writes past the acts is refused by the database itself; with the protection off, the same attack succeeds.

Each attack names the rule that must refuse it and, per engine, the triggers that hold the rule: taken away, the attack
goes through, so these tests can fail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.ledger import services
from gulir.ledger.models import Day, Draft, Transfer, Voucher
from tests.ledger import attacks
from tests.ledger.attacks import run
from tests.ledger.stage import OPENS, Village, raise_village

pytestmark = pytest.mark.django_db
VOUCHER_FROZEN, VOUCHER_KEPT = "rows_of_ledger_voucher_are_never_changed", "rows_of_ledger_voucher_are_never_deleted"
TRANSFER_FROZEN, TRANSFER_KEPT = (
    "rows_of_ledger_transfer_are_never_changed",
    "rows_of_ledger_transfer_are_never_deleted",
)


class Attack(NamedTuple):
    """What is tried, which rule refuses it, and the triggers that hold the rule on SQLite and PostgreSQL."""

    run: Callable[[Village], Any]
    rule: str
    sqlite: tuple[str, ...] = ()
    postgres: tuple[str, ...] = ("a_voucher_is_whole",)


def alone(attack: Callable[[Village], Any], rule: str) -> Attack:
    """An attack that one trigger of the rule's own name refuses, on both engines."""
    return Attack(attack, rule, (rule,), (rule,))


def other_board(village: Village) -> Any:
    other = raise_village("LAIN")
    other.do(services.use_programme_chart)
    return other.account("11010").pk


def spent(village: Village) -> Voucher:
    """The first expense of the board."""
    return Voucher.objects.filter(book=village.book, kind="ordinary").first() or village.spend()


def close_first_day(village: Village) -> Any:
    village.today = date(2026, 1, 2)
    village.do(services.close_through, "ratna", through=OPENS)


def closed_day(village: Village) -> Day:
    close_first_day(village)
    return Day.objects.get(book=village.book, day=OPENS)


def mirror(village: Village, **more: Any) -> Any:
    """A reversal of the first expense, or what `more` makes of it."""
    original = spent(village)
    cash, paper = village.account("11010").pk, village.account("51030").pk
    lines = more.pop("lines", [{"debit_id": cash, "credit_id": paper}])
    values = {"type": "KM", "kind": "reversal", "reverses_id": original.pk, "label": "KM-2026-00001", **more}
    return attacks.write(village, lines=lines, **values)


def replace_number(village: Village) -> None:
    voucher = spent(village)
    new = new_id()
    attacks.transfer(village, new)
    attacks.header(village, new, verb="REPLACE", number=voucher.number)


def draft(village: Village) -> Draft:
    body: dict[str, Any] = {"payer": "upk", "receiver": "secretariat", "amount": 1_000, "description": "Pinjam"}
    return Draft.objects.get(pk=village.do(services.transfer_between_ledgers, **body)["draft"])


def change(table: str, pk: Any, what: str, *values: Any, key: str = "id") -> Any:
    run(f"UPDATE {table} SET {what} WHERE {key} = %s", *values, pk)


WHOLE = {
    "a voucher whose total is not its transfers": Attack(
        lambda v: attacks.write(v, total=26_001),
        "a_voucher_is_the_sum_of_its_transfers",
        ("a_voucher_is_the_sum_of_its_transfers",),
    ),
    "a voucher without transfers": Attack(
        lambda v: attacks.header(v, new_id()),
        "a_voucher_has_transfers",
        ("a_voucher_has_transfers",),
    ),
    "the header first": Attack(
        lambda v: (attacks.header(v, id_ := new_id()), attacks.transfer(v, id_)),
        "a_voucher_has_transfers",
        ("a_voucher_has_transfers", "a_posted_voucher_takes_no_transfer"),
        ("a_voucher_is_whole", "a_posted_voucher_takes_no_transfer"),
    ),
    "a transfer into a posted voucher": Attack(
        lambda v: attacks.transfer(v, spent(v).pk, line=2),
        "a_posted_voucher_takes_no_transfer",
        ("a_posted_voucher_takes_no_transfer",),
        ("a_posted_voucher_takes_no_transfer",),
    ),
    "a balanced pair of transfers into a posted voucher": Attack(
        lambda v: [
            attacks.transfer(v, spent(v).pk, line=2),
            attacks.transfer(v, spent(v).pk, line=3, debit_id=v.account("11010").pk, credit_id=v.account("51030").pk),
        ],
        "a_posted_voucher_takes_no_transfer",
        ("a_posted_voucher_takes_no_transfer",),
        ("a_posted_voucher_takes_no_transfer",),
    ),
    "an account of another board": Attack(
        lambda v: attacks.write(v, lines=[{"credit_id": other_board(v)}]),
        "a_voucher_stays_in_its_book_and_ledger",
        ("a_voucher_stays_in_its_book_and_ledger",),
    ),
    "a transfer of another board": Attack(
        lambda v: attacks.write(v, lines=[{"book_id": raise_village("LAIN").book.pk}]),
        "a_voucher_stays_in_its_book_and_ledger",
        ("a_voucher_stays_in_its_book_and_ledger",),
    ),
    "an account of another ledger": Attack(
        lambda v: attacks.write(v, lines=[{"credit_id": v.account("11010", "secretariat").pk}]),
        "a_voucher_stays_in_its_book_and_ledger",
        ("a_voucher_stays_in_its_book_and_ledger",),
    ),
    "a number left out": Attack(
        lambda v: attacks.write(v, number=2), "voucher_numbers_have_no_gaps", ("voucher_numbers_have_no_gaps",)
    ),
}
TIME = {
    "a voucher into a closed day": Attack(
        lambda v: (close_first_day(v), attacks.write(v, dated=OPENS)),
        "closed_days_take_nothing",
        ("closed_days_take_nothing",),
        ("a_voucher_has_its_time",),
    ),
    "a voucher of tomorrow": Attack(
        lambda v: attacks.write(v, dated=date(2026, 1, 2)),
        "closed_days_take_nothing",
        ("closed_days_take_nothing",),
        ("a_voucher_has_its_time",),
    ),
    "a voucher in the number series of another year": Attack(
        lambda v: attacks.write(v, year=2027),
        "a_voucher_counts_when_it_says",
        ("a_voucher_counts_when_it_says",),
        ("a_voucher_has_its_time",),
    ),
    "a voucher that counts on another day than its own": Attack(
        lambda v: attacks.write(v, effective_on=date(2026, 1, 2)),
        "a_voucher_counts_when_it_says",
        ("a_voucher_counts_when_it_says",),
        ("a_voucher_has_its_time",),
    ),
    "a voucher into a closed month": Attack(
        lambda v: (
            attacks.insert("ledger_month", {
                "book_id": v.book.pk, "first": date(2025, 12, 1), "closed_by_id": v.people["budi"].pk,
                "closed_at": v.state.open_day, "checks": "[]", "totals": "{}",
            }),
            attacks.write(v, for_year=2025, effective_on=date(2025, 12, 31)),
        ),
        "closed_months_take_nothing",
        ("closed_months_take_nothing",),
        ("a_voucher_has_its_time",),
    ),
    "a voucher into a closed year": Attack(
        lambda v: (
            attacks.insert("ledger_year", {
                "book_id": v.book.pk, "ledger": "upk", "year": 2025, "income": 0, "expense": 0, "result": 0,
                "closed_by_id": v.people["budi"].pk, "closed_at": v.state.open_day, "voucher_id": None,
            }),
            attacks.write(v, for_year=2025, effective_on=date(2025, 12, 31)),
        ),
        "closed_years_take_nothing",
        ("closed_years_take_nothing",),
        ("a_voucher_has_its_time",),
    ),
    "going live again on another day": Attack(
        lambda v: (
            close_first_day(v),
            change("ledger_bookstate", v.book.pk, "live_on = %s", date(2026, 1, 2), key="book_id"),
        ),
        "books_go_live_once",
        ("books_go_live_once",),
        ("books_only_move_on",),
    ),
    "going back to loading": Attack(
        lambda v: change("ledger_bookstate", v.book.pk, "live_on = NULL, open_day = NULL", key="book_id"),
        "",
        ("books_go_live_once", "the_open_day_moves_over_closed_days"),
        ("books_only_move_on",),
    ),
    "opening yesterday again": Attack(
        lambda v: (
            close_first_day(v), change("ledger_bookstate", v.book.pk, "open_day = %s", OPENS, key="book_id")
        ),
        "the_open_day_moves_over_closed_days",
        ("the_open_day_moves_over_closed_days",),
        ("books_only_move_on",),
    ),
    "jumping over a day": Attack(
        lambda v: change("ledger_bookstate", v.book.pk, "open_day = %s", date(2026, 1, 3), key="book_id"),
        "the_open_day_moves_over_closed_days",
        ("the_open_day_moves_over_closed_days",),
        ("books_only_move_on",),
    ),
    "opening a closed year": Attack(
        lambda v: change("ledger_bookstate", v.book.pk, "year_open = 2025", key="book_id"),
        "a_closed_year_stays_closed",
        ("a_closed_year_stays_closed",),
        ("books_only_move_on",),
    ),
    "changing who closed a day": Attack(
        lambda v: change("ledger_day", closed_day(v).pk, "confirmed_by_id = %s", v.people["rini"].pk),
        "closed_days_never_change",
        ("closed_days_never_change",),
        ("days_only_close",),
    ),
    "closing a day alone": Attack(
        lambda v: change(
            "ledger_day", Day.objects.get(book=v.book).pk, "closed_at = %s, counted_by_id = %s, confirmed_by_id = %s",
            v.state.open_day, v.people["siti"].pk, v.people["siti"].pk,
        ),
        "a_day_is_closed_by_two_people",
        ("a_day_is_closed_by_two",),
        ("days_only_close",),
    ),
    "calling a day empty that has a voucher": Attack(
        lambda v: (
            spent(v),
            change(
                "ledger_day", Day.objects.get(book=v.book).pk, "closed_at = %s, counted_by_id = %s, empty = %s",
                v.state.open_day, v.people["siti"].pk, True,
            ),
        ),
        "an_empty_day_is_empty",
        ("an_empty_day_is_empty",),
        ("days_only_close",),
    ),
}  # fmt: skip
PEOPLE = {
    "a voucher approved by its maker": Attack(
        lambda v: attacks.write(v, approved_by_id=v.people["budi"].pk),
        "the_maker_is_never_the_second_person",
        ("the_maker_is_never_the_second_person",),
        ("the_maker_is_never_the_second_person",),
    ),
    "a draft approved by its maker": Attack(
        lambda v: change("ledger_draft", draft(v).pk, "state = 'approved', decided_by_id = %s", v.people["budi"].pk),
        "a_draft_is_approved_by_another",
        ("a_draft_is_approved_by_another",),
        ("drafts_wait_for_another",),
    ),
    "a decided draft decided again": Attack(
        lambda v: (
            d := draft(v),
            change("ledger_draft", d.pk, "state = 'withdrawn', decided_by_id = %s", v.people["ratna"].pk),
            change("ledger_draft", d.pk, "state = 'approved'"),
        ),
        "a_decided_draft_stays",
        ("a_decided_draft_stays",),
        ("drafts_wait_for_another",),
    ),
}
MIRRORS = {
    "a reversal of another sum": Attack(
        lambda v: mirror(v, total=1, lines=[
            {"debit_id": v.account("11010").pk, "credit_id": v.account("51030").pk, "amount": 1}
        ]),
        "a_reversal_mirrors_its_original",
        ("a_reversal_mirrors_its_original",),
        ("a_reversal_mirrors_its_original",),
    ),
    "a reversal to another account": Attack(
        lambda v: mirror(v, lines=[{"debit_id": v.account("11010").pk, "credit_id": v.account("51040").pk}]),
        "a_reversal_mirrors_its_original",
        ("a_reversal_mirrors_its_original",),
        ("a_reversal_mirrors_its_original",),
    ),
    "a reversal with a line more": Attack(
        lambda v: mirror(v, lines=[
            {"debit_id": v.account("11010").pk, "credit_id": v.account("51030").pk, "amount": 25_000},
            {"debit_id": v.account("11010").pk, "credit_id": v.account("51030").pk, "amount": 1_000},
        ]),
        "a_reversal_mirrors_its_original",
        ("a_reversal_mirrors_its_original",),
        ("a_reversal_mirrors_its_original",),
    ),
    "a reversal of a reversal": Attack(
        lambda v: mirror(
            v, type="KK", number=2, reverses_id=mirror(v),
            lines=[{"debit_id": v.account("51030").pk, "credit_id": v.account("11010").pk}],
        ),
        "a_reversal_mirrors_its_original",
        ("a_reversal_mirrors_its_original",),
        ("a_reversal_mirrors_its_original",),
    ),
}  # fmt: skip
KEPT = {
    "changing an amount": Attack(
        lambda v: change("ledger_transfer", Transfer.objects.filter(voucher=spent(v)).get().pk, "amount = 1"),
        TRANSFER_FROZEN, (TRANSFER_FROZEN,), (TRANSFER_FROZEN,),
    ),
    "changing whose loan it is": Attack(
        lambda v: change("ledger_transfer", Transfer.objects.filter(voucher=spent(v)).get().pk, "loan_no = '7'"),
        TRANSFER_FROZEN, (TRANSFER_FROZEN,), (TRANSFER_FROZEN,),
    ),
    "deleting a transfer": Attack(
        lambda v: run("DELETE FROM ledger_transfer WHERE voucher_id = %s", spent(v).pk),
        TRANSFER_KEPT, (TRANSFER_KEPT,), (TRANSFER_KEPT,),
    ),
    "changing a description": Attack(
        lambda v: change("ledger_voucher", spent(v).pk, "description = 'Pulsa'"),
        VOUCHER_FROZEN, (VOUCHER_FROZEN,), (VOUCHER_FROZEN,),
    ),
    "moving a voucher to another day": Attack(
        lambda v: change("ledger_voucher", spent(v).pk, "dated = %s", date(2026, 2, 1)),
        VOUCHER_FROZEN, (VOUCHER_FROZEN,), (VOUCHER_FROZEN,),
    ),
    "deleting a voucher": Attack(
        lambda v: run("DELETE FROM ledger_voucher WHERE id = %s", spent(v).pk),
        VOUCHER_KEPT, (VOUCHER_KEPT,), (VOUCHER_KEPT,),
    ),
    "an upsert of a voucher": Attack(
        lambda v: attacks.header(v, spent(v).pk, number=2, tail="ON CONFLICT (id) DO UPDATE SET description = 'Pulsa'"),
        VOUCHER_FROZEN, (VOUCHER_FROZEN, f"{VOUCHER_FROZEN}_replace"), (VOUCHER_FROZEN,),
    ),
    "an upsert of a transfer": Attack(
        lambda v: attacks.transfer(
            v, new_id(), id=Transfer.objects.get(voucher=spent(v)).pk, tail="ON CONFLICT (id) DO UPDATE SET amount = 1"
        ),
        TRANSFER_FROZEN, (TRANSFER_FROZEN, f"{TRANSFER_FROZEN}_replace"), (TRANSFER_FROZEN,),
    ),
    "turning an account in use round": alone(
        lambda v: change("ledger_account", v.account("11010").pk, "contra = %s", True),
        "contra_is_settled_by_the_first_voucher",
    ),
    "another kind of account": alone(
        lambda v: change("ledger_account", v.account("41010").pk, "kind = 'equity'"),
        "rows_of_ledger_account_are_never_changed",
    ),
    "deleting an account nobody uses": alone(
        lambda v: run("DELETE FROM ledger_account WHERE id = %s", v.account("51090").pk),
        "rows_of_ledger_account_are_never_deleted",
    ),
    "deleting the state of the books": alone(
        lambda v: run("DELETE FROM ledger_bookstate WHERE book_id = %s", v.book.pk),
        "rows_of_ledger_bookstate_are_never_deleted",
    ),
    "deleting an open day": alone(
        lambda v: run("DELETE FROM ledger_day WHERE book_id = %s", v.book.pk),
        "rows_of_ledger_day_are_never_deleted",
    ),
}  # fmt: skip
BOTH = {**WHOLE, **TIME, **PEOPLE, **MIRRORS, **KEPT}
ON_SQLITE = {
    "replacing a transfer by its id": Attack(
        lambda v: attacks.transfer(v, new_id(), id=Transfer.objects.get(voucher=spent(v)).pk, verb="REPLACE"),
        TRANSFER_FROZEN, (f"{TRANSFER_FROZEN}_replace", TRANSFER_KEPT),
    ),
    "replacing a voucher by its id": Attack(
        lambda v: attacks.header(v, spent(v).pk, number=2, verb="REPLACE"),
        VOUCHER_FROZEN, (f"{VOUCHER_FROZEN}_replace", VOUCHER_KEPT),
    ),
    "replacing a voucher by its number": Attack(
        replace_number, "voucher_numbers_have_no_gaps", ("voucher_numbers_have_no_gaps", VOUCHER_KEPT)
    ),
    "replacing an account by its code": Attack(
        lambda v: attacks.insert("ledger_account", {
            "book_id": v.book.pk, "ledger": "upk", "code": "51090", "name": "X", "kind": "equity", "contra": 0,
            "role": "", "active": 1,
        }, verb="REPLACE"),
        "a_code_stands_once_in_a_ledger",
        ("an_account_is_never_replaced", "rows_of_ledger_account_are_never_deleted"),
    ),
    "taking over a role by replacing its player": Attack(
        lambda v: run("UPDATE OR REPLACE ledger_account SET role = 'surplus' WHERE id = %s", v.account("51090").pk),
        "a_role_is_played_by_one_account",
        ("a_role_is_never_taken_over", "rows_of_ledger_account_are_never_deleted"),
    ),
    "replacing a closed day": Attack(
        lambda v: attacks.insert("ledger_day", {
            "book_id": v.book.pk, "day": closed_day(v).day, "opened_at": v.state.open_day, "empty": 0, "refused": 0,
        }, verb="REPLACE"),
        "a_day_stands_once_in_a_book",
        ("a_day_is_never_replaced", "rows_of_ledger_day_are_never_deleted"),
    ),
}  # fmt: skip


def told(village: Village, attack: Attack) -> str:
    """What the database said to the attack; nothing when it went through (it is then undone)."""
    try:
        with transaction.atomic():
            attack.run(village)
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        return str(refusal)
    return ""


def holds_and_can_fail(village: Village, attack: Attack) -> None:
    """The rule refuses the attack by its name; without its triggers the attack goes through."""
    said = told(village, attack)
    assert said
    assert attack.rule in said
    for rule in attack.sqlite if connection.vendor == "sqlite" else attack.postgres:
        attacks.drop(rule)
    assert told(village, attack) == ""


def test_a_whole_voucher_written_by_hand_is_accepted(live):
    attacks.write(live)
    assert Voucher.objects.get(book=live.book, kind="ordinary").label == "KK-2026-00001"


def test_a_true_mirror_written_by_hand_is_accepted(live):
    mirror(live)
    assert Voucher.objects.filter(book=live.book, kind="reversal").count() == 1


@pytest.mark.parametrize("story", BOTH)
def test_the_database_refuses(live, story):
    holds_and_can_fail(live, BOTH[story])


@pytest.mark.sqlite_only
@pytest.mark.parametrize("story", ON_SQLITE)
def test_sqlite_refuses(live, story):
    holds_and_can_fail(live, ON_SQLITE[story])


def test_a_second_reversal_is_refused_twice_over(live):
    mirror(live)
    second = Attack(lambda v: mirror(v, number=2, label="KM-2026-00002"), "a_reversal_mirrors_its_original")
    assert "a_reversal_mirrors_its_original" in told(live, second)
    attacks.drop("a_reversal_mirrors_its_original")
    assert "reverses_id" in told(live, second)  # the column is unique as well


TABLES = (
    "voucher", "transfer", "account", "bookstate", "day", "cashcount", "month", "year", "draft", "statement",
    "statementline", "reconciliation",
)  # fmt: skip


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", TABLES)
def test_no_table_of_the_books_is_emptied_at_once(live, table):
    attack = Attack(
        lambda v: (run("SET CONSTRAINTS ALL IMMEDIATE"), run(f"TRUNCATE ledger_{table} CASCADE")),
        f"rows_of_ledger_{table}_are_never_deleted",
    )
    said = told(live, attack)
    assert "_are_never_deleted" in said  # of this table, or of one that a cascade reaches first


AMOUNTS = {
    "nothing": (0, "a_transfer_is_one_rupiah_to_a_million_million"),
    "less than nothing": (-1, "a_transfer_is_one_rupiah_to_a_million_million"),
    "more than a million million": (10**12 + 1, "a_transfer_is_one_rupiah_to_a_million_million"),
}


@pytest.mark.parametrize("story", AMOUNTS)
def test_a_transfer_of_an_impossible_amount_is_refused(live, story):
    amount, rule = AMOUNTS[story]
    assert rule in told(live, Attack(lambda v: attacks.transfer(v, new_id(), amount=amount), rule))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("amount", [1.5, "26 ribu", b"26000"])
def test_sqlite_takes_whole_numbers_only(live, amount):
    assert "typeof" in told(live, Attack(lambda v: attacks.transfer(v, new_id(), amount=amount), ""))


def test_no_account_pays_itself_by_hand(live):
    cash = live.account("11010").pk
    assert "no_account_pays_itself" in told(live, Attack(lambda v: attacks.transfer(v, new_id(), debit_id=cash), ""))


def test_a_late_voucher_without_its_day_or_second_person_is_refused(live):
    rule = "a_late_voucher_has_its_day_and_a_second_person"
    assert rule in told(live, Attack(lambda v: attacks.write(v, kind="susulan"), rule))
    late = {"kind": "susulan", "original_on": date(2025, 12, 30)}
    assert rule in told(live, Attack(lambda v: attacks.write(v, **late), rule))
    attacks.write(live, **late, approved_by_id=live.people["ratna"].pk)


def test_books_do_not_go_live_without_an_open_day(village):
    """A comparison with a day that is missing is unknown, and a CHECK lets that pass: so the day is asked for."""
    village.do(services.use_programme_chart)
    rule, put = "live_books_have_one_open_day", "UPDATE ledger_bookstate SET live_on = %s, open_day = %s"
    assert rule in told(village, Attack(lambda _: run(put, OPENS, None), rule))
    assert rule in told(village, Attack(lambda _: run(put, None, OPENS), rule))
    run(put, OPENS, OPENS)
