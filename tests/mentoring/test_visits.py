"""A KSM is visited: the record closes for ever, promises are followed, a loan's use is seen, the KSM answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.base.models import Attachment, Fact
from gulir.community.queries import standing
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import NotAMember, ReasonMissing
from gulir.core.problems.visits import (
    FindingWithoutAdvice,
    LoanUseMissing,
    LoanVisitTooEarly,
    NobodyMet,
    PromiseBeforeVisit,
    UseNotSeen,
    VisitFollowed,
    VisitInFuture,
    VisitLineEmpty,
    VisitMinutesUnclear,
    VisitOutOfOrder,
    VisitWordUnknown,
)
from gulir.lending.queries.today import fund_today
from gulir.mentoring.models import Visit, VisitPromise
from gulir.mentoring.queries.visits import photo_of, to_visit, visit_record, visits_seen
from gulir.mentoring.services.visit_sheets import Heard, Photo, Pledged, Taught, Used, VisitSheet
from gulir.mentoring.services.visits import correct_visit, record_visit, reply_to_visit
from tests.lending.stage import OPENS, make_fund
from tests.mentoring.direct_sql import drop, write

pytestmark = pytest.mark.django_db
SHA = "a" * 64


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


def sheet(fund, **more):
    """An ordinary visit: half an hour with Yuni, everything in order."""
    given = {"purpose": "routine", "minutes": 30, "met": [fund.stage.people["Yuni"]], **more}
    return VisitSheet(**given)


def visit(fund, who="facilitator", on=None, group="Melati", **more):
    """A visit of today, written down."""
    made = fund.do(who, record_visit, group=fund.stage.groups[group], on=on or fund.today, sheet=sheet(fund, **more))
    return UUID(made["visit"])


def see(fund, who):
    """With whose eyes."""
    actor = fund.stage.actors.get(who) or fund.stage.actor(who)
    return standing(actor.pk, fund.book, fund.today)


def use(fund, name="Yuni", **more):
    given = {"user": "borrower", "used_for": "Warung sayur", "alive": "yes", "note": "Hujan, foto menyusul", **more}
    return Used(person=fund.stage.people[name], **given)


def rows(fund, who="facilitator"):
    """The list of KSM to visit, by name."""
    eyes = see(fund, who)
    loans = fund_today(fund.book, on=fund.today, standing=eyes).rows
    return {row.group.name: row for row in to_visit(fund.book, eyes, on=fund.today, loans=loans, most_days=60)}


def full(fund, **more):
    """A visit with something in every part."""
    return visit(
        fund,
        others="Pak RT",
        place="Rumah Bu Yuni",
        books="no",
        cash="yes",
        meeting="no",
        heard=[Heard(topic="illness", said="Anak sakit"), Heard(topic="business", said="Sepi", consent=True)],
        taught=[Taught(topic="bookkeeping", said="Buku kas, bersama bendahara", minutes=20)],
        condition="Buku kas kosong dua minggu",
        advice="Isi setiap pertemuan",
        promises=[Pledged(who="Karti", said="Melengkapi buku kas", due_on=fund.today + timedelta(days=7))],
        photos=[Photo(sha256=SHA, name="buku.jpg", media_type="image/jpeg", size=9, caption="Buku kas")],
        next_on=fund.today + timedelta(days=14),
        **more,
    )


# ---------------------------------------------------------------- it happens


def test_a_visit_is_one_record_with_everything_in_it(fund):
    key = full(fund)
    record = visit_record(fund.book, key, see(fund, "facilitator"))
    assert (record.visit.number, record.visit.written_by.name, record.met) == (1, "Mas Bayu", ("Yuni",))
    assert [note.said for note in record.heard] == ["Anak sakit", "Sepi"]
    assert [(note.topic, note.minutes) for note in record.taught] == [("bookkeeping", 20)]
    assert [(promise.who, promise.due_on) for promise in record.promises] == [("Karti", fund.today + timedelta(days=7))]
    assert [photo.file_id for photo in record.photos] == [SHA]
    assert Attachment.objects.get(pk=SHA).media_type == "image/jpeg"
    fact = Fact.objects.get(book_id=fund.book, kind="KsmVisited")
    assert fact.public == {"group": "Melati", "number": 1, "on": fund.today.isoformat(), "purpose": "routine"}


def test_the_same_key_twice_is_one_visit(fund):
    body = {"group": fund.stage.groups["Melati"], "on": fund.today, "sheet": sheet(fund)}
    first, second = (fund.do("facilitator", record_visit, key="same", **body) for _ in range(2))
    assert first == second
    assert Visit.objects.filter(book_id=fund.book).count() == 1


def test_the_same_photo_at_two_visits_is_one_file(fund):
    photo = Photo(sha256=SHA, name="buku.jpg", media_type="image/jpeg", size=9)
    visit(fund, photos=[photo])
    visit(fund, photos=[photo])
    assert Attachment.objects.filter(pk=SHA).count() == 1


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"met": []}, NobodyMet),
        ({"purpose": "arisan"}, VisitWordUnknown),
        ({"books": "maybe"}, VisitWordUnknown),
        ({"stage": "first"}, VisitWordUnknown),
        ({"minutes": 0}, VisitMinutesUnclear),
        ({"minutes": 601}, VisitMinutesUnclear),
        ({"heard": [Heard(topic="weather", said="Panas")]}, VisitWordUnknown),
        ({"heard": [Heard(topic="illness", said="  ")]}, VisitLineEmpty),
        ({"taught": [Taught(topic="rules", said="Aturan", minutes=0)]}, VisitMinutesUnclear),
        ({"promises": [Pledged(who="Karti", said="Hadir", due_on=OPENS)]}, PromiseBeforeVisit),
        ({"promises": [Pledged(who="", said="Hadir", due_on=date(2026, 4, 1))]}, VisitLineEmpty),
        ({"next_on": OPENS}, PromiseBeforeVisit),
        ({"condition": "Buku kosong"}, FindingWithoutAdvice),
        ({"advice": "Isi buku", "answer": "Baik"}, FindingWithoutAdvice),
        ({"results": {0: "kept"}}, NotFound),
        ({"place": "x" * 81}, NoteTooLong),
        ({"purpose": "loan", "loan": UUID(int=7), "stage": "first"}, NotFound),
        ({"purpose": "loan", "loan": None, "stage": "first"}, NotFound),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_right_is_refused_and_nothing_is_written(fund, more, refusal):
    with pytest.raises(refusal):
        visit(fund, **more)
    assert not Visit.objects.filter(book_id=fund.book).exists()


def test_only_members_of_this_ksm_are_met(fund):
    for met in ([fund.stage.people["Tini"]], [fund.stage.people["Yuni"]] * 2):
        with pytest.raises(NotAMember):
            visit(fund, met=met)


def test_a_visit_is_written_afterwards_and_in_order(fund):
    with pytest.raises(VisitInFuture):
        visit(fund, on=fund.today + timedelta(days=1))
    visit(fund)
    visit(fund)  # two on one day
    with pytest.raises(VisitOutOfOrder):
        visit(fund, on=fund.today - timedelta(days=1))


@pytest.mark.parametrize("who", ["cashier", "overseer", "trustee", "upk_manager", "Yuni"])
def test_others_write_no_visit(fund, who):
    with pytest.raises(NotAllowed):
        visit(fund, who)


def test_a_loan_officer_writes_visits_about_loans_alone(fund):
    loan = fund.lend("Melati")
    fund.move_to(OPENS + timedelta(days=30))
    about = {"purpose": "loan", "loan": loan.pk, "stage": "first", "uses": [use(fund)]}
    visit(fund, "loan_officer", **about)
    with pytest.raises(NotAllowed):
        visit(fund, "loan_officer")


# ---------------------------------------------------------------- the use of a loan


def test_a_loan_is_looked_at_after_thirty_days_and_in_the_middle(fund):
    loan = fund.lend("Melati")
    fund.move_to(OPENS + timedelta(days=29))
    ((_, first), (_, middle)) = rows(fund)["Melati"].looks
    assert (first.state, first.due_on) == ("coming", OPENS + timedelta(days=30))
    fund.move_to(OPENS + timedelta(days=30))
    assert rows(fund)["Melati"].looks[0][1].state == "today"
    fund.move_to(OPENS + timedelta(days=33))
    assert (rows(fund)["Melati"].looks[0][1].state, rows(fund)["Melati"].looks[0][1].days) == ("overdue", 3)
    visit(fund, purpose="loan", loan=loan.pk, stage="first", uses=[use(fund)])
    assert [look.stage for _, look in rows(fund)["Melati"].looks] == ["middle"]
    assert middle.due_on > first.due_on


def test_a_loan_visit_needs_a_use_and_a_photo_or_a_reason(fund):
    loan = fund.lend("Melati")
    about = {"purpose": "loan", "loan": loan.pk, "stage": "first"}
    with pytest.raises(LoanVisitTooEarly):
        visit(fund, **about, uses=[use(fund)])
    fund.move_to(OPENS + timedelta(days=30))
    with pytest.raises(LoanUseMissing):
        visit(fund, **about)
    with pytest.raises(UseNotSeen):
        visit(fund, **about, uses=[use(fund, note="")])
    with pytest.raises(NotAMember):
        visit(fund, **about, uses=[use(fund, "Tini")])
    photo = Photo(sha256=SHA, name="warung.jpg", media_type="image/jpeg", size=9, person=fund.stage.people["Yuni"])
    visit(fund, **about, uses=[use(fund, note="")], photos=[photo])


def test_a_loan_of_another_ksm_is_not_there(fund):
    loan = fund.lend("Mawar")
    fund.move_to(OPENS + timedelta(days=30))
    with pytest.raises(NotFound):
        visit(fund, purpose="loan", loan=loan.pk, stage="first", uses=[use(fund)])


# ---------------------------------------------------------------- promises and the list


def test_promises_are_followed_to_the_next_visit(fund):
    full(fund)
    fund.move_to(OPENS + timedelta(days=9))
    (promise,) = rows(fund)["Melati"].promises
    assert (promise.state.state, promise.state.days) == ("overdue", 2)
    visit(fund, results={promise.id: "waiting"})
    assert rows(fund)["Melati"].promises[0].state.state == "overdue"
    visit(fund, results={promise.id: "kept"})
    assert rows(fund)["Melati"].promises == ()
    assert rows(fund)["Melati"].kept == 100
    with pytest.raises(NotFound):
        visit(fund, results={promise.id: "broken"})


def test_what_was_seen_and_not_taught_stays_on_the_list(fund):
    full(fund)  # books and meeting were not in order; book-keeping was taught
    assert rows(fund)["Melati"].topics == ("rules",)
    visit(fund)
    assert rows(fund)["Melati"].topics == ()


def test_a_ksm_nobody_visits_comes_first(fund):
    formed = rows(fund)["Mawar"].group.formed_on
    fund.move_to(max(formed + timedelta(days=60), OPENS + timedelta(days=1)))
    visit(fund)
    fund.move_to(fund.today + timedelta(days=1))
    found = rows(fund)
    assert list(found) == ["Mawar", "Melati"]
    assert (found["Mawar"].uncovered_days or 0) > 60
    assert found["Melati"].uncovered_days is None
    assert [reason.kind for reason in found["Mawar"].reasons] == ["coverage"]


def test_the_list_takes_the_same_statements_whatever_its_length(fund, django_assert_num_queries):
    full(fund)
    eyes = see(fund, "facilitator")
    with django_assert_num_queries(6):
        to_visit(fund.book, eyes, on=fund.today, loans=(), most_days=60)
    visit(fund, group="Mawar", met=[], others="Bu Giyem")
    with django_assert_num_queries(6):
        to_visit(fund.book, eyes, on=fund.today, loans=(), most_days=60)


# ---------------------------------------------------------------- correction, reply, who reads


def test_a_correction_is_a_newer_record_by_who_wrote_it(fund):
    wrong = full(fund)
    with pytest.raises(ReasonMissing):
        fund.do("facilitator", correct_visit, call=wrong, reason=" ", sheet=sheet(fund))
    right = UUID(fund.do("facilitator", correct_visit, call=wrong, reason="Salah baca", sheet=sheet(fund))["visit"])
    old, new = (visit_record(fund.book, key, see(fund, "facilitator")) for key in (wrong, right))
    assert (old.newer, new.visit.version, new.visit.reason) == (new.visit, 2, "Salah baca")
    assert [row.pk for row in visits_seen(fund.book, see(fund, "overseer"))] == [right]
    assert rows(fund)["Melati"].promises == ()
    visit(fund)
    with pytest.raises(VisitFollowed):
        fund.do("facilitator", correct_visit, call=right, reason="Lagi", sheet=sheet(fund))


def test_a_correction_may_tell_the_same_promise_otherwise(fund):
    full(fund)
    promise = VisitPromise.objects.get(visit__book_id=fund.book)
    told = visit(fund, results={promise.pk: "kept"})
    fund.do("facilitator", correct_visit, call=told, reason="Belum", sheet=sheet(fund, results={promise.pk: "broken"}))
    assert rows(fund)["Melati"].kept == 0


def test_nobody_corrects_what_another_wrote(fund):
    loan = fund.lend("Melati")
    fund.move_to(OPENS + timedelta(days=30))
    about = sheet(fund, purpose="loan", loan=loan.pk, stage="first", uses=[use(fund)])
    wrong = fund.do("facilitator", record_visit, group=loan.group_id, on=fund.today, sheet=about)["visit"]
    with pytest.raises(NotAllowed):
        fund.do("loan_officer", correct_visit, call=UUID(wrong), reason="Salah", sheet=about)


def test_the_visited_ksm_answers_in_its_own_words(fund):
    key = full(fund)
    fund.do("Yuni", reply_to_visit, call=key, said="Buku ada di rumah Bu Karti.")
    (reply,) = visit_record(fund.book, key, see(fund, "overseer")).replies
    assert (reply.said, reply.by.name) == ("Buku ada di rumah Bu Karti.", "Yuni")
    for who in ("Tini", "Agus", "facilitator", "upk_manager"):  # of another KSM, no officer, no member
        with pytest.raises(NotAllowed):
            fund.do(who, reply_to_visit, call=key, said="Bukan begitu")
    with pytest.raises(VisitLineEmpty):
        fund.do("Yuni", reply_to_visit, call=key, said=" ")
    fund.do("facilitator", correct_visit, call=key, reason="Salah baca", sheet=sheet(fund))
    newer = Visit.objects.get(book_id=fund.book, version=2)
    assert [r.said for r in visit_record(fund.book, newer.pk, see(fund, "Yuni")).replies] == [reply.said]


def test_who_reads_and_who_does_not(fund):
    key = full(fund)
    for who in ("loan_officer", "upk_manager", "trustee", "overseer", "Yuni"):
        record = visit_record(fund.book, key, see(fund, who))
        assert ([note.said for note in record.heard], record.hidden) == (["Sepi"], 1)  # without consent: not passed on
    photo = visit_record(fund.book, key, see(fund, "Yuni")).photos[0]
    for who in ("cashier", "Agus", "Tini"):
        for look in (
            lambda eyes: visit_record(fund.book, key, eyes),
            lambda eyes: photo_of(fund.book, photo.pk, eyes),
        ):
            with pytest.raises(NotFound):
                look(see(fund, who))
    assert photo_of(fund.book, photo.pk, see(fund, "overseer")).file_id == SHA


# ---------------------------------------------------------------- the database


PARTS = {
    "a_written_visit_takes_no_member": ("visitmet", {"person_id": "Sumi"}),
    "a_written_visit_takes_no_note": (
        "visitnote", {"line": 9, "kind": "heard", "topic": "illness", "said": "x", "consent": True, "minutes": 0},
    ),
    "a_written_visit_takes_no_promise": ("visitpromise", {"line": 9, "who": "x", "said": "x", "due_on": "2027-01-01"}),
    "a_written_visit_takes_no_result": ("visitpromiseresult", {"promise_id": 0, "result": "kept"}),
    "a_written_visit_takes_no_use": (
        "loanuse", {"person_id": "Sumi", "user": "family", "used_for": "x", "alive": "yes", "note": "x"},
    ),
    "a_written_visit_takes_no_photo": ("visitphoto", {"line": 9, "file_id": SHA, "person_id": None, "caption": ""}),
}  # fmt: skip


@pytest.mark.parametrize("guard", PARTS)
def test_a_written_visit_takes_nothing_more(fund, guard):
    key = full(fund)
    table, values = PARTS[guard]
    values = {name: fund.stage.people.get(value, value) for name, value in values.items()}
    if "promise_id" in values:
        values["promise_id"] = VisitPromise.objects.get(visit_id=key).pk
    with pytest.raises(DatabaseError, match=guard):
        write(table, visit_id=key, **values)
    drop(guard, table)
    write(table, visit_id=key, **values)  # the control: only the guard held it back


def close(fund, key=None, **more):
    """A visit as an attacker would write it; right unless something is changed."""
    given = {
        "id": key or new_id(), "book_id": fund.book, "group_id": fund.stage.groups["Melati"], "number": 1, "version": 1,
        "purpose": "routine", "loan_id": None, "stage": "", "held_on": OPENS.isoformat(), "place": "", "minutes": 30,
        "others": "Pak RT", **dict.fromkeys(("books", "cash", "savings", "rules", "meeting"), "unseen"),
        **dict.fromkeys(("condition", "criterion", "cause", "effect", "advice", "answer"), ""), "next_on": None,
        "written_by_id": fund.stage.actor("facilitator").pk, "written_at": "2026-03-02 05:00:00+00:00",
        "corrects_id": None, "reason": "", **more,
    }  # fmt: skip
    write("visit", **given)
    return given["id"]


def attack_with_a_gap(fund):
    return {"number": 3}


def attack_by_another(fund):
    full(fund)
    wrong = Visit.objects.get(book_id=fund.book)
    return {
        "version": 2, "corrects_id": wrong.pk, "reason": "x", "written_by_id": fund.stage.actor("loan_officer").pk,
    }  # fmt: skip


def attack_of_an_older_one(fund):
    wrong = full(fund)
    visit(fund)
    return {"version": 2, "corrects_id": wrong, "reason": "x"}


def attack_from_another_book(fund):
    return {"book_id": other_book(fund)}


def other_book(fund):
    from gulir.base.models import Book

    return Book.objects.exclude(pk=fund.book).values_list("pk", flat=True)[0]


def attack_on_another_loan(fund):
    loan, key = fund.lend("Mawar"), new_id()
    write(
        "loanuse", visit_id=key, person_id=fund.stage.people["Tini"], user="family", used_for="x", alive="yes", note="x"
    )
    return {"key": key, "purpose": "loan", "loan_id": loan.pk, "stage": "first"}


def attack_on_a_stranger(fund):
    loan, key = fund.lend("Melati"), new_id()
    write(
        "loanuse", visit_id=key, person_id=fund.stage.people["Tini"], user="family", used_for="x", alive="yes", note="x"
    )
    return {"key": key, "purpose": "loan", "loan_id": loan.pk, "stage": "first"}


def attack_without_anyone(fund):
    return {"others": ""}


def attack_without_use(fund):
    return {"purpose": "loan", "loan_id": fund.lend("Melati").pk, "stage": "first"}


def attack_without_photo(fund):
    loan, key = fund.lend("Melati"), new_id()
    write(
        "loanuse", visit_id=key, person_id=fund.stage.people["Yuni"], user="family", used_for="x", alive="yes", note=""
    )
    return {"key": key, "purpose": "loan", "loan_id": loan.pk, "stage": "first"}


@pytest.mark.parametrize(
    ("guard", "attack"),
    [
        ("visits_follow_each_other", attack_with_a_gap),
        ("visits_follow_each_other", attack_by_another),
        ("visits_follow_each_other", attack_of_an_older_one),
        ("a_visit_stays_with_its_ksm", attack_from_another_book),
        ("a_visit_stays_with_its_ksm", attack_on_another_loan),
        ("a_visit_stays_with_its_ksm", attack_on_a_stranger),
        ("a_visit_meets_somebody", attack_without_anyone),
        ("a_visit_about_a_loan_sees_its_use", attack_without_use),
        ("a_visit_about_a_loan_sees_its_use", attack_without_photo),
    ],
)
def test_the_database_closes_no_false_visit(fund, guard, attack):
    values = attack(fund)
    with pytest.raises(DatabaseError, match=guard):
        close(fund, **values)
    drop(guard, "visit")
    close(fund, **values)  # the control


def test_a_right_visit_goes_in_by_hand_too(fund):
    assert Visit.objects.filter(pk=close(fund)).exists()


def test_a_reply_is_to_a_visit_that_is_there(fund):
    values = {
        "id": new_id(), "visit_id": new_id(), "said": "x", "by_id": fund.stage.actor("facilitator").pk,
        "at": "2026-03-02 05:00:00+00:00",
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="a_reply_is_to_a_written_visit"):
        write("visitreply", **values)
    key = full(fund)
    write("visitreply", **{**values, "visit_id": key})


@pytest.mark.parametrize(
    "table",
    ["visit", "visitmet", "visitnote", "visitpromise", "visitpromiseresult", "loanuse", "visitphoto", "visitreply"],
)
def test_nothing_of_a_visit_is_changed_or_deleted(fund, table):
    loan = fund.lend("Melati")
    full(fund)
    promise = VisitPromise.objects.get(visit__book_id=fund.book)
    fund.move_to(OPENS + timedelta(days=30))
    about = {"purpose": "loan", "loan": loan.pk, "stage": "first", "uses": [use(fund)]}
    key = visit(fund, **about, results={promise.pk: "kept"})
    fund.do("Yuni", reply_to_visit, call=key, said="Terima kasih")
    for statement in (f"UPDATE mentoring_{table} SET id = id", f"DELETE FROM mentoring_{table}"):
        with (
            pytest.raises(DatabaseError, match=f"rows_of_mentoring_{table}_are_never_(changed|deleted)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
