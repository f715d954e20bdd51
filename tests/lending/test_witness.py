"""What is wrong about a loan cannot be stored, whoever writes: direct SQL is refused by name, on both engines."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from gulir.lending import services as lending
from gulir.lending.models import Application, Instalment, Loan, Repayment, Share
from gulir.lending.queries.paid import savings_held, surplus_held
from tests.lending.days import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(fund):
    """A loan with one repayment, savings and titipan, beside an old one with a card."""
    made = fund.lend()
    old = lending.OldLoan(
        loan_no="77", ksm="Kenanga", rw="1", disbursed_on=date(2025, 8, 1), principal=10_000_000, instalments=10,
        rate_percent="1.5",
    )  # fmt: skip
    fund.do("bookkeeper", lending.bring_in_loans, rows=[old])
    entry = lending.OldEntry(loan_no="77", on=date(2025, 9, 1), type="principal_payment", amount=1_000_000)
    fund.do("bookkeeper", lending.bring_in_card_entries, rows=[entry])
    fund.pay(made, 625_000, savings=50_000)
    return made


def key(value: UUID) -> str:
    return value.hex if connection.vendor == "sqlite" else str(value)


def run(sql: str, **names: Any) -> None:
    """One statement as someone with the database in their hands would write it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(**names))


def names_of(fund, loan) -> dict[str, Any]:
    old = Loan.objects.get(loan_no="77")
    paid = Repayment.objects.get(loan=loan)
    return {
        "loan": f"'{key(loan.pk)}'", "old": f"'{key(old.pk)}'", "paid": f"'{key(paid.pk)}'",
        "book": f"'{key(fund.book)}'", "voucher": f"'{key(paid.voucher_id)}'",
        "person": f"'{key(fund.stage.people['Yuni'])}'", "application": f"'{key(loan.application_id)}'",
        "true": "1" if connection.vendor == "sqlite" else "true",
        "false": "0" if connection.vendor == "sqlite" else "false",
    }  # fmt: skip


COPY = (
    "INSERT INTO lending_repayment (id, book_id, loan_id, receipt, received_on, amount, principal, jasa, surplus,"
    " savings, waived, borne, parts, method, payer, voucher_id, made_by_id, reverses_id)"
    " SELECT '00000000000000000000000000000001', book_id, {to}, 'KW-X', received_on, {amounts}, borne, {parts},"
    " {method}, payer, {by}, made_by_id, {reverses} FROM lending_repayment WHERE id = {paid}"
)


def copied(
    amounts="amount, principal, jasa, surplus, savings, waived", parts="parts", by="{other}", to="loan_id",
    reverses="NULL", method="method",
) -> str:  # fmt: skip
    """Another repayment made from the first one, with something wrong about it."""
    return (
        COPY.replace("{amounts}", amounts).replace("{parts}", parts).replace("{by}", by).replace("{to}", to)
        .replace("{reverses}", reverses).replace("{method}", method)
    )  # fmt: skip


LATER_LINE = (
    "INSERT INTO lending_instalment (loan_id, no, due_on, principal, jasa, cum_principal, cum_jasa)"
    " VALUES ({loan}, 11, '2027-02-02', 1, 0, 5000001, 750000)"
)
APPROVED_AT_ONCE = (
    "INSERT INTO lending_application (id, book_id, number, group_id, product_id, purpose, submitted_on,"
    " submitted_by_id, note, state, asked) SELECT '00000000000000000000000000000002', book_id, 'X', group_id,"
    " product_id, purpose, submitted_on, submitted_by_id, note, 'approved', asked FROM lending_application"
    " WHERE id = {application}"
)
MORE_THAN_ITS_PARTS = copied("amount + 1, principal + 1, jasa, surplus, savings, waived")
ATTACKS = {
    # rows that are never changed
    "an instalment is changed": ("UPDATE lending_instalment SET principal = 1 WHERE loan_id = {loan}", "never"),
    "an instalment is deleted": ("DELETE FROM lending_instalment WHERE loan_id = {loan}", "never"),
    "a repayment is changed": ("UPDATE lending_repayment SET amount = amount + 1 WHERE id = {paid}", "never"),
    "a repayment is deleted": ("DELETE FROM lending_repayment WHERE id = {paid}", "never"),
    "a payer is changed": ("UPDATE lending_repayment SET payer = 'Lain' WHERE id = {paid}", "never"),
    "a card line is changed": ("UPDATE lending_cardentry SET amount = 1 WHERE loan_id = {old}", "never"),
    "a card line is deleted": ("DELETE FROM lending_cardentry WHERE loan_id = {old}", "never"),
    "a loan is made smaller": ("UPDATE lending_loan SET principal = 1 WHERE id = {loan}", "never"),
    "a rate is changed": ("UPDATE lending_loan SET rate_percent = '0' WHERE id = {loan}", "never"),
    "a loan is deleted": ("DELETE FROM lending_loan WHERE id = {loan}", "never"),
    "a share is deleted": ("DELETE FROM lending_share WHERE loan_id = {loan}", "never"),
    "a signature is changed": ("UPDATE lending_signature SET digest = 'x'", "never"),
    "a signature is deleted": ("DELETE FROM lending_signature", "never"),
    # sums
    "a balance is made smaller": ("UPDATE lending_loan SET principal_paid = 9 WHERE id = {loan}", "cards_say"),
    "jasa is called paid": ("UPDATE lending_loan SET jasa_paid = 750000 WHERE id = {loan}", "cards_say"),
    "jasa is called forgiven": ("UPDATE lending_loan SET jasa_waived = 1 WHERE id = {loan}", "cards_say"),
    "a loan is called settled": (
        "UPDATE lending_loan SET state = 'settled', settled_on = '2026-03-02' WHERE id = {loan}", "owes_no_principal",
    ),
    "a share grows": ("UPDATE lending_share SET principal = principal + 1 WHERE loan_id = {loan}", "add_up"),
    "a share is taken away": ("UPDATE lending_share SET live = {false} WHERE loan_id = {loan}", "named_shares"),
    "the unassigned share is taken away": (
        "UPDATE lending_share SET live = {false} WHERE loan_id = {old}", "named_shares",
    ),
    "a share is added": (
        "INSERT INTO lending_share (loan_id, person_id, principal, live) VALUES ({loan}, {person}, 1, {true})",
        "exceed|one_member",
    ),
    "more is named than is unassigned": (
        "INSERT INTO lending_share (loan_id, person_id, principal, live) VALUES ({old}, {person}, 10000001, {true})",
        "exceed",
    ),
    "an instalment is added": (LATER_LINE, "no_later_line"),
    # repayments
    "a payment is more than its parts": (MORE_THAN_ITS_PARTS, "of_its_parts"),
    "a payment has no parts": (copied(parts="'[]'"), "of_its_parts"),
    "the amount is not the sum": (copied("amount + 1, principal, jasa, surplus, savings, waived"), "are_its_amount"),
    "titipan is used that is not there": (
        copied("0, 0, 575000, -575000, 0, 0", parts="'[[1, 0, 575000]]'", method="'surplus'"),
        "no_more_titipan",
    ),
    "savings are used that are not there": (
        copied("0, 0, 575000, 0, -575000, 0", parts="'[[1, 0, 575000]]'", method="'savings'"),
        "no_more_savings",
    ),
    "money comes out of a payment": (
        copied("-1, 0, -1, 0, 0, 0", parts="'[[1, 0, -1]]'"), "takes_back|comes_in",
    ),
    "a mirror takes back less": (
        copied("-1, -1, 0, 0, 0, 0", parts="'[[1, -1, 0]]'", reverses="{paid}"), "mirrors_its_repayment",
    ),
    "a voucher carries two payments": (copied(by="voucher_id"), "voucher|unique|UNIQUE"),
    # states
    "a disbursed application is asked again": (
        "UPDATE lending_application SET state = 'approved' WHERE id = {application}", "move_as_listed",
    ),
    "a decided share is changed": (
        "UPDATE lending_applicationshare SET decided = 1 WHERE application_id = {application}", "decided_application",
    ),
    "a decided share is deleted": (
        "DELETE FROM lending_applicationshare WHERE application_id = {application}", "decided_application",
    ),
    "an application begins approved": (APPROVED_AT_ONCE, "begins_submitted"),
}  # fmt: skip


def other_voucher(fund):
    """A voucher of the board that no repayment hangs on."""
    from gulir.ledger.models import Voucher

    used = Repayment.objects.values("voucher")
    return f"'{key(Voucher.objects.filter(book_id=fund.book).exclude(pk__in=used).first().pk)}'"


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_the_database_refuses(fund, loan, attack):
    sql, name = ATTACKS[attack]
    with pytest.raises(DatabaseError, match=name):
        run(sql, other=other_voucher(fund), **names_of(fund, loan))


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", ["loan", "instalment", "repayment", "cardentry", "share", "signature"])
def test_no_table_is_emptied(fund, loan, table):
    with pytest.raises(DatabaseError):
        run(f"TRUNCATE lending_{table} CASCADE")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ["repayment", "cardentry", "instalment", "loan", "share", "signature"])
def test_no_row_is_replaced(fund, loan, table):
    with pytest.raises(DatabaseError, match=r"never|no_later_line|begins_unpaid"):
        run(f"INSERT OR REPLACE INTO lending_{table} SELECT * FROM lending_{table}")


# ---------------------------------------------------------------- the controls: without the guard it goes through

UNGUARDED = {
    "a payer is changed": ("lending_repayment", "rows_of_lending_repayment_are_never_changed"),
    "a balance is made smaller": ("lending_loan", "what_was_paid_is_what_the_cards_say"),
    "an instalment is added": ("lending_instalment", "a_schedule_takes_no_later_line"),
    "a share grows": ("lending_share", "shares_always_add_up_to_the_loan"),
    "a decided share is changed": ("lending_applicationshare", "a_decided_application_stays_as_it_is"),
    "a disbursed application is asked again": ("lending_application", "applications_move_as_listed"),
}


@pytest.mark.parametrize("attack", list(UNGUARDED))
def test_without_its_trigger_the_same_statement_goes_through(fund, loan, attack):
    """The refusal comes from this guard and no other; taken away, the wrong row is there."""
    table, trigger = UNGUARDED[attack]
    names = {"other": other_voucher(fund), **names_of(fund, loan)}
    run(f"DROP TRIGGER {trigger}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
    run(ATTACKS[attack][0], **names)


# ---------------------------------------------------------------- what the database adds up


def test_the_database_adds_every_repayment_to_its_loan(fund, loan):
    run(
        copied("575000, 500000, 75000, 0, 0, 0", parts="'[[2, 500000, 75000]]'"),
        other=other_voucher(fund), **names_of(fund, loan),
    )  # fmt: skip
    now = Loan.objects.get(pk=loan.pk)
    assert (now.principal_paid, now.jasa_paid, now.state) == (1_000_000, 150_000, "active")


def write_loan(*, share=5_000_000, line=5_000_000, **more):
    """A loan of five million written past the acts: a share, a line of its schedule, then the loan itself."""
    made = UUID(int=99)
    with transaction.atomic():
        Share.objects.create(loan_id=made, principal=share)
        Instalment.objects.create(
            loan_id=made, no=1, due_on=date(2026, 4, 2), principal=line, jasa=0, cum_principal=line, cum_jasa=0
        )
        return Loan.objects.create(
            id=made, loan_no="X", ksm="X", disbursed_on=date(2026, 3, 2), principal=5_000_000, jasa=0,
            **{"instalments": 1, "rate_percent": "0", **more},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"share": 4_999_999}, "the_shares_of_a_loan_are_the_loan"),
        ({"share": 5_000_001}, "the_shares_of_a_loan_are_the_loan"),
        ({"line": 4_999_999}, "the_schedule_of_a_loan_is_the_loan"),
        ({"instalments": 2}, "the_schedule_of_a_loan_is_the_loan"),
        ({"principal_paid": 1}, "a_loan_begins_unpaid"),
        ({"jasa_waived": 1}, "a_loan_begins_unpaid"),
    ],
)
def test_a_loan_is_whole_when_it_is_written(fund, loan, wrong, name):
    with pytest.raises(DatabaseError, match=name):
        write_loan(book_id=fund.book, **wrong)


def test_a_loan_of_another_board_s_group_cannot_be_written(fund, loan):
    from tests.community.stage import empty_board

    with pytest.raises(DatabaseError, match="book_of_its_group"):
        write_loan(book_id=empty_board("lain").book, group_id=fund.stage.groups["Melati"])


def test_one_application_is_paid_out_once(fund, loan):
    """The application of a loan is its own: a second loan on it is refused, whoever writes it."""
    with pytest.raises(DatabaseError):
        write_loan(book_id=fund.book, application_id=loan.application_id)


def test_written_whole_it_stands(fund, loan):
    """The control of the stories above: nothing but what they spoil keeps such a loan out."""
    assert write_loan(book_id=fund.book).balance == 5_000_000


def test_the_guards_leave_honest_work_alone(fund, loan):
    fund.do("cashier", lending.receive_savings, loan=loan.pk, amount=50_000)
    advance(fund, date(2026, 4, 2))
    fund.pay(loan, 1_000_000)
    fund.do("cashier", lending.settle_early, loan=loan.pk)
    fund.do("cashier", lending.return_savings, loan=loan.pk, amount=100_000)
    assert (savings_held(loan.pk), surplus_held(loan.pk)) == (0, 0)
    assert Application.objects.get(pk=loan.application_id).state == "disbursed"


def test_nothing_is_decided_that_nobody_verified(fund):
    """A comparison with a sum that is missing is unknown, and a CHECK lets that pass: so the sum is asked for."""
    asked = f"'{key(fund.apply())}'"
    put = "UPDATE lending_application SET verified = {verified}, decided = 5000000 WHERE id = {asked}"
    for verified in ("NULL", "4000000"):
        with pytest.raises(DatabaseError, match="no_more_is_decided_than_was_verified"):
            run(put, asked=asked, verified=verified)
    run(put, asked=asked, verified="5000000")
