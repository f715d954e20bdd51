"""Members are asked again after their first loan: in its own time, with who was lost, corrected by a newer record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.base.models import Book, Fact
from gulir.community.queries import standing
from gulir.core.problems.access import KeyReused, NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.followups import (
    FollowUpCorrectedBefore,
    FollowUpInFuture,
    FollowUpNotOpen,
    FollowUpUnclear,
    FollowUpWritten,
    GoneBusinessEarns,
    JobsExceedWorkers,
    LostAnswers,
    NothingToCompare,
)
from gulir.lending import services as lending
from gulir.lending.models import MemberForm, Share
from gulir.mentoring.models import FollowUp, FollowUpJob
from gulir.mentoring.queries.followups import answers_seen, followed, record_seen, start_for
from gulir.mentoring.services import FollowUpSheet, JobTold, correct_followup, record_followup
from tests.lending.stage import OPENS, make_fund
from tests.mentoring.direct_sql import drop, write

pytestmark = pytest.mark.django_db
PAID_OUT = OPENS
SIX, TWELVE = date(2026, 9, 2), date(2027, 3, 2)
FILLED = ("Yuni", "Karti", "Sumi")
OWNER = JobTold(who="owner", weekly_hours=48, months=12, woman=True, poor=True)
HELPER = JobTold(who="family", weekly_hours=20, months=6, woman=True, poor=False)


@pytest.fixture(scope="module")
def opened(django_db_setup, django_db_blocker):
    """KSM Melati borrowed; three of its five members had filled in their forms before."""
    with django_db_blocker.unblock(), transaction.atomic():
        fund = make_fund()
        for name in FILLED:
            fill(fund, name)
        fund.lend("Melati")
        yield fund
        transaction.set_rollback(True)


@pytest.fixture
def fund(opened, db):
    """Six months later, to the day."""
    return replace(opened, today=SIX)


def fill(fund, name, **more):
    given = {
        "amount": 1_000_000, "business": "Warung", "business_since": 2020, "workers": 1, "capital": 500_000,
        "turnover": 2_000_000, "costs": 1_500_000, "living_costs": 800_000, **more,
    }  # fmt: skip
    group = fund.stage.groups["Melati"]
    fund.do("loan_officer", lending.fill_member_form, group=group, person=fund.stage.people[name], **given)


def sheet(fund, **more):
    """An ordinary answer: the business runs, its owner and a daughter work in it."""
    given = {
        "asked_on": fund.today, "answer": "answered", "alive": True, "workers": 2, "capital": 900_000,
        "turnover": 2_600_000, "costs": 1_800_000, "living_costs": 850_000, "dependants": 2, "jobs": [OWNER, HELPER],
    }  # fmt: skip
    return FollowUpSheet(**{**given, **more})


def lost(fund, why="moved", **more):
    return FollowUpSheet(asked_on=fund.today, answer=why, **more)


def ask(fund, name="Yuni", turn="month_6", who="facilitator", key="", **more):
    told = more.pop("told", None) or sheet(fund, **more)
    made = fund.do(who, record_followup, key=key, person=fund.stage.people[name], turn=turn, sheet=told)
    return UUID(made["followup"])


def see(fund, who):
    actor = fund.stage.actors.get(who) or fund.stage.actor(who)
    return standing(actor.pk, fund.book, fund.today)


def rows(fund, who="facilitator"):
    return {row.name.split()[0]: row for row in followed(fund.book, see(fund, who), on=fund.today)}


def states(fund, name="Yuni"):
    return [one.state for one in rows(fund)[name].rounds]


# ---------------------------------------------------------------- who is asked, and when


def test_whoever_filled_in_a_form_before_the_loan_is_followed_from_the_payout(fund):
    found = rows(fund)
    assert set(found) == set(FILLED)
    assert {row.paid_out for row in found.values()} == {PAID_OUT}
    assert [(one.due_on, one.state, one.days) for one in found["Yuni"].rounds] == [
        (SIX, "due", 0),
        (TWELVE, "coming", 0),
    ]


def test_a_form_filled_in_after_the_loan_is_no_baseline(fund):
    fill(fund, "Parti")
    assert "Parti" not in rows(fund)
    assert start_for(fund.book, fund.stage.people["Parti"], on=fund.today) is None
    with pytest.raises(NothingToCompare):
        ask(fund, "Parti")


def test_a_newer_form_does_not_move_the_baseline(fund):
    first = rows(fund)["Yuni"].baseline.pk
    fill(fund, "Yuni", turnover=9_000_000)
    assert rows(fund)["Yuni"].baseline.pk == first


def test_an_answer_closes_its_round_and_keeps_its_jobs(fund):
    key = ask(fund)
    row = FollowUp.objects.get(pk=key)
    assert (row.baseline_id, row.turnover, row.alive, row.group_id) == (
        rows(fund)["Yuni"].baseline.pk, 2_600_000, True, fund.stage.groups["Melati"],
    )  # fmt: skip
    assert [(job.who, job.weekly_hours, job.woman) for job in row.jobs.order_by("line")] == [
        ("owner", 48, True), ("family", 20, True),
    ]  # fmt: skip
    assert states(fund) == ["done", "coming"]


def test_who_is_asked_longest_ago_stands_first(fund):
    ask(fund, "Karti")
    fund.today = date(2026, 10, 1)
    assert [row.days_waiting for row in followed(fund.book, see(fund, "facilitator"), on=fund.today)] == [29, 29, -1]


@pytest.mark.parametrize("why", ["not_found", "refused", "moved", "died"])
def test_who_is_lost_is_written_down_and_counts_as_asked(fund, why):
    key = ask(fund, told=lost(fund, why, note="Pindah ke Batam"))
    row = FollowUp.objects.get(pk=key)
    assert (row.answer, row.alive, row.turnover, row.note) == (why, False, 0, "Pindah ke Batam")
    assert states(fund) == ["done", "coming"]


@pytest.mark.parametrize(("on", "turn"), [
    (date(2026, 9, 1), "month_6"), (TWELVE, "month_6"), (date(2027, 3, 1), "month_12"),
])  # fmt: skip
def test_an_answer_of_another_time_is_none_of_the_round(fund, on, turn):
    fund.today = date(2027, 4, 1)
    with pytest.raises(FollowUpNotOpen):
        ask(fund, turn=turn, asked_on=on)


@pytest.mark.parametrize(("on", "turn"), [(SIX, "month_6"), (date(2027, 3, 1), "month_6"), (TWELVE, "month_12")])
def test_a_paper_form_is_typed_in_later_under_its_own_day(fund, on, turn):
    fund.today = date(2027, 4, 1)
    assert FollowUp.objects.get(pk=ask(fund, turn=turn, asked_on=on)).asked_on == on


def test_a_round_nobody_asked_is_missed(fund):
    fund.today = TWELVE
    assert states(fund) == ["missed", "due"]


def test_the_same_round_is_written_once_and_the_same_press_too(fund):
    first = ask(fund, key="press")
    assert ask(fund, key="press") == first
    with pytest.raises(KeyReused):
        ask(fund, key="press", turnover=1)
    with pytest.raises(FollowUpWritten):
        ask(fund)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(("more", "refusal"), [
    ({"asked_on": date(2026, 9, 3)}, FollowUpInFuture),
    ({"answer": "maybe"}, FollowUpUnclear),
    ({"turnover": -1}, FollowUpUnclear),
    ({"capital": 1_000_000_001}, FollowUpUnclear),
    ({"workers": 501}, FollowUpUnclear),
    ({"dependants": -1}, FollowUpUnclear),
    ({"answer": "moved"}, LostAnswers),
    ({"answer": "refused", "alive": False, "workers": 0, "capital": 1, "turnover": 0, "costs": 0, "living_costs": 0,
      "dependants": 0, "jobs": []}, LostAnswers),
    ({"alive": False}, GoneBusinessEarns),
    ({"alive": False, "turnover": 0, "costs": 0, "workers": 1, "jobs": []}, GoneBusinessEarns),
    ({"workers": 1}, JobsExceedWorkers),
    ({"jobs": [replace(OWNER, who="friend")]}, FollowUpUnclear),
    ({"jobs": [replace(OWNER, weekly_hours=0)]}, FollowUpUnclear),
    ({"jobs": [replace(OWNER, weekly_hours=113)]}, FollowUpUnclear),
    ({"jobs": [replace(OWNER, months=13)]}, FollowUpUnclear),
    ({"note": "x" * 201}, NoteTooLong),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_leaves_nothing(fund, more, refusal):
    with pytest.raises(refusal):
        ask(fund, **more)
    assert not FollowUp.objects.exists()
    assert not FollowUpJob.objects.exists()
    ask(fund)  # the control: without it the same answer is taken


def test_an_unknown_round_or_person_is_refused(fund):
    with pytest.raises(FollowUpUnclear):
        ask(fund, turn="month_9")
    with pytest.raises(NotFound):
        fund.do("facilitator", record_followup, person=UUID(int=7), turn="month_6", sheet=sheet(fund))


def test_a_business_given_up_keeps_its_capital_and_its_household(fund):
    gone = {"alive": False, "workers": 0, "turnover": 0, "costs": 0, "jobs": [], "capital": 200_000}
    assert FollowUp.objects.get(pk=ask(fund, **gone)).capital == 200_000


# ---------------------------------------------------------------- corrected


def correct(fund, wrong, who="facilitator", reason="Salah dengar", **more):
    made = fund.do(who, correct_followup, followup=wrong, reason=reason, sheet=sheet(fund, **more))
    return UUID(made["followup"])


def test_a_wrong_record_stays_and_a_newer_one_names_it(fund):
    wrong = ask(fund)
    right = FollowUp.objects.get(pk=correct(fund, wrong, turnover=2_900_000))
    assert (right.version, right.corrects_id, right.reason, right.turnover) == (2, wrong, "Salah dengar", 2_900_000)
    assert FollowUp.objects.get(pk=wrong).turnover == 2_600_000
    assert rows(fund)["Yuni"].answers["month_6"].pk == right.pk
    again = correct(fund, right.pk, turnover=2_800_000)
    assert FollowUp.objects.get(pk=again).version == 3


def test_a_correction_is_refused_without_reason_and_where_a_newer_one_is(fund):
    wrong = ask(fund)
    with pytest.raises(ReasonMissing):
        correct(fund, wrong, reason=" ")
    with pytest.raises(NoteTooLong):
        correct(fund, wrong, reason="x" * 201)
    with pytest.raises(NotFound):
        correct(fund, UUID(int=7))
    with pytest.raises(JobsExceedWorkers):
        correct(fund, wrong, workers=0)
    correct(fund, wrong)
    with pytest.raises(FollowUpCorrectedBefore):
        correct(fund, wrong)


def test_the_answer_stays_correctable_after_the_round_and_in_its_own_time(fund):
    wrong, was = ask(fund), fund.today
    fund.today = date(2027, 4, 1)
    correct(fund, wrong, asked_on=was)
    newest = FollowUp.objects.get(correction=None).pk
    with pytest.raises(FollowUpNotOpen):
        correct(fund, newest, asked_on=fund.today)


# ---------------------------------------------------------------- who may


OFFICES = (
    "secretary", "upk_manager", "loan_officer", "cashier", "bookkeeper", "overseer", "auditor", "facilitator", "forum",
    "trustee", "coordinator", "Yuni",
)  # fmt: skip


@pytest.mark.parametrize("who", OFFICES)
def test_the_facilitator_alone_asks(fund, who):
    if who == "facilitator":
        assert ask(fund)
        return
    with pytest.raises(NotAllowed):
        ask(fund, who=who)
    wrong = ask(fund)
    with pytest.raises(NotAllowed):
        correct(fund, wrong, who=who)


@pytest.mark.parametrize("who", OFFICES)
def test_answers_are_read_by_who_asks_lends_and_audits(fund, who):
    key = ask(fund)
    reads = who in {"facilitator", "loan_officer", "upk_manager", "overseer", "auditor"}
    assert (key in answers_seen(fund.book, see(fund, who)).values_list("pk", flat=True)) == reads
    assert bool(followed(fund.book, see(fund, who), on=fund.today)) == reads
    if not reads:
        with pytest.raises(NotFound):
            record_seen(fund.book, key, see(fund, who))


def test_another_board_sees_nothing_of_it(fund):
    key = ask(fund)
    other = make_fund(code="mawar")
    with pytest.raises(NotFound):
        record_seen(other.book, key, see(other, "facilitator"))
    with pytest.raises(NotFound):
        other.do("facilitator", correct_followup, followup=key, reason="x", sheet=sheet(fund))


def test_the_fact_tells_that_it_was_asked_and_neither_who_nor_what(fund):
    ask(fund)
    fact = Fact.objects.get(kind="FollowUpRecorded")
    assert fact.public == {"group": "Melati", "round": "month_6", "on": SIX.isoformat()}
    correct(fund, FollowUp.objects.get().pk)
    assert "reason" not in Fact.objects.get(kind="FollowUpCorrected").public


def test_the_list_costs_the_same_whatever_its_size(fund, django_assert_num_queries):
    eyes = see(fund, "facilitator")
    ask(fund)
    with django_assert_num_queries(4):
        followed(fund.book, eyes, on=fund.today)
    ask(fund, "Karti")
    ask(fund, "Sumi")
    with django_assert_num_queries(4):
        followed(fund.book, eyes, on=fund.today)


# ---------------------------------------------------------------- the database


def job(key, **more):
    given = {"line": 1, "who": "owner", "weekly_hours": 40, "months": 12, "woman": True, "poor": False, **more}
    write("followupjob", followup_id=key, **given)


def close(fund, **more):
    """An asking as an attacker would write it; right unless something is changed."""
    form = MemberForm.objects.filter(person_id=fund.stage.people["Yuni"]).earliest("filled_on")
    given = {
        "id": new_id(), "book_id": fund.book, "group_id": fund.stage.groups["Melati"],
        "loan_id": Share.objects.get(person_id=fund.stage.people["Yuni"]).loan_id,
        "person_id": fund.stage.people["Yuni"], "baseline_id": form.pk, "round": "month_6", "version": 1,
        "asked_on": SIX.isoformat(), "answer": "answered", "alive": True, "workers": 1,
        **dict.fromkeys(("capital", "turnover", "costs", "other_income", "living_costs", "other_instalments"), 0),
        "dependants": 0, "note": "", "written_by_id": fund.stage.actor("facilitator").pk,
        "written_at": "2026-09-02 05:00:00+00:00", "corrects_id": None, "reason": "", **more,
    }  # fmt: skip
    write("followup", **given)
    return given["id"]


def test_a_right_asking_goes_in_by_hand_too(fund):
    key = new_id()
    job(key)
    assert close(fund, id=key) == key


def test_a_written_asking_takes_no_job(fund):
    key = ask(fund)
    with pytest.raises(DatabaseError, match="a_written_asking_takes_no_job"):
        job(key, line=9)
    drop("a_written_asking_takes_no_job", "followupjob")
    job(key, line=9)  # the control


def two_jobs(fund):
    key = new_id()
    job(key)
    job(key, line=2)
    return {"id": key}


def correction(**more):
    return lambda fund: {"version": 2, "corrects_id": ask(fund), "reason": "x", **more}


def of_another(name):
    return lambda fund: {"version": 2, "corrects_id": ask(fund, name), "reason": "x"}


def elsewhere(fund):
    return {"book_id": Book.objects.exclude(pk=fund.book).values_list("pk", flat=True)[0]}


def a_form_of_another(fund):
    return {"baseline_id": MemberForm.objects.get(person_id=fund.stage.people["Karti"]).pk}


def a_form_after_the_loan(fund):
    fill(fund, "Yuni")
    return {"baseline_id": MemberForm.objects.filter(person_id=fund.stage.people["Yuni"]).latest("filled_on").pk}


def a_form_of_elsewhere(fund):
    """Somebody without a part of the loan."""
    other = fund.stage.people["Tini"]
    group = fund.stage.groups["Mawar"]
    given = {"amount": 1, "business": "x"}
    fund.today = PAID_OUT
    made = fund.do("loan_officer", lending.fill_member_form, group=group, person=other, **given)
    fund.today = SIX
    return {"person_id": other, "baseline_id": UUID(made["form"])}


@pytest.mark.parametrize(("guard", "attack"), [
    ("an_asking_tells_no_more_jobs_than_workers", two_jobs),
    ("askings_follow_each_other", correction(version=3)),
    ("askings_follow_each_other", correction(round="month_12", asked_on=TWELVE.isoformat())),
    ("askings_follow_each_other", of_another("Karti")),
    ("an_asking_stays_with_its_loan", elsewhere),
    ("an_asking_stays_with_its_loan", lambda fund: {"group_id": fund.stage.groups["Mawar"]}),
    ("an_asking_stays_with_its_loan", lambda _fund: {"asked_on": PAID_OUT.isoformat()}),
    ("an_asking_stays_with_its_loan", a_form_of_another),
    ("an_asking_stays_with_its_loan", a_form_after_the_loan),
    ("an_asking_stays_with_its_loan", a_form_of_elsewhere),
])  # fmt: skip
def test_the_database_takes_no_false_asking(fund, guard, attack):
    values = attack(replace(fund))
    with pytest.raises(DatabaseError, match=guard):
        close(fund, **values)
    drop(guard, "followup")
    close(fund, **values)  # the control


@pytest.mark.parametrize("table", ["followup", "followupjob"])
def test_nothing_of_an_asking_is_changed_or_deleted(fund, table):
    ask(fund)
    for statement in (f"UPDATE mentoring_{table} SET id = id", f"DELETE FROM mentoring_{table}"):
        with (
            pytest.raises(DatabaseError, match=f"rows_of_mentoring_{table}_are_never_(changed|deleted)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
