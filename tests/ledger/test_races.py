"""Many hands at once, with real commits: numbers stay gapless, cash stays above zero, a closed day takes nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gulir.base.ids import new_id
from gulir.core.problems import Problem
from gulir.core.problems.ledger import CashBelowZero, CountOutdated, DayNotCounted, VoucherAlreadyReversed
from gulir.ledger import queries, services
from gulir.ledger.models import AccountSum, Day, Voucher
from tests.ledger import attacks
from tests.ledger.stage import raise_village
from tests.races import at_once

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture
def live(fresh_database):
    return raise_village().live()


def codes(answers):
    return Counter(type(a).__name__ if isinstance(a, Exception) else "done" for a in answers)


def test_vouchers_at_once_are_numbered_without_gaps(live):
    answers = at_once([lambda: live.spend(1_000) for _ in range(8)])
    assert codes(answers) == {"done": 8}
    numbers = Voucher.objects.filter(book=live.book, kind="ordinary").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 9))


def test_one_key_at_once_books_once(live):
    body = {"description": "ATK", "entries": [{"debit": "51030", "credit": "11010", "amount": 1_000}]}
    answers = at_once([lambda: live.do(services.record_voucher, key="sama", **body) for _ in range(6)])
    assert codes(answers) == {"done": 6}
    assert len({answer["number"] for answer in answers}) == 1
    assert Voucher.objects.filter(book=live.book, kind="ordinary").count() == 1


def test_two_payments_cannot_both_take_the_last_cash(live):
    answers = at_once([lambda: live.spend(3_000_000), lambda: live.spend(3_000_000)])
    assert codes(answers) == {"done": 1, "CashBelowZero": 1}
    assert isinstance(next(a for a in answers if isinstance(a, Exception)), CashBelowZero)
    assert queries.balance_at(live.account("11010")) == 2_000_000


def test_a_voucher_is_undone_once_however_many_try(live):
    voucher = live.spend()
    undo = [
        lambda who=who: live.do(services.reverse_voucher, who, voucher=voucher.pk, reason="Salah")
        for who in ("ratna", "siti", "ratna")
    ]
    answers = at_once(undo)
    assert codes(answers) == {"done": 1, "VoucherAlreadyReversed": 2}
    assert any(isinstance(a, VoucherAlreadyReversed) for a in answers)


def test_closing_a_day_while_posting_loses_nothing(live):
    live.spend(26_000)
    pieces = {"100000": 49, "50000": 1, "20000": 1, "2000": 2}
    live.do(services.close_day, "siti", counts=[{"account": "11010", "denominations": pieces}])
    answers = at_once([lambda: live.do(services.confirm_day, "ratna"), lambda: live.spend(4_000)])
    closed, spent = answers
    voucher = Voucher.objects.filter(book=live.book, total=4_000).get()
    assert not isinstance(spent, Exception)
    if isinstance(closed, Exception):
        assert isinstance(closed, CountOutdated)
        assert voucher.dated == date(2026, 1, 1)
    else:
        assert voucher.dated == date(2026, 1, 2)


def test_a_day_is_closed_once(live):
    live.spend(26_000)
    pieces = {"100000": 49, "50000": 1, "20000": 1, "2000": 2}
    live.do(services.close_day, "siti", counts=[{"account": "11010", "denominations": pieces}])
    answers = at_once([lambda who=who: live.do(services.confirm_day, who) for who in ("ratna", "budi", "rini")])
    assert codes(answers)["done"] == 1
    assert all(isinstance(a, DayNotCounted) for a in answers if isinstance(a, Exception))
    assert live.state.open_day == date(2026, 1, 2)
    assert Day.objects.filter(book=live.book).count() == 2


def test_two_consoles_cannot_write_one_number(live):
    """Past the acts no board lock is taken: the number's own uniqueness is the last wall."""

    def by_hand():
        with transaction.atomic():
            attacks.write(live)

    answers = at_once([by_hand, by_hand])
    assert codes(answers)["done"] == 1
    assert all(isinstance(a, DatabaseError) for a in answers if isinstance(a, Exception))


def test_a_transfer_without_a_voucher_is_not_committed(live):
    with pytest.raises(IntegrityError), transaction.atomic():
        attacks.transfer(live, new_id())


def test_two_boards_do_not_wait_for_each_other_nor_share_numbers(live):
    other = raise_village("LAIN").live()
    answers = at_once([lambda v=v: v.spend(1_000) for v in (live, other, live, other)])
    assert codes(answers) == {"done": 4}
    for village in (live, other):
        numbers = Voucher.objects.filter(book=village.book, kind="ordinary").values_list("number", flat=True)
        assert sorted(numbers) == [1, 2]


def test_a_refused_voucher_leaves_nothing_but_its_refusal(live):
    with pytest.raises(Problem):
        live.spend(99_000_000)
    assert not Voucher.objects.filter(book=live.book, kind="ordinary").exists()
    live.spend(1_000)
    assert Voucher.objects.get(book=live.book, kind="ordinary").number == 1


def test_the_cache_of_sums_can_be_thrown_away_and_rebuilt(live):
    from gulir.ledger.sums import balances_of, refresh_sums

    live.spend(26_000)
    refresh_sums(live.book.pk)
    live.spend(4_000)
    accounts = [live.account("11010").pk, live.account("51030").pk]
    before = balances_of(accounts)
    with transaction.atomic():
        AccountSum.objects.all().delete()
        assert balances_of(accounts) == before == {accounts[0]: 4_970_000, accounts[1]: 30_000}
        refresh_sums(live.book.pk)
        assert balances_of(accounts) == before


@pytest.mark.postgres_only
def test_a_posting_and_its_checks_read_by_index(live):
    """A cached plan made on an empty table must not read the whole table later (the planner's trap)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, proconfig FROM pg_proc WHERE proname IN ('a_voucher_is_whole',"
                       " 'a_posted_voucher_takes_no_transfer', 'a_reversal_mirrors_its_original')")  # fmt: skip
        settings = dict(cursor.fetchall())
    assert len(settings) == 3
    assert all("enable_seqscan=off" in (config or []) for config in settings.values())
