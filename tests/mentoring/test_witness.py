"""The database keeps a KSM's record whoever writes: nothing is changed, deleted or added to what was closed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.mentoring.models import GroupMeeting, GroupRules, InternalLoan, Promise
from gulir.mentoring.queries import books_of, open_loans, open_promises
from gulir.mentoring.services import Money, Promised, Said
from tests.mentoring.direct_sql import write
from tests.mentoring.stage import make_ksm

pytestmark = pytest.mark.django_db
TABLES = (
    "grouprules", "groupmeeting", "attendance", "agendaitem", "promise", "promiseresult", "internalloan", "groupentry",
)  # fmt: skip


@pytest.fixture
def met(ksm):
    """Two meetings with something in every table; gives back the second."""
    ksm.meet(
        20_000,
        lent=[ksm.lend("Karti", 30_000)],
        agenda=[Said(topic="welfare", said="Bu Parti sakit")],
        promises=[Promised(said="Membawa buku kas")],
    )
    ksm.a_week_later()
    (promise,), (loan,) = open_promises(ksm.group), open_loans(ksm.group)
    return ksm.meet(
        80_000,
        money=[*ksm.saved(), Money(kind="repayment", amount=10_000, person=loan.person, loan=loan.id)],
        results={promise.pk: "waiting"},
    )


def line(ksm, meeting, no=1, **more):
    """One line of the box, as an attacker would write it."""
    given = {"kind": "savings", "person_id": ksm.who("Yuni"), "loan_id": None, "amount": 1_000, "note": "", **more}
    write("groupentry", book_id=ksm.stage.book, group_id=ksm.group, meeting_id=meeting, line=no, **given)


def close(ksm, meeting, *, came=("Yuni",), **more):
    """The meeting of these parts, as an attacker would close it; right unless something is changed."""
    for name in came:
        write("attendance", meeting_id=meeting, person_id=ksm.who(name), came="present", reason="", spoke=False)
    last = GroupMeeting.objects.filter(group=ksm.group, correction=None).order_by("-number").first()
    given = {
        "number": last.number + 1, "version": 1, "held_on": "2026-04-01", "expected": 1, "present": 1,
        "opening": last.counted, "counted": last.counted + 1_000, "corrects_id": None, "reason": "",
        "rules_id": last.rules_id, "group_id": ksm.group, "book_id": ksm.stage.book, **more,
    }  # fmt: skip
    write(
        "groupmeeting", id=meeting, place="", closed_by_id=last.closed_by_id, closed_at="2026-04-01 05:00:00+00:00",
        **given,
    )  # fmt: skip


def attack(ksm, refusal, *, lines=({},), first=None, **more):
    """Parts and meeting written together: refused by this name."""

    def all_of_it():
        key = new_id()
        with transaction.atomic():
            for no, row in enumerate(lines, 1):
                line(ksm, key, no, **row)
            if first is not None:
                first(key)
            close(ksm, key, **more)

    with pytest.raises(DatabaseError, match=refusal):
        all_of_it()


def test_what_is_right_can_be_written(ksm, met):
    key = new_id()
    line(ksm, key)
    close(ksm, key)
    assert books_of(ksm.group).cash == 81_000


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_deleted(ksm, met, table):
    for statement, told in (
        (f"UPDATE mentoring_{table} SET id = id", "never_changed"),
        (f"DELETE FROM mentoring_{table}", "never_deleted"),
    ):
        refused = pytest.raises(DatabaseError, match=f"rows_of_mentoring_{table}_are_{told}")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_closed_meeting_takes_nothing_more(ksm, met):
    who = ksm.who("Tini")
    with pytest.raises(DatabaseError, match="a_closed_ksm_meeting_takes_no_money"):
        line(ksm, met, 99)
    with pytest.raises(DatabaseError, match="a_closed_ksm_meeting_takes_no_attendance"):
        write("attendance", meeting_id=met, person_id=who, came="present", reason="", spoke=False)
    with pytest.raises(DatabaseError, match="a_closed_ksm_meeting_takes_no_item"):
        write("agendaitem", meeting_id=met, line=9, topic="rules", said="x", decided="Denda naik")
    with pytest.raises(DatabaseError, match="a_closed_ksm_meeting_takes_no_promise"):
        write("promise", meeting_id=met, line=9, person_id=None, said="x", due_on=None)
    with pytest.raises(DatabaseError, match="a_closed_ksm_meeting_takes_no_result"):
        write("promiseresult", meeting_id=met, promise_id=Promise.objects.get().pk, result="kept")
    with pytest.raises(DatabaseError, match="a_closed_ksm_meeting_takes_no_loan"):
        lend(ksm, met)


def lend(ksm, meeting, **more):
    """A loan as an attacker would write it."""
    given = {"group_id": ksm.group, "book_id": ksm.stage.book, "person_id": ksm.who("Karti"), **more}
    key = new_id()
    write("internalloan", id=key, meeting_id=meeting, amount=1_000, jasa_bp=0, due_on="2026-06-01", purpose="", **given)
    return key


def test_meetings_follow_each_other(ksm):
    wrong = ksm.meet(50_000)
    ksm.a_week_later()
    ksm.meet(100_000)
    name, old = "ksm_meetings_follow_each_other", {"corrects_id": wrong, "version": 2, "reason": "x"}
    attack(ksm, name, number=4, opening=0, counted=1_000)
    attack(ksm, name, held_on=ksm.day.isoformat())
    attack(ksm, name, **old, number=1, opening=0, counted=1_000, held_on="2026-03-02")
    newest = {**old, "corrects_id": GroupMeeting.objects.get(number=2).pk}
    attack(ksm, name, **newest, number=2, opening=50_000, counted=51_000, held_on="2026-03-10")


def test_the_box_opens_with_what_was_left_and_holds_what_its_lines_say(ksm, met):
    attack(ksm, "a_ksm_meeting_opens_with_what_was_left", opening=70_000, counted=71_000)
    attack(ksm, "a_ksm_box_holds_what_its_lines_say", counted=82_000)
    attack(ksm, "a_ksm_box_holds_what_its_lines_say", lines=())


def test_who_came_is_who_is_on_the_list(ksm, met):
    attack(ksm, "a_ksm_meeting_counts_who_came", expected=2)
    attack(ksm, "a_ksm_meeting_counts_who_came", came=("Yuni", "Sumi"), expected=2)


def test_nothing_falls_below_zero(ksm, met):
    short = {"counted": 80_000 - 20_001}
    attack(ksm, "savings_in_a_ksm_are_never_short", lines=[{"kind": "withdrawal", "amount": 20_001}], **short)
    loan = InternalLoan.objects.get().pk
    back = {"kind": "repayment", "amount": 20_001, "person_id": ksm.who("Karti"), "loan_id": loan}
    attack(ksm, "an_internal_loan_is_never_overpaid", lines=[back], counted=100_001)
    handed = {"kind": "handed", "amount": 1, "person_id": None}
    attack(ksm, "no_more_is_handed_on_than_was_collected", lines=[handed], counted=79_999)


def test_a_meeting_stays_with_its_ksm(ksm, met):
    name, other = "a_ksm_meeting_stays_with_its_ksm", make_ksm("lain")
    attack(ksm, name, book_id=other.stage.book)
    attack(ksm, name, rules_id=GroupRules.objects.get(group=other.group).pk)
    loan = InternalLoan.objects.get().pk
    theirs = {"kind": "jasa", "amount": 1_000, "person_id": ksm.who("Sumi"), "loan_id": loan}
    attack(ksm, name, lines=[theirs])


def test_a_loan_is_paid_out_as_it_is_written(ksm, met):
    attack(ksm, "a_ksm_meeting_stays_with_its_ksm", first=lambda key: lend(ksm, key))


def test_a_result_is_of_an_older_promise_of_the_same_ksm(ksm, met):
    def its_own(key):
        write("promise", meeting_id=key, line=1, person_id=None, said="x", due_on=None)
        new = Promise.objects.get(meeting_id=key).pk
        write("promiseresult", meeting_id=key, promise_id=new, result="kept")

    attack(ksm, "a_ksm_meeting_stays_with_its_ksm", first=its_own)
