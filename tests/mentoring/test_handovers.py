"""The hand-over ladder is read once a quarter, kept for ever, answered by the board; the exit test follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.base.models import Fact
from gulir.community.queries import standing
from gulir.core.handover import ROUTINES
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.handovers import HandoverRepeated, HandoverReplyEmpty, NothingRead, RungUnexplained
from gulir.core.problems.measuring import AnswerUnknown, ItemUnknown
from gulir.mentoring.models import HandoverReading
from gulir.mentoring.queries.handovers import climb_of, handover_of
from gulir.mentoring.services.handovers import read_handover, reply_to_handover
from tests.lending.stage import make_fund
from tests.mentoring.direct_sql import write

pytestmark = pytest.mark.django_db
TOGETHER = dict.fromkeys(ROUTINES, 3)
READY = TOGETHER | dict.fromkeys(ROUTINES[:6], 4)


@pytest.fixture(scope="module")
def opened(django_db_setup, django_db_blocker):
    """A board that lends, inside a transaction that ends with the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_fund()
        transaction.set_rollback(True)


@pytest.fixture
def fund(opened, db):
    """The board on its first day, whatever the story before did."""
    return replace(opened)


def read(fund, levels, who="facilitator", **more):
    """The ladder of today, read and kept."""
    return UUID(fund.do(who, read_handover, levels=levels, **more)["reading"])


def see(fund, who):
    """With whose eyes."""
    actor = fund.stage.actors.get(who) or fund.stage.actor(who)
    return standing(actor.pk, fund.book, fund.today)


def climb(fund, who="facilitator"):
    return climb_of(fund.book, see(fund, who), on=fund.today)


def seen(*routines):
    return dict.fromkeys(routines or ROUTINES, "Dilihat pada pertemuan")


def test_a_reading_is_kept_with_what_was_seen_and_its_index(fund):
    before = climb(fund)
    assert (before.readings, before.due, before.test.passed) == ((), True, False)

    key = read(fund, TOGETHER, seen={"books": "Bu Wulan menulis, saya menunggui"})

    found = climb(fund)
    (one,) = found.readings
    assert (one.id, one.number, one.index, one.version) == (key, 1, Fraction(2, 3), 1)
    assert one.seen == {"books": "Bu Wulan menulis, saya menunggui"}
    assert not found.due


def test_a_routine_that_nobody_saw_is_left_open(fund):
    read(fund, {"call": 2, "plan": 1})
    (one,) = climb(fund).readings
    assert one.index is None
    assert one.ladder.unread == ("lead", "minutes", "books", "check", "collect", "report")


def test_the_fact_tells_all_how_many_routines_residents_do_alone(fund):
    read(fund, READY)
    fact = Fact.objects.filter(book_id=fund.book).latest("sequence")
    assert fact.kind == "HandoverRead"
    assert fact.public == {"on": fund.today.isoformat(), "number": 1, "alone": 6, "routines": 8}


def test_a_quarter_is_read_once_or_it_is_said_why(fund):
    read(fund, TOGETHER)
    with pytest.raises(HandoverRepeated) as refused:
        read(fund, TOGETHER)
    assert refused.value.facts["on"] == fund.today

    again = read(fund, TOGETHER, reason="Salah pilih")
    found = climb(fund)
    assert [one.number for one in found.readings] == [1, 2]
    assert [one.id for one in found.counted] == [again]


def test_a_changed_rung_is_explained(fund):
    read(fund, TOGETHER)
    with pytest.raises(RungUnexplained) as refused:
        read(fund, TOGETHER | {"lead": 4}, reason="Dibaca lagi")
    assert refused.value.facts["routine"] == "lead"
    read(fund, TOGETHER | {"lead": 4}, reason="Dibaca lagi", seen=seen("lead"))
    assert climb(fund).readings[-1].ladder.alone == ("lead",)


def test_two_standing_quarters_pass_the_test_and_one_does_not(fund):
    read(fund, READY)
    assert (climb(fund).test.quarters, climb(fund).test.passed) == (1, False)
    fund.move_to(date(2026, 4, 1))
    assert climb(fund).due
    read(fund, READY)
    found = climb(fund)
    assert (found.test.quarters, found.test.passed) == (2, True)
    assert found.test.rows == tuple(str(one.id) for one in found.readings)


def test_a_quarter_without_a_reading_breaks_the_row(fund):
    read(fund, READY)
    fund.move_to(date(2026, 7, 1))
    read(fund, READY)
    assert (climb(fund).test.quarters, climb(fund).test.passed) == (1, False)


@pytest.mark.parametrize(
    ("levels", "more", "problem"),
    [
        ({}, {}, NothingRead),
        ({"sing": 1}, {}, ItemUnknown),
        ({"call": 0}, {}, AnswerUnknown),
        ({"call": 5}, {}, AnswerUnknown),
        ({"call": 1}, {"seen": {"call": "x" * 201}}, NoteTooLong),
        ({"call": 1}, {"reason": "x" * 201}, NoteTooLong),
    ],
)
def test_what_is_no_reading_changes_nothing(fund, levels, more, problem):
    with pytest.raises(problem):
        read(fund, levels, **more)
    assert not HandoverReading.objects.filter(book_id=fund.book).exists()


def test_the_board_answers_beside_a_reading_as_often_as_it_likes(fund):
    key = read(fund, TOGETHER)
    for who, said in (("coordinator", "Rapat sudah kami pimpin sendiri."), ("trustee", "Bulan depan juga notulen.")):
        fund.do(who, reply_to_handover, reading=key, said=said)
    told = handover_of(fund.book, key, see(fund, "overseer")).replies
    assert [row.said for row in told] == ["Rapat sudah kami pimpin sendiri.", "Bulan depan juga notulen."]


@pytest.mark.parametrize(
    ("said", "problem"), [("", HandoverReplyEmpty), ("  ", HandoverReplyEmpty), ("x" * 601, NoteTooLong)]
)
def test_an_empty_or_endless_reply_is_none(fund, said, problem):
    key = read(fund, TOGETHER)
    with pytest.raises(problem):
        fund.do("coordinator", reply_to_handover, reading=key, said=said)
    assert handover_of(fund.book, key, see(fund, "facilitator")).replies == ()


def test_who_has_no_office_for_it_neither_reads_nor_writes(fund):
    key = read(fund, TOGETHER)
    for who in ("coordinator", "cashier", "upk_manager", "Yuni"):
        with pytest.raises(NotAllowed):
            read(fund, TOGETHER, who=who, reason="Saya juga")
    for who in ("facilitator", "cashier", "overseer", "Yuni"):
        with pytest.raises(NotAllowed):
            fund.do(who, reply_to_handover, reading=key, said="Menurut saya")
    assert climb(fund, "Yuni").readings == ()
    with pytest.raises(NotFound):
        handover_of(fund.book, key, see(fund, "Yuni"))
    assert climb(fund, "overseer").readings  # control: the same question, another office
    with pytest.raises(NotFound):
        fund.do("coordinator", reply_to_handover, reading=new_id(), said="Yang mana?")


# -------------------------------------------------------------------------------- the database is the last witness


def level(key, routine="call", on=1):
    write("handoverlevel", reading_id=key, routine=routine, level=on, seen="")


def head(fund, key, **more):
    """The reading after the one there is, as an attacker would write it; right unless something is changed."""
    given = {
        "number": 2, "version": 1, "read_on": "2026-04-02", "quarter": 2026 * 4 + 1, "reason": "", "book_id": fund.book,
        "read_by_id": fund.stage.actor("facilitator").pk, "read_at": "2026-04-02 05:00:00+00:00", **more,
    }  # fmt: skip
    write("handoverreading", id=key, **given)


def whole(fund, **more):
    """A level and its reading together, so that nothing is left when the reading is refused."""
    with transaction.atomic():
        key = new_id()
        level(key)
        head(fund, key, **more)


def test_the_attackers_reading_would_be_right(fund):
    read(fund, TOGETHER)
    whole(fund)
    assert HandoverReading.objects.filter(book_id=fund.book).count() == 2


@pytest.mark.parametrize(
    ("more", "guard"),
    [
        ({"number": 3}, "handover_readings_follow_each_other"),
        ({"read_on": "2026-02-27", "quarter": 2026 * 4}, "handover_readings_follow_each_other"),
        ({"quarter": 2026 * 4}, "a_handover_reading_is_of_its_quarter"),
        ({"quarter": 2026 * 4 + 2}, "a_handover_reading_is_of_its_quarter"),
    ],
)
def test_a_reading_out_of_order_or_quarter_is_refused_by_the_database(fund, more, guard):
    read(fund, TOGETHER)
    given = {"reason": "lagi"} | more
    with pytest.raises(DatabaseError, match=guard):
        whole(fund, **given)


def test_a_reading_without_a_level_is_refused_by_the_database(fund):
    read(fund, TOGETHER)
    with pytest.raises(DatabaseError, match="a_handover_reading_reads_something"):
        head(fund, new_id())


def test_a_kept_reading_takes_nothing_more_and_never_changes(fund):
    key = read(fund, TOGETHER)
    with pytest.raises(DatabaseError, match="a_read_handover_takes_no_level"):
        level(key, "plan", 4)
    for table in ("handoverreading", "handoverlevel"):
        for verb in (f"UPDATE mentoring_{table} SET id = id", f"DELETE FROM mentoring_{table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(verb)


def test_a_reply_needs_its_reading(fund):
    with pytest.raises(DatabaseError, match="a_reply_is_to_a_read_handover"):
        write(
            "handoverreply", id=new_id(), reading_id=new_id(), said="Hai", by_id=fund.stage.actor("facilitator").pk,
            at="2026-04-02 05:00:00+00:00",
        )  # fmt: skip
