"""The signs of a KSM are counted from its own records; a reading is kept for ever, and the KSM answers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.base.models import Book, Fact
from gulir.community.queries import group_of, standing
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import GroupNotActive
from gulir.core.problems.measuring import AnswerUnknown, ItemComputed, ItemUnknown
from gulir.core.problems.signs import AssessmentRepeated, InstrumentUnknown, ReplyEmpty
from gulir.lending.queries.punctual import paid_days, paid_on_time
from gulir.lending.services import reverse_repayment
from gulir.mentoring.models import Assessment, AssessmentAnswer, AssessmentReply
from gulir.mentoring.queries import books_of, open_loans
from gulir.mentoring.queries.records import habits_on, records_of
from gulir.mentoring.queries.signs import (
    HABITS_FORM,
    KOTAKU_FORM,
    assessment_of,
    assessments_seen,
    measured,
    stages_moved,
)
from gulir.mentoring.services import Came, Lent, Money, Sheet, agree_on_rules, correct_meeting, hold_meeting
from gulir.mentoring.services.signs import keep_assessment, reply_to_assessment
from gulir.mentoring.services.visit_sheets import VisitSheet
from gulir.mentoring.services.visits import record_visit
from tests.lending.stage import MEMBERS, OPENS, make_fund
from tests.mentoring.direct_sql import drop, write

pytestmark = pytest.mark.django_db
EACH = 10_000


@pytest.fixture(scope="module")
def opened(django_db_setup, django_db_blocker):
    """A board that lends, inside a transaction that ends with the file; KSM Melati meets every week."""
    with django_db_blocker.unblock(), transaction.atomic():
        fund = make_fund()
        agree(fund)
        yield fund
        transaction.set_rollback(True)


@pytest.fixture
def fund(opened, db):
    """The board on its first day, whatever the story before did."""
    return replace(opened)


def agree(fund, starts_on=OPENS, **more):
    given = {
        "every": "week", "savings": EACH, "fine": 0, "quorum_percent": 60, "loan_most": 500_000, "loan_months": 1,
        "loan_jasa_bp": 0, **more,
    }  # fmt: skip
    fund.do("Yuni", agree_on_rules, group=melati(fund), starts_on=starts_on, **given)


def melati(fund):
    return fund.stage.groups["Melati"]


def meet(fund, on=None, *, away=(), savers=None, counted=None, lent=(), money=(), **more):
    """A meeting of KSM Melati; everyone who comes saves, unless `savers` says who."""
    names = MEMBERS["Melati"]
    came = [
        Came(person=fund.stage.people[n], came="absent" if n in away else "present") for n in names
    ]  # fmt: skip
    paying = [n for n in names if n not in away] if savers is None else savers
    saved = [Money(kind="savings", amount=EACH, person=fund.stage.people[n]) for n in paying]
    moved = sum(m.amount for m in (*saved, *money)) - sum(row.amount for row in lent)
    box = books_of(melati(fund)).cash + moved if counted is None else counted
    sheet = Sheet(attendance=came, money=[*saved, *money], lent=lent, counted=box, **more)
    made = fund.do("Yuni", hold_meeting, group=melati(fund), on=on or fund.today, sheet=sheet)
    return UUID(made["meeting"])


def read(fund, key=HABITS_FORM, on=None, **more):
    day = on or fund.today
    return measured(key, records_of(group_of(fund.book, melati(fund)), day), day, **more)


def keep(fund, who="facilitator", instrument=HABITS_FORM, **more):
    return UUID(fund.do(who, keep_assessment, group=melati(fund), instrument=instrument, **more)["assessment"])


def reply(fund, to, who="Yuni", said="Kami bertemu juga di hari Minggu, tidak tercatat."):
    return fund.do(who, reply_to_assessment, assessment=to, said=said)


def see(fund, who):
    actor = fund.stage.actors.get(who) or fund.stage.actor(who)
    return standing(actor.pk, fund.book, fund.today)


def three_weeks(fund):
    """Met in the first and third week; in the third, Agus stayed away and Parti did not save."""
    first = meet(fund)
    fund.move_to(OPENS + timedelta(days=15))
    third = meet(fund, away=("Agus",), savers=("Yuni", "Karti", "Sumi"))
    fund.move_to(OPENS + timedelta(days=21))
    return first, third


# ---------------------------------------------------------------- counted from records


def test_a_ksm_without_records_has_no_sign_and_no_zero(fund):
    found = read(fund).found
    assert {key: (one.points, one.figures["of"]) for key, one in found.items()} == dict.fromkeys(found, (None, 0))
    assert read(fund, KOTAKU_FORM).score.open == (
        "meetings", "attendance", "agenda", "savings", "rules", "repayment", "records", "safety", "partners", "issues",
    )  # fmt: skip


def test_habits_say_how_many_of_how_many_and_name_their_rows(fund):
    first, third = three_weeks(fund)
    found = read(fund).found
    assert found["meetings"].figures == {"did": 2, "of": 3}
    assert found["meetings"].rows == (
        f"meeting:{first}", f"turn:{(OPENS + timedelta(days=7)).isoformat()}", f"meeting:{third}",
    )  # fmt: skip
    assert found["meetings"].missed == (found["meetings"].rows[1],)
    assert found["saving"].figures == {"did": 8, "of": 10}
    assert found["saving"].missed == (f"meeting:{third}",)


def test_what_is_older_than_the_months_of_the_rule_is_not_read(fund):
    three_weeks(fund)
    fund.move_to(OPENS + timedelta(days=150))
    found = read(fund).found["meetings"]
    assert found.figures["did"] == 0
    assert 12 <= found.figures["of"] <= 14


def test_a_corrected_meeting_counts_once(fund):
    three_weeks(fund)
    fund.move_to(OPENS + timedelta(days=22))
    last = meet(fund)
    came = [Came(person=fund.stage.people[n], came="present") for n in MEMBERS["Melati"]]
    sheet = Sheet(attendance=came, counted=80_000)
    right = fund.do("Yuni", correct_meeting, meeting=last, reason="Tabungan belum masuk", sheet=sheet)["meeting"]
    found = read(fund).found
    assert found["meetings"].figures == {"did": 3, "of": 4}
    assert f"meeting:{right}" in found["meetings"].rows
    assert f"meeting:{last}" not in found["meetings"].rows
    assert found["saving"].figures == {"did": 8, "of": 15}


def test_newer_rules_change_what_was_to_be_held_from_their_day_on(fund):
    meet(fund)
    fund.move_to(OPENS + timedelta(days=7))
    agree(fund, starts_on=fund.today, every="month")
    fund.move_to(OPENS + timedelta(days=36))
    assert read(fund).found["meetings"].figures == {"did": 1, "of": 1}
    fund.move_to(date(2026, 4, 10))
    assert read(fund).found["meetings"].figures == {"did": 1, "of": 2}


def test_a_loan_among_members_is_late_after_its_promise_and_gone_when_paid_back(fund):
    meet(fund)
    fund.move_to(OPENS + timedelta(days=7))
    meet(fund, lent=[Lent(person=fund.stage.people["Karti"], amount=40_000)])
    assert read(fund).found["lending"].figures == {"did": 1, "of": 1}
    fund.move_to(OPENS + timedelta(days=40))
    found = read(fund).found["lending"]
    assert (found.figures, found.missed) == ({"did": 0, "of": 1}, found.rows)
    (loan,) = open_loans(melati(fund))
    assert found.rows == (f"internal:{loan.id}",)
    meet(fund, money=[Money(kind="repayment", amount=40_000, person=loan.person, loan=loan.id)])
    assert read(fund).found["lending"].figures == {"did": 0, "of": 0}
    records = records_of(group_of(fund.book, melati(fund)), fund.today)
    assert habits_on(records, OPENS + timedelta(days=20))["lending"].did == 1  # as it stood then


def test_instalments_of_the_upk_are_in_time_or_late(fund):
    loan = fund.lend("Melati")
    lines = list(loan.schedule.order_by("no"))
    fund.move_to(lines[0].due_on)
    fund.pay(loan, lines[0].principal + lines[0].jasa)
    fund.move_to(lines[1].due_on + timedelta(days=3))
    fund.pay(loan, lines[1].principal + lines[1].jasa)
    fund.move_to(lines[2].due_on + timedelta(days=1))
    found = read(fund).found["repayment"]
    assert found.figures == {"did": 1, "of": 3}
    assert found.missed == (f"instalment:{loan.pk}:2", f"instalment:{loan.pk}:3")
    kotaku = read(fund, KOTAKU_FORM).found["repayment"]
    assert (kotaku.points, kotaku.figures, kotaku.rows) == (2, {"missed": 1}, (f"loan:{loan.pk}",))


def test_what_the_books_of_the_upk_have_not_reached_is_nobodys_arrears(fund):
    """The KSM is read today, the books still stand open the day before the instalment."""
    loan = fund.lend("Melati")
    due = loan.schedule.order_by("no")[0].due_on
    fund.move_to(due - timedelta(days=1))
    fund.today = due + timedelta(days=20)
    assert read(fund).found["repayment"].figures == {"did": 0, "of": 0}
    assert read(fund, KOTAKU_FORM).found["repayment"].figures == {"missed": 0}
    fund.today = due - timedelta(days=1)
    fund.move_to(due + timedelta(days=20))  # control: once the books are there, it was not paid
    assert read(fund).found["repayment"].figures == {"did": 0, "of": 1}
    assert read(fund, KOTAKU_FORM).found["repayment"].figures == {"missed": 1}


def test_a_payment_that_was_taken_back_did_not_pay(fund):
    loan = fund.lend("Melati")
    lines = list(loan.schedule.order_by("no"))
    fund.move_to(lines[0].due_on)
    paid = fund.pay(loan, lines[0].principal + lines[0].jasa)
    ((_, first), *_) = paid_days([loan])[loan.pk]
    assert first == lines[0].due_on
    fund.do("upk_manager", reverse_repayment, repayment=UUID(paid["repayment"]), reason="Salah KSM")
    assert [day for _, day in paid_days([loan])[loan.pk]] == [None] * len(lines)


@pytest.mark.parametrize("late", [0, 3])
def test_when_instalments_were_paid_agrees_with_whether_they_were_in_time(fund, late):
    loan = fund.lend("Melati")
    lines = list(loan.schedule.order_by("no"))
    for line in lines:
        fund.move_to(line.due_on + timedelta(days=late))
        fund.pay(loan, line.principal + line.jasa)
    days = paid_days([loan])[loan.pk]
    for tolerance in (0, 2, 3):
        in_time = all(paid and paid <= line.due_on + timedelta(days=tolerance) for line, paid in days)
        assert in_time is paid_on_time(loan, lines, tolerance_days=tolerance) is (tolerance >= late)


def test_books_are_what_the_visits_saw(fund):
    for on, books in ((0, "yes"), (3, "no"), (5, "unseen")):
        fund.move_to(OPENS + timedelta(days=on))
        sheet = VisitSheet(purpose="routine", minutes=10, met=[fund.stage.people["Yuni"]], books=books)
        fund.do("facilitator", record_visit, group=melati(fund), on=fund.today, sheet=sheet)
    found = read(fund).found["bookkeeping"]
    assert found.figures == {"did": 1, "of": 2}
    assert len(found.missed) == 1


def test_another_ksms_records_count_nothing_here(fund):
    fund.lend("Mawar")
    fund.move_to(OPENS + timedelta(days=70))
    assert read(fund).found["repayment"].figures == {"did": 0, "of": 0}
    assert read(fund, KOTAKU_FORM).found["repayment"].points is None


def test_the_reading_takes_the_same_statements_whatever_its_length(fund, django_assert_num_queries):
    fund.lend("Melati")
    meet(fund)
    of = group_of(fund.book, melati(fund))
    with django_assert_num_queries(15) as first:
        records_of(of, fund.today)
    fund.move_to(OPENS + timedelta(days=7))
    meet(fund)
    fund.lend("Mawar")
    with django_assert_num_queries(len(first)):
        records_of(of, fund.today)


# ---------------------------------------------------------------- kept


def test_a_reading_is_kept_with_its_version_figures_and_rows(fund):
    three_weeks(fund)
    key = keep(fund, instrument=KOTAKU_FORM, told={"rules": 3}, notes={"meetings": "Hujan", "safety": "Belum dilihat"})
    kept = assessment_of(fund.book, key, see(fund, "facilitator"))
    assert (kept.instrument, kept.version, kept.number, kept.read_on) == (KOTAKU_FORM, 1, 1, fund.today)
    answers = {row.item: row for row in kept.answers.all()}
    assert (answers["meetings"].computed, answers["meetings"].figures) == (True, {"held": 2, "months": 3})
    assert answers["meetings"].note == "Hujan"
    assert (answers["rules"].computed, answers["rules"].points) == (False, 3)
    assert (answers["safety"].points, answers["safety"].note) == (None, "Belum dilihat")
    assert kept.points == sum(row.points or 0 for row in answers.values())
    assert kept.reach > kept.points
    fact = Fact.objects.get(book_id=fund.book, kind="KsmAssessed")
    assert fact.public == {"group": "Melati", "on": fund.today.isoformat(), "number": 1}


def test_what_is_recorded_later_does_not_change_what_was_kept(fund):
    three_weeks(fund)
    key = keep(fund)
    meet(fund)
    found = assessment_of(fund.book, key, see(fund, "facilitator"))
    assert found.answers.get(item="meetings").figures == {"did": 2, "of": 3}
    assert read(fund).found["meetings"].figures == {"did": 3, "of": 4}


def test_the_same_key_twice_is_one_reading(fund):
    body = {"group": melati(fund), "instrument": HABITS_FORM}
    first, second = (fund.do("facilitator", keep_assessment, key="same", **body) for _ in range(2))
    assert first == second
    assert Assessment.objects.filter(book_id=fund.book).count() == 1


def test_twice_a_day_needs_a_reason(fund):
    keep(fund)
    keep(fund, instrument=KOTAKU_FORM)  # another instrument is another reading
    with pytest.raises(AssessmentRepeated):
        keep(fund)
    again = keep(fund, reason="Pertemuan baru dicatat")
    assert Assessment.objects.get(pk=again).number == 2
    fund.move_to(OPENS + timedelta(days=1))
    assert Assessment.objects.get(pk=keep(fund)).number == 3


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"instrument": "horoscope"}, InstrumentUnknown),
        ({"instrument": KOTAKU_FORM, "told": {"meetings": 3}}, ItemComputed),
        ({"instrument": KOTAKU_FORM, "told": {"charm": 3}}, ItemUnknown),
        ({"instrument": KOTAKU_FORM, "told": {"rules": 4}}, AnswerUnknown),
        ({"instrument": KOTAKU_FORM, "notes": {"charm": "x"}}, ItemUnknown),
        ({"notes": {"meetings": "x" * 201}}, NoteTooLong),
        ({"reason": "x" * 201}, NoteTooLong),
    ],
)  # fmt: skip
def test_a_reading_that_is_not_right_is_refused_and_nothing_is_written(fund, more, refusal):
    with pytest.raises(refusal):
        keep(fund, **more)
    assert not Assessment.objects.filter(book_id=fund.book).exists()
    assert not AssessmentAnswer.objects.exists()


def test_a_dissolved_ksm_is_not_assessed(fund):
    of = group_of(fund.book, melati(fund))
    type(of).objects.filter(pk=of.pk).update(status="dissolved")
    with pytest.raises(GroupNotActive):
        keep(fund)


def test_a_stage_that_rose_and_fell_is_told(fund):
    meet(fund)
    everything = {"agenda": 3, "rules": 3, "records": 3, "safety": 3, "partners": 1, "issues": 3}
    found = []
    for days, told in enumerate(({}, everything, {})):
        fund.move_to(OPENS + timedelta(days=days))
        keep(fund, instrument=KOTAKU_FORM, told=told)
        kept = list(assessments_seen(fund.book, see(fund, "facilitator"), group=melati(fund)))
        found.append((kept[0].stage, stages_moved(kept)))
    assert found == [("tunas", 0), ("kembang", 2), ("tunas", -2)]


# ---------------------------------------------------------------- answered


def test_the_ksm_answers_as_often_as_it_likes(fund):
    key = keep(fund)
    reply(fund, key)
    reply(fund, key, "Karti", "Sekarang sudah kami catat.")
    found = assessment_of(fund.book, key, see(fund, "Parti"))
    assert [one.said for one in found.replies.order_by("at")] == [
        "Kami bertemu juga di hari Minggu, tidak tercatat.", "Sekarang sudah kami catat.",
    ]  # fmt: skip
    fact = Fact.objects.filter(book_id=fund.book, kind="KsmAssessmentReplied").first()
    assert set(fact.public) == {"group", "on", "number"}


def test_a_reply_says_something_and_not_too_much(fund):
    key = keep(fund)
    with pytest.raises(ReplyEmpty):
        reply(fund, key, said="  ")
    with pytest.raises(NoteTooLong):
        reply(fund, key, said="x" * 601)
    with pytest.raises(NotFound):
        reply(fund, UUID(int=7))
    assert not AssessmentReply.objects.exists()


@pytest.mark.parametrize("who", ["cashier", "loan_officer", "upk_manager", "overseer", "trustee", "Yuni"])
def test_only_the_facilitator_keeps_a_reading(fund, who):
    with pytest.raises(NotAllowed):
        keep(fund, who)


@pytest.mark.parametrize("who", ["facilitator", "trustee", "Tini", "Parti"])
def test_only_officers_of_this_ksm_answer(fund, who):
    key = keep(fund)
    with pytest.raises(NotAllowed):
        reply(fund, key, who)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("facilitator", True), ("loan_officer", True), ("upk_manager", True), ("trustee", True), ("overseer", True),
        ("forum", True), ("Yuni", True), ("Parti", True), ("Tini", False), ("cashier", False),
    ],
)  # fmt: skip
def test_who_reads_how_a_ksm_was_found(fund, who, sees):
    key = keep(fund)
    eyes = see(fund, who)
    assert assessments_seen(fund.book, eyes).exists() is sees
    if sees:
        assert assessment_of(fund.book, key, eyes).pk == key
    else:
        with pytest.raises(NotFound):
            assessment_of(fund.book, key, eyes)


# ---------------------------------------------------------------- the database as the last witness


def answer(key, item="x"):
    write(
        "assessmentanswer", assessment_id=key, item=item, computed=True, points=0, figures="{}", rows="[]", missed="[]",
        note="",
    )  # fmt: skip


def by_hand(fund, *, answered=True, **more):
    """An assessment as an attacker would write it; right unless something is changed."""
    given = {
        "id": new_id(), "book_id": fund.book, "group_id": melati(fund), "instrument": HABITS_FORM, "version": 1,
        "number": 1, "read_on": OPENS.isoformat(), "points": 0, "reach": 20, "stage": "pemula", "reason": "",
        "kept_by_id": fund.stage.actor("facilitator").pk, "kept_at": "2026-03-02 05:00:00+00:00", **more,
    }  # fmt: skip
    with transaction.atomic():
        if answered:
            answer(given["id"])
        write("assessment", **given)


def test_a_right_reading_goes_in_by_hand_too(fund):
    by_hand(fund)
    assert Assessment.objects.count() == 1


def attack_with_a_gap(fund):
    return {"number": 2}


def attack_backwards(fund):
    fund.move_to(OPENS + timedelta(days=3))
    keep(fund)
    return {"number": 2, "reason": "x"}


def attack_from_another_book(fund):
    return {"book_id": Book.objects.exclude(pk=fund.book).values_list("pk", flat=True)[0]}


def attack_without_answers(fund):
    return {"answered": False}


@pytest.mark.parametrize(
    ("guard", "attack"),
    [
        ("assessments_follow_each_other", attack_with_a_gap),
        ("assessments_follow_each_other", attack_backwards),
        ("an_assessment_stays_with_its_ksm", attack_from_another_book),
        ("an_assessment_has_answers", attack_without_answers),
    ],
)
def test_the_database_keeps_no_false_reading(fund, guard, attack):
    values = attack(fund)
    with pytest.raises(DatabaseError, match=guard):
        by_hand(fund, **values)
    drop(guard, "assessment")
    by_hand(fund, **values)  # the control: only the guard held it back


def test_a_kept_reading_takes_no_more_answers(fund):
    key = keep(fund)
    with pytest.raises(DatabaseError, match="a_kept_assessment_takes_no_answer"):
        answer(key)
    drop("a_kept_assessment_takes_no_answer", "assessmentanswer")
    answer(key)  # the control


def test_a_reply_is_to_a_reading_that_is_there(fund):
    values = {
        "id": new_id(), "assessment_id": new_id(), "said": "x", "by_id": fund.stage.actor("facilitator").pk,
        "at": "2026-03-02 05:00:00+00:00",
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="a_reply_is_to_a_kept_assessment"):
        write("assessmentreply", **values)
    write("assessmentreply", **{**values, "assessment_id": keep(fund)})


@pytest.mark.parametrize("table", ["assessment", "assessmentanswer", "assessmentreply"])
def test_nothing_of_a_reading_is_changed_or_deleted(fund, table):
    reply(fund, keep(fund))
    for statement in (f"UPDATE mentoring_{table} SET id = id", f"DELETE FROM mentoring_{table}"):
        with (
            pytest.raises(DatabaseError, match=f"rows_of_mentoring_{table}_are_never_(changed|deleted)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
