"""A KSM is a place to gather or a channel for loans; what it did is told, problems find an end, its own books stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gulir.base.ids import new_id
from gulir.base.models import Fact
from gulir.community.queries import group_of, standing
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.measuring import HoursImpossible
from gulir.core.problems.money import AmountNegative, AmountTooLarge
from gulir.core.problems.welfare import DeedKindUnknown, DeedTakenBack, DeedUntold, ProblemClosed, ProblemEndEmpty
from gulir.mentoring.models import AgendaItem, GroupMeeting, ProblemEnd, WelfareDeed
from gulir.mentoring.queries.gathering import gathered_of, gathered_seen
from gulir.mentoring.queries.position import position_of
from gulir.mentoring.services import Came, Money, Said, close_problem, correct_meeting, take_back_welfare, tell_welfare
from tests.mentoring.direct_sql import drop, write
from tests.mentoring.stage import FIRST

pytestmark = pytest.mark.django_db


def of(ksm):
    return group_of(ksm.stage.book, ksm.group)


def gathered(ksm):
    return gathered_of(of(ksm), ksm.day)


def bare(ksm, *, agenda=(), counted=0, **more):
    """A meeting without savings."""
    return ksm.meet(counted, money=(), agenda=agenda, **more)


def tell(ksm, meeting, who="Yuni", **more):
    body = {"deed": "sick", "member": False, "said": "Menjenguk Bu Sri", "worth": 30_000, "hours": 2, **more}
    return UUID(ksm.do(who, tell_welfare, meeting=meeting, **body)["deed"])


def problem(ksm, **more):
    """A meeting at which a member told a problem: the agenda item."""
    held = bare(ksm, agenda=[Said(topic="member_problem", said="Gerobak hilang", **more)])
    return AgendaItem.objects.get(meeting_id=held)


# ---------------------------------------------------------------- what meetings are about


def test_meetings_about_loans_alone_make_a_loan_channel_after_so_many_months(ksm):
    ksm.day = date(2026, 6, 1)
    bare(ksm, agenda=[Said(topic="loans", said="Angsuran")])
    ksm.day = date(2026, 7, 1)
    second = bare(ksm)
    ksm.day = date(2026, 11, 30)
    assert gathered(ksm).channel == ()  # its records begin in June: not judged before six months of them
    ksm.day = date(2026, 12, 1)
    assert gathered(ksm).channel == (f"meeting:{second}",)
    assert gathered(ksm).signs["more_than_loans"].did == 0


@pytest.mark.parametrize("other", ["welfare", "member_problem", "business", "rules", "other", "savings"])
def test_one_meeting_about_anything_else_makes_it_none(ksm, other):
    bare(ksm)
    ksm.day = date(2026, 8, 1)
    bare(ksm, agenda=[Said(topic="loans", said="Angsuran")])
    ksm.day = date(2026, 9, 2)
    assert gathered(ksm).channel
    ksm.day = date(2026, 9, 3)
    bare(ksm, agenda=[Said(topic="loans", said="Angsuran"), Said(topic=other, said="Lain")])
    assert gathered(ksm).channel == ()
    assert gathered(ksm).signs["more_than_loans"].did == 1


def test_saving_money_is_more_than_loans(ksm):
    bare(ksm)
    ksm.day = date(2026, 8, 1)
    bare(ksm)
    ksm.day = date(2026, 9, 2)
    assert gathered(ksm).channel
    ksm.day = date(2026, 9, 3)
    ksm.meet(50_000)
    assert gathered(ksm).channel == ()


def test_who_spoke_is_counted_among_who_came(ksm):
    came = [
        Came(person=ksm.who(name), came="present" if name != "Agus" else "absent", spoke=name in ("Yuni", "Sumi"))
        for name in ksm.names
    ]
    bare(ksm, attendance=came)
    sign = gathered(ksm).signs["spoke"]
    assert (sign.did, sign.of) == (2, 4)


# ---------------------------------------------------------------- deeds


def test_a_deed_is_told_beside_its_meeting_and_counts(ksm):
    held = bare(ksm)
    tell(ksm, held)
    tell(ksm, held, deed="cleaning", member=True, said="Kerja bakti", worth=0, hours=10)
    done = gathered(ksm).done
    assert (done.acts, done.for_others, done.worth, done.hours) == (2, 1, 30_000, 12)
    assert {row.split(":")[0] for row in done.rows} == {"deed"}
    fact = Fact.objects.filter(book_id=ksm.stage.book, kind="WelfareDeedTold").first()
    assert set(fact.public) == {"group", "on"}


def test_what_went_out_of_the_box_for_welfare_is_told_beside_it(ksm):
    gift = Money(kind="gift", amount=50_000, note="RW")
    bare(ksm)
    ksm.a_week_later()
    ksm.meet(20_000, money=[gift, Money(kind="welfare", amount=30_000, note="Bu Sri")])
    assert (gathered(ksm).from_box, gathered(ksm).done.acts) == (30_000, 0)


def test_a_deed_of_a_meeting_that_is_corrected_later_is_not_lost(ksm):
    held = bare(ksm)
    tell(ksm, held)
    ksm.do("Yuni", correct_meeting, meeting=held, reason="Salah", sheet=ksm.sheet(50_000))
    assert gathered(ksm).done.acts == 1
    with pytest.raises(NotFound):
        tell(ksm, held)  # the record that was corrected takes no more


def test_a_deed_older_than_a_year_stays_listed_and_counts_no_more(ksm):
    tell(ksm, bare(ksm))
    ksm.day = FIRST + timedelta(days=366)
    assert (gathered(ksm).done.acts, len(gathered(ksm).deeds)) == (0, 1)


def test_a_deed_told_wrongly_is_taken_back_once(ksm):
    deed = tell(ksm, bare(ksm))
    with pytest.raises(ReasonMissing):
        ksm.do("Yuni", take_back_welfare, deed=deed, reason=" ")
    with pytest.raises(NoteTooLong):
        ksm.do("Yuni", take_back_welfare, deed=deed, reason="x" * 201)
    back = ksm.do("Karti", take_back_welfare, deed=deed, reason="Tercatat dua kali")["deed"]
    assert gathered(ksm).done.acts == 0
    for wrong in (deed, UUID(back)):
        with pytest.raises(DeedTakenBack):
            ksm.do("Yuni", take_back_welfare, deed=wrong, reason="Lagi")
    assert WelfareDeed.objects.count() == 2
    with pytest.raises(NotFound):
        ksm.do("Yuni", take_back_welfare, deed=new_id(), reason="x")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"deed": "party"}, DeedKindUnknown), ({"said": " "}, DeedUntold), ({"said": "x" * 201}, NoteTooLong),
        ({"worth": -1}, AmountNegative), ({"worth": 10**13}, AmountTooLarge), ({"hours": -1}, HoursImpossible),
        ({"hours": 1001}, HoursImpossible),
    ],
)  # fmt: skip
def test_a_deed_that_is_not_right_is_refused(ksm, more, refusal):
    held = bare(ksm)
    with pytest.raises(refusal):
        tell(ksm, held, **more)
    assert not WelfareDeed.objects.exists()


@pytest.mark.parametrize("who", ["facilitator", "overseer", "Tini", "Parti"])
def test_only_officers_of_the_ksm_tell_and_close(ksm, who):
    item = problem(ksm)
    deed = tell(ksm, item.meeting_id)
    for act, body in (
        (tell_welfare, {"meeting": item.meeting_id, "deed": "sick", "member": True, "said": "x"}),
        (take_back_welfare, {"deed": deed, "reason": "x"}),
        (close_problem, {"item": item.pk, "said": "x"}),
    ):
        with pytest.raises(NotAllowed):
            ksm.do(who, act, **body)


# ---------------------------------------------------------------- problems


def test_a_problem_is_decided_and_then_solved(ksm):
    item = problem(ksm, decided="Dicari bersama")
    signs = gathered(ksm).signs
    assert (signs["decided"].did, signs["solved"].did, signs["solved"].missed) == (1, 0, (f"item:{item.pk}",))
    ksm.do("Sumi", close_problem, item=item.pk, said="Ditemukan di pasar")
    assert gathered(ksm).signs["solved"].did == 1
    with pytest.raises(ProblemClosed):
        ksm.do("Yuni", close_problem, item=item.pk, said="Lagi")


def test_a_problem_is_closed_with_words_and_only_a_problem(ksm):
    item = problem(ksm)
    with pytest.raises(ProblemEndEmpty):
        ksm.do("Yuni", close_problem, item=item.pk, said="")
    with pytest.raises(NoteTooLong):
        ksm.do("Yuni", close_problem, item=item.pk, said="x" * 201)
    with pytest.raises(NotFound):
        ksm.do("Yuni", close_problem, item=item.pk + 1000, said="x")
    ksm.a_week_later()
    held = bare(ksm, agenda=[Said(topic="business", said="Sepi")])
    with pytest.raises(NotFound):
        ksm.do("Yuni", close_problem, item=AgendaItem.objects.get(meeting_id=held).pk, said="x")
    assert not ProblemEnd.objects.exists()


def test_who_reads_whether_a_ksm_gathers(ksm):
    tell(ksm, bare(ksm))
    for who, sees in (("overseer", True), ("facilitator", True), ("cashier", False)):
        eyes = standing(ksm.stage.actor(who).pk, ksm.stage.book, ksm.day)
        if sees:
            assert gathered_seen(ksm.stage.book, ksm.group, eyes, on=ksm.day).done.acts == 1
        else:
            with pytest.raises(NotFound):
                gathered_seen(ksm.stage.book, ksm.group, eyes, on=ksm.day)


# ---------------------------------------------------------------- the group's own position


def test_a_ksm_that_never_met_has_no_position(ksm):
    assert position_of(of(ksm), ksm.day) is None


def test_the_position_balances_and_its_figures_follow(ksm):
    ksm.meet(50_000)
    ksm.a_week_later()
    ksm.meet(60_000, lent=[ksm.lend("Karti", 40_000)])
    found = position_of(of(ksm), ksm.day)
    assert found.books.cash + found.books.lent == found.books.savings + found.books.held + found.books.surplus
    assert (found.year.borrowers, found.year.loans, found.year.cash, found.savings_each) == (1, 40_000, 60_000, 20_000)
    assert found.figures["with_loan"].value_percent == 20
    assert found.figures["fund_use"].value_percent == 40
    assert found.figures["past_due"].value_percent == 0
    ksm.day = date(2026, 7, 1)
    assert position_of(of(ksm), ksm.day).figures["past_due"].value_percent == 100


def test_what_it_earned_is_what_its_own_grew_by_without_gifts_and_help(ksm):
    ksm.meet(50_000)
    ksm.a_week_later()
    more = [
        Money(kind="fine", amount=1_000, person=ksm.who("Agus")), Money(kind="gift", amount=40_000, note="RW"),
        Money(kind="welfare", amount=15_000, note="Bu Sri"), Money(kind="cost", amount=2_500, note="Buku"),
    ]  # fmt: skip
    ksm.meet(123_000, money=[*ksm.saved(), *more], difference="Receh")
    found = position_of(of(ksm), ksm.day)
    assert found.year.profit == 1_000 - 2_500 - 500
    assert found.given == 25_000
    assert found.books.surplus == found.year.profit + found.given


MONEY = st.lists(
    st.tuples(st.sampled_from(("fine", "gift", "over", "short", "cost", "welfare")), st.integers(1, 9_000)), max_size=4
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MONEY, min_size=1, max_size=3))
def test_growth_is_always_earned_or_given(ksm, meetings):
    """Law: since the first meeting the group's own grew by what it earned and what was given, less what it gave."""
    with transaction.atomic():
        one = replace(ksm)
        box = 100_000
        one.meet(box, money=[*one.saved(10_000), Money(kind="gift", amount=50_000, note="Modal")])
        for lines in meetings:
            one.a_week_later()
            money = [
                Money(kind=kind, amount=amount, note="x", person=one.who("Agus") if kind == "fine" else None)
                for kind, amount in lines
                if kind not in ("over", "short")
            ]
            booked = sum(m.amount if m.kind in ("fine", "gift") else -m.amount for m in money)
            found = sum(amount if kind == "over" else -amount for kind, amount in lines if kind in ("over", "short"))
            box += booked + found
            one.meet(box, money=money, difference="Selisih")
        stands = position_of(of(one), one.day)
        assert stands.books.surplus == stands.year.profit + stands.given
        assert stands.books.cash == box
        transaction.set_rollback(True)


# ---------------------------------------------------------------- the database as the last witness


def deed_row(ksm, meeting, **more):
    return {
        "id": new_id(), "book_id": ksm.stage.book, "group_id": ksm.group, "meeting_id": meeting, "kind": "sick",
        "member": True, "worth": 0, "hours": 0, "said": "x", "takes_back_id": None,
        "told_by_id": ksm.stage.actor("facilitator").pk, "told_at": "2026-03-02 05:00:00+00:00", **more,
    }  # fmt: skip


def test_a_deed_stays_with_its_meeting(ksm):
    held = bare(ksm)
    write("welfaredeed", **deed_row(ksm, held))  # a right one goes in
    wrong = deed_row(ksm, held, group_id=ksm.stage.groups["Mawar"])
    with pytest.raises(DatabaseError, match="a_deed_stays_with_its_meeting"):
        write("welfaredeed", **wrong)
    drop("a_deed_stays_with_its_meeting", "welfaredeed")
    write("welfaredeed", **wrong)  # the control


def test_a_deed_is_taken_back_as_it_was_told(ksm):
    held = bare(ksm)
    deed = tell(ksm, held)
    wrong = deed_row(ksm, held, takes_back_id=deed, worth=1)
    with pytest.raises(DatabaseError, match="a_deed_is_taken_back_as_it_was_told"):
        write("welfaredeed", **wrong)
    drop("a_deed_is_taken_back_as_it_was_told", "welfaredeed")
    write("welfaredeed", **wrong)  # the control


def test_only_a_members_problem_is_closed(ksm):
    held = bare(ksm, agenda=[Said(topic="business", said="Sepi")])
    row = {
        "id": new_id(), "item_id": AgendaItem.objects.get(meeting_id=held).pk, "said": "x",
        "by_id": ksm.stage.actor("facilitator").pk, "at": "2026-03-02 05:00:00+00:00",
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="only_a_members_problem_is_closed"):
        write("problemend", **row)
    drop("only_a_members_problem_is_closed", "problemend")
    write("problemend", **row)  # the control


@pytest.mark.parametrize("table", ["welfaredeed", "problemend"])
def test_nothing_told_is_changed_or_deleted(ksm, table):
    item = problem(ksm)
    tell(ksm, item.meeting_id)
    ksm.do("Yuni", close_problem, item=item.pk, said="Selesai")
    assert GroupMeeting.objects.count() == 1
    for statement in (f"UPDATE mentoring_{table} SET id = id", f"DELETE FROM mentoring_{table}"):
        with (
            pytest.raises(DatabaseError, match=f"rows_of_mentoring_{table}_are_never_(changed|deleted)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
