"""What the books answer: lists for those who may see them, one voucher as on paper, balances at any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gulir.base.ids import new_id
from gulir.base.policy import STRANGER, standing_of
from gulir.core.problems.access import NotFound
from gulir.core.problems.books import AccountUnknown, RoleMissing
from gulir.core.problems.ledger import BooksNotBegun
from gulir.core.roles import Ledger, Role
from gulir.ledger import queries, services
from gulir.ledger.models import Voucher

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def stands(village, who):
    return standing_of(actor=village.people[who].pk, book=village.book.pk, on=village.today)


def test_vouchers_are_found_by_what_people_remember(live):
    first = live.spend(26_000, description="ATK kantor", reference="NOTA-7")
    live.post([(Role.CASH, Role.JASA_INCOME, 75_000)], description="Jasa Mawar")
    see = stands(live, "rini")

    def found(**what):
        return [v.label for v in queries.vouchers(live.book.pk, see, **what)]

    assert len(found()) == 4
    assert found(text="nota-7") == found(text="kk-2026") == found(text="atk") == found(account="51030") == [first.label]
    assert found(type="KM", kind="ordinary") == ["KM-2026-00001"]
    assert found(amount=75_000) == ["KM-2026-00001"]
    assert found(ledger="secretariat") == ["SEK-KM-2025-00001"]
    assert found(as_of=DAY - timedelta(days=1), ledger="upk") == ["KM-2025-00001"]
    assert len(found(from_=DAY)) == 2
    assert found(import_ref=new_id()) == []


def test_whoever_may_not_see_the_books_sees_no_row(live):
    voucher = live.spend()
    assert not queries.vouchers(live.book.pk, stands(live, "joko")).exists()
    assert not queries.vouchers(live.book.pk, STRANGER).exists()
    for standing in (STRANGER, stands(live, "joko")):
        with pytest.raises(NotFound):
            queries.voucher(live.book.pk, voucher.pk, standing)


def test_a_voucher_of_another_board_is_not_found(live):
    with pytest.raises(NotFound):
        queries.voucher(new_id(), live.spend().pk, stands(live, "rini"))


def test_a_voucher_reads_as_on_paper(live):
    voucher = live.post([("11010", "11030", 500_000, "7", "Mawar"), ("11010", "41010", 75_000, "7", "Mawar")])
    sheet = queries.voucher(live.book.pk, voucher.pk, stands(live, "rini"))
    assert [(line.code, line.debit, line.credit) for line in sheet.lines] == [
        ("11010", 575_000, 0), ("11030", 0, 500_000), ("41010", 0, 75_000),
    ]  # fmt: skip
    assert [row.ksm for row in sheet.transfers] == ["Mawar", "Mawar"]
    assert sheet.reversed_by is None
    with live.act("ratna") as act:
        mirror = services.reverse(act, voucher=voucher.pk, reason="Salah")
    assert queries.voucher(live.book.pk, voucher.pk, stands(live, "rini")).reversed_by == mirror


def test_balances_stand_at_any_day(live):
    live.spend(26_000)
    cash = live.account("11010")
    assert queries.balance_at(cash, as_of=DAY - timedelta(days=1)) == 5_000_000
    assert queries.balance_at(cash, as_of=DAY) == queries.balance_at(cash) == 4_974_000
    assert queries.balance_before(cash, DAY) == 5_000_000
    assert queries.balance_before(cash, date.min) == 0
    assert queries.control_balance(live.book.pk, [Role.CASH, Role.BANK], as_of=DAY - timedelta(days=1)) == {
        "cash": 5_000_000, "bank": 50_000_000,
    }  # fmt: skip
    assert queries.control_balance(live.book.pk, []) == {}
    moved = queries.balances(live.book.pk, from_=DAY, as_of=DAY)
    assert {row.account.code: row.net for row in moved if row.net} == {"11010": -26_000, "51030": 26_000}


def test_kept_sums_and_transfers_tell_the_same(live):
    """The short way (sums kept at the close, and what came after) equals the long one over all transfers."""
    from gulir.ledger.queries.balances import _sums
    from gulir.ledger.sums import refresh_sums

    live.spend(26_000)
    refresh_sums(live.book.pk)
    live.post([(Role.CASH, Role.JASA_INCOME, 75_000)])
    short = queries.balances(live.book.pk, as_of=DAY)
    long = _sums(live.book.pk, Ledger.UPK, until=DAY, since=None, without_closing=False)
    by_code = {a.code: a.pk for a in queries.accounts(live.book.pk)}
    assert {by_code[row.account.code]: (row.debit, row.credit) for row in short if row.debit or row.credit} == long
    assert queries.balances(live.book.pk) == short == queries.balances(live.book.pk, as_of=date(2030, 1, 1))


def test_movements_come_in_the_order_they_were_booked(live):
    live.spend(26_000)
    live.spend(4_000)
    amounts = [m.amount for m in queries.movements(live.book.pk, from_=DAY)]
    assert amounts == [26_000, 4_000]
    assert queries.movements(live.book.pk, as_of=DAY - timedelta(days=1))[0].amount == 5_000_000


def test_an_account_is_found_by_code_or_role(live):
    assert queries.account_at(live.book.pk, "11010", "secretariat").name == "Kas Sekretariat"
    with pytest.raises(AccountUnknown):
        queries.account_at(live.book.pk, "9")
    with pytest.raises(RoleMissing):
        queries.account_for(live.book.pk, Role.LOANS, "secretariat")
    live.account("51090").__class__.objects.filter(code="51090").update(active=False)
    codes = {a.code for a in queries.accounts(live.book.pk, active_only=True)}
    assert "51090" not in codes
    assert "51030" in codes


def test_the_state_of_the_books(village):
    with pytest.raises(BooksNotBegun):
        queries.book_state(village.book.pk)
    assert queries.open_day(village.book.pk) is None
    village.do(services.use_programme_chart)
    assert queries.day_summary(village.book.pk).state == "loading"
    assert queries.next_month(village.book.pk, queries.book_state(village.book.pk)) is None


def test_cash_counts_are_listed(live):
    live.do(services.count_cash, "rini", account="11010", denominations={"100000": 50})
    (kept,) = queries.cash_counts(live.book.pk, from_=DAY, as_of=DAY)
    assert (kept.counted, kept.reason) == (5_000_000, "")


def test_the_trial_balance_costs_three_queries(live, django_assert_num_queries):
    for _ in range(3):
        live.spend(1_000)
    with django_assert_num_queries(3):
        queries.trial_balance(live.book.pk, as_of=DAY)
    assert Voucher.objects.filter(book=live.book, kind="ordinary").count() == 3
