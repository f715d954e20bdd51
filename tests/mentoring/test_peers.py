"""One KSM mentors another: offered, agreed to by both, session by session, and beside KSM alike with an honest n."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book, Fact
from gulir.community import services as community
from gulir.community.models import Group
from gulir.core.dates import add_months
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import GroupNotActive, ReasonMissing
from gulir.core.problems.peers import (
    MenteeTaken,
    MentorNotReady,
    MentorStageLower,
    MentorUnread,
    PeerDayImpossible,
    PeerEnded,
    PeerItself,
    PeerNobodyCame,
    PeerNotAgreed,
    PeerOfferOpen,
    PeerSecondPerson,
    PeerUntold,
)
from gulir.mentoring.models import PeerAgreement, PeerEnd, PeerPair, PeerSession
from gulir.mentoring.queries.peers import compared, loads, pair_of, pairs_seen
from gulir.mentoring.queries.signs import KOTAKU_FORM
from gulir.mentoring.services import (
    Came,
    Sheet,
    agree_on_rules,
    agree_to_mentoring,
    end_mentoring,
    hold_meeting,
    keep_assessment,
    offer_mentoring,
    record_peer_session,
)
from tests.community.stage import make_board
from tests.mentoring.direct_sql import drop, write
from tests.mentoring.stage import FIRST, RULES

pytestmark = pytest.mark.django_db
LOW = {"agenda": 1, "rules": 1, "records": 1, "safety": 1, "partners": 1, "issues": 1}
HIGH = {"agenda": 3, "rules": 3, "records": 3, "safety": 3, "partners": 3, "issues": 3}


def assess(ksm, name, told):
    ksm.do("facilitator", keep_assessment, group=ksm.stage.groups[name], instrument=KOTAKU_FORM, told=told)


@pytest.fixture
def pair(ksm):
    """Mawar was found on a higher stage than Melati."""
    assess(ksm, "Mawar", HIGH)
    assess(ksm, "Melati", LOW)
    return ksm


def offer(ksm, who="facilitator", mentor="Mawar", mentee="Melati", topics="Mengisi buku kas", **more):
    key = ksm.stage.groups
    made = ksm.do(who, offer_mentoring, mentor=key[mentor], mentee=key[mentee], topics=topics, **more)
    return UUID(made["pair"])


def agree(ksm, pair, who, group):
    return ksm.do(who, agree_to_mentoring, pair=pair, group=ksm.stage.groups[group])


def begin(ksm, **more):
    """A mentoring that runs: offered by Mawar's chair, agreed to by Melati's."""
    made = offer(ksm, "Tini", **more)
    agree(ksm, made, "Yuni", "Melati")
    return made


def sit(ksm, pair, who="Tini", on=None, came=4, shown="Mengisi buku kas bersama"):
    return ksm.do(who, record_peer_session, pair=pair, held_on=on or ksm.day, came=came, shown=shown)["number"]


def end(ksm, pair, who="Yuni", reason="Sudah bisa sendiri"):
    return ksm.do(who, end_mentoring, pair=pair, reason=reason)


def carried(ksm, *, since, most, who="facilitator"):
    return loads(ksm.stage.book, ksm.stage.stands(who, ksm.day), since=since, most=most)


def see(ksm, pair, who):
    return pair_of(ksm.stage.book, pair, ksm.stage.stands(who, ksm.day))


# ---------------------------------------------------------------- it happens


def test_the_facilitator_offers_and_both_ksm_agree(pair):
    made = offer(pair)
    found = see(pair, made, "facilitator")
    assert (found.state, found.begun, [one.name for one in found.waiting]) == ("offered", None, ["Mawar", "Melati"])
    assert agree(pair, made, "Tini", "Mawar")["begun"] is False
    assert see(pair, made, "Karti").state == "offered"
    assert agree(pair, made, "Yuni", "Melati")["begun"] is True
    found = see(pair, made, "Karti")
    assert (found.state, found.begun, found.waiting) == ("running", pair.day, ())
    kinds = Fact.objects.filter(book_id=pair.stage.book, kind__startswith="Peer").order_by("sequence")
    assert [one.kind for one in kinds] == [
        "PeerMentoringOffered", "PeerMentoringAgreed", "PeerMentoringAgreed", "PeerMentoringBegun",
    ]  # fmt: skip
    assert kinds[0].public == {"mentor": "Mawar", "mentee": "Melati", "on": pair.day.isoformat()}


@pytest.mark.parametrize(("offers", "agrees", "group"), [("Tini", "Karti", "Melati"), ("Yuni", "Sulis", "Mawar")])
def test_the_offer_of_an_officer_is_the_yes_of_their_own_ksm(pair, offers, agrees, group):
    made = offer(pair, offers)
    assert [one.name for one in see(pair, made, offers).waiting] == [group]
    agree(pair, made, agrees, group)
    assert see(pair, made, offers).state == "running"


def test_sessions_count_on_and_the_last_one_is_known(pair):
    made = begin(pair)
    assert sit(pair, made) == 1
    pair.day += timedelta(days=10)
    assert sit(pair, made, "Yuni", on=pair.day - timedelta(days=3)) == 2
    assert sit(pair, made, "facilitator", came=1) == 3
    found = see(pair, made, "overseer")
    assert [(one.number, one.came) for one in found.sessions] == [(1, 4), (2, 4), (3, 1)]
    assert found.last_session == pair.day
    fact = Fact.objects.filter(book_id=pair.stage.book, kind="PeerSessionHeld").latest("sequence")
    assert fact.public == {"mentor": "Mawar", "mentee": "Melati", "on": pair.day.isoformat(), "number": 3}


@pytest.mark.parametrize(("who", "begun", "state"), [("Yuni", True, "ended"), ("facilitator", False, "declined")])
def test_it_ends_with_its_reason_or_the_offer_is_declined(pair, who, begun, state):
    made = begin(pair) if begun else offer(pair)
    end(pair, made, who)
    found = see(pair, made, "Tini")
    assert (found.state, found.row.end.reason) == (state, "Sudah bisa sendiri")


def test_after_an_end_the_two_may_begin_anew(pair):
    end(pair, begin(pair))
    assert see(pair, begin(pair), "Yuni").state == "running"


def test_the_same_key_twice_is_one_offer(pair):
    first, second = (offer(pair, key="same") for _ in range(2))
    assert first == second
    assert PeerPair.objects.count() == 1


# ---------------------------------------------------------------- who, and what is refused


@pytest.mark.parametrize("who", ["cashier", "overseer", "trustee", "loan_officer", "Parti", "Giyem"])
def test_members_without_office_and_other_offices_do_none_of_it(pair, who):
    made = offer(pair)
    with pytest.raises(NotAllowed):
        offer(pair, who)
    with pytest.raises(NotAllowed):
        agree(pair, made, who, "Melati")
    with pytest.raises(NotAllowed):
        end(pair, made, who)
    agree(pair, made, "Tini", "Mawar")
    agree(pair, made, "Yuni", "Melati")
    with pytest.raises(NotAllowed):
        sit(pair, made, who)
    sit(pair, made)  # control: the same session by an officer


def test_the_facilitator_does_not_agree_for_a_ksm_nor_an_officer_for_the_other(pair):
    made = offer(pair)
    for who, group in (("facilitator", "Melati"), ("Tini", "Melati"), ("Yuni", "Mawar")):
        with pytest.raises(NotAllowed):
            agree(pair, made, who, group)
    assert not PeerAgreement.objects.exists()


def test_an_officer_of_a_third_ksm_has_no_part_in_it(pair):
    third(pair, "Dahlia", "Wati")
    made = begin(pair)
    for act in (lambda: offer(pair, "Wati"), lambda: sit(pair, made, "Wati"), lambda: end(pair, made, "Wati")):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        see(pair, made, "Wati")


def test_who_is_an_officer_of_both_says_yes_for_one(pair):
    mawar, yuni = pair.stage.groups["Mawar"], pair.who("Yuni")
    pair.do("secretary", community.leave_group, group=mawar, person=pair.who("Rukmi"), on=FIRST)
    pair.do("secretary", community.join_group, group=mawar, person=yuni, on=FIRST, role="secretary")
    made = offer(pair, "Yuni")
    assert [one.name for one in see(pair, made, "facilitator").waiting] == ["Melati"]
    with pytest.raises(PeerSecondPerson) as refused:
        agree(pair, made, "Yuni", "Melati")
    assert refused.value.facts == {"group": "Melati"}
    agree(pair, made, "Sumi", "Melati")


def test_a_ksm_does_not_mentor_itself_nor_twice_the_same(pair):
    with pytest.raises(PeerItself):
        offer(pair, mentor="Melati")
    made = offer(pair)
    with pytest.raises(PeerOfferOpen):
        offer(pair, "Yuni")
    agree(pair, made, "Tini", "Mawar")
    agree(pair, made, "Yuni", "Melati")
    with pytest.raises(MenteeTaken):
        offer(pair)
    assert PeerPair.objects.count() == 1


def test_a_ksm_has_one_mentor_at_a_time(pair):
    third(pair, "Dahlia", "Wati")
    assess(pair, "Dahlia", HIGH)
    early, late = offer(pair), offer(pair, mentor="Dahlia")
    agree(pair, early, "Tini", "Mawar")
    agree(pair, late, "Wati", "Dahlia")
    agree(pair, early, "Yuni", "Melati")
    with pytest.raises(MenteeTaken):
        agree(pair, late, "Yuni", "Melati")
    end(pair, early)
    agree(pair, late, "Yuni", "Melati")


def test_a_mentor_was_found_on_no_lower_stage(ksm):
    with pytest.raises(MentorUnread):
        offer(ksm)
    assess(ksm, "Mawar", LOW)
    made = offer(ksm)  # a mentee that was never found may have any mentor
    agree(ksm, made, "Tini", "Mawar")
    assess(ksm, "Melati", HIGH)
    with pytest.raises(MentorNotReady):
        agree(ksm, made, "Yuni", "Melati")
    end(ksm, made)
    with pytest.raises(MentorStageLower):
        offer(ksm)


@pytest.mark.parametrize(("topics", "problem"), [("", PeerUntold), ("  ", PeerUntold), ("x" * 201, NoteTooLong)])
def test_an_offer_says_what_it_is_about(pair, topics, problem):
    with pytest.raises(problem):
        offer(pair, topics=topics)
    assert not PeerPair.objects.exists()


def test_a_session_is_told_rightly_or_not_at_all(pair):
    made = offer(pair)
    with pytest.raises(PeerNotAgreed):
        sit(pair, made)
    agree(pair, made, "Tini", "Mawar")
    with pytest.raises(PeerNotAgreed):
        sit(pair, made)
    agree(pair, made, "Yuni", "Melati")
    for more, problem in (
        ({"shown": " "}, PeerUntold), ({"shown": "x" * 201}, NoteTooLong), ({"came": 0}, PeerNobodyCame),
        ({"came": 6}, PeerNobodyCame), ({"on": FIRST - timedelta(days=1)}, PeerDayImpossible),
        ({"on": FIRST + timedelta(days=1)}, PeerDayImpossible),
    ):  # fmt: skip
        with pytest.raises(problem):
            sit(pair, made, **more)
    assert not PeerSession.objects.exists()
    sit(pair, made, came=5)


def test_what_has_ended_takes_nothing_more(pair):
    made = begin(pair)
    with pytest.raises(ReasonMissing):
        end(pair, made, reason=" ")
    with pytest.raises(NoteTooLong):
        end(pair, made, reason="x" * 201)
    with pytest.raises(PeerEnded):
        agree(pair, made, "Sumi", "Melati")  # it has agreed already
    end(pair, made)
    for act in (
        lambda: end(pair, made), lambda: sit(pair, made), lambda: agree(pair, made, "Yuni", "Melati"),
    ):  # fmt: skip
        with pytest.raises(PeerEnded):
            act()
    assert PeerEnd.objects.count() == 1


def test_a_ksm_that_is_no_more_neither_mentors_nor_is_mentored(pair):
    made = offer(pair)
    Group.objects.filter(pk=pair.stage.groups["Mawar"]).update(status="dissolved")
    with pytest.raises(GroupNotActive):
        agree(pair, made, "Yuni", "Melati")
    with pytest.raises(GroupNotActive):
        offer(pair, mentor="Melati", mentee="Mawar")


def test_what_is_not_there_or_of_another_board_is_not_found(pair):
    made = begin(pair)
    for act in (
        lambda: agree(pair, new_id(), "Yuni", "Melati"), lambda: sit(pair, new_id()), lambda: end(pair, new_id()),
        lambda: pair.do("Yuni", agree_to_mentoring, pair=made, group=new_id()),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    other = make_board("lain", logins=False, surname="Lain")
    with pytest.raises(NotFound):
        pair_of(other.book, made, other.stands("facilitator"))
    with pytest.raises(NotFound):
        other.does("facilitator", end_mentoring, pair=made, reason="Bukan urusan saya")


def test_both_ksm_and_the_people_of_the_programme_read_it(pair):
    made = begin(pair)
    for who in ("Parti", "Giyem", "facilitator", "secretary", "trustee", "coordinator", "overseer", "auditor", "forum"):
        assert see(pair, made, who).row.pk == made
    third(pair, "Dahlia", "Wati")
    for who in ("cashier", "loan_officer", "Wati"):
        with pytest.raises(NotFound):
            see(pair, made, who)
        assert pairs_seen(pair.stage.book, pair.stage.stands(who, pair.day)) == []


def test_what_a_mentor_carries_is_counted_and_marked_when_it_is_too_much(pair):
    third(pair, "Dahlia", "Wati")
    first, second = begin(pair), offer(pair, "Tini", mentee="Dahlia")
    agree(pair, second, "Wati", "Dahlia")
    sit(pair, first)
    pair.day += timedelta(days=100)
    sit(pair, first)
    sit(pair, second)
    (one,) = carried(pair, since=add_months(pair.day, -3), most=2)
    assert (one.mentor.name, one.mentees, one.sessions, one.heavy) == ("Mawar", ("Dahlia", "Melati"), 2, False)
    assert carried(pair, since=pair.day, most=1)[0].heavy
    end(pair, first)
    end(pair, second, "Wati")
    assert carried(pair, since=FIRST, most=1) == []


# ---------------------------------------------------------------- beside those alike


def third(ksm, name, chair, formed_on=FIRST):
    """One more KSM of five with a chair who can hold its meetings."""
    made = ksm.do("secretary", community.form_group, code=name, name=name, rw="03", formed_on=formed_on)
    group = ksm.stage.groups[name] = UUID(made["group"])
    for number, role in enumerate(("chair", "secretary", "treasurer", "member", "member")):
        who = chair if number == 0 else f"{name} {number}"
        told = ksm.do("secretary", community.register_person, name=who, sex="P")
        person = ksm.stage.people[who] = UUID(told["person"])
        ksm.stage.actors[who] = Actor.objects.create(person=person, name=who)
        ksm.do("secretary", community.join_group, group=group, person=person, on=formed_on, role=role)
    return group


def gather(ksm, weeks, **chairs):
    """A meeting on the Monday of these weeks since the first of each KSM with its chair; all come, nobody saves."""
    for week in weeks:
        ksm.day = FIRST + timedelta(weeks=week)
        for name, chair in chairs.items():
            group = ksm.stage.groups[name]
            people = Group.objects.get(pk=group).memberships.values_list("person_id", flat=True)
            sheet = Sheet(attendance=[Came(person=one, came="present") for one in people], counted=0)
            ksm.do(chair, hold_meeting, group=group, on=ksm.day, sheet=sheet)


def weekly(ksm, name, chair):
    ksm.do(chair, agree_on_rules, group=ksm.stage.groups[name], starts_on=FIRST, **RULES)


BEGINS, ENDS = FIRST + timedelta(weeks=14), add_months(FIRST + timedelta(weeks=14), 3)


@pytest.fixture
def year(pair):
    """Mawar mentors Melati since the fourteenth week, after which Melati meets every week; Dahlia is left alone.

    All three met in four of the first fourteen weeks; Kenanga was alike too and was given up on the way.
    """
    for name, chair in (("Dahlia", "Wati"), ("Kenanga", "Lasmi")):
        third(pair, name, chair)
        weekly(pair, name, chair)
    gather(pair, (2, 5, 8, 11), Melati="Yuni", Dahlia="Wati", Kenanga="Lasmi")
    pair.day = BEGINS
    begin(pair)
    return pair


def go_on(ksm):
    """The months after it began: Melati meets every week, Dahlia every third."""
    for week in range(15, 28):
        gather(ksm, [week], Melati="Yuni", **({"Dahlia": "Wati"} if week % 3 == 1 else {}))


def compare(ksm, on, who="facilitator"):
    return compared(ksm.stage.book, ksm.stage.stands(who, ksm.day), on=on)


def test_nothing_is_compared_before_its_months_are_over(year):
    found = compare(year, ENDS - timedelta(days=1))
    assert (found.change.mentored, found.change.says) == (0, "nothing_to_compare")
    assert [(one.row.mentee.name, until) for one, until in found.waiting] == [("Melati", ENDS)]


def test_a_mentored_ksm_is_read_before_and_after_beside_those_alike(year):
    kenanga = year.stage.groups["Kenanga"]
    for name in ("Lasmi", "Kenanga 1", "Kenanga 2", "Kenanga 3", "Kenanga 4"):
        year.do(
            "secretary", community.leave_group, group=kenanga, person=year.who(name), on=year.day + timedelta(days=1)
        )
    go_on(year)
    found = compare(year, ENDS)
    (one,) = found.change.groups
    assert found.waiting == ()
    assert one.track.points == {"meetings": 0, "saving": 0}  # 4 of 13 weeks, and nobody saved
    assert one.track.later == {"meetings": 3, "saving": 0}  # 13 of 14 weeks
    assert (one.change, one.alike, one.lost, one.beside) == (3, ("Dahlia", "Kenanga"), ("Kenanga",), 0)
    assert (found.change.n, found.change.beside_n, found.change.says) == (1, 1, "too_few")


def test_who_mentors_or_is_mentored_stands_beside_nobody(year):
    assert "Mawar" not in compare(year, ENDS).change.groups[0].alike
    year.day = BEGINS + timedelta(days=20)
    assess(year, "Dahlia", LOW)
    made = offer(year, "Tini", mentee="Dahlia")
    agree(year, made, "Wati", "Dahlia")
    found = compare(year, ENDS)
    assert found.change.groups[0].alike == ("Kenanga",)
    assert [one.row.mentee.name for one, _until in found.waiting] == ["Dahlia"]


def test_a_second_mentoring_of_the_same_ksm_is_not_counted_again(year):
    year.day = BEGINS + timedelta(days=20)
    end(year, pairs_seen(year.stage.book, year.stage.stands("Yuni", year.day))[0].row.pk)
    begin(year)
    found = compare(year, add_months(ENDS, 2))
    assert (found.change.mentored, found.waiting) == (1, ())


@pytest.mark.parametrize("who", ["Yuni", "Tini", "cashier", "loan_officer"])
def test_who_may_not_read_every_mentoring_reads_no_comparison(year, who):
    with pytest.raises(NotFound):
        compare(year, ENDS, who)
    assert compare(year, ENDS, "overseer").change.mentored == 1  # control


def test_statements_do_not_grow_with_the_number_of_ksm(year, django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS):
        compare(year, ENDS)
    for number in range(3):
        third(year, f"Anggrek {number}", f"Ketua {number}")
        weekly(year, f"Anggrek {number}", f"Ketua {number}")
    with django_assert_num_queries(STATEMENTS):
        compare(year, ENDS)


STATEMENTS = 20


# ---------------------------------------------------------------- the database as the last witness


def anew(ksm, **more):
    """An offer as an attacker would write it; right unless something is changed."""
    key, groups = new_id(), ksm.stage.groups
    given = {
        "id": key, "book_id": ksm.stage.book, "mentor_id": groups["Mawar"], "mentee_id": groups["Melati"],
        "topics": "Buku", "offered_on": FIRST, "offered_by_id": ksm.stage.actor("facilitator").pk,
        "offered_at": "2026-03-02 05:00:00+00:00", **more,
    }  # fmt: skip
    write("peerpair", **given)
    return key


def yes(ksm, pair, group="Melati", who="Yuni", **more):
    given = {
        "id": new_id(), "pair_id": pair, "group_id": ksm.stage.groups[group], "agreed_on": FIRST,
        "by_id": ksm.stage.actors[who].pk, "at": "2026-03-02 06:00:00+00:00", **more,
    }  # fmt: skip
    write("peeragreement", **given)


def session(ksm, pair, number=1, held_on=FIRST, **more):
    given = {
        "id": new_id(), "pair_id": pair, "number": number, "held_on": held_on, "came": 3, "shown": "Buku",
        "side": "mentee", "told_by_id": ksm.stage.actors["Yuni"].pk, "told_at": "2026-03-02 06:00:00+00:00", **more,
    }  # fmt: skip
    write("peersession", **given)
    return given["id"]


def finish(ksm, pair):
    write(
        "peerend", id=new_id(), pair_id=pair, ended_on=FIRST, reason="Selesai", by_id=ksm.stage.actors["Yuni"].pk,
        at="2026-03-02 06:00:00+00:00",
    )  # fmt: skip


def test_what_the_attacker_writes_would_be_right(ksm):
    made = anew(ksm)
    yes(ksm, made)
    yes(ksm, made, "Mawar", "Tini")
    session(ksm, made)
    session(ksm, made, 2, FIRST + timedelta(days=1))
    finish(ksm, made)
    assert see(ksm, made, "Yuni").state == "ended"


def test_a_mentoring_is_of_two_ksm_of_its_board(ksm):
    other = make_board("lain", logins=False, surname="Lain")
    with pytest.raises(DatabaseError, match="a_mentoring_is_of_two_ksm_of_its_board"):
        anew(ksm, mentee_id=other.groups["Melati"])
    drop("a_mentoring_is_of_two_ksm_of_its_board", "peerpair")
    anew(ksm, mentee_id=other.groups["Melati"])


def test_only_the_two_agree(ksm):
    made, dahlia = anew(ksm), third(ksm, "Dahlia", "Wati")
    with pytest.raises(DatabaseError, match="only_the_two_ksm_agree_to_a_mentoring"):
        yes(ksm, made, group_id=dahlia)
    drop("only_the_two_ksm_agree_to_a_mentoring", "peeragreement")
    yes(ksm, made, group_id=dahlia)


def test_two_yes_are_of_two_persons(ksm):
    made = anew(ksm)
    yes(ksm, made)
    with pytest.raises(DatabaseError):
        yes(ksm, made, "Mawar", "Yuni")
    yes(ksm, made, "Mawar", "Tini")


def test_an_ended_mentoring_is_agreed_to_no_more(ksm):
    made = anew(ksm)
    yes(ksm, made)
    finish(ksm, made)
    with pytest.raises(DatabaseError, match="an_ended_mentoring_is_not_agreed"):
        yes(ksm, made, "Mawar", "Tini")
    drop("an_ended_mentoring_is_not_agreed", "peeragreement")
    yes(ksm, made, "Mawar", "Tini")


def test_a_second_mentor_is_refused_by_the_database(ksm):
    dahlia = third(ksm, "Dahlia", "Wati")
    first, second = anew(ksm), anew(ksm, mentor_id=dahlia)
    for made, group, who in ((first, "Melati", "Yuni"), (second, "Melati", "Yuni"), (first, "Mawar", "Tini")):
        yes(ksm, made, group, who)
    with pytest.raises(DatabaseError, match="a_ksm_has_one_mentor_at_a_time"):
        yes(ksm, second, "Dahlia", "Wati")
    finish(ksm, first)
    yes(ksm, second, "Dahlia", "Wati")  # control: the first one has ended


@pytest.mark.parametrize(("said", "ends", "on"), [(1, False, FIRST), (2, True, FIRST), (2, False, date(2026, 3, 1))])
def test_a_session_is_of_a_running_mentoring(ksm, said, ends, on):
    made = anew(ksm)
    yes(ksm, made)
    if said == 2:
        yes(ksm, made, "Mawar", "Tini")
    if ends:
        finish(ksm, made)
    with pytest.raises(DatabaseError, match="a_peer_session_is_of_a_running_mentoring"):
        session(ksm, made, held_on=on)
    drop("a_peer_session_is_of_a_running_mentoring", "peersession")
    session(ksm, made, held_on=on)


@pytest.mark.parametrize("number", [0, 2, 3])
def test_sessions_count_on_without_a_gap(ksm, number):
    made = anew(ksm)
    yes(ksm, made)
    yes(ksm, made, "Mawar", "Tini")
    with pytest.raises(DatabaseError):
        session(ksm, made, number)
    session(ksm, made)


def test_nothing_of_a_mentoring_is_ever_changed(pair):
    made = begin(pair)
    sit(pair, made)
    end(pair, made)
    for table in ("peerpair", "peeragreement", "peersession", "peerend"):
        for verb in (f"UPDATE mentoring_{table} SET id = id", f"DELETE FROM mentoring_{table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(verb)
    assert Book.objects.filter(pk=pair.stage.book).exists()
