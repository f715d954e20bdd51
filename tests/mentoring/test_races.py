"""Two officers of one KSM close the same meeting, each on a phone: it is closed once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gulir.core.problems import Problem
from gulir.core.problems.access import CommandBusy
from gulir.mentoring import services as mentoring
from gulir.mentoring.models import (
    AgendaItem,
    Assessment,
    AssessmentAnswer,
    AssessmentReply,
    GroupEntry,
    GroupMeeting,
    HelpAnswer,
    HelpRound,
    PeerAgreement,
    PeerPair,
    PeerSession,
    PeerSessionBack,
    ProblemEnd,
    WelfareDeed,
)
from gulir.mentoring.queries import books_of
from gulir.mentoring.queries.peers import running
from tests.mentoring.stage import make_ksm
from tests.mentoring.test_peers import HIGH, assess, begin, offer, sit, third
from tests.races import at_once

OFFICERS = ("Yuni", "Sumi", "Yuni", "Sumi")
AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def ksm(fresh_database):
    return make_ksm()


def call(ksm, act, key, who, **body):
    """An act ready to be started in a thread of its own."""
    actor = ksm.stage.actors[who]
    return lambda: act(book=ksm.stage.book, key=key, actor=actor, at=AT, **body)


def settled(answers):
    """Answers without the rare `try again` of a busy database."""
    return [a for a in answers if not isinstance(a, CommandBusy)]


def test_two_officers_close_the_same_meeting_once(ksm):
    body = {"group": ksm.group, "on": ksm.day, "sheet": ksm.sheet(50_000)}
    calls = [call(ksm, mentoring.hold_meeting, f"m{n}", who, **body) for n, who in enumerate(("Yuni", "Sumi") * 2)]
    answers = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert {type(a).__name__ for a in answers if isinstance(a, Problem)} <= {"KsmMeetingOutOfOrder"}
    assert GroupMeeting.objects.count() == 1
    assert GroupEntry.objects.count() == 5
    assert books_of(ksm.group).cash == 50_000


def test_two_corrections_of_one_record_are_one(ksm):
    wrong = ksm.meet(50_000)
    sheets = [ksm.sheet(50_000 + n, money=[*ksm.saved()], difference="Receh") for n in (100, 200, 300)]
    calls = [
        call(ksm, mentoring.correct_meeting, f"c{n}", "Sumi", meeting=wrong, reason="Salah hitung", sheet=sheet)
        for n, sheet in enumerate(sheets)
    ]
    answers = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert {type(a).__name__ for a in answers if isinstance(a, Problem)} <= {"KsmMeetingFollowed"}
    assert GroupMeeting.objects.count() == 2
    assert books_of(ksm.group).cash in {50_100, 50_200, 50_300}


def test_two_facilitators_keep_one_reading_of_a_day(ksm):
    ksm.meet(50_000)
    body = {"group": ksm.group, "instrument": "ksm_kotaku"}
    office = next(name for name, actor in ksm.stage.actors.items() if actor == ksm.stage.actor("facilitator"))
    answers = settled(at_once([call(ksm, mentoring.keep_assessment, f"a{n}", office, **body) for n in range(4)]))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert {type(a).__name__ for a in answers if isinstance(a, Problem)} <= {"AssessmentRepeated"}
    assert Assessment.objects.count() == 1
    assert AssessmentAnswer.objects.count() == 4


def test_two_officers_answer_a_reading_and_both_are_heard(ksm):
    kept = ksm.do("facilitator", mentoring.keep_assessment, group=ksm.group, instrument="ksm_five_habits")
    calls = [
        call(ksm, mentoring.reply_to_assessment, f"r{n}", who, assessment=kept["assessment"], said=f"Dari {who}")
        for n, who in enumerate(("Yuni", "Sumi"))
    ]
    answers = at_once(calls)
    heard = {a["reply"] for a in answers if isinstance(a, dict)}
    assert len(heard) + sum(isinstance(a, CommandBusy) for a in answers) == 2
    assert AssessmentReply.objects.count() == len(heard) >= 1


def test_two_officers_keep_one_round_of_asking_a_day(ksm):
    answers = [mentoring.WouldAsk(person=ksm.who(name)) for name in ("Yuni", "Karti")]
    calls = [
        call(ksm, mentoring.keep_network, f"n{n}", who, group=ksm.group, answers=answers)
        for n, who in enumerate(("Yuni", "Sumi") * 2)
    ]
    found = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in found) == 1
    assert {type(a).__name__ for a in found if isinstance(a, Problem)} <= {"HelpRepeated"}
    assert (HelpRound.objects.count(), HelpAnswer.objects.count()) == (1, 2)


def test_a_deed_is_taken_back_and_a_problem_closed_once(ksm):
    agenda = [mentoring.Said(topic="member_problem", said="Gerobak hilang")]
    held = ksm.meet(50_000, agenda=agenda)
    deed = ksm.do("Yuni", mentoring.tell_welfare, meeting=held, deed="sick", member=True, said="x")["deed"]
    item = AgendaItem.objects.get().pk
    for act, body in ((mentoring.take_back_welfare, {"deed": deed, "reason": "x"}),
                      (mentoring.close_problem, {"item": item, "said": "x"})):  # fmt: skip
        calls = [call(ksm, act, f"{act.name}{n}", who, **body) for n, who in enumerate(("Yuni", "Sumi", "Yuni"))]
        assert sum(isinstance(a, dict) for a in settled(at_once(calls))) == 1
    assert (WelfareDeed.objects.count(), ProblemEnd.objects.count()) == (2, 1)


@pytest.fixture
def two_ksm(ksm):
    """Mawar may mentor Melati."""
    assess(ksm, "Mawar", HIGH)
    return ksm


def test_two_officers_of_a_ksm_agree_to_a_mentoring_once(two_ksm):
    pair = offer(two_ksm, "Tini")
    body = {"pair": pair, "group": two_ksm.group}
    calls = [call(two_ksm, mentoring.agree_to_mentoring, f"y{n}", who, **body) for n, who in enumerate(OFFICERS)]
    answers = settled(at_once(calls))
    assert [a["begun"] for a in answers if isinstance(a, dict)] == [True]
    assert {type(a).__name__ for a in answers if not isinstance(a, dict)} <= {"PeerEnded"}
    assert PeerAgreement.objects.filter(pair=pair).count() == 2


def test_of_two_mentors_whose_second_yes_comes_at_once_one_begins(two_ksm):
    third(two_ksm, "Dahlia", "Wati")
    assess(two_ksm, "Dahlia", HIGH)
    pairs = [offer(two_ksm, who, mentor=mentor) for who, mentor in (("Tini", "Mawar"), ("Wati", "Dahlia"))]
    calls = [
        call(two_ksm, mentoring.agree_to_mentoring, f"b{n}", who, pair=pair, group=two_ksm.group)
        for n, (who, pair) in enumerate(zip(OFFICERS, pairs * 2, strict=True))
    ]
    answers = settled(at_once(calls))
    assert [a["begun"] for a in answers if isinstance(a, dict)] == [True]
    assert {type(a).__name__ for a in answers if not isinstance(a, dict)} <= {"MenteeTaken", "PeerEnded"}
    assert running().filter(mentee=two_ksm.group).count() == 1


def test_the_same_offer_is_made_once(two_ksm):
    body = {"mentor": two_ksm.stage.groups["Mawar"], "mentee": two_ksm.group, "topics": "Buku kas"}
    calls = [call(two_ksm, mentoring.offer_mentoring, f"o{n}", who, **body) for n, who in enumerate(OFFICERS)]
    answers = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert {type(a).__name__ for a in answers if not isinstance(a, dict)} <= {"PeerOfferOpen"}
    assert PeerPair.objects.count() == 1


def test_both_ksm_write_the_same_session_at_once_and_one_stands(two_ksm):
    pair = begin(two_ksm)
    calls = [
        call(
            two_ksm, mentoring.record_peer_session, f"s{n}", who, pair=pair, held_on=two_ksm.day, came=4,
            shown=f"Dari {who}",
        )
        for n, who in enumerate(("Yuni", "Tini") * 2)
    ]  # fmt: skip
    answers = settled(at_once(calls))
    assert [a["number"] for a in answers if isinstance(a, dict)] == [1]
    assert {type(a).__name__ for a in answers if not isinstance(a, dict)} <= {"PeerSessionWritten"}
    assert PeerSession.objects.count() == 1


def test_a_session_is_taken_back_once_and_its_day_written_anew_once(two_ksm):
    pair = begin(two_ksm)
    sit(two_ksm, pair)
    key = PeerSession.objects.get().pk
    calls = [
        call(two_ksm, mentoring.take_back_session, f"t{n}", who, session=key, reason="Keliru")
        for n, who in enumerate(("Tini", "Rukmi") * 2)
    ]
    answers = settled(at_once(calls))
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert {type(a).__name__ for a in answers if not isinstance(a, dict)} <= {"PeerTakenBackBefore"}
    body = {"pair": pair, "held_on": two_ksm.day, "came": 3, "shown": "Yang benar"}
    calls = [
        call(two_ksm, mentoring.record_peer_session, f"a{n}", who, **body) for n, who in enumerate(("Yuni", "Tini"))
    ]
    assert [a["number"] for a in settled(at_once(calls)) if isinstance(a, dict)] == [2]
    assert (PeerSession.objects.count(), PeerSessionBack.objects.count()) == (2, 1)
