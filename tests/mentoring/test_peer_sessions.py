"""A session of two KSM that was written wrongly is taken back and counts nowhere; one session stands for a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gulir.base.ids import new_id
from gulir.base.models import Fact
from gulir.community import services as community
from gulir.community.models import Membership
from gulir.core.problems.access import NotAllowed, NoteTooLong, NotFound
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.peers import PeerEnded, PeerSessionWritten, PeerTakenBackBefore
from gulir.mentoring.models import PeerSession, PeerSessionBack
from gulir.mentoring.services import take_back_session
from tests.community.stage import make_board
from tests.mentoring.direct_sql import drop, write
from tests.mentoring.stage import FIRST
from tests.mentoring.test_peers import (
    HIGH,
    LOW,
    agree,
    anew,
    assess,
    begin,
    carried,
    end,
    offer,
    see,
    session,
    sit,
    third,
    yes,
)

pytestmark = pytest.mark.django_db
LATER = FIRST + timedelta(days=1)


@pytest.fixture
def pair(ksm):
    """Mawar mentors Melati since yesterday."""
    assess(ksm, "Mawar", HIGH)
    assess(ksm, "Melati", LOW)
    ksm.made = begin(ksm)
    ksm.day += timedelta(days=1)
    return ksm


def back(ksm, who="Tini", number=1, reason="Bukan hari itu"):
    """The session of that number is taken back."""
    key = PeerSession.objects.get(pair=ksm.made, number=number).pk
    return ksm.do(who, take_back_session, session=key, reason=reason)["number"]


def standing(ksm):
    """The numbers of the sessions that stand, and of all that were written."""
    found = see(ksm, ksm.made, "Yuni")
    return [one.number for one in found.sessions], [one.number for one in found.written]


# ---------------------------------------------------------------- taken back


def test_a_session_taken_back_stays_and_counts_nowhere(pair):
    sit(pair, pair.made, on=FIRST)
    sit(pair, pair.made)
    assert carried(pair, since=FIRST, most=1)[0].sessions == 2
    assert back(pair, number=2, reason="  Belum jadi bertemu ") == 2
    assert standing(pair) == ([1], [1, 2])
    found = see(pair, pair.made, "Yuni")
    assert found.last_session == FIRST
    wrong = found.written[1]
    assert (wrong.shown, wrong.taken_back.reason, wrong.taken_back.by.name) == (
        "Mengisi buku kas bersama", "Belum jadi bertemu", "Tini",
    )  # fmt: skip
    assert carried(pair, since=FIRST, most=1)[0].sessions == 1
    fact = Fact.objects.filter(book_id=pair.stage.book).latest("sequence")
    assert (fact.kind, fact.public) == (
        "PeerSessionTakenBack", {"mentor": "Mawar", "mentee": "Melati", "on": LATER.isoformat(), "number": 2},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrote", "may", "may_not"),
    [
        ("Tini", ("Tini", "Rukmi", "facilitator"), ("Yuni", "Sumi")),
        ("Yuni", ("Yuni", "Sumi", "facilitator"), ("Tini", "Rukmi")),
        ("facilitator", ("facilitator",), ("Tini", "Yuni")),
    ],
)
def test_neither_ksm_takes_back_alone_what_the_other_wrote(pair, wrote, may, may_not):
    """Both sat there: one's own side mends what it wrote, and between the two stands the facilitator."""
    for number, who in enumerate(may, start=1):
        sit(pair, pair.made, wrote)
        for other in (*may_not, "Parti", "cashier", "overseer"):
            with pytest.raises(NotAllowed):
                back(pair, other, number)
        back(pair, who, number)
    assert standing(pair)[0] == []


def test_an_officer_of_a_third_ksm_takes_nothing_back(pair):
    third(pair, "Dahlia", "Wati")
    sit(pair, pair.made)
    with pytest.raises(NotAllowed):
        back(pair, "Wati")


@pytest.mark.parametrize(("reason", "problem"), [("", ReasonMissing), (" ", ReasonMissing), ("x" * 201, NoteTooLong)])
def test_it_is_taken_back_with_a_reason(pair, reason, problem):
    sit(pair, pair.made)
    with pytest.raises(problem):
        back(pair, reason=reason)
    assert not PeerSessionBack.objects.exists()


def test_it_is_taken_back_once(pair):
    sit(pair, pair.made)
    back(pair)
    with pytest.raises(PeerTakenBackBefore) as refused:
        back(pair, "facilitator")
    assert refused.value.facts == {"number": 1}
    assert PeerSessionBack.objects.count() == 1


def test_the_same_key_twice_takes_back_once(pair):
    sit(pair, pair.made)
    key = PeerSession.objects.get().pk
    first, second = (pair.do("Tini", take_back_session, key="same", session=key, reason="Keliru") for _ in range(2))
    assert first == second
    assert PeerSessionBack.objects.count() == 1


def test_a_session_of_another_board_is_not_found(pair):
    sit(pair, pair.made)
    key = PeerSession.objects.get().pk
    other = make_board("lain", logins=False, surname="Lain")
    with pytest.raises(NotFound):
        other.does("facilitator", take_back_session, session=key, reason="Bukan urusan saya")
    with pytest.raises(NotFound):
        pair.do("facilitator", take_back_session, session=new_id(), reason="Tidak ada")
    assert not PeerSessionBack.objects.exists()


def test_after_the_end_it_is_still_taken_back_but_not_written_anew(pair):
    """What never happened would count for ever; what was done while it ran can be told only while it runs."""
    sit(pair, pair.made)
    end(pair, pair.made)
    pair.day += timedelta(days=60)
    back(pair)
    assert standing(pair) == ([], [1])
    with pytest.raises(PeerEnded):
        sit(pair, pair.made, on=LATER)


def test_of_a_ksm_that_was_dissolved_the_other_and_the_facilitator_take_back(pair):
    sit(pair, pair.made, "Yuni")
    sit(pair, pair.made, "Tini", on=FIRST)
    pair.day += timedelta(days=7)
    mawar = pair.stage.groups["Mawar"]
    for row in Membership.objects.filter(group=mawar, ends_before=None):
        pair.do("secretary", community.leave_group, group=mawar, person=row.person_id, on=pair.day)
    pair.do("secretary", community.dissolve_group, group=mawar, on=pair.day, reason="Bubar")
    back(pair, "Yuni", 1)
    with pytest.raises(NotAllowed):
        back(pair, "Tini", 2)
    back(pair, "facilitator", 2)
    assert standing(pair) == ([], [1, 2])


# ---------------------------------------------------------------- one for a day


def test_what_the_other_ksm_wrote_already_is_refused_by_name_and_day(pair):
    sit(pair, pair.made, "Tini", on=FIRST)
    with pytest.raises(PeerSessionWritten) as refused:
        sit(pair, pair.made, "Yuni", on=FIRST)
    assert refused.value.facts == {"on": FIRST, "by": "Tini", "written": LATER}
    assert sit(pair, pair.made, "Yuni") == 2  # control: another day
    assert standing(pair)[0] == [1, 2]


def test_a_day_that_was_taken_back_is_written_anew(pair):
    for number in (1, 2, 3):
        sit(pair, pair.made, "Yuni", came=number)
        with pytest.raises(PeerSessionWritten):
            sit(pair, pair.made, "Tini")
        back(pair, "Yuni", number)
    sit(pair, pair.made, "Tini", came=5)
    assert standing(pair) == ([4], [1, 2, 3, 4])
    replaced = PeerSession.objects.order_by("number").values_list("number", "replaces__number", "side")
    assert list(replaced) == [(1, None, "mentee"), (2, 1, "mentee"), (3, 2, "mentee"), (4, 3, "mentor")]


def test_another_pair_sits_together_on_the_same_day(pair):
    third(pair, "Dahlia", "Wati")
    other = offer(pair, "Tini", mentee="Dahlia")
    agree(pair, other, "Wati", "Dahlia")
    sit(pair, pair.made)
    assert sit(pair, other, "Tini") == 1


# ---------------------------------------------------------------- the database as the last witness


@pytest.fixture
def bare(ksm):
    """A mentoring that runs, as an attacker would write it."""
    ksm.made = anew(ksm)
    yes(ksm, ksm.made)
    yes(ksm, ksm.made, "Mawar", "Tini")
    return ksm


def taken(ksm, key, **more):
    given = {
        "id": new_id(), "session_id": key, "reason": "Keliru", "by_id": ksm.stage.actors["Yuni"].pk,
        "at": "2026-03-02 07:00:00+00:00", **more,
    }  # fmt: skip
    write("peersessionback", **given)


def test_what_the_attacker_writes_would_be_right(bare):
    first = session(bare, bare.made)
    taken(bare, first)
    second = session(bare, bare.made, 2, replaces_id=first)
    taken(bare, second)
    session(bare, bare.made, 3, replaces_id=second)
    session(bare, bare.made, 4, LATER)
    assert standing(bare) == ([3, 4], [1, 2, 3, 4])


def test_two_sessions_of_a_day_never_stand(bare):
    first = session(bare, bare.made)
    with pytest.raises(DatabaseError):
        session(bare, bare.made, 2)
    taken(bare, first)
    with pytest.raises(DatabaseError):
        session(bare, bare.made, 2)  # it must name what it replaces
    session(bare, bare.made, 2, replaces_id=first)
    with pytest.raises(DatabaseError):
        session(bare, bare.made, 3, replaces_id=first)


def test_a_guard_away_two_of_a_day_would_stand(bare):
    """The negative control: without the index the second one goes through."""
    session(bare, bare.made)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX a_peer_session_is_written_once_a_day")
    session(bare, bare.made, 2)
    assert standing(bare)[0] == [1, 2]


@pytest.mark.parametrize("how", ["it stands", "another day", "another pair"])
def test_only_a_session_taken_back_is_written_anew(bare, how):
    first = session(bare, bare.made)
    made, day = bare.made, FIRST
    if how != "it stands":
        taken(bare, first)
    if how == "another day":
        day = LATER
    if how == "another pair":
        dahlia = third(bare, "Dahlia", "Wati")
        made = anew(bare, mentee_id=dahlia)
        yes(bare, made, group_id=dahlia, by_id=bare.stage.actors["Wati"].pk)
        yes(bare, made, "Mawar", "Tini")
    number = 1 if how == "another pair" else 2
    with pytest.raises(DatabaseError, match="only_a_session_taken_back_is_written_anew"):
        session(bare, made, number, day, replaces_id=first)
    drop("only_a_session_taken_back_is_written_anew", "peersession")
    session(bare, made, number, day, replaces_id=first)


def test_a_session_is_taken_back_with_a_reason_by_the_database(bare):
    first = session(bare, bare.made)
    with pytest.raises(DatabaseError, match="a_peer_session_is_taken_back_with_its_reason"):
        taken(bare, first, reason="")
    taken(bare, first)


def test_it_is_not_taken_back_twice_by_the_database(bare):
    first = session(bare, bare.made)
    taken(bare, first)
    with pytest.raises(DatabaseError):
        taken(bare, first)
    taken(bare, session(bare, bare.made, 2, LATER))  # control: another one


def test_a_side_is_one_of_three(bare):
    with pytest.raises(DatabaseError, match="a_peer_session_is_told_by_a_side"):
        session(bare, bare.made, side="neighbour")
    session(bare, bare.made, side="facilitator")


def test_what_was_taken_back_is_never_changed(pair):
    sit(pair, pair.made)
    back(pair)
    for verb in ("UPDATE mentoring_peersessionback SET id = id", "DELETE FROM mentoring_peersessionback"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)
    assert PeerSessionBack.objects.count() == 1
