"""The short road to the books passes the same guards as every single voucher: the database refuses what is wrong."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.core.vouchers import Entry, VoucherType, voucher_type
from gulir.ledger.models import Account, Transfer, Voucher
from gulir.ledger.services import bulk
from tests.intake.stage import Loading

DAY = date(2025, 12, 31)
GOOD = "code;debit;credit\n11010;5000000;0\n31010;0;5000000\n"
HEADINGS = "voucher;date;description;debit_code;credit_code;amount;loan_no;ksm\n"


@pytest.fixture
def opened(board: Loading) -> Loading:
    board.bring("opening", GOOD, dated=DAY)
    return board


def test_a_thousand_vouchers_are_whole_numbered_and_typed(opened):
    rows = []
    for n in range(1000):
        rows.append(f"A{n};2026-01-{n % 28 + 1:02d};Angsuran;11010;11030;{n + 1};{n};KSM {n}")
        rows.append(f"A{n};2026-01-{n % 28 + 1:02d};Angsuran;11010;41010;75;{n};KSM {n}")
    rows += [f"B{n};2026-02-01;Setor;11021;11010;1;;" for n in range(3)]
    rows += ["C0;2026-02-02;ATK;51030;11010;26000;;"]

    outcome = opened.bring("vouchers", HEADINGS + "\n".join(rows))

    assert outcome.counts == {"vouchers": 1004, "rows": 2004}
    made = Voucher.objects.filter(import_ref=outcome.import_id)
    numbers = list(made.filter(type="KM").order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 1001))
    assert made.filter(type="PB", year=2026).count() == 3
    assert made.get(type="KK").label == "KK-2026-00001"
    for voucher in made.order_by("?")[:25]:
        legs = Transfer.objects.filter(voucher=voucher).select_related("debit", "credit").order_by("line")
        assert [leg.line for leg in legs] == list(range(1, len(legs) + 1))
        assert sum(leg.amount for leg in legs) == voucher.total
        entries = [Entry(leg.debit.code, leg.credit.code, leg.amount) for leg in legs]
        assert voucher_type(entries, {"11010", "11021", "11022", "11023"}) is VoucherType(voucher.type)
        assert (voucher.year, voucher.for_year, voucher.effective_on) == (2026, 2026, voucher.dated)


SPOILT = {
    "a total that is not the sum": ({"total": 6}, "a_voucher_is_the_sum_of_its_transfers"),
    "a gap in the numbers": ({"number": 7}, "voucher_numbers_have_no_gaps"),
    "a day before the books": ({"dated": date(2025, 1, 1), "year": 2025, "for_year": 2025}, "closed_days_take_nothing"),
    "a year that is not the day's": ({"year": 2025, "for_year": 2025}, "a_voucher_counts_when_it_says"),
    "another ledger": ({"ledger": "secretariat"}, "a_voucher_stays_in_its_book_and_ledger"),
}


@pytest.mark.parametrize("story", SPOILT)
def test_the_database_refuses_a_spoilt_row_on_the_short_road_too(opened, story):
    """The guards are those of single vouchers; without them (below) the same rows would stand in the books."""
    changed, rule = SPOILT[story]
    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        write_one(opened, **changed)
    assert Voucher.objects.filter(description="Palsu").count() == 0


def test_the_same_spoilt_row_goes_through_once_the_guard_is_gone(opened):
    """Negative control: it is the trigger that refuses, not something else."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER a_voucher_is_the_sum_of_its_transfers")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                cursor.execute("ALTER TABLE ledger_voucher DISABLE TRIGGER a_voucher_is_whole")
        write_one(opened, total=6)
        assert Voucher.objects.filter(description="Palsu", total=6).count() == 1
        transaction.set_rollback(True)


def write_one(opened: Loading, **changed) -> None:
    """One voucher of five rupiah by the importer's own writing, with some columns spoilt."""
    accounts = dict(Account.objects.filter(book=opened.book, ledger="upk").values_list("code", "pk"))
    sqlite = connection.vendor == "sqlite"
    voucher = new_id()
    plain = {
        "book_id": opened.book.pk, "import_ref": new_id(), "made_by_id": opened.village.people["budi"].pk,
        "recorded_at": "2026-03-02 06:00:00" if sqlite else opened.now, "year": 2026, "for_year": 2026,
        "dated": date(2026, 1, 5), "id": voucher, "ledger": "upk", "type": "KM", "kind": "ordinary", "number": 1,
        "label": "KM-2026-00001", "description": "Palsu", "reference": "", "reverses_id": None, "total": 5, **changed,
    }  # fmt: skip
    row = {"effective_on": plain["dated"], **plain}
    insert = bulk._insert_sqlite if sqlite else bulk._copy_postgres
    leg = (opened.book.pk, voucher, 1, accounts["11010"], accounts["31010"], 5, "", "")
    insert("ledger_transfer", bulk.TRANSFER, [stored(leg)])
    insert("ledger_voucher", bulk.VOUCHER, [stored(tuple(row[name] for name in bulk.VOUCHER))])


def stored(row: tuple) -> tuple:
    """Values as the engine of this run keeps them."""
    if connection.vendor != "sqlite":
        return row
    return tuple(v.hex if isinstance(v, UUID) else v.isoformat() if isinstance(v, date) else v for v in row)
