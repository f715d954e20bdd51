"""A day closes when one person counted the cash and another confirmed; then nothing goes into it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gulir.core.problems.access import NotAllowed, SecondPersonNeeded
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.ledger import (
    CashDifferenceUnexplained,
    CashNotCounted,
    CountOutdated,
    DateAfterToday,
    DayNotCounted,
    DayNotEmpty,
    DayNotOpen,
    NotACashAccount,
)
from gulir.ledger import queries, services
from gulir.ledger.models import CashCount, Day, Voucher

pytestmark = pytest.mark.django_db
BOX = {"100000": 49, "50000": 1, "20000": 1, "2000": 2}  # 4.974.000


def count(**more):
    return {"account": "11010", "denominations": BOX, **more}


def test_a_day_with_an_expense_closes_by_two_people(live):
    live.spend(26_000)
    counted = live.do(services.close_day, "siti", counts=[count()])
    assert counted == {"day": "2026-01-01", "counted": 4_974_000, "difference": 0}

    closed = live.do(services.confirm_day, "ratna")
    assert closed == {"day": "2026-01-01", "open_day": "2026-01-02"}
    day = Day.objects.get(book=live.book, day=date(2026, 1, 1))
    assert (day.counted_by, day.confirmed_by) == (live.people["siti"], live.people["ratna"])
    assert live.state.open_day == date(2026, 1, 2)


def test_the_one_who_counted_cannot_confirm(live):
    live.spend()
    live.do(services.close_day, "ratna", counts=[count()])
    with pytest.raises(SecondPersonNeeded):
        live.do(services.confirm_day, "ratna")


def test_two_logins_of_one_person_are_one_person(live):
    from gulir.base.models import Actor

    live.spend()
    live.do(services.close_day, "ratna", counts=[count()])
    live.people["other login"] = Actor.objects.create(person=live.people["ratna"].person, name="Ratna (HP)")
    with pytest.raises(SecondPersonNeeded):
        live.do(services.confirm_day, "other login")


def test_a_cash_box_that_moved_must_be_counted(live):
    live.spend()
    with pytest.raises(CashNotCounted) as refused:
        live.do(services.close_day, "siti")
    assert refused.value.facts == {"account": "11010", "balance": 4_974_000}


def test_missing_cash_needs_a_reason_and_is_put_aside_the_same_day(live):
    live.spend()
    short = {"100000": 49, "50000": 1, "20000": 1}  # 4.000 missing
    with pytest.raises(CashDifferenceUnexplained) as refused:
        live.do(services.close_day, "siti", counts=[{"account": "11010", "denominations": short}])
    assert refused.value.facts["difference"] == -4_000

    told = live.do(
        services.close_day, "siti", counts=[{"account": "11010", "denominations": short, "reason": "Kembalian salah"}]
    )
    assert told["difference"] == -4_000
    voucher = Voucher.objects.latest("recorded_at")
    assert (voucher.label, voucher.total, voucher.dated) == ("KK-2026-00002", 4_000, date(2026, 1, 1))
    assert queries.balance_at(live.account("11041")) == 4_000
    live.do(services.confirm_day, "budi")


def test_too_much_cash_is_put_aside_too(live):
    live.spend()
    live.do(
        services.close_day,
        "siti",
        counts=[{"account": "11010", "denominations": {"100000": 50}, "reason": "Belum jelas"}],
    )
    assert queries.balance_at(live.account("11010")) == 5_000_000
    assert queries.balance_at(live.account("11041")) == -26_000


def test_money_that_moves_after_the_count_needs_a_new_count(live):
    live.spend()
    live.do(services.close_day, "siti", counts=[count()])
    live.spend(4_000)
    with pytest.raises(CountOutdated):
        live.do(services.confirm_day, "ratna")
    live.do(
        services.close_day,
        "siti",
        counts=[{"account": "11010", "denominations": {"100000": 49, "50000": 1, "20000": 1}}],
    )
    live.do(services.confirm_day, "ratna")


def test_another_box_that_moves_after_the_count_is_counted_too(live):
    live.spend()
    live.do(services.close_day, "siti", counts=[count()])
    live.do(
        services.record_voucher, "dewi", ledger="secretariat", description="Rapat",
        entries=[{"debit": "51010", "credit": "11010", "amount": 10_000}],
    )  # fmt: skip
    with pytest.raises(CashNotCounted):
        live.do(services.confirm_day, "ratna")


def test_the_second_person_can_send_the_count_back(live):
    live.spend()
    live.do(services.close_day, "siti", counts=[count()])
    with pytest.raises(ReasonMissing):
        live.do(services.refuse_day, "ratna", reason=" ")
    live.do(services.refuse_day, "ratna", reason="Uang logam belum dihitung")
    assert queries.day_summary(live.book.pk).refused is True
    with pytest.raises(DayNotCounted):
        live.do(services.confirm_day, "ratna")
    live.do(services.close_day, "siti", counts=[count()])
    live.do(services.confirm_day, "ratna")


def test_nobody_sends_back_an_own_or_a_missing_count(live):
    with pytest.raises(DayNotCounted):
        live.do(services.refuse_day, "ratna", reason="x")
    live.spend()
    live.do(services.close_day, "siti", counts=[count()])
    with pytest.raises(NotAllowed):
        live.do(services.refuse_day, "joko", reason="x")


def test_empty_days_close_in_one_act(live):
    live.today = date(2026, 1, 11)
    told = live.do(services.close_through, "ratna", through=date(2026, 1, 10))
    assert told == {"days": 10, "open_day": "2026-01-11"}
    days = queries.days(live.book.pk, from_=date(2026, 1, 1), as_of=date(2026, 1, 10))
    assert [day.empty for day in days] == [True] * 10


def test_a_day_with_vouchers_is_not_empty(live):
    live.spend()
    live.today += timedelta(days=3)
    with pytest.raises(DayNotEmpty):
        live.do(services.close_through, "ratna", through=date(2026, 1, 3))


def test_days_that_have_not_come_stay_open(live):
    with pytest.raises(DateAfterToday):
        live.do(services.close_through, "ratna", through=date(2026, 1, 2))
    live.do(services.close_through, "ratna", through=date(2026, 1, 1))
    with pytest.raises(DateAfterToday):
        live.do(services.close_day, "siti", counts=[])
    with pytest.raises(DayNotOpen):
        live.do(services.close_through, "ratna", through=date(2026, 1, 1))


def test_only_the_open_day_is_counted(live):
    with pytest.raises(DayNotOpen):
        live.do(services.close_day, "siti", day=date(2025, 12, 31), counts=[])
    with pytest.raises(NotACashAccount):
        live.do(services.close_day, "siti", counts=[count(account="11021")])


def test_a_surprise_count_books_nothing(live):
    told = live.do(
        services.count_cash, "rini", account="11010", denominations={"100000": 49}, reason="Bon sementara Rp100.000"
    )
    assert told["difference"] == -100_000
    assert Voucher.objects.filter(book=live.book, kind="ordinary").count() == 0
    assert CashCount.objects.get(pk=told["count"]).closing is False


def test_the_summary_of_the_day_says_what_is_to_do(live):
    live.spend()
    before = queries.day_summary(live.book.pk)
    assert (before.state, before.paid, before.vouchers) == ("open", 26_000, {"KK": 1})
    assert [(box.account.ledger, box.moved, box.counted) for box in before.boxes] == [
        ("secretariat", False, None),
        ("upk", True, None),
    ] or [box.account.ledger for box in before.boxes] == ["activities", "secretariat", "upk"]
    live.do(services.close_day, "siti", counts=[count()])
    after = queries.day_summary(live.book.pk)
    assert (after.state, after.counted_by) == ("counted", "Siti")
    assert {box.counted for box in after.boxes if box.moved} == {4_974_000}
